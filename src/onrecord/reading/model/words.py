"""A text as the encoder takes it: words, the wordpieces of each, and three features that spelling hides from it.

Words are runs of letters and digits, and every other sign by itself. Each is spelled in the wordpieces of the
encoder's vocabulary by longest match from the left (WordPiece; Wu et al. 2016, as in BERT, Devlin et al. 2019),
lower-cased and without accents, as the vocabulary is. What that loses, and what a window may cut off, comes beside
it: how the word is written, how it stands to quotation marks, and what stands before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.attribution.quotations import quotations
from onrecord.reading.layout import blocks_of

WORD = re.compile(r"\w+|[^\w\s]")
MOST_PIECES = 8
"""Wordpieces of the longest word; of longer ones the rest is left out. Names and compounds have up to six."""

LONGEST_PIECE = 25
"""Letters in the longest piece tried; the vocabulary's longest has 18."""
LONGEST_WORD = MOST_PIECES * LONGEST_PIECE
KEPT = 1 << 17
"""Words whose spelling is remembered; English news of a year has about as many."""

FEATURES = (7, 6, 5)
"""How many values each of the features has."""
LOWER, TITLE, UPPER, MIXED, DIGITS, SIGN, INITIAL = range(7)
OUTSIDE, OPENING, INSIDE, CLOSING, GOING_ON, REOPENING = range(6)
SPACED, JOINED, AFTER_STOP, AFTER_LINE, AFTER_BLANK = range(5)

_VOCABULARY = Path(__file__).with_name("vocabulary.txt")
_STOPS = frozenset(".!?…:\"”»'’)")


@dataclass(frozen=True)
class Words:
    """The words of a text.

    `offsets` are their characters (W x 2), `pieces` the numbers of their wordpieces one after the other, `first` the
    place of each word's first piece (W + 1, the last being the number of pieces), `features` the values of the three
    features (W x 3); `sentence` and `paragraph` count the sentences and lines before each word, roughly. `signs` are
    the words that a dash joins to the end of a quotation, as a signature under it: `"…" ― Ana Berg`.
    """

    offsets: NDArray[np.int32]
    pieces: NDArray[np.int32]
    first: NDArray[np.int32]
    features: NDArray[np.int8]
    sentence: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    signs: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.offsets)


@cache
def vocabulary() -> dict[str, int]:
    """The encoder's wordpieces with their numbers; pieces that go on within a word begin with "##"."""
    lines = _VOCABULARY.read_text(encoding="utf-8").split("\n")
    return {piece: i for i, piece in enumerate(lines) if piece}


@cache
def special(name: str) -> int:
    """The number of a special piece, such as "[CLS]"."""
    return vocabulary()[name]


@lru_cache(maxsize=KEPT)
def pieces_of(word: str) -> tuple[int, ...]:
    """The wordpieces of one word: one unknown piece where the vocabulary cannot spell it.

    >>> [key for key, number in vocabulary().items() if number in pieces_of("Ceasefires")]
    ['##s', 'ceasefire']
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    known = vocabulary()
    found: list[int] = []
    start = 0
    while start < len(plain) and len(found) < MOST_PIECES:
        mark = "##" if start else ""
        for end in range(min(len(plain), start + LONGEST_PIECE), start, -1):
            if (piece := known.get(mark + plain[start:end])) is not None:
                found.append(piece)
                start = end
                break
        else:
            return (special("[UNK]"),)
    return tuple(found) or (special("[UNK]"),)


@lru_cache(maxsize=KEPT)
def _writing(word: str) -> int:
    if not word[0].isalnum():
        return SIGN
    if word.isdigit():
        return DIGITS
    if word.islower():
        return LOWER
    if len(word) == 1 and word.isupper():
        return INITIAL
    return UPPER if word.isupper() else TITLE if word.istitle() else MIXED


def words_of(text: str) -> Words:
    """The words of a text with their pieces and features."""
    found = list(WORD.finditer(text))
    offsets = np.array([m.span() for m in found], dtype=np.int32).reshape(-1, 2)
    spelled = [pieces_of(m[0][:LONGEST_WORD]) for m in found]
    first = np.zeros(len(found) + 1, dtype=np.int32)
    np.cumsum([len(p) for p in spelled], out=first[1:])
    features = np.zeros((len(found), 3), dtype=np.int8)
    features[:, 0] = [_writing(m[0][:LONGEST_WORD]) for m in found]
    features[:, 2] = spacing = _spacing(text, found)
    features[:, 1] = _quoting(text, offsets)
    dash = np.array([m[0] in "-–—―" for m in found], dtype=np.bool_)
    behind = np.concatenate(([False, False], dash[1:-1] & (features[:-2, 1] == CLOSING)))[: len(found)]
    return Words(
        offsets=offsets,
        pieces=np.array([p for word in spelled for p in word], dtype=np.int32),
        first=first,
        features=features,
        sentence=np.cumsum(spacing >= AFTER_STOP, dtype=np.int32),
        paragraph=np.cumsum(spacing >= AFTER_LINE, dtype=np.int32),
        signs=behind,
    )


def _spacing(text: str, found: Sequence[re.Match[str]]) -> NDArray[np.int8]:
    """What stands before each word: nothing, a space, a space behind what ends a sentence, a line break, two."""
    out = np.zeros(len(found), dtype=np.int8)
    end, stopped = 0, False
    for i, word in enumerate(found):
        gap = text[end : word.start()]
        lines = gap.count("\n")
        if lines or i == 0:
            out[i] = AFTER_BLANK if lines != 1 else AFTER_LINE
        elif not gap:
            out[i] = JOINED
        elif stopped and not word[0].islower():
            out[i] = AFTER_STOP
        end = word.end()
        stopped = word[0] in ".!?…" or (stopped and word[0] in _STOPS)
    return out


def _quoting(text: str, offsets: NDArray[np.int32]) -> NDArray[np.int8]:
    """How each word stands to quotation marks; a quotation open where its paragraph ends goes on."""
    out = np.zeros(len(offsets), dtype=np.int8)
    starts = offsets[:, 0]
    open_before = False
    for quotation in quotations(text, blocks_of(text)):
        low, high = np.searchsorted(starts, quotation.span)
        inner_low, inner_high = np.searchsorted(starts, quotation.inner)
        out[low:high] = GOING_ON if quotation.goes_on else INSIDE
        out[low:inner_low] = REOPENING if open_before else OPENING
        out[inner_high:high] = CLOSING
        open_before = quotation.goes_on
    return out
