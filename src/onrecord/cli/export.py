"""`onrecord export`: a store's records in a form that other programs take."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from onrecord.cli import options
from onrecord.cli.telling import debug_option

FORMATS = ("jsonl", "csv")


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="Which form.")
@click.option("--table", metavar="NAME", help="Of csv, which facts: statements (by default), events, actors...")
@click.option("--output", metavar="FILE", help="Write here, all or nothing, instead of on standard output.")
@options.store
@options.since_until
@debug_option
def export(form: str, table: str | None, output: str | None, store: str | None, **window: Any) -> None:
    """Write a store's records in a form that other programs take.

    jsonl is a record a line, as onrecord read --jsonl prints it. csv is a table with a line for each fact of one
    kind, its words beside its spans: dispatches, actors, statements, events, times, figures, conditions, disputes.
    Of each dispatch the newest version is written, in the order in which they were added.
    """
    from onrecord.exports import csv, jsonl
    from onrecord.store import open_store

    if table is not None and form != "csv":
        raise click.UsageError("--table is for --format csv")
    if table is not None and table not in csv.TABLES:
        raise click.BadParameter(f"{table!r} is no table; there are {', '.join(csv.TABLES)}", param_hint="--table")
    with open_store(store, create=False) as kept:
        found = kept.records(**window)
        _write(csv.lines(found, table or "statements") if form == "csv" else jsonl.lines(found), output)


def _write(lines: Iterable[str], output: str | None) -> None:
    """Write lines on standard output, or into a file that is there whole or not at all."""
    if output is None:
        for line in lines:
            sys.stdout.buffer.write(line.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            for line in lines:
                file.write(line.encode("utf-8"))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
