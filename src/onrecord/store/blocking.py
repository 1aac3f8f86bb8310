"""The keys under which names that may be one actor's are found, so that never all are compared with all.

`linking.identity.blocks` makes them of a name. A description that names nobody has the key of its office, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select

from onrecord.linking.identity import Known, blocks
from onrecord.linking.titles import Office, office_of
from onrecord.store.evidence import form_of, parts
from onrecord.store.schema import blocks as keys
from onrecord.store.schema import names

CROWD = 300
"""Names under one key. Where more share it, it tells nothing, and they are not compared by it."""


def key_of(office: Office) -> str:
    """The key of the descriptions that stand for an office."""
    return f"office {office.role}: {office.of}"


def put_keys(connection: Connection, rows: Collection[Row[Any]]) -> None:
    """Keep the keys of some rows of `names`. A namesake has none: a person has set it apart."""
    new = [
        {"key": key, "name_id": row.id}
        for row in rows
        if not row.namesake
        for key in sorted(_keys(row.id, row.name, row.kind, row.country or None))
    ]
    connection.execute(keys.delete().where(keys.c.name_id.in_([row.id for row in rows])))
    if new:
        connection.execute(insert(keys), new)


def _keys(number: int, name: str, kind: str, country: str | None) -> set[str]:
    held = office_of(name, country) if form_of(name, kind, country or "") == "office" else None
    return {*blocks(Known(number, name, kind, country)), *([key_of(held.office)] if held else [])}


def sharing(connection: Connection, ids: Collection[int]) -> list[tuple[int, Row[Any]]]:
    """Each of these names with the row of each other name that has a key in common with it."""
    found: dict[tuple[int, int], Row[Any]] = {}
    for part in parts(ids):
        mine = select(keys.c.key).where(keys.c.name_id.in_(part))
        crowded = select(keys.c.key).where(keys.c.key.in_(mine)).group_by(keys.c.key).having(func.count() > CROWD)
        own, other = keys.alias(), keys.alias()
        query = select(own.c.name_id, names).select_from(own)
        query = query.join(other, and_(other.c.key == own.c.key, other.c.name_id != own.c.name_id))
        query = query.join(names, names.c.id == other.c.name_id)
        for row in connection.execute(query.where(own.c.name_id.in_(part), own.c.key.not_in(crowded))):
            found[row.name_id, row.id] = row
    return [(key, row) for (key, _), row in found.items()]


def with_keys(connection: Connection, wanted: Iterable[str]) -> list[Row[Any]]:
    """The rows of the names that have one of these keys."""
    found: dict[int, Row[Any]] = {}
    for part in parts(wanted):
        query = select(names).join(keys, keys.c.name_id == names.c.id).where(keys.c.key.in_(part))
        found |= {row.id: row for row in connection.execute(query)}
    return list(found.values())
