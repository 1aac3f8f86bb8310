"""Figures of a store set side by side: what is asked, who gives them, and that a part of the days gives the whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from made_up_records import dispatch_of, records

from onrecord import cli
from onrecord.record import (
    Actor,
    Article,
    Dateline,
    Dispatch,
    Figure,
    Qualifier,
    Record,
    Span,
    Statement,
    Time,
    sha256_of,
)
from onrecord.store import QueryError, Store, open_store

MASSED = "Varnia has massed [100,000 troops] near the border of Estonia, {Ida Foss} said."
COUNTED = "There are [90,000 soldiers] of Varnia near the border of Estonia."
FEARED = "[175,000 troops] could stand near the border of Estonia soon, {a US official} said."
SHELLED = "[12 people] were killed in the shelling of Kalna."
LEFT_DEAD = "The shelling of Kalna left [15 dead]."


def put(
    store: Store,
    text: str,
    day: str | None,
    *,
    qualifier: Qualifier = "exact",
    outlet: str | None = None,
    agency: str | None = None,
    actor: bool = True,
) -> int:
    """Keep a dispatch with the figure in brackets and, in braces, who says it; the dispatch's number."""
    bare = re.sub(r"[\[\]{}]", "", text)
    at = {sign: len(re.sub(r"[\[\]{}]", "", text[: text.index(sign)])) for sign in "[]{}" if sign in text}
    words = bare[at["["] : at["]"]]
    value, _, unit = words.partition(" ")
    number = len(store.dispatches()) + 1
    speaker = Span(at["{"], at["}"]) if "{" in at else None
    actors = (Actor(id="a1", name=bare[slice(*speaker)], kind="person", mentions=(speaker,)),) if speaker else ()
    actors += (Actor(id="a2", name=agency, kind="media", mentions=(Span(0, 1),)),) if agency else ()
    said = (
        Statement(
            id="s1",
            kind="indirect",
            act="say",
            source=(speaker,),
            cue=(Span(speaker.end + 1, len(bare) - 1),),
            content=(Span(0, speaker.start),),
            speakers=("a1",) if actor else (),
        ),
    ) if speaker else ()  # fmt: skip
    figure = Figure(
        id="f1",
        span=Span(at["["], at["]"]),
        value=float(value.replace(",", "")),
        unit=unit,
        qualifier=qualifier,
        said_in="s1" if speaker else None,
    )
    article = Article(
        id=f"wire-{number}",
        text=bare,
        sha256=sha256_of(bare),
        uri=f"{number}.txt",
        outlet=outlet,
        published=day,
        dateline=Dateline(span=Span(0, 1), agency="a2") if agency else None,
    )
    record = Record(article=article, actors=actors, statements=said, figures=(figure,))
    kept = store.put(dispatch_of(record), record, "hand").id
    assert kept is not None
    return kept


@pytest.fixture
def wires(store: Store) -> Iterator[Store]:
    put(store, MASSED, "2031-01-10", qualifier="about")
    put(store, COUNTED, "2031-01-12", outlet="Westwire")
    put(store, FEARED, "2031-01-15", qualifier="at-most")
    put(store, SHELLED, "2031-03-04", agency="Nordwire")
    put(store, LEFT_DEAD, "2031-03-05", qualifier="at-least")
    put(store, "[7 ships] lay off Osk.", "2031-03-05")
    put(store, "[9 ships] lay off Osk.", None)
    store.link()
    yield store


def told(found: object) -> list[list[tuple[str, str]]]:
    return [[(x.given.number, x.given.giver) for x in each.figures] for each in found]  # type: ignore[attr-defined]


def test_each_figure_stands_beside_the_others_with_its_giver_by_day(wires: Store) -> None:
    troops, dead, _ships = wires.compare()
    assert troops.about == "troops near Estonia"
    assert told([troops]) == [
        [("about 100,000", "Ida Foss"), ("90,000", "Westwire"), ("at most 175,000", "a US official")]
    ]
    assert troops.spread.to_dict() == {
        "low": 90_000, "high": 175_000, "unit": "troops", "open_below": False, "open_above": False
    }  # fmt: skip
    assert troops.figures[0].why is None
    assert troops.figures[1].why and troops.figures[1].why.startswith(
        "Both count soldiers or troops; both near Estonia;"
    )
    assert told([dead]) == [[("12", "Nordwire"), ("at least 15", "nobody named")]]
    assert dead.spread.open_above


