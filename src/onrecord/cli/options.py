"""Options that several commands take, each declared once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[str]):
    """An ISO 8601 day."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        """The day as given; a mistaken call if there is no such day."""
        try:
            return datetime.date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day of the calendar; write it as 2022-01-10", param, context)


def _together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """One decorator for several options, in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


inputs = _together(
    click.argument("inputs", metavar="INPUT...", nargs=-1, required=True),
    click.option(
        "--published", type=Day(), metavar="YYYY-MM-DD", help="The day of publication, for inputs that do not give it."
    ),
    click.option("--outlet", metavar="NAME", help="Who published it, for inputs that do not say."),
)
"""What is to be read, and what is known of it."""

store = click.option(
    "--store",
    metavar="FILE",
    help="The store; by default the one that ONRECORD_STORE names, else onrecord.db here.",
)

ontology = click.option(
    "--ontology",
    type=click.Path(),
    metavar="FILE",
    help="An ontology of your own (TOML), whose [[predicate]] words are read with, too.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")

since_until = _together(
    click.option("--since", type=Day(), metavar="YYYY-MM-DD", help="From this day on."),
    click.option("--until", type=Day(), metavar="YYYY-MM-DD", help="To this day, itself included."),
)

limit = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="No more than so many.")

window = _together(since_until, click.option("--latest", is_flag=True, help="The latest first."), limit, as_json)
"""Which of the answers, and in what form."""
