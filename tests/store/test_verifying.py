"""`verify`: silent on what stands as it was read, and it names what does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from made_up_records import dispatch_of, records
from stub_reader import StubReader

from onrecord.record import Dispatch, Record
from onrecord.store import NotInStoreError, Outcome, Problem, Store, StoreError, open_store

Add = Callable[..., list[Outcome]]
Tamper = Callable[..., None]

WIRES = (
    "OSLO, 2031-05-04 - Ada Brandt denied in Oslo on 2031-05-03 that 400 troops moved. Bo Lind warned of it.",
    "Talks will open in Vienna on 2031-05-09. Northwire wrote that Ada Brandt said 70 to 80 tanks came.",
    "Bo Lind denied that strikes in Lima were called off. Zoë Erdoğan promised 12.5 tons.",
)


@pytest.fixture
def wires(store: Store) -> Store:
    store.add(
        [
            Dispatch(id=f"wire-{n}", text=text, published="2031-05-04", uri=f"{n}.txt")
            for n, text in enumerate(WIRES, start=1)
        ],
        StubReader(),
    )
    return store


def told(store: Store) -> list[str]:
    return [str(problem) for problem in store.verify()]


def test_a_store_as_it_was_written_has_no_problem_and_every_dispatch_is_looked_at(wires: Store) -> None:
    looked_at: list[int] = []
    assert list(wires.verify(on_dispatch=looked_at.append)) == []
    assert looked_at == [1, 2, 3]


def test_an_empty_store_has_no_problem(store: Store) -> None:
    assert told(store) == []


@given(record=records())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_record_is_so_strange_that_it_looks_changed(record: Record, fresh: Callable[[], Path]) -> None:
    with open_store(fresh()) as store:
        store.put(dispatch_of(record), record, "hand")
        assert told(store) == []


def test_verify_changes_nothing(wires: Store, place: Path, dump: Callable[[Path], object]) -> None:
    before = dump(place)
    assert told(wires) == []
    assert dump(place) == before


FACTS = {
    "statement s1": "UPDATE statements SET {} WHERE dispatch_id = 2 AND id = 's1'",
    "event e1": "UPDATE events SET {} WHERE dispatch_id = 2 AND id = 'e1'",
    "figure f2.1": "UPDATE figures SET {} WHERE dispatch_id = 2 AND id = 'f2.1'",
    "condition c1": "UPDATE conditions SET {} WHERE dispatch_id = 2 AND id = 'c1'",
    "dispute d0": "UPDATE disputes SET {} WHERE dispatch_id = 2 AND id = 'd0'",
    "actor a0": "UPDATE actors SET {} WHERE dispatch_id = 2 AND id = 'a0'",
    "time 1": "UPDATE times SET {} WHERE dispatch_id = 2 AND n = 0",
    "inferred 1": "UPDATE inferred SET {} WHERE dispatch_id = 2 AND n = 0",
}


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        ("statement s1", "act = 'deny'"),
        ("statement s1", "kind = 'direct'"),
        ("statement s1", "negated = 1"),
        ("statement s1", "content = '[[0, 4]]'"),
        ("statement s1", "content = '[]'"),
        ("statement s1", "cue = '[[0, 100000]]'"),
        ("statement s1", "source = '[[-5, 3]]'"),
        ("statement s1", "source = '[[3, 3]]'"),
        ("statement s1", "within = 's2'"),
        ("event e1", "type = 'ASSAULT'"),
        ("event e1", "status = 'occurred'"),
        ("event e1", "place_country = 'NOR'"),
        ("event e1", "place_lat = 59.5"),
        ("event e1", "when_value = '2031-05-10'"),
        ("event e1", "said_in = 's2'"),
        ("event e1", "trigger = '[[0, 4]]'"),
        ("figure f2.1", "value = 71"),
        ("figure f2.1", "value = 9e999"),
        ("figure f2.1", "high = NULL"),
        ("figure f2.1", "unit = 'planes'"),
        ("figure f2.1", "span = '[0, 5]'"),
        ("condition c1", "kind = 'unless'"),
        ("dispute d0", "statement = 's2'"),
        ("actor a0", "mentions = '[]'"),
        ("actor a0", 'sector = \'["GOV", "SPY"]\''),
        ("time 1", "value = '2031-05-08'"),
        ("inferred 1", "why = 'Because.'"),
        ("inferred 1", "of = '/times/1/value'"),
    ],
)
def test_a_changed_fact_is_named(fact: str, change: str, wires: Store, tamper: Tamper) -> None:
    tamper(FACTS[fact].format(change))
    assert any(line.startswith(f"dispatch 2 (wire-2), {fact}: ") for line in told(wires)), told(wires)
    assert not any("dispatch 1" in line or "dispatch 3" in line for line in told(wires))


@pytest.mark.parametrize(
    "change",
    [
        "act = 'sing'",
        "content = 'no json'",
        "content = '[[1'",
        "content = '7'",
        "content = '[[0, 4, 5]]'",
        'content = \'[["a", "b"]]\'',
        "content = 'null'",
        "content = x'ff00fe'",
        "act = CAST(x'ff00fe' AS TEXT)",
        "said_span = '[0]'",
        "said_span = '{}'",
        "negated = 'perhaps'",
        "n = 7",
        "n = 'x'",
        "id = 's77'",
        "id = x'ff'",
    ],
)
def test_a_fact_that_can_no_longer_be_read_is_a_problem_of_its_dispatch_and_stops_nothing(
    change: str, wires: Store, tamper: Tamper
) -> None:
    tamper(FACTS["statement s1"].format(change))
    looked_at: list[int] = []
    problems = [str(problem) for problem in wires.verify(on_dispatch=looked_at.append)]
    assert any("dispatch 2" in line for line in problems), problems
    assert not any("dispatch 1" in line or "dispatch 3" in line for line in problems)
    assert {1, 3} <= set(looked_at)
    asks: list[Callable[[], object]] = [
        lambda: list(wires.statements()),
        lambda: [finding.to_dict() for finding in wires.statements()],
        lambda: wires.show(2),
        lambda: list(wires.records()),
        lambda: wires.search("tanks"),
    ]
    for ask in asks:
        try:
            ask()
        except StoreError as error:
            assert "onrecord verify" in str(error) or "restore" in str(error)


@pytest.mark.parametrize("figure", ["value = 'many'", "value = x'00'", "high = 'more'"])
def test_a_figure_that_is_no_number_is_a_problem(figure: str, wires: Store, tamper: Tamper) -> None:
    tamper(FACTS["figure f2.1"].format(figure))
    assert any("dispatch 2" in line for line in told(wires))
    with pytest.raises(StoreError, match="dispatch 2"):
        wires.show(2)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("statements", "day = '2031-06-01'"),
        ("statements", "day = NULL"),
        ("events", "first_day = '2031-06-01'"),
        ("events", "last_day = NULL"),
        ("dispatches", "day = '2031-06-01'"),
    ],
)
def test_a_changed_day_by_which_things_are_found_is_named(
    table: str, change: str, wires: Store, tamper: Tamper
) -> None:
    key = "id" if table == "dispatches" else "dispatch_id"
    tamper(f"UPDATE {table} SET {change} WHERE {key} = 2")
    assert any("dispatch 2" in line for line in told(wires))


def test_a_changed_form_by_which_a_name_is_looked_for_is_named(wires: Store, tamper: Tamper) -> None:
    tamper("UPDATE names SET folded = ' nobody ' WHERE name = 'Bo Lind'")
    assert any("Bo Lind" in line for line in told(wires))


def test_a_changed_character_of_a_text_is_named_and_so_are_the_facts_that_point_to_it(
    wires: Store, tamper: Tamper
) -> None:
    tamper("UPDATE texts SET text = replace(text, '70 to', '90 to') WHERE id = 2")
    problems = told(wires)
    assert any(line.startswith("text 2 (dispatch 2): it is not the text that was read") for line in problems)
    assert any("figure f2.1: it is not what was read; now it reads “90 to 80 tanks”" in line for line in problems)
    assert not any("statement s1" in line for line in problems), "which does not point there"
    assert any("index of words" in line for line in problems)


def test_a_changed_hash_of_a_text_is_named(wires: Store, tamper: Tamper) -> None:
    tamper("UPDATE texts SET sha256 = replace(sha256, substr(sha256, 1, 1), 'z') WHERE id = 1")
    assert any(line.startswith("text 1 (dispatch 1)") for line in told(wires))


@pytest.mark.parametrize("value", ["x'ff00fe'", "CAST(x'ff00fe' AS TEXT)", "7", "''"])
def test_a_text_that_is_none_is_named(value: str, wires: Store, tamper: Tamper) -> None:
    tamper(f"UPDATE texts SET text = {value} WHERE id = 2")
    assert any("dispatch 2" in line for line in told(wires))
    for ask in (lambda: wires.show(2), lambda: list(wires.statements()), lambda: wires.search("tanks")):
        with suppress(StoreError):
            ask()


def test_another_speaker_is_named(wires: Store, tamper: Tamper) -> None:
    tamper(
        "UPDATE statement_actors SET actor = 'a1' WHERE dispatch_id = 1 AND fact = 's2' AND role = 'speakers'",
    )
    assert any(line.startswith("dispatch 1 (wire-1), statement s2: ") for line in told(wires))


def test_a_speaker_added_or_taken_away_is_named(wires: Store, tamper: Tamper) -> None:
    tamper("DELETE FROM statement_actors WHERE dispatch_id = 3 AND fact = 's1' AND role = 'speakers'")
    tamper("INSERT INTO statement_actors VALUES (1, 's1', 'speakers', 9, 'a0')")
    problems = told(wires)
    assert any(line.startswith("dispatch 3 (wire-3), statement s1: ") for line in problems)
    assert any(line.startswith("dispatch 1 (wire-1), statement s1: ") for line in problems)


def test_two_actors_with_their_names_swapped_are_named(wires: Store, tamper: Tamper) -> None:
    with closing(sqlite3.connect(wires.path)) as connection:
        of = dict(connection.execute("SELECT id, name_id FROM actors WHERE dispatch_id = 3"))
    tamper(
        f"UPDATE actors SET name_id = CASE name_id WHEN {of['a0']} THEN {of['a1']} ELSE {of['a0']} END "
        "WHERE dispatch_id = 3 AND id IN ('a0', 'a1')"
    )
    problems = told(wires)
    assert any(line.startswith("dispatch 3 (wire-3), actor a0: ") for line in problems)
    assert any(line.startswith("dispatch 3 (wire-3), actor a1: ") for line in problems)


def test_a_renamed_name_is_named_in_every_dispatch_that_bears_it(wires: Store, tamper: Tamper) -> None:
    tamper("UPDATE names SET name = 'Ada Brand' WHERE name = 'Ada Brandt'")
    problems = told(wires)
    assert any(line.startswith("dispatch 1 (wire-1), actor ") for line in problems)
    assert any(line.startswith("dispatch 2 (wire-2), actor ") for line in problems)
    assert not any(line.startswith("dispatch 3") for line in problems)


def test_a_statement_that_was_deleted_is_told(wires: Store, tamper: Tamper) -> None:
    tamper("DELETE FROM statements WHERE dispatch_id = 2 AND id = 's1'")
    problems = told(wires)
    assert any(line.startswith("dispatch 2") for line in problems)
    assert any(line.startswith("table ") and "is gone" in line for line in problems)


def test_a_fact_that_nothing_points_to_was_deleted_and_it_is_told(wires: Store, tamper: Tamper) -> None:
    tamper("DELETE FROM figures WHERE dispatch_id = 2 AND id = 'f2.1'")
    assert any("wire-2" in line and "taken away" in line for line in told(wires))


def test_a_fact_that_was_added_is_told(wires: Store, tamper: Tamper) -> None:
    tamper(
        "INSERT INTO figures SELECT dispatch_id, 9, 'f9', span, value, high, unit, qualifier, said_in, digest "
        "FROM figures WHERE dispatch_id = 2 AND id = 'f2.1'"
    )
    assert any("wire-2" in line and "added" in line for line in told(wires))


def test_facts_in_another_order_are_told(wires: Store, tamper: Tamper) -> None:
    tamper("UPDATE times SET n = 1 - n - 10 WHERE dispatch_id = 1", "UPDATE times SET n = n + 10 WHERE dispatch_id = 1")
    assert any("wire-1" in line for line in told(wires))


@pytest.mark.parametrize(
    "change",
    [
        "published = '2031-05-05'",
        "outlet = 'Eastwire'",
        "uri = 'elsewhere.txt'",
        "language = 'de'",
        "title = '[0, 3]'",
        "dateline_date = '2031-05-05'",
        "dateline_place_country = 'SWE'",
        "furniture = '[]'",
        "name = 'wire-9'",
        "digest = '0000000000000000'",
        "text_id = 2",
    ],
)
def test_a_changed_head_is_told(change: str, wires: Store, tamper: Tamper) -> None:
    tamper(f"UPDATE dispatches SET {change} WHERE id = 1")
    assert any(line.startswith("dispatch 1 (") for line in told(wires))


@pytest.mark.parametrize("change", ["title = '[5, 100000]'", "furniture = '[[-1, 4]]'", "byline = '[4, 4]'"])
def test_a_span_of_the_layout_outside_the_text_is_told(change: str, wires: Store, tamper: Tamper) -> None:
    tamper(f"UPDATE dispatches SET {change} WHERE id = 1")
    assert any(line.startswith("dispatch 1 (") for line in told(wires))


def test_an_index_of_words_that_misses_a_text_is_told(wires: Store, tamper: Tamper) -> None:
    tamper("INSERT INTO texts_index(texts_index, rowid, text) SELECT 'delete', id, text FROM texts WHERE id = 2")
    assert [problem.where for problem in wires.verify()] == ["the index of words"]


@pytest.mark.parametrize(
    ("step", "where"),
    [
        ("UPDATE dispatches SET text_id = 99 WHERE id = 2", "dispatch 2"),
        ("DELETE FROM texts WHERE id = 2", "dispatch 2"),
        ("DELETE FROM names WHERE name = 'Northwire'", "dispatch 2"),
        ("UPDATE actors SET name_id = 99 WHERE dispatch_id = 2 AND id = 'a0'", "dispatch 2"),
        ("UPDATE statements SET within = 's99' WHERE dispatch_id = 2 AND id = 's2'", "dispatch 2"),
        ("UPDATE statement_actors SET actor = 'a99' WHERE dispatch_id = 2 AND fact = 's2'", "dispatch 2"),
        ("UPDATE statement_actors SET fact = 's99' WHERE dispatch_id = 2 AND fact = 's2'", "dispatch 2"),
        ("UPDATE dispatches SET replaced_by = 99 WHERE id = 2", "table dispatches"),
        ("DELETE FROM dispatches WHERE id = 2", "table"),
        ("UPDATE statements SET dispatch_id = 99 WHERE dispatch_id = 2", "table statements"),
    ],
)
def test_a_reference_to_what_is_gone_is_told_and_reading_stays_within_its_errors(
    step: str, where: str, wires: Store, tamper: Tamper
) -> None:
    tamper(step)
    problems = told(wires)
    assert any(line.startswith(where) for line in problems), problems
    assert any("is gone" in line for line in problems), problems
    asks: list[Callable[[], object]] = [
        lambda: list(wires.statements()),
        lambda: list(wires.events()),
        lambda: wires.show(2),
        lambda: list(wires.records()),
        lambda: wires.search("tanks"),
        lambda: wires.names(),
        lambda: wires.dispatches(),
    ]
    for ask in asks:
        with suppress(StoreError, NotInStoreError):
            ask()


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("UPDATE dispatches SET replaced_by = 1 WHERE id = 2", "hidden as if replaced by dispatch 1"),
        ("UPDATE dispatches SET source = 'elsewhere' WHERE id = 2", "is not where it says it is from"),
    ],
)
def test_a_dispatch_that_was_hidden_or_given_another_source_is_told(
    step: str, says: str, wires: Store, tamper: Tamper
) -> None:
    tamper(step)
    assert any(line.startswith("dispatch 2") and says in line for line in told(wires))


def test_a_problem_says_where_and_what() -> None:
    assert str(Problem("dispatch 1 (talks), figure f1", "it is not what was read")) == (
        "dispatch 1 (talks), figure f1: it is not what was read"
    )


# While others work


def test_others_write_while_a_store_is_verified(wires: Store, place: Path) -> None:
    outcomes: list[Outcome] = []

    def write(looked_at: int) -> None:
        with open_store(place, patience=0.1) as other:
            new = Dispatch(id=f"new-{looked_at}", text=f"New {looked_at}.", uri=f"new-{looked_at}.txt")
            other.add([new], StubReader(), on_outcome=outcomes.append)

    assert list(wires.verify(on_dispatch=write)) == []
    assert [outcome.what for outcome in outcomes] == ["added"] * 3


def test_a_store_that_another_writes_to_is_not_called_damaged(wires: Store, place: Path) -> None:
    with closing(sqlite3.connect(place, isolation_level=None)) as other, open_store(place, patience=0.1) as impatient:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE dispatches SET made_by = made_by")
        try:
            assert list(impatient.verify()) == []
        except StoreError as error:
            assert "another program is writing" in str(error)
