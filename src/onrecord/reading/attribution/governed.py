"""What a noun, an adjective, an adverb or "according to" attributes: content, source and cue, from the parse.

The lexicon's frames say what may be content, as for verbs (`frames`).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.reading.attribution.cues import Cue, cue_at, words
from onrecord.reading.attribution.findings import Finding, is_person_like, source_of, source_phrase
from onrecord.reading.draft import chars, phrase_of
from onrecord.reading.syntax import (
    agent,
    is_infinitive,
    is_negated,
    noun_phrase,
    stretch,
    subject,
    trimmed,
    unbroken,
    verb_group,
    without,
)
from onrecord.record import Span

LIGHT = frozenset(
    {"cast", "voice", "express", "raise", "make", "give", "issue", "reach", "have", "take", "release", "send", "repeat"}
)
"""Verbs that only carry a noun cue: "voiced concerns over"."""


DETACHED = 10
"""Tokens between a noun and its that-clause; a place and an adverb fit."""


def from_noun(noun: Token, cue: Cue) -> Iterator[Finding]:
    """The statement that a noun carries: "his claim that …", "the refusal to …", "concerns over …"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and cue_at(noun.head.head) is not None:
        return  # "said in a statement on Sunday": the verb attributes
    contents, extra = noun_content(noun, cue)
    if not contents:
        return
    leading = {t.lower_ for t in extra}
    owning = {"in", "from", "of"}  # "warnings in the south that …", "the statement of the ministry on …"
    light = noun.head if noun.dep_ in ("dobj", "attr", "pobj") else None
    source: list[Token] = []
    possessors = [c for c in noun.children if c.dep_ == "poss"]
    by = agent(noun)
    if possessors:
        source = [t for t in noun_phrase(possessors[0]) if t.dep_ != "case"]
    elif by is not None:
        source = noun_phrase(by)
    elif light is not None and light.pos_ == "VERB" and (owner := source_of(light)) is not None and owner.i != noun.i:
        if is_person_like(owner):
            source = source_phrase(owner, light)
    elif (
        inner := next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in owning - leading), None)
    ) is not None:
        holder = next((c for c in inner.children if c.dep_ == "pobj" and is_person_like(c)), None)
        source = noun_phrase(holder) if holder is not None else []
    if not source and "inf" in cue.frames and not cue.prepositions:
        return
    if not source and "of" in {t.lower_ for t in extra} and cue.act not in ("accuse", "say"):
        return
    spans = phrase_of(trimmed(contents))
    group = verb_group(light) if light is not None and light.lemma_ in LIGHT and noun.dep_ == "dobj" else []
    if spans:
        yield Finding(
            source=phrase_of(source),
            cue=phrase_of([*group, noun, *extra]),
            contents=list(spans),
            act=cue.act,
            takes=frozenset({noun.i}),
            at=noun.i,
        )


def noun_content(noun: Token, cue: Cue) -> tuple[list[Token], list[Token]]:
    """What a noun cue attributes, and the preposition that leads to it: "concerns *over* …"."""
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in ("acl", "relcl", "ccomp", "xcomp", "advcl"):
            if "inf" in cue.frames and is_infinitive(child):
                return stretch(child, noun), []
            that = complementiser(child)
            if "that" in cue.frames and that is not None and not is_relative(child):
                return [t for t in stretch(child, noun) if t.i > that.i], []
        if child.dep_ == "prep" and child.lower_ in cue.prepositions:
            inner = stretch(child, noun)[1:]
            if inner:
                return inner, [child]
    for sister in noun.head.children:  # "cast doubt" + "on the claim"
        if sister.i == noun.i + 1 and sister.dep_ == "prep" and sister.lower_ in cue.prepositions:
            return stretch(sister, noun)[1:], [sister]
    return (detached_clause(noun), []) if "that" in cue.frames else ([], [])


def complementiser(clause: Token) -> Token | None:
    """The "that" of a clause."""
    return next((c for c in clause.children if c.lower_ == "that" and c.dep_ == "mark" and c.i < clause.i), None)


def is_relative(clause: Token) -> bool:
    """Whether a clause behind "that" lacks its object, and so is a relative clause: "pacts that Oslo wants"."""
    cue = cue_at(clause)
    return (
        cue is not None
        and "obj" in cue.frames
        and not any(c.dep_ in ("dobj", "ccomp", "xcomp", "nsubjpass") for c in clause.children)
    )


