"""`onrecord add` and `onrecord reread`: dispatches into a store, and a store brought up to date."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from onrecord.cli import options
from onrecord.cli.telling import Tally, bar, debug_option, progress

if TYPE_CHECKING:
    from onrecord.store import Outcome


@click.command()
@options.inputs
@options.store
@options.ontology
@debug_option
def add(
    inputs: tuple[str, ...], published: str | None, outlet: str | None, store: str | None, ontology: str | None
) -> int:
    """Read dispatches into a store, which is made if there is none.

    INPUT is what onrecord read takes: files, folders, addresses, - for standard input.

    The same text from the same source is already there, and is not read again unless its source now tells a day,
    outlet or headline that it did not. The same text from another source is a dispatch of its own, which shares the
    text. Another text from the same source is its new version; lists show the newest.

    Each dispatch is kept as soon as it is read. Stopped at any moment, nothing that was kept is lost, and the same
    command completes the work.

    What cannot be read is told on standard error, one line for each, and the rest goes on. Exit status: 1 if
    anything could not be read or kept, 2 for a mistaken call, 130 when interrupted.
    """
    from onrecord import sources
    from onrecord.reader import Reader
    from onrecord.store import open_store

    reader = Reader(ontology=ontology)
    inputs = tuple(sources.absolute(place) for place in inputs)
    found = sources.dispatches(inputs, published=published, outlet=outlet, stdin=getattr(sys.stdin, "buffer", None))
    with open_store(store) as kept, progress(inputs) as advance:
        count = Count(Tally(ours=sources.absolute(str(kept.path)), advance=advance))
        try:
            kept.add(count.tally.dispatches(found), reader, on_outcome=count)
        finally:
            count.tell()
    return 1 if count.tally.failures else 0


@click.command()
@options.store
@click.option("--all", "everything", is_flag=True, help="Read again what this version has read, too.")
@options.ontology
@debug_option
def reread(store: str | None, everything: bool, ontology: str | None) -> int:
    """Read again what another version of OnRecord, or one with other words of your own, has read into a store.

    Each record takes the place of the one before as soon as it is read; where reading fails, the one before stays.
    Stopped at any moment, the same command goes on with what is left. Exit status: 1 if anything could not be read.
    """
    from onrecord.reader import Reader
    from onrecord.store import open_store

    reader = Reader(ontology=ontology)
    with open_store(store, create=False) as kept:
        outdated = len(kept.outdated("" if everything else reader.version))
        with bar(outdated) as advance:
            count = Count(Tally(advance=advance))
            try:
                kept.reread(reader, everything=everything, on_outcome=count)
            finally:
                count.tell()
    return 1 if count.tally.failures else 0


class Count:
    """Counts what became of dispatches, and tells it at the end on standard output."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.outcomes: Counter[str] = Counter()

    def __call__(self, outcome: Outcome) -> None:
        """Count an outcome; tell a failure."""
        if outcome.error is not None:
            self.tally.unread(outcome.dispatch, outcome.error)
            return
        self.tally.advance()
        self.outcomes["new version" if outcome.replaces else outcome.what] += 1

    def tell(self) -> None:
        """Tell how many were kept, and what else happened."""
        kinds = [("added", "added"), ("added as a new version", "new version"), ("already there", "already there")]
        kinds += [("read again", "read again")] * ("read again" in self.outcomes)
        parts = [f"{self.outcomes[key]:,} {what}" for what, key in kinds if key != "new version" or self.outcomes[key]]
        click.echo(", ".join([*parts, f"{self.tally.failures:,} failed"]))
        self.tally.tell_rest()
