"""What processes of their own do to a store in the tests of faults. Each tells its test through a pipe how far it is.

A forking server keeps what they import, so that starting one takes milliseconds: they are many.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import alembic.command  # both here, so that no process spends its time on them, or lacks the rights to read them
import alembic.config
import stub_reader

from onrecord.record import Dispatch
from onrecord.store import Outcome, StoreError, identifying, open_store

__all__ = ["add", "add_on_a_full_disk", "alembic", "link", "use_without_rights"]


def add(pipe: Connection, path: Path, found: Iterable[Dispatch]) -> None:
    """Add dispatches, and tell of each its outcome and number once the store has told it."""
    with closing(pipe):
        pipe.send("begun")
        with open_store(path) as store:
            store.add(found, stub_reader.StubReader(), on_outcome=lambda outcome: pipe.send(_brief(outcome)))
        pipe.send("done")


def link(pipe: Connection, path: Path) -> None:
    """Judge who is who, a few dispatches and names at a time."""
    identifying.DISPATCHES, identifying.NAMES = 3, 2
    with closing(pipe), open_store(path) as store:
        pipe.send("begun")
        store.link()
        pipe.send("done")


def add_on_a_full_disk(pipe: Connection, path: Path, found: Iterable[Dispatch], room: int) -> None:
    """Add until no file may grow beyond `room` bytes; tell the error; add the rest when there is room again."""
    with closing(pipe), open_store(path) as store:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            store.add(found, stub_reader.StubReader(), on_outcome=lambda outcome: pipe.send(_brief(outcome)))
        except StoreError as error:
            pipe.send(str(error))
        except BaseException as error:
            pipe.send(f"unforeseen: {error!r}")
        pipe.send("full")
        pipe.recv()  # the test looks at the store
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        store.add(found, stub_reader.StubReader(), on_outcome=lambda outcome: pipe.send(_brief(outcome)))
        pipe.send("done")


def use_without_rights(pipe: Connection, path: Path, create: bool) -> None:
    """Open a store, read from it and write to it as somebody who has no rights, and tell what came of each."""
    with closing(pipe):
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        try:
            with open_store(path, create=create) as store:
                pipe.send(("opened", None))
                pipe.send(("read", len(store.dispatches())))
                pipe.send(("verified", [str(problem) for problem in store.verify()]))
                store.add([Dispatch(id="new", text="New.")], stub_reader.StubReader())
                pipe.send(("written", None))
        except StoreError as error:
            pipe.send(("refused", str(error)))
        except BaseException as error:
            pipe.send(("unforeseen", repr(error)))


def _brief(outcome: Outcome) -> tuple[str, int | None]:
    return outcome.what, outcome.id
