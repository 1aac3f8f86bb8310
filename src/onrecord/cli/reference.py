"""The reference page of the command, made of its own `--help`.

`python -m onrecord.cli.reference > docs/reference/cli.md` writes it; a test fails while it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from onrecord.cli import onrecord

COMMAND = "python -m onrecord.cli.reference > docs/reference/cli.md"

WIDTH = 100
"""Columns of the help texts, whatever the terminal."""

_HEAD = f"""# The command `onrecord`

<!-- Written by `{COMMAND}`. -->

Exit status: 0 if everything was read; 1 if an input could not be read, each told in one line on standard error;
2 for a mistaken call; 130 when interrupted.

An id is the one a JSON Lines dispatch gives, else the file's name without its suffix, with the line number behind
it for a line of a JSON Lines file. The second of a name in one call gets the name of its folder before it
(`march/talks`), a dispatch of a JSON Lines file the name of that file (`wires/17`); how many were changed is told
on standard error.

The text of a page is the extractor's (trafilatura). A headline that it leaves out is put before it as its first
line; `source_sha256` is the hash of the page itself.
"""


def reference() -> str:
    """The reference page, in Markdown."""
    return _HEAD + "".join(_sections(onrecord, None))


def _sections(command: click.Command, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, info_name=command.name, parent=parent, terminal_width=WIDTH)
    yield f"\n## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _sections(command.commands[name], context)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
