"""What a store is asked: which facts there are, by who, what and when.

Only the newest version of each dispatch is asked. A fact whose day is not known lies within no bounds; how many were
left out for that is told (`Findings.undated`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, tuple_

from onrecord.record import OnRecordError
from onrecord.store.findings import Finding, Name
from onrecord.store.loading import PAGE, loaded
from onrecord.store.names import folded
from onrecord.store.schema import LAYERS, PARTIES, actors, dispatches, names, statement_actors, statements

Connect = Callable[[], AbstractContextManager[Connection]]
Condition = ColumnElement[bool]


class QueryError(OnRecordError):
    """A question that asks for nothing, such as a name without a letter."""


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

    def __iter__(self) -> Iterator[Finding]:
        table, day = LAYERS[self.layer], self.days[0]
        query = within(self._query(table.c.dispatch_id, table.c.id), self.days, self.window)
        by_day = day.desc() if self.window.get("latest") else day
        query = query.order_by(day.is_(None), by_day, table.c.dispatch_id, table.c.n)
        layers = dict.fromkeys(("actors", "statements", self.layer))
        with self.connect() as connection:
            keys = connection.execute(query).all()
            for start in range(0, len(keys), PAGE):
                page = keys[start : start + PAGE]
                found = loaded(connection, list({key for key, _ in page}), layers)
                facts = {
                    key: {fact.id: fact for fact in getattr(record, self.layer)} for key, (_, record) in found.items()
                }
                for key, fact in page:
                    entry, record = found[key]
                    yield Finding(entry, self.layer, facts[key][fact], record)

    @property
    def undated(self) -> int:
        """How many facts the bounds leave out because nobody knows their day."""
        if not (self.window.get("since") or self.window.get("until")):
            return 0
        with self.connect() as connection:
            return int(connection.execute(self._query(func.count()).where(self.days[0].is_(None))).scalar_one())

    def _query(self, *columns: Any) -> Select[Any]:
        table = LAYERS[self.layer]
        query = select(*columns).select_from(table).join(dispatches, dispatches.c.id == table.c.dispatch_id)
        if self.layer == "disputes":
            denial = and_(statements.c.dispatch_id == table.c.dispatch_id, statements.c.id == table.c.statement)
            query = query.join(statements, denial)
        return query.where(dispatches.c.replaced_by.is_(None), *self.conditions)


def within(query: Select[Any], days: tuple[ColumnElement[Any], ColumnElement[Any]], window: Window) -> Select[Any]:
    """What a query finds of a window; `days` are the columns of the first and the last day of what it finds."""
    if since := window.get("since"):
        query = query.where(days[1] >= since)
    if until := window.get("until"):
        query = query.where(days[0] <= until)
    return query.limit(window.get("limit")).offset(window.get("offset", 0))


def named(name: str | int) -> Condition:
    """The names that hold the words of `name` in that order, in any case and accents; or the one of that number.

    Raises:
        QueryError: there is no word in it.
    """
    if isinstance(name, int):
        return names.c.id == name
    words = folded(name)
    if not words.strip():
        raise QueryError(f"{name!r} is no name; give one with letters in it")
    return names.c.folded.contains(words, autoescape=True)


def party(layer: str, bearers: Condition, *roles: str) -> Condition:
    """The facts of a layer in which an actor with such a name has one of these roles."""
    fact, link = LAYERS[layer], PARTIES[layer]
    of_actor = and_(actors.c.dispatch_id == link.c.dispatch_id, actors.c.id == link.c.actor)
    keys = select(link.c.dispatch_id, link.c.fact).join(actors, of_actor).join(names)
    return tuple_(fact.c.dispatch_id, fact.c.id).in_(keys.where(bearers, link.c.role.in_(roles)))


def names_where(connection: Connection, which: Condition, window: Window) -> list[Name]:
    """Names and how often they occur, those whose bearers make the most statements first."""
    spoken = and_(
        statement_actors.c.dispatch_id == actors.c.dispatch_id,
        statement_actors.c.actor == actors.c.id,
        statement_actors.c.role == "speakers",
    )
    made, borne = func.count(statement_actors.c.fact), func.count(actors.c.dispatch_id.distinct())
    query = (
        select(names.c.id, names.c.name, names.c.kind, names.c.country, borne, made)
        .join(actors, actors.c.name_id == names.c.id)
        .join(dispatches, and_(dispatches.c.id == actors.c.dispatch_id, dispatches.c.replaced_by.is_(None)))
        .outerjoin(statement_actors, spoken)
        .where(which)
        .group_by(names.c.id)
        .order_by(made.desc(), borne.desc(), names.c.name, names.c.id)
    )
    found = connection.execute(query.limit(window.get("limit")).offset(window.get("offset", 0))).all()
    return [Name(key, name, kind, country or None, *counts) for key, name, kind, country, *counts in found]
