"""Comma-separated values (RFC 4180): a table a layer of the record, a line a fact.

Columns are named as the record's keys; what is nested has the name of its part before it (`when_value`). Words stand
where the record has spans, and the spans beside them (`content`, `content_spans`: "12-30 44-50"), those of the fact
itself in `words` and `spans`; names stand where it has ids of actors. Each line begins with the dispatch: its number
in the store, its name, day, outlet and address.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import typing
from collections.abc import Iterable, Iterator
from types import UnionType

from onrecord.record import (
    Actor,
    Article,
    Condition,
    Dateline,
    Dispute,
    Event,
    Figure,
    Phrase,
    Place,
    Record,
    Said,
    Span,
    Statement,
    Time,
    Title,
    When,
    words,
)
from onrecord.store import Entry

TABLES: dict[str, type] = {
    "dispatches": Article,
    "actors": Actor,
    "statements": Statement,
    "events": Event,
    "times": Time,
    "figures": Figure,
    "conditions": Condition,
    "disputes": Dispute,
}
"""Table -> what a line of it is."""

DISPATCH = ("dispatch", "name", "day", "outlet", "uri")
ACTORS = ("speakers", "addressees", "via", "actors", "recipients", "agency")
"""Keys that hold ids of actors."""

_PARTS = (Said, When, Place, Dateline)
_LEFT_OUT: dict[type, tuple[str, ...]] = {Article: ("id", "text", "outlet", "uri")}
"""What stands among the columns of every dispatch, or in no cell."""


def lines(found: Iterable[tuple[Entry, Record]], table: str) -> Iterator[str]:
    """The lines of a table, its head first."""
    kind = TABLES[table]
    yield _line([*DISPATCH, *columns(kind)])
    for entry, record in found:
        head = [str(entry.id), entry.name, entry.day or "", entry.outlet or "", entry.uri or ""]
        names = {actor.id: actor.name for actor in record.actors}
        for fact in [record.article] if kind is Article else getattr(record, table):
            yield _line([*head, *cells(fact, kind, record, names)])


def columns(kind: type, before: str = "") -> Iterator[str]:
    """The names of a part's columns, in the order of its keys."""
    for key, hint in _keys(kind):
        if hint in _PARTS:
            yield from columns(hint, f"{before}{key}_")
        elif key == "span":
            name = before.removesuffix("_")
            yield from (name, f"{name}_spans") if name else ("words", "spans")
        else:
            yield f"{before}{key}"
            if hint in (Span, Phrase):
                yield f"{before}{key}_spans"


def cells(part: object, kind: type, record: Record, names: dict[str, str]) -> Iterator[str]:
    """The cells of a part, one for each of its columns; empty ones where there is none."""
    for key, hint in _keys(kind):
        value = None if part is None else getattr(part, key)
        if hint in _PARTS:
            yield from cells(value, hint, record, names)
        elif hint in (Span, Phrase):
            spans: Phrase = (value,) if hint is Span and value else value or ()
            yield words(record.article.text, spans)
            yield " ".join(f"{start}-{end}" for start, end in spans)
        elif isinstance(value, tuple):
            texts = (x.text if isinstance(x, Title) else str(x) for x in value)
            yield "; ".join(names.get(x, x) if key in ACTORS else x for x in texts)
        elif isinstance(value, bool):
            yield "true" if value else "false"
        elif value is None:
            yield ""
        else:
            yield names.get(value, value) if key in ACTORS else str(value)


def _keys(kind: type) -> Iterator[tuple[str, typing.Any]]:
    """The keys of a part, and what stands there if anything does."""
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        if field.name not in _LEFT_OUT.get(kind, ()):
            yield field.name, typing.get_args(hint)[0] if isinstance(hint, UnionType) else hint


def _line(values: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
