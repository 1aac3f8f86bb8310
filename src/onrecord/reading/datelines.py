"""Datelines: where, when and by which agency a wire dispatch was filed, read from the opening of a paragraph.

A dateline is a chain of at most a few elements (a place and the region it lies in, a date, an agency's name, bare or
between brackets or slashes) in any order, each parted from the next by a comma, a stop, a space or a dash, and closed
by a dash, a colon or a full stop. Wire habits differ only in the order and the marks, so one scan reads them all and
then asks whether what it found is enough: a date or an agency beside the place is, a place alone needs a dash and must
be known or in capitals. Places, their states and what stands beside their names come from the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord.reading.lexicons import rows, table
from onrecord.record import Place, Span

LONGEST = 200
"""Characters from the paragraph's start within which a dateline must end; the longest that we met has 120."""

MOST = 10
"""Elements that a dateline has at most: three places with their state, date and time, agency."""

Trust = Literal["sure", "alone", "line", "guess"]
"""What speaks for a dateline: a date or an agency beside the place; a known place and a dash; a known place in capitals
on a line of its own; capitals and a dash."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A dateline: its span, its parts, where the story begins, and what speaks for it."""

    span: Span
    place: Place | None
    date: Span | None
    agency: Span | None
    body: int
    trust: Trust


@dataclass(frozen=True)
class _Element:
    """A part of a dateline. `known` is in a table; `joined` is a place beside others, not the region of one."""

    kind: Literal["place", "date", "weekday", "agency", "time"]
    span: Span
    known: bool = False
    joined: bool = False


@dataclass(frozen=True)
class _Chain:
    """The elements that follow one another from the start of a paragraph, and where the last of them ends."""

    elements: tuple[_Element, ...]
    end: int

    def spans(self, kind: str) -> list[Span]:
        """Where the elements of a kind stand."""
        return [element.span for element in self.elements if element.kind == kind]


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=len, reverse=True))


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
def _weekday_pattern() -> re.Pattern[str]:
    names = (name.title() for name in table("dates")["weekdays"])
    return re.compile(rf"(?:{_alternatives(names)})\b\.?(?=\s*(?:[,(/\[–—-]|$))")


_TIME = re.compile(
    r"\d\d?[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s\(?(?:[A-Z]{2,4}T|GMT|UTC|MSK|(?i:local|moscow) time)\b\)?)?(?!\d)"
)


@cache
def _agency_pattern(*, wire: bool) -> re.Pattern[str]:
    """The names of agencies, those of outlets too unless `wire`; several that share a dispatch are one match."""
    known = [row for row in table("agencies")["agency"] if row["wire"] or not wire]
    names = _alternatives(name for row in known for name in (row["name"], *row["aliases"]))
    return re.compile(rf"(?<!\w)(?P<first>{names})(?!\w)(?:(?:,\s?|\s?/\s?|\s(?:and|&)\s)(?:{names})(?!\w))*")


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
def _provinces() -> dict[str, frozenset[str]]:
    """The states in which a province, a region or a state of the Union of that name lies, by name in small letters."""
    found: dict[str, set[str]] = {}
    for code, names in table("layout")["provinces"].items():
        for name in names:
            found.setdefault(name.casefold(), set()).add(code)
    for row in rows("cities"):
        if row["kind"] == "region":
            found.setdefault(row["name"].casefold(), set()).add(row["country"])
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _states() -> dict[str, tuple[str, str]]:
    """Name and code of each state, by its names in small letters."""
    return {
        name.casefold(): (row["name"], row["code"])
        for row in rows("states")
        for name in (row["name"], *row["aliases"].split("|"))
        if name
    }


@cache
def _no_places() -> frozenset[str]:
    """Words in small letters that name no place where they stand in capitals: labels, and what bodies are called."""
    layout, bodies = table("layout"), table("bodies")["international"]["names"]
    names = {name.casefold() for body in bodies for name in body}
    media = {name.casefold() for row in table("agencies")["agency"] for name in (row["name"], *row["aliases"])}
    return frozenset({*layout["label_words"], *layout["dateline_words"]["no_places"], *names, *media})


