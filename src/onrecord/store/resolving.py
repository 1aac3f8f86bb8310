"""Whom a bare surname, or an office that names nobody, stands for in each dispatch, as far as the program judges it.

A surname is looked for among the persons who bear it, an office among those of whom the register knows that they held
it. As the register is made of names in full, then also of surnames that were resolved, nothing rests on itself.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update

from onrecord.linking.identity import PROPOSED, SAME, Bare, Known, Resolution, resolved
from onrecord.linking.titles import Held, Office, office_of
from onrecord.store.blocking import key_of, sharing, with_keys
from onrecord.store.evidence import (
    OF_ACTOR,
    Borne,
    borne,
    form_of,
    held_as,
    holders_of,
    known_of,
    parts,
    register,
)
from onrecord.store.schema import actors, dispatches, judgements, names, offices, resolutions
from onrecord.store.taking import settle

MOST = 5
"""Of how many a person is asked who of them is meant. More say only that nobody knows: there are many senators."""


@dataclass(frozen=True)
class Use:
    """A bare name in a dispatch: the dispatch's day, and the office beside the name or in it."""

    dispatch: int
    day: str | None
    held: Held | None


def look_again(connection: Connection, ids: Collection[int]) -> None:
    """Have the surnames and offices looked at again that may stand for who bears one of these names."""
    again = {
        row.id for _, row in sharing(connection, ids) if form_of(row.name, row.kind, row.country) == "surname"
    } - set(ids)
    roots: set[int] = set()
    for part in parts(ids):
        for key, who in connection.execute(select(names.c.id, names.c.who_id).where(names.c.id.in_(part))):
            roots |= {key, who or key}
    keys = sorted(key_of(office) for office in holders_of(connection, roots))
    again |= {row.id for row in with_keys(connection, keys)} - set(ids)
    for part in parts(sorted(again)):
        connection.execute(update(names).where(names.c.linked, names.c.id.in_(part)).values(linked=False))


def resolve(connection: Connection, ids: Collection[int]) -> None:
    """Judge for whom these bare names stand, in every dispatch that has them."""
    rows = {row.id: row for row in connection.execute(select(names).where(names.c.id.in_(ids)))}
    uses = _uses(connection, rows)
    candidates = _candidates(connection, rows)
    found: dict[tuple[int, int], list[Resolution]] = {}
    for key, row in rows.items():
        judged: dict[tuple[str | None, Held | None], list[Resolution]] = {}
        for use in uses[key]:
            of = (use.day, use.held)
            if of not in judged:
                bare = Bare(row.name, row.kind, row.country or None, office=use.held, day=use.day)
                judged[of] = _kept(resolved(bare, candidates[key])) if candidates[key] else []
            found[key, use.dispatch] = judged[of]
    if changed := _put(connection, ids, found):
        settle(connection, actors.c.name_id.in_(sorted(changed)))
    if any(form_of(row.name, row.kind, row.country) == "surname" for row in rows.values()):
        _look_at_offices(connection, ids)


def _look_at_offices(connection: Connection, ids: Collection[int]) -> None:
    """Have the descriptions looked at again of offices that stand beside these surnames."""
    beside = select(offices.c.role, offices.c.of).join(actors, OF_ACTOR).where(actors.c.name_id.in_(ids)).distinct()
    keys = sorted(key_of(Office(*row)) for row in connection.execute(beside))
    again = [row.id for row in with_keys(connection, keys)]
    for part in parts(again):
        connection.execute(update(names).where(names.c.linked, names.c.id.in_(part)).values(linked=False))


def _kept(found: Iterable[Resolution]) -> list[Resolution]:
    """What is kept of what may be meant: one that is sure, or a few to be asked about."""
    likely = sorted((each for each in found if each.score >= PROPOSED), key=lambda each: (-each.score, each.who))
    if likely and likely[0].score >= SAME:
        return likely[:1]
    return likely if len(likely) <= MOST else []


def _uses(connection: Connection, rows: dict[int, Row[Any]]) -> dict[int, list[Use]]:
    """Where each name stands, and with which office."""
    ids = list(rows)
    named = select(actors.c.name_id, actors.c.dispatch_id, actors.c.id, offices).join(offices, OF_ACTOR)
    titled: dict[tuple[int, int], Held] = {}
    for row in connection.execute(named.where(actors.c.name_id.in_(ids)).order_by(offices.c.n.desc())):
        titled[row.name_id, row.dispatch_id] = held_as(row)  # the first that is told stays
    described = {
        key: office_of(row.name, row.country or None)
        for key, row in rows.items()
        if form_of(row.name, row.kind, row.country) == "office"
    }
    stands = select(actors.c.name_id, actors.c.dispatch_id, dispatches.c.day).join(dispatches).distinct()
    found: dict[int, list[Use]] = defaultdict(list)
    for name_id, dispatch, day in connection.execute(stands.where(actors.c.name_id.in_(ids))):
        held = titled.get((name_id, dispatch), described.get(name_id))
        found[name_id].append(Use(dispatch, day, held))
    return found


