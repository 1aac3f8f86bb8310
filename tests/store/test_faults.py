"""What goes wrong outside: processes killed, disks full, files cut off, changed, foreign, old, locked or forbidden.

Real processes on real files. Where chance decides, the seed is fixed and printed.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import jobs
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from stub_reader import StubReader
from titled_wires import MINISTER, Wires

from onrecord.record import Dispatch
from onrecord.store import NotInStoreError, Outcome, Store, StoreError, open_store, opening, schema

Dump = Callable[[Path], dict[str, list[Any]]]
SEED = 20310504
KILLS = 50


def wires(count: int, folder: str = "wires") -> list[Dispatch]:
    """Small dispatches, each fourth a new version of the one before, each fifth a text that others carry too."""
    return [
        Dispatch(
            id=f"{folder}-{n}",
            text="Ada Brandt denied it all."
            if n % 5 == 4
            else f"Bo Lind denied in Oslo that {n + 2} troops moved. Ada Brandt said so. Talks will open.",
            uri=f"{folder}/{n - 1 if n % 4 == 3 else n}.txt",
            published=f"2031-05-{n % 28 + 1:02}",
        )
        for n in range(count)
    ]


@pytest.fixture(scope="session")
def processes() -> Any:
    """Starts processes that have imported already what they need."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["jobs"])
    return context


Start = Callable[..., tuple[Any, Connection]]


