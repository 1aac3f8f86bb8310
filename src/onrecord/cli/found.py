"""What was found in a store, laid out to be read: each fact as a record shows it, on whose word, in which dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from onrecord.cli.layout import (
    CONTENT,
    FAINT,
    KEY,
    SOURCE,
    TITLE,
    Line,
    dispute,
    event,
    figure,
    statement,
)
from onrecord.linking.agenda import Appointment, Step
from onrecord.record import Dispute, Event, Figure, Statement
from onrecord.shown import visible
from onrecord.store import Entry, Finding, Hit

MOST = 8
"""Addresses that are listed of reports that tell nothing new."""


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


def agenda(found: Iterable[Appointment]) -> Iterator[Line]:
    """The lines of appointments: when, what, who and where, whether it stands; below it who told what of it."""
    for each in found:
        line = Text.assemble((f"{_date(each)}  ", "bold"), (_flat(each.topic.about or each.type), CONTENT))
        if each.parties:
            line.append(", ").append(visible(", ".join(" ".join(party.name.split()) for party in each.parties)), SOURCE)
        if each.place is not None:
            country = f" ({each.place.country})" if each.place.country else ""
            line.append(f", {visible(' '.join(each.place.name.split()))}{country}")
        yield Line(line.append(", ").append(each.status, "bold red" if each.status == "cancelled" else "bold"))
        alike: list[Step] = []
        for step in each.history:
            if step.changes:
                yield from _alike(alike)
                alike = []
                yield Line(_step(step), 4)
            else:
                alike.append(step)
        yield from _alike(alike)


def _date(each: Appointment) -> str:
    """When it is, as the record writes it; as said, where that names no day."""
    return " to ".join(x for x in (each.value, each.end) if x) or "no date"


def _step(step: Step) -> Text:
    """What a report told, on whose word, and where it stands."""
    line = Text.assemble((f"{step.day or 'no date'}  ", FAINT), visible(" ".join(step.told.split())))
    if step.report.said_by:
        line.append(f", on the word of {visible(', '.join(' '.join(x.split()) for x in step.report.said_by))}", FAINT)
    source = step.report.source
    told_in = ", ".join(visible(" ".join(x.split())) for x in (source.name, source.outlet) if x)
    return line.append(f"  ({step.report.address} {told_in})", FAINT)


def _alike(steps: Sequence[Step]) -> Iterator[Line]:
    """The lines of reports that tell nothing new: one of several is as good as all."""
    if len(steps) == 1:
        yield Line(_step(steps[0]), 4)
    elif steps:
        days = f"{steps[0].day or 'no date'} to {steps[-1].day or 'no date'}"
        day = days if steps[0].day != steps[-1].day else steps[0].day or "no date"
        addresses = ", ".join(step.report.address for step in steps[:MOST])
        more = f" and {len(steps) - MOST} more" * (len(steps) > MOST)
        yield Line(Text(f"{day}  {len(steps)} reports that tell nothing new  ({addresses}{more})", FAINT), 4)


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
    for key, name in finding.names.items():
        if (taken := finding.taken.get(key)) is not None:
            who = f"{_flat(name)} is taken for {_flat(taken.name)} ({taken.id}): {_flat(taken.why)}"
            yield Line(Text(who, FAINT), 4)
    yield Line(Text.assemble(("in ", FAINT), entry(finding.entry)), 4)


def _flat(text: str) -> str:
    """Words on one line, the spaces at their ends kept."""
    return visible(text.replace("\r\n", " ").replace("\n", " "))
