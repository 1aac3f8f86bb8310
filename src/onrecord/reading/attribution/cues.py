"""Which words attribute: the lexicon of cues, matched to the tokens of a parsed text.

Each row of `lexicons/cues.csv` names a cue by lemma and part of speech, the act it performs and how it may be used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from onrecord.reading.lexicons import rows, table
from onrecord.record import Act

_LEMMAS = {"hop": "hope"}
"""Lemmas that spaCy's rules get wrong for cues: it takes "hoping" for a form of "hop"."""
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj", "ADV": "adverb"}


@dataclass(frozen=True)
class Cue:
    """A row of the lexicon. `particle` is what follows the verb in "rule out"."""

    lemma: str
    pos: str
    act: Act
    frames: frozenset[str]
    particle: str | None = None


@cache
def lexicon() -> dict[tuple[str, str], tuple[Cue, ...]]:
    """Cues by first lemma and part of speech; those of two words first."""
    found: dict[tuple[str, str], list[Cue]] = {}
    for row in rows("cues"):
        lemma, _, particle = row["cue"].partition(" ")
        act: Act = row["act"]  # type: ignore[assignment]
        cue = Cue(lemma, row["pos"], act, frozenset(row["frames"].split()), particle or None)
        found.setdefault((lemma, cue.pos), []).append(cue)
    return {key: tuple(sorted(cues, key=lambda c: c.particle is None)) for key, cues in found.items()}


@cache
def words(name: str) -> frozenset[str]:
    """A list of words from `lexicons/sources.toml`, such as "reporters" or "documents"."""
    return frozenset(table("sources")[name])


def particles_of(token: Token, cue: Cue) -> list[Token]:
    """The tokens of the cue's further words, if they stand by the first: "out" of "rule out", "into question"."""
    words = (cue.particle or "").split()
    if not words:
        return []
    starts = [c for c in token.children if c.i > token.i and c.lower_ == words[0]]
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is not None and following.lower_ == words[0]:
        starts.append(following)
    for start in starts:
        run = list(token.doc[start.i : start.i + len(words)])
        if [t.lower_ for t in run] == words:
            return run
    return []


def is_verb_by_place(token: Token) -> bool:
    """Whether a word tagged as a noun heads a clause with a subject of its own, as "plan" in "Rome and Oslo plan"."""
    return (
        token.pos_ in ("NOUN", "PROPN")
        and token.dep_ in ("ROOT", "ccomp", "conj")
        and any(c.dep_ in ("nsubj", "nsubjpass") and c.i < token.i for c in token.children)
    )


def cue_at(token: Token) -> Cue | None:
    """The cue that a token is, if it is one. Participles and gerunds count by their verb."""
    pos = "verb" if is_verb_by_place(token) else _POS.get(token.pos_)
    if pos is None:
        return None
    lemma = token.lemma_.lower()
    for candidate in lexicon().get((_LEMMAS.get(lemma, lemma), pos), ()):
        if candidate.particle is None or particles_of(token, candidate):
            return candidate
    return None