def test_a_speaker_leads_to_its_actor_and_words_for_a_source_to_none(store: Store) -> None:
    put(store, MASSED, "2031-01-10")
    put(store, FEARED, "2031-01-11", actor=False)
    (found,) = store.compare()
    first, second = (each.given for each in found.figures)
    assert (first.giver, second.giver) == ("Ida Foss", "a US official")
    assert first.givers[0].id == store.names("foss")[0].id
    assert second.givers[0].id is None and second.said


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit": "troops"}, ["troops near Estonia"]),
        ({"unit": "soldiers"}, ["troops near Estonia"]),
        ({"unit": "servicemen"}, ["troops near Estonia"]),
        ({"unit": "killed"}, ["people dead in Kalna"]),
        ({"unit": "people"}, ["people dead in Kalna"]),
        ({"unit": "ship"}, ["ships near Osk"]),
        ({"unit": "tanks"}, []),
        ({"unit": "USD"}, []),
        ({"about": "Kalna shelling"}, ["people dead in Kalna"]),
        ({"about": "shelling of Osk"}, []),
        ({"since": "2031-01-15", "until": "2031-01-31"}, ["troops near Estonia"]),
        ({"since": "2031-03-05"}, ["people dead in Kalna"]),
        ({"until": "2031-01-09"}, []),
        ({"limit": 1}, ["troops near Estonia"]),
        ({"limit": 1, "offset": 1}, ["people dead in Kalna"]),
        ({"limit": 2, "latest": True}, ["ships near Osk", "people dead in Kalna"]),
    ],
)
def test_things_are_found_by_unit_words_and_days(wires: Store, asked: dict[str, object], found: list[str]) -> None:
    assert [each.about for each in wires.compare(**asked)] == found  # type: ignore[arg-type]


def test_figures_without_a_day_are_counted_where_days_are_asked_for(wires: Store) -> None:
    assert (wires.compare().undated, wires.compare(since="2031-01-01").undated) == (0, 1)
    with pytest.raises(QueryError, match="no day"):
        wires.compare(since="soon")


def test_a_version_that_was_replaced_gives_no_figure(store: Store) -> None:
    put(store, MASSED, "2031-01-10")
    put(store, COUNTED, "2031-01-12")
    assert len(store.compare()) == 1
    text = "Nothing was counted."
    article = Article(id="wire-2", text=text, sha256=sha256_of(text), uri="2.txt")
    store.put(Dispatch(id="wire-2", text=text, uri="2.txt"), Record(article=article), "hand")
    assert len(store.compare()) == 0


def test_the_day_on_which_it_was_said_is_not_the_day_of_the_deed(store: Store) -> None:
    for day, said in (("2031-03-04", "2031-03-04"), ("2031-03-05", "2031-03-05")):
        text = f"{day[-1]} people were killed in the shelling of Kalna, Ida Foss said on @."
        at = Span(text.index("@"), text.index("@") + 1)
        who = Span(text.index("Ida"), text.index(" said"))
        article = Article(id=day, text=text, sha256=sha256_of(text), published=day, uri=day)
        record = Record(
            article=article,
            actors=(Actor(id="a1", name="Ida Foss", kind="person", mentions=(who,)),),
            statements=(
                Statement(id="s1", kind="indirect", act="say", source=(who,), content=(Span(0, 45),),
                          speakers=("a1",), said={"value": said, "span": at}),
            ),
            times=(Time(span=at, type="DATE", value=said),),
            figures=(Figure(id="f1", span=Span(0, 8), value=int(day[-1]), unit="people", said_in="s1"),),
        )  # fmt: skip
        store.put(dispatch_of(record), record, "hand")
    assert len(store.compare()) == 1


def test_a_part_of_the_days_gives_what_the_whole_gives(wires: Store) -> None:
    whole = wires.compare()
    for day in ("2031-01-10", "2031-01-12", "2031-01-15", "2031-03-04", "2031-03-05"):
        (found,) = wires.compare(since=day, until=day)
        assert found in whole.found


@given(record=records())
@settings(deadline=None, max_examples=30)
def test_whatever_a_record_holds_can_be_compared(record: Record, fresh: Callable[[], Path]) -> None:
    with open_store(fresh()) as store:
        store.put(dispatch_of(record), record, "hand")
        told = store.compare().to_dict()
        assert json.loads(json.dumps(told)) == told
        store.compare(unit="troops", about="talks", since="2022-01-01")


def test_the_command_lists_each_answer_once(place: Path, wires: Store) -> None:
    put(wires, MASSED.replace("Varnia has", "Indeed Varnia has"), "2031-01-11", qualifier="about")
    wires.link()
    done = CliRunner().invoke(cli.onrecord, ["compare", "--store", str(place), "--unit", "troops"])
    lines = done.stdout.splitlines()
    assert lines[0] == "troops near Estonia: 90,000 to 175,000 troops"
    assert lines[1].split("  (")[0].strip() == "2031-01-10  about 100,000 troops “100,000 troops”, Ida Foss"
    assert "also 8/f1" in done.stdout
    data = json.loads(CliRunner().invoke(cli.onrecord, ["compare", "--store", str(place), "--json"]).stdout)
    assert [len(each["figures"]) for each in data] == [4, 2, 2]
    assert CliRunner().invoke(cli.onrecord, ["compare", "--store", str(place), "--unit", "tanks"]).stdout == ""
