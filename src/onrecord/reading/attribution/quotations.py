"""Where the quotation marks are: the stretches of a text that stand between them.

Marks are paired paragraph by paragraph, so that one odd mark spoils one paragraph and no more. A mark that
looks both ways (`"`) opens or closes by what stands beside it. A quotation left open at the end of its
paragraph goes on: either the next paragraph opens with a mark again, as newspapers print it, or, where lines
break inside quotations, the closing mark comes within a few lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.record import Span

MARK = re.compile(r"[\"“”„‟«»]|``|''|[‘’']")
CLOSES = {"“": "”", "„": "“”‟", "«": "»", "``": "''", "‘": "’"}
LINES = 8
"""Lines over which an open quotation waits for its closing mark; more than any paragraph seen in development."""


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """One quoted stretch. `span` takes in the marks; `goes_on` if it was still open where its paragraph ended."""

    span: Span
    inner: Span
    goes_on: bool = False


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    text: str
    opens: bool
    closes: bool


def marks(text: str, block: Span) -> Iterator[_Mark]:
    """The quotation marks of one paragraph, apostrophes left out, each with what it may do where it stands."""
    for found in MARK.finditer(text, *block):
        start, end = found.span()
        before = text[start - 1] if start > block.start else " "
        after = text[end] if end < block.end else " "
        free_before = before.isspace() or before in "([—–-\"“‘'«„…/"
        free_after = after.isspace() or not (after.isalnum() or after in "[($€£")
        mark = found[0]
        if mark in "‘’'":
            opens = mark != "’" and free_before and (after.isalnum() or after in "[(.…")
            closes = mark != "‘" and not before.isspace() and free_after and start > block.start
            if not opens and not closes:
                continue
        elif mark in ('"', "''"):
            opens = free_before or before in ":," or start == block.start
            closes = not before.isspace() and start > block.start
            if opens and closes and not free_after:
                closes = False
            elif opens and closes:
                opens = not (before.isalnum() or before in ".,!?…") and not after.isspace()
        else:
            opens = mark in CLOSES
            closes = mark in "”»‟''" or mark == "“"
        yield _Mark(start, end, mark, opens, closes)


def _pairs(opening: _Mark, closing: _Mark) -> bool:
    """Whether one mark may close what the other opened."""
    if opening.text in CLOSES:
        return closing.text in CLOSES[opening.text] or (opening.text == "“" and closing.text == '"')
    return closing.text == opening.text or (opening.text == '"' and closing.text == "”")


def quotations(text: str, blocks: Iterable[Span]) -> tuple[Quotation, ...]:
    """Every quotation of the text, in order; those within another are left out.

    Args:
        text: the dispatch.
        blocks: its paragraphs.
    """
    found: list[Quotation] = []
    waiting: tuple[_Mark, int, int] | None = None  # a mark left open: the mark, end of its block, lines since
    for block in blocks:
        here = list(marks(text, block))
        if waiting is not None:
            mark, end, lines = waiting
            doubles = [m for m in here if m.text not in "‘’'" or m.text == mark.text]
            first = doubles[0] if doubles else None
            if first is not None and first.closes and not first.opens and _pairs(mark, first):
                found.append(Quotation(span=Span(mark.start, first.end), inner=Span(mark.end, first.start)))
                here = [m for m in here if m.start > first.start]
                waiting = None
            elif first is not None or lines >= LINES:
                found.append(Quotation(span=Span(mark.start, end), inner=Span(mark.end, end), goes_on=True))
                waiting = None
            else:
                waiting = (mark, end, lines + 1)
                continue
        open_mark: _Mark | None = None
        for i, mark in enumerate(here):
            if open_mark is None:
                single = mark.text in "‘'"
                if mark.opens and not (single and not any(_pairs(mark, m) and m.closes for m in here[i + 1 :])):
                    open_mark = mark
            elif mark.closes and _pairs(open_mark, mark):
                if mark.text in "’'" and _is_possessive(text, mark, here[i + 1 :], open_mark):
                    continue
                found.append(Quotation(span=Span(open_mark.start, mark.end), inner=Span(open_mark.end, mark.start)))
                open_mark = None
            elif mark.opens and not mark.closes and mark.text == open_mark.text:
                open_mark = mark  # the earlier one was odd
        if open_mark is not None and open_mark.text not in "‘'":
            waiting = (open_mark, block.end, 0)
    if waiting is not None:
        mark, end, _ = waiting
        found.append(Quotation(span=Span(mark.start, end), inner=Span(mark.end, end), goes_on=True))
    return tuple(sorted(found, key=lambda q: q.span))


def _is_possessive(text: str, mark: _Mark, later: list[_Mark], opening: _Mark) -> bool:
    """Whether a single mark behind an s is the apostrophe of "the envoys' plan" and the quotation ends later."""
    return text[mark.start - 1] == "s" and any(m.closes and _pairs(opening, m) for m in later)
