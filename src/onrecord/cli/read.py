"""`onrecord read`: dispatches in, records out, each as soon as it is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import islice
from typing import Literal

import click

from onrecord.cli import options
from onrecord.cli.telling import Tally, debug_option, progress
from onrecord.record import Dispatch, Record

Form = Literal["page", "json", "jsonl"]


@click.command()
@options.inputs
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON. For one dispatch.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print a record a line, as JSON Lines. For any number.")
@options.ontology
@debug_option
def read(
    inputs: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    as_json: bool,
    as_jsonl: bool,
    ontology: str | None,
) -> int:
    """Read dispatches and print their records.

    INPUT is a file, a folder, an http(s) address, or - for standard input. Of a folder, all .txt, .html, .htm,
    .xhtml and .jsonl files in it and below it are read; hidden files are skipped. Plain text is UTF-8. Of a page
    the article is read, with its headline, day and outlet. JSON Lines hold a dispatch a line, with the keys text
    and, where they are known, id, title, published, outlet and url.

    Without --json or --jsonl the record is laid out to be read: the text with its statements in brackets, [s1 ...],
    then what was found in it. Colours are left out where the output is no terminal or NO_COLOR is set.

    A record's id is the one that its line gives, else the file's name without its suffix (and the line's number).
    The second of a name in one call gets the name of its folder before it, march/talks; a line of JSON Lines the
    name of its file, wires/17. How many were changed is told.

    What cannot be read is told on standard error, one line for each, and the rest goes on. Exit status: 1 if
    anything could not be read, 2 for a mistaken call, 130 when interrupted.
    """
    if as_json and as_jsonl:
        raise click.UsageError("--json and --jsonl exclude each other; --jsonl is for several dispatches")
    if as_json and len(inputs) > 1:
        raise click.UsageError("--json prints the record of one dispatch; use --jsonl for several inputs")
    from onrecord import sources
    from onrecord.reader import Reader

    reader = Reader(ontology=ontology)
    stdin = getattr(sys.stdin, "buffer", None)
    found = sources.dispatches(inputs, published=published, outlet=outlet, stdin=stdin)
    tally = Tally()
    # who sees the records pass sees how far it is
    with nullcontext(lambda: None) if sys.stdout.isatty() else progress(inputs) as advance:
        tally.advance = advance
        dispatches = tally.dispatches(found)
        if as_json:
            dispatches = _only_one(dispatches)
        put = _writer("json" if as_json else "jsonl" if as_jsonl else "page")
        for record in reader.read_many(dispatches, on_error=tally.unread):
            put(record)
            advance()
    tally.tell_rest()
    return 1 if tally.failures else 0


def _only_one(dispatches: Iterator[Dispatch]) -> Iterator[Dispatch]:
    """The first dispatch; an error if there is a second, before anything is read."""
    first = list(islice(dispatches, 2))
    if len(first) > 1:
        raise click.UsageError("--json prints the record of one dispatch, and here are several; use --jsonl")
    return iter(first)


def _writer(form: Form) -> Callable[[Record], None]:
    """What writes a record on standard output, all of it at once."""
    if form != "page":
        indent = 2 if form == "json" else None

        def put(record: Record) -> None:
            # bytes, for JSON is UTF-8 whatever the locale
            sys.stdout.buffer.write(record.to_json(indent=indent).encode("utf-8") + b"\n")
            sys.stdout.buffer.flush()

        return put
    from onrecord.cli.layout import output, show

    console = output()
    apart = ""

    def lay_out(record: Record) -> None:
        nonlocal apart
        console.file.write(apart)
        show(record, console)
        apart = "\n\n"

    return lay_out
