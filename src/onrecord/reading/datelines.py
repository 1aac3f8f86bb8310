"""Datelines: where, when and by which agency a wire dispatch was filed, read from the opening of a paragraph.

A dateline is a chain of at most a few elements (a place and the region it lies in, a date, an agency's name, bare or
between brackets or slashes) in any order, each parted from the next by a comma, a stop, a space or a dash, and closed
by a dash, a colon or a full stop. Wire habits differ only in the order and the marks, so one scan reads them all and
then asks whether what it found is enough: a date or an agency beside the place is, a place alone needs a dash and must
be known or in capitals. Places and their states come from the tables of cities and states.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.reading.lexicons import rows, table
from onrecord.record import Place, Span

LONGEST = 200
"""Characters from the paragraph's start within which a dateline must end; the longest that we met has 120."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A dateline: its span, its parts, where the story begins, and whether place or agency alone speak for it."""

    span: Span
    place: Place | None
    date: Span | None
    agency: Span | None
    body: int
    weak: bool


@dataclass(frozen=True)
class _Element:
    kind: str
    span: Span
    known: bool = False


def _alternatives(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def date_pattern() -> re.Pattern[str]:
    """A calendar date as datelines and credit lines write it, with a weekday, a year or neither."""
    months = "(?:" + "|".join(sorted(table("dates")["months"], key=len, reverse=True)) + r")\b\.?"
    days = "(?:" + "|".join(sorted(table("dates")["weekdays"], key=len, reverse=True)) + r")\b\.?"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)\.?"
    year = r"(?:19|20)\d\d(?!\d)"
    return re.compile(
        rf"(?:{days},?\s)?(?:{months}\s?{day}(?:,?\s{year})?|{day}\s(?:of\s)?{months}(?:,?\s{year})?"
        rf"|{year}-\d\d-\d\d|\d\d?[./]\d\d?[./]{year})",
        re.IGNORECASE,
    )


@cache
def _agency_pattern() -> re.Pattern[str]:
    names = [name for row in table("agencies")["agency"] if row["wire"] for name in (row["name"], *row["aliases"])]
    return re.compile(rf"(?<!\w)(?:{_alternatives(names)})(?!\w)")


@cache
def gazetteer() -> dict[str, tuple[str, str, float | None, float | None]]:
    """Places by their names in small letters: usual spelling, ISO alpha-3 country, and degrees where known."""
    found: dict[str, tuple[str, str, float | None, float | None]] = {}
    for row in rows("states"):
        for name in filter(None, [row["name"], *row["aliases"].split("|"), *row["capital"].split("|")]):
            found[name.casefold()] = (name, row["code"], None, None)
    for row in rows("cities"):
        degrees = (float(row["lat"]), float(row["lon"])) if row["lat"] else (None, None)
        found[row["name"].casefold()] = (row["name"], row["country"], *degrees)
    for name, code in table("layout")["sites"].items():
        found.setdefault(name, (name.title(), code, None, None))
    return found


@cache
def _american_states() -> frozenset[str]:
    """The states of the United States, in lower case."""
    return frozenset(name.casefold() for name in table("layout")["american_states"]["names"])


@cache
def _state_codes() -> dict[str, str]:
    return {
        name.casefold(): row["code"]
        for row in rows("states")
        for name in (row["name"], *row["aliases"].split("|"))
        if name
    }


_RUN = re.compile(r"[^\W\d_][\w.'’ʼ-]*(?:[ \u00a0][^\W\d_][\w.'’ʼ-]*){0,4}")
_BRACKETS = re.compile(r"\(([^()\n]{2,60})\)|/([A-Z][^/\n]{1,60})/|\[([A-Z][^\[\]\n]{1,40})\]")
_GAP = re.compile(r"[\s,.·|]*")
_UNKNOWN_AGENCY = re.compile(r"[A-Z]\w+(?:[ -][A-Z]\w+)?(?=\.?\s*(?:-|[–—:]))")
_STOP = re.compile(r"\s*\.")
_SPACE = re.compile(r"\s*")
_DASH = re.compile(r"\s*(?:-{1,3}|[–—―_:]|\u2012)(?=\W|[A-Z\"“'‘]|$)\s*")


def _place_at(text: str, at: int) -> _Element | None:
    """The longest known place name that begins here, else the run of words in capitals, else the capitalised words."""
    run = _RUN.match(text, at)
    if not run or not text[at].isupper():
        return None
    ends = [at + m.end() for m in re.finditer(r"[^ \u00a0]+", run.group())]
    for end in reversed(ends):
        name = text[at:end].replace("\u00a0", " ").casefold()
        for shorter in (name, name.rstrip(".,")):
            if shorter in gazetteer() or shorter in _american_states():
                return _Element("place", Span(at, at + len(shorter)), known=True)
    best = at
    for test in (str.isupper, str.istitle):
        for end in ends[:3]:
            word = text[:end].split()[-1].rstrip(".")
            if len(word) < 2 or not test(word):
                break
            best = end
        if best - at >= 3:
            return _Element("place", Span(at, best - (text[best - 1] == ".")))
    return None


