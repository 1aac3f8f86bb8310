"""Text shown to people: characters that would be obeyed by a terminal or a page are seen instead.

Control characters become their pictures (Unicode block Control Pictures), those of C1 and those that turn the direction
of what follows (Unicode UAX 9) the replacement character. The length stays, so that offsets hold.
"""

from __future__ import annotations

_PICTURES = {code: 0x2400 + code for code in range(32)} | {0x7F: 0x2421}
_PICTURES |= dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_KEPT = {keep: {k: v for k, v in _PICTURES.items() if chr(k) not in keep} for keep in ("\t\n", "\t\n\r")}


def visible(text: str, *, returns: bool = False) -> str:
    r"""A text in which control characters but tabs and line ends are seen; carriage returns are kept if `returns`.

    >>> visible("a\x1b[31mb")
    'a␛[31mb'
    """
    return text.translate(_KEPT["\t\n\r" if returns else "\t\n"])
