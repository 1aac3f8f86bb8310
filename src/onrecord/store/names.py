"""Names as they are looked for: without accents, case and punctuation."""

from __future__ import annotations

import re
import unicodedata

NO_WORD = r"[\W_]+"


def folded(name: str) -> str:
    """The words of a name in lower case and without accents, with a space before, between and behind them.

    So that one name is among the words of another if it is within it.

    >>> folded("Recep Tayyip Erdoğan"), folded("Jean-Yves Le Drian")
    (' recep tayyip erdogan ', ' jean yves le drian ')
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return f" {' '.join(re.split(NO_WORD, bare)).strip()} "
