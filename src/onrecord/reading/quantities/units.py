"""What the number at some place of a text counts: its unit, and where the words of the unit end.

A sign or name of money, of a share or of a measure gives the unit at once. Else it is the noun phrase behind the
number (or behind its "of"), read off the part-of-speech tags and named by its head with compounds and proper
adjectives; a fate where no noun stands ("seventeen killed"); or the persons that wire desks leave unsaid ("two
hundred were injured"). The words are in the tables `units` and `currencies`, the latter by ISO 4217.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.reading.draft import Draft, Layout
from onrecord.reading.lexicons import rows, table
from onrecord.reading.quantities.numerals import Number
from onrecord.record import Qualifier, Span

_UNITS = table("units")
_MEASURES: dict[str, str] = _UNITS["measures"] | {v: v for v in _UNITS["measures"].values()}
_TIMES: dict[str, str] = _UNITS["times"] | {v: v for v in _UNITS["times"].values()}
AROUND: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in _UNITS["surroundings"].items()}
"""Words beside a number, by what they make of it."""
_FAR = 12
"""Tokens behind a number in which its noun is looked for; noun phrases of the news are shorter."""


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; a space in them stands for any white space."""
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s+") for w in words), key=len, reverse=True))


_MONEY = [(r["code"], r["symbols"].split(), r["names"].split("|"), r["adjectives"]) for r in rows("currencies")]
_SIGNS = {sign: code for code, signs, _, _ in reversed(_MONEY) for sign in signs} | {m[0]: m[0] for m in _MONEY}


def _coins() -> dict[str, list[tuple[str, frozenset[str], bool]]]:
    """Name of a currency -> its codes, each with the adjectives that go with it and whether it needs one."""
    coins: dict[str, list[tuple[str, frozenset[str], bool]]] = {}
    for code, _, names, adjectives in _MONEY:
        for name in filter(None, names):
            row = (code, frozenset(adjectives.lstrip("!").split("|")), adjectives.startswith("!"))
            coins.setdefault(name, []).append(row)
    return coins


_COINS = _coins()
SIGN_BEFORE = re.compile(rf"(?<![A-Za-z])({any_of(_SIGNS)})\s?$")
"""A sign of money, at the end of what stands before a number."""
_SIGN = re.compile(rf"({any_of(_SIGNS)})\s?[\d½¼¾]")
_SIGN_AFTER = re.compile(rf"\s?({any_of(_SIGNS)})(?!\w)")
_COIN = re.compile(rf"(?:\s+of)?[\s-]+((?:[A-Za-z.]+\s+){{0,2}}?)({any_of(_COINS)})(?:-worth)?\b", re.I)
_SHARE = re.compile(rf"[\s-]?({any_of(_UNITS['shares'])})(?!\w)", re.I)
_ATTACHED = re.compile(rf"({any_of(w for w in _MEASURES if len(w) < 4)})(?!\w)", re.I)
_HYPHENED = re.compile(r"[-‑–]([A-Za-z]+)")
_OF = re.compile(r"\s+of\s+((?:the|these|those|its|their|his|her|our|all)\s+)?", re.I)
_OF_MASS = re.compile(r"\s+of\b")
_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|which|us|you|those)\b", re.I)
_MORE = re.compile(r"\s+(?:others?|more|each|apiece)\b", re.I)
_NEXT = re.compile(r"\s*([\w’'-]+)")
_PEOPLED = re.compile(
    rf"\b(?:{any_of(_UNITS['persons']['peopled'])})(?:\s+(?:{any_of(_UNITS['persons']['leading'])}))*\s+$", re.I
)
BOUNDS: dict[str, Qualifier] = {word: kind for kind, words in table("numbers")["after"].items() for word in words}
"""Words behind a number, and what they make of it."""
BOUND = re.compile(rf",?\s?({any_of(BOUNDS)})(?!\w)", re.I)
_HARMED = re.compile(rf"\b(?:{any_of(_UNITS['persons']['harmed'])})\s+(?:\w+\s+){{0,3}}$", re.I)
_NOUNS = {"NN", "NNS", "NNP", "NNPS"}
_INSIDE = _NOUNS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX", "POS", "FW", "RB", "RBS", "CD"}
_VERBS = {"VB", "VBD", "VBP", "VBZ", "MD"}


@dataclass(frozen=True)
class Unit:
    """A unit, and where its words end; `measured` where it is money, a share or a measure."""

    name: str
    end: int
    measured: bool = False
    time: bool = False


