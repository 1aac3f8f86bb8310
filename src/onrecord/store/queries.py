"""What a store is asked: which facts there are, by who, what and when.

Only the newest version of each dispatch is asked. A fact whose day is not known lies within no bounds; how many were
left out for that is told (`Findings.undated`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, select, union

from onrecord.store.errors import QueryError
from onrecord.store.findings import Finding, Name
from onrecord.store.loading import PAGE, loaded
from onrecord.store.names import folded
from onrecord.store.reasons import taken
from onrecord.store.schema import LAYERS, PARTIES, actors, dispatches, events, names, resolutions, statement_actors

LARGEST = 2**63 - 1
"""The largest number that SQLite keeps; no row has it."""

Connect = Callable[[], AbstractContextManager[Connection]]
Condition = ColumnElement[bool]
Actors = Sequence[Select[Any]]
"""Questions that each give actors of dispatches: their dispatches and ids."""

REPLACED = select(dispatches.c.id).where(dispatches.c.replaced_by.is_not(None))
"""The dispatches that a newer version has replaced: few, so that their numbers are looked up once for a question."""


class Window(TypedDict, total=False):
    """Which part of the answers: the days (ISO 8601) from `since` to `until`, `limit` of them behind `offset`.

    Facts come in the order of their days, `latest` turns it round. Dispatches come the latest first anyway.
    """

    since: str | None
    until: str | None
    limit: int | None
    offset: int
    latest: bool


@dataclass(frozen=True)
class Findings:
    """The facts that a question finds, by day and text order, those without a day last; loaded as they are taken."""

    layer: str
    connect: Connect
    conditions: Sequence[Condition]
    days: tuple[ColumnElement[Any], ColumnElement[Any]]
    window: Window
    parties: Sequence[Subquery] = ()

    def __iter__(self) -> Iterator[Finding]:
        table, day = LAYERS[self.layer], self.days[0]
        query = within(self._query(table.c.dispatch_id, table.c.id), self.days, self.window)
        if self.layer == "events" and (since := bound(self.window, "since")):
            query = query.where(day >= earliest_on(since))
        by_day = day.desc() if self.window.get("latest") else day.asc()
        dispatch = dispatches.c.id if self.layer == "figures" else table.c.dispatch_id
        query = query.order_by(by_day.nulls_last(), dispatch, table.c.n)
        layers = dict.fromkeys(("actors", "statements", self.layer))
        with self.connect() as connection:
            keys = connection.execute(query).all()
            for start in range(0, len(keys), PAGE):
                page = keys[start : start + PAGE]
                found = loaded(connection, list({key for key, _ in page}), layers)
                facts = {
                    key: {fact.id: fact for fact in getattr(record, self.layer)} for key, (_, record) in found.items()
                }
                who = taken(connection, list(found))
                for key, fact in page:
                    entry, record = found[key]
                    yield Finding(entry, self.layer, facts[key][fact], record, who.get(key, {}))

    @property
    def undated(self) -> int:
        """How many facts the bounds leave out because nobody knows their day."""
        if not (self.window.get("since") or self.window.get("until")):
            return 0
        with self.connect() as connection:
            return int(connection.execute(self._query(func.count()).where(self.days[0].is_(None))).scalar_one())

    def _query(self, *columns: Any) -> Select[Any]:
        table = LAYERS[self.layer]
        query = select(*columns).select_from(table)
        if self.layer == "figures":  # which have no day of their own: the index of their dispatches' days is walked
            query = query.join(dispatches, dispatches.c.id == table.c.dispatch_id)
            return query.where(dispatches.c.replaced_by.is_(None), *self.conditions)
        of = table.c.statement if self.layer == "disputes" else table.c.id
        for keys in self.parties:
            query = query.join(keys, and_(keys.c.dispatch_id == table.c.dispatch_id, keys.c.fact == of))
        return query.where(table.c.dispatch_id.not_in(REPLACED), *self.conditions)


def earliest_on(day: str) -> ColumnElement[str]:
    """The first day of the longest past event that is not over by a day, else that day: where an index is entered."""
    first, last = events.c.first_day, events.c.last_day
    begun = select(func.min(first)).where(first < last, last >= day, first < day).scalar_subquery()
    return func.coalesce(begun, day)


def within(query: Select[Any], days: tuple[ColumnElement[Any], ColumnElement[Any]], window: Window) -> Select[Any]:
    """What a query finds of a window; `days` are the columns of the first and the last day of what it finds.

    Raises:
        QueryError: a bound is no day.
    """
    if since := bound(window, "since"):
        query = query.where(days[1] >= since)
    if until := bound(window, "until"):
        query = query.where(days[0] <= until)
    return query.limit(window.get("limit")).offset(window.get("offset", 0))


def bound(window: Window, which: Literal["since", "until"]) -> str | None:
    """The day from which or to which something is asked for, if it is.

    Raises:
        QueryError: it is no day.
    """
    day = window.get(which)
    try:
        return datetime.date.fromisoformat(str(day)).isoformat() if day else None
    except ValueError:
        raise QueryError(f"{which} {day!r} is no day; write it as 2022-01-10") from None


def named(name: str | int) -> Condition:
    """The names that hold the words of `name` in that order, in any case and accents; or the one of that number.

    Raises:
        QueryError: there is no word in it.
    """
    if isinstance(name, int):
        return names.c.id == min(name, LARGEST)
    words = folded(name)
    if not words.strip():
        raise QueryError(f"{name!r} is no name; give one with letters in it")
    return names.c.folded.contains(words, autoescape=True)


def taken_for(who: str | int) -> Actors:
    """The actors who are taken for somebody, or called so by their dispatches: by words of a name, or a name's number.

    A number means the actor under whom that name is gathered, whatever dispatches call him, and nobody else.

    Raises:
        QueryError: there is no word in it.
    """
    key = actors.c.dispatch_id, actors.c.id
    roots = select(func.coalesce(names.c.who_id, names.c.id)).where(named(who))
    gathered = select(*key).where(actors.c.who_id.in_(roots))
    if isinstance(who, int):
        return (gathered,)
    here = and_(resolutions.c.dispatch_id == actors.c.dispatch_id, resolutions.c.name_id == actors.c.name_id)
    called = resolutions.c.name_id.in_(select(names.c.id).where(named(who))), resolutions.c.verdict == "same"
    return gathered, select(*key).join(resolutions, here).where(*called)


def party(layer: str, bearers: Actors, *roles: str) -> Subquery:
    """The facts of a layer in which one of these actors has one of these roles: their dispatches and ids."""
    link, who = PARTIES[layer], union(*bearers).subquery()
    of_actor = and_(who.c.dispatch_id == link.c.dispatch_id, who.c.id == link.c.actor)
    keys = select(link.c.dispatch_id, link.c.fact).join(who, of_actor)
    return keys.where(link.c.role.in_(roles)).distinct().subquery()


def names_where(connection: Connection, which: Condition, limit: int | None, offset: int) -> list[Name]:
    """The actors that bear such a name, each by the name under which it is gathered, and how often they occur.

    Those that stand in the most dispatches come first.
    """
    borne = func.count(actors.c.dispatch_id.distinct())
    gathered = select(func.coalesce(names.c.who_id, names.c.id)).where(which)
    bearers = (
        select(actors.c.who_id, borne.label("borne"))
        .where(actors.c.dispatch_id.not_in(REPLACED), actors.c.who_id.in_(gathered))
        .group_by(actors.c.who_id)
        .subquery()
    )
    query = select(names, bearers.c.borne).join(bearers, bearers.c.who_id == names.c.id)
    query = query.order_by(bearers.c.borne.desc(), names.c.name, names.c.id)
    found = connection.execute(query.limit(limit).offset(offset)).all()
    made = _statements_made(connection, [row.id for row in found])
    return [name_of(row, dispatches=row.borne, statements=made.get(row.id, 0)) for row in found]


def name_of(row: Any, *, dispatches: int, statements: int) -> Name:
    """A row of `names`, and how often its bearer occurs."""
    return Name(row.id, row.name, row.kind, row.country or None, dispatches, statements, row.namesake)


def _statements_made(connection: Connection, who: Sequence[int]) -> dict[int, int]:
    """How many statements each actor makes."""
    link = statement_actors
    of_actor = and_(actors.c.dispatch_id == link.c.dispatch_id, actors.c.id == link.c.actor, link.c.role == "speakers")
    query = select(actors.c.who_id, func.count().label("made")).select_from(actors).join(link, of_actor)
    query = query.where(actors.c.who_id.in_(who), actors.c.dispatch_id.not_in(REPLACED))
    return {row.who_id: row.made for row in connection.execute(query.group_by(actors.c.who_id))}
