"""What the tables tell of names and offices, in the form in which `onrecord.linking` judges it.

The evidence for offices is drawn from the titles of actors once a dispatch is kept. A dispatch that its next version
has replaced tells nothing any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, func, insert, or_, select, tuple_

from onrecord.linking.identity import Known
from onrecord.linking.naming import is_name
from onrecord.linking.offices import Naming, Seed, Tenure, tenures
from onrecord.linking.titles import Held, Office, office_of
from onrecord.record import Span
from onrecord.spelling import folded
from onrecord.store.schema import actors, dispatches, names, offices, resolutions, seeds

MANY = 10_000
"""Values in one question; SQLite takes more variables, but not any number."""

Form = Literal["full", "surname", "office"]

OF_ACTOR = and_(offices.c.dispatch_id == actors.c.dispatch_id, offices.c.actor == actors.c.id)

_OFFICE = (offices.c.role, offices.c.of, offices.c.former, offices.c.not_yet, offices.c.acting, offices.c.day)


@dataclass
class Borne:
    """Where a name stands: the days of its dispatches by their numbers, and the sectors of its bearers."""

    days: dict[int, str | None] = field(default_factory=dict)
    sectors: set[str] = field(default_factory=set)

    def take_in(self, other: Borne) -> None:
        """Add where another name of the same actor stands."""
        self.days |= other.days
        self.sectors |= other.sectors


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values in lists that one question takes."""
    rest = iter(values)
    while part := list(islice(rest, MANY)):
        yield part


@lru_cache(MANY)
def form_of(name: str, kind: str, country: str) -> Form:
    """Whether a name is one of its bearer, or only the surname of a person, or an office that names nobody."""
    if kind in ("person", "unnamed") and not is_name(name) and office_of(name, country or None) is not None:
        return "office"
    return "surname" if kind == "person" and len(folded(name).split()) == 1 else "full"


@lru_cache(MANY)
def _held(title: str, country: str) -> Held | None:
    return office_of(title, country or None)


def told_by(titles: Sequence[Mapping[str, Any]], country: str) -> list[dict[str, Any]]:
    """The rows of `offices` that a person's titles make."""
    found: list[dict[str, Any]] = []
    for title in titles:
        if (held := _held(title["text"], country)) is not None:
            office = held.office
            found.append(
                {"n": len(found), "span": title["span"], "role": office.role, "of": office.of}
                | {"former": held.former, "not_yet": held.not_yet, "acting": held.acting}
            )
    return found


