"""Who is who: whom each actor is taken for, judgements on names, the evidence for offices, the user's register.

The names are moved into a table that can hold namesakes. Keys into it are looked at when the transaction ends, by
when every row is there again. What is drawn from dispatches is left to the next `Store.link`.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"


def upgrade() -> None:
    """Make room for namesakes, and the tables."""
    _names()
    op.execute("ALTER TABLE actors ADD COLUMN who_id INTEGER REFERENCES names (id)")
    op.execute("UPDATE actors SET who_id = name_id")
    op.create_index("ix_actors_who_id", "actors", ["who_id"])
    op.add_column("dispatches", sa.Column("linked", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    op.create_index("dispatches_unlinked", "dispatches", ["id"], sqlite_where=sa.text("NOT linked"))
    op.create_table(
        "offices",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.Column("not_yet", sa.Boolean(), nullable=False),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Text()),
        sa.ForeignKeyConstraint(
            ["dispatch_id", "actor"], ["actors.dispatch_id", "actors.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("dispatch_id", "actor", "n"),
        sqlite_with_rowid=False,
    )
    op.create_index("offices_by_office", "offices", ["role", "of"])
    op.create_table(
        "blocks",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["names.id"]),
        sa.PrimaryKeyConstraint("key", "name_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_blocks_name_id", "blocks", ["name_id"])
    _judgements()
    op.create_table(
        "seeds",
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("first", sa.Text()),
        sa.Column("last", sa.Text()),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["who_id"], ["names.id"]),
        sa.PrimaryKeyConstraint("file", "line"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seeds_who_id", "seeds", ["who_id"])
    op.create_index("seeds_by_office", "seeds", ["role", "of"])


def _names() -> None:
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE former_names AS SELECT id, name, kind, country, folded FROM names")
    op.drop_table("names")
    op.create_table(
        "names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("namesake", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("who_id", sa.Integer()),
        sa.Column("linked", sa.Boolean(), nullable=False, server_default=sa.text("0")),
        sa.ForeignKeyConstraint(["who_id"], ["names.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", "kind", "country", "namesake"),
    )
    op.execute("INSERT INTO names (id, name, kind, country, folded) SELECT * FROM former_names ORDER BY id")
    op.execute("DROP TABLE former_names")
    op.create_index("ix_names_who_id", "names", ["who_id"])
    op.create_index("names_unlinked", "names", ["id"], sqlite_where=sa.text("NOT linked"))


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        *_judged(),
        sa.ForeignKeyConstraint(["left_id"], ["names.id"]),
        sa.ForeignKeyConstraint(["right_id"], ["names.id"]),
        sa.PrimaryKeyConstraint("left_id", "right_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_judgements_right_id", "judgements", ["right_id"])
    op.create_table(
        "resolutions",
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=False),
        *_judged(),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"]),
        sa.ForeignKeyConstraint(["name_id"], ["names.id"]),
        sa.ForeignKeyConstraint(["who_id"], ["names.id"]),
        sa.PrimaryKeyConstraint("name_id", "dispatch_id", "who_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_resolutions_dispatch_id", "resolutions", ["dispatch_id"])
    op.create_index("ix_resolutions_who_id", "resolutions", ["who_id"])
    for table in ("judgements", "resolutions"):
        op.create_index(f"{table}_proposed", table, ["score"], sqlite_where=sa.text("verdict = 'proposed'"))


def _judged() -> list[sa.Column[Any]]:
    return [
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(precision=53)),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
    ]
