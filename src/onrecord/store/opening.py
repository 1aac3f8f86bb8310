"""Opening a store: which file it is, whether it is one, bringing it up to the newest schema, and what may go wrong.

SQLite in WAL mode (sqlite.org/wal.html): readers see the last finished transaction and never wait for a writer, one
writer at a time, and a process killed at any moment leaves the last finished transaction. `synchronous=FULL` holds
that through a loss of power, too. Transactions are begun by us, as SQLAlchemy's manual advises for SQLite, so that
changes of the schema lie within them as well.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from onrecord.store.errors import QueryError, StoreError
from onrecord.store.schema import APPLICATION, REVISION

DEFAULT = "onrecord.db"
VARIABLE = "ONRECORD_STORE"
PATIENCE = 10.0
"""Seconds to wait for another writer. One dispatch is written in milliseconds, so this is much."""

MIGRATIONS = Path(__file__).parent / "migrations"

_CLOSED = "it cannot be opened; check that its folder exists and that both may be read and written"
_DAMAGED = "it is damaged; restore it from a copy, or save what can be read with sqlite3 STORE .recover"

_CAUSES: tuple[tuple[str, str], ...] = (
    ("SQLITE_BUSY|SQLITE_LOCKED", "another program is writing to it; try again when that is done"),
    ("SQLITE_FULL|SQLITE_IOERR", "there is no room left to write (or the disk fails); make room and run it again"),
    ("SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH", "it may not be written to; make it and its folder writable"),
    ("SQLITE_CANTOPEN", _CLOSED),
)
"""SQLite's result codes (sqlite.org/rescode.html) -> what they mean to a user; the first that fits. Whatever else
a database refuses, it refuses because it is damaged."""


def place_of(path: str | os.PathLike[str] | None) -> Path:
    """The file of a store: the one given, else what `ONRECORD_STORE` says, else `onrecord.db` here."""
    return Path(path or os.environ.get(VARIABLE) or DEFAULT)


def engine_of(path: Path, *, create: bool, patience: float) -> Engine:
    """The engine of a store that is at the newest schema; an earlier one is upgraded in place.

    Raises:
        StoreError: there is no store and none is to be made, or it cannot be used.
    """
    try:
        if not create and not path.exists():
            raise StoreError(f"{path}: there is no such store; make one with onrecord add --store {path} PATH...")
        if path.is_dir():
            raise StoreError(f"{path}: this is a folder; name a file to keep the store in")
        _look_at_size(path)
    except OSError as error:
        raise StoreError(f"{path}: {_CLOSED} ({(error.strerror or str(error)).lower()})") from None
    engine = create_engine(
        make_url("sqlite+pysqlite://").set(database=str(path)),
        connect_args={"timeout": patience},
        json_serializer=lambda value: to_json(value).decode(),
        json_deserializer=from_json,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    try:
        with told(path):
            with engine.connect() as connection:
                current = _revision(connection, path)
            if current != REVISION:
                _upgrade(engine, path, patience)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What the database refuses within, told as an error of ours."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        name = getattr(cause, "sqlite_errorname", "") or ""
        remedy = next((remedy for codes, remedy in _CAUSES if re.match(codes, name)), _DAMAGED)
        raise StoreError(f"{path}: {remedy} ({str(cause).lower()})") from None
    except UnicodeDecodeError as error:  # in the schema, which is read on connecting
        raise StoreError(f"{path}: {_DAMAGED} ({error})") from None
    except OverflowError:
        raise QueryError(f"a number is larger than {2**63 - 1:,}, the largest in a store; give a smaller one") from None
    except UnicodeEncodeError as error:
        raise QueryError(f"{error.object!r} holds half of a surrogate pair, which is no character") from None


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: it takes the one writer's place at once, so that it never has to give up midway."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


class Opened:
    """A store that is open: its file, and connections to it. A context manager that closes it."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it is now, whatever is written meanwhile."""
        with told(self.path), self._engine.connect() as connection:
            yield connection


def _set_up(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, and by nobody else
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _look_at_size(path: Path) -> None:
    """A file that is shorter than its header says was cut off; a database only notices where it misses something."""
    if not path.exists() or ((wal := path.with_name(path.name + "-wal")).exists() and wal.stat().st_size):
        return  # the log may hold what the file lacks
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        return
    if not header.startswith(b"SQLite format 3\0"):
        raise StoreError(f"{path}: this is no store; name the file that onrecord add made")
    size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if path.stat().st_size < pages * (65536 if size == 1 else size):
        raise StoreError(
            f"{path}: it was cut off ({path.stat().st_size:,} bytes of {pages * size:,}); restore it from a copy, or "
            "save what can be read with sqlite3 STORE .recover"
        )


def _revision(connection: Connection, path: Path) -> str | None:
    """The revision that a store is at; None where there is nothing yet.

    Raises:
        StoreError: it is no store of ours, or one of a newer program.
    """
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    if application == 0 and not tables:
        return None
    if application != APPLICATION:
        raise StoreError(f"{path}: this is a database, but no store; name the file that onrecord add made")
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is None:
        raise StoreError(f"{path}: {_DAMAGED} (it does not say its schema)")
    if revision not in {file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("v*.py")}:
        raise StoreError(
            f"{path}: it was made by a newer OnRecord (schema {revision}, this one knows {REVISION}); "
            "upgrade with pip install --upgrade onrecord"
        )
    return revision


def _log_ahead(engine: Engine, patience: float) -> None:
    """Put the file into WAL mode, where it stays; not within a transaction, and no busy handler is asked meanwhile."""
    deadline = time.monotonic() + patience
    with contextlib.closing(engine.raw_connection()) as plain:
        while True:
            try:
                plain.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)  # another is making the same store


def _upgrade(engine: Engine, path: Path, patience: float) -> None:
    """Bring a store to the newest schema in one transaction: as it was, or upgraded."""
    from alembic import command  # half a second to import, for the few times when there is something to do
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    _log_ahead(engine, patience)
    with writing(engine) as connection:
        if _revision(connection, path) == REVISION:
            return  # somebody else did it meanwhile
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
