"""The dossier of an actor: by which names dispatches call him, which offices he held, who says so, and what is open.

What is judged is told with its reason, by whom it was judged and when; evidence for an office with the words that
are it. Nothing that conflicts is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from onrecord.linking.offices import Holder, Tenure, holders
from onrecord.linking.titles import office_of
from onrecord.record import Span
from onrecord.store.days import days_of
from onrecord.store.errors import NotInStoreError, QueryError
from onrecord.store.evidence import OF_ACTOR, form_of, holders_of, parts, register
from onrecord.store.findings import Json, Name
from onrecord.store.queries import REPLACED, name_of, named, names_where
from onrecord.store.reasons import merged
from onrecord.store.schema import actors, dispatches, judgements, names, offices, resolutions, texts

SHOWN = 20
"""Resolutions that a dossier shows: one of each name and reason says what the others say."""


@dataclass(frozen=True)
class Spelling:
    """A name by which dispatches call an actor, and in how many; `why` says why it is his, where it is another."""

    id: int
    name: str
    kind: str
    country: str | None
    dispatches: int
    why: str | None = None

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return asdict(self)


@dataclass(frozen=True)
class Evidence:
    """A title in a dispatch: the dispatch's number and day, the title's characters and words.

    `at` is where the title stands in the dispatch's record, as a JSON pointer (RFC 6901): `/actors/3/titles/0`.
    """

    dispatch: int
    day: str | None
    at: str
    span: Span
    words: str

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return asdict(self) | {"span": list(self.span)}


@dataclass(frozen=True)
class OfficeHeld:
    """An office that an actor is said to have held, from the `first` to the `last` day that is known of.

    `evidence` are the first and the last title that tell of it, of so many `dispatches`. `seed` is what the user's
    register says of it, `struck` that it strikes it out. `over_by` is a day on which he is called a former holder,
    `not_before` one on which he is called a coming one. `against` are sentences on evidence that conflicts.
    """

    role: str
    of: str
    first: str | None
    last: str | None
    dispatches: int
    evidence: tuple[Evidence, ...]
    seed: str | None
    struck: bool
    over_by: str | None
    not_before: str | None
    against: tuple[str, ...]

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return asdict(self) | {"evidence": [each.to_dict() for each in self.evidence]}


@dataclass(frozen=True)
class Judgement:
    """That two names are one actor's ("same"), are not ("different"), or may be ("proposed").

    `left` and `right` are the numbers of the names. Where `in_dispatches` has numbers, it is judged of what those call
    `left`, and of no other. `by` is "person" or "program"; `features` are what the program compared.
    """

    left: int
    right: int
    left_name: str
    right_name: str
    verdict: str
    by: str
    score: float | None
    features: tuple[Json, ...]
    why: str
    added: str
    in_dispatches: tuple[int, ...] = ()

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return asdict(self)


@dataclass(frozen=True)
class Dossier:
    """Everything known of who an actor is.

    `judgements` are on his names, `resolutions` on dispatches that call him by surname or office alone, `proposals`
    what a person is asked to decide.
    """

    actor: Name
    spellings: tuple[Spelling, ...]
    offices: tuple[OfficeHeld, ...]
    proposals: tuple[Judgement, ...]
    judgements: tuple[Judgement, ...]
    resolutions: tuple[Judgement, ...]

    def to_dict(self) -> Json:
        """Plain JSON data."""
        listed = ("spellings", "offices", "proposals", "judgements", "resolutions")
        return {"actor": self.actor.to_dict()} | {
            key: [each.to_dict() for each in getattr(self, key)] for key in listed
        }


@dataclass(frozen=True)
class Candidate:
    """An actor who may be meant by a name or by an office on a day; `why` says why, where it is by an office."""

    actor: Name
    score: float | None = None
    why: str | None = None

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return {"actor": self.actor.to_dict(), "score": self.score, "why": self.why}


def candidates(connection: Connection, words: str, on: str | None) -> list[Candidate]:
    """Who may be meant by words: who bears them as a name, else who held the office that they describe on a day.

    Raises:
        QueryError: there is no word in it, or `on` is no day.
    """
    first, last = _days(on)
    bearing = names_where(connection, named(words), None, 0)
    if by_name := [each for each in bearing if form_of(each.name, each.kind, each.country or "") != "office"]:
        return [Candidate(each) for each in by_name]
    held = office_of(words, None)
    if held is None:
        return [Candidate(each) for each in bearing]
    tenures = register(connection, [held.office])
    found: dict[int, Holder] = {}
    for day in dict.fromkeys((first, last)):
        for holder in holders(held.office, day, tenures):
            found.setdefault(holder.who, holder)
    ranked = sorted(found.values(), key=lambda holder: -holder.score)
    return [Candidate(_actor(connection, each.who), each.score, each.why) for each in ranked]


def dossier(connection: Connection, key: int, on: str | None = None) -> Dossier:
    """The dossier of the actor under whom the name of a number is gathered; of offices, those held on a day.

    Raises:
        NotInStoreError: there is no such name.
        QueryError: `on` is no day.
    """
    first, last = _days(on)
    actor = _actor(connection, key)
    members = or_(names.c.id == actor.id, names.c.who_id == actor.id)
    rows = {row.id: row for row in connection.execute(select(names).where(members))}
    judged = _judgements(connection, rows)
    resolved = _resolutions(connection, rows)
    held = [
        tenure
        for tenure in register(connection, holders_of(connection, [actor.id]))
        if tenure.who == actor.id
        and not (first and last and ((tenure.first or "") > last or (tenure.last or "~") < first))
    ]
    open_ones = [each for each in (*judged, *resolved) if each.verdict == "proposed"]
    return Dossier(
        actor,
        _spellings(connection, actor, rows),
        tuple(_offices(connection, actor.id, held)),
        tuple(open_ones),
        tuple(each for each in judged if each.verdict != "proposed"),
        tuple(each for each in resolved if each.verdict != "proposed"),
    )


def proposals(connection: Connection, limit: int | None = None) -> list[Judgement]:
    """What a person is asked to decide, the likeliest first."""
    open_ones = judgements.c.verdict == "proposed"
    query = select(judgements).where(open_ones).order_by(judgements.c.score.desc(), judgements.c.left_id)
    found = _named(connection, [(row.left_id, row.right_id, row, ()) for row in connection.execute(query.limit(limit))])
    of_uses = select(resolutions).where(resolutions.c.verdict == "proposed")
    found += _grouped(connection, connection.execute(of_uses).all())
    return sorted(found, key=lambda each: -(each.score or 0))[:limit]


def _days(on: str | None) -> tuple[str | None, str | None]:
    if on is None:
        return None, None
    first, last = days_of(on)
    if first is None:
        raise QueryError(f"on {on!r} is no day; write it as 2022-01-10, or a month as 2022-01")
    return first, last


def _actor(connection: Connection, key: int) -> Name:
    """The actor under whom a name is gathered, however seldom he occurs."""
    for found in names_where(connection, named(key), 1, 0):
        return found
    row = connection.execute(select(names).where(named(key))).one_or_none()
    if row is None:
        raise NotInStoreError(f"there is no actor {key}; find one by name with onrecord actor")
    if row.who_id is not None:
        row = connection.execute(select(names).where(names.c.id == row.who_id)).one()
    return name_of(row, dispatches=0, statements=0)


def _spellings(connection: Connection, actor: Name, rows: dict[int, Row[Any]]) -> tuple[Spelling, ...]:
    """The names by which dispatches call an actor, the one used most first."""
    counted = func.count(actors.c.dispatch_id.distinct()).label("borne")
    query = select(names, counted).join(actors, actors.c.name_id == names.c.id)
    query = query.where(actors.c.who_id == actor.id, actors.c.dispatch_id.not_in(REPLACED)).group_by(names.c.id)
    called = connection.execute(query.order_by(counted.desc(), names.c.id)).all()
    why = {key: " ".join(step.why for step in steps) for key, steps in merged(connection, rows).items()}
    used = resolutions.c.who_id.in_(list(rows)), resolutions.c.verdict == "same"
    for row in connection.execute(
        select(resolutions.c.name_id, func.min(resolutions.c.why).label("why"))
        .where(*used)
        .group_by(resolutions.c.name_id)
    ):
        why.setdefault(row.name_id, row.why)
    return tuple(Spelling(x.id, x.name, x.kind, x.country or None, x.borne, why.get(x.id)) for x in called)


def _offices(connection: Connection, who: int, held: Iterable[Tenure]) -> Iterable[OfficeHeld]:
    """Tenures with the words that are their first and their last evidence."""
    said = (
        select(offices, texts.c.text, actors.c.n.label("place"), actors.c.titles)
        .join(actors, OF_ACTOR)
        .join(dispatches, dispatches.c.id == actors.c.dispatch_id)
    )
    said = said.join(texts, texts.c.id == dispatches.c.text_id).where(actors.c.who_id == who)
    for tenure in held:
        of_office = offices.c.role == tenure.office.role, offices.c.of == tenure.office.of
        ends = {naming.dispatch for naming in (*tenure.namings[:1], *tenure.namings[-1:])}
        rows = connection.execute(
            said.where(*of_office, offices.c.dispatch_id.in_(ends)).order_by(offices.c.day, offices.c.dispatch_id)
        ).all()
        evidence = {row.dispatch_id: row for row in reversed(rows)}
        days = {naming.day for naming in tenure.namings}
        stands = select(offices.c.day, offices.c.dispatch_id).join(actors, OF_ACTOR).where(actors.c.who_id == who)
        told = {row.dispatch_id for row in connection.execute(stands.where(*of_office)) if row.day in days}
        yield OfficeHeld(
            tenure.office.role,
            tenure.office.of,
            tenure.first,
            tenure.last,
            len(told),
            tuple(_evidence(row) for row in reversed(evidence.values())),
            (tenure.seed.note or f"line {tenure.seed.line} of the register") if tenure.seed else None,
            tenure.struck,
            tenure.over_by,
            tenure.not_before,
            tenure.against,
        )


def _evidence(row: Row[Any]) -> Evidence:
    span = Span(*row.span)
    title = next((n for n, title in enumerate(row.titles) if title["span"] == row.span), 0)
    return Evidence(row.dispatch_id, row.day, f"/actors/{row.place}/titles/{title}", span, row.text[slice(*span)])


def _judgements(connection: Connection, ids: Collection[int]) -> list[Judgement]:
    """What is judged of these names, a person's word first."""
    either = or_(judgements.c.left_id.in_(ids), judgements.c.right_id.in_(ids))
    found = connection.execute(select(judgements).where(either)).all()
    judged = _named(connection, [(row.left_id, row.right_id, row, ()) for row in found])
    return sorted(judged, key=lambda each: (each.by != "person", -(each.score or 0), each.left, each.right))


