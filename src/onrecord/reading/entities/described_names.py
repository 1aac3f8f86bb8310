"""Bodies that no table knows, told by the noun beside their name.

The noun stands before the name ("the rebel group Ansar Dar", "news portal Kopa"), behind it ("the Kopa newspaper") or
in an apposition ("Ansar Dar, a rebel group in Mali"). It gives the name its kind and sector, and the words beside it
the country.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from onrecord.reading.entities import offices
from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.names import Names
from onrecord.reading.entities.noun_phrases import np_start
from onrecord.reading.entities.offices import media_nouns
from onrecord.reading.entities.titles import is_capital

__all__ = ["apposed", "described_names", "unnamed_bodies"]

_JOINTS = frozenset({"e", "ye", "al", "ul", "el", "i"})
"""Particles that a hyphen joins to a name: "Subh-e Nawin"."""
_HYPHENS = ("-", "\u2010", "\u2011", "’", "'", "&")


def _name_from(doc: Doc, start: int, names: Names) -> int:
    """Where the run of capitalised words that begins at a token ends."""
    end = start
    while end < len(doc) and end not in names.person_tokens:
        token = doc[end]
        if token.is_alpha and is_capital(token.text) and token.ent_type_ not in ("DATE", "TIME"):
            end += 1
        elif end > start and token.text in _HYPHENS and end + 1 < len(doc) and is_capital(doc[end + 1].text):
            if token.whitespace_ or doc[end - 1].whitespace_:
                break
            end += 1
        elif end > start and token.text == "-" and end + 2 < len(doc) and doc[end + 1].lower_ in _JOINTS:
            if not is_capital(doc[end + 2].text):
                break
            end += 2
        else:
            break
    return end


def _name_to(doc: Doc, end: int) -> int:
    """Where the run of capitalised words that ends before a token begins."""
    start = end
    while start > 0 and end - start < 5:
        token = doc[start - 1]
        if token.tag_ in ("NNP", "NNPS") and is_capital(token.text) and token.ent_type_ not in ("DATE", "TIME"):
            start -= 1
        elif start < end and start > 1 and token.text in _HYPHENS and not token.whitespace_:
            if doc[start - 2].whitespace_ or not is_capital(doc[start - 2].text):
                break
            start -= 1
        else:
            break
    return start


def _country(doc: Doc, first: int, last: int, names: Names) -> str | None:
    """The country that the words from one token to before another name."""
    found = (names.entries.get(i) for i in range(max(0, first), last))
    return next((hit.entry.country for hit in found if hit and hit.entry.country), None)


def described_names(doc: Doc, names: Names, taken: set[int]) -> Iterator[Mention]:
    """Bodies by name whose kind the noun before or behind the name tells."""
    done = 0
    for token in doc:
        told = offices.body_told(doc, token.i) if token.i >= done and token.i not in taken else None
        if told is None:
            continue
        kind, sector = told
        first = token.i
        while first > 0 and token.i - first < 4 and _describes(doc[first - 1]):
            first -= 1
        last = _name_from(doc, token.i + 1, names)
        if last > token.i + 1:
            start, end = token.i + 1, last
            if kind == "media" and is_capital(token.text) and not token.is_sent_start:
                start = token.i  # "the station Radio Limmat": the noun belongs to the name
        elif kind == "media":
            start, end = _name_to(doc, first), first
            while start < end - 1 and start in names.entries and names.entries[start].entry.sort != "body":
                start += 1
            if start == end:
                continue
        else:
            continue
        if any(i in taken or (i in names.entries and names.entries[i].entry.sort == "body") for i in range(start, end)):
            continue
        if start in names.entries and names.entries[start].entry.sort != "place":
            continue
        outer = min(first, start)
        country = _country(doc, outer - 2, max(end, token.i + 1), names)
        while outer > 0 and (outer - 1 in names.entries or _describes(doc[outer - 1])) and token.i - outer < 6:
            outer -= 1
        if outer > 1 and doc[outer - 1].tag_ == "POS":
            outer -= 2
        if outer > 0 and doc[outer - 1].tag_ == "DT":
            outer -= 1
        stop = max(end, token.i + 1)
        done = stop
        yield Mention(
            start=outer,
            end=stop,
            head=doc[outer:stop].root.i,
            form="name",
            kind=kind,
            name=doc[start:end].text,
            country=country or _country(doc, outer, stop, names),
            sector=sector,
        )


def _describes(token: Token) -> bool:
    """Whether a token belongs before the noun that tells the kind: a medium's noun, an adjective, a noun."""
    return token.lower_ in media_nouns() or (token.pos_ in ("ADJ", "NOUN") and token.text.islower())


def apposed(doc: Doc, found: list[Mention]) -> list[Mention]:
    """The mentions, with a body's name told by the indefinite description in apposition behind it.

    "the Red Sand Front, a rebel group in Mali": the description gives kind, sector and country, and is no mention.
    """
    described = {m.start: m for m in found if m.form == "description" and not m.plural and not m.definite}
    kept: list[Mention] = []
    dropped: set[int] = set()
    for m in found:
        behind = described.get(m.end + 1) if m.end + 1 < len(doc) and doc[m.end].text == "," else None
        if behind is None or m.form != "name" or m.key or m.kind in ("person", "state") or behind.kind in _NOBODY:
            kept.append(m)
            continue
        dropped.add(behind.head)
        sector = behind.sector or m.sector
        kept.append(replace(m, kind=behind.kind, sector=sector, country=m.country or behind.country))
    return [m for m in kept if m.form != "description" or m.head not in dropped]


_NOBODY = ("person", "unnamed", "group", "state")


def unnamed_bodies(doc: Doc, found: list[Mention], taken: set[int]) -> Iterator[Mention]:
    """Names before an apposition that tells a body: "Ansar Dar, a jihadist group in Mali"."""
    for m in found:
        if m.form != "description" or m.plural or m.definite or m.kind in _NOBODY or m.start < 2:
            continue
        if doc[m.start - 1].text != ",":
            continue
        start, end = _name_to(doc, m.start - 1), m.start - 1
        if start == end or any(i in taken for i in range(start, end)):
            continue
        outer = min(start, np_start(doc[end - 1]))
        outer = outer if doc[outer].lower_ == "the" else start
        yield Mention(
            start=outer, end=end, head=end - 1, form="name", kind=m.kind, name=doc[start:end].text, sector=m.sector
        )
