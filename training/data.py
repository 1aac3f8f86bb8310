"""Training texts: PolNeAR's, and those annotated for this project, as words with the tags and links to learn.

PolNeAR 1.0 (Newell, Margolin and Ruths, LREC 2018) is read from its own folder (brat standoff). Ours lie in
`training/annotations`: offsets and labels only, with the name and the SHA-256 of the text, which lies elsewhere; and in
`training/dispatches`, texts and all, written for it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from onrecord.reading.model.tags import ROLES
from onrecord.reading.model.words import Words, words_of

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """One annotated statement as stretches of words; `layer` counts the statements that hold it."""

    layer: int
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    act: str | None = None


@dataclass(frozen=True)
class Example:
    """A text with one or more people's annotations. `nested` tells whether they marked nested statements too."""

    name: str
    words: Words
    readings: tuple[tuple[Marked, ...], ...]
    nested: bool


def exactly(path: Path) -> str:
    """A text file without newline translation, as offsets count."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def example(name: str, text: str, readings: list[list[dict[str, object]]], *, nested: bool) -> Example:
    """A text and its annotations (role -> spans of characters, and `within`) as words."""
    words = words_of(text)
    starts, ends = words.offsets[:, 0], words.offsets[:, 1]

    def stretches(spans: list[Span]) -> tuple[Span, ...]:
        out: list[Span] = []
        for a, b in sorted(spans):
            low, high = int(np.searchsorted(ends, a, side="right")), int(np.searchsorted(starts, b, side="left"))
            if low < high:
                if out and low <= out[-1][1]:
                    out[-1] = (out[-1][0], max(high, out[-1][1]))
                else:
                    out.append((low, high))
        return tuple(out)

    marked = tuple(
        tuple(
            Marked(depth(i, reading), *(stretches(a.get(r, [])) for r in ROLES), a.get("act"))  # type: ignore[arg-type]
            for i, a in enumerate(reading)
        )
        for reading in readings
    )
    return Example(name, words, marked, nested)


def depth(index: int, reading: list[dict[str, object]]) -> int:
    """How many statements hold the one at an index of a reading, whose `within` are ids or indices."""
    ids = {a.get("id", i): i for i, a in enumerate(reading)}
    found = 0
    while (holder := reading[index].get("within")) is not None:
        index, found = ids[holder], found + 1
    return found


def brat(path: Path) -> list[dict[str, object]]:
    """The attributions of a brat file as role -> spans of characters."""
    spans: dict[str, list[Span]] = {}
    out = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r"T\d+\t", line):
            key, where, _ = line.split("\t", 2)
            spans[key] = [(int(s.split()[0]), int(s.split()[1])) for s in where.split(" ", 1)[1].split(";")]
        elif re.match(r"E\d+\t", line):
            roles: dict[str, object] = {r: [] for r in ROLES}
            for argument in line.split("\t")[1].split()[1:]:
                role, key = argument.split(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in roles:
                    roles[role] += spans.get(key, [])  # type: ignore[operator]
            out.append(roles)
    return [a for a in out if a["content"]]


def polnear(folder: Path) -> Iterator[Example]:
    """The texts of one compartment, each with every annotator's reading."""
    by_text: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        by_text.setdefault(path.stem.rsplit("_", 1)[0], []).append(path)
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in by_text:
            yield example(path.stem, exactly(path), [brat(p) for p in by_text[path.stem]], nested=False)


def text_in(path: Path) -> str:
    """The text of a file that was annotated: of TimeML the TEXT element, else all of it."""
    if path.suffix != ".tml":
        return exactly(path)
    text = ElementTree.parse(path).getroot().find("TEXT")
    if text is None:
        raise ValueError(f"{path} has no TEXT element: it is no TimeML")
    return "".join(text.itertext())


def annotations(folder: Path, texts: Path) -> Iterator[Example]:
    """The texts annotated for this project, nested statements included.

    Raises:
        ValueError: a text is not the one that was annotated.
    """
    for path in sorted(folder.glob("*.json")):
        noted = json.loads(path.read_text(encoding="utf-8"))
        text = text_in(texts / noted["file"])
        if hashlib.sha256(text.encode()).hexdigest() != noted["sha256"]:
            raise ValueError(f"{texts / noted['file']} is not the text that {path} annotates: its SHA-256 differs")
        yield example(path.stem, text, [noted["statements"]], nested=True)


def written(folder: Path) -> Iterator[Example]:
    """The dispatches written for this project, with their statements."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield example(row["id"], row["text"], [row["statements"]], nested=True)
