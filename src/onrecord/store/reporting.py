"""What the dispatches of a store tell of appointments, taken out of the tables.

So that the appointments of some days are those of the whole calendar, what is announced for a quarter of a year before
and after them is looked at, too, as far as a move may lead. Of that a report is loaded only if its type and sides let
it be of one appointment with something on the days themselves, and if one of the two is moved. Of what was done there
is asked on those days alone.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from onrecord.linking.likeness import REACH, kindred, may_meet, side_of
from onrecord.linking.reports import EXPECTED_TYPES, Days, Party, Report, Source, may_move, moves, report_of
from onrecord.record import Event, Span
from onrecord.store.days import days_of, moved
from onrecord.store.loading import PAGE, headline_of, unreadable
from onrecord.store.queries import REPLACED, earliest_on, named, party, taken_for
from onrecord.store.rows import deep
from onrecord.store.schema import actors, dispatches, event_actors, events, names, statement_actors, texts, times

ANNOUNCED = ("scheduled", "cancelled")
EXPECTED = ("proposed", "hypothetical")
HELD = ("occurred", "ongoing", "historical")

VAGUEST = 31
"""Days. What was held on a day is looked for that far from the days asked for, for it may be the day of something that
was set for a month."""

MANY = 10_000
"""Dispatches whose parties are looked up together; SQLite takes more variables in a query, but not any number."""

Key = tuple[int, str]
Sides = dict[Key, frozenset[str]]
Condition = ColumnElement[bool]


def announced(status: str | None = None) -> Condition:
    """What begins an appointment: what is set or off; and of what is only expected, meetings whose day is told.

    Args:
        status: one of these alone, which the index of statuses then gives in the order of the days.
    """
    statuses = [status] if status else [*ANNOUNCED, *EXPECTED]
    meeting = and_(events.c.type.in_(sorted(EXPECTED_TYPES)), events.c.first_day.is_not(None))
    certain = [status for status in statuses if status in ANNOUNCED]
    kind: list[Condition] = [events.c.status.in_(certain)] if certain else []
    kind += [and_(events.c.status.in_(EXPECTED), meeting)] if len(certain) < len(statuses) else []
    return and_(events.c.status.in_(statuses), or_(*kind), ~events.c.negated)


def reports(connection: Connection, since: str | None, until: str | None, actor: str | int | None) -> Iterator[Report]:
    """What the dispatches tell of appointments on these days, and so far from them that they may be of the same.

    Raises:
        StoreError: the rows of one hold no event.
    """
    low, high = moved(since, -REACH), moved(until, REACH)
    query = _light(actor).where(announced())
    dated = query.where(*over(low, high))
    undated = query.where(events.c.first_day.is_(None))
    if low or high:
        told = select(dispatches.c.id).where(dispatches.c.replaced_by.is_(None))
        told = told.where(dispatches.c.day >= low) if low else told
        undated = undated.where(events.c.dispatch_id.in_(told.where(dispatches.c.day <= high) if high else told))
    rows = [*connection.execute(dated), *connection.execute(undated)]
    kept = _kept(connection, rows, since, until) if low or high else rows
    yield from _loaded(connection, kept)
    days: dict[str, set[str]] = defaultdict(set)
    for row in kept:
        if row.first_day and _on(row, since, until):
            for type in kindred(row.type):
                days[type].update(_each_day(row.first_day, row.last_day))
    if days:
        held = _light(actor).where(events.c.status.in_(HELD), ~events.c.negated, events.c.type.in_(sorted(days)))
        found = connection.execute(held.where(*over(moved(since, -VAGUEST), moved(until, VAGUEST))))
        then = [row for row in found if not days[row.type].isdisjoint(_each_day(row.first_day, row.last_day))]
        sides = _sides(connection, [*then, *kept])
        yield from _loaded(connection, _related(then, kept, sides))


def _kept(connection: Connection, rows: Sequence[Row[Any]], since: str | None, until: str | None) -> list[Row[Any]]:
    """Of what is announced, that which is on some days, and that which may be of one appointment with it."""
    asked = [row for row in rows if row.first_day and _on(row, since, until)]
    more = [row for row in rows if not (row.first_day and _on(row, since, until))]
    sides = _sides(connection, rows)
    changing = _changing(connection, rows)
    days = defaultdict[str, set[str]](set)
    for row in asked:
        days[row.type].update(_each_day(row.first_day, row.last_day))

    def free(row: Row[Any]) -> bool:
        """Whether it may be of one appointment with something that is itself not moved."""
        if row.first_day is None or (row.dispatch_id, row.id) in changing:
            return True
        return not days[row.type].isdisjoint(_each_day(row.first_day, row.last_day))

    moved = [row for row in asked if (row.dispatch_id, row.id) in changing]
    found = _related([row for row in more if free(row)], asked, sides)
    return [*asked, *found, *_related([row for row in more if not free(row)], moved, sides)]


def _changing(connection: Connection, rows: Iterable[Row[Any]]) -> set[Key]:
    """The events whose sentences say that they are moved or put off."""
    by_dispatch: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_dispatch[row.dispatch_id].append(row)
    ids = sorted(by_dispatch)
    found: set[Key] = set()
    query = select(dispatches.c.id, texts.c.text).join(texts)
    for start in range(0, len(ids), PAGE):
        for number, text in connection.execute(query.where(dispatches.c.id.in_(ids[start : start + PAGE]))):
            if may_move(text):
                found |= {
                    (number, row.id) for row in by_dispatch[number] if moves(text, tuple(Span(*x) for x in row.trigger))
                }
    return found


def _light(actor: str | int | None) -> Select[Any]:
    """The columns by which events are chosen, of an actor or of anybody of the same country: who else speaks for it
    may tell of the same appointment.
    """
    query = select(*(events.c[key] for key in ("dispatch_id", "id", "type", "first_day", "last_day", "trigger")))
    query = query.where(events.c.dispatch_id.not_in(REPLACED))
    if actor is None:
        return query
    countries = select(names.c.country).where(named(actor), names.c.country.not_in(("", "IGO")))
    of_country = actors.c.name_id.in_(select(names.c.id).where(names.c.country.in_(countries)))
    compatriots = select(actors.c.dispatch_id, actors.c.id).where(of_country)
    keys = party("events", [*taken_for(actor), compatriots], "actors", "recipients")
    return query.join(keys, and_(keys.c.dispatch_id == events.c.dispatch_id, keys.c.fact == events.c.id))


def _on(row: Row[Any], since: str | None, until: str | None) -> bool:
    return (since is None or (row.last_day or "") >= since) and (until is None or row.first_day <= until)


def _sides(connection: Connection, rows: Sequence[Row[Any]]) -> Sides:
    """The sides of events."""
    found: dict[Key, set[str]] = {(row.dispatch_id, row.id): set() for row in rows}
    ids = sorted({key for key, _ in found})
    of_actor = and_(actors.c.dispatch_id == event_actors.c.dispatch_id, actors.c.id == event_actors.c.actor)
    query = select(event_actors.c.dispatch_id, event_actors.c.fact, actors.c.who_id).join(actors, of_actor)
    links: list[tuple[Key, int]] = []
    for start in range(0, len(ids), MANY):
        for number, fact, who in connection.execute(
            query.where(event_actors.c.dispatch_id.in_(ids[start : start + MANY]))
        ):
            if (number, fact) in found:
                links.append(((number, fact), who))
    of_name: dict[int, str] = {}
    wanted = sorted({who for _, who in links})
    for start in range(0, len(wanted), MANY):
        for row in connection.execute(select(names).where(names.c.id.in_(wanted[start : start + MANY]))):
            of_name[row.id] = side_of(Party(row.name, row.kind, row.country or None))
    for key, who in links:
        if side := of_name[who]:
            found[key].add(side)
    return {key: frozenset(of_key) for key, of_key in found.items()}


def _related(rows: Iterable[Row[Any]], asked: Iterable[Row[Any]], sides: Sides) -> list[Row[Any]]:
    """The events whose type and sides let them be of one appointment with something that is asked for."""
    rows = list(rows)
    if not rows:
        return []
    with_sides: dict[str, set[frozenset[str]]] = defaultdict(set)
    for row in asked:
        for type in kindred(row.type):
            with_sides[type].add(sides[row.dispatch_id, row.id])
    possible: dict[tuple[str, frozenset[str]], bool] = {}
    found = []
    for row in rows:
        key = (row.type, sides[row.dispatch_id, row.id])
        if key not in possible:
            possible[key] = any(may_meet(key[1], other) for other in with_sides[row.type])
        if possible[key]:
            found.append(row)
    return found


def over(low: str | None, high: str | None) -> list[Condition]:
    """Events that are on a day between two."""
    first = events.c.first_day
    found: list[Condition] = [first.is_not(None)]
    if low:
        found += [first >= earliest_on(low), events.c.last_day >= low]
    if high:
        found.append(first <= high)
    return found


def _each_day(first: str, last: str) -> Iterable[str]:
    """The days of a stretch, the first `VAGUEST` of them."""
    start = datetime.date.fromisoformat(first).toordinal()
    end = min(datetime.date.fromisoformat(last).toordinal(), start + VAGUEST)
    return (datetime.date.fromordinal(day).isoformat() for day in range(start, end + 1)) if end > start else (first,)


def _loaded(connection: Connection, rows: Iterable[Row[Any]]) -> Iterator[Report]:
    """The reports that events make."""
    keys = {(row.dispatch_id, row.id) for row in rows}
    ids = sorted({key for key, _ in keys})
    states = set(connection.execute(select(names.c.name).where(names.c.kind == "state")).scalars()) if ids else set()
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        try:
            yield from _page(connection, page, keys, states)
        except (KeyError, TypeError, ValueError) as error:
            raise unreadable(page, str(error)) from None


def _page(connection: Connection, ids: Sequence[int], keys: set[Key], states: set[str]) -> Iterator[Report]:
    heads = {
        row["id"]: row
        for row in connection.execute(
            select(dispatches, texts.c.text).join(texts).where(dispatches.c.id.in_(ids))
        ).mappings()
    }
    rows = [
        row
        for row in connection.execute(select(events).where(events.c.dispatch_id.in_(ids))).mappings()
        if (row["dispatch_id"], row["id"]) in keys
    ]
    parties = _parties(connection, event_actors, ids, ("actors", "recipients"), actors.c.who_id)
    said_in = [row["dispatch_id"] for row in rows if row["said_in"]]
    speakers = _parties(connection, statement_actors, said_in, ("speakers",), actors.c.name_id)
    moving = [key for key in ids if may_move(heads[key]["text"])]
    dates: dict[int, list[tuple[Span, Days]]] = defaultdict(list)
    of_times = select(times.c.dispatch_id, times.c.span, times.c.value).where(times.c.dispatch_id.in_(moving))
    for number, span, value in connection.execute(of_times):
        first, last = days_of(value)
        if first and last:
            dates[number].append((Span(*span), (first, last)))
    for row in rows:
        number = row["dispatch_id"]
        head = heads[number]
        yield _report(
            head, row, parties[number, row["id"]], speakers[number, row["said_in"] or ""], dates[number], states
        )


def _report(
    head: Any,
    row: Any,
    parties: Sequence[tuple[str, str, Party]],
    speakers: Sequence[tuple[str, str, Party]],
    dates: Sequence[tuple[Span, Days]],
    states: set[str],
) -> Report:
    roles = {role: tuple(actor for which, actor, _ in parties if which == role) for role in ("actors", "recipients")}
    event = Event(**deep(row, Event) | roles)
    first, last = row["first_day"], row["last_day"]
    return report_of(
        head["text"],
        event,
        source=Source(
            **{key: head[key] for key in ("id", "name", "day", "outlet", "uri")},
            headline=headline_of(head, head["text"]),
        ),
        parties=[party for _, _, party in parties],
        days=(first, max(first, last)) if first and last else None,
        dates=dates,
        said_by=[party.name for _, _, party in speakers],
        in_country=event.place is not None and event.place.name in states,
        headlines=[Span(*head[key]) if head[key] else None for key in ("title", "standfirst")],
    )


def _parties(
    connection: Connection, link: Any, ids: Sequence[int], roles: Sequence[str], name: ColumnElement[int]
) -> dict[tuple[int, str], list[tuple[str, str, Party]]]:
    """Who has these parts in the facts of dispatches: role, id and name, in order.

    Args:
        connection: to the store.
        link: the table of parties.
        ids: the dispatches.
        roles: the parts.
        name: the column of `actors` with the name: what the dispatch calls it, or whom it is taken for.
    """
    of_actor = and_(actors.c.dispatch_id == link.c.dispatch_id, actors.c.id == link.c.actor)
    query = select(
        link.c.dispatch_id, link.c.fact, link.c.role, link.c.actor, names.c.name, names.c.kind, names.c.country
    )
    query = query.select_from(link).join(actors, of_actor).join(names, names.c.id == name)
    query = query.where(link.c.dispatch_id.in_(sorted(set(ids))), link.c.role.in_(roles))
    found: dict[tuple[int, str], list[tuple[str, str, Party]]] = defaultdict(list)
    for number, fact, role, actor, *who in connection.execute(
        query.order_by(link.c.dispatch_id, link.c.fact, link.c.role, link.c.n)
    ):
        called, kind, country = who
        found[number, fact].append((role, actor, Party(called, kind, country or None)))
    return found
