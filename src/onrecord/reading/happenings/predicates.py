"""Which words name which event: the lexicon of predicates, matched to the tokens of a parsed text.

`lexicons/predicates.toml` lists, for each PLOVER type and mode, verbs (with the particle, preposition or "to" that
must follow), nouns and fixed phrases, and verbs with the object that makes the event ("impose" with "sanction").
A match is a place in the text where one of them stands; the longest wins, and a verb with its object wins over
either alone. The idea of verb patterns with slots is that of TABARI and PETRARCH (Schrodt); ours sit on a parse.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from spacy.tokens import Doc, Token

from onrecord.ontology import Predicate
from onrecord.reading.lexicons import table
from onrecord.reading.syntax import agent, is_passive
from onrecord.record import EventType

_OBJECTS = frozenset({"dobj", "obj", "nsubjpass", "oprd", "attr", "acomp", "xcomp", "ccomp", "pobj", "dative"})
_TAILS = frozenset({"prt", "prep", "advmod", "agent", "dative", "npadvmod", "acomp", "oprd", "amod", "dobj", "attr"})
_MODIFIERS = frozenset({"compound", "amod", "nmod"})
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")  # a word of its own to spaCy
SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE"})
"""Types that are done with words."""


@dataclass(frozen=True)
class Group:
    """One group of the lexicon: an event type with the traits its words share; the file explains the traits."""

    type: EventType
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    of_actor: bool = False
    said: bool = False
    both: bool = False
    alone: bool = False
    physical: bool = False
    civil: bool = False
    to: bool = False
    compound: bool = False
    agent: bool = False
    own: bool = False
    """Whether its words are those of a user's ontology, which count whatever the trained head says."""


@dataclass(frozen=True)
class Match:
    """Words that name an event: the group they belong to, and the verb, the noun or both that carry it."""

    group: Group
    verb: Token | None
    noun: Token | None
    words: tuple[Token, ...]
    tail: str = ""
    weak: bool = False
    """Whether the words are so common that only parties on both sides make an event of them."""

    @property
    def head(self) -> Token:
        """The token that stands for the event in the parse."""
        return self.verb if self.verb is not None else self.noun  # type: ignore[return-value]


_Listing = dict[str, list[tuple[tuple[str, ...], Group, bool]]]


@dataclass
class Lexicon:
    """Words and what they name, by the first of them: verbs and nouns with what follows, verbs with their objects."""

    verbs: _Listing = field(default_factory=dict)
    nouns: _Listing = field(default_factory=dict)
    pairs: dict[str, list[tuple[tuple[str, ...], frozenset[str], Group]]] = field(default_factory=dict)


@cache
def words(name: str) -> frozenset[str]:
    """A set of words from the lexicon's table `words`, such as "ABSTRACT"."""
    return frozenset(_listed(table("predicates")["words"][name]))


@cache
def _lexicon() -> Lexicon:
    found = Lexicon()
    for row in table("predicates")["group"]:
        group = Group(
            type=row["type"],
            modes=tuple(row.get("modes", ())),
            contexts=tuple(row.get("contexts", ())),
            of_actor=row.get("of") == "actor",
            **{
                trait: row.get(trait, False)
                for trait in ("said", "both", "alone", "physical", "civil", "to", "compound", "agent")
            },
        )
        weak = set(_listed(row.get("weak", "")))
        _list(found.verbs, _listed(row.get("verbs", "")), group, weak)
        _list(found.nouns, _listed(row.get("nouns", "")), group, weak)
        for entry in row.get("pairs", ()):
            left, _, right = entry.partition(" > ")
            objects = frozenset(o for name in right.split("|") for o in (words(name) if name.isupper() else (name,)))
            for verb in left.split("|"):
                first, *rest = verb.split()
                found.pairs.setdefault(first, []).append((tuple(rest), objects, group))
    return _longest_first(found)


def own_lexicon(predicates: Iterable[Predicate]) -> Lexicon:
    """The words of a user's ontology. All are clear-cut events: told with a party, or with a place or a date."""
    found = Lexicon()
    for each in predicates:
        group = replace(plain_group(each.type), modes=each.modes, contexts=each.contexts, alone=True, own=True)
        _list(found.verbs, (_HYPHEN.sub(" - ", entry) for entry in each.verbs), group)
        _list(found.nouns, (_HYPHEN.sub(" - ", entry) for entry in each.nouns), group)
    return _longest_first(found)


def plain_group(kind: EventType) -> Group:
    """The traits of an event of which only the type is known."""
    return Group(type=kind, modes=(), contexts=(), both=kind == "CONSULT", said=kind in SPOKEN)


def _list(listing: _Listing, entries: Iterable[str], group: Group, weak: Collection[str] = ()) -> None:
    for entry in dict.fromkeys(entries):
        first, *rest = entry.split()
        listing.setdefault(first, []).append((tuple(rest), group, entry in weak))


def _longest_first(found: Lexicon) -> Lexicon:
    for listing in (found.verbs, found.nouns):
        for entries in listing.values():
            entries.sort(key=lambda e: -len(e[0]))
    return found


