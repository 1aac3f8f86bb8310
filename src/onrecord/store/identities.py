"""Who is who in a store, as its users see it: its actors, the offices they held, and a person's word on them.

The part of `Store` that does this. What is judged, and how, is `identifying`'s and `judging`'s; here it is called.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import and_, true

from onrecord.linking.offices import Tenure
from onrecord.store import identifying, judging, registers, who
from onrecord.store.errors import NotInStoreError, QueryError
from onrecord.store.findings import Name
from onrecord.store.opening import Opened, told, writing
from onrecord.store.queries import LARGEST, named, names_where
from onrecord.store.schema import names
from onrecord.store.who import Candidate, Dossier, Judgement

LISTED = 8
"""Actors that a message lists where several are meant."""

BY_HAND = "A person said so."
"""The reason of a judgement for which a person gives none."""


class Identities(Opened):
    """The actors of an open store."""

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
        with told(self.path), writing(self._engine) as connection:
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
        with told(self.path), writing(self._engine) as connection:
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
        with told(self.path), writing(self._engine) as connection:
            registers.take_over(connection, str(place.resolve()), found)
        self.link()
        return len(found)

    def tenures(self) -> list[Tenure]:
        """The register of offices: who held which when, as dispatches tell it and the user's files say."""
        with self._reading() as connection:
            return registers.whole(connection)

    def link(self) -> None:
        """Judge who is who in what was kept since the last time; `add` and `reread` end with it.

        Stopped, it goes on where it was. What a person has judged stays (docs/explanation/who-is-who.md).
        """
        with told(self.path):
            identifying.link(self._engine)
