"""The events of a record as event data code them: one conversion that PLOVER, POLECAT, CAMEO and the dyads share.

A record says of what type a thing is and whether it has come about; event data have one word for both. So cooperation
that is set or proposed becomes AGREE and conflict THREATEN, by the PLOVER codebook (openeventdata/PLOVER,
PLOVER_MANUAL.tex: "all cooperative actions reported in future tense are also taken to imply intentions"; a coder
returns "the single event category, not a category+context"). What is only possible or long ago keeps its type and has
the codebook's special context `hypothetical` or `historical`. What did not or will not come about, negated or called
off, is left out ("negated events can be excluded from the final event dataset"); who called it off may have done so in
an event of its own.

What has come about bears its own day, what has not the day on which it was spoken of. Nothing is merged: a thing told
in two dispatches is two events.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import permutations

from onrecord.exports.tables import table
from onrecord.record import Actor, Event, Record, Statement, words
from onrecord.store import Entry
from onrecord.store.days import days_of

PLOVER = table("plover")
TO_COME = frozenset(PLOVER["to_come"])
AGREED, THREATENED, FUTURE, MUTUAL = (
    frozenset(PLOVER[key]) for key in ("agreed", "threatened", "future", "mutual")
)  # fmt: skip
SPECIAL = ("hypothetical", "historical")
"""Statuses that are special contexts of the codebook."""

VAGUEST = 7
"""Days. A date that covers more ("in March") tells no day, as in the calendar (`onrecord.exports.ics`)."""

NOT_YET = frozenset({"hypothetical", "future"})
"""Special contexts of what has not come about."""

Found = Iterable[tuple[Entry, Record]]


@dataclass(frozen=True)
class Coded:
    """An event as event data code it, with the record and the dispatch it comes from.

    `type`, `modes` and `contexts` are PLOVER's, the special contexts last; the record's own are those of `event`.
    `day` is ISO 8601, or None where nobody told it; `last` the last day of an interval.
    """

    entry: Entry
    record: Record
    event: Event
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    day: str | None
    last: str | None

    @property
    def address(self) -> str:
        """The way back: what the event is called over all dispatches, `12/e1` (`onrecord show 12`)."""
        return f"{self.entry.id}/{self.event.id}"

    @property
    def quad(self) -> int:
        """The quad class from 1 to 4, in the order of `PLOVER["quads"]`."""
        number: int = PLOVER["quads"].index(PLOVER["types"][self.type]["quad"]) + 1
        return number

    @property
    def score(self) -> float:
        """The codebook's score, conflict -10 to cooperation 10: of the mode furthest from 0, else of the type."""
        told = PLOVER["types"][self.type]
        scores: list[float] = [told["modes"][mode] for mode in self.modes if mode in told["modes"]]
        return max(scores, key=abs, default=told["score"])

    @property
    def came_about(self) -> bool:
        """Whether it is told as a fact, a promise or threat included: neither hypothetical nor a request to come."""
        return NOT_YET.isdisjoint(self.contexts)

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.record.actors}

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Who does it."""
        return tuple(self._actors[x] for x in self.event.actors)

    @property
    def recipients(self) -> tuple[Actor, ...]:
        """To whom."""
        return tuple(self._actors[x] for x in self.event.recipients)

    @property
    def statement(self) -> Statement | None:
        """The statement on whose word alone it stands; None where the dispatch itself asserts it."""
        return next((s for s in self.record.statements if s.id == self.event.said_in), None)

    @property
    def said_by(self) -> tuple[str, ...]:
        """On whose word alone it stands: names, else the words of the statement's source, else "unnamed"."""
        statement = self.statement
        if statement is None:
            return ()
        names = tuple(self._actors[x].name for x in statement.speakers)
        return names or (words(self.record.article.text, statement.source) or "unnamed",)


def coded(found: Found) -> Iterator[Coded]:
    """The events of dispatches as event data code them, in the order of the dispatches and their texts."""
    for entry, record in found:
        for event in record.events:
            if not event.negated and event.status != "cancelled":
                yield coded_one(entry, record, event)


def coded_one(entry: Entry, record: Record, event: Event) -> Coded:
    """An event of a record as event data code it, were it so."""
    said = next((s for s in record.statements if s.id == event.said_in), None) if event.said_in else None
    return Coded(entry, record, event, *_terms(event), *_days(event, said, entry.day))


def pairs(found: Coded) -> Iterator[tuple[Actor | None, Actor | None]]:
    """Who did it to whom, one by one: each actor with each recipient.

    Where all parties are actors (talks, clashes, treaties), each with each other, both ways. None stands for a side
    that nobody named.
    """
    actors, recipients = found.actors, found.recipients
    if not recipients and len(actors) > 1 and found.event.type in MUTUAL:
        yield from permutations(actors, 2)
        return
    for actor in actors or (None,):
        for recipient in [x for x in recipients if x != actor] or (None,):
            yield actor, recipient


def code(actor: Actor) -> str | None:
    """The state or kind that an actor is coded by: ISO 3166 alpha-3, IGO, or NGO, MNC, IMG of those without a state."""
    if actor.country is not None:
        return actor.country
    stateless: dict[str, str] = PLOVER["stateless"]
    return "NGO" if "NGO" in actor.sector else stateless.get(actor.kind)


def raw(found: Coded, actor: Actor) -> str:
    """An actor's words in the text: the mention nearest to what names the event."""
    if not actor.mentions:
        return actor.name
    start = found.event.trigger[0].start if found.event.trigger else 0
    nearest = min(actor.mentions, key=lambda span: (abs(span.start - start), span.start))
    return found.record.words(nearest)


def row(values: Iterable[object], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """A line of a table, as RFC 4180 has it unless told otherwise; None is an empty cell, and none breaks the line."""
    line = io.StringIO()
    cells = ["" if value is None else " ".join(str(value).split()) for value in values]
    csv.writer(line, delimiter=delimiter, lineterminator=end).writerow(cells)
    return line.getvalue()


def _terms(event: Event) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The PLOVER type, modes and contexts of an event, its status told in them."""
    special = tuple(status for status in SPECIAL if event.status == status)
    if event.status not in TO_COME:
        return event.type, event.modes, (*event.contexts, *special)
    if event.type in AGREED:
        return "AGREE", (), event.contexts
    if event.type in THREATENED:
        threats: dict[str, str] = PLOVER["threats"]
        keys = [*(f"{event.type} {mode}" for mode in event.modes), event.type]
        mode = next((threats[key] for key in keys if key in threats), None)
        return "THREATEN", (mode,) if mode else (), event.contexts
    return event.type, event.modes, (*event.contexts, *(("future",) if event.type in FUTURE else ()))


def _days(event: Event, said: Statement | None, spoken: str | None) -> tuple[str | None, str | None]:
    """The first and, of an interval, the last day of an event; `spoken` is the day of the dispatch."""
    if event.status in TO_COME or event.status == "hypothetical":
        return (_one_day(said.said.value) if said and said.said else None) or spoken, None
    first, last = own_days(event)
    return (first, last) if first or event.status == "historical" else (spoken, None)


def own_days(event: Event) -> tuple[str | None, str | None]:
    """The first and, of an interval, the last day that a record tells of an event; None where it tells none."""
    if event.when is None:
        return None, None
    first, end = days_of(event.when.value)
    last = days_of(event.when.end)[1] or end
    if first is None or end is None or _length(first, end) > VAGUEST:
        return None, None
    return first, last if last and last > first else None


def _one_day(value: str) -> str | None:
    first, last = days_of(value)
    return first if first == last else None


def _length(first: str, last: str) -> int:
    """Days from the first to the last, both included."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
