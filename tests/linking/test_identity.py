"""Who is who: which names are one actor's, and whom a surname or an office stands for on a day."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.identity import PROPOSED, SAME, Bare, Known, blocks, likeness, proposals, resolved
from onrecord.linking.naming import compared_persons
from onrecord.linking.offices import Naming, Office, Tenure
from onrecord.linking.titles import Held, office_of
from onrecord.record import Span

PAIRS = list(csv.DictReader((Path(__file__).parent / "names.csv").read_text(encoding="utf-8").splitlines()))
NUMBERS = count(1)


def tenure(text: str, name: str, who: int) -> list[Tenure]:
    """The tenure that a cell of the file tells of: "foreign minister@NOR 2031-01..2032-01"."""
    if not text:
        return []
    words, _, days = text.rpartition(" ")
    role, _, of = words.partition("@")
    first, _, last = days.partition("..")
    office = Office(role, of)
    shown = (
        Naming(who, name, Held(office), f"{first}-15", 1, Span(0, 1)),
        Naming(who, name, Held(office), f"{last}-15", 2, Span(0, 1)),
    )
    return [Tenure(office, who, name, f"{first}-15", f"{last}-15", shown)]


def known(name: str, kind: str = "person", country: str = "NOR", offices: str = "", **also: object) -> Known:
    number = next(NUMBERS)
    bare = Known(number, name, kind, country or None, offices=tuple(tenure(offices, name, number)))
    return replace(bare, **also)  # type: ignore[arg-type]


def pair(row: dict[str, str]) -> tuple[Known, Known]:
    left = known(row["left"], row["kind"], row["country"], row["offices"])
    return left, known(row["right"], row["right_kind"], row["right_country"], row["right_offices"])


# The labelled pairs


def test_names_taken_for_one_are_one_and_most_that_are_one_are_found() -> None:
    scores = [(likeness(*pair(row)), row) for row in PAIRS if row["same"] != "unsure"]
    taken = [(like, row) for like, row in scores if like.score >= SAME]
    missed = [(like, row) for like, row in scores if row["same"] == "yes" and like.score < SAME]
    wrong = [(like, row) for like, row in taken if row["same"] == "no"]
    precision = 1 - len(wrong) / len(taken)
    recall = 1 - len(missed) / sum(row["same"] == "yes" for _, row in scores)
    listed = "\n".join(f"{like.score} {row['left']} / {row['right']}: {like.why}" for like, row in wrong + missed)
    told = f"at SAME ({SAME}) precision {precision:.3f}, recall {recall:.3f} over {len(scores)} pairs:\n{listed}"
    assert precision == 1 and recall >= 0.9, told


@pytest.mark.parametrize("row", PAIRS, ids=[f"{row['left']}-{row['right']}" for row in PAIRS])
def test_a_person_is_asked_only_where_it_may_be_one(row: dict[str, str]) -> None:
    like = likeness(*pair(row))
    if row["same"] == "yes":
        assert like.score >= PROPOSED, like
    elif row["same"] == "no":
        assert like.score < SAME, like
    assert like == replace(likeness(*reversed(pair(row))), why=like.why, features=like.features)
    assert like.why.endswith(".") and like.why.count(".") >= 1 and len(like.why) < 300


@pytest.mark.parametrize("row", [row for row in PAIRS if row["same"] == "yes"], ids=lambda row: row["right"])
def test_names_that_are_one_are_compared(row: dict[str, str]) -> None:
    left, right = pair(row)
    assert blocks(left) & blocks(right)


# What is compared


def test_a_score_is_the_sum_of_its_features() -> None:
    like = likeness(
        known("Jon Halle", sectors=("GOV",), offices="prime minister@NOR 2031-01..2031-03"),
        known("Jon Petter Halle", sectors=("GOV", "LEG"), offices="prime minister@NOR 2031-02..2031-05"),
    )
    assert [(f.name, f.score) for f in like.features] == [("name", 0.93), ("country", 1), ("office", 1), ("sector", 1)]
    assert like.score == 1.0
    assert like.why == (
        "One of the two names is the other with a further one; both of Norway; both named prime minister of Norway; "
        "the same sector."
    )


def test_two_who_stand_beside_each_other_are_two_unless_a_person_says_so() -> None:
    left = known("Volodymyr Zelensky", country="UKR")
    right = known("Volodymyr Zelenskyy", country="UKR", beside=frozenset({left.id}))
    like = likeness(left, right)
    assert PROPOSED <= like.score < SAME
    assert like.why.endswith("; but a dispatch names them beside each other.")


def test_names_that_are_decades_apart_are_asked_about() -> None:
    early = known("Jon Halle", country="", first="1990-01-01", last="1991-01-01")
    late = known("Jon Halle", country="", first="2031-01-01", last="2031-01-01")
    assert PROPOSED <= likeness(early, late).score < SAME


def test_a_namesake_with_another_part_in_life_is_asked_about() -> None:
    like = likeness(known("Jon Halle", sectors=("GOV",)), known("Jon Halle", country="", sectors=("CRM",)))
    assert PROPOSED <= like.score < SAME
    assert like.why == "The same name; but one acts as GOV, the other as CRM."


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jon Halle", "Jon Hale"), ("Marit Solbakken", "Marit Solbaken"), ("Marit Solbakken", "Marit Soblakken")],
)
def test_a_slip_in_a_surname_is_asked_about(one: str, other: str) -> None:
    assert likeness(known(one), known(other)).score >= PROPOSED


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_are_as_alike_one_way_as_the_other(one: str, other: str) -> None:
    assert compared_persons(one, other)[0] == compared_persons(other, one)[0]
    assert 0 <= compared_persons(one, other)[0] <= 1


# Proposals


def test_only_names_that_share_a_key_are_compared_and_each_pair_once() -> None:
    names = [known(f"Person{n} Family{n}") for n in range(500)]
    extra = [known("Sergei Kuznetsov", country="RUS"), known("Sergey Kuznetzov", country="RUS")]
    (found,) = proposals([*names, *extra])
    assert (found.left, found.right) == (extra[0].id, extra[1].id)
    assert found.likeness.score >= SAME


# Surnames and offices in a dispatch


def test_a_surname_is_taken_for_the_only_one_who_bears_it() -> None:
    blinken = known("Antony Blinken", country="USA", first="2021-02-01", last="2022-03-01")
    (found,) = resolved(Bare("Blinken", "person", "USA", day="2022-01-10"), [blinken, known("Jon Halle")])
    assert found.who == blinken.id and found.score >= SAME
    assert found.why == (
        "“Blinken” is the surname of Antony Blinken; nobody else is known by it; both of the United States; "
        "named in full before and after."
    )


def test_a_surname_that_two_bear_is_nobodys_and_the_sentence_says_so() -> None:
    two = [known("Jon Halle"), known("Marit Halle")]
    found = resolved(Bare("Halle", "person", "NOR"), two)
    assert [each.who for each in found] == [each.id for each in two]
    assert all(PROPOSED <= each.score < SAME for each in found)
    assert found[0].why.endswith("but it may be Marit Halle as well.")


def test_a_title_tells_which_of_two_is_meant() -> None:
    president = known("Bill Clinton", country="USA", offices="president@USA 1993-02..2000-12")
    secretary = known("Hillary Clinton", country="USA", offices="secretary of state@USA 2009-02..2013-01")
    bare = Bare("Clinton", "person", "USA", office_of("Secretary of State", "USA"), day="2010-05-05")
    first, second = resolved(bare, [president, secretary])
    assert first.who == secretary.id and first.score >= SAME
    assert second.who == president.id and second.score < SAME


def test_a_surname_of_another_state_is_somebody_else() -> None:
    assert resolved(Bare("Halle", "person", "DEU"), [known("Jon Halle")]) == []


def test_a_surname_is_found_in_another_spelling_and_where_it_comes_first() -> None:
    zelensky, kim = known("Volodymyr Zelensky", country="UKR"), known("Kim Jong Un", country="PRK")
    assert [each.who for each in resolved(Bare("Zelenskyy", "person", "UKR"), [zelensky, kim])] == [zelensky.id]
    assert [each.who for each in resolved(Bare("Kim", "person", "PRK"), [zelensky, kim])] == [kim.id]


def secretaries() -> list[Known]:
    return [
        known("Mike Pompeo", country="USA", offices="secretary of state@USA 2018-05..2021-01"),
        known("Antony Blinken", country="USA", offices="secretary of state@USA 2021-02..2022-03"),
    ]


@pytest.mark.parametrize(("day", "name"), [("2022-01-10", "Antony Blinken"), ("2020-01-10", "Mike Pompeo")])
def test_an_office_is_taken_for_its_holder_on_that_day(day: str, name: str) -> None:
    both = secretaries()
    held = office_of("US secretary of state", "USA")
    found = resolved(Bare("US secretary of state", "person", "USA", held, day), both)
    assert found[0].score >= SAME
    assert {each.id: each.name for each in both}[found[0].who] == name


def test_a_former_holder_may_be_any_of_several() -> None:
    held = office_of("former US secretary of state", "USA")
    assert resolved(Bare("former US secretary of state", "person", "USA", held, "2022-01-10"), secretaries()) == []


def test_an_office_that_several_hold_is_asked_about() -> None:
    envoy = known("Jon Halle", offices="special envoy@NOR 2031-01..2031-03")
    bare = Bare("envoy", "person", "NOR", office_of("envoy", "NOR"), "2031-02-01")
    (found,) = resolved(bare, [envoy])
    assert PROPOSED <= found.score < SAME
