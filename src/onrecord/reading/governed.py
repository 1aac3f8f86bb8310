"""What a cue governs: the content, source and addressee that the parse hangs on a verb, noun, adjective or adverb.

The lexicon's frames say what may be content. The parse proposes it; the borders are then drawn as plain runs of
tokens, because a bare subtree of a news sentence is often torn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from onrecord.reading.cues import Cue, cue_at, particle_of, words
from onrecord.reading.draft import chars, phrase_of
from onrecord.reading.syntax import (
    agent,
    is_negated,
    is_passive,
    joined_with,
    noun_phrase,
    subject,
    trimmed,
    unbroken,
    verb_group,
    without,
)
from onrecord.record import Act, Phrase, Span

DECLINING = frozenset({"decline", "refuse"})
"""Verbs that negate a verb of saying under them: "declined to comment"."""
VOICING = frozenset({"say", "answer", "confirm", "announce", "ask"})
"""Acts that a verb of declining negates; to decline anything else is to reject it."""
KEEPING = frozenset(
    {"continue", "begin", "start", "keep", "go", "cease", "stop", "seem", "appear", "come", "move", "join"}
)
"""Verbs that belong to the cue under them: "continues to blame"."""
LIGHT = frozenset(
    {"voice", "express", "raise", "make", "give", "issue", "reach", "have", "take", "release", "send", "repeat"}
)
"""Verbs that only carry a noun cue: "voiced concerns over"."""
TRAILING = 8
"""Words that may follow a cue at a sentence's end ("…, the army said in a statement on Sunday")."""
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
    phrase = noun_phrase(head, relative=cue not in head.subtree)
    inside = [t for t in phrase if t.i < cue.i] if head.i < cue.i else [t for t in phrase if t.i > cue.i]
    return trimmed(unbroken(inside, head)) if head in inside else trimmed(inside)


def whole_cue(verb: Token, cue: Cue) -> tuple[list[Token], bool]:
    """The cue's tokens and whether they negate: "has called on", "continues to blame", "declined to comment"."""
    group = verb_group(verb)
    if cue.particle is not None and (particle := particle_of(verb, cue)) is not None:
        group = sorted({t.i: t for t in [*group, particle]}.values(), key=lambda t: t.i)
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


def from_verb(verb: Token, cue: Cue) -> Iterator[Finding]:
    """The statements that a verb makes; several where "that" is repeated."""
    governor = cue_at(verb.head) if verb.dep_ == "xcomp" and is_infinitive(verb) else None
    if governor is not None and cue.act != "demand" and not (verb.head.lemma_ in DECLINING and cue.act in VOICING):
        return
    finding = started(verb, cue)
    if (
        finding.source
        and is_infinitive(verb)
        and verb.dep_ == "xcomp"
        and verb.doc.text[slice(*finding.source[0])].lower() == "it"
    ):
        return
    if "neg" in cue.frames:
        if not finding.negated:
            return
        finding.negated = False
    found = filled(verb, cue, finding)
    if found is None:
        return
    if found.joins:
        finding.takes |= {t.i for t in found.joins}
        finding.cue = phrase_of(verb.doc[i] for i in finding.takes)
    if found.addressee is not None:
        finding.addressees = phrase_of(noun_phrase(found.addressee))
    for content in found.contents:
        spans = [s for part in content for s in phrase_of(trimmed(part))]
        if spans:
            yield replace(finding, contents=spans)


Runs = list[list[Token]]


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
    """A frame that is filled: the contents, each a list of runs of tokens, words that join the cue, the one addressed."""

    contents: list[Runs]
    joins: list[Token] = field(default_factory=list)
    addressee: Token | None = None


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
        clauses=[c for c in by_dep.get("ccomp", []) if not is_infinitive(c)],
        infinitives=[
            c
            for dep in ("xcomp", "ccomp", "advcl", "oprd")
            for c in by_dep.get(dep, [])
            if is_infinitive(c) and c.i > verb.i
        ],
        target=next((t for t in objects if t.i > verb.i), None),
        by_dep=by_dep,
    )


def finite(g: Governed, finding: Finding) -> Filled | None:
    """A finite clause, before or behind: "said that …", "…, the army said"."""
    if not g.clauses or not (g.sourced or is_passive(g.verb) or g.verb.dep_ in ("ROOT", "conj", "ccomp", "parataxis")):
        return None
    addressee = _addressee(g)
    if g.clauses[0].i < g.verb.i:
        return Filled([[before_cue(g.verb, g.clauses[0], finding)]], [], addressee)
    return Filled(split_clauses(g.verb, g.clauses[0]), [], addressee)


def raised(g: Governed, finding: Finding) -> Filled | None:
    """A passive with an infinitive: in "X is expected to come", "X … come"."""
    if not is_passive(g.verb) or not g.infinitives:
        return None
    to = [t for t in g.infinitives[0].children if t.dep_ == "aux" and t.lower_ == "to"]
    return Filled([[_passive_subject(g.verb), [t for t in run(g.infinitives[0], g.verb) if t not in to]]], to)


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
    at = particle_of(g.verb, g.cue) if g.cue.particle else None
    if at is not None:
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
    return Filled([[before_aside(run(g.infinitives[0], g.verb))]])


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
        return Filled([[runs, run(named[0], g.verb)]]) if runs and named and agent(g.verb) is not None else None
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
    return Filled([[run(found[0], g.verb)]]) if found and g.held else None


