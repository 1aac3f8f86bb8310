"""Mentions of states and bodies by name: which of the names that the gazetteer found refer to somebody who acts.

A state counts wherever it stands, but for titles and other bodies' names; a capital only where it acts ("Moscow
expects", not "in Moscow"), any other city or region only where it does what officials do ("Bavaria has asked"). An
acronym in brackets behind a name stands for it from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.gazetteer import Found, found_in
from onrecord.reading.entities.media import is_lone_medium, media_phrase
from onrecord.reading.entities.names import Names
from onrecord.reading.entities.noun_phrases import phrase_words, with_article
from onrecord.reading.lexicons import table


def _acts(token: Token) -> bool:
    """Whether a capital's name stands where a state that acts would, not a place."""
    head = token.head
    if token.dep_ in ("nsubj", "nsubjpass", "agent"):
        return True
    if token.dep_ == "dobj":
        return head.lemma_.lower() not in phrase_words("towards_places")
    if token.dep_ == "poss":
        return head.pos_ in ("NOUN", "PROPN") and head.ent_type_ != "FAC"
    if token.dep_ == "conj" and head.i != token.i:
        return head.text == "West" or (_acts(head) if head.dep_ != "ROOT" else head.text[:1].isupper())
    if token.dep_ == "pobj":
        if head.lower_ == "on":
            return head.head.lemma_.lower() in phrase_words("addressing")
        if head.lower_ == "of":
            return head.head.lemma_.lower() in (
                "position",
                "policy",
                "consent",
                "refusal",
                "decision",
                "stance",
                "behalf",
                "part",
            )
        return head.lower_ in phrase_words("between_parties") or (
            head.lower_ == "to" and head.head.lemma_.lower() in ("accord", "ask")
        )
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    previous = token.doc[token.i - 1] if token.i > 0 else None
    begins = previous is None or token.is_sent_start or previous.text in ('"', "“")
    return bool(begins and following is not None and (following.pos_ in ("VERB", "AUX") or following.text == ":"))


def states_and_bodies(doc: Doc, names: Names, titles: set[int], dateline: range) -> Iterator[Mention]:
    """States by name, capitals that act, and the bodies that the gazetteer knows."""
    seen: set[tuple[int, int]] = set()
    in_body = {i for b in names.bodies for i in range(b.start, b.end)}
    in_person = {i for p in names.persons for i in range(p.start, p.end)}
    for i, found in sorted(names.entries.items()):
        hit = (found.start, found.end)
        if hit in seen or i in in_person:
            continue
        seen.add(hit)
        entry = found.entry
        last = i
        while last + 1 < len(doc) and names.entries.get(last + 1) is found:
            last += 1
        if entry.sort == "place" and i not in titles and i not in in_body and _governs(doc, i, last):
            yield Mention(
                start=i,
                end=last + 1,
                head=last,
                form="name",
                kind="government",
                key=entry.key,
                name=entry.name,
                country=entry.country,
                sector=("GOV",),
            )
        if entry.sort in ("adjective", "place", "people") or (i in dateline and entry.kind != "media"):
            continue
        previous = doc[i - 1] if i else None
        following = doc[last + 1] if last + 1 < len(doc) else None
        possessive = following is not None and following.tag_ == "POS"
        if entry.sort in ("state", "capital") and (
            (i in titles and not possessive and not _complement_in_title(doc, i, titles))
            or (i in in_body and not possessive and not (previous is not None and previous.lower_ == "in"))
        ):
            continue
        if entry.sort == "state" and previous is not None and previous.text == "," and i >= 2:
            place = names.entries.get(i - 2)
            if place and place.entry.sort == "place" and place.entry.country != entry.country:
                continue
            if (
                place is None
                and entry.name in table("layout")["american_states"]["also_a_state"]
                and doc[i - 2].pos_ == "PROPN"
            ):
                continue  # "Savannah, Georgia"
        if entry.sort == "capital" and not _acts(doc[last]):
            continue
        if _compounded(doc, last, names):
            continue
        if (
            previous is not None
            and previous.text == "-"
            and i >= 2
            and doc[i - 2].lower_ in ("pro", "anti", "non", "ex")
        ):
            continue
        if entry.sort == "body" and entry.kind == "government" and i in titles and not possessive:
            continue
        if (
            entry.kind == "company"
            and doc[last].dep_ in ("compound", "nmod")
            and following is not None
            and following.pos_ == "NOUN"
        ):
            continue
        if entry.kind == "media" and last == i and i not in dateline and not is_lone_medium(doc, i):
            continue
        yield from _joint(doc, i, last, found)
        start = with_article(doc, i, last + 1)
        name = entry.name
        end = last + 1
        if entry.kind == "media":
            start, end, name = media_phrase(doc, i, end, name)
        elif entry.sort == "body" and following is not None and following.lower_ in ("on", "for"):
            target = next((c for c in following.rights if c.dep_ == "pobj"), None)
            if target is not None and target.pos_ == "PROPN" and target.i <= end + 2 and following.head.i == last:
                end = target.i + 1
        previous_entry = names.entries.get(i - 1) or (names.entries.get(i - 2) if possessive_before(doc, i) else None)
        country, sector, kind, key = entry.country, entry.sector, entry.kind, entry.key
        if (
            entry.sort == "body"
            and previous_entry
            and previous_entry.entry.sort in ("adjective", "state")
            and kind != "media"
        ):
            name = doc[i - 1 if not possessive_before(doc, i) else i - 2].text + " " + doc[i:end].text
            if "IGO" in sector:
                country, sector, kind, key = previous_entry.entry.country, ("GOV",), "government", f"body:{name}"
            start = i - 1
            while start > 0 and (doc[start].tag_ == "POS" or doc[start - 1].lower_ == "the"):
                start -= 1
            name = doc[start:end].text
        yield Mention(
            start=start,
            end=end,
            head=last,
            form="name",
            kind=kind,
            key=key,
            name=name,
            country=country,
            sector=sector,
            role=("in-title",) if i in titles else (),
        )


