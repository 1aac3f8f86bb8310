"""The states by what they are called, so that a title or a body's name tells whose it is.

The table is the readers' own (`reading/lexicons/states.csv`), read here as data: one table of states for the house.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from onrecord.spelling import folded

_TAKES_ARTICLE = r"(?:United|UN$|EU$|OSCE$|Czech|Philippines|Netherlands|European|African|Arab|Council|World)"


def with_article(name: str) -> str:
    """A state's or body's name as it stands in a sentence.

    >>> with_article("United States"), with_article("Norway"), with_article("NATO")
    ('the United States', 'Norway', 'NATO')
    """
    return f"the {name}" if re.match(_TAKES_ARTICLE, name) else name


@cache
def state_name(code: str) -> str:
    """What a state is called, by its ISO 3166 code; the code where there is none such."""
    return next((row["name"] for row in _rows() if row["code"] == code), code)


def state_called(words: Sequence[str], *, capitals: bool = False) -> str | None:
    """The code of the state that folded words name, by name or adjective; by its capital, too, if `capitals`.

    >>> state_called(["icelandic"]), state_called(["u", "s"]), state_called(["oslo"], capitals=True)
    ('ISL', 'USA', 'NOR')
    """
    return _called(capitals).get(" ".join(words))


def states_among(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where states are named among folded words: first word, word behind the last, code; the longest first."""
    i = 0
    while i < len(words):
        for end in range(min(len(words), i + _LONGEST), i, -1):
            if code := state_called(words[i:end]):
                yield i, end, code
                i = end - 1
                break
        i += 1


_LONGEST = 8
"""Words in the longest name of a state in the table."""


@cache
def _called(capitals: bool) -> dict[str, str]:
    """Codes by folded name; a name that two states bear is nobody's."""
    codes: dict[str, set[str]] = {}
    for row in _rows():
        columns = ("code", "name", "aliases", "adjectives", *(("capital",) if capitals else ()))
        for column in columns:
            for name in row[column].split("|"):
                codes.setdefault(folded(name), set()).add(row["code"])
    codes.pop("", None)
    return {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("onrecord").joinpath("reading", "lexicons", "states.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
