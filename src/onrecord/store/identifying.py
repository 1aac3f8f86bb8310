"""Who is who over the dispatches of a store, as far as the program judges it: what `Store.link` does.

It goes from dispatches to names. First the titles of a dispatch that was not looked at yet are noted as evidence for
offices, and its names are marked as not linked. Then each such name is compared with those it shares a key with, names
first, then bare surnames, then offices that name nobody, for each of these rests on what was found before it. A batch
is one short transaction, after which its marks are gone; so whoever is stopped goes on with what is left.

What is found depends on what the store holds, never on the order in which it came, nor on where the work was stopped.
A person's word is never touched, and goes before the program's.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, insert, or_, select, update

from onrecord.linking.identity import PROPOSED, SAME, Likeness, likeness
from onrecord.store import resolving
from onrecord.store.blocking import put_keys, sharing
from onrecord.store.evidence import Borne, Form, borne, form_of, known_of, note_offices, own_tenures, parts
from onrecord.store.opening import writing
from onrecord.store.schema import actors, dispatches, judgements, names, resolutions
from onrecord.store.taking import settle, stale

DISPATCHES = 500
"""Dispatches whose titles are noted in one transaction: some tens of milliseconds."""

NAMES = 100
"""Names that are judged in one transaction. A name that stands in thousands of dispatches takes most of its time."""

FORMS: tuple[Form, ...] = ("full", "surname", "office")
"""In which order names are judged."""

Pair = tuple[int, int]


def link(engine: Engine) -> None:
    """Judge whatever is not judged yet."""
    while _note(engine):
        pass
    while (waiting := _waiting(engine)) and (form := next((form for form in FORMS if waiting[form]), None)):
        ids = waiting[form]
        for start in range(0, len(ids), NAMES):
            with writing(engine) as connection:
                batch = ids[start : start + NAMES]
                judge(connection, batch)
                if form != "full":
                    resolving.resolve(connection, batch)
                connection.execute(update(names).where(names.c.id.in_(batch)).values(linked=True))


def _note(engine: Engine) -> bool:
    """Note the offices of dispatches that were not looked at yet; whether there were any."""
    query = select(dispatches.c.id).where(~dispatches.c.linked).order_by(dispatches.c.id).limit(DISPATCHES)
    with engine.connect() as connection:
        if connection.execute(query).first() is None:
            return False
    with writing(engine) as connection:
        found = list(connection.execute(query).scalars())
        note_offices(connection, found)
        settle(connection, actors.c.dispatch_id.in_(found))
        stale(connection, select(actors.c.name_id).where(actors.c.dispatch_id.in_(found)))
        connection.execute(update(dispatches).where(dispatches.c.id.in_(found)).values(linked=True))
    return True


def _waiting(engine: Engine) -> dict[Form, list[int]]:
    """The names that are not judged yet, by their form."""
    found: dict[Form, list[int]] = defaultdict(list)
    query = select(names.c.id, names.c.name, names.c.kind, names.c.country).where(~names.c.linked)
    with engine.connect() as connection:
        for key, name, kind, country in connection.execute(query.order_by(names.c.id)):
            found[form_of(name, kind, country)].append(key)
    return found


def judge(connection: Connection, ids: Collection[int]) -> None:
    """Compare names with those that may be alike, gather what is one actor's, and have what rests on it looked at."""
    rows = {row.id: row for row in connection.execute(select(names).where(names.c.id.in_(ids)))}
    put_keys(connection, rows.values())
    touched = set(ids) | _put_judgements(connection, ids, _alike(connection, rows))
    changed = gather(connection, touched)
    # A bare name that is merely looked at changes nothing for others; were they looked at again for it, and it for
    # them, there would be no end.
    full = {key for key, row in rows.items() if form_of(row.name, row.kind, row.country) == "full"}
    resolving.look_again(connection, full | changed)