@cache
def _beside() -> dict[str, re.Pattern[str]]:
    """What stands beside a place's name: before it, between a ship and its waters, behind it."""
    words = table("layout")["dateline_words"]
    return {
        "near": re.compile(rf"(?:{_alternatives(words['near'])})\s", re.I),
        "aboard": re.compile(rf"(?:{_alternatives(words['aboard'])})\s(?=[A-Z])", re.I),
        "waters": re.compile(rf"\s(?:{_alternatives(words['waters'])})\s[^,(/\[–—:\n-]{{2,50}}(?<!\s)", re.I),
        "kind": re.compile(rf"\s(?:{_alternatives(words['kinds_of_place'])})(?!\w)", re.I),
    }


_NAME = r"[^\W\d_](?:[\w.'’ʼ]|-(?![\W_]))*"
_RUN = re.compile(rf"{_NAME}(?:[ \u00a0]{_NAME}){{0,5}}")
_CAPITALISED = re.compile(r"[^\W\d_][\w.'’ʼ-]*(?:[ \u00a0][^\W\d_a-z][\w.'’ʼ-]*){0,3}")
_MIXED = re.compile(r"([A-Z][a-z]{1,2})([^\W\d_]{2,})")
_BRACKETS = re.compile(r"\(([^()\n]{2,60})\)|/([A-Z][^/\n]{1,60})/|\[([A-Z][^\[\]\n]{1,40})\]")
_UNNAMED_AGENCY = re.compile(r"[A-Z]\S*(?:[ -][A-Z&]\S*){0,3}")
_GAP = re.compile(r"[\s,.·|]*")
_JOINER = re.compile(r"\s*/\s*|\s+(?:and|&|AND)\s+")
_UNKNOWN_AGENCY = re.compile(r"[A-Z]\w+(?:[ -][A-Z]\w+)?(?=\.?\s*(?:-|[–—:]))")
_STOP = re.compile(r"\s*\.")
_SPACE = re.compile(r"\s*")
_DASH = re.compile(r"\s*(?:-{1,3}|[–—―_:|]|\u2012)(?=\W|[A-Z\"“'‘]|$)\s*")


def _name_of(text: str, start: int, end: int) -> str:
    """A place's name as the tables hold it: small letters, plain spaces and apostrophes, no stop at its end."""
    return " ".join(text[start:end].replace("’", "'").replace("ʼ", "'").split()).casefold().rstrip(".,")


def _is_shouted(words: str) -> bool:
    """Whether words stand in capitals, but for a letter or two behind the first: "NEW YORK", "McALLEN"."""
    return all(word.isupper() or ((m := _MIXED.fullmatch(word)) and m.group(2).isupper()) for word in words.split())


def _place_at(text: str, at: int, *, region: bool) -> _Element | None:
    """The longest known place name that begins here, else the run of words in capitals, else the capitalised words."""
    run = _RUN.match(text, at)
    if not run or not text[at].isupper():
        return None
    ends = [at + m.end() for m in re.finditer(r"[^ \u00a0]+", run.group())]
    for end in reversed(ends):
        name = _name_of(text, at, end)
        if name in gazetteer() or (region and (name in _provinces() or name in _states())):
            end -= len(text[at:end]) - len(text[at:end].rstrip(".,"))
            kind = _beside()["kind"].match(text, end)
            if kind and kind.group()[1].isupper() and not text[kind.end() :].startswith(("'", "’")):
                end = kind.end()
            elif region and text[end : end + 1] == "." and text[at:end] not in gazetteer():
                end += 1  # "N.J.", "Fla."
            return _Element("place", Span(at, end), known=True)
    best = at
    for test in (_is_shouted, str.istitle):
        for end in ends[:3]:
            word = text[at:end].split()[-1].rstrip(".")
            if len(word) < 2 or not test(word):
                break
            best = end
        if best - at >= 3:
            return _Element("place", Span(at, best - (text[best - 1] == ".")))
    return None


