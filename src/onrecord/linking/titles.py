"""Titles: which office a title beside a name tells of, in one spelling.

"Minister for Foreign Affairs", "foreign minister" and "Foreign Minister" are one office; "deputy foreign minister" is
another; "Dr" and "General" are none. What offices are called stands in `offices.toml`. A title is taken apart as a noun
phrase is: its head is the last office before "of", "for" or "to"; before the head stand the state, the field and the
rank, behind it the field or the place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from onrecord.linking.states import state_called, state_name, states_among, with_article
from onrecord.spelling import folded

LONGEST_NAME = 6
"""Words of a place or body within a role. What is longer is a clause that the title was not cut before."""

_LINKS = frozenset({"of", "for", "to", "on", "in", "at", "from"})
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "s"})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, order=True)
class Office:
    """An office: the role in one spelling ("foreign minister"), and whose it is.

    `of` is a country's ISO 3166 code, or the name of a body ("NATO"); empty where the dispatch does not tell.
    """

    role: str
    of: str = ""

    def __str__(self) -> str:
        if not self.of:
            return self.role
        whose = state_name(self.of)
        local = any(f" {link} " in self.role for link in ("of", "for", "to")) and not self.role.endswith(
            tuple(_table()["roles"])
        )
        return f"{self.role} ({whose})" if local else f"{self.role} of {with_article(whose)}"

    @property
    def single(self) -> bool:
        """Whether one person holds it at a time: a country has many envoys, and nobody's minister may be any."""
        several = _table()["several"]
        return (
            bool(self.of)
            and self.role not in several["roles"]
            and not any(word in self.role for word in several["containing"])
        )


@dataclass(frozen=True)
class Held:
    """An office as a title tells of it: whether it is held no more, not yet, or by somebody who stands in."""

    office: Office
    former: bool = False
    not_yet: bool = False
    acting: bool = False

    @property
    def now(self) -> bool:
        """Whether it is held when the title is used."""
        return not self.former and not self.not_yet


@lru_cache(maxsize=50_000)
def office_of(title: str, country: str | None) -> Held | None:
    """The office that a title, or a description that names nobody, tells of; nothing where it tells of none.

    Whose it is, the title's own words say before the actor's country does: Norway's ambassador to the EU is Norway's.

    Args:
        title: such as "US Secretary of State", "former NATO chief", "the Icelandic foreign minister".
        country: the actor's country: an ISO 3166 code, "IGO" for a body of several, or nothing.

    >>> office_of("former Minister for Foreign Affairs", "ISL")
    Held(office=Office(role='foreign minister', of='ISL'), former=True, not_yet=False, acting=False)
    >>> office_of("NATO Secretary-General", "IGO").office, office_of("doctor", "ISL")
    (Office(role='secretary general', of='NATO'), None)
    """
    cut = re.split(r"[,;(]", title)[0]
    words = folded(cut).split()
    common = frozenset(folded(" ".join(word for word in cut.split() if word[0].islower())).split())
    if "and" in words:
        here = words.index("and")
        first, second = (_parsed(part, common, country) for part in (words[:here], words[here + 1 :]))
        if first and second:
            return first
    return _parsed(words, common, country)


def _parsed(words: Sequence[str], common: frozenset[str], country: str | None) -> Held | None:
    """The office that folded words tell of; `common` are those of them that stand without a capital."""
    words, flags = _when(words)
    found = _head(words)
    if found is None:
        return None
    start, end, head, called = found
    parts = _Parts(head, called)
    parts.take_before(words[:start])
    if head in _table()["roles"] or head in _table()["roomless"]["heads"]:
        parts.rest = [word for word in parts.rest if word not in common]  # "notorious", "rebel"
    parts.take_behind(words[end:])
    if len(parts.rest) > LONGEST_NAME or len(parts.complement) > LONGEST_NAME:
        return None
    role = _role(parts)
    if role is None:
        return None
    of = parts.of or (country if country and country != "IGO" else "") or _table()["only"].get(role, "")
    role = _table()["own"].get(of, {}).get(role, role)
    return Held(Office(f"{parts.rank} {role}".strip(), of), **flags)


