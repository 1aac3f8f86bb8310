"""What a walk over the inputs finds: dispatches, and what kept others from being read.

A source is a generator that never stops at a bad input: it yields a `Failure` in its place and goes on. Who
takes from it decides what a failure means.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record import Dispatch, DispatchError, OnRecordError

MOST_BYTES = 20_000_000
"""Of one file or page. The longest dispatch (5,000,000 characters) takes no more than this in UTF-8; it is also
where trafilatura (`MAX_FILE_SIZE`) leaves off."""


class SourceError(OnRecordError):
    """An input that holds no dispatch that could be read; the message names it and the remedy."""


@dataclass(frozen=True)
class Failure:
    """An input that could not be read.

    `error` is a `SourceError` or `DispatchError` where the input is at fault; anything else is a fault of ours.
    """

    name: str
    error: Exception


@dataclass(frozen=True)
class LeftOut:
    """A file in a folder that is none of the kinds we read."""

    name: str


@dataclass(frozen=True)
class Renamed:
    """An id that stood in the batch already, and the one given instead. The dispatch itself follows."""

    wanted: str
    given: str


Found = Dispatch | Failure | LeftOut | Renamed


@dataclass(frozen=True)
class Known:
    """What the user tells of every dispatch whose input does not say it."""

    published: str | None = None
    outlet: str | None = None


def dispatch_of(
    name: str,
    *,
    id: str,
    text: str,
    known: Known,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    uri: str | None = None,
    source_sha256: str | None = None,
) -> Dispatch:
    """A dispatch, with what is `known` where the input says nothing.

    Args:
        name: what errors call the input ("wires.jsonl, line 3").

    Raises:
        SourceError: a value holds half of a surrogate pair, which no UTF-8 can carry.
        DispatchError: as `Dispatch` raises it.
    """
    for what, value in (("text", text), ("id", id), ("title", title), ("outlet", outlet), ("url", uri)):
        try:
            (value or "").encode("utf-8")
        except UnicodeEncodeError as error:
            raise SourceError(
                f"{name}: {what} has half of a surrogate pair at character {error.start}, which is no character; "
                "write it out as UTF-8 again"
            ) from None
    try:
        return Dispatch(
            id=id,
            text=text,
            title=title or None,
            published=published or known.published,
            outlet=outlet or known.outlet,
            uri=uri,
            source_sha256=source_sha256,
        )
    except DispatchError as error:
        raise DispatchError(f"{name}: {str(error).removeprefix(f'{uri or id}: ')}") from None