class Page:
    """A document as the reader of figures needs it: tokens by offset, and the stretches that hold no figure."""

    def __init__(self, doc: Doc, draft: Draft) -> None:
        self.doc = doc
        self.text = doc.text
        self._starts = [token.idx for token in doc]
        layout: Layout = draft.layer("layout")
        apart = [*layout.furniture, *(s for s in (layout.byline, layout.dateline) if s)]
        apart += [t.span for t in draft.layer("times") if t.type in ("DATE", "TIME", "SET")]
        self._apart = Stretches(apart)
        self._sources = Stretches(s for a in draft.layer("attributions") for s in a.source)
        self._heads = Stretches(s for s in (layout.title, layout.standfirst) if s)

    def token(self, offset: int) -> int:
        """Index of the first token that begins at an offset or behind it."""
        return bisect_left(self._starts, offset)

    def apart(self, start: int, end: int) -> bool:
        """Whether a stretch touches furniture, byline, dateline, a date or a time."""
        return self._apart.touch(start, end)

    def source(self, offset: int) -> bool:
        """Whether an offset lies in the source of a statement."""
        return self._sources.touch(offset, offset + 1)

    def headline(self, offset: int) -> bool:
        """Whether an offset lies in a headline, or in a line that ends as one."""
        if self._heads.touch(offset, offset + 1):
            return True
        end = self.text.find("\n", offset, offset + 200)
        line = self.text[offset : end if end >= 0 else offset + 200].rstrip()
        return end >= 0 and bool(line) and line[-1].isalnum()


class Stretches:
    """Stretches of text, asked whether any touches a place; log n a question."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._starts = [m[0] for m in merged]
        self._ends = [m[1] for m in merged]

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with `[start, end)`."""
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end


def unit_of(page: Page, number: Number, start: int, last: Unit | None) -> Unit | None:
    """What a number counts."""
    text, end = page.text, number.end
    inner = text[start : number.end]
    sign = _SIGN.search(inner) if number.form == "digits" else None
    if sign:
        named = _coin(text, number)
        return Unit(_SIGNS[sign[1]], named.end if named else end, measured=True)
    if share := _SHARE.match(text, end):
        return Unit(_UNITS["shares"][" ".join(share[1].lower().split())], share.end(), measured=True)
    if number.form != "share":
        if named := _coin(text, number):
            return named
        if number.form == "digits" and (code := _SIGN_AFTER.match(text, end)):
            return Unit(_SIGNS[code[1]], code.end(), measured=True)
    if number.form == "digits" and (short := _ATTACHED.match(text, end)):
        return Unit(_MEASURES[short[1].lower()], short.end(), measured=True)
    if number.form == "digits" and end < len(text) and text[end].isalpha():
        return None
    joined = _HYPHENED.match(text, end)
    if joined and f"-{joined[1].lower()}" not in BOUNDS:
        return _hyphened(joined)
    return _noun(page, number, start, last)


def _coin(text: str, number: Number) -> Unit | None:
    """The currency that is named behind a number."""
    match = _COIN.match(text, number.end)
    if match is None:
        return None
    adjective, name = " ".join(match[1].lower().split()), match[2].lower()
    if name == "won" and not adjective and number.scale == 1:
        return None
    if name.startswith("pound") and not adjective and number.scale == 1 and _OF_MASS.match(text, match.end()):
        return None
    for code, adjectives, needs in _COINS[name]:
        if adjective in adjectives if adjective else not needs:
            return Unit(code, match.end(), measured=True)
    return None


def _hyphened(joined: re.Match[str]) -> Unit | None:
    """The unit of "20-kilometer" or "40-vehicle"; None where the words name a body or its make-up."""
    word = joined[1].lower()
    if word in _MEASURES:
        return Unit(_MEASURES[word], joined.end(), measured=True)
    if word in _TIMES:
        return Unit(_TIMES[word], joined.end(), time=True)
    if word == "strong":
        return Unit("people", joined.end())
    if word in AROUND["hyphen_heads"]:
        return None
    return Unit(word if word.endswith("s") else f"{word}s", joined.end())


def _noun(page: Page, number: Number, start: int, last: Unit | None) -> Unit | None:
    """The noun phrase behind a number, or behind the "of" behind it; a fate ("killed"); or persons left unsaid."""
    end = number.end
    of = _OF.match(page.text, end)
    if of and (number.form in ("vague", "couple", "share") or of[1]):
        end = of.end()
    bound = BOUND.match(page.text, end)
    phrase = _phrase(page, bound.end() if bound else end)
    if phrase is None:
        return _unsaid(page, number, start, last)
    tokens, head = phrase
    word = head.lower_
    close = head.idx + len(head)
    if word in _TIMES:
        return Unit(_TIMES[word], close, time=True)
    if word in _MEASURES and len(tokens) <= 2:
        return Unit(
            " ".join([*(t.lower_ for t in tokens[:-1] if t.tag_ == "JJ"), _MEASURES[word]]), close, measured=True
        )
    if word == "others":
        return Unit("people", close)
    return Unit(_named(page.text, tokens), close)


