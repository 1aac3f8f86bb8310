"""Who is who, laid out to be read: an actor's names, offices and judgements, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from onrecord.cli.layout import CONTENT, FAINT, HEADING, KEY, SOURCE, Line
from onrecord.cli.telling import counted
from onrecord.shown import visible
from onrecord.store import Candidate, Dossier, Judgement, Name, OfficeHeld, Spelling

MOST = 8
"""Dispatches that are listed of a judgement on many."""

_SAID = {"same": "is", "different": "is not", "proposed": "may be"}


def candidates(found: Iterable[Candidate]) -> Iterator[Line]:
    """The lines of several actors of whom one may be meant."""
    for each in found:
        yield Line(actor(each.actor))
        if each.why:
            yield Line(_flat(each.why), 4)


def dossier(found: Dossier) -> Iterator[Line]:
    """The lines of an actor's dossier."""
    yield Line(actor(found.actor))
    for heading, lines in (
        ("NAMES", [line for each in found.spellings for line in _spelling(each)]),
        ("OFFICES", [line for each in found.offices for line in _office(each)]),
        ("OPEN", list(judgements(found.proposals))),
        ("JUDGED", list(judgements(found.judgements))),
        ("IN DISPATCHES", list(judgements(found.resolutions))),
    ):
        if lines:
            yield Line(Text())
            yield Line(Text(heading, HEADING))
            yield from lines


def judgements(found: Iterable[Judgement]) -> Iterator[Line]:
    """The lines of judgements: what is judged, by whom, and why; of what is open, how to decide it."""
    for each in found:
        line = Text.assemble((f"{each.left}  ", KEY), (_name(each.left_name), SOURCE), f" {_SAID[each.verdict]} ")
        line.append_text(Text.assemble((f"{each.right}  ", KEY), (_name(each.right_name), SOURCE)))
        if each.in_dispatches:
            listed = ", ".join(map(str, each.in_dispatches[:MOST]))
            more = f" and {len(each.in_dispatches) - MOST} more" * (len(each.in_dispatches) > MOST)
            line.append(f" in {listed}{more}")
        score = f", {each.score:.2f}" if each.score is not None else ""
        yield Line(line.append(f"  ({each.by}{score}, {each.added[:10]})", FAINT))
        yield Line(_flat(each.why), 4)


def actor(found: Name) -> Text:
    """An actor on one line."""
    line = Text.assemble((f"{found.id}  ", KEY), (_name(found.name), SOURCE))
    line.append(f" ({found.namesake + 1})" if found.namesake else "")
    line.append(f", {found.kind}" + (f", {visible(found.country)}" if found.country else ""))
    stands = counted(found.dispatches, "dispatch", "dispatches")
    return line.append(f"  ({stands}, {counted(found.statements, 'statement')})", FAINT)


def _spelling(each: Spelling) -> Iterator[Line]:
    line = Text.assemble((f"{each.id}  ", KEY), _name(each.name))
    yield Line(line.append(f"  ({counted(each.dispatches, 'dispatch', 'dispatches')})", FAINT))
    if each.why:
        yield Line(_flat(each.why), 4)


def _office(each: OfficeHeld) -> Iterator[Line]:
    days = " to ".join(dict.fromkeys(day for day in (each.first, each.last) if day)) or "no day"
    line = Text.assemble(
        (f"{days}  ", "bold"), (f"{each.role}" + (f", {visible(each.of)}" if each.of else ""), CONTENT)
    )
    line.append(", struck out by the register" if each.struck else "")
    yield Line(line.append(f"  ({counted(each.dispatches, 'dispatch', 'dispatches')})", FAINT))
    for told in each.evidence:
        yield Line(
            Text.assemble(
                (f"{told.day or 'no day'}  ", FAINT), f"“{_name(told.words)}”", (f"  ({told.dispatch})", FAINT)
            ),
            4,
        )
    if each.seed:
        yield Line(_flat(f"By the register: {each.seed}."), 4)
    for sentence in each.against:
        yield Line(Text.assemble(("but  ", "bold"), _flat(sentence)), 4)


def _flat(text: str) -> Text:
    return Text(_name(text))


def _name(text: str) -> str:
    return visible(" ".join(text.split()))
