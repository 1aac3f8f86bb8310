"""The store as its users see it: one object, whose methods are named as the commands are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Unpack

from sqlalchemy import Connection, Select, func, select

from onrecord.record import Dispatch, Record, RecordError
from onrecord.store import appointments, comparing, searching, verifying, writing
from onrecord.store.appointments import Agenda
from onrecord.store.comparing import Comparisons
from onrecord.store.errors import NotInStoreError
from onrecord.store.findings import Entry, Hit, Kept
from onrecord.store.identities import Identities
from onrecord.store.loading import PAGE, loaded
from onrecord.store.opening import PATIENCE, engine_of, place_of, told
from onrecord.store.queries import LARGEST, Findings, Window, party, taken_for, within
from onrecord.store.rows import PARTS
from onrecord.store.schema import dispatches, disputes, events, figures, statements, texts
from onrecord.store.verifying import Problem
from onrecord.store.writing import Outcome, Reads


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


class Store(Identities):
    """Dispatches and their records in one file. Made by `open_store`; a context manager that closes it.

    May be used by several threads and several processes at once: who reads never waits, who writes waits while
    another writes one dispatch. Every method raises `StoreError` where the file fails.
    """

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