def _element_at(text: str, at: int, limit: int, before: list[_Element]) -> tuple[_Element, int] | None:
    """The next element of a dateline and where it ends, its brackets or full stop of abbreviation included."""
    kinds = [element.kind for element in before]
    date = date_pattern().match(text, at, limit)
    if date and "date" not in kinds:
        end = date.end() - (date.group().endswith("."))
        return _Element("date", Span(date.start(), end)), date.end()
    brackets = _BRACKETS.match(text, at, limit)
    if brackets:
        inner = next(i for i in (1, 2, 3) if brackets.group(i) is not None)
        dated = date_pattern().fullmatch(text, brackets.start(inner), brackets.end(inner))
        if dated and "date" not in kinds:  # "GENEVA (16 May 2023) –", as ministries and UN bodies write it
            return _Element("date", Span(*dated.span())), brackets.end()
        known = _agency_pattern().search(text, brackets.start(inner), brackets.end(inner))
        if known:
            return _Element("agency", Span(*known.span()), known=True), brackets.end()
        if text[brackets.start(inner)].isupper() and not date_pattern().search(brackets.group(inner)):
            return _Element("agency", Span(brackets.start(inner), brackets.end(inner))), brackets.end()
        return None
    if text[at : at + 1] == "/" and kinds and kinds[-1] == "place":
        at += 1
    late = ("place" in kinds and kinds[-1] != "place") or ("agency" in kinds and "date" in kinds)
    place = None if late else _place_at(text, at)
    agency = _agency_pattern().match(text, at, limit)
    if agency and "agency" not in kinds and not (place and place.known):
        return _Element("agency", Span(*agency.span()), known=True), agency.end()
    if place:
        return place, place.span.end + (place.known and text[place.span.end - 2 : place.span.end - 1] == ".")
    unknown = _UNKNOWN_AGENCY.match(text, at, limit)
    if unknown and "place" in kinds and "date" in kinds and "agency" not in kinds:
        return _Element("agency", Span(*unknown.span())), unknown.end()
    return None


def _chain(text: str, start: int, limit: int) -> tuple[list[_Element], int]:
    """The elements that follow one another from here, and where the last of them ends."""
    elements: list[_Element] = []
    at = end = start
    while len(elements) < 7:
        found = _element_at(text, at, limit, elements)
        if not found:
            break
        element, end = found
        elements.append(element)
        at = _after(_GAP, text, end, limit)
        dash = _DASH.match(text, end, limit)
        if dash and ":" not in dash.group() and _goes_on(text, dash.end(), limit, elements):
            at = dash.end()
        elif dash:
            break
    return elements, end


def _goes_on(text: str, at: int, limit: int, elements: list[_Element]) -> bool:
    """Whether a dateline goes on behind a dash: "(ANSA) - Rome, January 24 -", "MOSCOW - (Interfax) -"."""
    beyond = _element_at(text, at, limit, elements)
    if not beyond or beyond[0].kind in {element.kind for element in elements}:
        return False
    if beyond[0].kind != "place":
        return True
    then = _element_at(text, _after(_GAP, text, beyond[1], limit), limit, [*elements, beyond[0]])
    return bool((then and then[0].kind == "date") or _DASH.match(text, beyond[1], limit))


def _after(pattern: re.Pattern[str], text: str, at: int, limit: int) -> int:
    """Where a pattern that begins here ends; here, if it does not."""
    found = pattern.match(text, at, limit)
    return found.end() if found else at


def opening(text: str, start: int, end: int) -> Opening | None:
    """The dateline with which the paragraph at `text[start:end]` opens, or None."""
    limit = min(end, start + LONGEST)
    elements, stop = _chain(text, start, limit)
    if not elements:
        return None
    places = [element for element in elements if element.kind == "place"]
    date = next((element.span for element in elements if element.kind == "date"), None)
    agency = next((element for element in elements if element.kind == "agency"), None)
    bracketed = agency is not None and text[agency.span.start - 1 : agency.span.start] in ("(", "/", "[")
    capitals = bool(places) and text[places[0].span.start : places[0].span.end].isupper()
    named = bool(places) and (places[0].known or capitals)
    strong = bool((agency and named) or (agency and date) or (named and date))
    known = bool(places) and all(place.known for place in places)
    if text[stop - 1] != "." and _STOP.match(text, stop, limit):
        stop = _after(_STOP, text, stop, limit)
    dash = _DASH.match(text, stop, limit)
    if dash:
        spaced = bool(re.search(r"\s|[–—_]|--|:", dash.group()))
        alone = known and spaced and (capitals or ":" not in dash.group())
        if not (strong or alone or (bracketed and agency and agency.known)):
            return None
        body = dash.end()
    elif text[stop - 1] == ".":
        if not strong or not (agency or capitals):
            return None
        body = stop
    elif (strong and stop >= end - 1) or (bracketed and strong and places):
        body = stop
    else:
        return None
    return Opening(
        span=Span(start, stop),
        place=_place(text, [element.span for element in places]) if places else None,
        date=date,
        agency=agency.span if agency else None,
        body=_after(_SPACE, text, body, end),
        weak=not strong and not bracketed,
    )


def _place(text: str, spans: list[Span]) -> Place:
    """The first place of a dateline, in the state that the second names, else in its own."""
    words = " ".join(text[spans[0].start : spans[0].end].split())
    entry = gazetteer().get(words.casefold())
    name = (entry[0] if entry else words.title()) if words.isupper() and len(words) > 3 else words
    country = entry[1] if entry else None
    for span in spans[1:]:
        region = " ".join(text[span.start : span.end].split()).casefold()
        if region in _american_states() and country != "USA":
            country = "USA"
        elif region in _state_codes() and not (region == "georgia" and country == "USA"):
            country = _state_codes()[region]
    same = entry is not None and entry[1] == country
    return Place(
        span=spans[0],
        name=name,
        country=country,
        lat=entry[2] if entry and same else None,
        lon=entry[3] if entry and same else None,
    )
