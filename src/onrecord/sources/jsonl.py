"""JSON Lines (jsonlines.org): one dispatch a line, read line by line, however many there are.

Keys: `text`, and where they are known `id`, `title`, `published`, `outlet`, `url`; others are passed over. A line
that cannot be read is a failure that names its number, and the lines behind it are read all the same.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.record import Dispatch, OnRecordError
from onrecord.sources.found import Failure, Known, SourceError, dispatch_of

LONGEST_LINE = 64_000_000
"""Bytes. A dispatch of 5,000,000 characters fits even where each is written as a pair of \\u escapes."""

_TEXTS = ("title", "published", "outlet", "url")


def dispatches(
    lines: BinaryIO, name: str, stem: str, uri: str | None, known: Known, *, first: bytes = b""
) -> Iterator[Dispatch | Failure]:
    """The dispatches of a JSON Lines stream, a failure for each line that holds none.

    Args:
        lines: the stream.
        name: what errors call it.
        stem: the name that a dispatch without an `id` gets, with its line number behind it ("wires-3").
        uri: where the stream is from: `article.uri` is the line's `url`, else this with the line's id or its number
            behind it (`wires.jsonl#n-7`, `wires.jsonl#line=17`).
        known: what the lines need not say.
        first: the first line, where it was taken from the stream already.
    """
    number = 0
    while line := first or lines.readline(LONGEST_LINE):
        first = b""
        number += 1
        where = f"{name}, line {number}"
        try:
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                _pass_over_rest_of_line(lines)
                raise SourceError(
                    f"{where}: it is longer than {LONGEST_LINE:,} bytes, more than a dispatch may hold; split it"
                )
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if line.strip():
                yield _dispatch(_object(line, where), where, stem, number, uri, known)
        except OnRecordError as error:
            yield Failure(where, error)


def looks_like_jsonl(line: bytes) -> bool:
    """Whether a stream's first line begins an object with a key, as JSON Lines do and dispatches do not."""
    return re.match(rb'\s*\{\s*"', line.removeprefix(codecs.BOM_UTF8)) is not None


def is_json(data: bytes) -> bool:
    """Whether all the bytes together are one JSON object or list."""
    if not data.removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"{", b"[")):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _pass_over_rest_of_line(lines: BinaryIO) -> None:
    while (rest := lines.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _object(line: bytes, where: str) -> dict[str, object]:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{where}: byte {error.start} of it is not UTF-8; write the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{where}: this is no JSON ({error.msg.lower()} at column {error.colno}); "
            "write one whole object a line (jq -c does)"
        ) from None
    except (ValueError, RecursionError):
        raise SourceError(
            f"{where}: its numbers are too long or its lists too deep; keep to the keys of a dispatch"
        ) from None
    if not isinstance(found, dict):
        raise SourceError(f'{where}: {_kind(found)} stands here; write an object with the dispatch under "text"')
    return found


def _dispatch(found: dict[str, object], where: str, stem: str, number: int, uri: str | None, known: Known) -> Dispatch:
    text = found.get("text")
    if text is None:
        raise SourceError(f'{where}: there is no "text" in it; put the dispatch there')
    if not isinstance(text, str):
        raise SourceError(f'{where}: "text" is {_kind(text)}; write the dispatch as a string')
    key = found.get("id")
    if isinstance(key, bool) or not isinstance(key, str | int | None):
        raise SourceError(f'{where}: "id" is {_kind(key)}; write a string or a whole number')
    given = str(key) if key not in (None, "") else None
    said: dict[str, str | None] = {}
    for name in _TEXTS:
        value = found.get(name)
        if not isinstance(value, str | None):
            raise SourceError(f'{where}: "{name}" is {_kind(value)}; write a string, or leave it out')
        said[name] = value
    return dispatch_of(
        where,
        id=given or f"{stem}-{number}",
        text=text,
        known=known,
        title=said["title"],
        published=said["published"],
        outlet=said["outlet"],
        uri=said["url"] or (uri and f"{uri}#{given or f'line={number}'}"),
    )


def _kind(value: object) -> str:
    """What JSON calls a value."""
    if isinstance(value, bool):
        return "true or false"
    kinds = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "null")
