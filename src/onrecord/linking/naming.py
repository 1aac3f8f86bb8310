"""How alike two names are: of persons, and of bodies.

Each comparison gives a share from 0 to 1 and the words that say what was found, and looks at names alone; what else is
known of who bears them is weighed in `identity`. The cases are those of nomenklatura's name comparison (opensanctions):
another spelling, another order, a further name, initials, another language's form of a given name, a slip. The shares
were set with the pairs of `tests/linking/names.csv`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from onrecord.linking.states import states_among
from onrecord.linking.titles import office_of
from onrecord.spelling import folded, skeleton

SAME_NAME = 1.0
OTHER_SPELLING = 0.97
OTHER_ORDER = 0.92
"""Kim Jong Un, Jong Un Kim."""
FURTHER_NAME = 0.93
"""One of the two has names more: Tayyip Erdogan, Recep Tayyip Erdogan."""
OTHER_FORM = 0.9
"""Another language's form of the given name, or a short one: Vladimir, Volodymyr."""
INITIALS = 0.85
"""Initials of a body, which few others of the same country have."""
KIND_LEFT_OUT = 0.9
"""Interfax, Interfax news agency."""
INITIAL = 0.75
"""An initial for the given name: many share one."""
SLIP = 0.75
"""One letter more, less or other in a long word: a slip, or another name."""
BARE = 0.4
"""A surname alone, which any of its bearers may be meant by; that is for each dispatch to tell."""
OTHER_FURTHER = 0.3
"""George W. Bush, George H. W. Bush: where both have further names, they tell two apart."""
OTHER_GIVEN = 0.1
"""Brothers, spouses, or nothing at all."""

LONG = 5
"""Letters of a word in which one may be a slip; in a shorter one it is another name (Kim, Kam)."""

Compared = tuple[float, str]
"""A share from 0 to 1, and what was found, as part of a sentence."""


@lru_cache(maxsize=100_000)
def words_of(name: str) -> tuple[str, ...]:
    """The skeletons of a person's names, without particles and what follows a name, unless there is nothing else.

    >>> words_of("Bashar al-Assad"), words_of("Ursula von der Leyen")
    (('bashar', 'asad'), ('ursula', 'leien'))
    """
    left_out = {*_table()["particles"], *_table()["suffixes"]}
    words = folded(re.sub(r"(?<=\w)['’‘ʼ](?=\w)", "", name)).split()
    return tuple(skeleton(word) for word in words if word not in left_out) or tuple(map(skeleton, words))


@lru_cache(maxsize=50_000)
def is_name(name: str) -> bool:
    """Whether it is a person's name, not a description: no word is a common one or a possessive, and it is no office.

    >>> is_name("Antony Blinken"), is_name("Ursula von der Leyen"), is_name("Bashar al-Assad")
    (True, True, True)
    >>> is_name("military commander"), is_name("friend of Rudolph"), is_name("Clinton's Team"), is_name("US President")
    (False, False, False, False)
    """
    words = [_first_letter(word) for word in name.split()]
    if not words or not words[-1] or words[-1].islower() or re.search(r"['’]s(?!\S)", name):
        return False
    small = {*_table()["particles"], *_table()["among_names"]}
    common = {word for word, first in zip(name.split(), words, strict=True) if first.islower()}
    return common <= small and office_of(name, None) is None


def _first_letter(word: str) -> str:
    """The first letter of a word behind an article or preposition that is joined to it: of al-Assad, of d'Estaing."""
    found = re.search(r"[^\W\d_]", re.sub(r"^(?:(?:a[dlnrstz]|ash|e[dls]|ul)[-‑]|[dl]['’])", "", word))
    return found[0] if found else ""


def surnames(name: str, country: str | None) -> frozenset[str]:
    """The words by which alone a person may be named: the last; the first where families come first.

    >>> sorted(surnames("Kim Jong Un", "PRK")), sorted(surnames("Antony Blinken", "USA"))
    (['kim'], ['blinken'])
    """
    words = words_of(name)
    return frozenset(words[:1] if country in _table()["family_first"] else words[-1:])


def compared_persons(a: str, b: str) -> Compared:
    """How alike the names of two persons are."""
    if folded(a) == folded(b):
        return SAME_NAME, "the same name"
    ours, theirs = words_of(a), words_of(b)
    if not ours or not theirs:
        return 0.0, "no name to compare"
    if "".join(ours) == "".join(theirs):
        return OTHER_SPELLING, f"“{a}” is another spelling of “{b}”"
    if min(len(ours), len(theirs)) == 1:
        (one,), more, name = (ours, theirs, a) if len(ours) == 1 else (theirs, ours, b)
        return (BARE, f"“{name}” alone may be anybody's of that name") if one in more else (0.0, "other names")
    if _tell_apart(ours, theirs):
        return OTHER_FURTHER, "the further names differ"
    if sorted(ours) == sorted(theirs):
        return OTHER_ORDER, f"“{a}” has the names of “{b}” in another order"
    shorter, longer = sorted((ours, theirs), key=len)
    if _within(shorter, longer) and (shorter[-1] == longer[-1] or shorter == longer[: len(shorter)]):
        return FURTHER_NAME, "one of the two names is the other with a further one"
    return _by_parts(ours, theirs)


