"""Media by name, with the nouns that stand beside it: "the Xinhua news agency", "Time magazine"."""

from __future__ import annotations

from spacy.tokens import Doc

from onrecord.reading.entities.noun_phrases import phrase_words, with_article
from onrecord.reading.entities.offices import media_nouns

__all__ = ["is_lone_medium", "media_phrase"]


def media_phrase(doc: Doc, start: int, end: int, name: str) -> tuple[int, int, str]:
    """The noun phrase around the name of a medium ("the Xinhua news agency"), and the name in full."""
    first, last = start, end
    while last < len(doc) and doc[last].lower_ in media_nouns() and last - end < 3:
        last += 1
    while last > end and doc[last - 1].lower_ in ("news", "local", "state"):
        last -= 1
    while (
        first > 0
        and start - first < 5
        and doc[first - 1].pos_ in ("NOUN", "ADJ", "PROPN")
        and (doc[first - 1].lower_ in media_nouns())
    ):
        first -= 1
    if first < start or last > end or doc[end - 1].lower_ in media_nouns():
        while first > 0 and doc[first - 1].pos_ in ("ADJ",) and start - first < 6:
            first -= 1
        if first > 1 and doc[first - 1].tag_ == "POS":
            first = with_article(doc, first - 2)
    if first > 0 and doc[first - 1].tag_ == "DT" and doc[first - 1].head.i < last:
        first -= 1
    return first, last, name


def is_lone_medium(doc: Doc, i: int) -> bool:
    """Whether a one-word name of a medium names it: neither within a longer run of capitals nor an ordinary word.

    A name that is an ordinary word as well ("Time", "Focus") must have the noun for it beside it, or report.
    """
    token = doc[i]
    acronym = token.text.isupper() and len(token) > 1
    if token.tag_ not in ("NNP", "NNPS") and not (acronym and token.pos_ in ("NOUN", "PROPN")):
        return False
    before, behind = (doc[j] if 0 <= j < len(doc) else None for j in (i - 1, i + 1))
    if token.lower_ in phrase_words("ordinary_media"):
        beside = behind is not None and behind.lower_ in media_nouns()
        told = token.dep_ == "pobj" and token.head.lower_ in ("to", "by")
        reports = token.dep_ == "nsubj" and token.head.lemma_.lower() in phrase_words("reporting")
        if not (beside or told or reports):
            return False
    if before is not None and before.text[:1].isupper() and before.is_alpha and not before.is_sent_start:
        return not before.whitespace_ or before.text.isupper() or before.tag_ == "DT" or acronym
    return behind is None or not behind.is_title or behind.lower_ in media_nouns() or acronym
