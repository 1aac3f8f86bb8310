"""When two ways of speaking may mean one actor: offices by synonyms, bodies by the words that tell them apart."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from onrecord.reading.entities.noun_phrases import phrase_words
from onrecord.reading.lexicons import rows

_SAME_ROLE = {
    "pm": "prime minister", "premier": "prime minister", "taoiseach": "prime minister", "spokeswoman": "spokesman",
    "spokesperson": "spokesman", "chief": "head", "boss": "head", "leader": "head", "chairwoman": "chairman",
    "defense minister": "defence minister", "envoy": "ambassador", "premiers": "prime minister",
}  # fmt: skip


_BODY_NOUNS = frozenset({"of", "the", "and", "for", "affairs", "ministry", "department", "office", "state", "in", "at"})


def plain(text: str) -> str:
    """Letters without marks, lower case."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def role_of(words: tuple[str, ...]) -> str:
    """The office that some words name, synonyms as one."""
    text = " ".join(words)
    return _SAME_ROLE.get(text, _SAME_ROLE.get(text.split(" ")[-1], text.split(" ")[-1]) if text else text)


def agree(a: str | None, b: str | None) -> bool:
    """Whether two countries may be one: equal, or one of them unknown."""
    return a is None or b is None or a == b


def fits(a: str | None, b: str | None) -> bool:
    """Whether two genders may be one: equal, or one of them unknown."""
    return a is None or b is None or a == b


def spelled(words: set[str]) -> set[str]:
    """The words in one spelling."""
    return {"defence" if w == "defense" else w for w in words}


def kind_noun(name: str) -> str:
    """The noun that tells what kind of body a name names: "ministry" in "Ministry of Transport"."""
    kinds = phrase_words("body_kinds")
    words: list[str] = [w.lower() for w in re.findall(r"[^\W_]+", name)]
    if "of" in words[1:]:
        before = words[words.index("of") - 1]
        if before in kinds:
            return before
    for word in reversed(words):
        if word in kinds:
            return word
    return words[-1] if words else ""


def content_of(name: str) -> frozenset[str]:
    """The words of a body's name that tell it from others of its kind: not states, kinds or small words."""
    words = [w for w in re.findall(r"[^\W_]+", plain(name)) if len(w) > 1]
    left = {"defence" if w == "defense" else w for w in words if w not in _BODY_NOUNS and w != kind_noun(name)}
    return frozenset(w for w in left if w not in _state_words())


def names_kind(name: str, noun: str) -> bool:
    """Whether a noun ("ministry") is among the words of a name."""
    return noun in {w.lower() for w in re.findall(r"[^\W_]+", name)}


@cache
def _state_words() -> frozenset[str]:
    found: set[str] = set()
    for row in rows("states"):
        for column in ("name", "aliases", "adjectives"):
            for name in row[column].split("|"):
                found.update(re.findall(r"[^\W_]+", plain(name)))
    return frozenset(found)