def _vessel_at(text: str, at: int) -> tuple[_Element, int] | None:
    """The ship or aircraft that a dateline begins with, and where its words end, its waters included."""
    aboard = _beside()["aboard"].match(text, at)
    name = _CAPITALISED.match(text, aboard.end()) if aboard else None
    if not aboard or not name:
        return None
    waters = re.search(rf"\s(?:{_alternatives(table('layout')['dateline_words']['waters'])})\b", name.group(), re.I)
    end = name.start() + (waters.start() if waters else len(name.group()))
    beyond = _beside()["waters"].match(text, end)
    shouted = text[at : aboard.end()].strip().isupper()
    return _Element("place", Span(name.start(), end), known=shouted), beyond.end() if beyond else end


def _bracket_at(text: str, at: int, limit: int, before: list[_Element]) -> tuple[_Element, int] | None:
    """What stands between brackets or slashes here: a date, an agency, or the region of the place before it."""
    kinds = {element.kind for element in before}
    brackets = _BRACKETS.match(text, at, limit)
    if not brackets:
        return None
    start, end = next(brackets.span(i) for i in (1, 2, 3) if brackets.group(i) is not None)
    dated = date_pattern().fullmatch(text, start, end)
    if dated and "date" not in kinds:  # "GENEVA (16 May 2023) –", as ministries and UN bodies write it
        return _Element("date", Span(start, end)), brackets.end()
    agency = _agency_pattern(wire=False).match(text, start, end)
    if agency and not re.match(r"\s*(?:$|[^\w\s]|[a-z]|News\b|Agency\b)", text[agency.end() : end]):
        agency = None  # "Andina Libre" is not "Andina"
    if agency and "agency" not in kinds:
        return _Element("agency", Span(*agency.span("first")), known=True), brackets.end()
    name = _name_of(text, start, end)
    if name in gazetteer() or name in _provinces():
        if before and before[-1].kind == "place":
            return _Element("place", Span(start, end), known=True), brackets.end()
        return None
    if "agency" not in kinds and not dated and _UNNAMED_AGENCY.fullmatch(text, start, end):
        return _Element("agency", Span(start, end)), brackets.end()
    return None


def _element_at(text: str, at: int, limit: int, before: list[_Element], *, parted: bool) -> tuple[_Element, int] | None:
    """The next element of a dateline and where it ends, its brackets or full stop of abbreviation included.

    `parted` tells that more than a space stands before it.
    """
    kinds = [element.kind for element in before]
    date = date_pattern().match(text, at, limit)
    if date and "date" not in kinds:
        end = date.end() - date.group().endswith(".")
        return _Element("date", Span(date.start(), end)), date.end()
    if kinds:
        aside = _TIME.match(text, at, limit) or _weekday_pattern().match(text, at, limit)
        if aside:
            told = text[at].isdigit() or "date" in kinds
            return _Element("time" if told else "weekday", Span(*aside.span())), aside.end()
    beside = bool(kinds) and kinds[-1] == "place"
    joiner = _JOINER.match(text, at, limit) if beside else None
    bracket = _bracket_at(text, at, limit, before)
    if bracket and not (joiner and text[at - 1 : at].isalpha() and not bracket[0].known):
        return bracket
    if joiner and not _agency_pattern(wire=True).match(text, joiner.end(), limit):
        other = _place_at(text, joiner.end(), region=False)
        return (_Element("place", other.span, known=other.known, joined=True), other.span.end) if other else None
    if joiner:
        at = joiner.end()  # "LONDON/Reuters"
    elif not bracket and text[at : at + 1] in ("(", "[", "/"):
        return None
    if not kinds and (vessel := _vessel_at(text, at)):
        return vessel
    near = _beside()["near"].match(text, at, limit) if not kinds else None
    late = ("place" in kinds and not beside) or ("agency" in kinds and "date" in kinds)
    place = None if late else _place_at(text, near.end() if near else at, region=beside)
    agency = _agency_pattern(wire=True).match(text, at, limit)
    if agency and "agency" not in kinds and not (place and place.known):
        return _Element("agency", Span(*agency.span("first")), known=True), agency.end()
    if place and (parted or place.known or not kinds):
        return place, place.span.end
    unknown = _UNKNOWN_AGENCY.match(text, at, limit)
    if unknown and "place" in kinds and "date" in kinds and "agency" not in kinds:
        return _Element("agency", Span(*unknown.span())), unknown.end()
    return None