def _governs(doc: Doc, first: int, last: int) -> bool:
    """Whether a city or region does what its authorities would: "Bavaria has asked Berlin"."""
    token = doc[last]
    if token.dep_ != "nsubj" or (first > 0 and doc[first - 1].pos_ in ("PROPN", "ADP")):
        return False
    return token.head.i > last and token.head.lemma_.lower() in phrase_words("governing")


def _compounded(doc: Doc, last: int, names: Names) -> bool:
    """Whether a name is the first part of an adjective: "Moscow-backed"."""
    if last + 2 >= len(doc) or doc[last + 1].text not in ("-", "‑", "‐"):
        return False
    return doc[last + 2].tag_ in ("VBN", "VBD", "JJ", "VBG") and last + 2 not in names.entries


def _complement_in_title(doc: Doc, i: int, titles: set[int]) -> bool:
    """Whether a state stands behind "of" or "for" in a title ("foreign ministers of France")."""
    j = i - 1
    while j in titles:
        if doc[j].lower_ in ("of", "for", "to", "in"):
            return True
        j -= 1
    return False


def _joint(doc: Doc, first: int, last: int, found: Found) -> Iterator[Mention]:
    """The states and bodies joined by a hyphen in a body's name: "Russia-NATO Council"."""
    if found.entry.sort != "body" or "-" not in (doc[j].text for j in range(first, last + 1)):
        return
    parts = []
    for j in (first, first + 2):
        if j > last or doc[first + 1].text != "-":
            return
        hits = found_in(doc[j].text)
        if not hits or hits[0].entry.sort not in ("state", "body") or hits[0].end != len(doc[j]):
            return
        parts.append((j, hits[0].entry))
    for j, entry in parts:
        yield Mention(
            start=j,
            end=j + 1,
            head=j,
            form="name",
            kind=entry.kind,
            key=entry.key,
            name=entry.name,
            country=entry.country,
            sector=entry.sector,
        )


def possessive_before(doc: Doc, i: int) -> bool:
    """Whether a possessor ("Russia's") stands directly before a token."""
    return i >= 2 and doc[i - 1].tag_ == "POS"


def acronyms(doc: Doc, found: list[Mention], taken: set[int]) -> Iterator[Mention]:
    """Acronyms that stand in brackets behind a body's name, wherever they stand."""
    names: dict[str, Mention] = {}
    for m in found:
        if m.form == "name" and m.kind not in ("person", "state") and m.end + 2 < len(doc) and doc[m.end].text == "(":
            inner = doc[m.end + 1]
            if doc[m.end + 2].text == ")" and inner.text.isupper() and inner.text[0] in doc[m.start : m.end].text:
                names.setdefault(inner.text, m)
    for token in doc:
        if token.text in names and token.i not in taken:
            full = names[token.text]
            start = with_article(doc, token.i, token.i + 1)
            yield replace(full, start=start, end=token.i + 1, head=token.i, titles=(), title_heads=(), role=())
