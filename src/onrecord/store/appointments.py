"""The agenda of a store: its appointments, or those of some days, of an actor, or of a page of a long list.

`linking.agenda` puts appointments together of what `reporting` takes out of the tables. An appointment has the same id
and the same reports whichever part of the calendar is asked for, but for what another country's officials alone tell of
it where an actor is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from sqlalchemy import Connection, Select, and_, func, select

from onrecord.linking.agenda import Appointment, appointments
from onrecord.linking.reports import Party
from onrecord.store.loading import PAGE
from onrecord.store.queries import REPLACED, Window, bound, named, party, taken_for
from onrecord.store.reporting import ANNOUNCED, EXPECTED, Key, announced, over, reports
from onrecord.store.schema import events, names

MORE = 4
"""Reports fetched for each appointment asked for, at first: most appointments have fewer."""


@dataclass(frozen=True)
class Agenda(Sequence[Appointment]):
    """Appointments by their days, those without one last.

    `undated` counts the reports of something set or called off that bounds leave out because nobody knows their day.
    """

    found: tuple[Appointment, ...] = ()
    undated: int = 0

    @overload
    def __getitem__(self, at: int) -> Appointment: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Appointment, ...]: ...
    def __getitem__(self, at: int | slice) -> Appointment | tuple[Appointment, ...]:
        """The appointment at a place in the list, or some of them."""
        return self.found[at]

    def __len__(self) -> int:
        """How many appointments there are."""
        return len(self.found)

    def to_dict(self) -> list[dict[str, Any]]:
        """Plain JSON data: a list."""
        return [appointment.to_dict() for appointment in self.found]


@dataclass(frozen=True)
class Asked:
    """What is asked of an agenda."""

    actor: str | int | None
    since: str | None
    until: str | None
    limit: int | None
    offset: int
    latest: bool


def agenda(connection: Connection, actor: str | int | None, window: Window) -> Agenda:
    """The appointments of a store that a window of days holds; `actor` as `Store.events` takes it.

    Of a long list no more is looked at than what is asked for: reports are fetched in the order of their days until
    they make appointments enough.

    Raises:
        QueryError: a bound is no day, or a name has no word in it.
    """
    asked = Asked(
        actor,
        bound(window, "since"),
        bound(window, "until"),
        window.get("limit"),
        window.get("offset", 0),
        window.get("latest", False),
    )
    bears = _bearers(connection, actor)
    wanted = None if asked.limit is None else asked.offset + asked.limit
    size = None if wanted is None else MORE * wanted + PAGE
    while True:
        edge = None if size is None else _edge(connection, asked, size)
        shown, placed = _shown(connection, asked, bears, edge)
        if edge is None or wanted is None or size is None or len(shown) >= wanted:
            return Agenda(tuple(shown[asked.offset : wanted]), _undated(connection, asked, placed))
        size *= MORE


def _edge(connection: Connection, asked: Asked, size: int) -> str | None:
    """The day of the last of so many reports, beyond which nobody has looked; none where all were looked at.

    Asked for each status alone, the index gives the days in order; an actor's reports are few enough to be sorted.
    """
    day = events.c.first_day
    days: list[str] = []
    for status in (*ANNOUNCED, *EXPECTED) if asked.actor is None else (None,):
        query = _seeds(asked, day, status=status).where(*over(asked.since, asked.until))
        query = query.order_by(day.desc() if asked.latest else day).limit(size + 1)
        days += connection.execute(query).scalars()
    return sorted(days, reverse=asked.latest)[size] if len(days) > size else None


def _seeds(asked: Asked, *columns: Any, status: str | None = None) -> Select[Any]:
    """What is announced, or announced with one status, of the actor who is asked for."""
    query = select(*columns).select_from(events).where(announced(status), events.c.dispatch_id.not_in(REPLACED))
    if asked.actor is not None:
        parties = party("events", taken_for(asked.actor), "actors", "recipients")
        query = query.join(parties, and_(parties.c.dispatch_id == events.c.dispatch_id, parties.c.fact == events.c.id))
    return query


def _shown(
    connection: Connection, asked: Asked, bears: Callable[[Party], bool] | None, edge: str | None
) -> tuple[list[Appointment], set[Key]]:
    """The appointments asked for, as far as the edge, and the undated reports that belong to one with a day."""
    since = max(filter(None, (asked.since, edge if asked.latest else None)), default=None)
    until = min(filter(None, (asked.until, None if asked.latest else edge)), default=None)
    found = appointments(reports(connection, since, until, asked.actor))
    placed = {
        (report.source.id, report.event.id)
        for each in found
        if each.days is not None
        for report in each.reports
        if report.days is None
    }
    shown = [
        each
        for each in found
        if _within(each, asked, edge)
        and (bears is None or any(bears(party) for report in each.reports for party in report.parties))
    ]
    if asked.latest:
        shown.sort(key=lambda each: each.days or ("", ""), reverse=True)
    return shown, placed


def _within(each: Appointment, asked: Asked, edge: str | None) -> bool:
    if each.days is None:
        return not (asked.since or asked.until or edge)
    first, last = each.days
    if edge is not None and not (first > edge if asked.latest else first < edge):
        return False
    return (asked.since is None or last >= asked.since) and (asked.until is None or first <= asked.until)


def _bearers(connection: Connection, actor: str | int | None) -> Callable[[Party], bool] | None:
    """What says whether a party is the actor who is asked for; nothing where all are."""
    if actor is None:
        return None
    gathered = select(func.coalesce(names.c.who_id, names.c.id)).where(named(actor))
    rows = select(names.c.name, names.c.kind, names.c.country).where(names.c.id.in_(gathered))
    keys = {tuple(row) for row in connection.execute(rows)}
    return lambda party: (party.name, party.kind, party.country or "") in keys


def _undated(connection: Connection, asked: Asked, placed: set[Key]) -> int:
    """How many reports of something set or off have no day and belong to nothing that has one, where days bound."""
    if not (asked.since or asked.until):
        return 0
    query = _seeds(asked, events.c.dispatch_id, events.c.id).where(events.c.first_day.is_(None))
    return len(set(map(tuple, connection.execute(query))) - placed)
