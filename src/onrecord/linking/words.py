"""Words as they are compared over dispatches: without endings, and without those that tell nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from onrecord.spelling import folded


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list in `words.toml`."""
    return frozenset(_lists()[name].split())


@cache
def pattern(name: str) -> re.Pattern[str]:
    """What finds any expression of a list in `words.toml`, in any case."""
    any_of = "|".join(_lists()[name].strip().splitlines()).replace(" ", r"\s+")
    return re.compile(rf"\b(?:{any_of})\b", re.I)


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(files("onrecord.linking").joinpath("words.toml").read_text(encoding="utf-8"))


def content_words(text: str) -> frozenset[str]:
    """The words that tell what a text is about, without the endings of the plural.

    >>> sorted(content_words("talks on mackerel quotas")), sorted(content_words("The supplies of the cities"))
    (['mackerel', 'quota'], ['city', 'supply'])
    """
    found = (word for word in folded(text).split() if word not in listed("saying_nothing") and len(word) > 2)
    return frozenset(_singular(word) for word in found if not word.isdigit())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
