"""`onrecord show`: one dispatch of a store, laid out as `onrecord read` shows it."""

from __future__ import annotations

import json
import sys

import click

from onrecord.cli import options
from onrecord.cli.telling import debug_option


@click.command()
@click.argument("dispatch", metavar="ID")
@options.store
@options.as_json
@debug_option
def show(dispatch: str, store: str | None, as_json: bool) -> None:
    """Show a dispatch of the store with its record.

    ID is its number, as lists and searches give it, or its name. Other versions of it, and other dispatches that
    carry the same text, are named.
    """
    from onrecord.store import open_store

    with open_store(store, create=False) as kept:
        found = kept.show(dispatch)
    if as_json:
        sys.stdout.buffer.write(json.dumps(found.to_dict(), ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
        return
    from rich.text import Text

    from onrecord.cli.found import entry
    from onrecord.cli.layout import FAINT, Line, output, write
    from onrecord.cli.layout import show as lay_out

    console = output()
    lay_out(found.record, console)
    lines = [
        Line(Text()),
        Line(Text(f"number {found.entry.id}, added {found.entry.added}, read by {found.entry.made_by}", FAINT)),
    ]
    for what, others in (
        ("the same text: ", found.shared_with),
        ("another version: ", [x for x in found.versions if x.id != found.entry.id]),
    ):
        lines += [Line(Text.assemble((what, FAINT), entry(other))) for other in others]
    write(lines, console)
