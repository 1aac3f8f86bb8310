"""Bodies that no table knows, by name: runs of capitalised words that hold a word for a kind of body."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from onrecord.reading.entities import offices
from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.gazetteer import Found
from onrecord.reading.entities.person_names import country_in
from onrecord.reading.entities.titles import is_capital
from onrecord.reading.lexicons import table

__all__ = ["body_names"]


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


def body_names(doc: Doc, entries: dict[int, Found], taken: set[int]) -> Iterator[Mention]:
    """Bodies named by capitalised words that no table knows."""
    for start, end in _body_runs(doc, entries, taken):
        while start < end and (
            ((noun := offices.noun_at(doc, start)) and noun[1].sort in ("person", "group", "unnamed"))
            or doc[start].lower_ in ("of", "for", "the", "on", "and")
            or (doc[start].tag_ in ("VBG", "VBZ", "VB", "VBD") and start + 1 < end)
        ):
            start += 1
        first = start
        while first < end and first in entries and entries[first].entry.sort in ("state", "capital", "place"):
            first += 1
        if first == end:
            continue
        words = [t.text for t in doc[first:end] if t.is_alpha and not _names_state(entries, t.i)]
        if not words or (len(words) == 1 and first == start):
            continue
        while words and any(x in entries and entries[x].entry.sort == "body" for x in range(first, end)):
            words = []
        if not words or (kind := offices.named_kind(words)) is None:
            continue
        lowered = [w.lower() for w in words]
        if not (kind and (lowered[-1] in _kinds() or "of" in lowered or "for" in lowered)):
            continue
        country, _ = country_in(doc, start, end, entries)
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


def _names_state(entries: dict[int, Found], i: int) -> bool:
    """Whether a token belongs to the name of a state, whose "Republic" names no body of its own."""
    return i in entries and entries[i].entry.sort == "state"


@cache
def _kinds() -> frozenset[str]:
    return frozenset(table("offices")["named"])
