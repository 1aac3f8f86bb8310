"""Texts, dispatches, names, and a table for each layer of the record."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", "kind", "country"),
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "dispatches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer()),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("given_title", sa.Text()),
        sa.Column("given_published", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("uri", sa.Text()),
        sa.Column("source_sha256", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("title", sa.JSON()),
        sa.Column("standfirst", sa.JSON()),
        sa.Column("byline", sa.JSON()),
        sa.Column("furniture", sa.JSON(), nullable=False),
        sa.Column("dateline_span", sa.JSON()),
        sa.Column("dateline_date", sa.Text()),
        sa.Column("dateline_agency", sa.Text()),
        sa.Column("dateline_place_span", sa.JSON()),
        sa.Column("dateline_place_name", sa.Text()),
        sa.Column("dateline_place_country", sa.Text()),
        sa.Column("dateline_place_lat", sa.Float(precision=53)),
        sa.Column("dateline_place_lon", sa.Float(precision=53)),
        sa.Column("day", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["replaced_by"], ["dispatches.id"]),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "text_id"),
    )
    op.create_index("dispatches_by_day", "dispatches", ["day"], sqlite_where=sa.text("replaced_by IS NULL"))
    op.create_index("ix_dispatches_made_by", "dispatches", ["made_by"])
    op.create_index("ix_dispatches_name", "dispatches", ["name"])
    op.create_index(
        "dispatches_replaced", "dispatches", ["replaced_by"], sqlite_where=sa.text("replaced_by IS NOT NULL")
    )
    op.create_index("ix_dispatches_text_id", "dispatches", ["text_id"])
    op.create_table(
        "actors",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.JSON(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.ForeignKeyConstraint(["name_id"], ["names.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_actors_name_id", "actors", ["name_id"])
    op.create_table(
        "inferred",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("cue", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("said_value", sa.Text()),
        sa.Column("said_span", sa.JSON()),
        sa.Column("within", sa.Text()),
        sa.Column("day", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "within"],
            ["statements.dispatch_id", "statements.id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("statements_by_act", "statements", ["act", "day", "dispatch_id", "n"])
    op.create_index("statements_by_day", "statements", ["day", "dispatch_id", "n"])
    op.create_table(
        "times",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conditions",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("antecedent", sa.JSON(), nullable=False),
        sa.Column("consequent", sa.JSON(), nullable=False),
        sa.Column("said_in", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "said_in"],
            ["statements.dispatch_id", "statements.id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "disputes",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("against", sa.Text()),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("day", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "against"],
            ["statements.dispatch_id", "statements.id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "statement"],
            ["statements.dispatch_id", "statements.id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("disputes_by_day", "disputes", ["day", "dispatch_id", "n"])
    op.create_table(
        "events",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.Column("contexts", sa.JSON(), nullable=False),
        sa.Column("trigger", sa.JSON(), nullable=False),
        sa.Column("place_span", sa.JSON()),
        sa.Column("place_name", sa.Text()),
        sa.Column("place_country", sa.Text()),
        sa.Column("place_lat", sa.Float(precision=53)),
        sa.Column("place_lon", sa.Float(precision=53)),
        sa.Column("when_span", sa.JSON()),
        sa.Column("when_value", sa.Text()),
        sa.Column("when_end", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("said_in", sa.Text()),
        sa.Column("first_day", sa.Text()),
        sa.Column("last_day", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "said_in"],
            ["statements.dispatch_id", "statements.id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("events_by_country", "events", ["place_country", "first_day", "dispatch_id", "n", "last_day"])
    op.create_index(
        "events_over_days", "events", ["first_day", "last_day"], sqlite_where=sa.text("first_day < last_day")
    )
    op.create_index("events_by_day", "events", ["first_day", "dispatch_id", "n", "last_day"])
    op.create_index("events_by_status", "events", ["status", "first_day", "dispatch_id", "n", "last_day", "negated"])
    op.create_index("events_by_type", "events", ["type", "first_day", "dispatch_id", "n", "last_day"])
    op.create_table(
        "figures",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.Column("value", sa.Float(precision=53), nullable=False),
        sa.Column("high", sa.Float(precision=53)),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("said_in", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "said_in"],
            ["statements.dispatch_id", "statements.id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.PrimaryKeyConstraint("dispatch_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement_actors",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "actor"], ["actors.dispatch_id", "actors.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "fact"], ["statements.dispatch_id", "statements.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("dispatch_id", "fact", "role", "n"),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_actors_by_actor", "statement_actors", ["dispatch_id", "actor", "role"])
    op.create_table(
        "event_actors",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "actor"], ["actors.dispatch_id", "actors.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "fact"], ["events.dispatch_id", "events.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("dispatch_id", "fact", "role", "n"),
        sqlite_with_rowid=False,
    )
    op.create_index("event_actors_by_actor", "event_actors", ["dispatch_id", "actor", "role"])
