"""Whether a store still holds what was read: every hash reckoned anew, every span read again from the stored text."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, LargeBinary, cast, or_, select
from sqlalchemy.exc import DBAPIError

from onrecord.record import Record, plain
from onrecord.store.errors import StoreError
from onrecord.store.evidence import offices_of
from onrecord.store.loading import PAGE, loaded, rows
from onrecord.store.names import folded
from onrecord.store.opening import writing
from onrecord.store.rows import PARTS, Json, Row, digest_of_whole, rows_of, spans_of
from onrecord.store.schema import LAYERS, actors, dispatches, names, offices, texts
from onrecord.store.taking import TAKEN_FOR
from onrecord.store.writing import source_of


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was read: where it stands ("dispatch 12 (talks), statement s3"), and what."""

    where: str
    what: str

    def to_dict(self) -> dict[str, str]:
        """Plain JSON data."""
        return {"where": self.where, "what": self.what}

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


RECKONED = ("day", "first_day", "last_day")
"""Columns that are reckoned from a fact, to find it by."""


def problems(engine: Engine) -> Iterator[Problem | int]:
    """What is wrong with a store, and between that the number of each dispatch that was looked at."""
    yield from _index(engine)
    with engine.connect() as connection:
        yield from _database(connection)
        yield from _texts(connection)
        yield from _names(connection)
        yield from _versions(connection)
        yield from _who(connection)
        keys = list(connection.execute(select(dispatches.c.id).order_by(dispatches.c.id)).scalars())
        for start in range(0, len(keys), PAGE):
            yield from _page(connection, keys[start : start + PAGE])


def _index(engine: Engine) -> Iterator[Problem]:
    """Whether the index of words fits the texts. SQLite asks for it as if it were to be written."""
    try:
        with writing(engine) as connection:
            connection.exec_driver_sql("INSERT INTO texts_index(texts_index, rank) VALUES ('integrity-check', 1)")
    except DBAPIError as error:
        if not getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
            raise
        yield Problem("the index of words", "it does not fit the texts; search may miss dispatches")


