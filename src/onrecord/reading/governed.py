"""What a cue governs: the content, source and addressee that the parse hangs on a verb, noun, adjective or adverb.

The lexicon's frames say what may be content. The parse proposes it; the borders are then drawn as plain runs of
tokens, because a bare subtree of a news sentence is often torn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.reading.cues import Cue, cue_at, particle_of, words
from onrecord.reading.draft import chars, phrase_of
from onrecord.reading.syntax import (
    agent,
    is_negated,
    is_passive,
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
    finding = started(verb, cue)
    if "neg" in cue.frames:
        if not finding.negated:
            return
        finding.negated = False
    contents, extra, addressee = complements(verb, cue, finding)
    if not contents:
        return
    if extra:
        finding.cue = phrase_of([*tokens_at(verb, finding), *extra])
        finding.takes |= {t.i for t in extra}
    if addressee is not None:
        finding.addressees = phrase_of(noun_phrase(addressee))
    for content in contents:
        spans = [s for run in content for s in phrase_of(trimmed(run))]
        if spans:
            yield Finding(**{**vars(finding), "contents": spans})


def tokens_at(verb: Token, finding: Finding) -> list[Token]:
    """The tokens of a finding's cue."""
    return [verb.doc[i] for i in finding.takes]


Runs = list[list[Token]]


def complements(verb: Token, cue: Cue, finding: Finding) -> tuple[list[Runs], list[Token], Token | None]:
    """The contents a verb governs (each a list of runs of tokens), words that join the cue, and the one addressed."""
    by_dep: dict[str, list[Token]] = {}
    for child in verb.children:
        by_dep.setdefault(child.dep_, []).append(child)
    objects = by_dep.get("dobj", []) + by_dep.get("dative", [])
    target = objects[0] if objects else None
    person = subject(verb)
    held = person is not None and is_person_like(person)
    frames = cue.frames
    passive = is_passive(verb)

    clauses = [c for c in by_dep.get("ccomp", []) if not is_infinitive(c)]
    if frames & {"that", "quote"} and clauses and (finding.source or passive or not _own_subject_missing(verb)):
        if clauses[0].i < verb.i:
            return [[before_cue(verb, clauses[0], finding)]], [], _addressee(verb, target, cue)
        return split_clauses(verb, clauses[0]), [], _addressee(verb, target, cue)
    infinitives = [
        c
        for dep in ("xcomp", "ccomp", "advcl", "oprd")
        for c in by_dep.get(dep, [])
        if is_infinitive(c) and c.i > verb.i
    ]
    if passive:
        if "raise" in frames and infinitives:
            lead = [t for t in infinitives[0].children if t.dep_ == "aux" and t.lower_ == "to"]
            inner = [t for t in run(infinitives[0], verb) if t not in lead]
            return [[_subject_run(verb), inner]], lead, None
        if frames & {"obj", "objof"} and agent(verb) is not None and by_dep.get("nsubjpass"):
            return [[_subject_run(verb)]], [], None
        if frames & {"small"} and by_dep.get("oprd"):
            return [[_subject_run(verb), run(by_dep["oprd"][0], verb)]], [], None
        return [], [], None
    if not finding.source and verb.dep_ not in ("ROOT", "conj"):
        return [], [], None
    if "objinf" in frames and infinitives:
        first = infinitives[0]
        if target is not None and target.i < first.i:
            return [[plain(verb, target.left_edge, first.right_edge)]], [], None
        on = _preposition(by_dep, {"on", "upon", "to", "for"})
        if cue.particle and on is not None:
            return [[plain(verb, on.nbor(), max(first.right_edge, on.right_edge, key=lambda t: t.i))]], [], None
        if first.dep_ == "ccomp":
            return [[plain(verb, first.left_edge, first.right_edge)]], [], None
    if "inf" in frames and infinitives and target is None and held:
        return [[run(infinitives[0], verb)]], [], None
    if "tell" in frames and "that" not in frames and clauses:
        return split_clauses(verb, clauses[0]), [], target
    if "as" in frames and target is not None:
        as_ = _preposition(by_dep, {"as"})
        if as_ is not None:
            return [[plain(verb, target.left_edge, as_.right_edge)]], [], None
    if "small" in frames and held:
        if target is not None:
            last = max(
                [
                    target.right_edge,
                    *(
                        c.right_edge
                        for c in verb.children
                        if c.i > target.i and c.dep_ in ("oprd", "prep", "acomp", "xcomp")
                    ),
                ],
                key=lambda t: t.i,
            )
            if last is not target.right_edge or "objof" in frames:
                return [[plain(verb, target.left_edge, last)]], [], None
        small = [c for c in by_dep.get("ccomp", []) + by_dep.get("oprd", []) if c.i > verb.i]
        if small and target is None:
            return [[plain(verb, small[0].left_edge, small[-1].right_edge)]], [], None
        if "objof" in frames and target is not None:
            return [[run(target, verb)]], [], None
    if "ing" in frames and held:
        gerunds = [c for c in by_dep.get("xcomp", []) + by_dep.get("ccomp", []) if c.tag_ == "VBG" and c.i > verb.i]
        if gerunds:
            return [[run(gerunds[0], verb)]], [], None
    if (
        "obj" in frames
        and target is not None
        and held
        and target.i > verb.i
        and target.lower_ not in ("itself", "himself")
    ):
        return [[plain(verb, target.left_edge, target.right_edge)]], [], None
    for preposition in [*by_dep.get("prep", []), *by_dep.get("prt", []), *by_dep.get("dative", [])]:
        if preposition.lower_ in cue.prepositions and preposition.i > verb.i and held:
            inner = run(preposition, verb)[1:]
            if inner:
                return [[inner]], [preposition], target if "tell" in frames else None
    if cue.particle and (at := particle_of(verb, cue)) is not None and cue.particle in cue.prepositions and held:
        inner = run(at, verb)[1:] if at.head is verb else []
        if inner:
            return [[inner]], [], None
    return [], [], None


