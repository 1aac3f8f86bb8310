"""`onrecord verify`: whether a store still holds what was read."""

from __future__ import annotations

import json

import click

from onrecord.cli import options
from onrecord.cli.telling import bar, counted, debug_option, tell


@click.command()
@options.store
@options.as_json
@debug_option
def verify(store: str | None, as_json: bool) -> int:
    """Check that a store still holds what was read.

    Every hash is reckoned anew, and every span read again from the stored text. What is not as it was read is told on
    standard error, a line for each, naming the dispatch and the fact. This finds what disks and hands have changed by
    mistake; whoever changes a store on purpose can reckon the hashes anew, too. Exit status: 1 if anything is wrong.
    """
    from onrecord.store import open_store

    seen = wrong = 0
    with open_store(store, create=False) as kept, bar(kept.size) as advance:

        def count(_: int) -> None:
            nonlocal seen
            seen += 1
            advance()

        found = []
        for problem in kept.verify(on_dispatch=count):
            wrong += 1
            found.append(problem.to_dict())
            if not as_json:
                tell(str(problem))
    if as_json:
        click.echo(json.dumps({"dispatches": seen, "problems": found}, ensure_ascii=False))
        return 1 if wrong else 0
    of = counted(seen, "dispatch", "dispatches")
    if wrong:
        tell(f"{kept.path}: {counted(wrong, 'thing')} of {of} not as read; restore the store from a copy")
        return 1
    click.echo(f"{of}: all as read")
    return 0
