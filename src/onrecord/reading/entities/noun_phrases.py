"""Where the noun phrase of a mention begins and ends.

A mention runs from its determiner to its "of" complement; clauses, appositions and most other complements are left
out. The parse is trusted only for an unbroken run of words around the head.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from onrecord.reading.lexicons import table


@cache
def phrase_words(name: str) -> frozenset[str]:
    """A set of words of `lexicons/offices.toml`, section `phrases`."""
    return frozenset(table("offices")["phrases"][name])


_LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "neg"})


def np_start(head: Token) -> int:
    """Where the noun phrase of a head begins: its determiner or first modifier, in one piece with it."""
    start = head.i
    floor = max(head.sent.start, head.i - 14)
    for child in sorted(head.lefts, key=lambda t: -t.i):
        if child.dep_ not in _LEFT or child.i < floor:
            break
        left = child.left_edge.i
        if left < floor or (
            any(t.text in ('"', "“", "”", ",", ":", ";") for t in head.doc[left : head.i]) and child.dep_ != "amod"
        ):
            break
        start = left
    if start < head.i and start > 0 and head.doc[start - 1].lower_ == "to":
        first = head.doc[start]
        if first.tag_ == "NN" and first.text.islower() and first.lower_ in phrase_words("nouns_or_verbs"):
            start += 1
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space or head.doc[start].tag_ == "POS"):
        start += 1
    return start


def np_end(head: Token, nouns_with_place: bool) -> int:
    """Where the noun phrase of a head ends: behind its "of" complement, before clauses and appositions."""
    end = head.i + 1
    kept = {"of", "for"} | ({"from", "to"} if nouns_with_place else set())
    if head.lower_ in phrase_words("placed"):
        kept |= {"in", "on", "outside", "inside"}
    for child in head.rights:
        if child.i != end and not all(t.is_space for t in head.doc[end : child.i]):
            break
        if child.dep_ == "prep" and child.lower_ in kept:
            last = _complement_end(child)
            if last is None:
                break
            end = last
        elif child.dep_ == "advmod" and child.lower_ in ("abroad", "here", "there"):
            end = child.i + 1
        else:
            break
    return end


def _complement_end(preposition: Token) -> int | None:
    """Where the noun phrase behind a preposition ends, clauses and appositions of it left out."""
    target = next((c for c in preposition.rights if c.dep_ == "pobj"), None)
    if target is None:
        return None
    end = np_end(target, True)
    for child in target.rights:
        if child.dep_ == "conj" and child.pos_ in ("PROPN", "NOUN") and target.pos_ == "PROPN":
            if any(t.pos_ in ("VERB", "AUX") for t in target.doc[end : child.i]):
                break
            end = max(end, np_end(child, False))
            for inner in child.rights:
                if inner.dep_ == "conj" and inner.pos_ == child.pos_:
                    end = max(end, inner.i + 1)
    bracket = next((i for i in range(preposition.i, end) if target.doc[i].text in ("(", "[")), end)
    return bracket if end - preposition.i <= 14 else None


def with_article(doc: Doc, start: int, end: int | None = None) -> int:
    """The start, moved before a "the" that stands directly before it and, given an end, belongs to what is between."""
    if start == 0 or doc[start - 1].lower_ != "the":
        return start
    if end is not None and doc[start - 1].head.i >= end and doc[end - 1].dep_ in ("compound", "nmod", "amod"):
        return start
    return start - 1


def without_article(doc: Doc, start: int) -> int:
    """The start, moved behind an article."""
    return start + 1 if doc[start].lower_ in ("the", "a", "an") else start


def quantified(token: Token) -> Token:
    """The head of "thousands of teachers", given "teachers"; any other noun as it is."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        above = token.head.head
        if above.lower_ in phrase_words("quantities") or (above.like_num and above.lower_ != "one"):
            return above
    return token


def is_set_off(doc: Doc, start: int, end: int) -> bool:
    """Whether a name stands between commas, or between a comma and the end: "his counterpart, Bounmy Sisa, said".

    What a verb follows is a subject of its own: "told the ambassador, Rigas Vards reported".
    """
    behind = doc[end].text if end < len(doc) else "."
    return start > 1 and doc[start - 1].text == "," and behind in (",", ".", ";", ")", "-", "–", "—")
