"""`onrecord compare`: figures for the same thing side by side, each with its giver, its day and its dispatch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import options
from onrecord.cli.telling import counted, debug_option, tell
from onrecord.shown import visible

if TYPE_CHECKING:
    from onrecord.cli.layout import Line
    from onrecord.linking.figures import Answer, Comparison

MOST = 8
"""Addresses that are listed of dispatches that give the same number from the same giver."""


@click.command()
@click.option(
    "--unit", metavar="WORDS", help="What is counted: troops, dead, USD... Soldiers are found as troops, too."
)
@click.option("--about", metavar="WORDS", help="Words that all stand in the sentence of one of the figures.")
@options.store
@options.window
@debug_option
def compare(store: str | None, as_json: bool, **asked: Any) -> None:
    """Set figures for the same thing side by side: who gave which number when, and how far they lie apart.

    A thing is listed if several dispatches, or several givers in one, tell how many it is. Its figures stand in the
    order of their days. With --json each says why it is taken for the same thing.
    """
    from onrecord.store import open_store  # a third of a second to import

    with open_store(store, create=False) as kept:
        found = kept.compare(**asked)
    if as_json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    elif not found:
        tell("nothing found")
    else:
        from onrecord.cli.layout import output, write

        write(chain.from_iterable(map(lines, found)), output())
    if found.undated:
        tell(f"left out {counted(found.undated, 'figure')} of dispatches whose day nobody knows")


def lines(each: Comparison) -> Iterator[Line]:
    """The lines of a thing: what is counted and the spread; below it each answer."""
    from rich.text import Text

    from onrecord.cli.layout import CONTENT, Line

    yield Line(Text.assemble((visible(each.about), CONTENT), ": ", (spread(each), "bold")))
    for answer in each.answers:
        yield Line(_line(answer), 4)


def spread(each: Comparison) -> str:
    """From the lowest to the highest, in words."""
    found = each.spread
    low, high = f"{'at most ' * found.open_below}{found.low:,}", f"{'at least ' * found.open_above}{found.high:,}"
    numbers = f"{low} to {high}" if found.low != found.high else high if found.open_above else low
    return visible(f"{numbers} {found.unit}")


def _line(answer: Answer) -> Any:
    from rich.text import Text

    from onrecord.cli.layout import FAINT, SOURCE

    first = answer.given
    line = Text.assemble(
        (f"{first.day or 'no date'}  ", FAINT), (visible(f"{first.number} {first.figure.unit}"), "bold")
    )
    line.append(f" “{visible(first.words)}”", FAINT).append(", ").append(visible(" ".join(first.giver.split())), SOURCE)
    told = [each.given for each in answer.joined]
    sources = ", ".join(visible(" ".join(x.split())) for x in (first.source.name, first.source.outlet) if x)
    more = _addresses(each.address for each in told[1:])
    return line.append(f"  ({first.address} {sources}{f'; also {more}' if more else ''})", FAINT)


def _addresses(all: Iterable[str]) -> str:
    found = list(all)
    return ", ".join(found[:MOST]) + f" and {len(found) - MOST} more" * (len(found) > MOST)
