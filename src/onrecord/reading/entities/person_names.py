"""Persons by name: where their names stand, and what the words around a name tell of its bearer.

Candidates are spaCy's PERSON entities and runs of capitalised words behind an office, an honorific or a known given
name; whatever the gazetteer knows is cut off them, and so are offices, which are titles.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.reading.entities import offices
from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.gazetteer import Found
from onrecord.reading.entities.people import gender_of_name, gender_of_surname, known_country
from onrecord.reading.entities.titles import is_capital, title_before, title_behind

__all__ = ["country_in", "person", "person_candidates"]

_PARTICLES = frozenset(
    {"al", "el", "ul", "bin", "ibn", "von", "van", "der", "den", "de", "da", "dos", "di", "del", "la", "le", "ter"}
)
_NOT_A_NAME = frozenset({"the", "a", "an", "says", "said", "tells", "told", "and", "of", "sources", "'s", "’s"})


def _names_tokens(doc: Doc, start: int, entries: dict[int, Found], titled: bool = False) -> int:
    """Where the run of a personal name that begins at `start` ends; behind a title it may begin like a place's."""
    i = start
    while i < len(doc):
        token = doc[i]
        entry = entries.get(i)
        given = titled or gender_of_name(token.text) is not None
        if entry and (entry.entry.sort != "place" or (i == start and not given)):
            break
        if token.is_alpha and is_capital(token.text) and token.tag_ in ("NNP", "NNPS", "NN", "JJ", "FW", "NNS"):
            if offices.noun_at(doc, i) or token.lower_ in _NOT_A_NAME or token.is_stop:
                break
            i += 1
        elif i > start and _joins(doc, i):
            i += 1
        else:
            break
    while i > start and (doc[i - 1].lower_ in _PARTICLES or not doc[i - 1].is_alpha):
        if "." in doc[i - 1].text:
            break
        i -= 1
    return i


def _joins(doc: Doc, i: int) -> bool:
    """Whether a token that is no capitalised word goes on with a name: particle, hyphen, initial."""
    token = doc[i]
    following = doc[i + 1] if i + 1 < len(doc) else None
    if following is None:
        return False
    return (
        (
            token.lower_ in _PARTICLES
            and (is_capital(following.text) or following.text in "-" or following.lower_ in _PARTICLES)
        )
        or (token.text in ("-", "‐", "‑", "’", "'") and not token.whitespace_ and not doc[i - 1].whitespace_)
        or (len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper())
    )


def _office_ends(doc: Doc, entries: dict[int, Found]) -> Iterator[int]:
    """The tokens at which an office or honorific ends, directly before a capitalised word."""
    for i in range(len(doc) - 1):
        following = doc[i + 1]
        if not following.is_alpha or not is_capital(following.text):
            continue
        if i + 1 in entries:  # "Minister Rosario Berg": a place's name may be a person's, if another name follows
            goes_on = i + 2 < len(doc) and is_capital(doc[i + 2].text) and doc[i + 2].pos_ == "PROPN"
            if entries[i + 1].entry.sort != "place" or not goes_on or i + 2 in entries:
                continue
        if _office_goes_on(doc, i + 1):
            continue
        found = offices.noun_at(doc, i)
        office = found is not None and found[1].sort == "person" and following.pos_ == "PROPN"
        if office or (offices.is_honorific(doc[i]) and is_capital(doc[i].text)):
            yield i


def _office_goes_on(doc: Doc, i: int) -> bool:
    """Whether capitalised words lead from a token to an office: "Prime Minister" behind "Deputy"."""
    for j in range(i, min(i + 4, len(doc))):
        if not is_capital(doc[j].text) or gender_of_name(doc[j].text):
            return False
        if (found := offices.noun_at(doc, j)) and found[1].sort == "person":
            return True
    return False