def offices_of(connection: Connection, keys: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of `offices` that these dispatches make: of persons named by a name, in the newest versions.

    What is said of "Clinton's team" is no evidence for anybody.
    """
    columns = (actors.c.dispatch_id, actors.c.id, actors.c.titles, names.c.name, names.c.kind, names.c.country)
    query = select(*columns, dispatches.c.day).join(dispatches).join(names, names.c.id == actors.c.name_id)
    query = query.where(actors.c.dispatch_id.in_(keys), dispatches.c.replaced_by.is_(None), names.c.kind == "person")
    return [
        row | {"dispatch_id": key, "actor": actor, "day": day}
        for key, actor, titles, name, kind, country, day in connection.execute(query.order_by(*columns[:2]))
        if is_name(name)
        for row in told_by(titles, country)
    ]


def note_offices(connection: Connection, keys: Sequence[int]) -> None:
    """Keep the evidence that these dispatches hold, in place of what was drawn from them before."""
    connection.execute(offices.delete().where(offices.c.dispatch_id.in_(keys)))
    if rows := offices_of(connection, keys):
        connection.execute(insert(offices), rows)


def borne(connection: Connection, ids: Collection[int]) -> dict[int, Borne]:
    """Where names stand, but for the dispatches in which a person has set their bearer apart."""
    found: dict[int, Borne] = defaultdict(Borne)
    apart = and_(
        resolutions.c.name_id == actors.c.name_id,
        resolutions.c.dispatch_id == actors.c.dispatch_id,
        resolutions.c.verdict == "same",
        resolutions.c.by == "person",
    )
    told = and_(dispatches.c.id == actors.c.dispatch_id, dispatches.c.replaced_by.is_(None))
    stands = select(actors.c.name_id, actors.c.dispatch_id, dispatches.c.day).join(dispatches, told)
    sectors = select(actors.c.name_id, actors.c.sector).distinct()
    for part in parts(ids):
        where = actors.c.name_id.in_(part), resolutions.c.name_id.is_(None)
        for name_id, dispatch, day in connection.execute(stands.outerjoin(resolutions, apart).where(*where)):
            found[name_id].days[dispatch] = day
        for name_id, codes in connection.execute(sectors.where(actors.c.name_id.in_(part))):
            if name_id in found:
                found[name_id].sectors.update(codes)
    return found


def known_of(row: Any, where: Borne, held: Iterable[Tenure] = (), beside: frozenset[int] = frozenset()) -> Known:
    """A row of `names` and where it stands, as names are compared."""
    days = sorted(day for day in where.days.values() if day)
    return Known(
        id=row.id,
        name=row.name,
        kind=row.kind,
        country=row.country or None,
        sectors=tuple(sorted(where.sectors)),
        offices=tuple(held),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        dispatches=len(where.days),
        beside=beside,
    )


def own_tenures(connection: Connection, ids: Collection[int]) -> dict[int, list[Tenure]]:
    """What each name's own titles, and the user's register, tell of offices; nobody else's evidence counts here."""
    namings: dict[int, list[Naming]] = defaultdict(list)
    told: dict[int, list[Seed]] = defaultdict(list)
    for part in parts(ids):
        query = _namings(actors.c.name_id, names.c.name).join(names, names.c.id == actors.c.name_id)
        for row in connection.execute(query.where(actors.c.name_id.in_(part))):
            namings[row.who].append(_naming(row))
        for row in connection.execute(select(seeds).where(seeds.c.who_id.in_(part))):
            told[row.who_id].append(_seed(row, row.who_id))
    return {who: tenures(namings[who], told[who]) for who in namings.keys() | told.keys()}


def register(connection: Connection, wanted: Iterable[Office], *, surnames: bool = True) -> list[Tenure]:
    """Who held these offices when, over all actors, each under the number under which it is gathered.

    The evidence is once for each dispatch, with no place in its text.

    Args:
        connection: to the store.
        wanted: the offices.
        surnames: count what stands beside a bare surname, too, which is so much as whom that is taken for.
    """
    namings: list[Naming] = []
    told: list[Seed] = []
    called, root = names.alias(), names.alias()
    forms = (called.c.name.label("called"), called.c.kind, called.c.country)
    for part in parts(sorted({(office.role, office.of) for office in wanted})):
        query = _namings(actors.c.who_id, root.c.name, *forms)
        query = query.join(called, called.c.id == actors.c.name_id).join(root, root.c.id == actors.c.who_id)
        for row in connection.execute(query.where(tuple_(offices.c.role, offices.c.of).in_(part))):
            if surnames or form_of(row.called, row.kind, row.country) == "full":
                namings.append(_naming(row))
        gathered = func.coalesce(called.c.who_id, called.c.id).label("root")
        seeded = select(seeds, gathered).join(called, called.c.id == seeds.c.who_id)
        for row in connection.execute(seeded.where(tuple_(seeds.c.role, seeds.c.of).in_(part))):
            told.append(_seed(row, row.root))
    return tenures(namings, told)


def holders_of(connection: Connection, roots: Collection[int]) -> set[Office]:
    """The offices that these actors are said to hold or to have held."""
    found: set[Office] = set()
    for part in parts(roots):
        said = select(offices.c.role, offices.c.of).join(actors, OF_ACTOR).where(actors.c.who_id.in_(part)).distinct()
        seeded = select(seeds.c.role, seeds.c.of).join(names, names.c.id == seeds.c.who_id)
        seeded = seeded.where(or_(names.c.id.in_(part), names.c.who_id.in_(part)))
        found.update(Office(*row) for query in (said, seeded) for row in connection.execute(query))
    return found


def held_as(row: Any) -> Held:
    """The office of a row of `offices`, and how it is held."""
    return Held(Office(row.role, row.of), former=row.former, not_yet=row.not_yet, acting=row.acting)


def _namings(who: Any, *more: Any) -> Select[Any]:
    """The evidence for offices, once for each actor and dispatch."""
    query = select(who.label("who"), *_OFFICE, offices.c.dispatch_id.label("dispatch"), *more).distinct()
    return query.select_from(offices).join(actors, OF_ACTOR)


def _naming(row: Any) -> Naming:
    return Naming(row.who, row.name, held_as(row), row.day, row.dispatch, Span(0, 0))


def _seed(row: Any, who: int) -> Seed:
    return Seed(
        row.name, Office(row.role, row.of), row.first, row.last, held=row.held, note=row.note, line=row.line, who=who
    )