def _own_subject_missing(verb: Token) -> bool:
    return verb.dep_ not in ("ROOT", "conj", "ccomp", "advcl", "relcl", "acl", "parataxis", "xcomp")


def _preposition(by_dep: dict[str, list[Token]], lemmas: Iterable[str]) -> Token | None:
    found = [t for dep in ("prep", "prt", "dative", "agent") for t in by_dep.get(dep, []) if t.lower_ in lemmas]
    return found[0] if found else None


def _addressee(verb: Token, target: Token | None, cue: Cue) -> Token | None:
    """The one told or warned; "to" phrases too ("said to reporters")."""
    if "tell" in cue.frames and target is not None:
        return target
    for child in verb.children:
        if child.dep_ in ("prep", "dative") and child.lower_ == "to":
            return next((c for c in child.children if c.dep_ == "pobj" and is_person_like(c)), None)
    return None


def _subject_run(verb: Token) -> list[Token]:
    """The passive's subject; what the clause is about."""
    for child in verb.children:
        if child.dep_ in ("nsubjpass", "nsubj") and child.lower_ != "it":
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


def split_clauses(verb: Token, clause: Token) -> list[Runs]:
    """The that-clauses under one verb, the complementiser left out: one content for each "that"."""
    repeated = [
        c
        for c in clause.children
        if c.dep_ == "conj" and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children)
    ]
    contents: list[Runs] = []
    for part in [clause, *repeated]:
        rest = [c for c in repeated if c is not part and c in part.subtree]
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
    if verb.dep_ in ("ROOT", "parataxis") or verb.head is clause:
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
    spans = phrase_of(trimmed(contents))
    if spans:
        yield Finding(
            source=phrase_of(source),
            cue=phrase_of([noun, *extra]),
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


__all__ = [
    "Finding",
    "cue_at",
    "from_adjective",
    "from_adverb",
    "from_noun",
    "from_preposition",
    "from_verb",
    "started",
]
