"""Measures the store: what keeping records costs beside reading them, how fast they are found again, how large it is.

Adding is measured on the project's own sample dispatches (tests/dispatches/*.txt), each with a number of its own and
so a text of its own. Each round reads them twice, one after the other, so that a busy machine slows both: alone, and
by `Store.add` into a new store. The records of the first go once more into a new store, which times storing alone.

Finding is measured on made-up dispatches, the same ones at every run: about 300 words each, whose frequencies follow
Zipf's law over twenty thousand made-up words and a few hundred of diplomacy, with as many facts as OnRecord reads out
of such a text. They say nothing true of anybody. Questions are asked in turn, each round with other words and names;
the tables give medians and 95th percentiles.

    python benchmarks/store.py [--dispatches 100000] [--rounds 5] [--store PATH] [--write docs/store-measured.md]
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from made_up import COUNTRIES, DAYS, DIPLOMACY, FIRST_DAY, TYPES, UNITS, World
from onrecord import Dispatch, Reader, Record
from onrecord.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "dispatches"
MADE_BY = "benchmarks/store.py"
REPEAT = 10
"""How often a round of adding reads the samples: some ten seconds of work, against which noise is small."""
ASKED = 4
"""Times that each question is asked in a round, each time with other words or another name."""
PATIENCE = 20.0
"""Seconds after which a question is asked no more: a slow one is known well enough by then."""
PAGE = 50
VERIFIED = 1000


T = TypeVar("T")
R = TypeVar("R")
Ask = Callable[[int], object]
"""A question, as a function of the number of the time it is asked."""


class Times:
    """Seconds that each of several pieces of work took, every time it was done."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {}

    def take(self, name: str, work: Callable[[T], R], given: T) -> R:
        """What a piece of work gives; how long it takes is noted."""
        started = time.perf_counter()
        done = work(given)
        self.of.setdefault(name, []).append(time.perf_counter() - started)
        return done


def samples(repeat: int) -> list[Dispatch]:
    """The sample dispatches, `repeat` times over, each with a text and an address of its own."""
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("*.txt"))]
    return [
        Dispatch(id=f"{name}-{i}", text=f"{text}\nWire copy {i}\n", uri=f"https://wire.example/{name}/{i}")
        for i in range(repeat)
        for name, text in texts
    ]


def adding(rounds: int, folder: Path) -> list[str]:
    """What it costs to keep what is read."""
    reader, times, found = Reader(), Times(), samples(REPEAT)

    def read(dispatches: list[Dispatch]) -> list[Record]:
        return list(reader.read_many(dispatches))

    def added(store: Store) -> None:
        store.add(found, reader)

    def put(given: tuple[Store, list[Record]]) -> None:
        for dispatch, record in zip(found, given[1], strict=True):
            given[0].put(dispatch, record, MADE_BY)

    read(found[:16])  # the model is loaded and the caches are warm: not counted
    for i in range(rounds):
        print(f"adding, round {i + 1} of {rounds}", file=sys.stderr)
        records = times.take("read", read, found)
        with open_store(folder / f"added-{i}.db") as store:
            times.take("added", added, store)
        with open_store(folder / f"put-{i}.db") as store:
            times.take("put", put, (store, records))
    ratio = statistics.median(b / a for a, b in zip(times.of["read"], times.of["added"], strict=True))
    words = statistics.mean(len(dispatch.text.split()) for dispatch in found)
    lines = [
        f"{len(found)} sample dispatches of {words:.0f} words on average; median of {rounds} rounds, one process.\n",
        "| | dispatches a second | ms a dispatch |",
        "|---|---:|---:|",
    ]
    labels = {
        "read": "reading alone",
        "added": "reading and storing (`Store.add`)",
        "put": "storing alone (`Store.put`)",
    }
    for name, label in labels.items():
        each = 1000 * statistics.median(times.of[name]) / len(found)
        lines.append(f"| {label} | {1000 / each:,.1f} | {each:.1f} |")
    share = 100 * statistics.median(b / a for a, b in zip(times.of["read"], times.of["put"], strict=True))
    lines.append(
        f"\nReading and storing takes {ratio:.3f} times as long as reading alone (median of the rounds' ratios); "
        f"storing alone takes {share:.1f} % of what reading takes."
    )
    return lines


def fill(store: Store, world: World, count: int) -> str:
    """Put the made-up dispatches into a store; how long that took, in words."""
    spent = 0.0
    for i, (dispatch, record) in enumerate(world.dispatches(count)):
        started = time.perf_counter()
        store.put(dispatch, record, MADE_BY)
        spent += time.perf_counter() - started
        if (i + 1) % 10_000 == 0:
            print(f"{i + 1:,} dispatches put in, {spent:,.0f} s", file=sys.stderr)
    return f"Putting {count:,} made-up dispatches in took {spent:,.0f} s, {1000 * spent / count:.1f} ms each."


