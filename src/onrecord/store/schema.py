"""The tables of a store, as SQLAlchemy describes them to any database.

A text is kept once, however many dispatches carry it. A dispatch is one text from one source, with
the facts read out of it: a table for each layer of the record, a row for each fact. Columns are named as the record's
keys are; a part within a part has its name before its keys (`place_country`), spans and lists are JSON. Who speaks in
a statement or acts in an event stands in tables of its own, so that the database itself holds that each is an actor
of the same dispatch. Names of actors are kept once over all dispatches, and stay when a dispatch is read again.

Who is who over dispatches is a judgement on names (`judgements`) or on one dispatch's use of a name (`resolutions`).
What follows of them stands beside the names: `who_id` of a name is that under which its actor is gathered, none where
it is itself; `who_id` of an actor is whom it is taken for. `offices` are what titles tell of offices, `seeds` the
user's own register of them, `blocks` the keys under which names that may be alike are found. `linked` says of a
dispatch and of a name that all this has been drawn from it.

What is reckoned from a fact in order to find it stands beside it: `day`, `first_day` and `last_day`. `digest` is what
`onrecord verify` holds a row against.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

REVISION = "v0003"
"""The newest of `migrations/versions`: what a store has to be at before it is used."""

APPLICATION = 0x4F6E5265
""""OnRe": SQLite's `application_id`, by which a store is told from other databases."""