def detached_clause(noun: Token) -> list[Token]:
    """The that-clause of a noun that other words part from it: "warnings in the south of late that …"."""
    for token in noun.doc[noun.i + 1 : min(noun.i + DETACHED, noun.sent.end)]:
        if token.pos_ in ("VERB", "AUX"):
            return []
        if token.lower_ == "that" and token.dep_ == "mark":
            clause = token.head
            above = clause.head
            said = clause.dep_ == "ccomp" and above.i < noun.i and cue_at(above) is not None
            return [] if said or noun.is_ancestor(clause) else [t for t in clause.subtree if t.i > token.i]
    return []


def from_adjective(adjective: Token, cue: Cue) -> Iterator[Finding]:
    """The statement that an adjective carries: "he is willing to …", "is confident that …"."""
    verb = adjective.head if adjective.dep_ in ("acomp", "oprd") else None
    head = subject(verb) if verb is not None else subject(adjective)
    if verb is None and adjective.dep_ in ("amod", "acl", "ROOT", "ccomp", "conj") and head is None:
        head = adjective.head if adjective.dep_ in ("amod", "acl") and adjective.head.i < adjective.i else None
    if head is None or not is_person_like(head):
        return
    for child in adjective.children:
        extra: list[Token] = []
        content: list[Token] = []
        if (
            child.i > adjective.i
            and child.dep_ in ("xcomp", "ccomp", "advcl")
            and "inf" in cue.frames
            and is_infinitive(child)
        ):
            content = stretch(child, adjective)
        elif child.i > adjective.i and child.dep_ == "ccomp" and "that" in cue.frames and not is_infinitive(child):
            content = [
                t
                for t in stretch(child, adjective)
                if not (t.lower_ == "that" and t.dep_ == "mark" and t.head is child)
            ]
        elif child.dep_ == "prep" and child.lower_ in cue.prepositions:
            content, extra = stretch(child, adjective)[1:], [child]
        spans = phrase_of(trimmed(content))
        if spans:
            group = verb_group(verb) if verb is not None else []
            negated = is_negated(verb) if verb is not None else False
            yield Finding(
                source=phrase_of(source_phrase(head, adjective)),
                cue=phrase_of([*group, adjective, *extra]),
                contents=list(spans),
                act=cue.act,
                negated=negated,
                takes=frozenset({adjective.i}),
                at=adjective.i,
            )
            return


def from_adverb(adverb: Token, cue: Cue) -> Iterator[Finding]:
    """What "reportedly" or "allegedly" marks: the clause it stands in, less its subject; nobody is named."""
    verb = adverb.head
    if verb.pos_ not in ("VERB", "AUX"):
        return
    tokens = [t for t in stretch(verb, adverb) if t.i > adverb.i] if verb.i > adverb.i else []
    tokens = without(tokens, [c for c in verb.children if c.dep_ == "conj" and c.i > verb.i])
    spans = phrase_of(trimmed(unbroken(tokens, verb))) if verb in tokens else ()
    if spans:
        yield Finding(cue=(chars(adverb),), contents=list(spans), act=cue.act, takes=frozenset({adverb.i}), at=adverb.i)


def from_preposition(according: Token) -> Iterator[Finding]:
    """The statement in "according to NP": the rest of its clause."""
    doc = according.doc
    if according.i + 1 >= len(doc) or doc[according.i + 1].lower_ != "to":
        return
    to = doc[according.i + 1]
    head = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None)
    if head is None:
        head = next((c for c in according.children if c.dep_ == "pobj"), None)
    if head is None or head.i <= to.i or head.lemma_.lower() in words("measures"):
        return
    source = noun_phrase(head)
    if not source:
        return
    clause = according.head
    while (
        clause.dep_ in ("prep", "pobj", "dobj", "compound", "amod", "attr", "acomp", "npadvmod")
        and clause.head.i != clause.i
    ):
        clause = clause.head
    phrase = range(according.i, source[-1].i + 1)
    sentence = according.sent
    if clause.i in phrase:
        clause = sentence.root
    inside = [t.i for t in clause.subtree if t.i not in phrase]
    if not inside:
        return
    if according.i > clause.i:  # it trails its clause
        tokens = [t for t in doc[min(inside) : according.i] if not t.is_space]
        if clause.dep_ == "ROOT":
            tokens = list(doc[sentence.start : according.i])
    else:
        tokens = list(doc[phrase.stop : max(max(inside) + 1, phrase.stop)])
    spans = phrase_of(trimmed(tokens))
    if spans:
        yield Finding(
            source=phrase_of(source),
            cue=(Span(according.idx, to.idx + len(to)),),
            contents=list(spans),
            takes=frozenset({according.i, to.i}),
            at=according.i,
        )
