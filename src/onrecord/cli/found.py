"""What was found in a store, laid out to be read: each fact as a record shows it, on whose word, in which dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from rich.text import Text

from onrecord.cli.layout import (
    CONTENT,
    FAINT,
    KEY,
    TITLE,
    Line,
    appointment,
    dispute,
    event,
    figure,
    statement,
    visible,
)
from onrecord.record import Dispute, Event, Figure, Statement
from onrecord.store import Entry, Finding, Hit


def entry(found: Entry) -> Text:
    """A dispatch on one line: its number, its name, its day, who published it, its headline."""
    line = Text.assemble((f"{found.id}  ", KEY), visible(found.name))
    for what in (found.day or "no date", found.outlet, found.version > 1 and f"version {found.version}"):
        if what:
            line.append(f", {visible(what)}")
    if found.headline:
        line.append(f"  {visible(found.headline)}", TITLE)
    return line


def facts(findings: Iterable[Finding]) -> Iterator[Line]:
    """The lines of facts: the fact, the statements it stands on, the dispatch."""
    for finding in findings:
        record, names, key = finding.record, finding.names, finding.address
        match finding.fact:
            case Statement() as said:
                yield from statement(record, said, names, key)
            case Event() as done:
                yield event(record, done, names, key)
            case Figure() as number:
                yield figure(record, number, key)
            case Dispute() as denial:
                yield dispute(record, denial, key)
        yield from _standing(finding)


def agenda(findings: Iterable[Finding]) -> Iterator[Line]:
    """The lines of what is set to happen, by its day."""
    for finding in findings:
        yield appointment(finding.record, cast("Event", finding.fact), finding.names, finding.address)
        yield from _standing(finding)


def hits(found: Iterable[Hit]) -> Iterator[Line]:
    """The lines of dispatches in which words were found, with the words in place."""
    for hit in found:
        yield Line(entry(hit.entry))
        line, at = Text(), hit.excerpt.start
        for start, end in hit.matches:
            line.append(_flat(hit.text[at:start])).append(_flat(hit.text[start:end]), CONTENT)
            at = end
        yield Line(line.append(_flat(hit.text[at : hit.excerpt.end])), 4)


def _standing(finding: Finding) -> Iterator[Line]:
    """On whose word a fact stands, and in which dispatch it is told."""
    for said in finding.statements.values():
        for line in statement(finding.record, said, finding.names):
            yield Line(line.text, line.indent + 4)
    yield Line(Text.assemble(("in ", FAINT), entry(finding.entry)), 4)


def _flat(text: str) -> str:
    """Words on one line, the spaces at their ends kept."""
    return visible(text.replace("\r\n", " ").replace("\n", " "))
