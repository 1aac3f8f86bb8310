"""Numbers that count something in the events reported: figures, each with its unit, qualifier and claimant.

Every number of the text (`numerals`) is a candidate. What stands beside it decides: a sign or name of money, of a
share or of a measure gives the unit at once, else the noun phrase behind the number does, read off the tags. A
candidate is dropped where it names rather than counts (a resolution, a flight, a year), tells an age or a clock
time, sets a distance in time, or tells how many make up a body. The words of both decisions stand in the tables
`numbers`, `units` and `currencies`. The time taken is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.draft import Draft, Tellings, draft_of
from onrecord.reading.lexicons import table
from onrecord.reading.quantities.numerals import Number, numbers
from onrecord.reading.quantities.units import AROUND, BOUND, BOUNDS, SIGN_BEFORE, Page, Unit, any_of, counts_at, unit_of
from onrecord.record import Figure, Qualifier, Span

NAME = "onrecord_figures"

_NUMBERS = table("numbers")
_FEW = 9
"""A speaker of up to so many ("two officials said") is who speaks, not a count of the events reported."""
_QUALIFIERS: dict[str, Qualifier] = {word: kind for kind, words in _NUMBERS["before"].items() for word in words}
_BEFORE = re.compile(rf"(?<!\w)({any_of(_QUALIFIERS)})(?:\s+(?:an?|the|another))?(?:\s+further)?\s*$", re.I)
_WINDOW = 32
"""Characters before a number in which a qualifier is looked for; the longest is shorter."""
_AGE_AFTER = re.compile(r"\s*[-‑–]?\s*years?[-‑–\s]+(?:old|of\s+age)\b", re.I)
_AGE_BEFORE = re.compile(rf"\b(?:{any_of(AROUND['aged'])})\s+(?:between\s+)?$", re.I)
_CLOCK = re.compile(rf"\s?(?:{any_of(AROUND['clock_after'])})(?!\w)", re.I)
_MONTH = re.compile(rf"\s?(?:{any_of(AROUND['months'])}|(?-i:May))(?!\w)", re.I)
_WORD_BEFORE = re.compile(r"([\w.’'#№§%-]+)([\s(“\"‘]*)$")
_WORD_AFTER = re.compile(r"\s*([\w’'-]+)")
_NUMBERED_OF = re.compile(rf"\b(?:{any_of(AROUND['numbered_of'])})\s+of\s+$")
_LIST_MARK = re.compile(r"[.)]\s")
_OPENING = re.compile(r"(?:^|[\n\"“‘'(]|[.:!?—–-]\s*)$")
_NAME_BEFORE = re.compile(r"[^\W\d_][\w’'-]+(?:,\s|\s\()$")
_AND = re.compile(r"\s+and\s+", re.I)
_CONVERSION = re.compile(r"\s?[(\[]")
_DEFINITE = {"the", "these", "those", "our", "their", "its", "your", "all", "both"}
_SINGLE = {"the", "no", "any", "this", "that", "every", "each", "which", "another", "some"}


@Language.component(NAME)
def read_figures(doc: Doc) -> Doc:
    """Notes the figures of a document; needs its times, attributions and statements."""
    draft = draft_of(doc)
    draft.figures = tuple(_figures(doc, draft))
    return doc


def _figures(doc: Doc, draft: Draft) -> Iterator[Figure]:
    told = Tellings(draft.layer("statements"))
    page = Page(doc, draft)
    last: _Count | None = None
    kept: list[_Count] = []
    for number in numbers(page.text):
        count = _count(page, number, last) if last is None or number.start >= last.end else None
        if count is None:
            continue
        if last and kept and _converts(page, last, count):
            kept[-1] = last = replace(last, end=count.end + 1)
            continue
        if (
            last
            and last.qualifier == "at-least"
            and count.qualifier == "exact"
            and _AND.fullmatch(page.text[last.end : count.start])
        ):
            count = replace(count, qualifier="at-least")
        kept.append(count)
        last = count
    for i, count in enumerate(kept, 1):
        span = Span(count.start, count.end)
        yield Figure(
            id=f"f{i}",
            span=span,
            value=count.number.value,
            high=count.number.high,
            unit=count.unit.name,
            qualifier=count.qualifier,
            said_in=told.at(span),
        )


@dataclass(frozen=True, kw_only=True)
class _Count:
    """A number with what it counts, and the stretch of text from its first qualifying word to its unit."""

    number: Number
    start: int
    end: int
    unit: Unit
    qualifier: Qualifier


def _count(page: Page, number: Number, last: _Count | None) -> _Count | None:
    """The figure that a number makes, or None where it counts nothing."""
    if page.apart(number.start, number.end) or _names(page, number):
        return None
    start, qualifier = _qualified(page.text, number)
    if last and start < last.end:
        start, qualifier = number.start, "exact"
    found = unit_of(page, number, start, last.unit if last else None)
    if found is None or _uncounted(page, number, start, qualifier, found):
        return None
    if found.time and page.text[start : number.start].lower().startswith("over"):
        start, qualifier = number.start, "exact"
    end = found.end
    if bound := BOUND.match(page.text, number.end) or BOUND.match(page.text, end):
        qualifier = BOUNDS[bound[1].lower()] if qualifier in ("exact", "about") else qualifier
        end = max(end, bound.end())
    if number.high is not None:
        qualifier = "between"
    elif number.form == "vague" and qualifier in ("exact", "about"):
        qualifier = "at-least"
    elif number.form == "couple" and qualifier == "exact":
        qualifier = "about"
    return _Count(number=number, start=start, end=end, unit=found, qualifier=qualifier)


def _converts(page: Page, last: _Count, count: _Count) -> bool:
    """Whether a count only says the last one again in another measure: "30-kilometer (18.6-mile)"."""
    between = page.text[last.end : count.start]
    return (
        last.unit.measured
        and count.unit.measured
        and bool(_CONVERSION.fullmatch(between))
        and page.text[count.end : count.end + 1] in (")", "]")
    )


def _qualified(text: str, number: Number) -> tuple[int, Qualifier]:
    """Where a number begins with its qualifying words and its sign of money, and what they make of it."""
    start = number.start
    qualifier: Qualifier = "exact"
    if sign := SIGN_BEFORE.search(text, max(0, start - 6), start):
        start = sign.start()
    while match := _BEFORE.search(text[max(0, start - _WINDOW) : start]):
        kind = _QUALIFIERS[" ".join(match[1].lower().split())]
        start = start - len(match.string) + match.start()
        if qualifier in ("exact", "about"):
            qualifier = kind
    return start, qualifier


def _names(page: Page, number: Number) -> bool:
    """Whether a number is part of a name, an age, a clock time, a year or the mark of a list."""
    text, start, end = page.text, number.start, number.end
    lead = text[max(0, start - 30) : start]
    if _AGE_AFTER.match(text, end) or _AGE_BEFORE.search(lead) or _NUMBERED_OF.search(lead):
        return True
    before = _WORD_BEFORE.search(lead)
    word, gap = (before[1], before[2]) if before else ("", "")
    if gap.strip() == "" and word.lower() in AROUND["numbered"] and "\n" not in gap:
        return True
    if number.form == "words" and text[start].isupper():
        return _names_in_words(page, number)
    if number.form != "digits" or number.scale > 1:
        return False
    if (
        _CLOCK.match(text, end)
        or _MONTH.match(text, end)
        or _is_year(page, number, word)
        or _is_age_beside_name(lead, number, text)
    ):
        return True
    if _LIST_MARK.match(text, end) and (not lead.strip() or not lead[lead.rfind("\n") + 1 :].strip()):
        return True
    if gap != " " or not word[:1].isupper() or page.headline(start):
        return False
    at = page.token(start)
    return at > 0 and page.doc[at - 1].tag_ in ("NNP", "NNPS") and not counts_at(page, end)


def _is_age_beside_name(lead: str, number: Number, text: str) -> bool:
    """Whether a number stands alone between commas or brackets behind a name: "Ivo Brandt, 58, said"."""
    name = _NAME_BEFORE.search(lead)
    return bool(name) and 0 < number.value < 120 and text[number.end : number.end + 1] in (",", ")", ".")


def _is_year(page: Page, number: Number, word: str) -> bool:
    value = number.value
    written = page.text[number.start : number.end]
    if len(written) != 4 or not 1500 <= value <= 2099 or "," in written:
        return False
    after = _WORD_AFTER.match(page.text, number.end)
    return not (after and after[1].lower() in AROUND["counted"]) or word.lower() in ("in", "since")


def _names_in_words(page: Page, number: Number) -> bool:
    """Whether a capitalised cardinal is a name ("Group of Seven") and not the first word of a sentence or headline."""
    at = page.token(number.start)
    if (
        at == 0
        or page.doc[at].is_sent_start
        or page.headline(number.start)
        or page.text[number.start : number.end].isupper()
    ):
        return False
    return page.doc[at - 1].is_alpha or not _OPENING.search(page.text[max(0, number.start - 3) : number.start])


def _uncounted(page: Page, number: Number, start: int, qualifier: Qualifier, found: Unit) -> bool:
    """Whether a number with a unit is none the less no figure: "one day", "the two sides", "three weeks ago"."""
    text = page.text
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    word = before[1].lower() if before and before[2].strip() == "" else ""
    head = re.split(r"[\s-]", found.name.lower())[-1] if found.name else ""
    single = head[:-3] + "y" if head.endswith("ies") else head.removesuffix("s")
    if head in AROUND["no_count"]:
        return True
    if number.value <= _FEW and number.high is None and not found.measured and page.source(number.start):
        return True
    if found.time:
        after = _WORD_AFTER.match(text, found.end)
        return word in AROUND["time_before"] or bool(after and after[1].lower() in AROUND["time_after"])
    if number.form == "words" and number.value == 1 and number.high is None and qualifier == "exact":
        after = _WORD_AFTER.match(text, number.end)
        if not after or after[1].lower() in AROUND["one_is_no_count"] or after[1].lower() == "of":
            return True
        if word in _SINGLE or word in ("next", "latest", "previous", "other") or head in AROUND["one_is_no_count"]:
            return True
    if word in _DEFINITE and qualifier == "exact":
        inside = text[number.end : found.end].lower().split()
        if any(w in AROUND["members"] for w in inside):
            return True
        return number.value == 2 or single in AROUND["anaphors"] or head in AROUND["anaphors"]
    return word in ("top", "first", "last", "big") and not found.measured