@dataclass
class _Parts:
    """A title taken apart: its head and what that is called, whose it is, the rank, and the words before and behind."""

    head: str
    called: str
    of: str = ""
    rank: str = ""
    second: str = ""
    rest: list[str] = field(default_factory=list)
    complement: list[str] = field(default_factory=list)

    def take_before(self, words: Sequence[str]) -> None:
        """The words before the head: whose, of what rank, and what is left."""
        left = list(words)
        for rank, phrase in _ranks():
            if (at := _find(left, phrase)) is not None:
                self.rank = rank
                del left[at : at + len(phrase)]
                break
        for at, phrase, of, is_seat in sorted(_owners(left), reverse=True):
            self.second, self.of = self.of, of
            if not is_seat:
                del left[at : at + len(phrase)]
        known = _known_field(left)
        kept = {at + n for name in _begun_so() if (at := _find(left, name)) is not None for n in range(len(name))}
        rest = [word for n, word in enumerate(left) if n in kept or word not in _passed_over()]
        self.rest = known.split() if known else rest

    def take_behind(self, words: Sequence[str]) -> None:
        """The words behind the head: a state or body at the end says whose it is, unless one is sent there."""
        left = [word for word in words if word not in _ARTICLES]
        sent = self.head in ("ambassador", "special envoy")
        if left and not sent:
            for n in range(len(left)):
                if left[n] in _LINKS and (of := _owner(left[n + 1 :])):
                    self.of = self.of or of
                    left = left[:n]
                    break
        self.complement = left[1:] if left and left[0] in _LINKS else left


def _role(parts: _Parts) -> str | None:
    """The role in one spelling, or nothing if too little tells which it is."""
    head, words = parts.head, parts.rest or parts.complement
    if head in ("ambassador", "special envoy"):
        return _sent(parts)
    if head in _table()["roles"]:
        if head == "secretary of state" and words and _field(words) in _table()["fields"]:
            return f"{_field(words)} minister"
        if parts.rest and head in _table()["surnames"]["heads"]:
            return None  # Billie King
        return f"{head} of {_named(words)}" if words else head
    kinds = set(_table()["kinds"].get(head, ()))
    if head == "leader" and not kinds & set(words):
        return None
    words = [word for word in words if word not in kinds]
    if head in ("minister", "commissioner"):
        return f"{_field(words)} {head}" if words else (None if parts.called != "minister" else head)
    if head in ("spokesman", "speaker"):
        known = _field(words) if words else _table()["unnamed_field"].get(head, "")
        if head == "speaker":
            return {"parliament": head, "senate": f"senate {head}"}.get(known)
        return (f"{known} {head}" if known in _table()["fields"] else f"{head} for {_named(words)}") if known else head
    if words:
        return f"{head} of {_named(words)}"
    if head in ("head", "chairman", "leader", "chief executive"):
        return head if parts.of in _table()["bodies"] else None
    return head


def _sent(parts: _Parts) -> str:
    """The role of somebody who is sent somewhere."""
    words = parts.complement or parts.rest
    to = "to" if parts.head == "ambassador" else "for"
    code = _owner(words, capitals=True)
    where = state_name(code) if code else _named(words) if words else state_name(parts.second)
    return f"{parts.head} {to} {with_article(where)}" if where else parts.head


def _when(words: Sequence[str]) -> tuple[list[str], dict[str, bool]]:
    """The words without those that tell whether the office is still or already held, and what those tell."""
    left, flags = list(words), {}
    for flag, phrases in _table()["when"].items():
        flags[flag] = False
        for phrase in phrases:
            while (at := _find(left, phrase.split())) is not None:
                flags[flag] = True
                del left[at : at + len(phrase.split())]
    table = _table()["passed_over"]
    for n in range(len(left) - 1, 0, -1):
        if (n < len(left) and left[n] in table["behind"]) or left[n - 1] in table["before"]:
            del left[n - 1 : n + 1]
    return left, flags