def _phrase(page: Page, offset: int) -> tuple[list[Token], Token] | None:
    """The tokens of the noun phrase that begins at an offset, and its head: the last noun in one unbroken run."""
    at = page.token(offset)
    tokens: list[Token] = []
    head = -1
    doc = page.doc
    for token in doc[at : at + _FAR]:
        if head >= 0 and not _goes_on(tokens, tokens[head], token):
            break
        if "\n" in token.text or page.apart(token.idx, token.idx + len(token)):
            break
        comma = token.lower_ == "," and tokens and tokens[-1].tag_ == "JJ" and head < 0
        joins = (
            token.tag_ == "CC" and tokens and tokens[-1].tag_ in ("JJ", "VBN") and head < 0 and token.lower_ != "but"
        )
        opening = (
            token.tag_ in ("``", "''")
            and head < 0
            and not token.whitespace_
            and token.i > 0
            and token.nbor(-1).whitespace_
        )
        if token.tag_ not in _INSIDE and not opening and not comma and not joins:
            break
        if token.tag_ == "VBN" and not tokens and token.lower_ in AROUND["fates"] and not _noun_follows(token):
            break
        if token.tag_ == "CD" and tokens:
            break
        if token.tag_ == "VBG" and not tokens and token.i + 1 < len(doc) and token.nbor().tag_ not in ("NN", "NNS"):
            break
        if token.lower_ in _TIMES and not tokens:
            return [token], token
        tokens.append(token)
        if token.tag_ in _NOUNS and not token.text.endswith("-"):
            head = len(tokens) - 1
    if head < 0:
        return None
    return tokens[: head + 1], tokens[head]


def _goes_on(tokens: list[Token], head: Token, token: Token) -> bool:
    """Whether a noun phrase that has a noun goes on with a token."""
    return (
        token.tag_ in ("NN", "NNS", "HYPH")
        or (token.tag_ in ("NNP", "NNPS") and head.tag_ in ("NN", "NNP"))
        or (token.tag_ == "POS" and head.tag_ == "NNP")
        or (token.tag_ in ("VBG", "JJ", "VBN") and tokens[-1].tag_ == "HYPH")
        or (token.tag_ in ("JJ", "VBG", "VBN") and head.tag_ in ("NN", "NNP") and _noun_follows(token))
    )


def _noun_follows(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().tag_ in _NOUNS


def _named(text: str, tokens: list[Token]) -> str:
    """The name of what is counted: head, its compounds and its proper adjectives, plain adjectives left out."""
    head = tokens[-1]
    kept = [head]
    for before in reversed(tokens[:-1]):
        near = before.tag_ in _NOUNS or before.tag_ == "HYPH" or (before.tag_ == "JJ" and before.text[:1].isupper())
        if not near:
            break
        kept.append(before)
    kept.reverse()
    while kept[0].tag_ in ("HYPH", "POS"):
        kept.pop(0)
    words = text[kept[0].idx : head.idx + len(head)] if len(kept) > 1 else head.text
    return " ".join(words.split())


def _unsaid(page: Page, number: Number, start: int, last: Unit | None) -> Unit | None:
    """The unit of a number with no noun: a fate, the unit of the number before, or persons."""
    text, end = page.text, number.end
    if more := _MORE.match(text, end):
        end = more.end()
    after = _NEXT.match(text, end)
    word = after[1].lower() if after else ""
    gap = text[end : after.start(1)] if after else ""
    if word in AROUND["fates"] and gap == " ":
        at = page.token(after.start(1)) if after else 0
        return Unit(word, page.doc[at].idx + len(page.doc[at]) if at < len(page.doc) else end)
    if of := _OF_THEM.match(text, end):
        return Unit(last.name if last and not last.measured else "people", of.end())
    at = page.token(number.start)
    if at >= len(page.doc):
        return None
    before = page.doc[at - 1].lower_ if at else ""
    if number.form == "vague":
        return Unit("people", end)
    if number.form == "share":
        return Unit("", end)
    if before in ("the", "these", "those", "all", "other", "both", "no", "any", "that", "this", "every", "each"):
        return None
    if last and before == "of" and last.end < number.start <= last.end + 12 and "out" in text[last.end : number.start]:
        return Unit(last.name, end)
    nearby = page.token(end)
    following = page.doc[nearby].tag_ if nearby < len(page.doc) else ""
    lead = text[max(0, start - 60) : start]
    if number.value != int(number.value):
        return None
    if number.scale > 1 or "," in text[number.start : number.end]:
        return Unit("people", end)
    if following in _VERBS or _PEOPLED.search(lead) or _HARMED.search(lead):
        return Unit("people", end)
    return None


def counts_at(page: Page, offset: int) -> bool:
    """Whether a plural noun, a share or a measure begins behind an offset, so that the number before it counts."""
    at = page.token(offset)
    if _SHARE.match(page.text, offset) or _COIN.match(page.text, offset):
        return True
    for token in page.doc[at : at + 4]:
        if token.tag_ in ("NNS", "NNPS") or token.lower_ in _MEASURES or token.lower_ in AROUND["counted"]:
            return True
        if token.tag_ not in ("JJ", "NN", "NNP", "HYPH", "CD", "VBN"):
            return False
    return False
