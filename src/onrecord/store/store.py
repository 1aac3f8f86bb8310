"""The store as its users see it: one object, whose methods are named as the commands are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Unpack

from sqlalchemy import Connection, Engine, Select, and_, func, select, true

from onrecord.linking.offices import Tenure
from onrecord.record import Dispatch, Record, RecordError
from onrecord.store import appointments, comparing, identifying, judging, registers, searching, verifying, who, writing
from onrecord.store.appointments import Agenda
from onrecord.store.comparing import Comparisons
from onrecord.store.errors import NotInStoreError, QueryError
from onrecord.store.findings import Entry, Hit, Kept, Name
from onrecord.store.loading import PAGE, loaded
from onrecord.store.opening import PATIENCE, engine_of, place_of, told
from onrecord.store.opening import writing as writing_to
from onrecord.store.queries import LARGEST, Findings, Window, named, names_where, party, taken_for, within
from onrecord.store.rows import PARTS
from onrecord.store.schema import dispatches, disputes, events, figures, names, statements, texts
from onrecord.store.verifying import Problem
from onrecord.store.who import Candidate, Dossier, Judgement
from onrecord.store.writing import Outcome, Reads

LISTED = 8
"""Actors that a message lists where several are meant."""

BY_HAND = "A person said so."
"""The reason of a judgement for which a person gives none."""


def open_store(path: str | os.PathLike[str] | None = None, *, create: bool = True, patience: float = PATIENCE) -> Store:
    """The store in a file, brought up to the newest schema if an earlier OnRecord made it.

    Args:
        path: the file; by default the one that the environment's `ONRECORD_STORE` names, else `onrecord.db` here.
        create: make the store if there is none.
        patience: seconds to wait for another program that is writing to it.

    Raises:
        StoreError: it cannot be opened, because it is damaged, locked, no store, or a newer program's.
    """
    place = place_of(path)
    return Store(place, engine_of(place, create=create, patience=patience))


class Store:
    """Dispatches and their records in one file. Made by `open_store`; a context manager that closes it.

    May be used by several threads and several processes at once: who reads never waits, who writes waits while
    another writes one dispatch. Every method raises `StoreError` where the file fails.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it is now, whatever is written meanwhile."""
        with told(self.path), self._engine.connect() as connection:
            yield connection

    # Keeping

    def add(
        self, found: Iterable[Dispatch], reader: Reads, *, on_outcome: Callable[[Outcome], None] = lambda _: None
    ) -> None:
        """Read dispatches and keep them with their records, each as soon as it is read.

        What is there already is not read, unless its source now tells a day, outlet or headline that it did not.

        Args:
            found: the dispatches; taken lazily, a batch ahead of what is kept.
            reader: what reads them, an `onrecord.Reader`.
            on_outcome: told what became of each dispatch. What it was told is kept, whatever happens after.
        """

        stream, went_back = iter(found), dict[str, int]()
        waiting: Iterable[Dispatch] = ()
        while waiting := self._add(chain(waiting, stream), reader, on_outcome, went_back):
            pass
        for uri, key in went_back.items():
            with told(self.path):
                writing.restore(self._engine, key, uri)
        self.link()

    def _add(
        self,
        found: Iterator[Dispatch],
        reader: Reads,
        on_outcome: Callable[[Outcome], None],
        went_back: dict[str, int],
    ) -> tuple[Dispatch, ...]:
        """Read and keep dispatches up to one that has to wait for another of them, and return that; nothing at the end.

        Which sources now have a text again that they had before is noted in `went_back`, with the number of that
        version: by the last word of each, so that stopping midway changes nothing.
        """
        in_hand: set[tuple[str, str]] = set()
        waiting: tuple[Dispatch, ...] = ()

        def unread() -> Iterator[Dispatch]:
            nonlocal waiting
            for dispatch in found:
                key = writing.order_of(dispatch)
                if key in in_hand:  # what is new in it can only be seen when the one before is kept
                    waiting = (dispatch,)
                    return
                with self._reading() as connection:
                    here = writing.held(connection, dispatch)
                better = writing.told_more(here, dispatch) if here else dispatch
                if here is not None and here.replaced_by is not None:
                    went_back[here.uri] = here.id
                elif dispatch.uri is not None:
                    went_back.pop(dispatch.uri, None)
                if better is not None:
                    in_hand.add(key)
                    yield better
                elif here:
                    on_outcome(Outcome(dispatch, "already there", here.id))

        def done(outcome: Outcome) -> None:
            in_hand.discard(writing.order_of(outcome.dispatch))
            on_outcome(outcome)

        self._keep(reader, unread(), done, again=False)
        return waiting

    def _keep(
        self, reader: Reads, unread: Iterator[Dispatch], on_outcome: Callable[[Outcome], None], *, again: bool
    ) -> None:
        """Read dispatches and keep what was read; one that fails does not keep the others from it."""

        def failed(dispatch: Dispatch, error: Exception) -> None:
            on_outcome(Outcome(dispatch, "failed", error=error))

        for dispatch, record in reader.pairs(unread, on_error=failed):
            try:
                with told(self.path):
                    outcome = writing.put(self._engine, dispatch, record, reader.version, again=again)
            except RecordError as error:
                failed(dispatch, error)
            else:
                on_outcome(outcome)

    def put(self, dispatch: Dispatch, record: Record, made_by: str) -> Outcome:
        """Keep a dispatch and the record that `made_by` (`Reader.version`) read out of it.

        The same text from the same source is kept once: this record takes the place of the one that was there.

        Raises:
            RecordError: the record is of another text, or names an actor or statement that it does not hold.
        """
        with told(self.path):
            return writing.put(self._engine, dispatch, record, made_by, again=True)

    def reread(
        self, reader: Reads, *, everything: bool = False, on_outcome: Callable[[Outcome], None] = lambda _: None
    ) -> None:
        """Read again what another version of the reader or its weights has read; stopped, it goes on where it was.

        Args:
            reader: what reads, an `onrecord.Reader`.
            everything: read again what this version has read, too.
            on_outcome: told what became of each dispatch; of one that failed, the record stays as it was.
        """

        def outdated() -> Iterator[Dispatch]:
            for key in self.outdated("" if everything else reader.version):
                yield self._dispatch(key)

        self._keep(reader, outdated(), on_outcome, again=True)
        self.link()

    def link(self) -> None:
        """Judge who is who in what was kept since the last time; `add` and `reread` end with it.

        Stopped, it goes on where it was. What a person has judged stays (docs/explanation/who-is-who.md).
        """
        with told(self.path):
            identifying.link(self._engine)

    def outdated(self, version: str) -> list[int]:
        """The numbers of the dispatches whose record another version has made."""
        query = select(dispatches.c.id).where(dispatches.c.made_by != version).order_by(dispatches.c.id)
        with self._reading() as connection:
            return _ids(connection, query)

    def _dispatch(self, key: int) -> Dispatch:
        """A dispatch as it was given."""
        query = select(dispatches, texts.c.text).join(texts).where(dispatches.c.id == key)
        with self._reading() as connection:
            row = connection.execute(query).one()
        return Dispatch(
            id=row.name,
            text=row.text,
            title=row.given_title,
            published=row.given_published,
            outlet=row.outlet,
            uri=row.uri,
            source_sha256=row.source_sha256,
        )

    @property
    def size(self) -> int:
        """How many dispatches there are, every version counted."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(dispatches)).scalar_one())

    # Finding

    def dispatches(self, **window: Unpack[Window]) -> list[Entry]:
        """The dispatches, the latest day first, those without a day last."""
        day = dispatches.c.day
        query = within(select(dispatches.c.id).where(dispatches.c.replaced_by.is_(None)), (day, day), window)
        query = query.order_by(day.desc().nulls_last(), dispatches.c.id.desc())
        with self._reading() as connection:
            return [entry for entry, _ in _paged(connection, _ids(connection, query), ())]

    def search(self, words: str, **window: Unpack[Window]) -> list[Hit]:
        """The dispatches whose text has all these words, the most telling first; twenty unless `limit` says otherwise.

        Any inflection counts; "words in quotation marks" stand together, `word*` begins so, `-word` must not occur.

        Raises:
            QueryError: there is no word to look for.
        """
        query = searching.query_of(words)
        hits = []
        with self._reading() as connection:
            for entry, record in _paged(connection, searching.found(connection, query, window), ()):
                text, matches = record.article.text, searching.matches(connection, query, entry.id)
                part = searching.excerpt(text, matches)
                hits.append(Hit(entry, text, part, searching.within(part, matches)))
        return hits

    def statements(
        self,
        *,
        speaker: str | int | None = None,
        via: str | int | None = None,
        act: str | None = None,
        **window: Unpack[Window],
    ) -> Findings:
        """Who said what: the statements, by the day they were made, the dispatch's where the text tells no other.

        Args:
            speaker: words of the speaker's name ("Blinken"), or a name's number.
            via: words of the name of who passed it on, or a name's number.
            act: the act of speech ("deny").
            window: which of them.

        Raises:
            QueryError: a name without a word in it.
        """
        conditions, parties = [], []
        if speaker is not None:
            parties.append(party("statements", taken_for(speaker), "speakers"))
        if via is not None:
            parties.append(party("statements", taken_for(via), "via"))
        if act is not None:
            conditions.append(statements.c.act == act)
        return Findings("statements", self._reading, conditions, (statements.c.day, statements.c.day), window, parties)

    def events(
        self,
        *,
        actor: str | int | None = None,
        type: str | None = None,
        status: str | None = None,
        country: str | None = None,
        **window: Unpack[Window],
    ) -> Findings:
        """Who did what to whom: the events, by their own day.

        Args:
            actor: words of the name of who acts or is acted upon, or a name's number.
            type: PLOVER's type ("CONSULT").
            status: "occurred", "scheduled" and so on.
            country: where, as ISO 3166 alpha-3.
            window: which of them.

        Raises:
            QueryError: a name without a word in it.
        """
        conditions, parties = [], []
        if actor is not None:
            parties.append(party("events", taken_for(actor), "actors", "recipients"))
        code = country.upper() if country is not None else None
        for column, value in ((events.c.type, type), (events.c.status, status), (events.c.place_country, code)):
            if value is not None:
                conditions.append(column == value)
        return Findings("events", self._reading, conditions, (events.c.first_day, events.c.last_day), window, parties)

    def agenda(self, *, actor: str | int | None = None, **window: Unpack[Window]) -> Agenda:
        """What is set to happen, was called off, or was held after that: each appointment once, by its day.

        An appointment holds the reports of all dispatches that tell of it, and says why each is taken for one of it
        (docs/explanation/agenda.md).

        Args:
            actor: words of the name of who has a part in it, or a name's number.
            window: which of them.

        Raises:
            QueryError: a name without a word in it.
        """
        with self._reading() as connection:
            return appointments.agenda(connection, actor, window)

    def figures(self, *, unit: str | None = None, **window: Unpack[Window]) -> Findings:
        """The figures, by the day of their dispatch; `unit` is a part of what they count ("troops")."""
        conditions = [] if unit is None else [figures.c.unit.icontains(unit, autoescape=True)]
        return Findings("figures", self._reading, conditions, (dispatches.c.day, dispatches.c.day), window)

    def compare(self, *, unit: str | None = None, about: str | None = None, **window: Unpack[Window]) -> Comparisons:
        """Figures for the same thing from several dispatches or givers, set side by side, by the day of the first.

        Each thing holds its figures by the day on which they were told, each with its giver and why it is taken for
        one of them, and the spread from the lowest to the highest (docs/explanation/figures.md).

        Args:
            unit: a part of what is counted ("troops"); other words for it ("soldiers") are found, too.
            about: words that all stand in the sentence of one of its figures.
            window: which of them.

        Raises:
            QueryError: a bound is no day.
        """
        with self._reading() as connection:
            return comparing.compare(connection, unit, about, window)

    def disputes(self, *, speaker: str | int | None = None, **window: Unpack[Window]) -> Findings:
        """Who denies, rejects or questions what, by the day of the denial; `speaker` is who denies."""
        parties = [] if speaker is None else [party("statements", taken_for(speaker), "speakers")]
        return Findings("disputes", self._reading, (), (disputes.c.day, disputes.c.day), window, parties)

    def names(self, words: str | None = None, *, limit: int | None = None, offset: int = 0) -> list[Name]:
        """The actors, all or those who bear a name with these words; who stands in the most dispatches comes first."""
        with self._reading() as connection:
            return names_where(connection, true() if words is None else named(words), limit, offset)

    def name(self, key: int) -> Name:
        """The actor under whom the name of that number is gathered.

        Raises:
            NotInStoreError: there is none, or nobody bears it in the dispatches as they now are.
        """
        with self._reading() as connection:
            for name in names_where(connection, named(key), 1, 0):
                return name
        raise NotInStoreError(f"{self.path}: there is no actor {min(key, LARGEST)}; onrecord serve lists them")

    def named(self, name: str, kind: str, country: str | None) -> Name:
        """The actor under whom the name of exactly this spelling, kind and country is gathered.

        Raises:
            NotInStoreError: there is none.
        """
        these = names.c.name == name, names.c.kind == kind, names.c.country == (country or ""), names.c.namesake == 0
        with self._reading() as connection:
            for found in names_where(connection, and_(*these), 1, 0):
                return found
        raise NotInStoreError(
            f"{name!r} ({kind}, {country or 'no country'}): there is no such actor; look for it by name"
        )

    # Who is who

    def actor(self, key: str | int, *, on: str | None = None) -> Dossier:
        """Who an actor is: his names, the offices he held and who says so, what was judged of him, and what is open.

        Args:
            key: a name's number, words of the name, or an office ("the US secretary of state").
            on: the day (2022-01-10), month or year on which he held the office; of offices, those held then.

        Raises:
            NotInStoreError: there is no such actor, or there are several; the message names them.
            QueryError: there is no word in it, or `on` is no day.
        """
        with self._reading() as connection:
            if isinstance(key, str):
                found = who.candidates(connection, key, on)
                if len(found) != 1:
                    fit = ", ".join(f"{each.actor.id} ({each.actor.name})" for each in found[:LISTED])
                    remedy = f"give a number: {fit}" if found else "find it with onrecord search"
                    raise NotInStoreError(f"{key}: {len(found) or 'no'} actors fit; {remedy}")
                key = found[0].actor.id
            return who.dossier(connection, min(key, LARGEST), on)

    def candidates(self, words: str, *, on: str | None = None) -> list[Candidate]:
        """The actors who may be meant by a name, or by an office on a day; arguments and errors as of `actor`."""
        with self._reading() as connection:
            return who.candidates(connection, words, on)

    def proposals(self, *, limit: int | None = None) -> list[Judgement]:
        """Which names may be one actor's, for a person to decide by `merge` or `split`; the likeliest first."""
        with self._reading() as connection:
            return who.proposals(connection, limit)

    def merge(self, a: str | int, b: str | int, *, dispatches: Sequence[int] = (), why: str | None = None) -> int:
        """Take two names for one actor's from now on, and give the actor's number; so a proposal is confirmed.

        Args:
            a: a name as it is spelled, or its number.
            b: the other.
            dispatches: take `a` for `b` in these alone.
            why: the reason, which is kept.

        Raises:
            NotInStoreError: there is no such name, or there are several; the message names them.
            QueryError: they are one name, or a person has split others that would be merged by it.
        """
        with told(self.path), writing_to(self._engine) as connection:
            number = judging.merge(connection, a, b, why or BY_HAND, dispatches)
        self.link()
        return number

    def split(
        self, a: str | int, b: str | int | None = None, *, dispatches: Sequence[int] = (), why: str | None = None
    ) -> int | None:
        """Keep two names apart from now on; or take who bears `a` in some dispatches for another of the same name.

        Arguments and errors are as of `merge`; give either `b` or `dispatches`. The number of the namesake is given.
        """
        if (b is None) != bool(dispatches):
            raise QueryError("split takes two names, or one name and the dispatches of its namesake; give either")
        with told(self.path), writing_to(self._engine) as connection:
            if b is not None:
                judging.split(connection, a, b, why or BY_HAND)
                number = None
            else:
                number = judging.set_apart(connection, a, dispatches, why or BY_HAND)
        self.link()
        return number

    def register(self, path: str | os.PathLike[str]) -> int:
        """Take over a register of offices, a CSV file, in place of what it said before; how many rows it has.

        Raises:
            RegisterError: a row is no good; nothing of the file is taken over.
        """
        place = Path(path)
        found = registers.read(place)
        with told(self.path), writing_to(self._engine) as connection:
            registers.take_over(connection, str(place.absolute()), found)
        self.link()
        return len(found)

    def tenures(self) -> list[Tenure]:
        """The register of offices: who held which when, as dispatches tell it and the user's files say."""
        with self._reading() as connection:
            return registers.whole(connection)

    # Reading back

    def show(self, key: int | str) -> Kept:
        """A dispatch with its record.

        Args:
            key: its number, also as text, or its name, of which the newest version is taken.

        Raises:
            NotInStoreError: there is no such dispatch, or there are several.
        """
        with self._reading() as connection:
            number = self._number(connection, key)
            row = connection.execute(select(dispatches).where(dispatches.c.id == number)).one()
            of_text = select(dispatches.c.id).where(dispatches.c.text_id == row.text_id, dispatches.c.id != number)
            of_source = select(dispatches.c.id).where(dispatches.c.source == row.source, dispatches.c.uri == row.uri)
            versioned = writing.source_of(row.uri)[1]
            versions = _ids(connection, of_source.order_by(dispatches.c.version)) if versioned else []
            entry, record = loaded(connection, [number])[number]
            return Kept(
                entry,
                record,
                shared_with=tuple(entry for entry, _ in _paged(connection, _ids(connection, of_text), ())),
                versions=tuple(entry for entry, _ in _paged(connection, versions, ())),
            )

    def records(self, **window: Unpack[Window]) -> Iterator[tuple[Entry, Record]]:
        """Every dispatch in its newest version with its record, in the order in which they were added."""
        day = dispatches.c.day
        query = within(select(dispatches.c.id).where(dispatches.c.replaced_by.is_(None)), (day, day), window)
        with self._reading() as connection:
            yield from _paged(connection, _ids(connection, query.order_by(dispatches.c.id)))

    def verify(self, *, on_dispatch: Callable[[int], None] = lambda _: None) -> Iterator[Problem]:
        """What is not as it was read: every hash is reckoned anew, every span read again from the stored text.

        Args:
            on_dispatch: told the number of each dispatch that was looked at.
        """
        with told(self.path):
            for found in verifying.problems(self._engine):
                if isinstance(found, Problem):
                    yield found
                else:
                    on_dispatch(found)

    def _number(self, connection: Connection, key: int | str) -> int:
        """The number of the dispatch that a number or name means."""
        found = []
        if isinstance(key, int) or (key.isdecimal() and len(key) <= len(str(LARGEST))):
            found = _ids(connection, select(dispatches.c.id).where(dispatches.c.id == min(int(key), LARGEST)))
        if not found and isinstance(key, str):
            newest = select(dispatches.c.id).where(dispatches.c.replaced_by.is_(None))
            found = _ids(connection, newest.where(dispatches.c.name == key))
        if len(found) == 1:
            return found[0]
        if found:
            raise NotInStoreError(f"{key}: {len(found)} dispatches have that name; give a number: {_listed(found)}")
        shown = key if isinstance(key, str) else f"number {key}" if key <= LARGEST else "such a number"
        raise NotInStoreError(f"{shown:.100}: there is no such dispatch in {self.path}; find it with onrecord search")


def _ids(connection: Connection, query: Select[Any]) -> list[int]:
    return list(connection.execute(query).scalars())


def _paged(
    connection: Connection, keys: Sequence[int], layers: Iterable[str] = tuple(PARTS)
) -> Iterator[tuple[Entry, Record]]:
    """The dispatches of these numbers in this order, a page of them in memory at a time."""
    layers = tuple(layers)
    for start in range(0, len(keys), PAGE):
        yield from loaded(connection, keys[start : start + PAGE], layers).values()


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + ", ..." * (len(numbers) > 10)
