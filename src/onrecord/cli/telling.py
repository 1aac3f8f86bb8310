"""What a command tells besides its output: on standard error, a line for each thing, and no traceback unless asked."""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from onrecord.record import Dispatch, OnRecordError
from onrecord.shown import visible

if TYPE_CHECKING:
    from onrecord.sources import Found

DEBUG = "ONRECORD_DEBUG"
_debugging = False

debug_option = click.option(
    "--debug",
    is_flag=True,
    envvar=DEBUG,
    show_envvar=True,
    expose_value=False,
    is_eager=True,
    callback=lambda _context, _option, value: set_debugging(value),
    help="Show tracebacks.",
)


def set_debugging(debug: bool) -> None:
    """Show tracebacks from now on, or keep what libraries have to say from a user, who gets a line for each fault."""
    global _debugging  # of the process: also what fails outside any command shows its traceback
    _debugging = debug
    if not debug:
        logging.getLogger().addHandler(logging.NullHandler())
        warnings.simplefilter("ignore")


def debugging() -> bool:
    """Whether tracebacks are to be shown."""
    return _debugging


def tell(message: str) -> None:
    """Write one line on standard error."""
    click.echo("onrecord: " + visible(message.replace("\n", " ")), err=True)


def fault(error: Exception) -> str:
    """What a user can do about an error that nobody foresaw."""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"something went wrong that should not ({what}); see where with {DEBUG}=1, and please report it"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number of things in words; `many` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


@dataclass
class Tally:
    """Tells what could not be read, and counts it. Files whose path begins with `ours` are not worth telling."""

    ours: str | None = None
    failures: int = 0
    left_out: int = 0
    renamed: int = 0
    example: str = ""
    advance: Callable[[], None] = lambda: None

    def dispatches(self, found: Iterable[Found]) -> Iterator[Dispatch]:
        """The dispatches among what was found; the rest is told or counted."""
        from onrecord.sources import Failure, LeftOut

        for item in found:
            if isinstance(item, Dispatch):
                yield item
            elif isinstance(item, Failure):
                self.failed(item.name, item.error)
            elif isinstance(item, LeftOut):
                self.left_out += not (self.ours and item.name.startswith(self.ours))
            else:
                self.renamed += 1
                self.example = self.example or f"{item.given} for the second {item.wanted}"

    def failed(self, name: str, error: Exception) -> None:
        """Tell in one line that an input could not be read, and why."""
        self.failures += 1
        self.advance()
        tell(str(error) if isinstance(error, OnRecordError) else f"{name}: {fault(error)}")
        if debugging():
            click.echo("".join(traceback.format_exception(error)), err=True, nl=False)

    def unread(self, dispatch: Dispatch, error: Exception) -> None:
        """Tell that reading a dispatch failed: where it came from, and its id where that does not tell it."""
        uri = dispatch.uri or dispatch.id
        self.failed(uri if dispatch.id in uri else f"{uri}: {dispatch.id}", error)

    def tell_rest(self) -> None:
        """Tell what else happened, each thing in one line."""
        if self.left_out:
            tell(f"left out {counted(self.left_out, 'file')} of other kinds; name a file to have it read all the same")
        if self.renamed:
            tell(f"changed {counted(self.renamed, 'id')} that stood in this batch already: {self.example}")


def progress(inputs: Sequence[str]) -> AbstractContextManager[Callable[[], None]]:
    """What to call for each dispatch of the inputs that is done: moves a bar where someone waits for many."""
    if not sys.stderr.isatty():
        return nullcontext(lambda: None)
    from onrecord import sources

    found = [place for place in sources.places(inputs) if isinstance(place, str)]
    countable = not any(place == "-" or place.lower().endswith(".jsonl") for place in found)
    if countable and len(found) < 2:
        return nullcontext(lambda: None)
    return bar(len(found) if countable else None)


@contextmanager
def bar(total: int | None) -> Iterator[Callable[[], None]]:
    """What moves a bar on standard error, for so many dispatches or for a number that nobody knows yet.

    There is none where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), redirect_stdout=False
    ) as shown:
        task = shown.add_task("", total=total)
        yield lambda: shown.advance(task)
