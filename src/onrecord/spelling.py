"""Spelling: one key for the ways in which a name is written.

`folded` takes away what no reader would look for: case, accents, punctuation. `skeleton` goes further and takes away
what differs only because a name was carried over from another script by another rule: Zelensky and Zelenskiy, Qaddafi
and Gaddafi. Its rules are letters, not names, and stand in `spelling.toml`, each with two spellings that it makes one.
The idea is that of Soundex and its like; but those throw vowels away, so that Putin and Patten would be one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_LETTERS = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼʻʹ`´")
"""Marks within a name that stand for a sound English has no letter for, and that half of all spellings leave out."""


def folded(text: str) -> str:
    """The words of a text in lower case and without accents, a space between them.

    >>> folded("Recep Tayyip Erdoğan"), folded("Jean-Yves Le Drian")
    ('recep tayyip erdogan', 'jean yves le drian')
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(_LETTERS.findall("".join(c for c in bare if not unicodedata.combining(c))))


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """One key for the spellings in which a word of a name, or several, are transliterated.

    That two words have one key does not say that they name one person, only that they may be one name.

    >>> skeleton("Zelensky"), skeleton("Zelenskyy"), skeleton("Janukowitsch"), skeleton("Yanukovych")
    ('zelenski', 'zelenski', 'ianukovich', 'ianukovich')
    >>> skeleton("Lavrov") == skeleton("Larov")
    False
    """
    return " ".join(_key(word) for word in folded(name.translate(_APOSTROPHES)).split())


def _key(word: str) -> str:
    for pattern, replacement in _rules():
        word = pattern.sub(replacement, word)
    return word


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads(files("onrecord").joinpath("spelling.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), replacement) for pattern, replacement, *_ in table["rules"])