def person_candidates(doc: Doc, entries: dict[int, Found], barrier: set[int]) -> list[tuple[int, int]]:
    """Ranges of tokens that may be persons' names, none within another, in text order."""
    ordinary = {token.text for token in doc if token.text.islower()}
    spans: dict[int, tuple[int, int]] = {}
    for begun, end in _runs(doc, entries, ordinary):
        start = _begun(doc, begun)
        if barrier.intersection(range(start, end)) or offices.is_thing(doc[end - 1].text) or _is_body(doc, start, end):
            continue
        if start not in spans or spans[start][1] < end:
            spans[start] = (start, end)
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(spans.values()):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end))
    full = {tuple(t.text for t in doc[a:b]) for a, b in chosen if b - a > 1 and gender_of_name(doc[a].text)}
    return [_core(doc, start, end, full) for start, end in chosen]


def _begun(doc: Doc, start: int) -> int:
    """Where a name begins, if what seems its beginning is the second half of a double name: "Ferreira-Lopes"."""
    if start > 1 and doc[start - 1].text in ("-", "‐", "‑") and is_capital(doc[start - 2].text):
        joined = not doc[start - 1].whitespace_ and not doc[start - 2].whitespace_
        return start - 2 if joined and doc[start - 2].is_alpha else start
    return start


def _is_body(doc: Doc, start: int, end: int) -> bool:
    """Whether the noun before a name, or in an apposition behind it, says that it names a body, not a person."""
    if start > 0 and offices.body_told(doc, start - 1) is not None:
        return True
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].tag_ != "DT":
        return False
    nouns = (t.i for t in doc[end + 2 : end + 8] if t.dep_ == "appos" and start <= t.head.i < end)
    return any(offices.body_told(doc, i) is not None for i in nouns)


def _core(doc: Doc, start: int, end: int, full: set[tuple[str, ...]]) -> tuple[int, int]:
    """The part of a run of capitals that is a full name elsewhere, if there is one: headlines run names together."""
    words = tuple(t.text for t in doc[start:end])
    for length in range(len(words) - 1, 1, -1):
        for first in (0, len(words) - length):
            if words[first : first + length] in full:
                return start + first, start + first + length
    return start, end


