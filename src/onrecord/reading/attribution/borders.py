"""Borders: where what was said begins and ends, drawn as plain runs of tokens.

A bare subtree of a news sentence is often torn or overgrown, so from the head that the parser proposes the border is
found by the words that stand at it: "that", a relative clause after a comma, the cue itself, the end of the sentence.
"""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.reading.attribution.cues import cue_at
from onrecord.reading.attribution.findings import Finding
from onrecord.reading.syntax import joined_with, without

Runs = list[list[Token]]


TRAILING = 8
"""Words that may follow a cue at a sentence's end ("…, the army said in a statement on Sunday")."""
REACHING = frozenset(
    {"if", "unless", "until", "because", "provided", "once", "while", "although", "though", "since", "when", "as", "so"}
)
"""Conjunctions of clauses that belong to what was said though the parser hangs them on the verb of saying."""


BEFORE_THAT = 8
"""Tokens between a verb of saying and its "that": an addressee, a place and a day fit."""
SHORTEST = 3
"""Words of the shortest clause taken from a headline that the parser could not read."""


def blamed_for(verb: Token, target: Token) -> Token:
    """The last token of the object and of the "of", "for", "over" or "as" phrase behind it."""
    last = object_end(target)
    for child in verb.children:
        if child.i > target.i and child.dep_ in ("prep", "pcomp") and child.lower_ in ("of", "for", "over", "as", "on"):
            last = max(last, child.right_edge, key=lambda t: t.i)
    return last


def before_aside(tokens: list[Token]) -> list[Token]:
    """A phrase up to the first relative clause that a comma sets off: what it adds is the writer's."""
    for n, token in enumerate(tokens[1:], 1):
        if token.text == "," and n + 1 < len(tokens) and tokens[n + 1].lower_ in ("which", "who", "whose", "where"):
            return tokens[:n]
    return tokens


def object_end(target: Token) -> Token:
    """The last token of an object, what a comma and "with" or "after" set off left out."""
    for child in target.children:
        if (
            child.dep_ == "prep"
            and child.i > target.i
            and child.lower_ in ("with", "after")
            and child.nbor(-1).text == ","
        ):
            return child.nbor(-2)
    last = target.right_edge
    noun = cue_at(target)
    if noun is not None:
        leading = noun.prepositions | {"from", "by", "of"}
        for child in sorted(target.head.children, key=lambda t: t.i):  # "a plea" + "from La Paz" + "for access"
            if child.i == last.i + 1 and child.dep_ in ("prep", "agent") and child.lower_ in leading:
                last = child.right_edge
    return last


def plain(verb: Token, first: Token, last: Token) -> list[Token]:
    """All tokens from one to another, never running over the cue."""
    start = max(first.i, verb.i + 1) if last.i > verb.i else first.i
    return list(verb.doc[start : last.i + 1])


def tail(verb: Token, clause: Token) -> int:
    """Index of the last token that still belongs to a clause, adverbial clauses behind it included."""
    last = clause.right_edge.i
    for child in sorted(verb.children, key=lambda t: t.i):
        if child.i <= last or child.left_edge.i > last + 2:
            continue
        marked = child.dep_ == "advcl" and any(
            c.dep_ in ("mark", "advmod") and c.lower_ in REACHING for c in child.children
        )
        joined = child.dep_ == "cc" and verb.doc[child.i + 1].lower_ in ("only", "not")
        phrase = (
            child.dep_ in ("prep", "conj")
            and verb.doc[child.left_edge.i - 1].lower_ in ("but", "and")
            and child.pos_ == "ADP"
        )
        if marked or joined or phrase:
            last = child.right_edge.i
    return last


def split_clauses(verb: Token, clause: Token) -> list[Runs]:
    """The that-clauses under one verb, the complementiser left out: one content for each "that"."""
    repeated = [
        c
        for c in clause.children
        if c.dep_ == "conj" and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children)
    ]
    foreign = [
        c for c in clause.children if c.dep_ == "conj" and (owner := joined_with(c)) is not None and owner.i == verb.i
    ]
    contents: list[Runs] = []
    for part in [clause, *repeated]:
        rest = [c for c in (*repeated, *foreign) if c is not part and part.is_ancestor(c)]
        inside = [t for t in without(part.subtree, rest) if t.i > verb.i]
        if not inside:
            continue
        tokens = list(verb.doc[inside[0].i : inside[-1].i + 1])
        while tokens and (
            tokens[0].is_space
            or tokens[0].text in ",:"
            or (tokens[0].lower_ == "that" and tokens[0].dep_ not in ("det", "nsubj", "nsubjpass"))
        ):
            tokens.pop(0)
        while tokens and (tokens[-1].dep_ == "cc" or tokens[-1].text in (",", ";") or tokens[-1].is_space):
            tokens.pop()
        contents.append([tokens])
    return contents


def before_cue(verb: Token, clause: Token, finding: Finding) -> list[Token]:
    """The clause that stands before its cue ("…, the army said"), from the start of the sentence."""
    ends = [verb.i, *finding.takes]
    end = min(ends)
    if finding.source:
        span = verb.doc.char_span(*finding.source[0], alignment_mode="expand")
        if span is not None and span.start > clause.i:
            end = min(end, span.start)
    start = clause.left_edge.i
    sentence = verb.sent.start
    trails = sum(1 for t in verb.doc[verb.i + 1 : verb.sent.end] if t.is_alpha) <= TRAILING
    if verb.dep_ in ("ROOT", "parataxis") or verb.head is clause or trails:
        start = min(start, sentence)
    return list(verb.doc[start:end])


def rest_of_sentence(verb: Token, target: Token | None) -> list[Token]:
    """What stands behind a bare verb of saying where the parser saw no clause: "Lund says talks unlikely"."""
    after = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if not t.is_space]
    that = next((n for n, t in enumerate(after[:BEFORE_THAT]) if t.lower_ == "that" and t.dep_ != "det"), None)
    if that is not None:
        return after[that + 1 :]
    headline = verb.tag_ in ("VBZ", "VBP") and not any(t.text == "." for t in after)
    return after if headline and len(after) >= SHORTEST and target is not None and target.i > verb.i else []
