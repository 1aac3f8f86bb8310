"""Names that actors bear in the text: persons with the titles beside them, and bodies that no table knows.

Candidates for persons are spaCy's PERSON entities and runs of capitalised words behind an office or an honorific;
whatever the gazetteer knows is cut off them, and so are offices, which are titles. A surname that some full name
bears is that person's wherever it stands, headline included. A title is the run of nouns and adjectives before a
name that holds an office ("Kremlin Spokesman", "governor of Bryansk region,"), or an apposition behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from spacy.tokens import Doc, Token

from onrecord.reading import offices
from onrecord.reading.gazetteer import Found
from onrecord.reading.lexicons import table
from onrecord.reading.people import gender_of_name, gender_of_surname, known_country
from onrecord.reading.titles import is_capital, title_before, title_behind
from onrecord.record import ActorKind

__all__ = ["Mention", "Names", "names_of"]


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A stretch of tokens that refers to an actor, with what it tells of it. Titles are ranges of tokens."""

    start: int
    end: int
    head: int
    form: str
    kind: ActorKind | None = None
    key: str | None = None
    name: str = ""
    country: str | None = None
    sector: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    plural: bool = False
    definite: bool = True
    gender: str | None = None
    titles: tuple[tuple[int, int], ...] = ()
    title_heads: tuple[int, ...] = ()


@dataclass(kw_only=True)
class Names:
    """The named mentions of a document, and for each token the gazetteer's entry that covers it."""

    persons: list[Mention] = field(default_factory=list)
    bodies: list[Mention] = field(default_factory=list)
    entries: dict[int, Found] = field(default_factory=dict)

    @cached_property
    def person_tokens(self) -> frozenset[int]:
        """The tokens of persons' names."""
        return frozenset(i for p in self.persons for i in range(p.start, p.end))


_PARTICLES = frozenset(
    {"al", "el", "ul", "bin", "ibn", "von", "van", "der", "den", "de", "da", "dos", "di", "del", "la", "le", "ter"}
)
_NOT_A_NAME = frozenset({"the", "a", "an", "says", "said", "tells", "told", "and", "of", "sources", "'s", "’s"})


def _names_tokens(doc: Doc, start: int, entries: dict[int, Found]) -> int:
    """Where the run of a personal name that begins at `start` ends."""
    i = start
    while i < len(doc):
        token = doc[i]
        entry = entries.get(i)
        if entry and (entry.entry.sort != "place" or (i == start and gender_of_name(token.text) is None)):
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
        if not following.is_alpha or not is_capital(following.text) or i + 1 in entries:
            continue
        found = offices.noun_at(doc, i)
        office = found is not None and found[1].sort == "person" and following.pos_ == "PROPN"
        if office or (offices.is_honorific(doc[i]) and is_capital(doc[i].text)):
            yield i