@pytest.fixture
def start(processes: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a job in a process of its own and gives the process and the pipe through which it tells."""
    started: list[tuple[Any, Connection]] = []
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH")))))

    def begin(job: Callable[..., None], *arguments: Any) -> tuple[Any, Connection]:
        ours, theirs = processes.Pipe()
        process = processes.Process(target=job, args=(theirs, *arguments), daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
        return process, ours

    yield begin
    for process, pipe in started:
        process.kill()
        process.join()
        pipe.close()


def heard(pipe: Connection) -> Iterator[Any]:
    """All that a process tells until it is gone."""
    with suppress(EOFError, ConnectionResetError):
        while True:
            yield pipe.recv()


def undisturbed(path: Path, found: list[Dispatch]) -> Path:
    with open_store(path) as store:
        store.add(found, StubReader())
    return path


# Killed


def test_a_process_killed_at_any_moment_leaves_whole_dispatches_and_all_that_it_told(
    start: Start, tmp_path: Path, dump: Dump
) -> None:
    chance, found = random.Random(SEED), wires(30)
    print(f"seed {SEED}")
    expected = dump(undisturbed(tmp_path / "undisturbed.db", found))
    names = {row[0]: row[2] for row in expected["dispatches"]}
    kills, store_number, finished = 0, 0, 0
    while kills < KILLS:
        path = tmp_path / f"{store_number}.db"
        told: set[int] = set()
        while kills < KILLS:
            process, pipe = start(jobs.add, path, found)
            first = [pipe.recv(), pipe.recv()]
            process.join(chance.uniform(0, 0.06))
            process.kill()
            said = first + list(heard(pipe))
            process.join()
            told |= {outcome[1] for outcome in said if isinstance(outcome, tuple)}
            if "done" in said:
                finished += 1
                break
            kills += 1
            with open_store(path) as store:
                assert list(store.verify()) == [], f"kill {kills}"
            kept = dict(rows(path, "SELECT id, name FROM dispatches"))
            assert told <= kept.keys(), f"kill {kills}: what was told is there"
            assert kept.items() <= names.items(), f"kill {kills}: and nothing else"
        with open_store(path) as store:
            store.add(found, StubReader())
            assert list(store.verify()) == []
        assert dump(path) == expected, f"store {store_number}"
        store_number += 1
    print(f"{kills} kills, {store_number} stores, {finished} runs that came to their end")


def test_linking_killed_at_any_moment_goes_on_and_finds_the_same(
    start: Start, tmp_path: Path, empty_store: bytes, dump: Dump
) -> None:
    chance = random.Random(SEED)
    unlinked, undisturbed = tmp_path / "unlinked.db", tmp_path / "undisturbed.db"
    unlinked.write_bytes(empty_store)
    people = ["Sigrun Aasland", "Aasland", "", "Viktor Yanchenko", "Victor Yanchenko", "Per Lind", "Bo Lind", "Lind"]
    with open_store(unlinked) as store:
        for day in range(1, 25):
            Wires(store).say(f"2031-03-{day:02}", (people[day % 8] or MINISTER, MINISTER if day % 3 else ""))
    undisturbed.write_bytes(unlinked.read_bytes())
    with open_store(undisturbed) as store:
        store.link()
        assert store.statements(speaker="Sigrun Aasland"), "there is something to find"
    expected, kills = dump(undisturbed), 0
    for n in range(6):
        path = tmp_path / f"{n}.db"
        path.write_bytes(unlinked.read_bytes())
        said: list[Any] = []
        while "done" not in said:
            process, pipe = start(jobs.link, path)
            said = [pipe.recv()]
            process.join(chance.uniform(0, 0.05))
            process.kill()
            said += list(heard(pipe))
            process.join()
            kills += "done" not in said
            with open_store(path) as store:
                assert list(store.verify()) == [], f"kill {kills}"
        assert dump(path) == expected, f"store {n}"
    assert kills > 6
    print(f"{kills} kills")


def test_a_process_killed_while_it_makes_a_store_leaves_none_or_a_whole_one(start: Start, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    for n in range(12):
        path = tmp_path / f"{n}.db"
        process, pipe = start(jobs.add, path, wires(1))
        assert pipe.recv() == "begun"
        process.join(chance.uniform(0, 0.15))
        process.kill()
        list(heard(pipe))
        process.join()
        with open_store(path) as store:
            store.add(wires(1), StubReader())
            assert len(store.dispatches()) == 1
            assert list(store.verify()) == []


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


# Full


@pytest.mark.parametrize("room", [450_000, 600_000])
def test_a_full_disk_is_told_nothing_told_is_lost_and_adding_goes_on_when_there_is_room(
    room: int, start: Start, place: Path, dump: Dump, tmp_path: Path
) -> None:
    found = wires(120)
    _, pipe = start(jobs.add_on_a_full_disk, place, found, room)
    said = list(iter(pipe.recv, "full"))
    *outcomes, error = said
    assert isinstance(error, str), "it does not end before the disk is full"
    assert error.startswith(f"{place}: there is no room left to write")
    assert "make room and run it again" in error
    assert outcomes
    with open_store(place) as store:
        assert {key for _, key in outcomes} <= {row[0] for row in rows(place, "SELECT id FROM dispatches")}
        assert list(store.verify()) == []
        assert store.search("troops")
    pipe.send("there is room again")
    assert list(heard(pipe))[-1] == "done"
    assert dump(place) == dump(undisturbed(tmp_path / "undisturbed.db", found))
    with open_store(place) as store:
        assert list(store.verify()) == []


# Not a store, or not ours


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def refused(path: Path, *words: str, create: bool = True) -> None:
    """Opening is refused with an error that names the file and says these words, and nothing in its folder changes."""
    before = bytes_in(path.parent) if path.parent.is_dir() else None
    with pytest.raises(StoreError) as caught:
        open_store(path, create=create, patience=0.1)
    assert str(caught.value).startswith(f"{path}: ")
    for word in words:
        assert word in str(caught.value)
    assert (bytes_in(path.parent) if path.parent.is_dir() else None) == before


def change(path: Path, *steps: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for step in steps:
            connection.execute(step)


def test_a_store_of_a_newer_program_is_refused_with_what_to_do(store: Store, place: Path) -> None:
    store.close()
    change(place, "UPDATE alembic_version SET version_num = 'v9999'")
    refused(place, "newer OnRecord", "v9999", schema.REVISION, "upgrade with")


@pytest.mark.parametrize("revision", ["", "*", "../x", "v0001_records.py", "[v]0001"])
def test_a_store_of_a_revision_that_nobody_knows_is_refused(revision: str, store: Store, place: Path) -> None:
    store.close()
    change(place, f"UPDATE alembic_version SET version_num = '{revision}'")
    refused(place)


@pytest.mark.parametrize("step", ["DELETE FROM alembic_version", "DROP TABLE alembic_version"])
def test_a_store_that_no_longer_says_its_revision_is_refused(step: str, store: Store, place: Path) -> None:
    store.close()
    change(place, step)
    refused(place)


@pytest.mark.parametrize("table", ["texts_index", "statement_actors", "names"])
def test_a_store_without_one_of_its_tables_fails_in_words(table: str, store: Store, place: Path) -> None:
    store.add(wires(2), StubReader())
    store.close()
    change(place, f"DROP TABLE {table}")
    keeps_to_its_errors(place)


def test_a_database_that_is_none_of_ours_is_refused(place: Path) -> None:
    change(place, "CREATE TABLE songs (title TEXT)", "INSERT INTO songs VALUES ('Hymn')")
    refused(place, "this is a database, but no store")


def test_a_database_with_migrations_of_its_own_is_refused(place: Path) -> None:
    change(place, "CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('v0001')")
    refused(place, "this is a database, but no store")


@pytest.mark.parametrize(
    "content", [b"Talks began in Oslo.", b"\0" * 5000, b"SQLite format 2\0" + b"x" * 5000, b"\xff"]
)
def test_a_file_that_is_no_database_is_refused(content: bytes, place: Path) -> None:
    place.write_bytes(content)
    refused(place, "this is no store")


@pytest.mark.parametrize("length", [16, 20, 99, 100, 512])
def test_the_beginning_of_a_database_is_refused(length: int, empty_store: bytes, place: Path) -> None:
    place.write_bytes(empty_store[:length])
    refused(place)


def test_an_empty_file_becomes_a_store(place: Path) -> None:
    place.touch()
    with open_store(place) as store:
        store.add(wires(1), StubReader())
        assert list(store.verify()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, "this is a folder; name a file")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    refused(tmp_path / "none" / "wires.db", "check that its folder exists")
    assert not (tmp_path / "none").exists()


def test_a_missing_store_is_not_made_where_none_is_to_be_made(place: Path) -> None:
    refused(place, "there is no such store", "onrecord add", create=False)
    assert not place.exists()


def test_a_file_beneath_a_file_and_a_name_too_long_are_told(place: Path) -> None:
    place.write_text("No folder.")
    refused(place / "wires.db")
    refused(place.with_name("x" * 300))


def test_a_store_may_have_an_odd_name(tmp_path: Path) -> None:
    for name in ("a b.db", "a%20b?c=d#e.db", "file:x.db", "zoë 😀.db", "x"):
        with open_store(tmp_path / name) as store:
            store.add(wires(1), StubReader())
        assert (tmp_path / name).exists(), name
        with open_store(tmp_path / name, create=False) as store:
            assert len(store.dispatches()) == 1


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder into which anybody may look."""
    if os.geteuid() != 0:
        pytest.skip("only root can start a process that has no rights")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("folder_rights", [0o777, 0o755])
def test_a_file_that_may_not_be_written_can_be_read_or_is_refused_in_words(
    folder_rights: int, open_folder: Path, empty_store: bytes, start: Start
) -> None:
    path = open_folder / "wires.db"
    path.write_bytes(empty_store)
    open_folder.chmod(folder_rights)
    path.chmod(0o444)
    _, pipe = start(jobs.use_without_rights, path, False)
    told = dict(heard(pipe))
    assert str(path) in told["refused"]
    assert "make it and its folder writable" in told["refused"] or "may be read and written" in told["refused"]
    assert "unforeseen" not in told
    assert told.get("verified", []) == [], "that it cannot be written does not make it damaged"
    assert path.read_bytes() == empty_store


@pytest.mark.parametrize("what", ["unreadable", "empty", "missing", "earlier", "closed folder"])
def test_a_place_where_one_has_no_rights_is_refused_in_words(
    what: str, open_folder: Path, empty_store: bytes, start: Start
) -> None:
    path = open_folder / "wires.db"
    if what == "earlier":
        earlier_store(path)
    elif what != "missing":
        path.write_bytes(b"" if what == "empty" else empty_store)
    if path.exists():
        path.chmod(0o000 if what == "unreadable" else 0o444)
    if what == "closed folder":
        open_folder.chmod(0o700)
    before = bytes_in(open_folder)
    _, pipe = start(jobs.use_without_rights, path, True)
    told = dict(heard(pipe))
    assert "unforeseen" not in told, told
    assert str(path) in told["refused"]
    assert bytes_in(open_folder) == before


# Earlier versions


def earlier_store(path: Path, revision: str = "v0001") -> None:
    """A store as an earlier OnRecord left it, with three dispatches in it (v0002.sql is what SQLite's .dump told)."""
    config = Config()
    config.set_main_option("script_location", str(opening.MIGRATIONS))
    change(path, "PRAGMA journal_mode = WAL", f"PRAGMA application_id = {schema.APPLICATION}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    change(path, *(Path(__file__).parent / "v0002.sql").read_text(encoding="utf-8").splitlines())


def test_a_store_of_an_earlier_version_is_upgraded_in_place_and_its_texts_are_found(place: Path, dump: Dump) -> None:
    earlier_store(place)
    before = dump(place)
    with open_store(place, create=False) as store:
        assert [hit.entry.name for hit in store.search("talk")] == ["old-0"]
        assert [hit.entry.name for hit in store.search("zoe")] == ["old-1"]
        store.add([Dispatch(id="new", text="New talks.")], StubReader())
        assert [hit.entry.name for hit in store.search("talk", since=None)] == ["new", "old-0"]
        assert list(store.verify()) == []
    after = dump(place)
    assert after["alembic_version"] == [(schema.REVISION,)]
    assert {row[:-1] for row in after["dispatches"]} > set(before["dispatches"]), "linked is the column that is new"


@pytest.mark.parametrize("revision", ["v0001", "v0002"])
def test_names_of_an_earlier_store_keep_their_numbers_and_are_linked_when_asked(
    revision: str, place: Path, dump: Dump
) -> None:
    earlier_store(place, revision)
    before = dump(place)
    with open_store(place, create=False) as store:
        assert list(store.verify()) == []
        assert rows(place, "SELECT count(*) FROM names WHERE linked") == [(0,)]
        assert [finding.address for finding in store.statements(speaker="lind")] == ["3/s1"]
        store.link()
        assert list(store.verify()) == []
    after = dump(place)
    assert [row[:4] for row in after["names"]] == [row[:4] for row in before["names"]]
    assert {row[-1] for row in after["names"]} == {row[-1] for row in after["dispatches"]} == {1}


def test_an_upgrade_that_fails_midway_leaves_the_earlier_version_as_it_was(
    place: Path, dump: Dump, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier_store(place)
    before = dump(place)
    tables = rows(place, "SELECT name, sql FROM sqlite_master ORDER BY name")
    real, steps = opening.Connection.execute, []

    def failing(connection: Any, statement: Any, *arguments: Any, **more: Any) -> Any:
        if "texts_unindexed" in str(statement):
            steps.append(str(statement))
            raise KeyboardInterrupt
        return real(connection, statement, *arguments, **more)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(opening.Connection, "execute", failing)
        open_store(place)
    assert steps, "it failed in the middle of the migration"
    assert dump(place) == before
    assert rows(place, "SELECT name, sql FROM sqlite_master ORDER BY name") == tables
    with open_store(place) as store:
        assert store.search("talks")
        assert list(store.verify()) == []


def test_two_who_open_an_earlier_store_at_once_upgrade_it_once(place: Path) -> None:
    earlier_store(place)
    failures: list[BaseException] = []

    def use() -> None:
        try:
            gate.wait()
            with open_store(place) as store:
                assert store.search("talks")
        except BaseException as error:
            failures.append(error)

    gate = threading.Barrier(3)
    threads = [threading.Thread(target=use) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_migrations_end_at_exactly_the_schema(store: Store, place: Path) -> None:
    with create_engine(f"sqlite:///{place}").connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: not (kind == "table" and name.startswith("texts_index")),
            },
        )
        assert compare_metadata(context, schema.metadata) == []


def test_the_migrations_make_the_tables_as_the_schema_would(store: Store, place: Path, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    schema.metadata.create_all(engine)
    engine.dispose()
    for table in schema.metadata.tables:
        for pragma in ("table_xinfo", "foreign_key_list"):
            shape = f"PRAGMA {pragma}({table})"
            assert sorted(r[1:] if pragma == "table_xinfo" else r[2:] for r in rows(place, shape)) == sorted(
                r[1:] if pragma == "table_xinfo" else r[2:] for r in rows(tmp_path / "made.db", shape)
            ), table


def test_the_revision_is_that_of_the_newest_migration() -> None:
    newest = max(path.stem for path in (opening.MIGRATIONS / "versions").glob("v*.py"))
    assert newest.split("_")[0] == schema.REVISION


# Locked


@pytest.fixture
def lock(place: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of writing."""
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_who_would_write_is_told_that_another_writes_and_nothing_is_changed(
    store: Store, place: Path, lock: sqlite3.Connection, dump: Dump
) -> None:
    before = dump(place)
    with open_store(place, patience=0.2) as impatient:
        with pytest.raises(StoreError, match="another program is writing to it; try again") as caught:
            impatient.add(wires(1), StubReader())
        assert str(caught.value).startswith(f"{place}: ")
        assert dump(place) == before
        lock.execute("ROLLBACK")
        impatient.add(wires(1), StubReader())
        assert len(impatient.dispatches()) == 1


def test_who_reads_does_not_wait_for_who_writes(store: Store, place: Path) -> None:
    store.add(wires(4), StubReader())
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM times")
        with open_store(place, patience=0) as reading:
            assert reading.search("troops")
            assert list(reading.statements())
            assert reading.show(1).record.times
            assert reading.names()
        other.execute("ROLLBACK")


def test_a_reader_sees_the_store_as_it_was_when_it_began(store: Store, place: Path) -> None:
    store.add(wires(3), StubReader())
    reading = store.records()
    first = next(reading)
    with open_store(place) as other:
        other.add(wires(12), StubReader())
    assert len([first, *reading]) == 3
    assert len(list(store.records())) > 3


# Cut off and overwritten


def keeps_to_its_errors(path: Path) -> list[str]:
    """Opening, verifying and asking raise errors of the store or none; what they tell."""
    told: list[str] = []
    asks: list[Callable[[Store], Any]] = [
        lambda store: told.extend(str(problem) for problem in store.verify()),
        lambda store: [finding.to_dict() for finding in store.statements()],
        lambda store: [finding.to_dict() for finding in store.events(actor="Brandt")],
        lambda store: store.search("troops"),
        lambda store: store.names(),
        lambda store: store.dispatches(),
        lambda store: [store.show(key) for key in range(1, 6)],
        lambda store: list(store.records()),
        lambda store: store.add(wires(3, "later"), StubReader()),
    ]
    try:
        with open_store(path, create=False, patience=0.1) as store:
            for ask in asks:
                try:
                    ask(store)
                except (StoreError, NotInStoreError) as error:
                    told.append(str(error))
    except StoreError as error:
        told.append(str(error))
    return told


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a store with forty dispatches."""
    path = undisturbed(tmp_path_factory.mktemp("whole") / "whole.db", wires(40))
    change(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.mark.parametrize("part", [0.001, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
def test_a_store_that_was_cut_off_is_told(part: float, whole: bytes, place: Path) -> None:
    place.write_bytes(whole[: int(len(whole) * part)])
    told = keeps_to_its_errors(place)
    assert told
    assert any("restore it from a copy" in line or "no store" in line for line in told), told


@pytest.mark.parametrize("part", [0.3, 0.7, 0.95])
def test_a_store_that_was_cut_off_beside_its_log_is_told(part: float, whole: bytes, place: Path) -> None:
    place.write_bytes(whole)
    store = open_store(place)
    store.add(wires(1, "logged"), StubReader())
    log = place.with_name(f"{place.name}-wal").read_bytes()
    store.close()
    place.write_bytes(whole[: int(len(whole) * part)])
    place.with_name(f"{place.name}-wal").write_bytes(log)
    assert keeps_to_its_errors(place)


@pytest.mark.parametrize("chance", range(40))
def test_bytes_overwritten_anywhere_raise_nothing_but_errors_of_the_store(
    chance: int, whole: bytes, place: Path
) -> None:
    random_bytes = random.Random(SEED + chance)
    damaged = bytearray(whole)
    for _ in range(random_bytes.choice([1, 4, 40])):
        start = random_bytes.randrange(100 if chance % 8 else 0, len(damaged) - 64)
        length = random_bytes.choice([1, 2, 16, 64])
        damaged[start : start + length] = random_bytes.randbytes(length)
    place.write_bytes(bytes(damaged))
    keeps_to_its_errors(place)


@pytest.mark.parametrize("chance", range(12))
def test_a_changed_word_anywhere_in_the_file_is_told(chance: int, whole: bytes, place: Path) -> None:
    chances = random.Random(SEED + chance)
    at = [n for n in range(len(whole) - 5) if whole[n : n + 5] == b"moved"]
    damaged = bytearray(whole)
    start = chances.choice(at)
    damaged[start] = ord("l")
    place.write_bytes(bytes(damaged))
    assert keeps_to_its_errors(place)


# Two at once


def test_two_who_add_at_once_to_no_store_yet_make_one_with_each_dispatch_once(
    start: Start, tmp_path: Path, dump: Dump
) -> None:
    found = [Dispatch(id=f"w-{n}", text=f"Bo Lind said that {n} troops moved.", uri=f"w/{n}.txt") for n in range(30)]
    expected = dump(undisturbed(tmp_path / "alone.db", found))
    for n in range(4):
        path = tmp_path / f"{n}.db"
        adders = [start(jobs.add, path, part) for part in (found[:20], list(reversed(found[10:])))]
        said = [list(heard(pipe)) for _, pipe in adders]
        assert [told[-1] for told in said] == ["done", "done"]
        for told in said:
            assert {what for what, _ in told[1:-1]} <= {"added", "already there", "read again"}
        with open_store(path) as store:
            assert list(store.verify()) == []
            assert sorted(entry.uri or "" for entry in store.dispatches()) == sorted(d.uri or "" for d in found)
        assert {table: len(kept) for table, kept in dump(path).items()} == {
            table: len(kept) for table, kept in expected.items()
        }


def test_threads_may_share_a_store(store: Store) -> None:
    outcomes: list[Outcome] = []
    failures: list[BaseException] = []

    def use(folder: str) -> None:
        try:
            store.add(wires(6, folder), StubReader(), on_outcome=outcomes.append)
            assert store.search("troops")
            assert list(store.statements(limit=5))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=use, args=(f"folder-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [outcome.what for outcome in outcomes] == ["added"] * 24
    assert list(store.verify()) == []
