"""Quotation marks of every make, in pairs and not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.attribution.quotations import quotations
from onrecord.record import Span


def quoted(text: str) -> list[str]:
    blocks = [Span(*m.span()) for m in re.finditer(r"[^\n]*\w[^\n]*", text)]
    return [text[q.inner.start : q.inner.end] for q in quotations(text, blocks)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We are ready," she said. "Time is short."', ["We are ready,", "Time is short."]),
        ("“We are ready,” she said.", ["We are ready,"]),
        ("«We are ready», she said.", ["We are ready"]),
        ("„We are ready“, she said.", ["We are ready"]),
        ("``We are ready,'' she said.", ["We are ready,"]),
        ("''We are ready,'' she said. ''Soon.''", ["We are ready,", "Soon."]),
        ("Town asks for 'prudent joint action' again", ["prudent joint action"]),
        ("‘We’re ready,’ she said.", ["We’re ready,"]),
        ('“We are ready," she said.', ["We are ready,"]),
    ],
)
def test_every_make_of_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text", ["The envoys’ plan isn't the ministers' plan.", "It’s 5' by 4'.", "The '90s were quiet."]
)
def test_apostrophes_are_no_quotation_marks(text: str) -> None:
    assert quoted(text) == []


def test_an_odd_mark_spoils_its_own_paragraph_only() -> None:
    text = 'A stray " mark here.\n\nShe said: "All is well."\n\n"Indeed," he said.'
    assert quoted(text)[-2:] == ["All is well.", "Indeed,"]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_again() -> None:
    text = '"The border is closed.\n\n"It stays closed," she said.'
    found = quotations(text, [Span(0, 22), Span(24, len(text))])
    assert [q.goes_on for q in found] == [True, False]


def test_a_quotation_runs_over_lines_until_its_closing_mark() -> None:
    assert quoted('"One line.\nAnd the next," she said.') == ["One line.\nAnd the next,"]


@given(st.text(alphabet="ab \n\"“”'‘’«»„.,`"))
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    blocks = [Span(*m.span()) for m in re.finditer(r"[^\n]*\w[^\n]*", text)]
    end = 0
    for q in quotations(text, blocks):
        assert end <= q.span.start <= q.inner.start <= q.inner.end <= q.span.end <= len(text)
        end = q.span.end
