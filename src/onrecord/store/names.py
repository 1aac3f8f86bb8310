"""Names as they are looked for: without accents, case and punctuation."""

from __future__ import annotations

from onrecord import spelling


def folded(name: str) -> str:
    """The words of a name in lower case and without accents, with a space before, between and behind them.

    So that one name is among the words of another if it is within it.

    >>> folded("Recep Tayyip Erdoğan"), folded("Jean-Yves Le Drian")
    (' recep tayyip erdogan ', ' jean yves le drian ')
    """
    return f" {spelling.folded(name)} "
