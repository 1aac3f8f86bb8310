"""The names beside a figure in its sentence: whose those are that it counts, and where they are.

A name in front of the figure is who has them ("Norway has 400 troops"), one behind it or after a preposition of place
is where ("in Estonia", "near Ukraine's border"), one that describes the unit is whose ("400 Norwegian troops"). No
parser is asked; a name is a run of words with capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from onrecord.linking.states import state_called, state_name
from onrecord.linking.units import Unit, fated, kinds, listing, words_of
from onrecord.linking.words import listed
from onrecord.spelling import folded

_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĐĞİŁŚŞŠŻŽ]"
_NAME = re.compile(rf"(?<![\w-]){_CAPITAL}[\w’'.-]*(?:\s+(?:(?:al|el|de|la|of\s+the|of)[\s-]+)?{_CAPITAL}[\w’'.-]*)*")
_POSSESSIVE = re.compile(r"[’']s?\Z|\.\Z")
_SPLIT = re.compile(r"\b(?:and|of|with)\b")


class Beside:
    """The names beside a figure in a part of its sentence: whose it is, and where."""

    def __init__(self, told: str, left: int, start: int, end: int, right: int) -> None:
        self.who: frozenset[str] = frozenset()
        self.where: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self._rest: list[str] = []
        at = left
        for match in _NAME.finditer(told, left, right):
            name_start = match.start() + _leading(match[0])
            if start <= name_start < end or name_start >= match.end():
                continue
            for key, name in _named(told[name_start : match.end()], match.start() == 0 == name_start):
                self._sort(key, name, told[left:name_start], told[match.end() :], name_start < start)
            self._rest.append(told[at:name_start])
            at = match.end()
        self._rest.append(told[at:right])
        self._figure = told[start:end]

    def _sort(self, key: str, name: str, before: str, behind: str, ahead: bool) -> None:
        """Put a name to the places or to the sides, by the words around it; `ahead` where the figure is behind it."""
        state = key == key.upper()
        if state:
            self.names[key] = name
        lead, after = folded(before).split()[-4:], folded(behind[:25]).removeprefix("s ").split()
        at_border = bool(listing("around", "border") & {*lead, *after[:3]})
        placed = _placed().search(before)
        whose = bool(after) and after[0] in kinds() and not behind.startswith(("'", "’"))
        if whose or (lead and (lead[-1] in listing("around", "agents") or (lead[-1] == "with" and not at_border))):
            self.who |= {key} if state and (whose or lead[-1] == "by") else frozenset()
        elif placed or at_border:
            word = folded(placed[1]) if placed else ""
            relation = "near" if at_border or word in listing("around", "beside") else ""
            relation = relation or ("in" if word in listing("around", "inside") else "")
            self.where[key] = self.where.get(key) or relation
        elif state and ahead:
            self.who |= {key}
        else:
            return
        self.names[key] = name

    def words(self, unit: Unit) -> dict[str, str]:
        """The other words that say more of what is counted, by what they are without endings."""
        words = words_of(" ".join(self._rest).replace(self._figure, " "))
        known = words_of(unit.head).keys() | fated()
        return {stem: word for stem, word in words.items() if stem not in known}


@cache
def _placed() -> re.Pattern[str]:
    """What finds a preposition of place before a name, with words of the same phrase between: "in the town of"."""
    words = sorted(listing("around", "inside") | listing("around", "beside") | listing("around", "places"), key=len)
    return re.compile(rf"\b(?i:({'|'.join(reversed(words))}))(?:\s+(?!and\b)[a-z’'-]+){{0,4}}\s+$")


def _leading(words: str) -> int:
    """The length of what begins a sentence with a capital before a name: "In" of "In Estonia"."""
    first, _, rest = words.partition(" ")
    small = listing("around", "inside") | listing("around", "beside") | listing("around", "places")
    leads = folded(first) in small or (folded(first) in listed("saying_nothing") and first != "New")
    return len(first) + 1 if rest and leads else 0


def _named(words: str, first: bool) -> Iterable[tuple[str, str]]:
    """The states and other names in capitalised words; `first` where they begin a sentence."""
    for part in _SPLIT.split(words):
        name = _POSSESSIVE.sub("", " ".join(part.split()))
        parts = [x for x in folded(name).split() if x not in listing("around", "generic") and x != "s"]
        if not parts or all(x in listed("saying_nothing") for x in parts):
            continue
        code = state_called(folded(name).split(), capitals=True) or state_called(parts, capitals=True)
        if code is None:
            code = next((found for x in parts if (found := state_called([x]))), None) if len(parts) > 1 else None
        if code is not None:
            yield code, name
        elif name.isupper() and 2 <= len(name) <= 6:
            yield name, name
        elif not first:
            yield " ".join(parts), name


def place_name(key: str) -> str:
    """What a place or side is called, by its key: a state by its name, another as it is."""
    return state_name(key) if len(key) == 3 and key.isupper() else key
