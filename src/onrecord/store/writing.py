"""Putting records into a store: one dispatch, one transaction, so that there is never half of one.

What tells dispatches apart is the text and the source, the address or path it came from:

- the same text from the same source is already there, whichever version of it that is;
- the same text from another source is a dispatch of its own, which shares the text;
- another text from the same source is its next version, which replaces the one before;
- a source that goes back to a text it had before has that version again.

A line of a JSON Lines file that has neither an id nor an address of its own (`wires.jsonl#line=17`) says where the
text stood, not which dispatch it is: its source is the file, and another text there is another dispatch. The same
holds for standard input, which has no address.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from sqlalchemy import Connection, Engine, Row, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from onrecord.record import Dispatch, Record, RecordError, sha256_of
from onrecord.store.names import folded
from onrecord.store.opening import writing
from onrecord.store.rows import Rows, rows_of
from onrecord.store.schema import LAYERS, PARTIES, actors, dispatches, names, offices, texts

_OF_NAMES = ("name", "kind", "country")
"""Columns of an actor's row that `names` holds."""

_HELD = (
    select(dispatches)
    .join(texts)
    .where(
        texts.c.sha256 == bindparam("sha256"),
        or_(
            dispatches.c.source == bindparam("address"),
            func.substr(dispatches.c.source, 1, func.length(bindparam("others"))) == bindparam("others"),
        ),
    )
    .order_by(dispatches.c.id)
)
_NAMED = select(names.c.id, names.c.name, names.c.kind, names.c.country, names.c.who_id).where(
    names.c.name.in_(bindparam("wanted", expanding=True)), names.c.namesake == 0
)

_INSERTS = {table: insert(table) for table in (*LAYERS.values(), *PARTIES.values())}

What = Literal["added", "already there", "read again", "failed"]


class Reads(Protocol):
    """What reads dispatches: `onrecord.Reader`, or anything like it."""

    @property
    def version(self) -> str:
        """The program and the weights that read, in one line."""

    def pairs(
        self, dispatches: Iterable[Dispatch], *, on_error: Callable[[Dispatch, Exception], None]
    ) -> Iterator[tuple[Dispatch, Record]]:
        """Each dispatch with its record, in order; those that could not be read go to `on_error`."""


@dataclass(frozen=True)
class Outcome:
    """What became of one dispatch.

    `id` is its number in the store; None where it failed. `error` says why it failed. `replaces` is the number of the
    version before, if there is one.
    """

    dispatch: Dispatch
    what: What
    id: int | None = None
    replaces: int | None = None
    error: Exception | None = None


def source_of(uri: str | None, outlet: str | None = None) -> tuple[str, bool]:
    """Where a dispatch came from, and whether another text from there is a new version of it.

    What shares an address with others is told apart by its outlet, too.

    >>> source_of("https://example.org/talks"), source_of("wires.jsonl#line=17"), source_of(None, "Nordwire")
    (('https://example.org/talks', True), ('wires.jsonl', False), (' (Nordwire)', False))
    """
    bare = re.sub(r"#line=\d+$", "", uri or "")
    if bare and bare == uri:
        return bare, True
    return f"{bare} ({outlet})" if outlet else bare, False


def key_of(dispatch: Dispatch) -> tuple[str, str]:
    """The address of a dispatch, without its place in a file, and the hash of its text."""
    return source_of(dispatch.uri)[0], sha256_of(dispatch.text)


def order_of(dispatch: Dispatch) -> tuple[str, str]:
    """What has to be kept in the order in which it is told: the texts of one source, one text of many sources."""
    address, versioned = source_of(dispatch.uri)
    return (address, "") if versioned else key_of(dispatch)


def held(connection: Connection, dispatch: Dispatch) -> Row[Any] | None:
    """The row of `dispatches` that holds this text from this source.

    Of what shares an address with others, one without an outlet may be any, and get its outlet now.
    """
    address, sha256 = key_of(dispatch)
    rows = connection.execute(_HELD, {"address": address, "others": f"{address} (", "sha256": sha256}).all()
    source, versioned = source_of(dispatch.uri, dispatch.outlet)
    exact = [row for row in rows if row.source == source]
    if versioned or exact:
        return exact[0] if exact else None
    return next((row for row in rows if dispatch.outlet is None or row.source == address), None)


def told_more(row: Row[Any], dispatch: Dispatch) -> Dispatch | None:
    """The stored dispatch as it now has to be read, where its source tells a day, outlet or headline it did not.

    Of what shares an address with others, another line fills in what is not known, and changes nothing.
    """
    stored = {"title": row.given_title, "published": row.given_published, "outlet": row.outlet}
    versioned = source_of(dispatch.uri)[1]
    now = {
        key: (getattr(dispatch, key) or value) if versioned else (value or getattr(dispatch, key))
        for key, value in stored.items()
    }
    return None if now == stored else replace(dispatch, **now)


def restore(engine: Engine, key: int, uri: str) -> None:
    """Make a version the one that its source has now: it went back to that text."""
    with writing(engine) as connection:
        now = dispatches.c.uri == uri, dispatches.c.replaced_by.is_(None), dispatches.c.id != key
        connection.execute(update(dispatches).where(*now).values(replaced_by=key, linked=False))
        connection.execute(update(dispatches).where(dispatches.c.id == key).values(replaced_by=None, linked=False))


