"""What the tests of the store share: a reader that needs no spaCy, stores of its records, and what is in them."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the tests, and for the processes that they start

from stub_reader import StubReader

from onrecord.record import Dispatch
from onrecord.store import Outcome, Store, open_store

Dump = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a test's store is."""
    return tmp_path / "wires.db"


@pytest.fixture
def reader() -> StubReader:
    return StubReader()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an empty store: to copy one is quicker than to make one."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_store(path).close()
    return path.read_bytes()


@pytest.fixture
def store(place: Path, empty_store: bytes) -> Iterator[Store]:
    """An empty store."""
    place.write_bytes(empty_store)
    with open_store(place) as empty:
        yield empty


@pytest.fixture(scope="session")
def fresh(empty_store: bytes, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes empty stores, for tests that need a new one for each example; the one before goes."""
    folder = tmp_path_factory.mktemp("fresh")
    numbers = count()

    def make() -> Path:
        for old in folder.iterdir():
            old.unlink()
        path = folder / f"{next(numbers)}.db"
        path.write_bytes(empty_store)
        return path

    return make


@pytest.fixture
def add(store: Store, reader: StubReader) -> Callable[..., list[Outcome]]:
    """Adds dispatches to the test's store and gives their outcomes."""

    def added(*dispatches: Dispatch) -> list[Outcome]:
        outcomes: list[Outcome] = []
        store.add(dispatches, reader, on_outcome=outcomes.append)
        return outcomes

    return added


@pytest.fixture
def tamper(place: Path) -> Callable[..., None]:
    """Changes the store's file behind its back."""

    def change(*steps: str, values: tuple[Any, ...] = ()) -> None:
        with closing(sqlite3.connect(place)) as connection, connection:
            for step in steps:
                assert connection.execute(step, values if "?" in step else ()).rowcount != 0, f"{step} changes nothing"

    return change


@pytest.fixture(scope="session")
def dump() -> Callable[[Path], Dump]:
    """Gives all that a store holds."""
    return _everything_in


def _everything_in(path: Path) -> Dump:
    """All rows of all tables but the words' index, without the hour at which a dispatch was added."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith(("texts_index", "sqlite_"))
        ]
        found: Dump = {}
        for table in tables:
            rows = connection.execute(f"SELECT * FROM {table}")
            kept = [n for n, column in enumerate(rows.description) if column[0] != "added"]
            found[table] = sorted((tuple(row[n] for n in kept) for row in rows), key=repr)
        return found