def _listed(text: str) -> list[str]:
    return [" ".join(entry.split()) for entry in text.split(",") if entry.strip()]


@cache
def _irregular() -> dict[str, str]:
    return {form: base for base, forms in table("predicates")["irregular"].items() for form in forms.split()}


def lemmas(token: Token) -> tuple[str, ...]:
    """The token's lemma, and for words that a capitalised headline disguises as names their likely base forms."""
    lemma, word = token.lemma_.lower(), token.lower_
    if token.pos_ not in ("PROPN", "X", "ADJ") and lemma != word:
        return (lemma,)
    found = [lemma, word]
    if token.pos_ == "PROPN" or token.tag_ in ("VBD", "VBN", "JJ", "FW"):
        found += [_irregular().get(word, word)]
        for ending, bases in (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e"))):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                found += [word[: -len(ending)] + base for base in bases]
    return tuple(dict.fromkeys(found))


def matches(doc: Doc, own: Lexicon | None = None) -> list[Match]:
    """The places of a text where words of the lexicon stand, in text order; no word belongs to two of them.

    Words of the user's own go before the lexicon's.
    """
    used: set[int] = set()
    found: list[Match] = []
    for lexicon in (own, _lexicon()) if own is not None else (_lexicon(),):
        for search in (_pairs, _verbs, _nouns):
            for match in search(doc, lexicon, used):
                if used.isdisjoint(t.i for t in match.words):
                    used.update(t.i for t in match.words)
                    found.append(match)
    return sorted(found, key=lambda m: m.words[0].i)


def is_listed(token: Token) -> bool:
    """Whether the lexicon has the word, alone or with others; what stands beside it then says whether it counts."""
    lexicon = _lexicon()
    return any(lemma in each for lemma in lemmas(token) for each in (lexicon.verbs, lexicon.nouns, lexicon.pairs))


def _acts(token: Token) -> bool:
    """Whether a token can be the verb of a clause: verbs, and in headlines what the tagger takes for a name."""
    if token.pos_ == "VERB":
        return token.dep_ != "amod"
    return token.pos_ == "PROPN" and token.dep_ == "ROOT" and any(c.dep_ in ("dobj", "nsubj") for c in token.children)


def _pairs(doc: Doc, lexicon: Lexicon, used: set[int]) -> Iterator[Match]:
    for token in doc:
        if not _acts(token):
            continue
        found: list[Match] = []
        for lemma in lemmas(token):
            for tail, objects, group in lexicon.pairs.get(lemma, ()):
                between = _tail(token, tail) if tail else ()
                if between is None or (group.agent and is_passive(token) and agent(token) is None):
                    continue
                if group.agent and _moves(token):
                    continue
                for noun, particles in _objects(token):
                    name = _named(noun, objects)
                    if name is not None and not (group.physical and _harmless(token)):
                        found.append(Match(group, token, noun, _ordered({token, *between, *particles, *name})))
        yield from sorted(found, key=lambda m: -len(m.words))[:1]


def _moves(verb: Token) -> bool:
    """Whether what a verb puts off is given another date: "postponed the visit to March 3"."""
    bearers = (verb, *(c for c in verb.children if c.dep_ == "dobj"))
    preps = (c for b in bearers for c in islice(b.children, 40) if c.lower_ in ("to", "until", "till", "for"))
    return any(_tells_time(c) for c in preps)


def _objects(verb: Token) -> Iterator[tuple[Token, tuple[Token, ...]]]:
    """The heads of the verb's objects, those behind its prepositions too, with the particles in between."""
    between = tuple(c for c in verb.children if c.dep_ == "prt")
    for child in islice(verb.children, 40):
        if child.dep_ in _OBJECTS or (child.dep_ == "nsubj" and not child.i < verb.i):
            yield child, between
            yield from ((inner, between) for inner in _measured(child))
            yield from ((c, between) for c in child.conjuncts if c.i > child.i)
        elif child.dep_ == "prep" and child.i > verb.i:
            for inner in child.children:
                if inner.dep_ == "pobj" and child.lower_ in _LEADING:
                    yield inner, (*between, child)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        yield verb.head, between


def _measured(noun: Token) -> Iterator[Token]:
    """What a measure is of: in "200 tonnes of rice", "rice"."""
    if not {noun.lemma_.lower(), noun.lower_.removesuffix("s")}.isdisjoint(words("MEASURES")):
        for preposition in noun.children:
            if preposition.lower_ == "of":
                for inner in preposition.children:
                    if inner.dep_ == "pobj":
                        yield inner
                        yield from _measured(inner)


_LEADING = frozenset({"in", "into", "on", "to", "from", "out", "off", "under", "with", "for", "against"})


def _named(noun: Token, objects: frozenset[str]) -> tuple[Token, ...] | None:
    """The tokens that make the noun one of the objects: itself, or with the word before it."""
    if noun.pos_ == "PROPN" and noun.ent_type_ == "DATE":
        return None
    for lemma in lemmas(noun):
        for child in noun.children:
            if child.dep_ in _MODIFIERS and f"{child.lemma_.lower()} {lemma}" in objects:
                return (child, noun)
        if lemma in objects:
            return (noun,)
    return None


def _verbs(doc: Doc, lexicon: Lexicon, used: set[int]) -> Iterator[Match]:
    for token in doc:
        if not _acts(token) and not (token.pos_ == "ADJ" and token.dep_ in ("acomp", "ROOT", "ccomp")):
            continue
        if token.i in used:
            continue
        found = next(
            (m for lemma in lemmas(token) for m in _tailed(token, lexicon.verbs.get(lemma, ()))),
            None,
        )
        if found is not None and not (token.pos_ == "ADJ" and not found.tail):
            yield found


def _tailed(token: Token, entries: Iterable[tuple[tuple[str, ...], Group, bool]]) -> Iterator[Match]:
    for tail, group, weak in entries:
        if group.physical and _harmless(token):
            continue
        found = _tail(token, tail)
        if found is not None:
            yield Match(group, token, None, _ordered({token, *found}), tail=" ".join(tail), weak=weak)


def _harmless(verb: Token) -> bool:
    """Whether what suffers is no body or thing ("killed the bill"), or what does it is nature or accident."""
    if any(_named(noun, words("ABSTRACT")) for noun, _ in _objects(verb)):
        return True
    doers = [c for c in islice(verb.children, 40) if c.dep_ == "nsubj"] or ([verb.head] if verb.dep_ == "acl" else [])
    return any(doer.lemma_.lower() in words("NATURE") for doer in doers)


def _tail(token: Token, tail: tuple[str, ...]) -> tuple[Token, ...] | None:
    """The tokens of a verb's tail, if they stand by it."""
    if not tail:
        return ()
    if tail == ("to",):
        for child in token.children:
            if child.dep_ in ("xcomp", "ccomp") and any(c.lower_ == "to" for c in child.children):
                return None if child.lemma_.lower() in words("COMMENT") else ()
            if child.dep_ in ("prep", "dative") and child.lower_ == "to":
                return (child,)
        return None
    if tail == ("that",):
        return () if any(c.dep_ == "ccomp" for c in token.children) else None
    for child in token.children:
        if child.lower_ != tail[0] or not (child.dep_ in _TAILS or child.dep_ == "xcomp"):
            continue
        if child.dep_ not in ("prep", "dative") or (child.i > token.i and not _tells_time(child)):
            if len(tail) == 1:
                return (child,)
            rest = [t for t in islice(child.subtree, 8) if t.lower_ in tail or t.lemma_.lower() in tail]
            near = [child, *(c for c in token.children if c.lower_ in tail[1:]), *rest]
            if {t for n in near for t in (n.lower_, n.lemma_.lower())}.issuperset(tail):
                return tuple(t for t in near if t.lower_ in tail or t.lemma_.lower() in tail)
    return None


def _tells_time(preposition: Token) -> bool:
    """Whether a preposition brings a date ("on Sunday") rather than somebody."""
    return any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


def _nouns(doc: Doc, lexicon: Lexicon, used: set[int]) -> Iterator[Match]:
    last = len(doc)
    for token in doc:
        if token.i in used or not token.is_alpha or (token.pos_ == "PROPN" and token.ent_type_ == "DATE"):
            continue
        for lemma in lemmas(token):
            for rest, group, weak in lexicon.nouns.get(lemma, ()):
                end = token.i + 1 + len(rest)
                if end > last or not all(w in lemmas(t) for w, t in zip(rest, doc[token.i + 1 : end], strict=True)):
                    continue
                span = doc[token.i : end]
                head = span.root
                if _names(head, group):
                    yield Match(group, None, head, tuple(span), weak=weak)
                    break
            else:
                continue
            break


def _names(noun: Token, group: Group) -> bool:
    """Whether the token is used as a noun of its own, not inside the name of something else."""
    if noun.pos_ not in ("NOUN", "PROPN") and noun.tag_ != "VBG":
        return False
    if noun.lemma_.lower() in _dangers("nouns") and _is_danger(noun):
        return False
    if noun.i > 0 and f"{noun.nbor(-1).lower_} {noun.lemma_.lower()}" in words("METAPHORS"):
        return False
    if noun.tag_ == "VBG" and noun.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "conj"):
        return False
    if noun.tag_ == "VBG" and any(c.dep_ in ("dobj", "xcomp", "ccomp") for c in noun.children):
        return False
    return noun.dep_ not in ("compound", "nmod", "amod", "npadvmod") or group.compound


@cache
def _dangers(name: str) -> frozenset[str]:
    return frozenset(_listed(table("predicates")["dangers"][name]))


def _is_danger(noun: Token) -> bool:
    """Whether a noun tells of a danger, not of words: "poses a threat", "the threat from the militants"."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else noun.head
    if above.i != noun.i and above.lemma_.lower() in _dangers("under"):
        return True
    return any(c.dep_ == "prep" and c.lower_ in _dangers("behind") for c in noun.children)


def _ordered(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(sorted(tokens, key=lambda t: t.i))
