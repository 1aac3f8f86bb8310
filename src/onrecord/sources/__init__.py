"""Where dispatches come from: files, folders, web addresses, JSON Lines and standard input.

`dispatches` walks over all inputs lazily and in order. What cannot be read does not stop it: a `Failure` stands
in its place. Ids are made unique within one walk, and each one that had to be changed is told.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from onrecord.record import Dispatch
from onrecord.sources import files, urls
from onrecord.sources.found import Failure, Found, Known, LeftOut, Renamed, SourceError

__all__ = ["Failure", "Found", "LeftOut", "Renamed", "SourceError", "absolute", "dispatches", "places"]

STDIN = "-"


def dispatches(
    inputs: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Found]:
    """The dispatches of all inputs, in order, and what kept others from being read.

    Args:
        inputs: paths of files and folders, http and https addresses, "-" for standard input.
        published: the day (ISO 8601) of the dispatches whose input does not give one.
        outlet: the outlet of the dispatches whose input does not give one.
        stdin: what "-" stands for.
    """
    known = Known(published, outlet)
    ids: set[str] = set()
    for place in places(inputs):
        if not isinstance(place, str):
            yield place
            continue
        try:
            for found in _at(place, known, stdin):
                if isinstance(found, Dispatch):
                    yield from _with_own_id(found, place, ids)
                else:
                    yield found
        except Exception as error:  # a fault of one input, or of ours, is told in its place and stops nothing
            yield Failure(files.shown(place), error)


def absolute(place: str) -> str:
    """A place that means the same wherever it is read: the whole path of a file or folder."""
    return place if place == STDIN or urls.is_url(place) else os.path.abspath(place)  # noqa: PTH100 (keeps links)


def places(inputs: Iterable[str]) -> Iterator[str | Failure | LeftOut]:
    """The inputs one by one, the files of folders in place of the folders."""
    for name in inputs:
        if name != STDIN and not urls.is_url(name) and files.is_folder(name):
            yield from files.files_in(name)
        else:
            yield name


def _at(place: str, known: Known, stdin: BinaryIO | None) -> Iterator[Dispatch | Failure]:
    """The dispatches at one place."""
    if place == STDIN:
        empty = io.BytesIO()
        yield from files.dispatches_of(stdin or empty, name="standard input", stem="stdin", uri=None, known=known)
    elif urls.is_url(place):
        answer = urls.fetched(place)
        yield from files.dispatches_of(
            io.BytesIO(answer.data),
            name=place,
            stem=_stem_of_address(place),
            uri=place,
            known=known,
            kind=answer.kind,
            charset=answer.charset,
        )
    else:
        yield from files.dispatches(place, known)


def _stem_of_address(url: str) -> str:
    """The last part of an address that has a name in it, without its suffix: the page's, else the host's."""
    parts = urlsplit(url)
    return PurePosixPath(unquote(parts.path)).stem or parts.hostname or url


def _with_own_id(dispatch: Dispatch, place: str, ids: set[str]) -> Iterator[Dispatch | Renamed]:
    """The dispatch under an id that no dispatch before it has; if that is not its own, told before it.

    The second of a name gets the name of its folder before it, the next ones of the same folder a number behind
    that. An id that a line of JSON Lines gives gets the name of its file.
    """
    wanted = dispatch.id
    if wanted in ids:
        path = Path(place)
        of_a_line = files.suffix_of(place) == ".jsonl" and not wanted.startswith(path.stem)
        front = path.stem if of_a_line else path.parent.resolve().name
        given = qualified = f"{files.shown(front)}/{wanted}"
        number = 1
        while given in ids:
            number += 1
            given = f"{qualified}-{number}"
        dispatch = replace(dispatch, id=given)
        yield Renamed(wanted, given)
    ids.add(dispatch.id)
    yield dispatch
