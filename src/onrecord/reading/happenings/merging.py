"""One event told several times: which tellings of a dispatch are of the same event.

Two tellings are of one event if their types agree, their modes do not differ, and neither their sides, places, dates
nor negation speak against it: unknown agrees with everything, but something must speak for it, a shared party or a
shared word. Speech acts are merged only where speaker and addressed agree, as PLOVER counts them once a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.reading.happenings.predicates import Match
from onrecord.reading.happenings.sides import Sides
from onrecord.record import EventStatus, EventType, Phrase, Place, When

LOOKED_BACK = 6
"""Tellings of an event, and twice as many events, that a new telling is compared with; keeps long dispatches linear."""
_REAL = frozenset({"occurred", "ongoing", "historical"})


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One place where an event is told. `asserted` is whether the dispatch says it on its own word."""

    type: EventType
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    trigger: Phrase
    sides: Sides
    place: Place | None
    when: When | None
    status: EventStatus
    negated: bool
    said_in: str | None
    match: Match
    body: bool = True
    """Whether it stands in the story rather than in title or standfirst."""

    anaphoric: bool = False
    """Whether it only points back to an event told before ("the talks") and tells nothing else of it."""

    @property
    def word(self) -> str:
        """The lemma that names the event."""
        return (self.match.noun or self.match.head).lemma_.lower()


@dataclass
class Happening:
    """The tellings of one event, in text order, with what they say together."""

    tellings: list[Telling] = field(default_factory=list)

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors of all tellings."""
        return tuple(dict.fromkeys(a for t in self.tellings for a in t.sides.actors))

    @property
    def recipients(self) -> tuple[str, ...]:
        """The recipients of all tellings, those left out who act."""
        acting = set(self.actors)
        return tuple(dict.fromkeys(a for t in self.tellings for a in t.sides.recipients if a not in acting))

    def tells(self, other: Telling) -> bool:
        """Whether another telling is of this event."""
        near = [*self.tellings[:1], *self.tellings[1:][-LOOKED_BACK:]]
        return all(_agree(t, other) for t in near) and any(_linked(t, other) for t in near)


def _agree(a: Telling, b: Telling) -> bool:
    """Whether nothing speaks against two tellings being of one event."""
    if a.type != b.type or a.negated != b.negated:
        return False
    if (a.status in _REAL) != (b.status in _REAL) and not _announced(a, b):
        return False
    if a.modes and b.modes and set(a.modes).isdisjoint(b.modes):
        return False
    if a.place and b.place and a.place.name != b.place.name:
        inside = a.place.name in b.place.name or b.place.name in a.place.name
        rounded = (
            not (a.body and b.body) and a.place.country == b.place.country
        )  # a headline's place is the nearest big one
        if not (inside or (rounded and a.place.country)):
            return False
    if a.when and b.when and not (a.when.value.startswith(b.when.value) or b.when.value.startswith(a.when.value)):
        return False
    return (
        _meet(a.sides.all, b.sides.all)
        if a.match.group.both
        else (_meet(a.sides.actors, b.sides.actors) and _meet(a.sides.recipients, b.sides.recipients))
    )


def _announced(a: Telling, b: Telling) -> bool:
    """Whether one telling is of what is set and the other names it without saying when ("the talks")."""
    return a.match.group.both and a.match.verb is None and b.match.verb is None and "occurred" in (a.status, b.status)


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or not set(one).isdisjoint(other)


def _linked(a: Telling, b: Telling) -> bool:
    """Whether something speaks for two tellings being of one event."""
    shared = not set(a.sides.all).isdisjoint(b.sides.all)
    if a.match.group.said:
        return shared and a.sides.actors == b.sides.actors and (a.word == b.word or a.body != b.body)
    if a.word == b.word:
        return shared or not a.sides.all or not b.sides.all
    return shared and (
        bool(a.sides.recipients) == bool(b.sides.recipients) or a.match.verb is None or b.match.verb is None
    )


def merged(tellings: Iterable[Telling]) -> list[Happening]:
    """The events that tellings are of, in the order of their first tellings."""
    found: list[Happening] = []
    by_type: dict[str, list[Happening]] = {}
    for telling in tellings:
        same = by_type.setdefault(telling.type, [])
        for happening in reversed(same[-2 * LOOKED_BACK :]):
            if happening.tells(telling):
                happening.tellings.append(telling)
                break
        else:
            if telling.anaphoric:
                continue
            new = Happening([telling])
            same.append(new)
            found.append(new)
    return found