class Number(TypeDecorator[float]):
    """A number that comes back whole where it is whole: 7, not 7.0. Exact up to 2**53, as a double is."""

    impl = Float(53)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The number as it stood in the record."""
        return int(value) if value is not None and float(value).is_integer() else value


Json = JSON(none_as_null=True)

metadata = MetaData()

texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
)

dispatches = Table(
    "dispatches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text_id", ForeignKey("texts.id"), nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("replaced_by", ForeignKey("dispatches.id")),
    Column("added", Text, nullable=False),
    Column("made_by", Text, nullable=False, index=True),
    Column("given_title", Text),
    Column("given_published", Text),
    Column("language", Text, nullable=False),
    Column("uri", Text),
    Column("source_sha256", Text),
    Column("outlet", Text),
    Column("published", Text),
    Column("title", Json),
    Column("standfirst", Json),
    Column("byline", Json),
    Column("furniture", Json, nullable=False),
    Column("dateline_span", Json),
    Column("dateline_date", Text),
    Column("dateline_agency", Text),
    Column("dateline_place_span", Json),
    Column("dateline_place_name", Text),
    Column("dateline_place_country", Text),
    Column("dateline_place_lat", Float(53)),
    Column("dateline_place_lon", Float(53)),
    Column("day", Text),
    Column("digest", Text, nullable=False),
    Column("linked", Boolean, nullable=False, server_default=text("0")),
    UniqueConstraint("source", "text_id"),
    Index("dispatches_by_day", "day", sqlite_where=text("replaced_by IS NULL")),
    Index("dispatches_replaced", "replaced_by", sqlite_where=text("replaced_by IS NOT NULL")),
    Index("dispatches_unlinked", "id", sqlite_where=text("NOT linked")),
)

names = Table(
    "names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("namesake", Integer, nullable=False, server_default=text("0")),
    Column("folded", Text, nullable=False),
    Column("who_id", ForeignKey("names.id"), index=True),
    Column("linked", Boolean, nullable=False, server_default=text("0")),
    UniqueConstraint("name", "kind", "country", "namesake"),
    Index("names_unlinked", "id", sqlite_where=text("NOT linked")),
)


def _facts(name: str, *columns: Any) -> Table:
    """A table of facts: which dispatch, which place in its layer, the columns, and the digest.

    The key within a dispatch is the fact's id; where facts have none, their place.
    """
    has_id = any(isinstance(column, Column) and column.name == "id" for column in columns)
    return Table(
        name,
        metadata,
        Column("dispatch_id", ForeignKey("dispatches.id"), primary_key=True),
        Column("n", Integer, primary_key=not has_id, nullable=False),
        *columns,
        Column("digest", Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _of(column: str, table: str) -> ForeignKeyConstraint:
    """A key of the same dispatch; looked at when the transaction ends, for facts point to later ones, too."""
    return ForeignKeyConstraint(
        ["dispatch_id", column], [f"{table}.dispatch_id", f"{table}.id"], deferrable=True, initially="DEFERRED"
    )


actors = _facts(
    "actors",
    Column("id", Text, primary_key=True),
    Column("name_id", ForeignKey("names.id"), nullable=False, index=True),
    Column("who_id", ForeignKey("names.id"), index=True),
    Column("sector", Json, nullable=False),
    Column("titles", Json, nullable=False),
    Column("mentions", Json, nullable=False),
)

statements = _facts(
    "statements",
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("source", Json, nullable=False),
    Column("cue", Json, nullable=False),
    Column("content", Json, nullable=False),
    Column("said_value", Text),
    Column("said_span", Json),
    Column("within", Text),
    Column("day", Text),
    _of("within", "statements"),
    Index("statements_by_day", "day", "dispatch_id", "n"),
    Index("statements_by_act", "act", "day", "dispatch_id", "n"),
)

events = _facts(
    "events",
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("modes", Json, nullable=False),
    Column("contexts", Json, nullable=False),
    Column("trigger", Json, nullable=False),
    Column("place_span", Json),
    Column("place_name", Text),
    Column("place_country", Text),
    Column("place_lat", Float(53)),
    Column("place_lon", Float(53)),
    Column("when_span", Json),
    Column("when_value", Text),
    Column("when_end", Text),
    Column("status", Text, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("said_in", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    _of("said_in", "statements"),
    Index("events_by_day", "first_day", "dispatch_id", "n", "last_day"),
    Index("events_by_type", "type", "first_day", "dispatch_id", "n", "last_day"),
    Index("events_by_status", "status", "first_day", "dispatch_id", "n", "last_day", "negated"),
    Index("events_over_days", "first_day", "last_day", sqlite_where=text("first_day < last_day")),
    Index("events_by_country", "place_country", "first_day", "dispatch_id", "n", "last_day"),
)

times = _facts(
    "times",
    Column("span", Json, nullable=False),
    Column("type", Text, nullable=False),
    Column("value", Text, nullable=False),
)

figures = _facts(
    "figures",
    Column("id", Text, primary_key=True),
    Column("span", Json, nullable=False),
    Column("value", Number, nullable=False),
    Column("high", Number),
    Column("unit", Text, nullable=False),
    Column("qualifier", Text, nullable=False),
    Column("said_in", Text),
    _of("said_in", "statements"),
)

conditions = _facts(
    "conditions",
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("antecedent", Json, nullable=False),
    Column("consequent", Json, nullable=False),
    Column("said_in", Text),
    _of("said_in", "statements"),
)

disputes = _facts(
    "disputes",
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("against", Text),
    Column("target", Json, nullable=False),
    Column("day", Text),
    _of("statement", "statements"),
    _of("against", "statements"),
    Index("disputes_by_day", "day", "dispatch_id", "n"),
)

inferred = _facts(
    "inferred",
    Column("of", Text, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("why", Text, nullable=False),
)


def _parties(name: str, table: str) -> Table:
    """Which actors have which part in a fact, in order."""
    return Table(
        name,
        metadata,
        Column("dispatch_id", Integer, primary_key=True),
        Column("fact", Text, primary_key=True),
        Column("role", Text, primary_key=True),
        Column("n", Integer, primary_key=True),
        Column("actor", Text, nullable=False),
        _of("fact", table),
        _of("actor", "actors"),
        Index(f"{name}_by_actor", "dispatch_id", "actor", "role"),
        sqlite_with_rowid=False,
    )


statement_actors = _parties("statement_actors", "statements")
event_actors = _parties("event_actors", "events")

offices = Table(
    "offices",
    metadata,
    Column("dispatch_id", Integer, primary_key=True),
    Column("actor", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("span", Json, nullable=False),
    Column("role", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("former", Boolean, nullable=False),
    Column("not_yet", Boolean, nullable=False),
    Column("acting", Boolean, nullable=False),
    Column("day", Text),
    _of("actor", "actors"),
    Index("offices_by_office", "role", "of"),
    sqlite_with_rowid=False,
)

blocks = Table(
    "blocks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name_id", ForeignKey("names.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)


def _judged() -> list[Column[Any]]:
    """What a judgement says: "same", "different" or "proposed", by a "person" or the "program", when it was added."""
    return [
        Column("verdict", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("score", Float(53)),
        Column("features", Json, nullable=False),
        Column("why", Text, nullable=False),
        Column("added", Text, nullable=False),
    ]


judgements = Table(
    "judgements",
    metadata,
    Column("left_id", ForeignKey("names.id"), primary_key=True),
    Column("right_id", ForeignKey("names.id"), primary_key=True, index=True),
    *_judged(),
    Index("judgements_proposed", "score", sqlite_where=text("verdict = 'proposed'")),
    sqlite_with_rowid=False,
)

resolutions = Table(
    "resolutions",
    metadata,
    Column("name_id", ForeignKey("names.id"), primary_key=True),
    Column("dispatch_id", ForeignKey("dispatches.id"), primary_key=True, index=True),
    Column("who_id", ForeignKey("names.id"), primary_key=True, index=True),
    *_judged(),
    Index("resolutions_proposed", "score", sqlite_where=text("verdict = 'proposed'")),
    sqlite_with_rowid=False,
)

seeds = Table(
    "seeds",
    metadata,
    Column("file", Text, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("who_id", ForeignKey("names.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Column("held", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Index("seeds_by_office", "role", "of"),
    sqlite_with_rowid=False,
)

LAYERS = {table.name: table for table in (actors, statements, events, times, figures, conditions, disputes, inferred)}
"""Layer of the record -> its table, in the order in which they are written."""

PARTIES = {"statements": statement_actors, "events": event_actors}
"""Layer -> who has a part in its facts."""

ROLES = {"statements": ("speakers", "addressees", "via"), "events": ("actors", "recipients")}
"""Layer -> the keys of its facts that list actors: the roles of `PARTIES`."""
