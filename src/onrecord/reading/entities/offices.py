"""Common nouns that name actors: offices, kinds of bodies, groups, and the sectors that they tell.

The nouns stand in `lexicons/offices.toml`. A noun may have several words ("border guards", "foreign ministry");
the longest that ends at a token counts. A plural that the table does not list takes its sector from its singular.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from spacy.tokens import Doc, Token

from onrecord.reading.lexicons import table
from onrecord.record import ActorKind

__all__ = [
    "Noun",
    "body_told",
    "fields_of",
    "gender_of",
    "is_honorific",
    "is_irregular",
    "is_modifier",
    "is_nameless",
    "is_parting",
    "is_thing",
    "is_weak",
    "media_nouns",
    "named_kind",
    "noun_at",
]

Sort = Literal["person", "government", "group", "armed", "unnamed", "state", "body", "company"]


@dataclass(frozen=True, kw_only=True)
class Noun:
    """A noun that names an actor; `leads` where its sector is that of the body it stands with."""

    sort: Sort
    words: tuple[str, ...]
    sector: tuple[str, ...] = ()
    leads: bool = False
    plural: bool = False


@cache
def _nouns() -> dict[tuple[str, ...], Noun]:
    offices = table("offices")
    nouns: dict[tuple[str, ...], Noun] = {}

    def add(entry: str, noun: Noun) -> None:
        nouns.setdefault(tuple(entry.replace("-", " - ").replace("'s", " 's").replace("s' ", "s ' ").split()), noun)

    for entry in offices["state"]["heads"]:
        add(entry, Noun(sort="state", words=(entry,), sector=("GOV",)))
    for codes_text, entries in offices["persons"].items():
        for entry in entries:
            leads = codes_text == "LEAD"
            codes = () if leads else tuple(codes_text.split())
            add(entry, Noun(sort="person", words=tuple(entry.split()), sector=codes, leads=leads))
    groups: tuple[tuple[Sort, str], ...] = (
        ("government", "government"),
        ("group", "groups"),
        ("armed", "armed"),
        ("unnamed", "unnamed"),
        ("company", "companies"),
    )
    for sort, key in groups:
        for sector, entries in offices[key].items():
            for entry in entries:
                add(
                    entry,
                    Noun(
                        sort=sort,
                        words=tuple(entry.split()),
                        sector=tuple(sector.split()),
                        plural=entry.endswith(("s", "men", "people")),
                    ),
                )
    for entry in offices["bodies"]["heads"]:
        _, sector = offices["named"].get(entry.split()[-1], ("organisation", ""))
        add(entry, Noun(sort="body", words=tuple(entry.split()), sector=tuple(sector.split())))
    return nouns


def noun_at(doc: Doc, i: int) -> tuple[int, Noun] | None:
    """The longest noun of the table that ends at token `i`, and the token at which it begins."""
    nouns = _nouns()
    token = doc[i]
    for lower in dict.fromkeys((token.lower_, token.lemma_.lower())):
        for length in (4, 3, 2, 1):
            first = i - length + 1
            if first < 0 or (length == 1 and not token.is_alpha):
                continue
            found = nouns.get((*(t.lower_ for t in doc[first:i]), lower))
            if found is None:
                continue
            if found.sort == "body" and token.tag_ not in ("NN", "NNP"):
                continue
            if lower != token.lower_ and found.sort == "person":
                if token.tag_ not in ("NNS", "NNPS"):
                    continue
                sort: Sort = "unnamed" if found.leads else "group"
                found = Noun(sort=sort, words=found.words, sector=found.sector or ("GOV",), plural=True)
            return first, found
    return None


@cache
def media_nouns() -> frozenset[str]:
    """The words that stand beside the name of a medium."""
    heads = frozenset(word for entry in table("offices")["media"]["heads"] for word in entry.split())
    return heads | {"news", "local", "state"}


def body_told(doc: Doc, i: int) -> tuple[ActorKind, tuple[str, ...]] | None:
    """Kind and sector of the body that the noun at a token says a name beside it names: "the rebel group X"."""
    token = doc[i]
    if token.tag_ not in ("NN", "NNP", "JJ", "RB") or token.lower_ in ("news", "local", "state", "network", "station"):
        return None
    if token.lower_ in media_nouns():
        return "media", ("JRN",)
    if token.pos_ != "NOUN" or not token.text.islower() or (found := noun_at(doc, i)) is None:
        return None
    noun = found[1]
    if noun.sort == "armed" and not noun.plural:
        return "armed-group", noun.sector
    if noun.sort == "government" and noun.sector == ("MIL",) and not noun.plural and token.tag_ == "NN":
        return "government", noun.sector  # "its frigate Almirante Ossa"
    if noun.sort == "body" and (named := named_kind([token.lower_])):
        return named[0], noun.sector  # type: ignore[return-value]
    return None


@cache
def _sets() -> dict[str, frozenset[str]]:
    offices = table("offices")
    return {
        "honorifics": frozenset(offices["honorifics"]["words"]),
        "modifiers": frozenset(offices["modifiers"]["words"]),
        "weak": frozenset(offices["weak"]["words"]),
        "nameless": frozenset(offices["nameless"]["words"]),
        "things": frozenset(offices["things"]["words"]),
        "parting": frozenset(offices["irregular"]["parting"]),
        "irregular": frozenset(offices["irregular"]["words"]),
        "f": frozenset(offices["gender"]["f"]),
        "m": frozenset(offices["gender"]["m"]),
    }


def is_honorific(token: Token) -> bool:
    """Whether the token is "Mr", "Gen." and the like."""
    return token.lower_ in _sets()["honorifics"]


def is_modifier(token: Token) -> bool:
    """Whether the token may stand in a title beside its nouns: "acting", "former"."""
    return token.lower_ in _sets()["modifiers"]


def is_weak(noun: Noun) -> bool:
    """Whether the noun names a body only together with a name or a state."""
    return noun.words[-1] in _sets()["weak"]


def is_nameless(noun: Noun) -> bool:
    """Whether a person so called stays without a name: "a source", "an official"."""
    return noun.words[-1] in _sets()["nameless"]


def is_thing(word: str) -> bool:
    """Whether a capitalised name that ends in the word is that of a place, a treaty or the like."""
    return word.lower() in _sets()["things"]


def is_parting(words: list[str]) -> bool:
    """Whether supporters described by some words are those of a breakaway: "independence supporters"."""
    return any(w.lower() in _sets()["parting"] for w in words)


def is_irregular(words: list[str]) -> bool:
    """Whether forces described by some words stand outside the state: "rebel", "pro-…"."""
    return any(w.lower() in _sets()["irregular"] or w.lower().startswith("pro-") for w in words)


def gender_of(words: list[str]) -> str | None:
    """The gender that nouns and titles among some words tell: "f", "m" or None."""
    lower = [w.lower() for w in words]
    for gender in ("f", "m"):
        if any(w in _sets()[gender] for w in lower):
            return gender
    return None


@cache
def _fields() -> dict[str, str]:
    return {word: sector for sector, words in table("offices")["fields"].items() for word in words}


def fields_of(words: list[str]) -> list[str]:
    """The sectors that fields of office among some words add: "defence" adds MIL."""
    fields = _fields()
    lower = [w.lower() for w in words]
    joined = [*lower, *(" ".join(pair) for pair in pairwise(lower))]
    honours = {w: s for s, ws in table("offices")["honorifics"]["sectors"].items() for w in ws}
    return list(dict.fromkeys([fields[w] for w in joined if w in fields] + [honours[w] for w in lower if w in honours]))


def named_kind(words: list[str]) -> tuple[str, str] | None:
    """Kind and sector of a name by the kind of body among its words: the one before "of", else the last."""
    named = table("offices")["named"]
    lower = [w.lower() for w in words]
    before_of = lower[lower.index("of") - 1] if "of" in lower[1:] else None
    for word in (before_of, lower[-1], *(w for w in reversed(lower))):
        if word in named:
            kind, sector = named[word]
            return kind, sector
    return None
