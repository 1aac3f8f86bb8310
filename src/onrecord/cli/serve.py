"""`onrecord serve`: the reading room."""

from __future__ import annotations

import click

from onrecord.cli import options
from onrecord.cli.telling import debug_option

PORT = 8377


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Where; 0 for a free one.")
@options.store
@debug_option
def serve(port: int, store: str | None) -> None:
    """Show a store in a web browser, on this computer only.

    The pages are at http://127.0.0.1:8377/; the data of each page stand at its address with .json behind it. Ctrl-C
    ends it.
    """
    from onrecord import web
    from onrecord.store import open_store

    with open_store(store, create=False) as kept:
        web.serve(
            kept, port, on_ready=lambda address: click.echo(f"{kept.path} is shown at {address} (Ctrl-C ends it)")
        )
