"""The names that the tables know, found in a text: states, adjectives, peoples, cities, bodies, media.

One pass over the words of the text: a word that begins a known name is followed by the longest of the names that
begin with it. Words are runs of letters and digits, so the way a tokeniser cuts "U.S." or "Russia-NATO" does not
matter. A name written with capitals must stand with capitals, an acronym exactly as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord.reading.lexicons import rows, table
from onrecord.record import ActorKind

__all__ = ["Entry", "Found", "country_of", "found_in", "is_past", "state_name"]

Sort = Literal["state", "adjective", "people", "capital", "place", "body"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a name stands for. `key` is one for all names of one entity."""

    sort: Sort
    key: str
    name: str
    kind: ActorKind | None = None
    country: str | None = None
    sector: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A name in the text, in characters."""

    start: int
    end: int
    entry: Entry


_PAST = frozenset({"SUN", "YUG", "CSK"})
"""The former states of `lexicons/states.csv`, by ISO 3166-3."""

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"(?:\.?[ \u00a0]|[-\u2010\u2011'’.&/]|, )?\Z")
_Name = tuple[tuple[str, ...], str, Entry]


def _entries() -> Iterator[tuple[str, Entry]]:
    """Every name with what it stands for; an earlier one goes before a later one of the same spelling."""
    for row in rows("states"):
        key, code, name = f"state:{row['code']}", row["code"], row["name"]
        state = Entry(sort="state", key=key, name=name, kind="state", country=code, sector=("GOV",))
        for alias in filter(None, [name, *row["aliases"].split("|")]):
            yield alias, state
        for sort, column in (("adjective", "adjectives"), ("people", "people")):
            for word in filter(None, row[column].split("|")):
                yield word, Entry(sort=sort, key=key, name=name, country=code)  # type: ignore[arg-type]
        for city in filter(None, row["capital"].split("|")):
            yield city, Entry(sort="capital", key=key, name=name, kind="state", country=code, sector=("GOV",))
    bodies = table("bodies")
    for names in bodies["international"]["names"]:
        entry = Entry(
            sort="body", key=f"body:{names[0]}", name=names[0], kind="organisation", country="IGO", sector=("IGO",)
        )
        yield from ((name, entry) for name in names)
    kinds: tuple[tuple[str, ActorKind], ...] = (
        ("seats", "government"), ("armed", "armed-group"), ("organisations", "organisation"),
    )  # fmt: skip
    for group, kind in kinds:
        for name, country, sector, *aliases in bodies[group]["names"]:
            entry = Entry(
                sort="body", key=f"body:{name}", name=name, kind=kind, country=country or None, sector=(sector,)
            )
            yield from ((alias, entry) for alias in (name, *aliases))
    for name, country, *aliases in bodies["companies"]["names"]:
        entry = Entry(
            sort="body", key=f"body:{name}", name=name, kind="company", country=country or None, sector=("BUS",)
        )
        yield from ((alias, entry) for alias in (name, *aliases))
    for (name,) in bodies["circles"]["names"]:
        yield name, Entry(sort="body", key=f"body:{name}", name=name, kind="group")
    for agency in table("agencies").get("agency", ()):
        name = agency["name"]
        entry = Entry(
            sort="body",
            key=f"media:{name}",
            name=name,
            kind="media",
            country=agency.get("country") or None,
            sector=("JRN",),
        )
        yield from ((alias, entry) for alias in (name, *agency.get("aliases", ())))
    for row in rows("cities"):
        yield row["name"], Entry(sort="place", key=f"place:{row['name']}", name=row["name"], country=row["country"])


@cache
def _by_first_word() -> dict[str, tuple[_Name, ...]]:
    index: dict[str, dict[str, _Name]] = {}
    for name, entry in _entries():
        words = tuple(m.group().lower() for m in _WORD.finditer(name))
        if words:
            index.setdefault(words[0], {}).setdefault(name, (words, name, entry))
    return {first: tuple(sorted(names.values(), key=lambda n: -len(n[0]))) for first, names in index.items()}


@cache
def state_name(country: str) -> str | None:
    """The common English name of a state by its code."""
    return next((row["name"] for row in rows("states") if row["code"] == country), None)


def is_past(country: str) -> bool:
    """Whether a code is that of a state that is no more."""
    return country in _PAST


@cache
def country_of(name: str) -> str | None:
    """The country of a state, capital, city or region by its name."""
    for words, spelling, entry in _by_first_word().get(next(iter(_WORD.findall(name.lower())), ""), ()):
        if spelling == name and words and entry.sort in ("state", "capital", "place"):
            return entry.country
    return None


def _written_so(name: str, words: list[str]) -> bool:
    """Whether the words of the text are written with the capitals of the name."""
    for ours, theirs in zip(_WORD.findall(name), words, strict=True):
        if ours.isupper() and (len(ours) > 1 or "." in name) and len(ours) < 7:
            if theirs != ours:
                return False
        elif ours[0].isupper() and not theirs[0].isupper():
            return False
    return True


def found_in(text: str) -> list[Found]:
    """The known names in a text, in order, the longest at each place, none within another."""
    index = _by_first_word()
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    found: list[Found] = []
    i = 0
    while i < len(words):
        best = None
        for name_words, name, entry in index.get(words[i][2].lower(), ()):
            last = i + len(name_words) - 1
            if last >= len(words):
                continue
            theirs = [words[j][2] for j in range(i, last + 1)]
            if (
                all(a == b.lower() for a, b in zip(name_words, theirs, strict=True))
                and all(_GAP.match(text, words[j][1], words[j + 1][0]) for j in range(i, last))
                and _written_so(name, theirs)
                and (", " in name or "," not in text[words[i][1] : words[last][0]])
                and (len(name_words) == 1 or "." not in name or "." in text[words[i][0] : words[last][1]])
            ):
                best = (last, entry, name)
                break
        if best is None:
            i += 1
            continue
        last, entry, name = best
        end = words[last][1]
        if name.endswith(".") and text[end : end + 1] == ".":
            end += 1
        found.append(Found(words[i][0], end, entry))
        i = last + 1
    return found
