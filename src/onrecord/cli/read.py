"""`onrecord read`: dispatches in, records out, each as soon as it is read.

Dispatches are read in batches that grow from one to `LARGEST_BATCH`, so that the first record comes at once and
the rest at full speed. Should reading a batch fail in a way nobody foresaw, its dispatches are read again one by
one, so that only the one at fault is lost.
"""

from __future__ import annotations

import datetime
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal

import click

from onrecord.record import Dispatch, OnRecordError, Record

if TYPE_CHECKING:
    from onrecord.sources import Found

LARGEST_BATCH = 16
"""Dispatches parsed together. spaCy gains about a fifth over reading one by one, and little more beyond this."""

Form = Literal["page", "json", "jsonl"]


def a_day(value: str) -> str:
    """An ISO 8601 day as given; a mistaken call if there is no such day."""
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day of the calendar; write it as 2022-01-10") from None


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON. For one dispatch.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print a record a line, as JSON Lines. For any number.")
@click.option(
    "--published",
    callback=lambda _context, _option, value: value and a_day(value),
    metavar="YYYY-MM-DD",
    help="The day of publication, for inputs that do not give it.",
)
@click.option("--outlet", metavar="NAME", help="Who published it, for inputs that do not say.")
@click.option("--debug", is_flag=True, envvar="ONRECORD_DEBUG", show_envvar=True, help="Show tracebacks.")
def read(
    inputs: tuple[str, ...],
    as_json: bool,
    as_jsonl: bool,
    published: str | None,
    outlet: str | None,
    debug: bool,
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
    if debug:
        os.environ["ONRECORD_DEBUG"] = "1"  # main looks here
    else:
        # what libraries have to say goes to people who debug; a user gets one line for each input at fault
        logging.getLogger().addHandler(logging.NullHandler())
        warnings.simplefilter("ignore")
    from onrecord import sources

    stdin = getattr(sys.stdin, "buffer", None)
    found = sources.dispatches(inputs, published=published, outlet=outlet, stdin=stdin)
    tally = Tally(debug)
    with _progress(inputs) as advance:
        tally.advance = advance
        dispatches = tally.dispatches(found)
        if as_json:
            dispatches = _only_one(dispatches)
        put = _writer("json" if as_json else "jsonl" if as_jsonl else "page")
        for record in records(dispatches, tally.failed):
            put(record)
            advance()
    tally.tell_rest()
    return 1 if tally.failures else 0


@dataclass
class Tally:
    """Tells on standard error what could not be read, and counts it."""

    debug: bool = False
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
                self.left_out += 1
            else:
                self.renamed += 1
                self.example = self.example or f"{item.given} for the second {item.wanted}"

    def failed(self, name: str, error: Exception) -> None:
        """Tell in one line that an input could not be read, and why."""
        self.failures += 1
        self.advance()
        tell(str(error) if isinstance(error, OnRecordError) else f"{name}: {fault(error)}")
        if self.debug:
            click.echo("".join(traceback.format_exception(error)), err=True, nl=False)

    def tell_rest(self) -> None:
        """Tell what else happened, each thing in one line."""
        if self.left_out:
            tell(f"left out {_counted(self.left_out, 'file')} of other kinds; name a file to have it read all the same")
        if self.renamed:
            tell(f"changed {_counted(self.renamed, 'id')} that stood in this batch already: {self.example}")


def records(dispatches: Iterator[Dispatch], failed: Callable[[str, Exception], None]) -> Iterator[Record]:
    """The records of dispatches, in order.

    Args:
        dispatches: what to read; taken lazily.
        failed: told of each dispatch whose reading failed, by name, and of the error.
    """
    first = next(dispatches, None)
    if first is None:
        return
    from onrecord.reader import Reader  # loads spaCy: not before there is something to read

    reader = Reader()
    dispatches = chain([first], dispatches)
    size = 1
    while batch := list(islice(dispatches, size)):
        done = 0
        try:
            for record in reader.read_many(batch, batch_size=size):
                done += 1
                yield record
        except Exception:
            for dispatch in batch[done:]:
                try:
                    yield reader.read(dispatch)
                except Exception as error:
                    failed(_name_of(dispatch), error)
        size = min(2 * size, LARGEST_BATCH)


def _name_of(dispatch: Dispatch) -> str:
    """What errors call a dispatch: where it came from, and its id where that is not told by it."""
    uri = dispatch.uri or dispatch.id
    return uri if dispatch.id in uri else f"{uri}: {dispatch.id}"


def tell(message: str) -> None:
    """Write one line on standard error."""
    from onrecord.cli.show import visible

    click.echo("onrecord: " + visible(message.replace("\n", " ")), err=True)


def fault(error: Exception) -> str:
    """What a user can do about an error that nobody foresaw."""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"something went wrong that should not ({what}); see where with ONRECORD_DEBUG=1, and please report it"


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
    from onrecord.cli.show import console_of, show

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a character still shows the others
    console = console_of(sys.stdout)
    apart = ""

    def lay_out(record: Record) -> None:
        nonlocal apart
        console.file.write(apart)
        show(record, console)
        apart = "\n\n"

    return lay_out


def _progress(inputs: tuple[str, ...]) -> AbstractContextManager[Callable[[], None]]:
    """What to call for each dispatch that is done: moves a bar where someone waits for many and sees nothing else."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        return nullcontext(lambda: None)
    from onrecord import sources

    found = [place for place in sources.places(inputs) if isinstance(place, str)]
    countable = not any(place == "-" or place.lower().endswith(".jsonl") for place in found)
    if countable and len(found) < 2:
        return nullcontext(lambda: None)
    return _bar(len(found) if countable else None)


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[], None]]:
    """A bar on standard error for so many dispatches, or for a number that nobody knows yet."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), redirect_stdout=False
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
