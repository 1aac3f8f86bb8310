"""The text of a dispatch with the words of its facts marked, each leading to its fact.

Every span becomes an element whose id the fact's links lead to. Where spans overlap without one holding the other, the
later is split, and its first piece has the id. Back lead two kinds of links. Words of a short fact (an event's trigger,
a figure, a date, a place, an actor's mention) are themselves a link; where several such facts share words, to the
shortest. What is long (statements, conditions, disputes), and any short fact that the rule leaves without words of its
own, is led to by a small reference behind its last word. So every fact that has words has a way back to it.

Both are sweeps over the sorted ends of the spans, so that the time is that of sorting them.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from onrecord.record import Span
from onrecord.web.facts import Told
from onrecord.web.wording import visible

SHORT = {
    ("times", "span"): 0,
    ("figures", "span"): 1,
    ("events", "trigger"): 2,
    ("actors", "mentions"): 3,
    ("actors", "titles"): 4,
    ("events", "place"): 5,
    ("article", "place"): 6,
    ("events", "when"): 7,
    ("statements", "said"): 8,
    ("article", "dateline"): 9,
}
"""Parts whose words are links, and which comes first where two have the same words: what has the fewest others."""

NOUNS = {
    "statements": "statement",
    "events": "event",
    "times": "time",
    "figures": "figure",
    "conditions": "condition",
    "disputes": "dispute",
    "actors": "actor",
}
"""Layers whose facts have a way back from the text -> what one of them is called."""


@dataclass(frozen=True)
class Mark:
    """A span to be marked: the id of its element, how it looks, and the fact it leads to with what rank, if it does."""

    span: Span
    id: str
    looks: str
    fact: str
    rank: int | None = None


@dataclass(frozen=True)
class Reference:
    """A small link behind a word: where, to what fact, what it says and what a screen reader says."""

    at: int
    fact: str
    label: str
    name: str


def marked_text(text: str, facts: Mapping[str, Sequence[Told]]) -> Markup:
    """The text of a dispatch as HTML, its facts marked."""
    marks = [
        Mark(_within(span, text), key, f"{layer} {part}", told.anchor, SHORT.get((layer, part)))
        for layer, members in facts.items()
        for told in members
        for key, part, span in told.places()
    ]
    runs = runs_of(marks)
    led = {fact for _, fact in runs}
    references = [
        Reference(
            max(_within(span, text).end for _, _, span in told.places()),
            told.anchor,
            told.label if layer not in ("actors", "times") else f"{layer[0]}{told.label}",
            f"{noun} {told.fact.name if layer == 'actors' else told.label}",
        )
        for layer, noun in NOUNS.items()
        for told in facts.get(layer, ())
        if told.anchor not in led and any(told.spans.values())
    ]
    return marked(text, marks, runs, references)


def runs_of(marks: Iterable[Mark]) -> list[tuple[Span, str]]:
    """The runs of text that are links, in order, with the fact that each leads to: the shortest there."""
    short = sorted((mark.span.start, mark.span.end, mark.rank, mark.fact) for mark in marks if mark.rank is not None)
    edges = sorted({x for start, end, _, _ in short for x in (start, end)})
    runs: list[tuple[Span, str]] = []
    active: list[tuple[int, int, int, str]] = []
    at = 0
    for start, end in itertools.pairwise(edges):
        while at < len(short) and short[at][0] <= start:
            first, last, rank, fact = short[at]
            heapq.heappush(active, (last - first, rank or 0, last, fact))
            at += 1
        while active and active[0][2] <= start:
            heapq.heappop(active)
        if not active:
            continue
        fact = active[0][3]
        if runs and runs[-1][1] == fact and runs[-1][0].end == start:
            runs[-1] = (Span(runs[-1][0].start, end), fact)
        else:
            runs.append((Span(start, end), fact))
    return runs


def marked(
    text: str, marks: Iterable[Mark], runs: Sequence[tuple[Span, str]] = (), references: Iterable[Reference] = ()
) -> Markup:
    """A text as HTML: the marks as nested elements, the runs as links within them, the references behind words.

    Args:
        text: the text; what the HTML says besides references is `visible(text)`, with line breaks that are "\\n".
        marks: in any order; they may overlap in any way.
        runs: in order and apart from each other.
        references: in any order.
    """
    shown = visible(text)
    opening = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
    behind = sorted(references, key=lambda x: x.at)
    edges = {0, len(text), *(x for mark in opening for x in mark.span), *(x for run, _ in runs for x in run)}
    edges.update(reference.at for reference in behind)
    out: list[str] = []
    stack: list[Mark] = []
    opened = referred = ran = 0
    at = 0
    for edge in sorted(edges):
        if edge > at:
            while ran < len(runs) and runs[ran][0].end <= at:
                ran += 1
            words = escape(shown[at:edge].replace("\r", ""))
            linked = ran < len(runs) and runs[ran][0].start <= at
            out.append(f'<a href="#{_address(runs[ran][1])}">{words}</a>' if linked else words)
            at = edge
        split = _closed(stack, edge, out)
        while referred < len(behind) and behind[referred].at == edge:
            out.append(_reference(behind[referred]))
            referred += 1
        for mark in split:
            out.append(f'<span class="{escape(mark.looks)}">')
            stack.append(mark)
        while opened < len(opening) and opening[opened].span.start == edge:
            mark = opening[opened]
            out.append(f'<span id="{escape(visible(mark.id))}" class="{escape(mark.looks)}">')
            if mark.span.end > edge:
                stack.append(mark)
            else:
                out.append("</span>")
            opened += 1
    return Markup("".join(out))


def _closed(stack: list[Mark], edge: int, out: list[str]) -> list[Mark]:
    """Close what ends at an edge, and what lies within it; the latter, which goes on, is returned in order."""
    ending = next((i for i, mark in enumerate(stack) if mark.span.end <= edge), len(stack))
    split = [mark for mark in stack[ending:] if mark.span.end > edge]
    out.append("</span>" * (len(stack) - ending))
    del stack[ending:]
    return split


def _reference(reference: Reference) -> str:
    return (
        f'<sup class="ref"><a href="#{_address(reference.fact)}" aria-label="{escape(visible(reference.name))}">'
        f"{escape(visible(reference.label))}</a></sup>"
    )


def _address(fact: str) -> Markup:
    return escape(quote(fact))


def _within(span: Span, text: str) -> Span:
    """A span that lies in the text: a damaged store (`onrecord verify` tells of it) must not break the page."""
    start = min(max(span.start, 0), len(text))
    return Span(start, min(max(span.end, start), len(text)))