def _chains(text: str, start: int, limit: int) -> Iterator[_Chain]:
    """The chains of elements that begin here, the longest first: a dash may close one or stand within it."""
    elements: list[_Element] = []
    ends: list[_Chain] = []
    at = end = start
    while len(elements) < MOST:
        found = _element_at(text, at, limit, elements, parted=bool(text[end:at].strip()))
        if not found and at > end:  # what joins two places keeps its own spaces
            found = _element_at(text, end, limit, elements, parted=True) if _JOINER.match(text, end, limit) else None
        if not found:
            break
        element, end = found
        elements.append(element)
        at = _after(_GAP, text, end, limit)
        dash = _DASH.match(text, end, limit)
        if dash:
            ends.append(_Chain(tuple(elements), end))
            if ":" in dash.group() or not _goes_on(text, dash.end(), limit, elements):
                break
            at = dash.end()
    if elements:
        ends.append(_Chain(tuple(elements), end))
    yield from reversed(ends)


def _goes_on(text: str, at: int, limit: int, elements: list[_Element]) -> bool:
    """Whether a dateline goes on behind a dash: "(ANSA) - Rome, January 24 -", "MOSCOW - (Interfax) -"."""
    beyond = _element_at(text, at, limit, elements, parted=True)
    if not beyond or beyond[0].kind in {element.kind for element in elements}:
        return False
    if beyond[0].kind != "place":
        return True
    so_far = [*elements, beyond[0]]
    then = _element_at(text, _after(_GAP, text, beyond[1], limit), limit, so_far, parted=True)
    return bool((then and then[0].kind == "date") or _DASH.match(text, beyond[1], limit))


def _after(pattern: re.Pattern[str], text: str, at: int, limit: int) -> int:
    """Where a pattern that begins here ends; here, if it does not."""
    found = pattern.match(text, at, limit)
    return found.end() if found else at


def opening(text: str, start: int, end: int) -> Opening | None:
    """The dateline with which the paragraph at `text[start:end]` opens, or None."""
    limit = min(end, start + LONGEST)
    return next((found for chain in _chains(text, start, limit) if (found := _closed(text, chain, start, end))), None)


def _closed(text: str, chain: _Chain, start: int, end: int) -> Opening | None:
    """The dateline that a chain makes if it is closed like one and says enough."""
    stop, limit = chain.end, min(end, start + LONGEST)
    places = [element for element in chain.elements if element.kind == "place"]
    agency = next((element for element in chain.elements if element.kind == "agency"), None)
    date = next(iter(chain.spans("date") or chain.spans("weekday")), None)
    bracketed = agency is not None and text[agency.span.start - 1 : agency.span.start] in ("(", "/", "[")
    capitals = bool(places) and _is_shouted(text[slice(*places[0].span)])
    named = bool(places) and (places[0].known or capitals)
    told = bool(chain.spans("date"))
    sure = bool((agency and (named or date)) or (named and told) or (bracketed and agency and agency.known))
    if text[stop - 1] != "." and _STOP.match(text, stop, limit):
        stop = _after(_STOP, text, stop, limit)
    dash = _DASH.match(text, stop, limit)
    body = dash.end() if dash else _after(_SPACE, text, stop, end)
    trust: Trust | None = "sure" if sure else None
    begins = body >= end or not text[body].islower()
    if dash:
        if sure and not begins and not (agency and (agency.known or told)):
            return None
        trust = trust or _unsupported(text, places, dash.group(), capitals=capitals, begins=begins)
    elif stop >= end:
        trust = trust or (
            "line" if capitals and all(place.known for place in places) and text[stop - 1] != "." else None
        )
    elif text[stop - 1] == ".":
        trust = trust if agency or capitals else None
    elif not (sure and begins and agency and (told or agency.known) and (bracketed or _is_set_off(text, agency))):
        return None
    if trust is None:
        return None
    return Opening(
        span=Span(start, stop),
        place=_place(text, places) if places else None,
        date=date,
        agency=agency.span if agency else None,
        body=_after(_SPACE, text, body, end),
        trust=trust,
    )