def _resolutions(connection: Connection, ids: Collection[int]) -> list[Judgement]:
    """What is judged of dispatches that use these names, or mean their bearer by others."""
    query = select(resolutions).where(or_(resolutions.c.who_id.in_(ids), resolutions.c.name_id.in_(ids)))
    return _grouped(connection, connection.execute(query.order_by(resolutions.c.dispatch_id)).all())


def _grouped(connection: Connection, rows: Sequence[Row[Any]]) -> list[Judgement]:
    """Judgements on uses of names, those that say the same for the same reason as one."""
    alike: dict[tuple[Any, ...], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        alike[row.name_id, row.who_id, row.verdict, row.by, row.why].append(row)
    found = [
        (first.name_id, first.who_id, first, tuple(row.dispatch_id for row in group))
        for group in alike.values()
        for first in group[:1]
    ]
    return sorted(_named(connection, found), key=lambda each: (each.by != "person", -(each.score or 0)))


def _named(connection: Connection, found: Sequence[tuple[int, int, Row[Any], tuple[int, ...]]]) -> list[Judgement]:
    """Rows of judgements with the names that they are about."""
    called: dict[int, str] = {}
    for part in parts(sorted({key for left, right, _, _ in found for key in (left, right)})):
        for row in connection.execute(select(names.c.id, names.c.name, names.c.namesake).where(names.c.id.in_(part))):
            called[row.id] = f"{row.name} ({row.namesake + 1})" if row.namesake else row.name
    return [
        Judgement(
            left, right, called[left], called[right], row.verdict, row.by, row.score, tuple(row.features), row.why,
            row.added, dispatches,
        )
        for left, right, row, dispatches in found
    ]  # fmt: skip
