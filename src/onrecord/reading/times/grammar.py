"""Expressions of time in a text: a grammar of some forty forms, compiled from tables into one pattern.

The forms (table `timexes`) are those that TimeML (Sauri et al. 2006) marks, over the words of table `dates`; spans
follow TimeBank: prepositions stay outside, articles and words like "late", "nearly" and "last" inside. The text is
scanned once; where several forms could begin at a word, the first in the table wins. What an expression means is no
business of this module: it names the form and the parts, and `values` works out the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.reading.lexicons import table
from onrecord.record import Span


@dataclass(frozen=True)
class Expression:
    """An expression of time: where it stands, its form, its parts by name, and the whole, in small letters."""

    span: Span
    form: str
    parts: dict[str, str]
    whole: str = ""


def _any(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(words, key=len, reverse=True)) + ")"


def _pieces() -> dict[str, str]:
    """What the names in braces stand for; in `dates` the full name of a month or day precedes its abbreviations."""
    words = table("dates")
    pieces = {name: _any(entries) for name, entries in words.items() if name not in ("references", "checks")}
    for name, short in (("months", "months"), ("weekdays", "days")):
        full = {number: word for word, number in reversed(words[name].items())}.values()
        pieces[f"full_{short}"] = _any(full)
        pieces[f"short_{short}"] = _any(set(words[name]) - set(full))
    pieces["shifts_but_that"] = _any(set(words["shifts"]) - {"that"})
    pieces["references"] = "|".join(
        rf"(?P<{value.lower()}>(?:{'|'.join(sorted(patterns, key=len, reverse=True))})\b)"
        for value, patterns in words["references"].items()
    )
    pieces.update(table("timexes")["pieces"])
    return pieces


def forms() -> dict[str, str]:
    """The forms by name, each a pattern with named parts; the order is that of preference."""
    pieces = _pieces()

    def filled(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith("after "):
            return "(?:" + "|".join(rf"(?<=\b{word} )" for word in name.removeprefix("after ").split("|")) + ")"
        return re.sub(r"\{([a-z_][a-z_ |]*)\}", filled, pieces[name])

    return {
        name: re.sub(r"\{([a-z_][a-z_ |]*)\}", filled, pattern) for name, pattern in table("timexes")["forms"].items()
    }


@cache
def _compiled() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """All forms as one pattern without parts, to scan with, and each with its parts."""
    patterns = forms()
    each = {name: re.compile(r"(?<![\w$€£])(?:" + pattern + ")", re.IGNORECASE) for name, pattern in patterns.items()}
    bare = (
        f"(?P<{name}>" + re.sub(r"\(\?P<\w+>", "(?:", pattern).replace("(?P=sep)", "[./-]") + ")"
        for name, pattern in patterns.items()
    )
    return re.compile(r"(?<![\w$€£])(?=[\w'’])(?:" + "|".join(bare) + ")", re.IGNORECASE), each


def expressions(text: str) -> Iterator[Expression]:
    """Every stretch of the text that has the form of an expression of time, in order; none overlap."""
    whole, each = _compiled()
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    at = 0
    while found := whole.search(text, at):
        form = str(found.lastgroup)
        match = each[form].match(text, found.start())
        if not match or match.end() == match.start():
            at = found.end() + 1
            continue
        parts = {name: words.lower() for name, words in match.groupdict().items() if words is not None}
        yield Expression(Span(*match.span()), form, parts, " ".join(match.group().lower().split()))
        at = match.end()
        if "last" in parts:  # the second day of "January 9-13"
            last = Span(*match.span("last"))
            day = {name: words for name, words in parts.items() if name in ("month", "year")} | {"day": parts["last"]}
            yield Expression(last, "date", day, parts["last"])
            at = last.end
