"""Files, folders and standard input: which of them hold dispatches, and of what kind.

In a folder the name decides: `.txt` is plain text, `.html`, `.htm` and `.xhtml` are pages, `.jsonl` is JSON Lines;
anything else is left out. A file that is named outright is read whatever its name, and standard input has none:
there the content decides.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

from onrecord.record import Dispatch
from onrecord.sources import html, jsonl, plain
from onrecord.sources.found import MOST_BYTES, Failure, Known, LeftOut, SourceError, dispatch_of

Kind = Literal["html", "text", "jsonl"]

KINDS: dict[str, Kind] = {".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl"}
"""Suffix, in lower case -> kind of content."""

_REMEDIES = {
    errno.ENOENT: "there is no such file or folder; check the path",
    errno.EACCES: "it may not be read (permission denied); make it readable, or read it as a user who may",
    errno.EPERM: "it may not be read (permission denied); make it readable, or read it as a user who may",
}


def os_problem(name: str, error: OSError) -> SourceError:
    """What the system's refusal of an input means to the user."""
    reason = f"it cannot be read ({(error.strerror or str(error)).lower()}); check the path"
    return SourceError(f"{name}: {_REMEDIES.get(error.errno or 0, reason)}")


def shown(path: str) -> str:
    r"""A path as text. Bytes of it that are no UTF-8 are written out: `b"\xe9.txt"` is `\xe9.txt`.

    >>> shown("dispatches/\udce9.txt")
    'dispatches/\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def files_in(folder: str) -> Iterator[str | Failure | LeftOut]:
    """The paths of the files below a folder that are read, in the order of their names.

    Hidden files and folders are skipped, links to folders not followed. A folder that may not be opened is a
    failure, and so is a given folder without any file that is read.
    """
    found = 0
    todo = [folder]
    while todo:
        here = todo.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            found += 1
            yield Failure(shown(here), os_problem(shown(here), error))
            continue
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                continue
            if suffix_of(entry.name) in KINDS and _is_file_or_lost(entry):
                found += 1
                yield entry.path
            else:
                yield LeftOut(shown(entry.path))
        todo += [entry.path for entry in reversed(listed) if entry.is_dir(follow_symlinks=False)]
    if not found:
        kinds = ", ".join(KINDS)
        yield Failure(
            shown(folder), SourceError(f"{shown(folder)}: no file in it ends in {kinds}; name the files to read them")
        )


def is_folder(path: str) -> bool:
    """Whether a path leads to a folder; what cannot be looked at does not, and opening it says why."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def _is_file_or_lost(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file to read (no pipe or device), or leads nowhere, which opening it will tell."""
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


def dispatches(path: str, known: Known) -> Iterator[Dispatch | Failure]:
    """The dispatches of one file.

    Raises:
        SourceError, DispatchError: the file cannot be read, or holds no dispatch.
    """
    name = shown(path)
    try:
        with Path(path).open("rb") as file:
            yield from dispatches_of(
                file, name=name, stem=shown(Path(path).stem), uri=name, known=known, kind=KINDS.get(suffix_of(path))
            )
    except OSError as error:
        raise os_problem(name, error) from None


def suffix_of(path: str) -> str:
    """The suffix of a file's name in lower case, with its dot."""
    return PurePath(path).suffix.lower()


def dispatches_of(
    file: BinaryIO,
    *,
    name: str,
    stem: str,
    uri: str | None,
    known: Known,
    kind: Kind | None = None,
    charset: str | None = None,
) -> Iterator[Dispatch | Failure]:
    """The dispatches of an open file.

    Args:
        file: the file, in binary, at its beginning.
        name: what errors call it.
        stem: the id of its dispatch.
        uri: the `article.uri` of its dispatches.
        known: what it need not say.
        kind: what it holds; None to tell by its content.
        charset: the encoding that a server says a page or text has.

    Raises:
        SourceError, DispatchError: there is no dispatch in it.
    """
    first = b""
    if kind is None:
        first = file.readline(jsonl.LONGEST_LINE)
        kind = "jsonl" if jsonl.looks_like_jsonl(first) else None
    if kind == "jsonl":
        yield from jsonl.dispatches(file, name, stem, uri, known, first=first)
        return
    data = first + file.read(max(0, MOST_BYTES + 1 - len(first)))
    if len(data) > MOST_BYTES:
        raise SourceError(f"{name}: it is larger than {MOST_BYTES:,} bytes; split it into dispatches")
    if not data.strip():
        raise SourceError(f"{name}: it is empty; give a dispatch with words in it")
    if kind == "html" or (kind is None and html.looks_like_html(data)):
        page = html.page_of(data, name, charset)
        yield dispatch_of(
            name,
            id=stem,
            text=page.text,
            known=known,
            title=page.title,
            published=page.published,
            outlet=page.outlet,
            uri=uri,
            source_sha256=hashlib.sha256(data).hexdigest(),
        )
        return
    if kind is None and jsonl.is_json(data):
        raise SourceError(f"{name}: this is JSON over several lines; write one object a line (jq -c does)")
    yield dispatch_of(name, id=stem, text=plain.text_of(data, name, charset), known=known, uri=uri)
