"""Which words name an event, by the trained head beside the lexicon of predicates.

The head drops what the lexicon matches and it doubts, overrules single words of whose type it is sure, and adds words
that no lexicon lists. Words of the user's own always count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from onrecord.reading.draft import Draft, tokens_of
from onrecord.reading.happenings.predicates import Match, is_listed, matches, plain_group
from onrecord.reading.happenings.relevance import is_sporting
from onrecord.reading.model.encoder import VIEW, chances
from onrecord.reading.model.triggers import TYPES, askable, features
from onrecord.reading.statements import encoder

__all__ = ["Chances", "asked", "judged", "settled"]

DOUBTED = 0.75
"""How sure the trained head has to be that words of the lexicon name no event here.

Of campaign news (PolNeAR dev, read by eye) 41 % of the events were true with 0.85 and 45 % with 0.70, at the cost of 9
of 161 true ones."""
DOUBTED_PAIR = 0.92
"""The same for a verb with its object, which are seldom mistaken."""
OVERRULED = 0.8
"""How sure it has to be of another type than the lexicon's."""
ACCEPTED = 0.65
"""How likely a word that no lexicon lists has to name an event."""
Chances = NDArray[np.float64]
"""The chance of no event, and of each type (17)."""


def asked(doc: Doc, draft: Draft, found: Iterable[Match] | None = None) -> tuple[list[Token], NDArray[np.int64]]:
    """The words of a document that may name an event, with their features (T x 9).

    `found` is where words of the lexicon stand, if that is known already.
    """
    layout = draft.layer("layout")
    found = matches(doc) if found is None else found
    matched = {token.i: match.group.type for match in found for token in match.words}
    outside = [*layout.furniture, *([layout.dateline] if layout.dateline else [])]
    barred = {token.i for span in outside for token in tokens_of(doc, span)}
    cues = {t.i for s in draft.layer("statements") for span in s.cue for t in tokens_of(doc, span)}
    tokens = askable(doc, matched, barred)
    return tokens, features(tokens, matched, draft.heads, cues, layout.body)


def judged(doc: Doc, draft: Draft, found: Iterable[Match]) -> dict[int, Chances]:
    """What the trained head says of each word: the chance of no event and of each type (17)."""
    tokens, told = asked(doc, draft, found)
    if not tokens:
        return {}
    view = doc.tensor[[token.i for token in tokens], VIEW:].astype(np.float32)
    return dict(zip((token.i for token in tokens), chances(encoder().triggers(view, told)), strict=True))


def settled(doc: Doc, draft: Draft, found: list[Match], told: Mapping[int, Chances]) -> Iterator[Match]:
    """The matches that the trained head does not doubt, with the type it is sure of, and what it alone finds."""
    taken: set[int] = set()
    for match in found:
        taken |= {token.i for token in match.words}
        words = [told[token.i] for token in match.words if token.i in told]
        if not words or match.group.own:
            yield match
            continue
        surest = min(words, key=lambda each: float(each[0]))
        single = match.verb is None or match.noun is None  # a verb with its object tells more than the head sees
        if surest[0] > (DOUBTED if single else DOUBTED_PAIR):
            continue
        best = int(surest[1:].argmax())
        if single and TYPES[best] != match.group.type and surest[best + 1] > OVERRULED:
            match = replace(match, group=plain_group(TYPES[best]), weak=False)
        yield match
    furniture = {t.i for span in draft.layer("layout").furniture for t in tokens_of(doc, span)}
    for i, chance in told.items():
        best = int(chance[1:].argmax())
        token = doc[i]
        if i in taken or i in furniture or 1 - chance[0] < ACCEPTED or is_listed(token) or is_sporting(token):
            continue
        verb = token if token.pos_ in ("VERB", "AUX") else None
        yield Match(plain_group(TYPES[best]), verb, None if verb is not None else token, (token,))
