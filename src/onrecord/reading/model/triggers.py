"""Words that may name an event, as the trained head takes them.

Every verb, noun and adjective of the story is asked: which of PLOVER's types it names here, or none. The head stands on
the same middle states as the heads of actors, and is told what the lexicon of predicates says, how the word stands in
its clause, and whether actors stand beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from onrecord.record import EventType

TYPES: tuple[EventType, ...] = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""PLOVER's types, as the head numbers them from 1 on; 0 is none."""
TRIGGER = (4, 17, len(TYPES) + 1, 2, 2, 2, 2, 2, 2)
"""How many values each feature of a word has."""
_POS = {"VERB": 1, "NOUN": 2, "ADJ": 3}
_DEPS = (
    "ROOT", "nsubj", "nsubjpass", "dobj", "pobj", "conj", "relcl", "advcl", "ccomp", "xcomp", "acl", "compound",
    "amod", "appos", "attr", "pcomp",
)  # fmt: skip
_MOST = 40
"""Children of a word that are looked at."""


def askable(doc: Doc, matched: Collection[int], barred: Collection[int]) -> list[Token]:
    """The words that may name an event: those that the lexicon matches, and verbs, nouns and adjectives.

    Args:
        doc: the document.
        matched: tokens that the lexicon of predicates matches.
        barred: tokens that name none: those of the dateline and of furniture.
    """
    return [t for t in doc if (t.pos_ in _POS or t.i in matched) and t.i not in barred]


def features(
    tokens: Sequence[Token],
    matched: Mapping[int, EventType],
    heads: Collection[int],
    cues: Collection[int],
    body: int,
) -> NDArray[np.int64]:
    """The features of words (T x 9).

    Args:
        tokens: the words.
        matched: the types that the lexicon gives to tokens.
        heads: tokens that head mentions of actors.
        cues: tokens of the cues of statements.
        body: the character at which the story begins.
    """
    rows = []
    for token in tokens:
        children = list(islice(token.children, _MOST))
        behind = any(
            (c.dep_ in ("dobj", "dative") and c.i in heads)
            or (c.dep_ == "prep" and any(inner.i in heads for inner in c.children))
            for c in children
        )
        kind = matched.get(token.i)
        rows.append(
            (
                _POS.get(token.pos_, 0),
                _DEPS.index(token.dep_) + 1 if token.dep_ in _DEPS else 0,
                TYPES.index(kind) + 1 if kind else 0,
                any(c.i in heads and c.dep_ in ("nsubj", "agent", "poss", "compound") for c in children),
                any(c.i in heads and c.dep_ == "nsubjpass" for c in children),
                behind,
                token.i in cues,
                token.idx < body,
                token.i in heads,
            )
        )
    return np.array(rows, dtype=np.int64).reshape(-1, len(TRIGGER))