def _head(words: Sequence[str]) -> tuple[int, int, str, str] | None:
    """The office that heads a title: first word, word behind the last, role, and what it is called."""
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            role = _heads().get(tuple(words[start:end]))
            if role is not None and (end == len(words) or words[end] in _LINKS):
                return start, end, role, " ".join(words[start:end])
            if role is not None:
                break  # so that "secretary of state Halle" is no "secretary", of a state
        if words[start] in _LINKS and words[start - 1] != "ministry":
            return None
    return None


def _known_field(words: Sequence[str]) -> str:
    """The field of an office in one spelling, if the table knows it: all the words, or the last of them."""
    known = _fields()
    return next((known[phrase] for n in range(len(words)) if (phrase := " ".join(words[n:])) in known), "")


def _field(words: Sequence[str]) -> str:
    """The field of an office in one spelling; one that the table does not know is left as it is."""
    if words[:1] == ["president"]:
        return "presidential"  # "spokesman for President …"
    return _known_field(words) or " ".join(words)


def _named(words: Sequence[str]) -> str:
    """Words as a name: "Federal Protective Service"."""
    said = " ".join(word if word in _SMALL else word.capitalize() for word in words)
    return re.sub(r"\bU s\b", "U.S.", said).replace(" s ", "'s ")


def _owners(words: Sequence[str]) -> Iterable[tuple[int, tuple[str, ...], str, bool]]:
    """The states, bodies and seats among words: where, what words, whose an office is then, whether it is a seat."""
    taken: set[int] = set()
    for phrases, is_seat in ((_bodies(), False), (_seats(), True)):
        for phrase, of in phrases.items():
            at = _find(words, phrase)
            if at is not None and not taken & set(range(at, at + len(phrase))):
                taken |= set(range(at, at + len(phrase)))
                yield at, phrase, of, is_seat
    for first, last, code in states_among(words):
        if not taken & set(range(first, last)):
            yield first, tuple(words[first:last]), code, False


def _owner(words: Sequence[str], *, capitals: bool = False) -> str | None:
    """The state's code or the body's name if that is all that the words name."""
    words = tuple(word for word in words if word not in _ARTICLES and word != "s")
    return _bodies().get(words) or state_called(words, capitals=capitals)


def _find(words: Sequence[str], phrase: Sequence[str]) -> int | None:
    """Where a phrase begins among words."""
    size = len(phrase)
    return next((n for n in range(len(words) - size + 1) if list(words[n : n + size]) == list(phrase)), None)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("onrecord.linking").joinpath("offices.toml").read_text(encoding="utf-8"))


def _inverse(table: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], str]:
    """What is meant by each phrase, the longest phrases first."""
    pairs = [(tuple(phrase.split()), name) for name, phrases in table.items() for phrase in phrases]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _heads() -> dict[tuple[str, ...], str]:
    return _inverse(_table()["heads"]) | _inverse(_table()["roles"])


@cache
def _fields() -> dict[str, str]:
    return {" ".join(phrase): name for phrase, name in _inverse(_table()["fields"]).items()}


@cache
def _bodies() -> dict[tuple[str, ...], str]:
    return _inverse(_table()["bodies"])


@cache
def _seats() -> dict[tuple[str, ...], str]:
    return _inverse(_table()["seats"])


@cache
def _ranks() -> list[tuple[str, tuple[str, ...]]]:
    return [(name, phrase) for phrase, name in _inverse(_table()["deputies"]).items()]


@cache
def _begun_so() -> list[list[str]]:
    return [name.split() for name in _table()["passed_over"]["but"]]


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(_table()["passed_over"]["words"])
