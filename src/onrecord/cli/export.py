"""`onrecord export`: a store's records in a form that other programs take."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from onrecord.cli import options
from onrecord.cli.telling import debug_option

FORMATS = ("jsonl", "csv", "plover", "polecat", "cameo", "dyads", "ontology")


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="Which form.")
@click.option("--table", metavar="NAME", help="Of csv, which facts: statements (by default), events, actors...")
@click.option("--ontology", type=click.Path(), metavar="FILE", help="Of ontology, the codes: a TOML file of your own.")
@click.option("--output", metavar="FILE", help="Write here, all or nothing, instead of on standard output.")
@options.store
@options.since_until
@debug_option
def export(
    form: str, table: str | None, ontology: str | None, output: str | None, store: str | None, **window: Any
) -> None:
    """Write a store's records in a form that other programs take.

    jsonl is a record a line, as onrecord read --jsonl prints it. csv is a table with a line for each fact of one
    kind, its words beside its spans: dispatches, actors, statements, events, times, figures, conditions, disputes.
    The others are for programs that take event data: plover is PLOVER's JSON, polecat the table of POLECAT's weekly
    files, cameo a table of CAMEO codes with Goldstein scores, dyads who to whom by day, with counts and mean scores.
    ontology is a table of the events that have a code in an ontology of your own, --ontology FILE.

    Of each dispatch the newest version is written, in the order in which they were added.
    """
    from onrecord.exports import cameo, csv, dyads, jsonl, plover, polecat
    from onrecord.exports import ontology as own
    from onrecord.ontology import Ontology, read_ontology
    from onrecord.store import open_store

    if table is not None and form != "csv":
        raise click.UsageError("--table is for --format csv")
    if table is not None and table not in csv.TABLES:
        raise click.BadParameter(f"{table!r} is no table; there are {', '.join(csv.TABLES)}", param_hint="--table")
    if (ontology is not None) != (form == "ontology"):
        raise click.UsageError("--format ontology and --ontology FILE, the file with your codes, need each other")
    codes = read_ontology(ontology) if ontology is not None else Ontology("")
    lines: dict[str, Callable[[Any], Iterator[str]]] = {
        "jsonl": jsonl.lines,
        "csv": lambda found: csv.lines(found, table or "statements"),
        "plover": plover.lines,
        "polecat": polecat.lines,
        "cameo": cameo.lines,
        "dyads": dyads.lines,
        "ontology": lambda found: own.lines(found, codes),
    }
    with open_store(store, create=False) as kept:
        _write(lines[form](kept.records(**window)), output)


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
