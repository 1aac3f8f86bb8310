"""Records out of the tables, many at a time: one query for each table, whatever the number of dispatches."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.exc import OperationalError

from onrecord.record import Record, RecordError
from onrecord.store.errors import StoreError
from onrecord.store.findings import Entry
from onrecord.store.rows import PARTS, Row, record_of
from onrecord.store.schema import LAYERS, PARTIES, actors, dispatches, names, texts

Facts = dict[str, dict[int, list[Row]]]

OPENING = 120
"""Characters at the beginning of a text that lists show: about a line and a half."""

PAGE = 100
"""Dispatches loaded together. More only hold more memory; SQLite takes thousands of ids in a query."""


def entry_of(head: Row, text: str) -> Entry:
    """A dispatch as lists show it, from its row of `dispatches`."""
    keys = ("id", "name", "day", "outlet", "uri", "version", "replaced_by", "added", "made_by")
    return Entry(
        headline=headline_of(head, text),
        opening=textwrap.shorten(text[: 2 * OPENING], OPENING, placeholder=" …"),
        **{key: head[key] for key in keys},
    )


def headline_of(head: Row, text: str) -> str | None:
    """The headline of a dispatch on one line, if it has one."""
    return " ".join(text[slice(*head["title"])].split()) if head["title"] else None


def loaded(
    connection: Connection, ids: Sequence[int], layers: Iterable[str] = tuple(PARTS)
) -> dict[int, tuple[Entry, Record]]:
    """The dispatches of these numbers and their records, with the given layers alone filled.

    Raises:
        StoreError: the rows of one hold no record; it names the dispatch.
    """
    layers = tuple(layers)
    whole = select(dispatches, texts.c.text, texts.c.sha256).join(texts).where(dispatches.c.id.in_(ids))
    try:
        heads = {row["id"]: dict(row) for row in connection.execute(whole).mappings()}
        facts = {layer: rows(connection, LAYERS[layer], ids) for layer in layers}
        parties = {layer: rows(connection, PARTIES[layer], ids) for layer in layers if layer in PARTIES}
        return {key: _loaded(heads[key], facts, parties) for key in ids}
    except OperationalError as error:
        if "decode" not in str(error.orig):
            raise
        raise unreadable(ids, f"a text in it is no UTF-8: {error.orig}") from None
    except KeyError as error:
        raise unreadable(ids, f"what it names is gone: {error}") from None
    except (RecordError, TypeError, ValueError) as error:
        raise unreadable(ids, str(error)) from None


def _loaded(head: Row, facts: Facts, parties: Facts) -> tuple[Entry, Record]:
    key = head["id"]
    record = record_of(
        head,
        {layer: of_layer[key] for layer, of_layer in facts.items()},
        {layer: of_layer[key] for layer, of_layer in parties.items()},
    )
    return entry_of(head, record.article.text), record


def unreadable(ids: Sequence[int], why: str) -> StoreError:
    """What tells that one of these dispatches is not what was stored, and why."""
    which = f"dispatch {ids[0]}" if len(ids) == 1 else f"one of the dispatches {min(ids)} to {max(ids)}"
    return StoreError(
        f"{which} cannot be read back ({why}); see which with onrecord verify, and restore the store from a copy"
    )


def rows(connection: Connection, table: Table, ids: Sequence[int]) -> dict[int, list[Row]]:
    """The rows of a table for each dispatch, in order."""
    query: Select[Any] = select(table)
    if table is actors:
        country = func.nullif(names.c.country, "").label("country")
        query = select(table, names.c.name, names.c.kind, country).join(names, names.c.id == table.c.name_id)
    found: dict[int, list[Row]] = defaultdict(list)
    query = query.where(table.c.dispatch_id.in_(ids)).order_by(table.c.dispatch_id, table.c.n)
    rows = connection.execute(query)
    columns = tuple(rows.keys())
    at = columns.index("dispatch_id")
    for row in rows:
        found[row[at]].append(dict(zip(columns, row, strict=True)))
    return found
