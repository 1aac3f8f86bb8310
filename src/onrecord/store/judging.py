"""A person's word on who is who: two names are one actor's, or are not. It goes before the program's, and stays.

A judgement is about names, which keep their numbers when dispatches are read again. Where one name has two bearers,
some of its dispatches are set apart for a namesake: a name of the same spelling with a number of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from onrecord.store.errors import NotInStoreError, QueryError
from onrecord.store.identifying import gather
from onrecord.store.names import folded
from onrecord.store.queries import LARGEST, named
from onrecord.store.schema import actors, judgements, names, resolutions
from onrecord.store.taking import settle

LISTED = 8
"""Names that a message lists where several are meant."""


def merge(connection: Connection, a: str | int, b: str | int, why: str, dispatches: Sequence[int] = ()) -> int:
    """Take two names for one actor's from now on, everywhere or in some dispatches; the number of that actor.

    Raises:
        NotInStoreError: there is no such name, or there are several.
        QueryError: it is one name twice, or a person holds the two apart by another word.
    """
    one, two = name_row(connection, a), name_row(connection, b)
    if one.id == two.id:
        raise QueryError(f"{a} and {b} are one name, number {one.id}; give two names")
    if dispatches:
        _mean(connection, _names_in(connection, one, dispatches), two.id, why)
        return int(two.who_id or two.id)
    _judge(connection, one, two, "same", why)
    roots = {_root(connection, one.id), _root(connection, two.id)}
    if len(roots) > 1:
        raise QueryError(
            f"{one.name} ({one.id}) and {two.name} ({two.id}) cannot be one: names merged with them were split by a "
            "person; merge those first (onrecord actor shows who judged what)"
        )
    return roots.pop()


def split(connection: Connection, a: str | int, b: str | int, why: str) -> None:
    """Keep two names apart from now on. A person's own word that they are one counts no more.

    Raises:
        NotInStoreError: there is no such name, or there are several.
        QueryError: it is one name twice.
    """
    one, two = name_row(connection, a), name_row(connection, b)
    if one.id == two.id:
        raise QueryError(f"{a} and {b} are one name, number {one.id}; split its dispatches instead")
    _judge(connection, one, two, "different", why)
    settled = resolutions.c.verdict != "different"
    for use, who in ((one, two), (two, one)):
        roots = [who.id, _root(connection, who.id)]
        these = resolutions.c.name_id == use.id, resolutions.c.who_id.in_(roots), settled
        connection.execute(update(resolutions).where(*these).values(_word("different", why)))
        settle(connection, actors.c.name_id == use.id)


def set_apart(connection: Connection, a: str | int, dispatches: Sequence[int], why: str) -> int:
    """Take the bearer of a name in some dispatches for another of the same name; the number of that namesake.

    Raises:
        NotInStoreError: there is no such name, or there are several, or it stands in none of these dispatches.
    """
    row = name_row(connection, a)
    uses = _names_in(connection, row, dispatches)
    same = names.c.name == row.name, names.c.kind == row.kind, names.c.country == row.country
    last = connection.execute(select(func.max(names.c.namesake)).where(*same)).scalar_one()
    new = {key: getattr(row, key) for key in ("name", "kind", "country", "folded")}
    made = insert(names).values(new | {"namesake": last + 1}).returning(names.c.id)
    namesake = int(connection.execute(made).scalar_one())
    first = connection.execute(select(names).where(names.c.id == namesake)).one()
    _judge(connection, row, first, "different", why)
    _mean(connection, uses, namesake, why)
    return namesake


def name_row(connection: Connection, key: str | int) -> Row[Any]:
    """The name of a number, or the one that is spelled so, in any case and accents.

    Raises:
        NotInStoreError: there is none, or there are several.
        QueryError: there is no letter in it.
    """
    if isinstance(key, str) and not (key.isdecimal() and len(key) <= len(str(LARGEST))):
        found = connection.execute(select(names).where(named(key), names.c.folded == folded(key))).all()
        found = found or list(connection.execute(select(names).where(named(key))).all())
        if len({row.who_id or row.id for row in found}) == 1:  # several names of one actor: that which is spelled so
            exact = [row for row in found if row.name == key]
            found = exact if len(exact) == 1 else [row for row in found if row.who_id is None] or found[:1]
    else:
        found = list(connection.execute(select(names).where(named(min(int(key), LARGEST)))).all())
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotInStoreError(f"{key}: there is no such name; find it with onrecord actor")
    listed = ", ".join(f"{row.id} ({row.name}, {row.kind} {row.country})".replace(" )", ")") for row in found[:LISTED])
    more = ", ..." * (len(found) > LISTED)
    raise NotInStoreError(f"{key}: {len(found)} names fit; give a number: {listed}{more}")


def _names_in(connection: Connection, row: Row[Any], dispatches: Sequence[int]) -> list[tuple[int, int]]:
    """What these dispatches call the bearer of a name: dispatches and names.

    Raises:
        NotInStoreError: it stands not in one of them.
    """
    root = row.who_id or row.id
    query = select(actors.c.dispatch_id, actors.c.name_id).where(actors.c.dispatch_id.in_(dispatches)).distinct()
    found = connection.execute(query.where(or_(actors.c.who_id == root, actors.c.name_id == row.id))).all()
    missing = sorted(set(dispatches) - {number for number, _ in found})
    if missing:
        raise NotInStoreError(
            f"{row.name} ({row.id}) does not stand in dispatch {', '.join(map(str, missing[:LISTED]))}; "
            "see where with onrecord statements and events"
        )
    return [(number, name_id) for number, name_id in found]


def _mean(connection: Connection, uses: Sequence[tuple[int, int]], who: int, why: str) -> None:
    """Take what these dispatches call so for somebody: whatever was judged of that before counts no more."""
    word = _word("same", why) | {"features": []}
    for number, name_id in uses:
        here = resolutions.c.dispatch_id == number, resolutions.c.name_id == name_id
        connection.execute(resolutions.delete().where(*here))
        row = {"dispatch_id": number, "name_id": name_id, "who_id": who}
        connection.execute(insert(resolutions), row | word)
    named_so = {name_id for _, name_id in uses}
    settle(connection, actors.c.name_id.in_(named_so))
    _look_again(connection, {*named_so, who})


def _judge(connection: Connection, one: Row[Any], two: Row[Any], verdict: str, why: str) -> None:
    """Keep a person's word on two names, beside the score that the program gave them, and gather names by it."""
    left, right = sorted((one.id, two.id))
    this = judgements.c.left_id == left, judgements.c.right_id == right
    word = _word(verdict, why)
    if not connection.execute(update(judgements).where(*this).values(word)).rowcount:
        connection.execute(insert(judgements), word | {"left_id": left, "right_id": right, "features": []})
    gather(connection, {left, right})
    _look_again(connection, {left, right})


def _look_again(connection: Connection, ids: set[int]) -> None:
    """Have what rests on these names judged anew."""
    connection.execute(update(names).where(names.c.id.in_(ids)).values(linked=False))


def _word(verdict: str, why: str) -> dict[str, Any]:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {"verdict": verdict, "by": "person", "why": why, "added": now}


def _root(connection: Connection, key: int) -> int:
    row = connection.execute(select(names.c.who_id).where(names.c.id == key)).one()
    return row.who_id or key
