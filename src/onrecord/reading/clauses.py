"""Clauses as the reader of conditions needs them: what heads one, its tense, and where its words begin and end.

All are read off the tags and labels of spaCy's English parse (Penn Treebank tags, ClearNLP dependencies).
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from onrecord.reading.lexicons import table

SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"}
"""Labels of a clause's subject."""
_QUOTES = set("\"“”'‘’«»`")
_BORDERS = frozenset(table("conditions")["surroundings"]["borders"])


def trimmed(doc: Doc, tokens: Iterable[int]) -> tuple[int, ...]:
    """Tokens without the punctuation and joining words at their borders."""
    kept = list(tokens)

    def idle(i: int) -> bool:
        token = doc[i]
        return token.is_punct or token.is_space or token.text in _QUOTES or token.lower_ in _BORDERS

    while kept and idle(kept[-1]):
        kept.pop()
    start = 0
    while start < len(kept) and idle(kept[start]) and doc[kept[start]].dep_ not in SUBJECTS:
        start += 1
    return tuple(kept[start:])


def is_clause(token: Token, after: int) -> bool:
    """Whether a token heads a clause whose subject, or whose gerund or participle, stands behind an index."""
    if token.i <= after or token.pos_ not in ("VERB", "AUX"):
        return False
    return token.tag_ in ("VBG", "VBN") or any(t.dep_ in SUBJECTS and t.i > after for t in token.lefts)


def is_modal(verb: Token) -> bool:
    """Whether a verb has a modal auxiliary: "would sign"."""
    return any(t.tag_ == "MD" for t in verb.lefts if t.dep_ in ("aux", "auxpass"))


def is_past(verb: Token) -> bool:
    """Whether a verb tells of a finished fact."""
    if is_modal(verb):
        return False
    helpers = [t for t in verb.lefts if t.dep_ in ("aux", "auxpass")]
    if any(t.tag_ in ("VBZ", "VBP", "TO") for t in helpers):
        return False
    return verb.tag_ == "VBD" or any(t.tag_ == "VBD" for t in helpers)
