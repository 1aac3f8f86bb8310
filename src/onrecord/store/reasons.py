"""Why actors of dispatches are taken for whom they are taken: a sentence for each step, from what is judged."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from onrecord.store.evidence import parts
from onrecord.store.findings import Taken
from onrecord.store.schema import actors, judgements, names, resolutions


def taken(connection: Connection, keys: Collection[int]) -> dict[int, dict[str, Taken]]:
    """Of each dispatch the actors that are taken for somebody of another name, by their ids."""
    meant = and_(
        resolutions.c.name_id == actors.c.name_id,
        resolutions.c.dispatch_id == actors.c.dispatch_id,
        resolutions.c.verdict == "same",
    )
    query = select(
        actors.c.dispatch_id, actors.c.id, actors.c.name_id, actors.c.who_id, names.c.name,
        resolutions.c.who_id.label("meant"), resolutions.c.why,
    )  # fmt: skip
    query = query.join(names, names.c.id == actors.c.who_id).outerjoin(resolutions, meant)
    query = query.where(actors.c.dispatch_id.in_(keys), actors.c.who_id != actors.c.name_id)
    rows = connection.execute(query).all()
    steps = merged(connection, {row.meant or row.name_id for row in rows})
    found: dict[int, dict[str, Taken]] = defaultdict(dict)
    for row in rows:
        why = [row.why] if row.meant else []
        why += [step.why for step in steps.get(row.meant or row.name_id, ())]
        found[row.dispatch_id][row.id] = Taken(row.who_id, row.name, " ".join(why))
    return found


def merged(connection: Connection, ids: Collection[int]) -> Mapping[int, list[Any]]:
    """The judgements that lead from each of these names to the one under which its bearer is gathered."""
    roots: dict[int, int] = {}
    for part in parts(sorted(ids)):
        query = select(names.c.id, names.c.who_id).where(names.c.id.in_(part), names.c.who_id.is_not(None))
        roots |= {row.id: row.who_id for row in connection.execute(query)}
    near: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    for part in parts(sorted(set(roots.values()))):
        members = select(names.c.id).where(or_(names.c.id.in_(part), names.c.who_id.in_(part)))
        query = select(judgements).where(judgements.c.left_id.in_(members), judgements.c.right_id.in_(members))
        for row in connection.execute(query.where(judgements.c.verdict == "same")):
            near[row.left_id].append((row.right_id, row))
            near[row.right_id].append((row.left_id, row))
    return {key: _path(near, key, root) for key, root in roots.items()}


def _path(near: Mapping[int, list[tuple[int, Any]]], start: int, end: int) -> list[Any]:
    """The shortest way from one name to another."""
    ways: dict[int, list[Any]] = {start: []}
    waiting = deque([start])
    while waiting and end not in ways:
        key = waiting.popleft()
        for other, row in near.get(key, ()):
            if other not in ways:
                ways[other] = [*ways[key], row]
                waiting.append(other)
    return ways.get(end, [])
