"""Figures of many dispatches: which answer one question, who gives them, and how far they lie apart."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given as given_
from hypothesis import settings
from hypothesis import strategies as st

from onrecord.linking.figures import comparisons
from onrecord.linking.given import Given, Giver, given
from onrecord.linking.reports import Source
from onrecord.linking.sameness import ENOUGH, compared
from onrecord.record import Figure, Qualifier, Span
from onrecord.store.days import days_of

PAIRS = list(csv.DictReader((Path(__file__).parent / "figures.csv").read_text(encoding="utf-8").splitlines()))
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "nine": 9, "twelve": 12, "fourteen": 14, "seventeen": 17, "thirty": 30,
    "two hundred": 200, "tens of thousands": 20_000,
}  # fmt: skip
QUALIFIERS: dict[str, Qualifier] = {"about": "about", "up to": "at-most", "at least": "at-least", "tens of": "at-least"}


def number(words: str) -> float:
    if found := re.search(r"\d[\d,.]*", words):
        return float(found[0].replace(",", "")) * (1_000_000_000 if "billion" in words else 1)
    return float(WORDS[words.lower()])


def figure(text: str, unit: str, day: str | None, id: int = 1, **also: object) -> Given:
    """The figure in brackets, with the words of its unit behind them; who tells it, and that he does, in braces."""
    bare = re.sub(r"[\[\]{}]", "", text)
    at = {sign: len(re.sub(r"[\[\]{}]", "", text[: text.index(sign)])) for sign in "[]{}" if sign in text}
    start, end = at["["], at["]"]
    words = bare[start:end]
    if bare[end:].lower().startswith(f" {unit.lower()}"):
        end += 1 + len(unit)
    kind = next((kind for before, kind in QUALIFIERS.items() if words.lower().startswith(before)), "exact")
    made = Figure(id="f1", span=Span(start, end), value=number(words), unit=unit, qualifier=kind)
    date = also.pop("date", None)
    dates = [(Span(bare.index("@"), bare.index("@") + 1), days_of(str(date)))] if date else []
    told = {
        "source": Source(id=id, name=f"wire-{id}", day=day, outlet=f"Wire {id}"),
        "dates": dates,
        "telling": [Span(at["{"], at["}"])] if "{" in at else [],
        "givers": (Giver(f"Wire {id}"),),
    }
    return given(bare, made, **told | also)  # type: ignore[arg-type]


@pytest.mark.parametrize("row", PAIRS, ids=[f"{row['left']} / {row['right']}" for row in PAIRS])
def test_a_pair_is_of_one_thing_or_not(row: dict[str, str]) -> None:
    left = figure(row["left"], row["left_unit"], row["left_day"], 1, date=row["left_date"] or None)
    right = figure(row["right"], row["right_unit"], row["right_day"], 2, date=row["right_date"] or None)
    for a, b in ((left, right), (right, left)):
        judgement = compared(a, b)
        same = judgement is not None and judgement.score >= ENOUGH
        assert same == (row["same"] == "yes"), f"{row['why']}: {judgement} {a.counted} {b.counted}"


def test_there_are_pairs_enough_of_either_kind() -> None:
    assert len(PAIRS) >= 25
    assert {row["same"] for row in PAIRS} == {"yes", "no"}


# What a figure counts


@pytest.mark.parametrize(
    ("text", "unit", "fate"),
    [
        ("The blast killed [12] people.", "people", "dead"),
        ("[12] killed in blast", "killed", "dead"),
        ("The toll of the quake in Kalna, a town of the south, rose to [40].", "people", "dead"),
        ("[12] people were among those who were wounded.", "people", ""),
        ("The blast killed 12 people and wounded [30].", "people", "wounded"),
        ("[3] soldiers killed 12 civilians.", "soldiers", "dead"),
        ("[400] troops stand there.", "troops", ""),
        ("Norway pulled out [400] troops.", "troops", "withdrawn"),
        ("[7] drones were shot down over Osk.", "drones", "destroyed"),
    ],
)
def test_what_became_of_those_who_are_counted(text: str, unit: str, fate: str) -> None:
    assert figure(text, unit, None).counted.fate == fate


@pytest.mark.parametrize(
    ("text", "who", "where"),
    [
        ("Norway has [400] troops in Estonia.", {"NOR"}, {"EST": "in"}),
        ("In Estonia, Norway has [400] troops.", {"NOR"}, {"EST": "in"}),
        ("[400] Norwegian troops stand in the town of Kalna.", {"NOR"}, {"kalna": "in"}),
        ("[400] troops were sent by Norway to Estonia.", {"NOR"}, {"EST": ""}),
        ("[400] troops stand on Estonia's eastern border.", set(), {"EST": "near"}),
        ("[400] troops were wounded in clashes with pro-Norwegian rebels near Kalna.", set(), {"kalna": "near"}),
        ("{Norway said} [400] troops stand near Kalna.", set(), {"kalna": "near"}),
        ("[400] troops came on Monday.", set(), {}),
    ],
)
def test_whose_they_are_and_where(text: str, who: set[str], where: dict[str, str]) -> None:
    counted = figure(text, "troops", None).counted
    assert (counted.who, dict(counted.where)) == (who, where)


# Things


def told(*texts: str, unit: str = "troops", first: int = 10) -> list[Given]:
    return [figure(text, unit, f"2031-01-{first + n}", n + 1) for n, text in enumerate(texts)]


BORDER = "Norway has massed [100,000] troops near the border of Estonia."
MORE = "Norway has [175,000] troops near the border of Estonia."
LESS = "Norway has [about 90,000] troops near the border of Estonia."


def test_a_thing_holds_its_figures_by_day_and_says_why() -> None:
    (found,) = comparisons(reversed(told(BORDER, MORE, LESS)))
    assert [each.given.number for each in found.figures] == ["100,000", "175,000", "about 90,000"]
    assert found.figures[0].why is None
    assert found.figures[1].score is not None and found.figures[1].score >= ENOUGH
    assert found.figures[1].why == "Both count troops; both near Estonia; Norway in both; told 1 day apart."
    assert (found.about, found.days) == ("troops near Estonia", ("2031-01-10", "2031-01-12"))
    assert found.compares


def test_one_dispatch_by_one_giver_tells_of_two_things_where_the_numbers_differ() -> None:
    one, other = (figure(text, "troops", "2031-01-10", 1) for text in (BORDER, MORE))
    assert len(comparisons([one, other])) == 2
    revised = figure("Norway has [175,000] troops near the border of Estonia, up from 100,000.", "troops", "2031-01-10")
    assert len(comparisons([one, revised])) == 1


def test_two_speakers_of_one_dispatch_are_set_side_by_side() -> None:
    one = figure(BORDER, "troops", "2031-01-10", 1)
    other = replace(figure(MORE, "troops", "2031-01-10", 1), givers=(Giver("Ida Foss", 7),), said=True)
    (found,) = comparisons([one, other])
    assert found.compares
    assert {answer.given.giver for answer in found.answers} == {"Wire 1", "Ida Foss"}


def test_the_same_number_of_the_same_giver_is_one_answer() -> None:
    one, other = told(BORDER, BORDER)
    (found,) = comparisons([one, replace(other, givers=one.givers)])
    assert [len(answer.joined) for answer in found.answers] == [2]


def test_the_spread_is_in_one_unit_and_open_where_the_figure_is() -> None:
    zone = figure("The zone around Kalna is [20] kilometres wide.", "kilometres", "2031-01-10", 1)
    other = figure("A zone of [at least 15] miles around Kalna is closed.", "miles", "2031-01-10", 2)
    (found,) = comparisons([zone, other])
    assert found.spread.to_dict() == {
        "low": 20, "high": 24.1, "unit": "kilometres", "open_below": False, "open_above": True
    }  # fmt: skip


def test_a_place_that_the_beginning_tells_counts_less_than_one_beside_it() -> None:
    text = "Norway moved troops near Estonia. There are [90,000] of them now."
    setting = compared(figure(text, "troops", "2031-01-10"), figure(MORE, "troops", "2031-01-10", 2))
    assert setting is not None and "with which the other’s dispatch begins" in setting.why


def test_a_thing_ends_with_the_quarter() -> None:
    days = [f"2031-{month:02}-10" for month in range(1, 8)]
    found = comparisons(figure(BORDER, "troops", day, n + 1) for n, day in enumerate(days))
    assert [len(each.figures) for each in found] == [4, 3]


@given_(st.permutations([BORDER, MORE, LESS, *(row["left"] for row in PAIRS[9:15])]), st.randoms())
@settings(deadline=None, max_examples=40)
def test_the_order_makes_no_difference_and_nothing_is_lost(texts: list[str], random: Random) -> None:
    figures = [figure(text, "people", f"2031-01-{10 + n}", n + 1) for n, text in enumerate(texts)]
    found = comparisons(figures)
    assert sorted(each.given.address for thing in found for each in thing.figures) == sorted(x.address for x in figures)
    random.shuffle(figures)
    assert comparisons(figures) == found
    assert len({thing.id for thing in found}) == len(found)


@given_(st.text(max_size=60), st.integers(0, 60), st.integers(1, 60), st.text(max_size=12))
def test_any_text_can_be_looked_at(text: str, start: int, length: int, unit: str) -> None:
    text = text.ljust(61)
    made = Figure(id="f1", span=Span(start, min(len(text), start + length)), value=1, unit=unit)
    found = given(text, made, source=Source(id=1, name="x"))
    assert comparisons([found])[0].about is not None
    assert compared(found, found) is None or compared(found, found).why  # type: ignore[union-attr]