def _database(connection: Connection) -> Iterator[Problem]:
    """What the database itself finds: pages, indexes, keys."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Problem("the database", f"{line}; restore it from a copy")
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(f"table {table}" + f", row {row}" * (row is not None), f"it names a row of {other} that is gone")


def _texts(connection: Connection) -> Iterator[Problem]:
    """Texts whose hash is another. They are taken as bytes, for they may be no UTF-8 any more."""
    query = select(texts.c.id, texts.c.sha256, cast(texts.c.text, LargeBinary))
    for key, sha256, data in connection.execute(query).yield_per(PAGE):
        if hashlib.sha256(data).hexdigest() != sha256:
            carriers = connection.execute(select(dispatches.c.id).where(dispatches.c.text_id == key)).scalars()
            of = ", ".join(map(str, carriers))
            yield Problem(
                f"text {key} (dispatch {of})", f"it is not the text that was read: its SHA-256 is not {sha256}"
            )


def _names(connection: Connection) -> Iterator[Problem]:
    """Names that are looked for under another."""
    for row in connection.execute(select(names)):
        if row.folded != folded(row.name):
            yield Problem(f"name {row.id} ({row.name})", f"it is looked for as {row.folded!r}")


def _who(connection: Connection) -> Iterator[Problem]:
    """Actors that are taken for others than is judged, and names gathered under one that is itself gathered.

    In a dispatch that is still to be linked, as after a rereading that was stopped, they may be so rightly.
    """
    wrong = actors.c.who_id.is_distinct_from(TAKEN_FOR)
    linked = select(actors.c.dispatch_id, actors.c.id).join(dispatches).where(dispatches.c.linked)
    for key, actor in connection.execute(linked.where(wrong)):
        yield Problem(f"dispatch {key}, actor {actor}", "it is taken for another than is judged")
    first = names.alias()
    gathered = select(names.c.id, names.c.name).join(first, first.c.id == names.c.who_id)
    for key, name in connection.execute(gathered.where(first.c.who_id.is_not(None))):
        yield Problem(f"name {key} ({name})", "it is gathered under a name that is itself gathered under another")


def _evidence(connection: Connection, keys: Sequence[int]) -> Iterator[Problem]:
    """Dispatches whose evidence for offices is not what their titles tell."""
    looked_at = select(dispatches.c.id).where(dispatches.c.id.in_(keys), dispatches.c.linked)
    noted = list(connection.execute(looked_at).scalars())
    columns = (offices.c.dispatch_id, offices.c.actor, offices.c.n)
    query = select(offices).where(offices.c.dispatch_id.in_(noted)).order_by(*columns)
    kept, right = defaultdict(list), defaultdict(list)
    for row in connection.execute(query).mappings():
        kept[row["dispatch_id"]].append(dict(row))
    for told in sorted(offices_of(connection, noted), key=lambda row: (row["dispatch_id"], row["actor"], row["n"])):
        right[told["dispatch_id"]].append(told)
    for key in noted:
        if kept[key] != right[key]:
            what = "its evidence for offices is not what its titles tell; onrecord reread --all draws it anew"
            yield Problem(f"dispatch {key}", what)


def _versions(connection: Connection) -> Iterator[Problem]:
    """Dispatches that are taken for replaced by what comes from elsewhere."""
    next_one = dispatches.alias()
    pairs = select(dispatches.c.id, next_one.c.id).join(next_one, next_one.c.id == dispatches.c.replaced_by)
    wrong = or_(dispatches.c.uri.is_(None), dispatches.c.uri != next_one.c.uri, dispatches.c.id == next_one.c.id)
    for key, other in connection.execute(pairs.where(wrong)):
        yield Problem(f"dispatch {key}", f"it is hidden as if replaced by dispatch {other}, which is from elsewhere")


def _page(connection: Connection, keys: Sequence[int]) -> Iterator[Problem | int]:
    """What is wrong with the facts of some dispatches, and the number of each."""
    try:
        found = loaded(connection, keys)
    except StoreError as error:
        if len(keys) > 1:  # one of them cannot be read back: which, and what of the others
            for key in keys:
                yield from _page(connection, [key])
        else:
            yield Problem(f"dispatch {keys[0]}", str(error))
            yield keys[0]
        return
    heads = {
        row["id"]: row for row in connection.execute(select(dispatches).where(dispatches.c.id.in_(keys))).mappings()
    }
    yield from _evidence(connection, keys)
    kept = {layer: rows(connection, LAYERS[layer], keys) for layer in PARTS}
    for key, (entry, record) in found.items():
        of_layer = {layer: of_key[key] for layer, of_key in kept.items()}
        yield from _dispatch(f"dispatch {key} ({entry.name})", record, heads[key], of_layer)
        yield key


def _dispatch(
    where: str, record: Record, head: Mapping[Any, Any], kept: Mapping[str, Sequence[Row]]
) -> Iterator[Problem]:
    """What is wrong with a dispatch: what its rows are against what they would have to be."""
    right = rows_of(record)
    for layer, part in PARTS.items():
        facts = zip(getattr(record, layer), kept[layer], right.facts[layer], strict=True)
        for n, (fact, row, should_be) in enumerate(facts, 1):
            called = f"{where}, {layer.removesuffix('s')} {getattr(fact, 'id', n)}"
            yield from _fact(called, plain(fact), row, should_be, record)
        numbers = [row["n"] for row in kept[layer]]
        if numbers != list(range(len(numbers))):
            yield Problem(where, f"one of its {layer} is missing: {part.__name__.lower()} {_gap(numbers) + 1}")
    digests = (row["digest"] for layer in PARTS for row in kept[layer])
    if digest_of_whole(plain(record.article), digests) != head["digest"]:
        yield Problem(where, "its head is not the one that was read, or facts were added or taken away")
    elif right.dispatch["day"] != head["day"]:
        yield Problem(where, f"it is found by the day {head['day']}, which is not the one it tells")
    if head["source"] != source_of(head["uri"], head["outlet"])[0]:
        yield Problem(where, f"its source {head['source']!r} is not where it says it is from")


def _gap(numbers: Sequence[int]) -> int:
    """The first number that is missing."""
    return next((n for n, number in enumerate(numbers) if n != number), len(numbers))


def _fact(where: str, fact: Json, row: Row, right: Row, record: Record) -> Iterator[Problem]:
    """What is wrong with a fact, whose row is `row` and would have to be `right`."""
    text = record.article.text
    for start, end in spans_of(fact):
        if not 0 <= start < end <= len(text):
            what = f"its span [{start}, {end}) does not lie in the text, which has {len(text):,} characters"
            yield Problem(where, what)
            return
    if row["digest"] != right["digest"]:
        words = " … ".join(text[start:end] for start, end in spans_of(fact))
        yield Problem(where, f"it is not what was read; now it reads “{' '.join(words.split())[:80]}”")
    elif wrong := [column for column in RECKONED if column in row and row[column] != right[column]]:
        yield Problem(where, f"it is found by the day {row[wrong[0]]}, which is not the one it tells")
