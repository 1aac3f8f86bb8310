"""Numbers in a text and what they are worth, whether written in digits, in words or in both.

A number is a run of digits ("100,000", "2.3 billion", "5m"), a cardinal in words ("a hundred and twelve"), a vague
plural ("tens of thousands"), a fraction ("two-thirds") or a range of two of them ("400-500", "between five and
ten million"). Words are read by the grammar of English cardinals: ones close a group, hundreds and scales multiply
it, and scales fall from left to right, so that a run that breaks the grammar ends one number and begins the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from onrecord.reading.lexicons import table

_NUMBERS = table("numbers")
_ONES: dict[str, int] = _NUMBERS["ones"]
_TENS: dict[str, int] = _NUMBERS["tens"]
_SCALES: dict[str, int] = _NUMBERS["scales"]
_SUFFIXES: dict[str, int] = _NUMBERS["suffixes"]
_FRACTIONS: dict[str, list[int]] = _NUMBERS["fractions"]
_VAGUE: dict[str, int] = _NUMBERS["vague"]
_LOTS = {"hundred": 100, "dozen": 12, "score": 20} | _SCALES
_GLYPHS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


LONGEST = 30
"""Characters of the longest number read; what is longer is no count of anything."""
_GAP = r"[ \t\u00a0\u2009\u202f]"
_DIGITS = re.compile(
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_GAP}\d{{3}})+|\d+)(?![\d])(?:\.\d+|,\d{{1,2}}(?![\d,]))?(?:{_GAP}?[½¼¾])?"
)
_LOT = re.compile(rf"(?:{_GAP}|-|–)?({_any(_LOTS)})\b(?!s\b)", re.I)
_SUFFIX = re.compile(rf"({_any(_SUFFIXES)})\b", re.I)
_WORD = rf"(?:{_any(_ONES)}|{_any(_TENS)}|hundred|{_any(_SCALES)})"
_DOZEN = re.compile(rf"{_GAP}dozen\b", re.I)
_RUN = re.compile(
    rf"(?:an?{_GAP}(?=(?:hundred|{_any(_SCALES)})\b))?{_WORD}\b(?:(?:\s|-|\s+and\s+){_WORD}\b){{0,20}}", re.I
)
_PART = re.compile(r"[a-z]+", re.I)
_LOT_OF = re.compile(
    rf"(?P<half>an?{_GAP}half|half)[ -](?:an?[ -])?(?P<lot>dozen|hundred|{_any(_SCALES)})\b"
    rf"|(?:an?{_GAP})?quarter[ -](?:of[ -])?an?[ -](?P<quarter>{_any(_SCALES)})\b"
    rf"|an?{_GAP}(?P<one>dozen|score)\b(?={_GAP}|$|[.,;])"
    rf"|(?P<two>(?:an?{_GAP})?couple)(?:{_GAP}of)?(?={_GAP}\w)",
    re.I,
)
_AND_A_HALF = re.compile(r"[ -]and[ -]a[ -]half\b", re.I)
_SEVERAL = re.compile(
    rf"(?:several|many|(?:an?{_GAP})?few|(?:an?{_GAP})?couple(?:{_GAP}of)?){_GAP}((?:{_any(_LOTS)})\b(?:{_GAP}(?:{_any(_SCALES)})\b)*)",
    re.I,
)
_MANY = re.compile(rf"(?:{_any(_VAGUE)})\b(?:{_GAP}+(?:of|upon|and|or){_GAP}+(?:{_any(_VAGUE)})\b)*", re.I)
_OF = re.compile(r"\s+of\b")
_SHARE = re.compile(rf"(?P<of>an?|one|two|three|four|five|seven|nine)[ -](?P<part>{_any(_FRACTIONS)})\b", re.I)
_HALF = re.compile(r"half(?=(?:\s+of)?\s+(?:the|its|their|his|her|our|all|of)\b)", re.I)
_START = re.compile(
    rf"(?<!\w)(?:\d|[½¼¾]|(?:an?(?=\s+(?:hundred|dozen|score|few|couple|half|quarter|third|fifth|tenth|{_any(_SCALES)})\b)"
    rf"|half|quarter|several|many|few|couple|{_any(_VAGUE)}|{_any(_ONES)}|{_any(_TENS)})\b)",
    re.I,
)
_JOINED_BEFORE = re.compile(r"(?:[^\W_]['’./:,\-‑]|[+#№@_&=\\]|\d[–—-]|[^\W\d_][–])$")
_SPOILED = re.compile(r"(?:[:/]\d|\.\d|[-–](?:\d+[-–])+\d|\s?(?:st|nd|rd|th)\b|s\b|[-‑]year[-‑]olds?)", re.I)
_OWNED = re.compile(r"['’]s\b", re.I)
_RANGE = re.compile(rf"{_GAP}?(?:[-–—]|{_GAP}(?:to|or){_GAP}){_GAP}?", re.I)
_AND = re.compile(rf"{_GAP}and{_GAP}", re.I)
_MONEY_SIGN = re.compile(r"(?:[A-Z]{0,3}[$€£¥₽₴₺₹₪]|[A-Z]{3}\s)")
_BETWEEN = re.compile(
    rf"(between|from)\s+(?:(?:about|some|around|an?\s+estimated){_GAP}+)?(?:[A-Z]{{0,3}}[$€£¥₽₴₺₹₪]|[A-Z]{{3}}\s)?$",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number at `[start, end)` of a text. `high` is the upper bound of a range.

    `form` is how it was written (digits, words, vague, share, couple), `scale` the factor that its last words name
    ("billion").
    """

    start: int
    end: int
    value: int | float
    high: int | float | None = None
    form: str = "digits"
    scale: int = 1


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text, in order, none overlapping; time is linear in its length."""
    at = 0
    while match := _START.search(text, at):
        found = number_at(text, match.start())
        at = max(match.end(), found.end if found else 0)
        if found:
            yield found


def number_at(text: str, start: int) -> Number | None:
    """The number, or the range of two, that begins at an offset of a text; None if none does."""
    low = _single(text, start)
    if low is None or (low.form == "digits" and _JOINED_BEFORE.search(text, max(0, start - 3), start)):
        return None
    opening = _BETWEEN.search(text[max(0, start - 40) : start])
    joint = _AND.match(text, low.end) if opening and opening[1].lower() == "between" else None
    joint = joint or _RANGE.match(text, low.end)
    if joint and low.form in ("digits", "words"):
        sign = _MONEY_SIGN.match(text, joint.end())
        high = _single(text, sign.end() if sign else joint.end())
        if high and high.form == low.form and not _SPOILED.match(text, high.end):
            ranged = _range(low, high, opened=opening is not None)
            if ranged:
                return replace(ranged, start=start + (opening.start() - len(opening.string)) if opening else start)
    if _OWNED.match(text, low.end) or (low.form == "digits" and _SPOILED.match(text, low.end)):
        return None
    return low


def _range(low: Number, high: Number, *, opened: bool) -> Number | None:
    """The range of two numbers; a scale that only the second carries holds for both ("2-3 million")."""
    value = low.value
    if low.scale == 1:
        value = _tidy(Decimal(str(low.value)) * high.scale)
    if value >= high.value or (not opened and low.form == "digits" and 1900 <= value < high.value < 2100):
        return None
    return Number(start=low.start, end=high.end, value=value, high=high.value, form=low.form, scale=high.scale)


def _single(text: str, start: int) -> Number | None:
    """One number at an offset, of whatever form."""
    if match := _DIGITS.match(text, start):
        return _in_digits(text, match) if len(match[0]) <= LONGEST else None
    if text[start : start + 1] in _GLYPHS:
        return Number(start=start, end=start + 1, value=float(_GLYPHS[text[start]]), form="share")
    for pattern, made in ((_SEVERAL, _several), (_LOT_OF, _lot), (_SHARE, _share), (_HALF, _half), (_MANY, _many)):
        if (match := pattern.match(text, start)) and (number := made(text, match)):
            return number
    if match := _RUN.match(text, start):
        return _in_words(text, match)
    return None


def _in_digits(text: str, match: re.Match[str]) -> Number:
    written, value = match[0], Decimal(0)
    if written[-1] in _GLYPHS:
        value, written = _GLYPHS[written[-1]], written[:-1].rstrip()
    if re.search(r",\d{1,2}$", written):
        written = written.replace(",", ".")
    value += Decimal(re.sub(r"[^\d.]", "", written))
    end, scale = match.end(), 1
    while lot := _LOT.match(text, end):
        end, scale = lot.end(), scale * _LOTS[lot[1].lower()]
    if scale == 1 and (suffix := _SUFFIX.match(text, end)):
        end, scale = suffix.end(), _SUFFIXES[suffix[1].lower()]
    return Number(start=match.start(), end=end, value=_tidy(value * scale), scale=scale)


def _in_words(text: str, match: re.Match[str]) -> Number | None:
    parts = list(_PART.finditer(text, match.start(), match.end()))
    value, used = cardinal([p[0].lower() for p in parts])
    if not used:
        return None
    end = parts[used - 1].end()
    last = parts[used - 1][0].lower()
    worth, scale = Decimal(value), _SCALES.get(last, 1)
    if half := _AND_A_HALF.match(text, end):
        worth, end = worth + Decimal(_LOTS.get(last, 1)) / 2, half.end()
        while lot := _LOT.match(text, end):
            worth, end, scale = worth * _LOTS[lot[1].lower()], lot.end(), scale * _LOTS[lot[1].lower()]
    elif lot := _DOZEN.match(text, end):
        worth, end = worth * 12, lot.end()
    return Number(start=match.start(), end=end, value=_tidy(worth), form="words", scale=scale)


def cardinal(words: list[str]) -> tuple[int, int]:
    """The value of the longest cardinal that some lower-case words begin with, and how many words it takes.

    >>> cardinal("three hundred and twelve thousand people".split())
    (312000, 5)
    """
    total = group = used = 0
    limit, last = max(_SCALES.values()) + 1, "start"
    for i, word in enumerate(words):
        if word in ("a", "an") and last == "start":
            group, last = 1, "ones"
            continue
        if word == "and" and last in ("hundred", "scale"):
            last = "and"
            continue
        if word in _ONES and (last in ("start", "hundred", "scale", "and") or (last == "tens" and _ONES[word] < 10)):
            group, last = group + _ONES[word], "ones"
        elif word in _TENS and last in ("start", "hundred", "scale", "and"):
            group, last = group + _TENS[word], "tens"
        elif word == "hundred" and last in ("ones", "tens") and 0 < group < 100:
            group, last = group * 100, "hundred"
        elif word in _SCALES and last in ("ones", "tens", "hundred") and _SCALES[word] < limit and group:
            limit = _SCALES[word]
            total, group, last = total + group * limit, 0, "scale"
        else:
            break
        used = i + 1
    return total + group, used


def _lot(text: str, match: re.Match[str]) -> Number:
    if match["half"]:
        value = Decimal(_LOTS[match["lot"].lower()]) / 2
    elif match["quarter"]:
        value = Decimal(_LOTS[match["quarter"].lower()]) / 4
    elif match["one"]:
        value = Decimal(_LOTS[match["one"].lower()])
    else:
        return Number(start=match.start(), end=match.end(), value=2, form="couple")
    return Number(start=match.start(), end=match.end(), value=_tidy(value), form="words", scale=int(value))


def _several(text: str, match: re.Match[str]) -> Number:
    lots = [_LOTS[w.lower()] for w in match[1].split()]
    value = _VAGUE["dozens"] if lots[0] == 12 else 2 * lots[0]
    for lot in lots[1:]:
        value *= lot
    return Number(start=match.start(), end=match.end(), value=value, form="vague")


def _many(text: str, match: re.Match[str]) -> Number:
    words = [w.lower() for w in _PART.findall(match[0])]
    value = _VAGUE[words[0]]
    for joint, word in zip(words[1::2], words[2::2], strict=False):
        if joint in ("of", "upon") and word != words[0]:
            value *= _VAGUE[word] // 2
    return Number(start=match.start(), end=match.end(), value=value, form="vague")


def _share(text: str, match: re.Match[str]) -> Number | None:
    whole = match["of"].lower() in ("a", "an", "one")
    if whole and not _OF.match(text, match.end()):
        return None
    if not whole and not match["part"].lower().endswith("s"):
        return None
    top, bottom = _FRACTIONS[match["part"].lower()]
    share = Fraction(top * (1 if whole else _ONES[match["of"].lower()]), bottom)
    return Number(start=match.start(), end=match.end(), value=round(float(share), 3), form="share")


def _half(text: str, match: re.Match[str]) -> Number:
    return Number(start=match.start(), end=match.end(), value=0.5, form="share")


def _tidy(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
