"""Whom an actor of a dispatch is taken for, as it follows from what is judged: the one place that knows.

What is judged of the dispatch's use of a name goes first; else it is the actor under whom the name is gathered.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, func, select, update

from onrecord.store.schema import actors, names, resolutions

_meant = names.alias()
_called = names.alias()

TAKEN_FOR: ColumnElement[int] = func.coalesce(
    select(func.coalesce(_meant.c.who_id, _meant.c.id))
    .select_from(resolutions)
    .join(_meant, _meant.c.id == resolutions.c.who_id)
    .where(
        resolutions.c.name_id == actors.c.name_id,
        resolutions.c.dispatch_id == actors.c.dispatch_id,
        resolutions.c.verdict == "same",
    )
    .correlate(actors)
    .scalar_subquery(),
    select(func.coalesce(_called.c.who_id, _called.c.id))
    .where(_called.c.id == actors.c.name_id)
    .correlate(actors)
    .scalar_subquery(),
)
"""For whom an actor has to be taken: what `actors.who_id` holds."""


def settle(connection: Connection, which: ColumnElement[bool]) -> None:
    """Take some actors for whom they have to be taken."""
    wrong = actors.c.who_id.is_distinct_from(TAKEN_FOR)
    connection.execute(update(actors).where(which, wrong).values(who_id=TAKEN_FOR))


def stale(connection: Connection, ids: Select[tuple[int]]) -> None:
    """Have names looked at again by the next linking."""
    connection.execute(update(names).where(names.c.linked, names.c.id.in_(ids)).values(linked=False))
