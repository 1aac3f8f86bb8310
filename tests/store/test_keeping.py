"""What a store keeps: which dispatches are one and which are two, versions, failures, and records as they were put."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_records import dispatch_of, dispatches, records, texts
from stub_reader import StubReader, record_of

from onrecord.record import Article, Dispatch, Figure, OnRecordError, Record, Span, Statement, sha256_of
from onrecord.store import Entry, Outcome, Store, open_store
from onrecord.store.writing import source_of

Add = Callable[..., list[Outcome]]
Dump = Callable[[Path], dict[str, list[Any]]]

DENIAL = "Ada Brandt denied in Oslo on 2031-05-04 that 400 troops moved."
TALKS = "Talks will open in Vienna. Ada Brandt said on 2031-05-02 so."


def dispatch(text: str = DENIAL, uri: str | None = "denial.txt", **more: Any) -> Dispatch:
    return Dispatch(id=more.pop("id", "denial"), text=text, uri=uri, **more)


def what(outcomes: list[Outcome]) -> list[str]:
    return [outcome.what for outcome in outcomes]


def ids(entries: tuple[Entry, ...]) -> list[int]:
    return [entry.id for entry in entries]


# One or two


def test_the_same_text_from_the_same_source_is_already_there(add: Add, reader: StubReader) -> None:
    assert what(add(dispatch())) == ["added"]
    [again] = add(dispatch())
    assert (again.what, again.id, again.replaces) == ("already there", 1, None)
    assert reader.were_read == [DENIAL], "what is there is not read again"


def test_the_same_text_from_another_source_is_a_dispatch_of_its_own_that_shares_the_text(
    add: Add, store: Store, place: Path, dump: Dump
) -> None:
    add(dispatch(), dispatch(uri="https://example.org/denial"))
    assert len(dump(place)["texts"]) == 1
    assert len(dump(place)["dispatches"]) == 2
    assert ids(store.show(1).shared_with) == [2]
    assert ids(store.show(2).shared_with) == [1]
    assert [hit.entry.id for hit in store.search("troops")] == [1, 2]


def test_another_text_from_the_same_source_is_a_new_version_that_replaces_the_former(add: Add, store: Store) -> None:
    add(dispatch())
    [second] = add(dispatch(DENIAL + " Talks went on."))
    assert (second.what, second.id, second.replaces) == ("added", 2, 1)
    assert [(entry.id, entry.version, entry.replaced_by) for entry in store.show(2).versions] == [
        (1, 1, 2),
        (2, 2, None),
    ]
    assert store.show(1).record.article.text == DENIAL, "the former version can still be read"
    assert store.show("denial").entry.id == 2, "a name means the newest"


def test_only_the_newest_version_is_asked(add: Add, store: Store) -> None:
    add(dispatch(DENIAL + " Bo Lind warned in Lima that 70 tanks moved."), dispatch("Ada Brandt said nothing new."))
    assert [finding.fact.id for finding in store.statements()] == ["s1"]
    assert [finding.entry.id for finding in store.events()] == [2]
    assert [finding.fact.unit for finding in store.figures()] == [""]
    assert [finding.fact.kind for finding in store.disputes()] == ["questions"]
    assert not list(store.statements(speaker="Lind"))
    assert not store.search("tanks")
    assert [entry.id for entry in store.dispatches()] == [2]
    assert [entry.id for entry, _ in store.records()] == [2]
    assert "Bo Lind" not in [name.name for name in store.names()]


def test_a_source_that_goes_back_to_an_older_text_shows_that_version_again(add: Add, store: Store) -> None:
    add(dispatch("First."), dispatch("Second."))
    [again] = add(dispatch("First."))
    assert (again.what, again.id) == ("already there", 1)
    assert [entry.id for entry in store.dispatches()] == [1]
    [third] = add(dispatch("Third."))
    assert (third.replaces, store.show(3).entry.version) == (1, 3)
    assert [entry.id for entry in store.dispatches()] == [3]
    assert not list(store.verify())


def test_one_text_of_several_outlets_in_one_file_is_a_dispatch_for_each(add: Add, store: Store) -> None:
    lines = [
        dispatch("One.", f"x.jsonl#line={n}", outlet=outlet) for n, outlet in enumerate(("Alpha", "Beta", None), 1)
    ]
    assert what(add(*lines)) == ["added", "added", "already there"]
    assert what(add(*lines)) == ["already there"] * 3
    assert sorted(entry.outlet or "" for entry in store.dispatches()) == ["Alpha", "Beta"]


def test_a_line_without_an_outlet_gets_the_one_that_is_told_later(add: Add, store: Store) -> None:
    add(dispatch("One.", "x.jsonl#line=1"))
    assert what(add(dispatch("One.", "x.jsonl#line=1", outlet="Alpha"))) == ["read again"]
    assert [entry.outlet for entry in store.dispatches()] == ["Alpha"]


def test_many_twins_in_one_batch_are_one_dispatch(add: Add) -> None:
    outcomes = add(*(dispatch("One.", "x.jsonl", published=f"2031-01-{n % 28 + 1:02}") for n in range(60)))
    assert what(outcomes).count("added") == 1


def test_lines_without_id_or_address_are_told_apart_by_their_text_alone(add: Add, store: Store) -> None:
    outcomes = add(*(dispatch(text, f"x.jsonl#line={n}") for n, text in enumerate(("One.", "Two.", "Three."), start=1)))
    assert [(outcome.what, outcome.replaces) for outcome in outcomes] == [("added", None)] * 3
    moved = add(dispatch("Three.", "x.jsonl#line=1"), dispatch("Four.", "x.jsonl#line=2"))
    assert what(moved) == ["already there", "added"]
    assert moved[1].replaces is None
    assert [entry.id for entry in store.dispatches()] == [4, 3, 2, 1]
    assert store.show(4).versions == ()


def test_lines_with_an_id_have_versions(add: Add) -> None:
    add(dispatch("One.", "x.jsonl#n-7"))
    assert add(dispatch("Two.", "x.jsonl#n-7"))[0].replaces == 1


def test_the_same_line_in_another_file_is_another_dispatch(add: Add) -> None:
    assert what(add(dispatch(uri="x.jsonl#line=3"), dispatch(uri="y.jsonl#line=3"))) == ["added", "added"]


def test_what_stands_at_the_address_of_a_file_of_lines_replaces_none_of_its_lines(add: Add, store: Store) -> None:
    address = "https://example.org/wires"
    add(dispatch("One.", f"{address}#line=1"), dispatch("Two.", f"{address}#line=2"))
    [page] = add(dispatch("The wires have moved.", address))
    assert page.replaces is None
    assert ids(store.show(3).versions) == [3]
    assert len(store.dispatches()) == 3


def test_standard_input_has_no_versions(add: Add, store: Store) -> None:
    assert what(add(dispatch("One.", None), dispatch("Two.", None))) == ["added", "added"]
    assert what(add(dispatch("One.", None))) == ["already there"]
    assert [(entry.id, entry.version) for entry in store.dispatches()] == [(2, 1), (1, 1)]
    assert store.show(1).versions == ()


def test_texts_that_differ_in_line_ends_or_composition_are_two(add: Add, place: Path, dump: Dump) -> None:
    alike = ("Zoë said\nso.", "Zoë said\r\nso.", "Zoe\u0308 said\nso.", "Zoë said\nso. ")
    assert what(add(*(dispatch(text, None) for text in alike))) == ["added"] * 4
    assert len(dump(place)["texts"]) == 4


# What a source tells later


@pytest.mark.parametrize("told", [{"published": "2031-05-06"}, {"outlet": "Northwire"}, {"title": "A denial"}])
def test_a_source_that_now_tells_more_is_read_again_under_the_same_number(
    told: dict[str, str], add: Add, store: Store
) -> None:
    add(dispatch(), dispatch("Other.", "other.txt"))
    [again] = add(dispatch(**told))
    assert (again.what, again.id, again.replaces) == ("read again", 1, None)
    assert what(add(dispatch(**told))) == ["already there"]
    assert store.show(1).entry.version == 1


def test_facts_follow_a_day_that_is_told_later(add: Add, store: Store) -> None:
    add(dispatch("Ada Brandt denied it."))
    assert not list(store.statements(since="2031-01-01"))
    add(dispatch("Ada Brandt denied it.", published="2031-05-06"))
    assert [finding.fact.id for finding in store.statements(since="2031-05-06", until="2031-05-06")] == ["s1"]


def test_a_source_that_now_tells_less_changes_nothing(add: Add, store: Store) -> None:
    add(dispatch(published="2031-05-06", outlet="Northwire"))
    assert what(add(dispatch())) == ["already there"]
    assert store.show(1).record.article.published == "2031-05-06"


def test_what_a_source_told_before_is_kept_where_it_tells_something_else_now(add: Add, store: Store) -> None:
    add(dispatch(published="2031-05-06"))
    assert what(add(dispatch(outlet="Northwire"))) == ["read again"]
    article = store.show(1).record.article
    assert (article.published, article.outlet) == ("2031-05-06", "Northwire")


def test_a_dispatch_that_comes_twice_in_one_run_is_added_once(add: Add) -> None:
    others = [dispatch(f"Other {n}.", f"other-{n}.txt") for n in range(3)]
    outcomes = add(others[0], dispatch(), dispatch(), *others[1:], dispatch())
    by_text = [outcome.what for outcome in outcomes if outcome.dispatch.text == DENIAL]
    assert by_text == ["added", "already there", "already there"]


def test_what_a_source_tells_once_in_a_run_is_not_lost_to_the_time_when_it_does_not(add: Add, store: Store) -> None:
    other = dispatch("Other.", "other.txt")
    add(other, dispatch(published="2031-05-06"), dispatch())  # the last two are read in one batch
    assert store.show(2).record.article.published == "2031-05-06"


# Failures


def test_a_dispatch_that_fails_is_told_and_the_rest_goes_on(add: Add, store: Store) -> None:
    texts = ["One.", "CRASH.", "Two.", "CRASH again.", "Three."]
    outcomes = add(*(dispatch(text, f"{text}txt") for text in texts))
    failed = [outcome for outcome in outcomes if outcome.what == "failed"]
    assert [outcome.dispatch.text for outcome in failed] == ["CRASH.", "CRASH again."]
    assert all(outcome.id is None and "CRASH" in str(outcome.error) for outcome in failed)
    assert [record.article.text for _, record in store.records()] == ["One.", "Two.", "Three."]


def test_a_failed_dispatch_is_tried_again(add: Add) -> None:
    assert what(add(dispatch("CRASH."))) == ["failed"]
    assert what(add(dispatch("CRASH."))) == ["failed"]


def test_a_failed_new_version_leaves_the_former_in_its_place(add: Add, store: Store) -> None:
    add(dispatch())
    assert what(add(dispatch("CRASH."))) == ["failed"]
    assert store.show("denial").record.article.text == DENIAL


def test_a_figure_beyond_what_an_integer_of_the_database_holds_is_kept(add: Add, store: Store) -> None:
    assert what(add(dispatch("Ada Brandt said that 100000000000000000000 crowns are owed."))) == ["added"]
    assert [figure.value for figure in store.show(1).record.figures] == [10**20]
    assert not list(store.verify())


@pytest.mark.parametrize("fault", ["a speaker who is no actor", "two facts of one id", "another text"])
def test_a_record_that_contradicts_itself_is_refused_in_words_and_nothing_is_kept(
    fault: str, store: Store, place: Path, dump: Dump
) -> None:
    article = Article(id="talks-7", text="Talks.", sha256=sha256_of("Talks."))
    statement = Statement(id="s1", kind="direct")
    record = {
        "a speaker who is no actor": Record(
            article=article, statements=(Statement(id="s1", kind="direct", speakers=("a9",)),)
        ),
        "two facts of one id": Record(article=article, statements=(statement, statement)),
        "another text": Record(article=Article(id="talks-7", text="Talks.", sha256=sha256_of("Peace."))),
    }[fault]
    before = dump(place)
    with pytest.raises(OnRecordError, match="talks-7"):
        store.put(Dispatch(id="talks-7", text="Talks."), record, "hand")
    assert dump(place) == before


# Adding twice is adding once


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def telling_one_thing(dispatch: Dispatch) -> Dispatch:
    """The dispatch, telling what its text decides, so that its source never tells two things of it."""
    return replace(dispatch, published=f"2031-05-{len(dispatch.text) % 28 + 1:02}", outlet=None)


@given(found=st.lists(dispatches.map(telling_one_thing), max_size=8))
@settings(deadline=None, max_examples=40, suppress_health_check=SLOW)
def test_adding_twice_is_adding_once(found: list[Dispatch], fresh: Callable[[], Path], dump: Dump) -> None:
    with open_store(path := fresh()) as store:
        store.add(found, StubReader())
        once = dump(path)
        assert {outcome.what for outcome in outcomes_of(store, found)} <= {"already there", "failed"}
        assert dump(path) == once
        assert not list(store.verify())


@given(found=st.lists(dispatches, max_size=8))
@settings(deadline=None, max_examples=40, suppress_health_check=SLOW)
def test_adding_twice_is_adding_once_whatever_a_source_tells_each_time(
    found: list[Dispatch], fresh: Callable[[], Path], dump: Dump
) -> None:
    with open_store(path := fresh()) as store:
        store.add(found, StubReader())
        once = dump(path)
        store.add(found, StubReader())
        assert dump(path) == once
        told = {(source_of(d.uri)[0], d.text) for d in found if d.published and "CRASH" not in d.text}
        kept = {(source_of(e.uri)[0], r.article.text) for e, r in everything_kept(store) if r.article.published}
        assert kept == told, "a day that was told once is never lost"


def everything_kept(store: Store) -> list[tuple[Entry, Record]]:
    return [
        (version, store.show(version.id).record) for entry in store.dispatches() for version in versions(store, entry)
    ]


def versions(store: Store, entry: Entry) -> tuple[Entry, ...]:
    return store.show(entry.id).versions or (entry,)


def outcomes_of(store: Store, found: list[Dispatch]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    store.add(found, StubReader(), on_outcome=outcomes.append)
    return outcomes


# Records as they were put


@given(record=records())
@settings(deadline=None, max_examples=80, suppress_health_check=SLOW)
def test_every_record_comes_back_exactly_as_it_was_put(record: Record, fresh: Callable[[], Path]) -> None:
    with open_store(fresh()) as store:
        outcome = store.put(dispatch_of(record), record, "hand")
        assert outcome.id == 1
        kept = store.show(1).record
        assert kept == record
        assert kept.to_json() == record.to_json()
        assert [back for _, back in store.records()] == [record]
        assert not list(store.verify())


two_of_one_text = texts.flatmap(lambda text: st.tuples(records(st.just(text)), records(st.just(text))))


@given(pair=two_of_one_text)
@settings(deadline=None, max_examples=25, suppress_health_check=SLOW)
def test_a_record_that_takes_the_place_of_another_leaves_nothing_of_it(
    pair: tuple[Record, Record], fresh: Callable[[], Path], dump: Dump
) -> None:
    former, record = pair
    with open_store(path := fresh()) as store:
        store.put(dispatch_of(record), record, "hand")
        alone = dump(path)
    with open_store(path := fresh()) as store:
        store.put(dispatch_of(record), former, "hand")
        assert store.put(dispatch_of(record), record, "hand").what == "read again"
        assert store.show(1).record == record
        assert not list(store.verify())
        both = dump(path)
    for table in alone.keys() - {"names", "actors"}:  # names stay, and with them their numbers
        assert both[table] == alone[table], table


def test_the_stub_fills_every_layer_and_all_of_it_comes_back(add: Add, store: Store) -> None:
    text = (
        "OSLO, 2031-05-04 - Talks will open in Vienna on 2031-05-09, 2031-05-11. "
        'Northwire wrote that Ada Brandt denied "it" on 2031-05-03. Bo Lind did not say that 400 to 500 troops moved.'
    )
    record = record_of(dispatch(text, published="2031-05-04", outlet="Eastwire", source_sha256="ab" * 32))
    assert all(getattr(record, layer) for layer in record.__dataclass_fields__)
    add(dispatch(text, published="2031-05-04", outlet="Eastwire", source_sha256="ab" * 32))
    assert store.show(1).record == record
    assert store.show(1).record.to_json() == record.to_json()


def test_numbers_come_back_as_they_were(store: Store) -> None:
    article = Article(id="x", text="Numbers.", sha256=sha256_of("Numbers."))
    values: list[float | int] = [0, 7, 7.5, 0.1, 1 / 3, -2, 2**53, -(2**53), 2**53 - 1, 1e-300]
    figures = tuple(Figure(id=f"f{n}", span=Span(0, 7), value=value) for n, value in enumerate(values))
    store.put(Dispatch(id="x", text="Numbers."), Record(article=article, figures=figures), "hand")
    kept = [figure.value for figure in store.show(1).record.figures]
    assert [(type(value), value) for value in kept] == [(type(value), value) for value in values]


def of_figure(value: float | int) -> Record:
    article = Article(id="x", text="Numbers.", sha256=sha256_of("Numbers."))
    return Record(article=article, figures=(Figure(id="f1", span=Span(0, 7), value=value),))


@pytest.mark.parametrize("value", [2**53 + 1, 123_456_789_012_345_678_901, 2**63])
def test_a_number_that_no_double_holds_does_not_look_changed(value: int, store: Store) -> None:
    record = of_figure(value)
    store.put(Dispatch(id="x", text="Numbers."), record, "hand")
    assert store.show(1).record == record
    assert not list(store.verify())


def test_a_number_beyond_all_doubles_is_kept_or_refused_in_words(store: Store) -> None:
    with suppress(OnRecordError, ValueError):
        record = of_figure(10**400)
        with suppress(OnRecordError):
            store.put(Dispatch(id="x", text="Numbers."), record, "hand")
        assert not list(store.verify())


# Versions of the reader


def test_who_made_a_record_is_kept(store: Store) -> None:
    store.add([dispatch()], StubReader("stub 7, weights 3"))
    assert store.show(1).entry.made_by == "stub 7, weights 3"


def reread(store: Store, reader: StubReader, **more: Any) -> list[tuple[str, int | None]]:
    outcomes: list[Outcome] = []
    store.reread(reader, on_outcome=outcomes.append, **more)
    return [(outcome.what, outcome.id) for outcome in outcomes]


def test_reading_again_touches_only_what_another_version_has_read(store: Store) -> None:
    store.add([dispatch("One.", "1.txt"), dispatch("Two.", "2.txt")], StubReader("stub 1"))
    store.add([dispatch("Three.", "3.txt")], newer := StubReader("stub 2"))
    newer.were_read.clear()
    assert store.outdated("stub 2") == [1, 2]
    assert reread(store, newer) == [("read again", 1), ("read again", 2)]
    assert newer.were_read == ["One.", "Two."]
    assert store.outdated("stub 2") == []
    assert reread(store, newer) == []
    assert [entry.made_by for entry in store.dispatches()] == ["stub 2"] * 3
    assert store.show(1).record.inferred[0].why == "So stub 2 reads it."


def test_reading_everything_again_reads_what_this_version_has_read_too(store: Store) -> None:
    store.add([dispatch("One.", "1.txt"), dispatch("Two.", "2.txt")], StubReader("stub 1"))
    assert reread(store, StubReader("stub 1")) == []
    assert reread(store, StubReader("stub 1"), everything=True) == [("read again", 1), ("read again", 2)]


def test_reading_again_goes_on_where_it_was_stopped(store: Store) -> None:
    store.add([dispatch(f"Number {n}.", f"{n}.txt") for n in range(1, 6)], StubReader("stub 1"))

    def stop_at_three(outcome: Outcome) -> None:
        if outcome.id == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.reread(StubReader("stub 2"), on_outcome=stop_at_three)
    assert store.outdated("stub 2") == [4, 5]
    rest = StubReader("stub 2")
    assert reread(store, rest) == [("read again", 4), ("read again", 5)]
    assert rest.were_read == ["Number 4.", "Number 5."]


def test_reading_again_keeps_numbers_names_versions_and_what_the_source_told(
    store: Store, place: Path, dump: Dump
) -> None:
    found = [
        dispatch(published="2031-05-06", outlet="Northwire", title="A denial"),
        dispatch(TALKS, published="2031-05-07"),
        dispatch(TALKS, "w.jsonl#line=4", id="w-4"),
    ]
    store.add(found, StubReader("stub 1"))
    before, names = dump(place), store.names()
    assert reread(store, StubReader("stub 2")) == [("read again", 1), ("read again", 2), ("read again", 3)]
    after = dump(place)
    unchanged = before.keys() - {"dispatches", "inferred"}
    assert {table: after[table] for table in unchanged} == {table: before[table] for table in unchanged}
    assert store.names() == names
    assert [entry.replaced_by for entry in store.show(2).versions] == [2, None]
    assert store.show(3).record == record_of(found[2], "stub 2")
    assert store.show(1).record == record_of(found[0], "stub 2")
    assert not list(store.verify())


def test_where_reading_again_fails_the_record_stays_as_it_was(store: Store) -> None:
    store.add([dispatch("One.", "1.txt"), dispatch("Two.", "2.txt")], StubReader("stub 1"))
    crash = dispatch("CRASH.", "3.txt")
    hand_made = Record(article=Article(id="c", text="CRASH.", sha256=sha256_of("CRASH."), uri="3.txt"))
    store.put(crash, hand_made, "stub 1")
    assert reread(store, StubReader("stub 2")) == [("read again", 1), ("read again", 2), ("failed", None)]
    assert store.show(3).record == hand_made
    assert store.show(3).entry.made_by == "stub 1"
    assert store.outdated("stub 2") == [3], "and it is tried again next time"


def test_a_name_keeps_its_number_while_nobody_bears_it(add: Add, store: Store) -> None:
    add(dispatch("Ada Brandt said so."))
    [ada] = store.names("Brandt")
    add(dispatch("Bo Lind said so."))
    assert store.names("Brandt") == []
    add(dispatch("Ada Brandt said so again.", "other.txt"))
    assert store.name(ada.id).name == "Ada Brandt"


def test_one_name_of_two_kinds_or_countries_is_two_names(store: Store) -> None:
    for n, (kind, country) in enumerate([("state", "GEO"), ("state", "USA"), ("company", None), ("state", "GEO")]):
        text = f"Georgia {n}."
        data = {
            "article": {"id": f"g{n}", "text": text, "sha256": sha256_of(text)},
            "actors": [{"id": "a1", "name": "Georgia", "kind": kind, "country": country}],
        }
        store.put(Dispatch(id=f"g{n}", text=text), Record.from_dict(data), "hand")
    found = sorted((name.kind, name.country or "", name.dispatches) for name in store.names("georgia"))
    assert found == [("company", "", 1), ("state", "GEO", 2), ("state", "USA", 1)]