def _candidates(connection: Connection, rows: dict[int, Row[Any]]) -> dict[int, list[Known]]:
    """Who may be meant by each name, each actor once."""
    of_name: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
    held: dict[int, Office] = {}
    for key, row in rows.items():
        if form_of(row.name, row.kind, row.country) == "office":
            described = office_of(row.name, row.country or None)
            assert described is not None
            held[key] = described.office
    decided, apart = _said(connection, rows)
    for key, row in sharing(connection, [key for key in rows if key not in held and key not in decided]):
        if row.kind == "person" and form_of(row.name, row.kind, row.country) == "full":
            of_name[key].setdefault(row.who_id or row.id, row)
    surnames = {who for by_who in of_name.values() for who in by_who}
    tenures = register(connection, [*holders_of(connection, surnames), *held.values()], surnames=bool(held))
    holding: dict[int, set[int]] = defaultdict(set)
    for key, office in held.items():
        holding[key] = {tenure.who for tenure in tenures if tenure.office == office and key not in decided}
    everybody = surnames | {who for of_office in holding.values() for who in of_office}
    where = _gathered(connection, everybody)
    heads: dict[int, Row[Any]] = {}
    for part in parts(sorted(everybody)):
        heads |= {row.id: row for row in connection.execute(select(names).where(names.c.id.in_(part)))}
    by_who = defaultdict(list)
    for tenure in tenures:
        by_who[tenure.who].append(tenure)
    found: dict[int, list[Known]] = defaultdict(list)
    for key in rows:
        for who in sorted((of_name[key].keys() | holding[key]) - apart[key]):
            known = known_of(heads[who], where[who], by_who[who])
            if known.dispatches or known.offices:
                found[key].append(known)
    return found


def _said(connection: Connection, ids: Collection[int]) -> tuple[set[int], dict[int, set[int]]]:
    """The names of which a person has said whose they are, wherever they stand; and whose each of the others is not."""
    either = or_(judgements.c.left_id.in_(ids), judgements.c.right_id.in_(ids))
    decided: set[int] = set()
    apart: dict[int, set[int]] = defaultdict(set)
    for row in connection.execute(select(judgements).where(either, judgements.c.by == "person")):
        for key, other in ((row.left_id, row.right_id), (row.right_id, row.left_id)):
            if key in ids and row.verdict == "same":
                decided.add(key)
            elif key in ids:
                gathered = select(func.coalesce(names.c.who_id, names.c.id)).where(names.c.id == other)
                apart[key].add(connection.execute(gathered).scalar_one())
    return decided, apart


def _gathered(connection: Connection, roots: Collection[int]) -> dict[int, Borne]:
    """Where actors stand under any of their names."""
    members: dict[int, list[int]] = defaultdict(list)
    for part in parts(sorted(roots)):
        query = select(names.c.id, names.c.who_id).where(or_(names.c.id.in_(part), names.c.who_id.in_(part)))
        for key, who in connection.execute(query):
            members[who or key].append(key)
    where = borne(connection, [key for of_root in members.values() for key in of_root])
    found: dict[int, Borne] = defaultdict(Borne)
    for root, keys in members.items():
        for key in keys:
            found[root].take_in(where.get(key, Borne()))
    return found


def _put(connection: Connection, ids: Collection[int], found: dict[tuple[int, int], list[Resolution]]) -> set[int]:
    """Keep what is judged in place of what the program judged before; the names of which something has changed."""
    before = connection.execute(select(resolutions).where(resolutions.c.name_id.in_(ids))).all()
    decided = {(row.name_id, row.dispatch_id) for row in before if row.by == "person" and row.verdict == "same"}
    refused = {(row.name_id, row.dispatch_id, row.who_id) for row in before if row.by == "person"}
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    new: dict[tuple[int, int, int], dict[str, Any]] = {}
    for (name, dispatch), judged in found.items():
        for each in judged:
            key = (name, dispatch, each.who)
            if (name, dispatch) not in decided and key not in refused:
                verdict = "same" if each.score >= SAME else "proposed"
                new[key] = {"verdict": verdict, "by": "program", "score": each.score, "features": [], "why": each.why}
    old = {(row.name_id, row.dispatch_id, row.who_id): row for row in before if row.by == "program"}
    as_before = {
        key
        for key, row in new.items()
        if key in old and all(getattr(old[key], column) == value for column, value in row.items())
    }
    gone = [key for key in old if key not in as_before]
    rows = [
        row | dict(zip(("name_id", "dispatch_id", "who_id"), key, strict=True)) | {"added": now}
        for key, row in new.items()
        if key not in as_before
    ]
    if gone:
        this = resolutions.c.name_id == bindparam("a"), resolutions.c.dispatch_id == bindparam("b")
        those = resolutions.delete().where(*this, resolutions.c.who_id == bindparam("c"))
        connection.execute(those, [dict(zip("abc", key, strict=True)) for key in gone])
    if rows:
        connection.execute(insert(resolutions), rows)
    return {key[0] for key in gone} | {row["name_id"] for row in rows}
