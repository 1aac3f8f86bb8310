"""A record laid out to be read: the text with its statements marked, then what was found in it, part by part.

The layout is lines of styled text. A terminal shows them in colour, wrapped at its width; anywhere else they are
written as they are, so that marks and words are the same in both. The contents of a statement stand between
`[s1 ` and `]`, also where statements lie within each other. Everything here takes time in proportion to the text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TextIO

from rich.console import Console
from rich.text import Text

from onrecord.record import Dispute, Event, Figure, Inference, Phrase, Place, Record, Span, Statement, announced, words
from onrecord.shown import visible

WIDEST = 100
"""Columns. Longer lines are hard to read, however wide the terminal."""

CONTENT, SOURCE, CUE, MARK, TITLE, FURNITURE, HEADING, KEY, FAINT = (
    "green",
    "bold cyan",
    "italic yellow",
    "magenta",
    "bold",
    "dim",
    "bold underline",
    "bold magenta",
    "dim",
)

_QUALIFIERS = {"exact": "", "about": "about ", "at-least": "at least ", "at-most": "at most ", "between": ""}


@dataclass(frozen=True)
class Line:
    """One line of the layout, and by how many columns it is indented, its wrapped parts too."""

    text: Text
    indent: int = 0


def console_of(file: TextIO) -> Console:
    """The console that shows on a file: plain where that is no terminal, or where NO_COLOR (no-color.org) is set."""
    return Console(file=file, highlight=False, color_system=None if os.environ.get("NO_COLOR") else "auto")


def output() -> Console:
    """The console of standard output; a terminal that lacks a character still shows the others."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return console_of(sys.stdout)


def show(record: Record, console: Console) -> None:
    """Write the layout of a record."""
    write(layout(record), console)


def write(lines: Iterable[Line], console: Console) -> None:
    """Write lines: in colour and wrapped on a terminal, anywhere else as they are."""
    width = min(console.width, WIDEST)
    for line in lines:
        if not console.is_terminal:
            console.file.write((" " * line.indent + line.text.plain).rstrip(" ") + "\n")
            continue
        for part in line.text.wrap(console, max(20, width - line.indent)) or [line.text]:
            console.print(Text(" " * line.indent) + part, soft_wrap=True)
    console.file.flush()


def layout(record: Record) -> Iterator[Line]:
    """The lines that show a record."""
    names = {actor.id: actor.name for actor in record.actors}
    yield from _head(record, names)
    yield from _section("TEXT", marked_lines(record), None)
    parts: tuple[tuple[str, int, Iterable[Line]], ...] = (
        ("STATEMENTS", len(record.statements), (x for s in record.statements for x in statement(record, s, names))),
        ("AGENDA", len(agenda(record)), (appointment(record, e, names) for e in agenda(record))),
        ("EVENTS", len(record.events), (event(record, e, names) for e in record.events)),
        ("FIGURES", len(record.figures), (figure(record, x) for x in record.figures)),
        ("CONDITIONS", len(record.conditions), _conditions(record)),
        ("DISPUTES", len(record.disputes), (dispute(record, x) for x in record.disputes)),
        ("ACTORS", len(record.actors), _actors(record)),
        ("WHY", len(record.inferred), (_reason(record, x) for x in record.inferred)),
    )
    for heading, size, lines in parts:
        if size:
            yield from _section(heading, lines, size)


def agenda(record: Record) -> list[Event]:
    """What is set to happen, or was and is called off, by date; what has no date comes last."""
    return announced(record.events)


