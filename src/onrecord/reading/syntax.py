"""What the readers ask of a dependency parse: noun phrases, subjects, verb groups, clauses.

Labels are those of spaCy's English models (ClearNLP style). The parser errs on news, so every answer is a plain
range of tokens with sane borders rather than a bare subtree.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from onrecord.reading.attribution.cues import cue_at, words

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
RELATIVE = frozenset({"who", "which", "that", "whom"})
_HANGING = frozenset({"conj", "xcomp", "advcl", "pcomp", "aux", "auxpass"})


def trimmed(tokens: Iterable[Token]) -> list[Token]:
    """The tokens in order, without white space and stray punctuation at their ends."""
    found = [t for t in tokens if not t.is_space]
    found.sort(key=lambda t: t.i)
    while found and found[-1].text in _STRAY:
        found.pop()
    while found and found[0].text in _STRAY:
        found.pop(0)
    return found


_STRAY = frozenset([",", ";", ":", "-", "–", "—", "--", ".", "―"])


def unbroken(tokens: Iterable[Token], head: Token) -> list[Token]:
    """The unbroken run of tokens around the head; what the parser strung on from afar is left out."""
    marked = {t.i for t in tokens}
    doc = head.doc
    first = last = head.i
    while first > 0 and (first - 1 in marked or doc[first - 1].is_space):
        first -= 1
    while last + 1 < len(doc) and (last + 1 in marked or doc[last + 1].is_space):
        last += 1
    return [t for t in doc[first : last + 1] if t.i in marked]


def noun_phrase(head: Token, *, relative: bool = True) -> list[Token]:
    """The noun phrase of a head noun: determiners, titles, appositions, complements.

    Args:
        head: its head token.
        relative: whether a relative clause that follows belongs to it.
    """
    left_out: set[int] = set()
    for child in head.children:
        if (child.dep_ == "relcl" and not relative) or (child.i > head.i and is_temporal(child)):
            left_out.update(t.i for t in child.subtree)
    inside = [t for t in head.subtree if t.i not in left_out]
    return trimmed(unbroken(inside, head))


def is_temporal(token: Token) -> bool:
    """Whether a dependent of a name is a date that the parser hung there: the "on Sunday" of "Lund on Sunday said"."""
    if token.dep_ == "prep" and token.lower_ in ("on", "in", "at", "late", "early"):
        return any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in token.children)
    return token.dep_ == "npadvmod" and token.ent_type_ in ("DATE", "TIME")


def subject(verb: Token) -> Token | None:
    """The head of the verb's subject, or of that of the verb it is joined to or hangs on.

    A relative pronoun is given as its antecedent; of "plans to hold" the infinitive's subject is that of "plans".
    """
    seen = 0
    while seen < 8:
        seen += 1
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                if child.lower_ in RELATIVE and verb.dep_ == "relcl":
                    return verb.head
                return child
        if verb.dep_ == "conj" and (above := joined_with(verb)) is not None:
            verb = above
        elif verb.dep_ in _HANGING or (verb.dep_ == "prep" and verb.head.pos_ in ("VERB", "AUX")):
            verb = verb.head
        elif verb.dep_ == "prep" or (verb.dep_ == "acl" and verb.tag_ == "VBG"):
            return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None
        else:
            return None
    return None


def joined_with(verb: Token) -> Token | None:
    """The verb of saying that a second predicate really goes on with, where the parser hung it on what was said.

    In "Kiev has acknowledged that the vote cannot be held and has accused Moscow" the auxiliaries tell it.
    """
    above = verb.head
    saying = above.head
    if above.dep_ != "ccomp" or above.i < saying.i or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    own, said, shared = auxiliaries(verb), auxiliaries(above), auxiliaries(saying)
    if own != shared:
        return None
    inner = next((c for c in above.children if c.dep_ in SUBJECTS), None)
    lifeless = inner is not None and inner.pos_ == "NOUN" and inner.lemma_.lower() not in words("people")
    return saying if own != said or (lifeless and cue_at(verb) is not None) else None


def auxiliaries(verb: Token) -> tuple[str, ...]:
    """The finite form of a verb: its auxiliaries, or its own tag where it has none."""
    return tuple(c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")) or (verb.tag_,)


def agent(verb: Token) -> Token | None:
    """The head of the passive's agent: in "was seized by the army", "army"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive."""
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and not any(c.dep_ == "aux" for c in verb.children)
    )


def is_negated(verb: Token) -> bool:
    """Whether a negation stands by the verb ("did not", "never") or by its subject ("no official")."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "hardly"):
            return True
        if child.dep_ in (*SUBJECTS, "attr") and any(d.lower_ in ("no", "neither") for d in child.children):
            return True
    return False