def _candidates(doc: Doc, entries: dict[int, Found]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that may be persons' names."""
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
        stop = _names_tokens(doc, end + 1, entries)
        if stop > end + 1:
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
        if stop - start > 1 or (doc[start].tag_ == "NNP" and _stands_as_actor(doc[start])):
            yield start, stop


def _stands_as_actor(token: Token) -> bool:
    """Whether a lone capitalised word stands where somebody who acts would."""
    if token.i + 1 < len(token.doc) and token.nbor().pos_ == "NOUN":
        return False
    if token.dep_ in ("nsubj", "nsubjpass", "poss", "appos", "dobj", "conj"):
        return True
    if token.dep_ == "pobj":
        return token.head.lower_ in ("by", "with", "against", "from") or token.head.head.lower_ == "according"
    return False


def _country_in(doc: Doc, start: int, end: int, entries: dict[int, Found]) -> tuple[str | None, tuple[str, ...]]:
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
        body_country, body_sector = _country_in(doc, first, last, entries)
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


def _body_runs(doc: Doc, entries: dict[int, Found], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, "of" and "and" among them, that hold a word for a kind of body."""
    i = 0
    while i < len(doc):
        token = doc[i]
        if (
            i in taken
            or not token.is_alpha
            or not is_capital(token.text)
            or token.tag_ in ("DT", "PRP", "IN", "WDT", "RB", "CC")
        ):
            i += 1
            continue
        end = i + 1
        while end < len(doc) and end not in taken and "\n" not in doc[end].text and not doc[end].is_sent_start:
            inner = doc[end]
            if (
                inner.is_space
                or (inner.is_alpha and is_capital(inner.text) and inner.pos_ not in ("VERB", "AUX", "ADV"))
                or (
                    inner.lower_ in ("of", "for", "the", "and", "on", "&", "-", "in")
                    and end + 1 < len(doc)
                    and (is_capital(doc[end + 1].text) or doc[end + 1].lower_ == "the" or doc[end + 1].text == "\u00a0")
                    and end + 1 not in taken
                    and ((inner.lower_ not in ("in", "on") and inner.lower_ != "and") or end - i > 2)
                )
            ):
                end += 1
            else:
                break
        while end > i + 1 and not (is_capital(doc[end - 1].text)):
            end -= 1
        yield i, end
        i = end


def _bodies(doc: Doc, entries: dict[int, Found], taken: set[int]) -> Iterator[Mention]:
    """Bodies named by capitalised words that no table knows."""
    for start, end in _body_runs(doc, entries, taken):
        while start < end and (
            ((noun := offices.noun_at(doc, start)) and noun[1].sort == "person")
            or doc[start].lower_ in ("of", "for", "the", "on", "and")
            or (doc[start].tag_ in ("VBG", "VBZ", "VB", "VBD") and start + 1 < end)
        ):
            start += 1
        first = start
        while first < end and first in entries and entries[first].entry.sort in ("state", "capital", "place"):
            first += 1
        if first == end:
            continue
        words = [t.text for t in doc[first:end] if t.is_alpha]
        if not words or (len(words) == 1 and first == start):
            continue
        while words and any(x in entries and entries[x].entry.sort == "body" for x in range(first, end)):
            words = []
        if not words or (kind := offices.named_kind(words)) is None:
            continue
        lowered = [w.lower() for w in words]
        if not (kind and (lowered[-1] in _kinds() or "of" in lowered or "for" in lowered)):
            continue
        country, _ = _country_in(doc, start, end, entries)
        head = end - 1
        for j in range(first, end):
            if doc[j].lower_ in ("of", "for") and j > first:
                head = j - 1
                break
        extra = offices.fields_of([t.text for t in doc[start:end]])
        sector = tuple(dict.fromkeys([*extra, kind[1]] if kind[0] == "government" else [kind[1]]))
        yield Mention(
            start=start,
            end=end,
            head=head,
            form="name",
            kind=kind[0],  # type: ignore[arg-type]
            name=doc[start:end].text,
            country=country,
            sector=sector,
        )


@cache
def _kinds() -> frozenset[str]:
    return frozenset(table("offices")["named"])


def names_of(doc: Doc, found: list[Found], barrier: set[int]) -> Names:
    """The named mentions of a document.

    Args:
        doc: the document, tagged, parsed and with spaCy's entities.
        found: what the gazetteer found in its text.
        barrier: tokens at which a title ends: dates and the like.
    """
    entries: dict[int, Found] = {}
    i = 0
    for hit in found:
        while i < len(doc) and doc[i].idx + len(doc[i]) <= hit.start:
            i += 1
        j = i
        while j < len(doc) and doc[j].idx < hit.end:
            entries[j] = hit
            j += 1
    spans: dict[int, tuple[int, int]] = {}
    for start, end in _candidates(doc, entries):
        if offices.is_thing(doc[end - 1].text):
            continue
        if start not in spans or spans[start][1] < end:
            spans[start] = (start, end)
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(spans.values()):
        if chosen and start < chosen[-1][1]:
            continue
        chosen.append((start, end))
    taken = {i for start, end in chosen for i in range(start, end)}
    surnames = {doc[end - 1].text for start, end in chosen if end - start > 1}
    for token in doc:
        if token.i not in taken and token.text in surnames and token.i not in entries:
            chosen.append((token.i, token.i + 1))
            taken.add(token.i)
    persons = [person(doc, start, end, entries, barrier) for start, end in sorted(chosen)]
    titles = {i for p in persons for a, b in p.titles for i in range(a, b)}
    bodies = list(_bodies(doc, entries, taken))
    bodies = [replace(b, role=("in-title",)) if b.start in titles else b for b in bodies]
    return Names(persons=persons, bodies=bodies, entries=entries)
