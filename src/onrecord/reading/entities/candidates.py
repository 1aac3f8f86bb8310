"""Noun phrases that may be mentions though no table knows them: "the negotiators", "a platoon", "some", "Ostmark".

What the tables know becomes a mention by rule; of the rest, each noun phrase is offered here, and the trained head of
`model.actors` says which of them refer to an actor, and of what kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Token

from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.noun_phrases import np_end, np_start, without_article

__all__ = ["candidates"]

_NO_ACTORS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE", "LAW"})
"""Entities of spaCy's that are never actors."""
_STANDING_FOR_NOUNS = frozenset(
    ["some", "many", "others", "another", "both", "most", "few", "several", "all", "those", "none", "each"]
)
"""Words that stand for a noun phrase: "some fled", "those on board"."""
_INNER = frozenset({"compound", "amod", "nmod", "nummod", "det", "quantmod", "npadvmod"})
"""What a word is within a noun phrase of which it is not the head."""


def candidates(doc: Doc, taken: Collection[int], barred: Collection[int]) -> Iterator[Mention]:
    """The noun phrases whose head is no head of a mention yet.

    Args:
        doc: the document.
        taken: tokens that head mentions or belong to names.
        barred: tokens that cannot: titles, dates, datelines, furniture.
    """
    for token in doc:
        if token.i in taken or token.i in barred or not _heads_phrase(token):
            continue
        start, end = np_start(token), np_end(token, True)
        if (age := _age_of(token)) is not None:
            start = age
        if any(i in barred for i in range(start, end)):
            start, end = token.i, token.i + 1
        proper = token.pos_ == "PROPN" and token.text[:1].isupper()
        determiner = next((c.lower_ for c in token.lefts if c.dep_ in ("det", "poss")), "")
        yield Mention(
            start=start,
            end=end,
            head=token.i,
            form="name" if proper else "description",
            name=" ".join(doc[without_article(doc, start) : end].text.split()),
            role=() if proper else (token.lemma_.lower(),),
            plural=token.tag_ in ("NNS", "NNPS") or token.pos_ in ("DET", "PRON", "NUM", "ADJ"),
            definite=determiner not in ("a", "an", "another", "some", "any", "every", "each"),
            candidate=True,
        )


def _age_of(token: Token) -> int | None:
    """Where "the 59-year-old" begins, given its "old" that no noun follows; None for any other word."""
    doc, i = token.doc, token.i
    if token.lower_ != "old" or i < 4 or [t.lower_ for t in doc[i - 3 : i]] != ["-", "year", "-"]:
        return None
    if i + 1 < len(doc) and doc[i + 1].pos_ in ("NOUN", "PROPN", "ADJ"):
        return None
    return i - 5 if i > 4 and doc[i - 5].pos_ == "DET" else i - 4


def _heads_phrase(token: Token) -> bool:
    """Whether a token is the head of a noun phrase that might be an actor."""
    if token.dep_ in _INNER and token.pos_ != "PROPN":
        return False
    if _age_of(token) is not None:
        return True
    if token.pos_ == "PROPN":
        last = token.dep_ not in _INNER or token.head.pos_ not in ("PROPN",)
        return last and token.text[:1].isalpha() and token.ent_type_ not in _NO_ACTORS
    if token.pos_ == "NOUN":
        return token.is_alpha and token.ent_type_ not in _NO_ACTORS
    return token.lower_ in _STANDING_FOR_NOUNS and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj")
