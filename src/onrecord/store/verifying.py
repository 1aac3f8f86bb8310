"""Whether a store still holds what was read: every hash reckoned anew, every span read again from the stored text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from onrecord.record import Record, sha256_of
from onrecord.store.loading import PAGE, loaded
from onrecord.store.opening import StoreError
from onrecord.store.rows import PARTS, Json, digest, digest_of_whole, spans_of
from onrecord.store.schema import LAYERS, dispatches, texts


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was read: where it stands ("dispatch 12 (talks), statement s3"), and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def problems(connection: Connection) -> Iterator[Problem | int]:
    """What is wrong with a store, and between that the number of each dispatch that was looked at."""
    yield from _database(connection)
    yield from _texts(connection)
    keys = list(connection.execute(select(dispatches.c.id).order_by(dispatches.c.id)).scalars())
    for start in range(0, len(keys), PAGE):
        for key in keys[start : start + PAGE]:
            yield from _dispatch(connection, key)
            yield key


def _database(connection: Connection) -> Iterator[Problem]:
    """What the database itself finds: pages, indexes, keys, the index of words."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Problem("the database", f"{line}; restore it from a copy")
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(f"table {table}" + f", row {row}" * (row is not None), f"it names a row of {other} that is gone")
    try:
        connection.exec_driver_sql("INSERT INTO texts_index(texts_index, rank) VALUES ('integrity-check', 1)")
    except DBAPIError:
        yield Problem("the index of words", "it does not fit the texts; search may miss dispatches")


def _texts(connection: Connection) -> Iterator[Problem]:
    """Texts whose hash is another."""
    for key, sha256, text in connection.execute(select(texts.c.id, texts.c.sha256, texts.c.text)).yield_per(PAGE):
        if not isinstance(text, str) or sha256_of(text) != sha256:
            carriers = connection.execute(select(dispatches.c.id).where(dispatches.c.text_id == key)).scalars()
            of = ", ".join(map(str, carriers))
            yield Problem(
                f"text {key} (dispatch {of})", f"it is not the text that was read: its SHA-256 is not {sha256}"
            )


def _dispatch(connection: Connection, key: int) -> Iterator[Problem]:
    """What is wrong with the facts of a dispatch."""
    try:
        entry, record = loaded(connection, [key])[key]
    except (StoreError, KeyError) as error:
        yield Problem(f"dispatch {key}", str(error))
        return
    where = f"dispatch {key} ({entry.name})"
    found: Mapping[str, Any] = record.to_dict()
    kept: list[str] = []
    for layer in PARTS:
        table = LAYERS[layer]
        query = select(table.c.n, table.c.digest).where(table.c.dispatch_id == key).order_by(table.c.n)
        digests = connection.execute(query).all()
        kept += [row.digest for row in digests]
        for fact, row in zip(found[layer], digests, strict=True):
            yield from _fact(f"{where}, {_called(layer, fact, row.n)}", fact, row.digest, record)
        for n, row in enumerate(digests):
            if n != row.n:
                yield Problem(where, f"{layer} number {n + 1} is missing")
                break
    head = connection.execute(select(dispatches.c.digest).where(dispatches.c.id == key)).scalar_one()
    if digest_of_whole(found["article"], kept) != head:
        yield Problem(where, "its head is not the one that was read, or facts were added or taken away")


def _fact(where: str, fact: Json, kept: str, record: Record) -> Iterator[Problem]:
    text = record.article.text
    for start, end in spans_of(fact):
        if not 0 <= start < end <= len(text):
            yield Problem(
                where, f"its span [{start}, {end}) does not lie in the text, which has {len(text):,} characters"
            )
            return
    if digest(fact, text) != kept:
        words = " … ".join(text[start:end] for start, end in spans_of(fact))
        yield Problem(where, f"it is not what was read; now it reads “{' '.join(words.split())[:80]}”")


def _called(layer: str, fact: Json, n: int) -> str:
    return f"{layer.removesuffix('s')} {fact.get('id', n + 1)}"
