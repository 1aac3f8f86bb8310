"""`onrecord search`, `statements`, `events`, `figures`, `disputes`, `agenda`: what a store is asked.

Each asks the method of `Store` that has its name, prints what is found as it comes, and under `--json` the same as a
list in JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args

import click

from onrecord.cli import options
from onrecord.cli.telling import counted, debug_option, tell
from onrecord.record import Act, EventStatus, EventType

if TYPE_CHECKING:
    from onrecord.cli.layout import Line
    from onrecord.store import Agenda, Findings, Store

by_speaker = click.option("--speaker", metavar="NAME", help="Who said it: words of the name, in any case and accents.")
by_actor = click.option("--actor", metavar="NAME", help="Who acts or is acted upon: words of the name.")


@click.command()
@click.argument("words", nargs=-1, required=True)
@options.store
@options.since_until
@options.limit
@options.as_json
@debug_option
def search(words: tuple[str, ...], store: str | None, as_json: bool, **window: Any) -> None:
    """Find dispatches by words, the most telling first.

    All WORDS have to be in the text, in any inflection. "'several words'" in quotation marks of their own stand
    together; negotiat* begins so; -gas must not occur (write it behind --). At most 20 are shown, or --limit.
    """
    with _opened(store) as kept:
        hits = kept.search(" ".join(words), **window)
        from onrecord.cli.found import hits as laid_out

        _put(hits, laid_out, as_json)


@click.command()
@by_speaker
@click.option("--via", metavar="NAME", help="Who passed it on: words of the name.")
@click.option("--act", type=click.Choice(get_args(Act)), metavar="ACT", help="The act of speech: deny, promise, say...")
@options.store
@options.window
@debug_option
def statements(store: str | None, as_json: bool, **asked: Any) -> None:
    """List who said what, by day.

    The day is the one on which it was said, where the text tells it, else the dispatch's.
    """
    with _opened(store) as kept:
        _put_facts(kept.statements(**asked), as_json)


@click.command()
@by_actor
@click.option(
    "--type", type=click.Choice(get_args(EventType), case_sensitive=False), metavar="TYPE", help="PLOVER's type."
)
@click.option("--status", type=click.Choice(get_args(EventStatus)), metavar="STATUS", help="occurred, scheduled...")
@click.option("--country", metavar="CODE", help="Where: ISO 3166 alpha-3.")
@options.store
@options.window
@debug_option
def events(store: str | None, as_json: bool, **asked: Any) -> None:
    """List who did what to whom, by day."""
    with _opened(store) as kept:
        _put_facts(kept.events(**asked), as_json)


@click.command()
@click.option("--unit", metavar="WORDS", help="What is counted: troops, USD, percent...")
@options.store
@options.window
@debug_option
def figures(store: str | None, as_json: bool, **asked: Any) -> None:
    """List figures with who gave them, by the day of the dispatch."""
    with _opened(store) as kept:
        _put_facts(kept.figures(**asked), as_json)


@click.command()
@by_speaker
@options.store
@options.window
@debug_option
def disputes(store: str | None, as_json: bool, **asked: Any) -> None:
    """List who denies, rejects or questions what, by day."""
    with _opened(store) as kept:
        _put_facts(kept.disputes(**asked), as_json)


@click.command()
@by_actor
@click.option("--ics", is_flag=True, help="Print it as an iCalendar file.")
@options.store
@options.window
@debug_option
def agenda(store: str | None, as_json: bool, ics: bool, **asked: Any) -> None:
    """List what is set to happen, was called off, or was held after that, by its day.

    What several dispatches tell of the same appointment stands under it as its history, by the day on which it was
    told. With --ics it is a calendar that other programs open; appointments that are vaguer than a week are left out
    of that. A calendar to subscribe to is at /agenda.ics of onrecord serve.
    """
    if ics and as_json:
        raise click.UsageError("--ics and --json are two forms; ask for one")
    with _opened(store) as kept:
        found = kept.agenda(**asked)
        if ics:
            _put_calendar(found, asked["actor"])
        else:
            from onrecord.cli.found import agenda as laid_out

            _put(found, laid_out, as_json)
    if found.undated:
        tell(f"left out {counted(found.undated, 'report')} of something whose day nobody knows")


def _opened(path: str | None) -> Store:
    """The store that a question goes to."""
    from onrecord.store import open_store  # a third of a second to import

    return open_store(path, create=False)


def _put_facts(found: Findings, as_json: bool) -> None:
    """Write facts on standard output, and tell how many were left out because nobody knows their day."""
    from onrecord.cli.found import facts

    _put(found, facts, as_json)
    if left_out := found.undated:
        tell(f"left out {counted(left_out, found.layer.removesuffix('s'))} whose day nobody knows")


def _put_calendar(found: Agenda, actor: str | None) -> None:
    """Write a calendar on standard output, and tell how much was too vague for it."""
    from onrecord.exports import ics

    written = ics.calendar(found, name=f"Agenda: {actor}" if actor else "Agenda")
    sys.stdout.buffer.write(written.data)
    sys.stdout.buffer.flush()
    if written.left_out:
        tell(f"left out {counted(written.left_out, 'appointment')} vaguer than a week, for which a calendar has no day")


def _put(found: Iterable[Any], laid_out: Callable[[Any], Iterator[Line]], as_json: bool) -> None:
    """Write what was found on standard output, as it comes."""
    if as_json:
        before = "[\n"
        for item in found:
            sys.stdout.buffer.write((before + json.dumps(item.to_dict(), ensure_ascii=False)).encode("utf-8"))
            before = ",\n"
        sys.stdout.buffer.write(b"\n]\n" if before == ",\n" else b"[]\n")
        sys.stdout.buffer.flush()
        return
    from onrecord.cli.layout import output, write

    lines = iter(laid_out(found))
    if (first := next(lines, None)) is None:
        tell("nothing found")
    else:
        write(chain([first], lines), output())
