"""Frames: what a verb of saying governs, from the parse, by the subcategorisation that the lexicon gives it.

The parse proposes clauses, objects and phrases; the borders are then drawn as plain runs of tokens, because a
bare subtree of a news sentence is often torn. `FRAMES` is the order in which the frames are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from onrecord.reading.attribution.borders import (
    Runs,
    before_aside,
    before_cue,
    blamed_for,
    object_end,
    plain,
    rest_of_sentence,
    split_clauses,
)
from onrecord.reading.attribution.cues import Cue, cue_at, particles_of, words
from onrecord.reading.attribution.findings import DECLINING, Finding, is_person_like, started
from onrecord.reading.attribution.governed import LIGHT, noun_content
from onrecord.reading.attribution.parentheses import interrupting, inverted, trailing
from onrecord.reading.draft import phrase_of, text_of
from onrecord.reading.syntax import (
    RELATIVE,
    agent,
    is_infinitive,
    is_negated,
    is_passive,
    noun_phrase,
    stretch,
    subject,
    trimmed,
)

VOICING = frozenset({"say", "answer", "confirm", "announce", "ask"})
"""Acts that a verb of declining negates; to decline anything else is to reject it."""
QUESTION_WORDS = frozenset({"when", "where", "how", "why", "whether", "if", "what", "who"})


@dataclass(frozen=True)
class Governed:
    """What stands around a verb: its finite and infinitive clauses, its object, its other dependents by label.

    `held` says that the subject is somebody who can hold an attitude.
    """

    verb: Token
    cue: Cue
    sourced: bool
    held: bool
    clauses: list[Token]
    infinitives: list[Token]
    target: Token | None
    by_dep: dict[str, list[Token]]


@dataclass(frozen=True)
class Filled:
    """A frame filled: the contents, each a list of runs of tokens, words that join the cue, the one addressed."""

    contents: list[Runs]
    joins: list[Token] = field(default_factory=list)
    addressee: Token | None = None


def from_verb(verb: Token, cue: Cue) -> Iterator[Finding]:
    """The statements that a verb makes; several where "that" is repeated."""
    under = verb.dep_ == "xcomp" and is_infinitive(verb)
    governor = cue_at(verb.head) if under else None
    if governor is not None and cue.act != "demand" and not (verb.head.lemma_ in DECLINING and cue.act in VOICING):
        return
    if verb.lower_ == "citing" and cue_at(verb.head) is not None:
        return  # whom a reporter cites is the chain's affair
    finding = started(verb, cue)
    if under and finding.source and text_of(verb.doc, finding.source[0]).lower() == "it":
        return
    if finding.negated and cue.act == "threaten":
        return  # "does not threaten anyone": nothing is threatened
    if "neg" in cue.frames:
        if not finding.negated:
            return
        finding.negated = "flip" not in cue.frames
    apart = interrupting(verb, cue, finding) or inverted(verb, cue, finding)
    if apart is None and not finding.source and not is_passive(verb):
        apart = trailing(verb, cue, finding)
    found = filled(verb, cue, finding) if apart is None else None
    if found is None:
        apart = apart or trailing(verb, cue, finding)
        if apart is not None:
            yield apart
        return
    if found.joins:
        finding.takes |= {t.i for t in found.joins}
        finding.cue = phrase_of(verb.doc[i] for i in finding.takes)
    if found.addressee is not None:
        finding.addressees = phrase_of(noun_phrase(found.addressee))
    elif "tell" in cue.frames and found.contents[0] and found.contents[0][0]:
        finding.addressees = phrase_of(between(verb, found.contents[0][0][0]))
    for content in found.contents:
        spans = [s for part in content for s in phrase_of(trimmed(part))]
        if spans:
            yield replace(finding, contents=spans)


def between(verb: Token, content: Token) -> list[Token]:
    """The noun phrase between a verb of telling and what was told: "told Reuters he would stay"."""
    tokens = trimmed(t for t in verb.doc[verb.i + 1 : content.i] if t.lower_ != "that")
    nominal = bool(tokens) and tokens[-1].pos_ in ("NOUN", "PROPN", "PRON")
    return tokens if nominal and not any(t.pos_ in ("VERB", "AUX", "ADP") for t in tokens) else []


def filled(verb: Token, cue: Cue, finding: Finding) -> Filled | None:
    """The first frame of a cue that the words around its verb fill."""
    g = around(verb, cue, finding)
    if not finding.source and verb.dep_ not in ("ROOT", "conj") and not is_passive(verb):
        return None
    for names, frame in FRAMES:
        if names & cue.frames and (found := frame(g, finding)) is not None:
            return found
    return prepositional(g, finding) if cue.prepositions else None


def around(verb: Token, cue: Cue, finding: Finding) -> Governed:
    """What stands around a verb."""
    by_dep: dict[str, list[Token]] = {}
    for child in verb.children:
        by_dep.setdefault(child.dep_, []).append(child)
    objects = [t for dep in ("dobj", "dative") for t in by_dep.get(dep, []) if t.pos_ != "ADP"]
    person = subject(verb)
    return Governed(
        verb=verb,
        cue=cue,
        sourced=bool(finding.source),
        held=person is not None and is_person_like(person),
        clauses=[c for c in by_dep.get("ccomp", []) if not is_infinitive(c)] or open_questions(verb, cue),
        infinitives=[
            c
            for dep in ("xcomp", "ccomp", "advcl", "oprd")
            for c in by_dep.get(dep, [])
            if is_infinitive(c) and c.i > verb.i
        ],
        target=next((t for t in objects if t.i > verb.i), None),
        by_dep=by_dep,
    )


def open_questions(verb: Token, cue: Cue) -> list[Token]:
    """The clause of "did not say when …", which the parser takes for an adverbial one."""
    if not (is_negated(verb) or cue.act in ("ask", "know", "doubt")):
        return []
    return [
        c
        for c in verb.children
        if c.dep_ == "advcl" and verb.i < c.left_edge.i <= verb.i + 2 and c.left_edge.lower_ in QUESTION_WORDS
    ]


def finite(g: Governed, finding: Finding) -> Filled | None:
    """A finite clause, before or behind: "said that …", "…, the army said"."""
    if not g.clauses and g.sourced and g.held and "obj" not in g.cue.frames and not is_passive(g.verb):
        rest = rest_of_sentence(g.verb, g.target)
        return Filled([[rest]], [], _addressee(g)) if rest else None
    if not g.clauses or not (g.sourced or is_passive(g.verb) or g.verb.dep_ in ("ROOT", "conj", "ccomp", "parataxis")):
        return None
    addressee = _addressee(g)
    if g.clauses[0].i < g.verb.i and g.target is not None and "obj" in g.cue.frames:
        return None  # it has its object: "…; the army denied this"
    if g.clauses[0].i < g.verb.i and is_parted(g.verb, finding):
        return None
    if g.clauses[0].i < g.verb.i:
        return Filled([[before_cue(g.verb, g.clauses[0], finding)]], [], addressee)
    return Filled(split_clauses(g.verb, g.clauses[0]), [], addressee)


def is_parted(verb: Token, finding: Finding) -> bool:
    """Whether a colon or semicolon stands between a clause and the cue behind it, so that it is no content."""
    for token in reversed(verb.doc[verb.sent.start : min(finding.takes)]):
        if token.text in (":", ";"):
            return True
        if token.text == ",":
            return False
    return False


def raised(g: Governed, finding: Finding) -> Filled | None:
    """A passive with an infinitive: in "X is expected to come", "X … come"."""
    if not is_passive(g.verb) or not g.infinitives:
        return None
    to = [t for t in g.infinitives[0].children if t.dep_ == "aux" and t.lower_ == "to"]
    return Filled([[_passive_subject(g.verb), [t for t in stretch(g.infinitives[0], g.verb) if t not in to]]], to)


def blamed(g: Governed, finding: Finding) -> Filled | None:
    """Somebody, and what for: "blamed Russia for the delay", "hailed it as a success"."""
    if is_passive(g.verb):
        return undergone(g, finding)
    if g.target is None or not g.held:
        return None
    return Filled([[before_aside(plain(g.verb, g.target.left_edge, blamed_for(g.verb, g.target)))]])


def undergone(g: Governed, finding: Finding) -> Filled | None:
    """The subject of a passive whose agent is named: "was condemned by the council"."""
    runs = _passive_subject(g.verb) if is_passive(g.verb) and agent(g.verb) is not None else []
    return Filled([[runs]]) if runs else None


def object_infinitive(g: Governed, finding: Finding) -> Filled | None:
    """Somebody to do something: "urged Kiev to wait", "called on Kiev to wait"."""
    if not g.infinitives or is_passive(g.verb):
        return None
    first = g.infinitives[0]
    if g.target is not None and g.target.i < first.i:
        return Filled([[plain(g.verb, g.target.left_edge, first.right_edge)]])
    particles = particles_of(g.verb, g.cue)
    if particles:
        at = particles[-1]
        return Filled([[plain(g.verb, at.nbor(), max(first.right_edge, at.right_edge, key=lambda t: t.i))]])
    return Filled([[plain(g.verb, first.left_edge, first.right_edge)]]) if first.dep_ == "ccomp" else None


def infinitive(g: Governed, finding: Finding) -> Filled | None:
    """An infinitive of the same subject: "plans to hold talks"; "declined to comment" is left to "comment"."""
    if g.infinitives and g.verb.lemma_ in DECLINING:
        inner = cue_at(g.infinitives[0])
        if inner is not None and inner.act in VOICING:
            return None
    if not g.infinitives or g.target is not None or not g.held or is_passive(g.verb):
        return None
    return Filled([[before_aside(stretch(g.infinitives[0], g.verb))]])


def described(g: Governed, finding: Finding) -> Filled | None:
    """Something as something: "described the raid as a provocation"."""
    as_ = next((t for t in g.by_dep.get("prep", []) if t.lower_ == "as"), None)
    if as_ is None or g.target is None or as_.i < g.target.i:
        return None
    return Filled([[plain(g.verb, g.target.left_edge, as_.right_edge)]])


def small_clause(g: Governed, finding: Finding) -> Filled | None:
    """Something something: "called the vote a farce", "was declared illegal by the court"."""
    if is_passive(g.verb):
        runs = _passive_subject(g.verb)
        named = g.by_dep.get("oprd", [])
        return Filled([[runs, stretch(named[0], g.verb)]]) if runs and named and agent(g.verb) is not None else None
    if not g.held:
        return None
    if g.target is not None:
        named = [c for dep in ("oprd", "acomp", "xcomp") for c in g.by_dep.get(dep, []) if c.i > g.target.i]
        return Filled([[plain(g.verb, g.target.left_edge, named[0].right_edge)]]) if named else None
    whole = [c for dep in ("ccomp", "oprd") for c in g.by_dep.get(dep, []) if c.i > g.verb.i]
    return Filled([[plain(g.verb, whole[0].left_edge, whole[-1].right_edge)]]) if whole else None


def gerund(g: Governed, finding: Finding) -> Filled | None:
    """A gerund: "denied shelling the town"."""
    found = [c for dep in ("xcomp", "ccomp") for c in g.by_dep.get(dep, []) if c.tag_ == "VBG" and c.i > g.verb.i]
    return Filled([[stretch(found[0], g.verb)]]) if found and g.held else None


def plain_object(g: Governed, finding: Finding) -> Filled | None:
    """A noun phrase: "confirmed the number", "denounced by the council"."""
    if is_passive(g.verb):
        return undergone(g, finding)
    if g.verb.dep_ == "relcl" and g.target is None and g.held and not g.infinitives:
        before = [
            t for t in g.verb.doc[max(0, g.verb.left_edge.i - 3) : g.verb.left_edge.i] if t.pos_ in ("NOUN", "PROPN")
        ]
        own = any(c.dep_ == "nsubj" and c.lower_ not in RELATIVE for c in g.verb.children)
        return Filled([[noun_phrase(before[-1], relative=False)]], [], _addressee(g)) if before and own else None
    if g.target is None or not g.held or g.target.lower_ in ("itself", "himself", "herself"):
        return None
    if g.cue.act == "deny" and (g.by_dep.get("dative") or g.target.lemma_.lower() in words("withheld")):
        return None  # to deny somebody something is a deed
    if g.verb.lemma_ in LIGHT and (noun := cue_at(g.target)) is not None and noun_content(g.target, noun)[0]:
        return None  # the noun is the cue: "repeated his claim that …"
    return Filled([[before_aside(plain(g.verb, g.target.left_edge, object_end(g.target)))]])


def prepositional(g: Governed, finding: Finding) -> Filled | None:
    """What follows a preposition of the cue: "called for calm", "warned of war"."""
    if not g.held:
        return None
    for dep in ("prep", "prt", "dative"):
        for child in g.by_dep.get(dep, []):
            if child.lower_ in g.cue.prepositions and child.i > g.verb.i and (inner := stretch(child, g.verb)[1:]):
                return Filled([[inner]], [child], g.target if "tell" in g.cue.frames else None)
    return None


FRAMES = (
    ({"that", "quote", "tell"}, finite),
    ({"raise"}, raised),
    ({"blame"}, blamed),
    ({"objinf"}, object_infinitive),
    ({"inf"}, infinitive),
    ({"as"}, described),
    ({"small"}, small_clause),
    ({"ing"}, gerund),
    ({"obj"}, plain_object),
)
"""The frames in the order in which they are tried, and what fills them."""


def _addressee(g: Governed) -> Token | None:
    """The one told or warned; in "to" phrases too ("said to reporters")."""
    if "tell" in g.cue.frames and g.target is not None:
        return g.target
    asking = g.cue.act in ("want", "ask", "demand")
    for dep in ("prep", "dative"):
        for child in g.by_dep.get(dep, []):
            if child.lower_ == "to" or (asking and child.lower_ == "from"):
                return next((c for c in child.children if c.dep_ == "pobj" and is_person_like(c)), None)
    return None


def _passive_subject(verb: Token) -> list[Token]:
    """What a passive is about: its subject, or the noun that its participle stands with."""
    for child in verb.children:
        if child.dep_ in ("nsubjpass", "nsubj") and child.lower_ not in ("it", "which", "that", "who"):
            return noun_phrase(child)
    if verb.dep_ in ("acl", "relcl"):
        return noun_phrase(verb.head, relative=False)
    return []
