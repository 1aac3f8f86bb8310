"""Windows: the stretches of a text that the encoder sees at once, and each word's place in them.

The encoder takes 512 wordpieces, its two marks included. Windows overlap, and a word is taken from the one in which
it stands most central, so that none is read without what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LENGTH = 510
"""Wordpieces of a window, less its two marks: all that the encoder's positions allow."""
OVERLAP = 64
"""Wordpieces that two windows share."""


@dataclass(frozen=True)
class Window:
    """The words `start` to `end` go in; those from `keep_from` to `keep_to` are taken from it."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def windows(first: NDArray[np.int32], *, length: int = LENGTH, overlap: int = OVERLAP) -> Iterator[Window]:
    """The windows over a text.

    Args:
        first: the place of each word's first piece, and last the number of pieces (W + 1).
        length: wordpieces of the longest window.
        overlap: wordpieces that neighbours share, about.
    """
    count = len(first) - 1
    start = kept = 0
    while kept < count:
        end = int(np.searchsorted(first, first[start] + length, side="right")) - 1
        if end >= count:
            yield Window(start, count, kept, count)
            return
        following = max(start + 1, int(np.searchsorted(first, first[end] - overlap)))
        middle = int(np.searchsorted(first, (int(first[following]) + int(first[end])) // 2))
        middle = min(max(middle, following, kept + 1), end)
        yield Window(start, end, kept, middle)
        start, kept = following, middle