def marked_lines(record: Record) -> Iterator[Line]:
    """The lines of the dispatch's text, the contents of its statements in marks."""
    article = record.article
    styles: list[tuple[Phrase, str]] = [(article.furniture, FURNITURE)]
    styles += [((span,), TITLE) for span in (article.title,) if span]
    # turns: offset, order at that offset, tie-break, mark to write, style to add (+) or to take off (-)
    turns: list[tuple[int, int, int, str, str, int]] = []
    for s in record.statements:
        styles += [(s.content, CONTENT), (s.source, SOURCE), (s.cue, CUE)]
        for start, end in s.content:
            turns += [(start, 1, -end, f"[{s.id} ", "", 0), (end, 0, -start, "]", "", 0)]
    for phrase, style in styles:
        for start, end in phrase:
            turns += [(start, 2, 0, "", style, 1), (end, 0, 0, "", style, -1)]
    turns.sort(key=lambda turn: turn[:3])
    active = dict.fromkeys((SOURCE, CUE, CONTENT, TITLE, FURNITURE), 0)
    line = Text()
    at = 0
    for offset, _, _, mark, style, step in [*turns, (len(article.text), 3, 0, "", "", 0)]:
        if offset > at:
            now = next((name for name, count in active.items() if count), "")
            first, *rest = visible(article.text[at:offset].replace("\r\n", "\n")).split("\n")
            line.append(first, now)
            for piece in rest:
                yield Line(line)
                line = Text.assemble((piece, now))
            at = offset
        if mark:
            line.append(mark, MARK)
        if style:
            active[style] += step
    if line:
        yield Line(line)


def _section(heading: str, lines: Iterable[Line], size: int | None) -> Iterator[Line]:
    yield Line(Text())
    yield Line(Text.assemble((heading, HEADING), "" if size is None else (f" ({size})", FAINT)))
    yield from lines


def _head(record: Record, names: dict[str, str]) -> Iterator[Line]:
    article = record.article
    yield Line(Text(visible(article.id), HEADING))
    said = []
    if article.dateline:
        said = [_place(article.dateline.place), article.dateline.date, names.get(article.dateline.agency or "")]
    for key, value in (
        ("headline", _line(record, (article.title,)) if article.title else None),
        ("published", article.published),
        ("outlet", article.outlet),
        ("dateline", ", ".join(x for x in said if x)),
        ("from", article.uri),
    ):
        if value:
            yield Line(Text.assemble((f"{key:<10} ", FAINT), visible(value)), 2)


def statement(record: Record, s: Statement, names: dict[str, str], key: str = "") -> Iterator[Line]:
    """The lines of a statement: who said it and how, then what. `key` is what it is called, if not by its id."""
    source = _line(record, s.source)
    line = Text.assemble((f"{key or s.id}  ", KEY))
    speakers = _names(s.speakers, names)
    line.append(speakers or source or "nobody named", SOURCE)
    if speakers and source and source != speakers:
        line.append(f" (“{source}”)", FAINT)
    if s.addressees:
        line.append(f" → {_names(s.addressees, names)}")
    line.append(f"  {'not ' if s.negated else ''}{s.act}", CUE)
    if s.cue:
        line.append(f" (“{_line(record, s.cue)}”)", FAINT)
    for what in (
        s.kind,
        s.said and f"on {s.said.value}",
        s.via and f"via {_names(s.via, names)}",
        s.within and f"within {s.within}",
    ):
        if what:
            line.append(f", {what}")
    yield Line(line)
    if s.content:
        yield Line(Text(_line(record, s.content), CONTENT), 4)


def appointment(record: Record, event: Event, names: dict[str, str]) -> Line:
    """The line of something that is set to happen, or called off: when, what, who, where."""
    line = Text.assemble((f"{_when(event) or 'no date'}  ", "bold"))
    line.append(f"{_line(record, event.trigger)}", CONTENT)
    _append(line, _parties(event, names), SOURCE)
    _append(line, _place(event.place))
    _append(line, "cancelled" if event.status == "cancelled" else None, "bold red")
    return Line(line.append(f"  ({event.id})", FAINT))


def event(record: Record, event: Event, names: dict[str, str], key: str = "") -> Line:
    """The line of an event: what, by whom to whom, when, where, and whether it has happened."""
    line = Text.assemble((f"{key or event.id}  ", KEY))
    line.append(" ".join((event.type, *event.modes)), "bold")
    line.append(f" “{_line(record, event.trigger)}”", CONTENT)
    _append(line, _parties(event, names), SOURCE)
    _append(line, _when(event))
    _append(line, _place(event.place))
    _append(line, "denied" if event.negated else None, "bold")
    _append(line, event.status)
    _append(line, event.said_in and f"told in {event.said_in}", FAINT)
    return Line(line)


