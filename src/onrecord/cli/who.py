"""`onrecord actor`, `proposals`, `merge`, `split`, `register`: who is who over the dispatches of a store.

Each calls the method of `Store` that has its name. What the program takes for the same, and why, is shown; a person
decides by `merge` and `split`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import options
from onrecord.cli.telling import counted, debug_option, tell

if TYPE_CHECKING:
    from onrecord.cli.layout import Line
    from onrecord.store import Store

DIGITS = 19
"""Of the largest number in a store; what has as many is looked for as a name."""

why = click.option("--why", metavar="TEXT", help="The reason, which is kept with the judgement.")
dispatch = click.option(
    "--dispatch",
    "dispatches",
    type=click.IntRange(min=1),
    metavar="N",
    multiple=True,
    help="In this dispatch alone; may be given for several.",
)


@click.command()
@click.argument("name", metavar="NAME|NUMBER")
@click.option("--on", metavar="DAY", help="The offices of this day, month or year: 2022-01-10, 2022-01, 2022.")
@options.store
@options.as_json
@debug_option
def actor(name: str, on: str | None, store: str | None, as_json: bool) -> None:
    """Show who an actor is: names, offices with who says so, what was judged, and what is open.

    NAME is words of a name, in any case and accents, or an office, as in "the US secretary of state", whose holder
    on the day --on is shown. Where several fit, each is shown in a line.
    """
    from onrecord.cli import dossiers

    number = int(name) if name.isdecimal() and len(name) < DIGITS else None
    with _opened(store) as kept:
        fit = kept.candidates(name, on=on) if number is None else []
        if len(fit) == 1 and fit[0].why:
            tell(fit[0].why)
        if len(fit) == 1 or number is not None:
            found = kept.actor(fit[0].actor.id if fit else number or 0, on=on)
            _put(found.to_dict(), as_json, lambda: dossiers.dossier(found))
        else:
            _put([each.to_dict() for each in fit], as_json, lambda: dossiers.candidates(fit))


@click.command()
@options.limit
@options.store
@options.as_json
@debug_option
def proposals(limit: int | None, store: str | None, as_json: bool) -> None:
    """List which names may be one actor's, the likeliest first, and why.

    onrecord merge confirms one, onrecord split keeps the two apart.
    """
    from onrecord.cli import dossiers

    with _opened(store) as kept:
        found = kept.proposals(limit=limit)
    _put([each.to_dict() for each in found], as_json, lambda: dossiers.judgements(found))


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@dispatch
@why
@options.store
@debug_option
def merge(a: str, b: str, dispatches: tuple[int, ...], why: str | None, store: str | None) -> None:
    """Take two names for one actor's from now on.

    A and B are names as they are spelled, or their numbers, which onrecord actor and onrecord proposals give. With
    --dispatch, A is taken for B in these dispatches alone. The judgement stays when dispatches are read again.
    """
    with _opened(store) as kept:
        number = kept.merge(a, b, dispatches=dispatches, why=why)
        name = kept.actor(number).actor.name
    where = f" in {counted(len(dispatches), 'dispatch', 'dispatches')}" if dispatches else ""
    click.echo(f"{a} and {b} are one{where}: {name} ({number})")


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@dispatch
@why
@options.store
@debug_option
def split(a: str, b: str | None, dispatches: tuple[int, ...], why: str | None, store: str | None) -> None:
    """Keep two names apart from now on, or set a namesake apart.

    A and B are names as they are spelled, or their numbers. With --dispatch instead of B, who bears A in these
    dispatches is another of the same name. onrecord merge takes it back.
    """
    if (b is None) != bool(dispatches):
        raise click.UsageError("give two names, or one name and --dispatch for each dispatch of its namesake")
    with _opened(store) as kept:
        number = kept.split(a, b, dispatches=dispatches, why=why)
    if number is None:
        click.echo(f"{a} and {b} are two")
    else:
        where = counted(len(dispatches), "dispatch", "dispatches")
        click.echo(f"another {a} stands in {where}, number {number}")


@click.command()
@click.argument("file", metavar="[FILE.csv]", required=False)
@click.option(
    "--export",
    "as_csv",
    is_flag=True,
    help="Print the register, told and (where a day is known) learned, in the same form.",
)
@options.store
@debug_option
def register(file: str | None, as_csv: bool, store: str | None) -> None:
    """Take over a register of offices: who held which office when.

    FILE.csv has the columns name, office, country, from, until, and if wanted held ("no" strikes out what dispatches
    say) and note. It goes before what dispatches tell; taken over again, it says what it now says. If a row is no
    good, the message names it, and nothing is taken over.
    """
    if (file is None) != as_csv:
        raise click.UsageError("give a file to take over, or --export to print the register")
    with _opened(store) as kept:
        if file is not None:
            click.echo(f"{counted(kept.register(file), 'row')} of {file} taken over")
            return
        from onrecord.linking.register import register_csv

        written = register_csv(kept.tenures())
    sys.stdout.buffer.write(written.encode("utf-8"))
    sys.stdout.buffer.flush()


def _opened(path: str | None) -> Store:
    from onrecord.store import open_store  # a third of a second to import

    return open_store(path, create=False)


def _put(data: Any, as_json: bool, laid_out: Callable[[], Iterator[Line]]) -> None:
    """Write what was found on standard output."""
    if as_json:
        sys.stdout.buffer.write(json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()
    elif not data:
        tell("nothing found")
    else:
        from onrecord.cli.layout import output, write

        write(laid_out(), output())