def plain_object(g: Governed, finding: Finding) -> Filled | None:
    """A noun phrase: "confirmed the number", "denounced by the council"."""
    if is_passive(g.verb):
        return undergone(g, finding)
    if g.target is None or not g.held or g.target.lower_ in ("itself", "himself", "herself"):
        return None
    if g.verb.lemma_ in LIGHT and (noun := cue_at(g.target)) is not None and _noun_content(g.target, noun)[0]:
        return None  # the noun is the cue: "repeated his claim that …"
    return Filled([[before_aside(plain(g.verb, g.target.left_edge, object_end(g.target)))]])


def prepositional(g: Governed, finding: Finding) -> Filled | None:
    """What follows a preposition of the cue: "called for calm", "warned of war"."""
    if not g.held:
        return None
    for dep in ("prep", "prt", "dative"):
        for child in g.by_dep.get(dep, []):
            if child.lower_ in g.cue.prepositions and child.i > g.verb.i and (inner := run(child, g.verb)[1:]):
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


def filled(verb: Token, cue: Cue, finding: Finding) -> Filled | None:
    """The first frame of a cue that the words around its verb fill."""
    g = around(verb, cue, finding)
    if not finding.source and verb.dep_ not in ("ROOT", "conj") and not is_passive(verb):
        return None
    for names, frame in FRAMES:
        if names & cue.frames and (found := frame(g, finding)) is not None:
            return found
    return prepositional(g, finding) if cue.prepositions else None


def blamed_for(verb: Token, target: Token) -> Token:
    """The last token of the object and of the "of", "for", "over" or "as" phrase behind it."""
    last = object_end(target)
    for child in verb.children:
        if child.i > target.i and child.dep_ in ("prep", "pcomp") and child.lower_ in ("of", "for", "over", "as", "on"):
            last = max(last, child.right_edge, key=lambda t: t.i)
    return last


def before_aside(tokens: list[Token]) -> list[Token]:
    """A phrase up to the first relative clause that a comma sets off: what it adds is the writer's, not the source's."""
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
    return target.right_edge


def _addressee(g: Governed) -> Token | None:
    """The one told or warned; in "to" phrases too ("said to reporters")."""
    if "tell" in g.cue.frames and g.target is not None:
        return g.target
    for dep in ("prep", "dative"):
        for child in g.by_dep.get(dep, []):
            if child.lower_ == "to":
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


def is_infinitive(clause: Token) -> bool:
    """Whether a clause is an infinitive with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children) and clause.tag_ in ("VB", "VBN", "VBP")


def plain(verb: Token, first: Token, last: Token) -> list[Token]:
    """All tokens from one to another, never running over the cue."""
    start = max(first.i, verb.i + 1) if last.i > verb.i else first.i
    return list(verb.doc[start : last.i + 1])


def run(clause: Token, verb: Token) -> list[Token]:
    """All tokens of a clause on its side of the verb that governs it, gaps closed."""
    inside = [t.i for t in clause.subtree if (t.i > verb.i) == (clause.i > verb.i)]
    return list(verb.doc[min(inside) : max(inside) + 1]) if inside else []


REACHING = frozenset(
    {"if", "unless", "until", "because", "provided", "once", "while", "although", "though", "since", "when", "as", "so"}
)
"""Conjunctions of clauses that belong to what was said though the parser hangs them on the verb of saying."""


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
    foreign = [c for c in clause.children if c.dep_ == "conj" and joined_with(c) is verb]
    contents: list[Runs] = []
    for part in [clause, *repeated]:
        rest = [c for c in (*repeated, *foreign) if c is not part and part.is_ancestor(c)]
        inside = [t for t in without(part.subtree, rest) if t.i > verb.i]
        if not inside:
            continue
        tokens = list(verb.doc[inside[0].i : inside[-1].i + 1])
        while tokens and (
            tokens[0].is_space or tokens[0].text in ",:" or (tokens[0].lower_ == "that" and tokens[0].dep_ == "mark")
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
    tokens = list(verb.doc[start:end])
    return tokens


def from_noun(noun: Token, cue: Cue) -> Iterator[Finding]:
    """The statement that a noun carries: "his claim that …", "the refusal to …", "concerns over …"."""
    contents, extra = _noun_content(noun, cue)
    if not contents:
        return
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
        inner := next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("in", "from")), None)
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


def _noun_content(noun: Token, cue: Cue) -> tuple[list[Token], list[Token]]:
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in ("acl", "relcl", "ccomp", "xcomp", "advcl"):
            if "inf" in cue.frames and is_infinitive(child):
                return run(child, noun), []
            that = [
                c for c in child.children if c.lower_ == "that" and c.dep_ in ("mark", "nsubj", "dobj", "nsubjpass")
            ]
            if "that" in cue.frames and that and that[0].dep_ == "mark" and that[0].i < child.i:
                return [t for t in run(child, noun) if t.i > that[0].i], []
        if child.dep_ == "prep" and child.lower_ in cue.prepositions:
            inner = run(child, noun)[1:]
            if inner:
                return inner, [child]
    return [], []


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
            content = run(child, adjective)
        elif child.i > adjective.i and child.dep_ == "ccomp" and "that" in cue.frames and not is_infinitive(child):
            content = [
                t for t in run(child, adjective) if not (t.lower_ == "that" and t.dep_ == "mark" and t.head is child)
            ]
        elif child.dep_ == "prep" and child.lower_ in cue.prepositions:
            content, extra = run(child, adjective)[1:], [child]
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
    tokens = [t for t in run(verb, adverb) if t.i > adverb.i] if verb.i > adverb.i else []
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
    if head is None or head.i <= to.i:
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