def _runs(doc: Doc, entries: dict[int, Found], ordinary: set[str]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that look like persons' names; `ordinary` are the words that the text writes small."""
    for token in doc:
        if (
            token.tag_ == "NNP"
            and gender_of_name(token.text)
            and (token.i not in entries or entries[token.i].entry.sort == "place")
        ):
            stop = _names_tokens(doc, token.i, entries)
            if stop > token.i + 1:
                yield token.i, stop
    for end in _office_ends(doc, entries):
        stop = _names_tokens(doc, end + 1, entries, titled=True)
        if stop > end + 2 or (stop == end + 2 and doc[end + 1].lower_ not in ordinary):
            yield end + 1, stop
    for ent in doc.ents:
        if ent.label_ != "PERSON":
            continue
        start, stop = ent.start, ent.end
        while start < stop and (
            start in entries
            or (not is_capital(doc[start].text) and doc[start].lower_ not in _PARTICLES)
            or offices.is_honorific(doc[start])
            or doc[start].lower_ in _NOT_A_NAME
            or offices.noun_at(doc, start)
        ):
            start += 1
        stop = min(stop, _names_tokens(doc, start, entries)) if start < stop else stop
        if start >= stop or doc[start].pos_ not in ("PROPN", "NOUN", "ADJ") or doc[start].like_num:
            continue
        if doc[start].is_sent_start and doc[start].text.endswith("ing") and gender_of_name(doc[start].text) is None:
            start += 1
        if stop - start > 1 or (start < stop and _may_be_surname(doc[start], ordinary)):
            yield start, stop


def _may_be_surname(token: Token, ordinary: set[str]) -> bool:
    """Whether a lone capitalised word may be a surname: no acronym, no word that the text also writes small."""
    if token.tag_ != "NNP" or (token.text.isupper() and len(token) < 5) or token.lower_ in ordinary:
        return False
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if following is not None and following.is_alpha and is_capital(following.text) and following.pos_ == "PROPN":
        return False
    return _stands_as_actor(token)


def _stands_as_actor(token: Token) -> bool:
    """Whether a lone capitalised word stands where somebody who acts would."""
    if token.i + 1 < len(token.doc) and token.nbor().pos_ == "NOUN":
        return False
    if token.dep_ in ("nsubj", "nsubjpass", "poss", "appos", "dobj", "conj"):
        return True
    if token.dep_ == "pobj":
        return token.head.lower_ in ("by", "with", "against", "from") or token.head.head.lower_ == "according"
    return False


def country_in(doc: Doc, start: int, end: int, entries: dict[int, Found]) -> tuple[str | None, tuple[str, ...]]:
    """The country that a stretch names, and the sector of a body in it."""
    country: str | None = None
    sector: tuple[str, ...] = ()
    for i in range(start, end):
        if i in entries:
            entry = entries[i].entry
            if entry.country and (country is None or entry.sort == "body"):
                country = entry.country
            if entry.sort == "body":
                sector = entry.sector
    return country, sector


def person(doc: Doc, start: int, end: int, entries: dict[int, Found], barrier: set[int]) -> Mention:
    """The mention of a person by name, with title, country, sector and gender as its words tell them."""
    before = title_before(doc, start, entries, barrier)
    ranges = [r for r in (before, title_behind(doc, end)) if r]
    if (
        before
        and before[1] - before[0] == 1
        and offices.is_honorific(doc[before[0]])
        and doc[before[0] - 1].text == ","
    ) and (office := title_before(doc, before[0], entries, barrier)):
        ranges.insert(0, office)
    sectors: list[str] = []
    country = None
    heads: list[int] = []
    role: tuple[str, ...] = ()
    words: list[str] = []
    for first, last in ranges:
        words += [t.text for t in doc[first:last]]
        body_country, body_sector = country_in(doc, first, last, entries)
        country = country or body_country
        for i in range(last - 1, first - 1, -1):
            found = offices.noun_at(doc, i)
            if found and found[1].sort == "person":
                if (
                    i + 1 < last
                    and doc[i + 1].lower_ not in ("of", "for", "to", "on", "and", ",")
                    and doc[i + 1].tag_ == "POS"
                ):
                    continue
                heads.append(i)
                role = role or tuple(w.lower_ for w in doc[found[0] : i + 1])
                if not sectors:
                    extra = offices.fields_of([t.text for t in doc[first:last]])
                    if found[1].leads:
                        kind = offices.named_kind([t.text for t in doc[first:last]])
                        sectors = list(body_sector) or extra or ([kind[1]] if kind else ["GOV"])
                    else:
                        sectors = list(body_sector) if "IGO" in body_sector else [*found[1].sector, *extra]
                break
        if not sectors:
            sectors = offices.fields_of([t.text for t in doc[first:last]])
    if not ranges and start > 1 and doc[start - 1].tag_ == "POS" and start - 2 in entries:
        country = entries[start - 2].entry.country
        sectors = ["GOV"] if entries[start - 2].entry.sort == "state" else list(entries[start - 2].entry.sector)
    if not country:
        country = known_country(doc[start:end].text)
        if country and not sectors:
            sectors = ["IGO"] if country == "IGO" else ["GOV"]
    if country == "IGO" and "IGO" not in sectors:
        sectors = ["IGO"]
    return Mention(
        start=start,
        end=end,
        head=end - 1,
        form="name",
        kind="person",
        name=doc[start:end].text,
        country=country,
        sector=tuple(dict.fromkeys(sectors)),
        role=role,
        gender=offices.gender_of(words) or gender_of_name(doc[start].text) or gender_of_surname(doc[end - 1].text),
        titles=tuple(ranges),
        title_heads=tuple(heads),
    )