def _alike(connection: Connection, rows: dict[int, Row[Any]]) -> dict[Pair, Likeness]:
    """The pairs of one of these names with another that may be one actor's."""
    pairs: set[Pair] = set()
    others: dict[int, Row[Any]] = dict(rows)
    for one, other in sharing(connection, list(rows)):
        a, b = rows[one], others.setdefault(other.id, other)
        form = form_of(a.name, a.kind, a.country)
        if form != "office" and form == form_of(b.name, b.kind, b.country):
            pairs.add((min(one, other.id), max(one, other.id)))
    ids = {key for pair in pairs for key in pair}
    where, held = borne(connection, ids), own_tenures(connection, ids)
    known = {key: known_of(others[key], where.get(key, Borne()), held.get(key, ())) for key in ids}
    found = {}
    for one, two in sorted(pairs):
        left, right = known[one], known[two]
        if not all(each.dispatches or each.offices for each in (left, right)):
            continue  # nobody bears it any more
        if left.dispatches and right.dispatches and not where[one].days.keys().isdisjoint(where[two].days):
            left, right = replace(left, beside=frozenset({two})), replace(right, beside=frozenset({one}))
        like = likeness(left, right)
        if like.score >= PROPOSED:
            found[one, two] = like
    return found


def _put_judgements(connection: Connection, ids: Collection[int], found: dict[Pair, Likeness]) -> set[int]:
    """Keep what is judged of these names in place of what the program judged before; the names that this touches."""
    either = or_(judgements.c.left_id.in_(ids), judgements.c.right_id.in_(ids))
    before = {(row.left_id, row.right_id): row for row in connection.execute(select(judgements).where(either))}
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    new = []
    for (left, right), like in found.items():
        old = before.get((left, right))
        row = {
            "verdict": "same" if like.score >= SAME else "proposed",
            "by": "program",
            "score": like.score,
            "features": [asdict(feature) for feature in like.features],
            "why": like.why,
        }
        if old is None or (old.by == "program" and any(getattr(old, key) != value for key, value in row.items())):
            new.append(row | {"left_id": left, "right_id": right, "added": now})
    replaced = {(row["left_id"], row["right_id"]) for row in new}
    gone = [
        {"one": left, "two": right}
        for (left, right), row in before.items()
        if row.by == "program" and ((left, right) in replaced or (left, right) not in found)
    ]
    if gone:
        this = judgements.c.left_id == bindparam("one"), judgements.c.right_id == bindparam("two")
        connection.execute(judgements.delete().where(*this), gone)
    if new:
        connection.execute(insert(judgements), new)
    return {key for pair in (*before, *found) for key in pair}


def gather(connection: Connection, touched: Collection[int]) -> set[int]:
    """Gather names under the first of those that are one actor's; the names whose actor has changed by that."""
    before, same, apart = _connected(connection, touched)
    root = {key: key for key in before}

    def first_of(key: int) -> int:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for row in same:
        one, two = sorted((first_of(row.left_id), first_of(row.right_id)))
        if not any({first_of(a), first_of(b)} == {one, two} for a, b in apart):
            root[two] = one
    changed = {}
    for key, who in before.items():
        first = first_of(key)
        if who != (first if first != key else None):
            changed[key] = first
    if changed:
        step = update(names).where(names.c.id == bindparam("key")).values(who_id=bindparam("first"))
        connection.execute(
            step, [{"key": key, "first": first if first != key else None} for key, first in changed.items()]
        )
        for part in parts(sorted(changed)):
            meant = select(resolutions.c.name_id).where(resolutions.c.who_id.in_(part))
            settle(connection, or_(actors.c.name_id.in_(part), actors.c.name_id.in_(meant)))
    return set(changed)


def _connected(
    connection: Connection, touched: Collection[int]
) -> tuple[dict[int, int | None], list[Row[Any]], list[Pair]]:
    """Names that hang together with these, what makes them one, a person's word first, and what holds them apart."""
    who: dict[int, int | None] = {}
    same: dict[Pair, Row[Any]] = {}
    apart: set[Pair] = set()
    new = set(touched)
    while new:
        seen = who.keys() | new
        found: set[int] = set()
        for part in parts(sorted(new)):
            gathered = or_(names.c.id.in_(part), names.c.who_id.in_(part))
            for key, first in connection.execute(select(names.c.id, names.c.who_id).where(gathered)):
                who[key] = first
                found |= {key} | ({first} if first else set())
            either = or_(judgements.c.left_id.in_(part), judgements.c.right_id.in_(part))
            for row in connection.execute(select(judgements).where(either)):
                if row.verdict == "same":
                    same[row.left_id, row.right_id] = row
                    found |= {row.left_id, row.right_id}
                elif row.verdict == "different":
                    apart.add((row.left_id, row.right_id))
        new = found - seen
    within = [pair for pair in apart if pair[0] in who and pair[1] in who]
    order = sorted(same.values(), key=lambda row: (row.by != "person", -(row.score or 0), row.left_id, row.right_id))
    return who, order, within
