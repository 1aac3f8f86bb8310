"""Borders: where the words of a statement begin and end, drawn to the marks that the writer set.

The model finds words; quotation marks, commas and full stops are signs, and what belongs to a phrase of them is settled
here: a quotation is taken with its marks, a trailing comma or full stop outside of marks is not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from onrecord.reading.attribution.quotations import Quotation
from onrecord.reading.layout import ABBREVIATED
from onrecord.record import Span, StatementKind

NEARLY = 3
"""Characters by which a content may miss a quotation's border and still be drawn to it: a mark, a stop, a comma."""

_WORD = re.compile(r"\w+")
_BEFORE = " \t\n\r\xa0,;:.-–—―!?…)]"
_BEHIND = " \t\n\r\xa0,;:-–—―(["


class Quotations:
    """The quotations of a text, asked for those that a stretch overlaps."""

    def __init__(self, found: Iterable[Quotation]) -> None:
        self._found = tuple(found)
        self._starts = [q.span.start for q in self._found]

    def around(self, span: Span) -> tuple[Quotation, ...]:
        """The quotations that overlap a stretch."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return tuple(q for q in self._found[first:last] if q.span.end > span.start)


def drawn(text: str, span: Span, quotations: Quotations, cue: Span | None) -> Span | None:
    """A content with the quotation marks that belong to it and without stray signs; None if no word is left.

    A content that covers a quotation to both of its borders, or nearly, or goes on beyond them, takes in the marks. One
    that begins and ends in the quotation in which its cue stands too stays inside the marks.
    """
    start, end = trimmed(text, span)
    for q in quotations.around(Span(start, end)):
        within = q.span.start <= start and end <= q.span.end
        if cue is not None and q.span.start <= cue.start < q.span.end:
            if within:
                start, end = max(start, q.inner.start), min(end, q.inner.end)
        elif start <= q.inner.start + NEARLY and end >= q.inner.end - NEARLY:
            start, end = min(start, q.span.start), max(end, q.span.end)
    return Span(start, end) if _WORD.search(text, start, end) else None


def trimmed(text: str, span: Span) -> Span:
    """A stretch without the white space, stops and commas at its ends; the stop of an abbreviation stays."""
    start, end = span
    while start < end and text[start] in _BEFORE:
        start += 1
    while end > start and text[end - 1] in _BEHIND:
        end -= 1
    if end > start and text[end - 1] == "." and not ABBREVIATED.search(text[start:end]):
        end -= 1
    return Span(start, end)


def kind_of(text: str, contents: Iterable[Span], cue: Span | None, quotations: Quotations) -> StatementKind:
    """Whether all, part or none of a content's words stand in quotation marks; marks around the cue do not count."""
    inside = outside = 0
    for content in contents:
        around = quotations.around(content)
        marks = [q.span for q in around if cue is None or not q.span.start <= cue.start < q.span.end]
        for word in _WORD.finditer(text, *content):
            if any(m.start <= word.start() < m.end for m in marks):
                inside += 1
            else:
                outside += 1
    return "indirect" if not inside else "direct" if not outside else "mixed"
