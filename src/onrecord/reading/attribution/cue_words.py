"""What the words of a cue tell: whether they deny what they attribute, and whom they address.

The cue itself is found by the model; the lexicon of cues (`lexicons/cues.csv`) knows its words, and the parse tells
what hangs on them.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from onrecord.reading.attribution.cues import Cue, cue_at, words
from onrecord.reading.draft import phrase_of, tokens_of
from onrecord.reading.lexicons import table
from onrecord.reading.syntax import agent, is_negated, is_passive, noun_phrase, subject
from onrecord.record import Phrase

DECLINING = frozenset({"decline", "refuse"})
"""Verbs that negate a verb of saying under them: "declined to comment"."""
VOICING = frozenset({"say", "answer", "confirm", "announce", "ask"})
"""Acts that a verb of declining negates; to decline anything else is to reject it."""
ASKING = frozenset({"want", "ask", "demand"})
"""Acts whose addressee may stand behind "from": "demanded an answer from the council"."""


def head_of_cue(doc: Doc, phrase: Phrase) -> tuple[Token, Cue] | None:
    """The word of a cue that the lexicon knows: the first whose act is narrower than "say", else the last."""
    found = [(t, cue) for span in phrase for t in tokens_of(doc, span) if (cue := cue_at(t)) is not None]
    voiced = [pair for pair in found if pair[0].lemma_ not in DECLINING]
    if voiced and any(pair[1].act in VOICING for pair in voiced):
        found = voiced  # "declined to comment" is about commenting
    return next((pair for pair in found if pair[1].act != "say"), found[-1] if found else None)


def whole_cue(doc: Doc, phrase: Phrase, source: Phrase, content: Phrase) -> Phrase:
    """A cue without the preposition that leads to its source ("was condemned by"), and with the verb of a preposition
    that the model took for all of it (the "accused" of "accused … of")."""
    tokens = [t for span in phrase for t in tokens_of(doc, span)]
    leads = len(tokens) > 1 and tokens[-1].dep_ in ("prep", "agent") and tokens[0].lower_ != "according"
    if leads and source and tokens[-1].i + 1 < len(doc) and tokens[-1].nbor().idx == source[0].start:
        return phrase_of(tokens[:-1])
    if len(tokens) == 1 and tokens[0].pos_ == "ADP" and content and content[0].start < tokens[0].idx:
        first = tokens_of(doc, content[0])[0].i
        verb = doc[first - 1] if first else None
        if verb is not None and verb.pos_ == "VERB" and cue_at(verb) is not None:
            return phrase_of([*(c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg")), verb])
    return phrase


def is_mere_deed(doc: Doc, phrase: Phrase) -> bool:
    """Whether a cue's verb does something and says nothing: to deny somebody entry; not to threaten anybody."""
    head = head_of_cue(doc, phrase)
    if head is None:
        return False
    if head[1].act == "threaten":
        return is_negated(head[0])
    things = [c for c in head[0].children if c.dep_ in ("dobj", "dative")]
    withheld = any(t.lemma_.lower() in table("disputes")["granted"]["nouns"] for t in things)
    return head[0].lemma_ == "deny" and (withheld or any(t.dep_ == "dative" and t.pos_ != "ADP" for t in things))


def is_denied(doc: Doc, phrase: Phrase) -> bool:
    """Whether the words of a cue deny the attribution: "did not say", "declined to comment", "never thought"."""
    tokens = [t for span in phrase for t in tokens_of(doc, span)]
    head = head_of_cue(doc, phrase)
    negated = any(t.dep_ == "neg" or t.lower_ in words("negations") for t in tokens)
    if head is not None:
        negated = (negated or is_negated(head[0])) and "flip" not in head[1].frames
    declining = next((t.i for t in tokens if t.lemma_ in DECLINING), None)
    voiced = [t for t in tokens if declining is not None and t.i > declining]
    if any((cue := cue_at(t)) is not None and cue.act in VOICING for t in voiced):
        return not negated
    return negated


def subject_of(doc: Doc, phrase: Phrase, content: Phrase) -> Phrase:
    """The subject of an active cue: the "Latvia" of "Latvia summoned the envoy and warned that …"."""
    head = head_of_cue(doc, phrase)
    if head is None or head[0].pos_ != "VERB" or is_passive(head[0]):
        return ()
    doer = subject(head[0])
    if doer is None or doer.dep_ == "expl" or doer.lower_ in ("it", "there", "what"):
        return ()
    named = phrase_of(t for t in noun_phrase(doer, relative=False) if t.i < head[0].i or doer.i > head[0].i)
    return () if meet(named, (*content, *phrase)) else named


def seat_of(doc: Doc, phrase: Phrase, content: Phrase) -> Phrase:
    """Where the sayings that a noun cue names come from: the "Riga and Minsk" of "statements in Riga and Minsk that …".

    Only names: what is said "in a report" is said by somebody else.
    """
    nouns = [t for span in phrase for t in tokens_of(doc, span) if t.pos_ == "NOUN"]
    if not nouns:
        return ()
    seats = (
        inner
        for preposition in nouns[-1].children
        if preposition.lower_ in ("in", "from", "by") and preposition.i > nouns[-1].i
        for inner in preposition.children
        if inner.dep_ == "pobj" and inner.pos_ == "PROPN" and inner.ent_type_ not in ("DATE", "TIME")
    )
    seat = next(seats, None)
    named = phrase_of(noun_phrase(seat, relative=False)) if seat is not None else ()
    return () if meet(named, (*content, *phrase)) else named


def agent_of(doc: Doc, phrase: Phrase, content: Phrase) -> Phrase:
    """Who does the saying of a passive cue, where the text names them: the "doctors" of "was told by doctors"."""
    head = head_of_cue(doc, phrase)
    doer = agent(head[0]) if head is not None and is_passive(head[0]) else None
    named = phrase_of(noun_phrase(doer)) if doer is not None else ()
    return () if meet(named, content) else named


def addressees_of(doc: Doc, phrase: Phrase, content: Phrase) -> Phrase:
    """The phrase that names who is told, warned or asked, outside of the content."""
    head = head_of_cue(doc, phrase)
    if head is None:
        return ()
    verb, cue = head
    told = "tell" in cue.frames
    for child in verb.children:
        named: Token | None = None
        if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP" and child.i > verb.i:
            named = child if told else None
        elif child.dep_ in ("prep", "dative") and child.lower_ in (("to", "from") if cue.act in ASKING else ("to",)):
            named = next((c for c in child.children if c.dep_ == "pobj"), None)
        elif child.dep_ == "nsubjpass" and told:
            named = child
        if named is None or named.pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        told_to = phrase_of(noun_phrase(named))
        if told_to and not meet(told_to, content):
            return told_to
    return ()


def meet(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases share a character."""
    return any(a.start < b.end and b.start < a.end for a in one for b in other)