def put(engine: Engine, dispatch: Dispatch, record: Record, made_by: str, *, again: bool) -> Outcome:
    """Keep a dispatch and its record.

    If it is there already, this record takes the place of the one kept; without `again` only where the dispatch tells
    more than the one kept did.

    Raises:
        RecordError: the record is of another text, or names an actor or statement that it does not hold.
    """
    if (record.article.text, record.article.sha256) != (dispatch.text, sha256_of(dispatch.text)):
        raise RecordError(f"{dispatch.uri or dispatch.id}: this record is of another text; read the dispatch again")
    rows = rows_of(record)
    try:
        with writing(engine) as connection:
            return _put(connection, dispatch, rows, made_by, again)
    except IntegrityError as error:
        raise RecordError(
            f"{dispatch.uri or dispatch.id}: its record does not hold together ({str(error.orig).lower()}); "
            "please report it"
        ) from None


def _put(connection: Connection, dispatch: Dispatch, rows: Rows, made_by: str, again: bool) -> Outcome:
    here = held(connection, dispatch)
    if here is not None and not again and told_more(here, dispatch) is None:
        return Outcome(dispatch, "already there", here.id)
    if here is not None:
        _replace(connection, here.id, dispatch, rows, made_by)
        return Outcome(dispatch, "read again", here.id)
    source, versioned = source_of(dispatch.uri, dispatch.outlet)
    versions: list[Any] = []
    if versioned:
        of_source = select(dispatches.c.id, dispatches.c.version, dispatches.c.replaced_by).where(
            dispatches.c.source == source,  # which has an index
            dispatches.c.uri == dispatch.uri,
        )
        versions = list(connection.execute(of_source))
    shown = next((row.id for row in versions if row.replaced_by is None), None)
    new = {
        "text_id": _text_id(connection, dispatch.text),
        "version": max((row.version for row in versions), default=0) + 1,
        "added": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    key = connection.execute(insert(dispatches), new | _head(dispatch, rows, made_by)).inserted_primary_key
    assert key is not None
    if shown is not None:
        connection.execute(update(dispatches).where(dispatches.c.id == shown).values(replaced_by=key[0], linked=False))
    _put_facts(connection, key[0], rows)
    return Outcome(dispatch, "added", key[0], replaces=shown)


def _replace(connection: Connection, key: int, dispatch: Dispatch, rows: Rows, made_by: str) -> None:
    borne = select(actors.c.name_id).where(actors.c.dispatch_id == key)
    connection.execute(update(names).where(names.c.id.in_(borne)).values(linked=False))
    for table in (offices, *PARTIES.values(), *LAYERS.values()):
        connection.execute(table.delete().where(table.c.dispatch_id == key))
    connection.execute(update(dispatches).where(dispatches.c.id == key).values(_head(dispatch, rows, made_by)))
    _put_facts(connection, key, rows)


def _head(dispatch: Dispatch, rows: Rows, made_by: str) -> dict[str, Any]:
    """The columns of `dispatches` that reading decides."""
    given = {"given_title": dispatch.title, "given_published": dispatch.published}
    given["source"] = source_of(dispatch.uri, dispatch.outlet)[0]
    return rows.dispatch | given | {"made_by": made_by, "linked": False}


def _put_facts(connection: Connection, key: int, rows: Rows) -> None:
    for layer, table in LAYERS.items():
        facts = rows.facts[layer]
        if layer == "actors":
            facts = _with_name_ids(connection, facts)
        _insert(connection, table, key, facts)
    for layer, table in PARTIES.items():
        _insert(connection, table, key, rows.parties[layer])


def _insert(connection: Connection, table: Any, key: int, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(_INSERTS[table], [row | {"dispatch_id": key} for row in rows])


def _text_id(connection: Connection, text: str) -> int:
    """The number of a text, which is stored if it is not there yet."""
    sha256 = sha256_of(text)
    key: int | None = connection.execute(select(texts.c.id).where(texts.c.sha256 == sha256)).scalar()
    if key is not None:
        return key
    new = insert(texts).values(sha256=sha256, text=text).returning(texts.c.id)
    return int(connection.execute(new).scalar_one())


def _with_name_ids(connection: Connection, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of actors with the numbers of their names, which are stored if they are not there yet, and of who bears
    them as far as that is judged; the rest is left to `linked`.
    """
    keys = [(actor["name"], actor["kind"], actor["country"] or "") for actor in found]
    numbers = _name_ids(connection, keys)
    new = [key for key in dict.fromkeys(keys) if key not in numbers]
    if new:
        rows = [{"name": name, "kind": kind, "country": country, "folded": folded(name)} for name, kind, country in new]
        connection.execute(insert(names), rows)
        numbers |= _name_ids(connection, new)
    kept = [{name: value for name, value in actor.items() if name not in _OF_NAMES} for actor in found]
    return [actor | numbers[key] for actor, key in zip(kept, keys, strict=True)]


def _name_ids(
    connection: Connection, keys: Iterable[tuple[str, str, str]]
) -> dict[tuple[str, str, str], dict[str, int]]:
    """The numbers of the names that are there, and of others that are spelled so."""
    wanted = list(dict.fromkeys(name for name, _, _ in keys))
    found = connection.execute(_NAMED, {"wanted": wanted}).all() if wanted else []
    return {
        (name, kind, country): {"name_id": number, "who_id": who or number}
        for number, name, kind, country, who in found
    }
