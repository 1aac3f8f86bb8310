"""Findings: attributions in the making, with the phrase that names their source and the words of their cue.

The source of a verb of saying is its subject, or the agent of its passive; the cue is its whole verb group with
what joins it ("continues to blame", "declined to comment on").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.reading.attribution.cues import Cue, is_verb_by_place, particles_of, words
from onrecord.reading.draft import phrase_of
from onrecord.reading.syntax import agent, is_negated, is_passive, noun_phrase, subject, trimmed, unbroken, verb_group
from onrecord.record import Act, Phrase, Span

DECLINING = frozenset({"decline", "refuse"})
"""Verbs that negate a verb of saying under them: "declined to comment"."""
KEEPING = frozenset(
    {"continue", "begin", "start", "keep", "go", "cease", "stop", "seem", "appear", "come", "move", "join"}
)
"""Verbs that belong to the cue under them: "continues to blame"."""
PERSONAL = frozenset({"i", "we", "he", "she", "they", "you", "who"})


@dataclass
class Finding:
    """An attribution in the making. `takes` are the indices of tokens that can be no other cue."""

    source: Phrase = ()
    cue: Phrase = ()
    contents: list[Span] = field(default_factory=list)
    act: Act = "say"
    negated: bool = False
    addressees: Phrase = ()
    reporters: Phrase = ()
    takes: frozenset[int] = frozenset()
    at: int = -1
    """Index of the cue's head token; -1 where the layout alone attributes."""
    quotes: bool = False
    """Whether the contents are whole quotations, whose borders stand."""


def is_person_like(token: Token) -> bool:
    """Whether a subject can hold an attitude: a name, a person's pronoun, a word for people or their bodies."""
    if token.pos_ == "PROPN" or token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
        return True
    if token.lower_ in PERSONAL or token.lower_ in ("it", "others", "many", "some", "those", "both"):
        return True
    return token.lemma_.lower() in words("people") or token.lemma_.lower() in words("documents")


def source_of(verb: Token) -> Token | None:
    """The head of the phrase that names whose attribution a verb carries: the agent of a passive, else the subject."""
    if is_passive(verb):
        return agent(verb)
    found = subject(verb)
    if found is not None and (found.lower_ in ("it", "there") and found.dep_ == "expl"):
        return None
    return found


def source_phrase(head: Token | None, cue: Token) -> list[Token]:
    """The source's noun phrase; of "Ukraine, which has pleaded" only "Ukraine"."""
    if head is None:
        return []
    if is_verb_by_place(cue) and head.i < cue.i:
        return trimmed(cue.doc[head.left_edge.i : cue.i])
    phrase = noun_phrase(head, relative=cue not in head.subtree)
    inside = [t for t in phrase if t.i < cue.i] if head.i < cue.i else [t for t in phrase if t.i > cue.i]
    return trimmed(unbroken(inside, head)) if head in inside else trimmed(inside)


def whole_cue(verb: Token, cue: Cue) -> tuple[list[Token], bool]:
    """The cue's tokens and whether they negate: "has called on", "continues to blame", "declined to comment"."""
    group = verb_group(verb)
    group = sorted({t.i: t for t in [*group, *particles_of(verb, cue)]}.values(), key=lambda t: t.i)
    negated = is_negated(verb)
    above = verb.head
    if verb.dep_ in ("xcomp", "conj") and above.i < verb.i and above.lemma_ in DECLINING | KEEPING:
        upper = verb_group(above)
        between = [t for t in verb.doc[above.i + 1 : group[0].i] if t.dep_ in ("aux", "neg", "advmod")]
        if len(between) == group[0].i - above.i - 1:
            group = [*upper, *between, *group]
            negated = negated or is_negated(above) or above.lemma_ in DECLINING
    return group, negated


def started(verb: Token, cue: Cue) -> Finding:
    """A finding with source and cue, and nothing yet attributed."""
    group, negated = whole_cue(verb, cue)
    top = group[0] if group[0].i < verb.i and group[0].pos_ == "VERB" else verb
    head = source_of(top if top.lemma_ in DECLINING | KEEPING else verb)
    return Finding(
        source=phrase_of(source_phrase(head, verb)),
        cue=phrase_of(group),
        act=cue.act,
        negated=negated,
        takes=frozenset(t.i for t in group),
        at=verb.i,
    )
