"""Figures: what is counted, how it is qualified, and which numbers count nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import Record

Read = Callable[..., Record]


def shown(record: Record) -> list[tuple[Any, ...]]:
    return [(record.words(f.span), f.value, f.unit, f.qualifier) for f in record.figures]


@pytest.mark.parametrize(
    ("text", "span", "value", "unit", "qualifier"),
    [
        ("The general sent 4,500 soldiers north.", "4,500 soldiers", 4500, "soldiers", "exact"),
        ("Nearly 300 Velian sailors were aboard.", "Nearly 300 Velian sailors", 300, "Velian sailors", "about"),
        ("At least one of our guards was hurt.", "At least one of our guards", 1, "guards", "at-least"),
        ("The shell killed up to 30 villagers.", "up to 30 villagers", 30, "villagers", "at-most"),
        ("More than two dozen trucks crossed.", "More than two dozen trucks", 24, "trucks", "at-least"),
        ("Dozens wounded in the port of Karsk", "Dozens wounded", 24, "wounded", "at-least"),
        (
            "Tens of thousands of marchers filled the square.",
            "Tens of thousands of marchers",
            20000,
            "marchers",
            "at-least",
        ),
        ("Two hundred were injured in the raid.", "Two hundred", 200, "people", "exact"),
        ("The contract cost $4.7 billion.", "$4.7 billion", 4_700_000_000, "USD", "exact"),
        ("Berlin lent EUR 5m to the port.", "EUR 5m", 5_000_000, "EUR", "exact"),
        ("The loan is €3bn.", "€3bn", 3_000_000_000, "EUR", "exact"),
        ("Gorin pledged 20 million Swiss francs.", "20 million Swiss francs", 20_000_000, "CHF", "exact"),
        ("They paid billions of dollars.", "billions of dollars", 2_000_000_000, "USD", "at-least"),
        ("Some 40 per cent of voters stayed away.", "Some 40 per cent", 40, "percent", "about"),
        ("Shells fell in the 15-mile strip.", "15-mile", 15, "miles", "exact"),
        ("They guard a 30-kilometer (18.6-mile) strip.", "30-kilometer (18.6-mile)", 30, "kilometers", "exact"),
        ("Three unmarked army lorries burned.", "Three unmarked army lorries", 3, "army lorries", "exact"),
        ("The mayor spoke of 70 or so families.", "70 or so families", 70, "families", "about"),
        ("It was a town of 500,000 before the quake.", "500,000", 500000, "people", "exact"),
        ("A crew of 12 men or more was aboard.", "12 men or more", 12, "men", "at-least"),
        ("The talks lasted six hours.", "six hours", 6, "hours", "exact"),
    ],
)
def test_a_figure_has_its_span_value_unit_and_qualifier(
    read: Read, text: str, span: str, value: float, unit: str, qualifier: str
) -> None:
    assert (span, value, unit, qualifier) in shown(read(text))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Between 400 and 500 men deserted.", 400, 500),
        ("The army lost 400-500 men.", 400, 500),
        ("At least 400-500 men deserted.", 400, 500),
        ("They asked for $5 to $10 million.", 5_000_000, 10_000_000),
    ],
)
def test_a_range_is_between_its_bounds(read: Read, text: str, low: float, high: float) -> None:
    (figure,) = read(text).figures
    assert (figure.value, figure.high, figure.qualifier) == (low, high, "between")


@pytest.mark.parametrize(
    "text",
    [
        "On March 3, 2021, the 47-year-old pilot landed at 11:45.",
        "Resolution 2166 and Article 5 were read out.",
        "Flight KR17 and a T-72 were seen near Korvat-2.",
        "The 57-member body met in Varna.",
        "Elsa Brandt, 44, resigned in 2014.",
        "The army left the town three weeks ago.",
        "No one said a word, and one day it will end.",
        "The two sides spoke for several minutes.",
        "It was the first round, the second and the 3rd.",
        "The Group of Seven will meet.",
        "Call +44 20 555 1234.",
        "He had seen it two times.",
        "The troops arrived at 5 p.m. on 20 December.",
        "",
    ],
)
def test_names_dates_ages_and_memberships_are_no_figures(read: Read, text: str) -> None:
    assert shown(read(text or " .")) == []


def test_a_figure_in_a_statement_is_said_in_it(read: Read) -> None:
    record = read("Governor Ana Sorel said 16 guards died in the fire. The fire burned 40 houses.")
    said, plain = record.figures
    assert said.said_in in {s.id for s in record.statements}
    assert plain.said_in is None


def test_a_number_is_recorded_at_each_mention(read: Read) -> None:
    assert len(read("Nine mines closed.\n\nNine mines closed on Monday.").figures) == 2


PIECES = st.sampled_from(
    ["12", "2,000", "seven", "dozens", "of", "troops", "$", "€3bn", "percent", "-", "km", "and", "between", "killed",
     "the", "two", "Boeing", "2014", "at least", "\n", ".", "(", ")", "“", "\u00a0", "million", "men"]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, min_size=1, max_size=25))
def test_figures_lie_in_the_text_and_are_read_the_same_twice(read: Read, pieces: list[str]) -> None:
    text = "x " + " ".join(pieces)
    record = read(text)
    assert all(0 <= f.span.start < f.span.end <= len(text) for f in record.figures)
    assert all(a.span.end <= b.span.start for a, b in pairwise(record.figures))
    assert record.figures == read(text).figures