def figure(record: Record, figure: Figure, key: str = "") -> Line:
    """The line of a figure."""
    line = Text.assemble((f"{key or figure.id}  ", KEY), _QUALIFIERS[figure.qualifier], _number(figure.value))
    if figure.high is not None:
        line.append(f" to {_number(figure.high)}")
    line.append(f" {visible(figure.unit)}".rstrip())
    line.append(f" “{_line(record, (figure.span,))}”", FAINT)
    return Line(_told(line, figure.said_in))


def _conditions(record: Record) -> Iterator[Line]:
    for condition in record.conditions:
        line = Text.assemble((f"{condition.id}  ", KEY), (condition.kind, CUE))
        line.append(f" {_line(record, condition.antecedent)}")
        if condition.consequent:
            line.append(" ⇒ ", FAINT).append(_line(record, condition.consequent))
        yield Line(_told(line, condition.said_in))


def dispute(record: Record, dispute: Dispute, key: str = "") -> Line:
    """The line of a dispute: which statement denies what."""
    what = f"{dispute.statement} {dispute.kind} {dispute.against or ''}".rstrip()
    line = Text.assemble((f"{key or dispute.id}  ", KEY), what)
    if dispute.target:
        line.append(f" “{_line(record, dispute.target)}”", CONTENT)
    return Line(line)


def _actors(record: Record) -> Iterator[Line]:
    for actor in record.actors:
        line = Text.assemble((f"{actor.id}  ", KEY), (visible(actor.name), SOURCE))
        for what in (
            actor.kind,
            actor.country,
            " ".join(actor.sector),
            "; ".join(dict.fromkeys(visible(" ".join(title.text.split())) for title in actor.titles)),
            f"{len(actor.mentions)} mention{'s' * (len(actor.mentions) != 1)}",
        ):
            _append(line, what)
        yield Line(line)


def _reason(record: Record, reason: Inference) -> Line:
    line = Text.assemble((f"{_pointed(record, reason.of)}: ", KEY), visible(reason.why))
    if reason.evidence:
        line.append(" (" + ", ".join(f"“{_line(record, (span,))}”" for span in reason.evidence) + ")", FAINT)
    return Line(line)


def _pointed(record: Record, pointer: str) -> str:
    """What a JSON pointer into the record leads to, in the record's own ids ("s4 speakers")."""
    layer, *path = pointer.strip("/").split("/")
    if layer == "article" or not path or not path[0].isdigit():
        return " ".join(path) or layer
    facts = getattr(record, layer, ())
    if int(path[0]) >= len(facts):
        return pointer  # of a damaged store, as onrecord verify tells
    item = facts[int(path[0])]
    return " ".join([getattr(item, "id", None) or f"“{_line(record, (item.span,))}”", *path[1:]])


def _told(line: Text, said_in: str | None) -> Text:
    return line.append(f", told in {said_in}", FAINT) if said_in else line


def _append(line: Text, what: str | None, style: str = "") -> None:
    if what:
        line.append(", ").append(what, style)


def _line(record: Record, phrase: Iterable[Span]) -> str:
    """The words of a phrase on one line."""
    return visible(" ".join(words(record.article.text, phrase).split()))


def _names(ids: Iterable[str], names: dict[str, str]) -> str:
    return visible(", ".join(names.get(key, key) for key in ids))


def _parties(event: Event, names: dict[str, str]) -> str:
    return " → ".join(x for x in (_names(event.actors, names), _names(event.recipients, names)) if x)


def _when(event: Event) -> str | None:
    if event.when is None:
        return None
    return event.when.value + (f" to {event.when.end}" if event.when.end else "")


def _place(place: Place | None) -> str | None:
    if place is None:
        return None
    return visible(f"{place.name} ({place.country})" if place.country else place.name)


def _number(value: float | int) -> str:
    return f"{int(value) if value == int(value) else value:,}"
