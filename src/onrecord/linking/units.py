"""What a unit counts: the kind of thing, in one word for all words for it, and what became of it.

"Soldiers" are "troops", miles are a length as kilometres are, and "seventeen killed" are people who are dead. The words
stand in `counted.toml`; names of states and their adjectives are those of `states`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from onrecord.linking.states import state_called
from onrecord.linking.words import content_words
from onrecord.spelling import folded

NEAR = 4
"""Words between a figure and the verb that says what became of it: "17 soldiers are said to have been killed"."""


@dataclass(frozen=True)
class Unit:
    """A unit as it is compared: the kind of thing, and how many of the kind's own unit one of it is.

    `measured` says that it is money, a share or a measure, which tells nothing of what is counted. `describing` are the
    words before the head ("coal" of "coal mines").
    """

    kind: str
    head: str
    factor: float = 1.0
    measured: bool = False
    describing: frozenset[str] = frozenset()
    state: str | None = None

    @property
    def person(self) -> bool:
        """Whether it is persons, any of whom "people" may be."""
        return self.kind in listing("persons", "kinds")


@lru_cache(maxsize=50_000)
def unit_of(unit: str) -> Unit:
    """A unit as it is compared.

    >>> unit_of("soldiers").kind, unit_of("USD").kind, unit_of("Ukrainian servicemen").state
    ('forces', 'USD', 'UKR')
    >>> unit_of("miles").kind, unit_of("coal mines").describing
    ('length', frozenset({'coal'}))
    """
    if len(unit) == 3 and unit.isupper():
        return Unit(unit, unit, measured=True)
    if (measure := _measures().get(unit)) is not None:
        return Unit(measure[0], unit, measure[1], measured=True)
    parts = folded(unit).split()
    state, describing = None, []
    for part in parts[:-1]:
        if (code := state_called([part])) is not None:
            state = state or code
        elif len(part) > 2:
            describing.append(part)
    head = parts[-1] if parts else ""
    kind = kinds().get(head) or ("people" if head in _befallen() else None)
    if kind is None and (code := state_called([head]) or state_called([head.rstrip("s")])):
        return Unit("people", head, state=code, describing=frozenset(describing))
    single = next(iter(content_words(head)), head)
    return Unit(kind or single, head, state=state, describing=frozenset(describing))


def fate_named(word: str) -> str:
    """What became of somebody by a word for it, and nothing where it is none: "dead" for "killed"."""
    return next((fate for fate in table()["fates"] if folded(word) in listing("fates", fate)), "")


def fate_of(unit: str, before: str, behind: str) -> str:
    """What became of those who are counted: as the unit says, else the words behind it, else those before it."""
    words = folded(unit)
    for pattern, text in (("fullmatch", words), ("search", words.split()[-1] if words else "")):
        for fate in table()["fates"]:
            if text and getattr(any_of("fates", fate), pattern)(text):
                return str(fate)
    later = " ".join(folded(behind).split()[: NEAR + 1])
    if any_of("around", "toll").search(folded(before)):
        return "dead"
    earlier = " ".join(folded(before).split()[-NEAR:])
    found: list[tuple[int, int, str]] = []
    for fate in table()["fates"]:
        if match := any_of("fates", fate).search(later):
            found.append((0, match.start(), fate))
        for match in any_of("fates", fate).finditer(earlier):
            found.append((1, len(earlier) - match.end(), fate))
    return min(found)[2] if found else ""


def causes_in(text: str) -> frozenset[str]:
    """The classes of causes that words tell of."""
    words = set(folded(text).split())
    return frozenset(cause for cause, signs in table()["causes"].items() if not words.isdisjoint(signs))


def words_of(text: str) -> dict[str, str]:
    """The words that tell what is counted, by what they are without endings.

    >>> words_of("have been massed for exercises"), words_of("massing for an exercise").keys()
    ({'exercis': 'exercise', 'mass': 'massed'}, dict_keys(['exercis', 'mass']))
    """
    found = (word for word in sorted(content_words(text)) if word not in listing("around", "plain"))
    return {_stem(word): word for word in found}


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


@cache
def table() -> dict[str, dict[str, Any]]:
    """The tables of `counted.toml`."""
    return tomllib.loads(files("onrecord.linking").joinpath("counted.toml").read_text(encoding="utf-8"))


@cache
def listing(of: str, name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(table()[of][name])


@cache
def any_of(of: str, name: str) -> re.Pattern[str]:
    """What finds any expression of a list among folded words."""
    return re.compile(rf"\b(?:{'|'.join(sorted(table()[of][name], key=len, reverse=True))})\b")


@cache
def _befallen() -> frozenset[str]:
    """What may stand for persons to whom it happened: "seventeen killed"."""
    fates = (listing("fates", fate) for fate in listing("persons", "fates"))
    return frozenset().union(*fates)


@cache
def fated() -> frozenset[str]:
    """The words that say what became of somebody, which are compared as that."""
    return frozenset(words_of(" ".join(word for words in table()["fates"].values() for word in words)))


@cache
def kinds() -> dict[str, str]:
    """Words for things, and the kind of thing that they are words for."""
    return {word: kind for kind, words in table()["kinds"].items() for word in words}


@cache
def _measures() -> dict[str, tuple[str, float]]:
    found = table()["measures"].items()
    return {unit: (kind, float(factor)) for kind, units in found for unit, factor in units.items()}