def _by_parts(ours: Sequence[str], theirs: Sequence[str]) -> Compared:
    """How alike two names are whose words differ: surname by surname, given name by given name."""
    slip = ours[-1] != theirs[-1]
    if slip and not _one_apart(ours[-1], theirs[-1]):
        return 0.0, "other names"
    one, other = ours[0], theirs[0]
    same = one == other or _form(one) == _form(other)
    if slip:
        return (SLIP, "the surnames differ by one letter") if same else (0.0, "other names")
    if one == other:
        return FURTHER_NAME, "one of the two names is the other with a further one"
    if same:
        return OTHER_FORM, "the given names are two forms of one"
    if 1 in (len(one), len(other)):
        return (INITIAL, "the initial fits") if one[0] == other[0] else (OTHER_GIVEN, "another given name")
    if _one_apart(one, other):
        return SLIP, "the given names differ by one letter"
    return OTHER_GIVEN, "another given name"


def _tell_apart(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether both have names between the first and the last, and these are not the same ones or their initials."""
    one, other = ours[1:-1], theirs[1:-1]
    if not one or not other or _form(ours[0]) != _form(theirs[0]) or ours[-1] != theirs[-1]:
        return False
    fits = all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=False))
    return not fits and (len(one) == len(other) or 1 in (len(one[0]), len(other[0])))


def compared_bodies(a: str, b: str, country: str | None) -> Compared:
    """How alike the names of two bodies are; the name of the `country` that both are known to be of says nothing."""
    if folded(a) == folded(b):
        return SAME_NAME, "the same name"
    ours, theirs = body_words(a, country), body_words(b, country)
    if not ours or not theirs:
        return 0.0, "no name to compare"
    if "".join(ours) == "".join(theirs):
        return OTHER_SPELLING, f"“{a}” is another spelling of “{b}”"
    if sorted(ours) == sorted(theirs):
        return OTHER_ORDER, f"“{a}” has the words of “{b}” in another order"
    for short, long in ((a, b), (b, a)):
        if initials(long) and initials(long) == acronym(short):
            return INITIALS, f"“{short}” are the initials of “{long}”"
    kinds = set(_table()["body_kinds"])
    bare = [[word for word in words if word not in kinds] for words in (ours, theirs)]
    if bare[0] and bare[0] == bare[1] and (ours == tuple(bare[0]) or theirs == tuple(bare[1])):
        return KIND_LEFT_OUT, "one of the two says what kind of body it is, the other does not"
    return 0.0, "other names"


@lru_cache(maxsize=50_000)
def body_words(name: str, country: str | None = None) -> tuple[str, ...]:
    """The words of a body's name in one spelling, without small ones and without its own state's name.

    >>> body_words("Ukrainian Ministry of Defence", "UKR") == body_words("Defense Ministry", "UKR")
    False
    >>> body_words("Norwegian Organisation for Fish", "NOR")
    ('organization', 'fish')
    """
    words = folded(name).split()
    for first, last, code in reversed(list(states_among(words))):
        if code == country and last - first < len(words):
            del words[first:last]
    small = set(_table()["small"])
    return tuple(_one_spelling(word) for word in words if word not in small)


def is_everywhere(name: str) -> bool:
    """Whether every state has a body so called: "foreign ministry"; then the state must be known."""
    return any(word in _table()["everywhere"] for word in folded(name).split())


def is_described(name: str) -> bool:
    """Whether a body is told in common words alone, by which others are told as well: "guerrillas"."""
    return name.islower()


def initials(name: str) -> str:
    """The initials of a body's name of three words or more, small ones left out."""
    words = [word for word in folded(name.replace("-", "")).split() if word not in _table()["small"]]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def acronym(name: str) -> str:
    """A name in lower case if it is written as an acronym: "OSCE", "U.N."; else nothing."""
    bare = name.replace(".", "").removeprefix("the ").removeprefix("The ")
    return bare.casefold() if re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]", bare) else ""


def _one_spelling(word: str) -> str:
    """British and American spelling in one."""
    word = re.sub(r"isation(s?)$", r"ization\1", word)
    word = re.sub(r"(?<=[a-z])ence(s?)$", r"ense\1", word) if word.startswith(("def", "off")) else word
    return re.sub(r"tre$", "ter", re.sub(r"our$", "or", word)) if len(word) > 4 else word


def _within(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether all words stand in the longer name in the same order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _one_apart(a: str, b: str) -> bool:
    """Whether two long words differ by one letter more, less or other, or by two that changed places."""
    if a == b or min(len(a), len(b)) < LONG or abs(len(a) - len(b)) > 1 or a[:1] != b[:1]:
        return False
    n = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    swapped = a[n : n + 2] == b[n : n + 2][::-1] and a[n + 2 :] == b[n + 2 :]
    return swapped or a[n + 1 :] == b[n:] or a[n:] == b[n + 1 :] or a[n + 1 :] == b[n + 1 :]


def _form(word: str) -> str:
    """One key for the forms of a given name."""
    return _forms().get(word, word)


@cache
def _forms() -> dict[str, str]:
    return {skeleton(word): line.split()[0] for line in _table()["given"] for word in line.split()}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("onrecord.linking").joinpath("names.toml").read_text(encoding="utf-8"))