def _is_set_off(text: str, agency: _Element) -> bool:
    """Whether a dash and capitals alone tell an agency's name from the story: "14:05 — REGNUM The canal"."""
    return text[slice(*agency.span)].isupper() and bool(_DASH.match(text[: agency.span.start][-3:].lstrip()))


def _unsupported(text: str, places: list[_Element], dash: str, *, capitals: bool, begins: bool) -> Trust | None:
    """What speaks for places before a dash that have neither date nor agency beside them."""
    if not places or not begins or not re.search(r"\s|[–—_]|--|:", dash) or "|" in dash:
        return None
    known = [place.known for place in places]
    if capitals and any(known):
        return "alone"
    if all(known) and ":" not in dash and not any(place.joined for place in places):
        return "alone"
    words = text[slice(*places[0].span)]
    guess = capitals and len(places) == 1 and len(words) > 3 and ":" not in dash
    plain = {words.casefold(), *re.findall(r"[^\W\d_]+(?:['’]s)?", words.casefold())}
    return "guess" if guess and not plain & _no_places() else None


def _titled(words: str) -> str:
    """A name in capitals as running text writes it: "DEIR AL-BALAH", "McALLEN" and "USS HALLAM" keep what is theirs."""
    table_of = table("layout")["dateline_words"]
    small, kept = set(table_of["small"]), set(table_of["capitals"])

    def titled(found: re.Match[str]) -> str:
        word = found.group()
        before = words[: found.start()]
        if word in kept:
            return word
        if before.endswith(("'", "’", "ʼ")) and len(re.split(r"[^\w]", before.rstrip("'’ʼ"))[-1]) > 1:
            return word.lower()
        if found.start() and word.lower() in small:
            return word.lower()
        mixed = _MIXED.fullmatch(word)
        return mixed.group(1) + mixed.group(2).capitalize() if mixed else word.capitalize()

    return re.sub(r"[^\W\d_]+", titled, words)


def _place(text: str, places: list[_Element]) -> Place:
    """The first place of a dateline, in the state that the region behind it names, else in its own."""
    span = places[0].span
    words = " ".join(text[slice(*span)].split())
    entry = gazetteer().get(_name_of(text, *span))
    name = words
    if _is_shouted(words) and not (entry and entry[0].isupper()):
        name = _titled(words)
        if entry and len(entry[0]) == len(words):
            name = "".join(old if old in "’ʼ" else new for old, new in zip(words, entry[0], strict=True))
    country = entry[1] if entry else _country_before(text, span)
    beside = any(place.joined for place in places)
    for place in places[1:]:
        if not (beside and entry):
            country = _country_with(_name_of(text, *place.span), country, joined=place.joined)
    same = entry is not None and entry[1] == country
    return Place(
        span=span,
        name=name,
        country=country,
        lat=entry[2] if entry and same else None,
        lon=entry[3] if entry and same else None,
    )


def _country_before(text: str, span: Span) -> str | None:
    """The country of a known name that a noun follows: "KHARKIV REGION"."""
    kind = next((m for m in _beside()["kind"].finditer(text, *span) if m.end() == span.end), None)
    entry = gazetteer().get(_name_of(text, span.start, kind.start())) if kind else None
    return entry[1] if entry else None


def _country_with(region: str, country: str | None, *, joined: bool) -> str | None:
    """The country of a place whose own country is `country` if a region is named behind it."""
    if joined:
        return country
    lies_in, state = _provinces().get(region, frozenset()), _states().get(region)
    if country in lies_in or (region == "georgia" and country == "USA"):
        return country
    if state:
        own = next((name for name, code in _states().values() if code == country), "")
        return country if region in own.casefold().split() else state[1]
    return next(iter(lies_in)) if len(lies_in) == 1 else country
