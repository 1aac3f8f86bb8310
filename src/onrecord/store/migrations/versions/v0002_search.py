"""Full-text search over the texts (SQLite's FTS5), which it reads where they are: no text is stored twice.

Words are found in any inflection (Porter's stemmer), with or without accents. Triggers keep the index to the texts.
"""

from alembic import op

revision = "v0002"
down_revision = "v0001"

STEPS = (
    "CREATE VIRTUAL TABLE texts_index USING fts5("
    "text, content='texts', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER texts_indexed AFTER INSERT ON texts BEGIN "
    "INSERT INTO texts_index(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER texts_unindexed AFTER DELETE ON texts BEGIN "
    "INSERT INTO texts_index(texts_index, rowid, text) VALUES ('delete', old.id, old.text); END",
    "INSERT INTO texts_index(texts_index) VALUES ('rebuild')",
)


def upgrade() -> None:
    """Index the texts that are there, and those to come."""
    for step in STEPS:
        op.execute(step)
