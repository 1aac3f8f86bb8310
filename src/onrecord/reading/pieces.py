"""A long text in pieces, cut where a reader would pause, so that memory stays bounded and nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CUTS = tuple(map(re.compile, (r"\n\s*", r"[.!?…][\"”’»)]*\s+", r"\s+")))
"""Where a long text may be cut, best first: behind a paragraph, behind a sentence, behind a word."""


def pieces(text: str, size: int) -> Iterator[str]:
    """The text in pieces of at most `size` characters, cut behind a paragraph, else a sentence, a word, or anywhere."""
    start = 0
    while len(text) - start > size:
        window = text[start : start + size]
        cuts = (found for pattern in _CUTS if (found := [m.end() for m in pattern.finditer(window)]))
        end = start + next(cuts, [size])[-1]
        yield text[start:end]
        start = end
    yield text[start:]