def questions(store: Store, world: World, count: int) -> dict[str, Ask]:
    """What is asked, by what the tables call it."""
    words, names = world.vocabulary.things, world.names.things
    rare, seldom = len(words) // 2, len(names) // 2
    common = DIPLOMACY[:40]
    day = FIRST_DAY + datetime.timedelta(days=DAYS // 2)

    def since(i: int) -> str:
        return (day + datetime.timedelta(days=i)).isoformat()

    def until(i: int) -> str:
        return (day + datetime.timedelta(days=i + 30)).isoformat()

    def two(i: int) -> str:
        return f"{common[i % 40]} {common[(i + 7) % 40]}"

    def phrase(i: int) -> str:
        return f'"{common[i % 40]} {common[(i + 1) % 40]}"'

    def prefix(i: int) -> str:
        return f"{('negot', 'mediat', 'sanct', 'terr', 'gov', 'deleg', 'inspec', 'escal')[i % 8]}*"

    last = max(0, min(999 * PAGE, count - PAGE))
    return {
        "search: a rare word": lambda i: store.search(words[rare + i]),
        "search: a rare word, since": lambda i: store.search(words[rare + i], since=since(i)),
        "search: a common word": lambda i: store.search(common[i % 40]),
        "search: a common word, since": lambda i: store.search(common[i % 40], since=since(i)),
        "search: two common words": lambda i: store.search(two(i)),
        "search: a common and a rare word": lambda i: store.search(f"{common[i % 40]} {words[rare + i]}"),
        "search: a phrase": lambda i: store.search(phrase(i)),
        "search: the beginning of a word": lambda i: store.search(prefix(i)),
        "search: the beginning of a word, since": lambda i: store.search(prefix(i), since=since(i)),
        "statements": lambda i: list(store.statements(limit=PAGE)),
        "statements: a much-quoted speaker": lambda i: list(store.statements(speaker=names[i], limit=PAGE)),
        "statements: a seldom quoted speaker": lambda i: list(store.statements(speaker=names[seldom + i], limit=PAGE)),
        "statements: a speaker, since": lambda i: list(
            store.statements(speaker=names[20 + i], since=since(i), limit=PAGE)
        ),
        "statements: an act, since": lambda i: list(store.statements(act="deny", since=since(i), limit=PAGE)),
        "agenda: thirty days": lambda i: list(store.agenda(since=since(i), until=until(i), limit=PAGE)),
        "agenda: an actor, since": lambda i: list(store.agenda(actor=names[i], since=since(i), limit=PAGE)),
        "events: a country": lambda i: list(store.events(country=COUNTRIES[i % len(COUNTRIES)], limit=PAGE)),
        "events: a country, since": lambda i: list(
            store.events(country=COUNTRIES[i % len(COUNTRIES)], since=since(i), limit=PAGE)
        ),
        "events: a type, since": lambda i: list(store.events(type=TYPES[i % 14], since=since(i), limit=PAGE)),
        "figures: a unit": lambda i: list(store.figures(unit=UNITS[i % len(UNITS)], limit=PAGE)),
        "figures: a unit, since": lambda i: list(store.figures(unit=UNITS[i % len(UNITS)], since=since(i), limit=PAGE)),
        "disputes": lambda i: list(store.disputes(limit=PAGE)),
        "disputes: a speaker": lambda i: list(store.disputes(speaker=names[i], limit=PAGE)),
        "dispatches: the first page": lambda i: store.dispatches(limit=PAGE),
        f"dispatches: page {last // PAGE + 1:,}": lambda i: store.dispatches(limit=PAGE, offset=last),
        "names: a much-used name": lambda i: store.names(names[i]),
        "names: the first page of all": lambda i: store.names(limit=PAGE),
        "show": lambda i: store.show(1 + 7919 * i % count),
    }


def finding(store: Store, world: World, count: int, rounds: int) -> list[str]:
    """How long the questions take."""
    times, found = Times(), dict[str, int]()
    for name, ask in questions(store, world, count).items():
        print(name, file=sys.stderr)
        answers: list[object] = []
        for i in range(rounds * ASKED + 1):
            answers.append(times.take(name, ask, i))
            if sum(times.of[name]) > PATIENCE and i > 2:
                break
        times.of[name].pop(0)  # the statement is compiled and the caches are warm: not counted
        sizes = [len(answer) if isinstance(answer, list) else 1 for answer in answers[1:]]
        found[name] = round(statistics.median(sizes))
    lines = [
        f"A page holds {PAGE} facts or dispatches; a search finds 20. Each question was asked up to {rounds * ASKED} "
        "times, each time with other words, names or days.\n",
        "| question | found | median, ms | 95th percentile, ms |",
        "|---|---:|---:|---:|",
    ]
    for name, took in times.of.items():
        worst = sorted(took)[max(0, -(-95 * len(took) // 100) - 1)]
        lines.append(f"| {name} | {found[name]} | {1000 * statistics.median(took):,.1f} | {1000 * worst:,.1f} |")
    return lines


class _EnoughError(Exception):
    """So many dispatches were looked at."""


def verifying(store: Store, count: int) -> list[str]:
    """How long it takes to verify a store: the database as a whole, and the facts of each dispatch."""
    looked_at: list[float] = []

    def on_dispatch(_: int) -> None:
        looked_at.append(time.perf_counter())
        if len(looked_at) > VERIFIED:
            raise _EnoughError

    started = time.perf_counter()
    try:
        for problem in store.verify(on_dispatch=on_dispatch):
            sys.exit(f"the store that was filled is not as it was: {problem}")
    except _EnoughError:
        pass
    each = (looked_at[-1] - looked_at[0]) / max(1, len(looked_at) - 1)
    return [
        f"`Store.verify` took {1000 * each:.2f} s for the facts of 1,000 dispatches (the first {len(looked_at) - 1:,})"
        f", and {looked_at[0] - started:,.1f} s before that for the database and the hashes of all {count:,} texts: "
        f"{1000 * (each + (looked_at[0] - started) / count):.2f} s for 1,000 dispatches of such a store."
    ]


def size(path: Path, count: int) -> list[str]:
    """How large a store is, and what takes the room."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain, articles = connection.execute(
        "SELECT (SELECT sum(length(CAST(text AS BLOB))) FROM texts), (SELECT count(*) FROM dispatches)"
    ).fetchone()
    pages = (
        "SELECT CASE WHEN name GLOB 'texts_index*' THEN 'texts_index (full text)' ELSE name END AS part, sum(pgsize)"
    )
    parts: list[tuple[str, int]] = []
    try:
        parts = connection.execute(
            f"{pages} FROM dbstat WHERE aggregate = TRUE GROUP BY part ORDER BY 2 DESC"
        ).fetchall()
    except sqlite3.OperationalError:
        print("this SQLite was built without dbstat: the table of parts is left out", file=sys.stderr)
    connection.close()
    whole = path.stat().st_size
    lines = [
        f"{whole / articles:,.0f} bytes a dispatch, {whole / plain:.2f} times its plain text ({plain / articles:,.0f} "
        f"bytes); {whole / 1e6:,.0f} MB for {articles:,} dispatches.\n"
    ]
    if parts:
        lines += ["| table or index | bytes a dispatch | share |", "|---|---:|---:|"]
        lines += [
            f"| {part} | {room / articles:,.0f} | {100 * room / whole:.1f} % |"
            for part, room in parts
            if room > 1e-3 * whole
        ]
    return lines


MEANING = """\
Storing writes one transaction for each dispatch and waits until the disk has it (`synchronous=FULL`), so that what was
reported as added outlives a crash; that wait is part of its time. A search ranks every dispatch that has the words and
then loads the twenty best, so that its time follows how common the words are. A page of facts loads each dispatch that
carries one of them. The words are made up: real dispatches differ in how large their index is."""


def machine() -> str:
    """What it was measured on."""
    return (
        f"SQLite {sqlite3.sqlite_version}, Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores."
    )


def main() -> None:
    """Measure, print the tables, and write the page if one is asked for."""
    parser = argparse.ArgumentParser(description="What storing costs, how fast it finds, and how large it is.")
    parser.add_argument("--dispatches", type=int, default=100_000, help="how many made-up dispatches are searched")
    parser.add_argument("--rounds", type=int, default=5, help="how many rounds are measured")
    parser.add_argument("--store", type=Path, help="keep the filled store here, and use it if it is there")
    parser.add_argument("--write", type=Path, help="write the tables to this page, too")
    args = parser.parse_args()

    folder = Path(tempfile.mkdtemp(prefix="onrecord-bench-"))
    try:
        path: Path = args.store or folder / "found.db"
        added = adding(args.rounds, folder)
        world, there = World(), path.exists()
        with open_store(path) as store:
            filled = "" if there else fill(store, world, args.dispatches) + "\n"
            count = store.size
            asked = finding(store, world, count, args.rounds)
            verified = verifying(store, count)
        sizes = size(path, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    asked_for = f"--dispatches {args.dispatches} --rounds {args.rounds}"
    page = "\n".join([
        "# The store, measured\n",
        "Written by `benchmarks/store.py`, not by hand: "
        f"`python benchmarks/store.py {asked_for} --write docs/store-measured.md`.\n",
        f"{machine()}\n",
        "## Adding\n", *added, "",
        "## Finding\n", f"{count:,} made-up dispatches of about 300 words. {filled}", *asked, "", *verified, "",
        "## Size\n", *sizes, "",
        "## What it means\n", MEANING, "",
    ])  # fmt: skip
    print(page)
    if args.write:
        args.write.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
