"""Who does it to whom: the actors and recipients of an event, read from the parse around the words that name it.

A verb's subject acts and its object suffers, the other way round in the passive; a noun has the one before it
("Russia's withdrawal", "the Armenian shelling") or behind "by" as its actor, and what "of", "on" or "against"
brings as its recipient. Where a phrase is no actor, the nearest actor inside it stands for it ("thousands of
teachers", "an attack on positions of the army"). Talks and clashes have actors only. Whom no mention of the layer
below names gets an actor of his own, with the words that name him as its mention: a people by a state's adjective
("Ghanaian towns"), a territory that is seized, struck or visited by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from spacy.tokens import Doc, Token

from onrecord.reading.draft import Draft, Tellings, chars, draft_of
from onrecord.reading.entities.gazetteer import state_name
from onrecord.reading.entities.likeness import plain
from onrecord.reading.entities.noun_phrases import np_end, np_start, without_article
from onrecord.reading.happenings.predicates import Match, words
from onrecord.reading.lexicons import rows, table
from onrecord.reading.syntax import agent, is_passive, subject
from onrecord.record import Actor, ActorKind, Span, Statement

TARGETS = ("against", "on", "upon", "to", "with", "from", "toward", "towards", "at", "over", "into", "for", "of")
"""Prepositions that bring a recipient, the likeliest first."""
NOUN_TARGETS = ("against", "on", "upon", "of", *TARGETS[3:-1])
PARTIES = ("with", "between", "among", "of", "by", "against")
"""Prepositions that bring the parties of talks and clashes."""
WHERE = ("in", "near", "into", "at", "across", "throughout", "around")
POLITICAL = frozenset({"state", "government", "organisation", "armed-group", "group"})


@cache
def listed(name: str) -> frozenset[str]:
    """A list of words from `lexicons/event_status.toml`, such as "light"."""
    return frozenset(table("event_status")[name].split())


@cache
def adjectives() -> dict[str, str]:
    """Adjectives of states in lower case -> country."""
    return {a.lower(): row["code"] for row in rows("states") for a in row["adjectives"].split("|") if a}


@dataclass(frozen=True)
class Sides:
    """Who does it and to whom, by actor id."""

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Everybody in it."""
        return tuple(dict.fromkeys((*self.actors, *self.recipients)))


class Parties:
    """Finds the sides of events in one document, by the mentions its draft has noted."""

    def __init__(self, doc: Doc) -> None:
        self.draft: Draft = draft_of(doc)
        self.actors: dict[str, Actor] = {a.id: a for a in self.draft.layer("actors")}
        self.added: dict[str, list[Span]] = {}
        """Actors that the layer below does not have -> their mentions, unordered."""
        self._statements = {s.id: s for s in self.draft.layer("statements")}
        self._told = Tellings(self.draft.layer("statements"))

    @cached_property
    def _speakers(self) -> dict[int, tuple[str, ...]]:
        """Offset of each cue's words -> those who speak."""
        found: dict[int, tuple[str, ...]] = {}
        for statement in self.draft.layer("statements"):
            for span in statement.cue:
                for offset in range(span.start, min(span.end, span.start + 60)):
                    found.setdefault(offset, statement.speakers)
        return found

    def telling(self, token: Token) -> Statement | None:
        """The outermost statement whose content holds a word."""
        return self._statements.get(self._told.at(chars(token)) or "")

    def political(self, key: str) -> bool:
        """Whether an actor is a party in politics rather than a private person or a company."""
        actor = self.actors[key]
        if actor.kind in POLITICAL:
            return True
        return actor.kind in ("person", "unnamed") and bool(actor.sector or actor.titles or actor.country)

    def state(self, country: str) -> str | None:
        """The id of a state, if the dispatch has it among its actors."""
        return self._states.get(country)

    def territory(self, country: str, name: str, span: Span) -> str:
        """The id of the state that a place lies in; where the dispatch does not name that, of the place itself."""
        return self.state(country) or self._added(name, "government", country, ("GOV",), span)

    def _people(self, head: Token, adjective: Token, country: str) -> tuple[str, ...]:
        """The state that an adjective tells; where the dispatch does not name that, those so described."""
        if head.lemma_.lower() in ("border", "frontier", "coast") and head.head.lower_ == "from":
            return ()  # so and so far away
        if known := self.draft.heads.get(head.i):
            return known
        if state := self.state(country):
            return (state,)
        if head.lemma_.lower() in words("PEOPLED") and head.pos_ == "NOUN":
            phrase = head.doc[np_start(head) : np_end(head, False)]
            name = head.doc[without_article(head.doc, phrase.start) : phrase.end].text
            return (self._added(" ".join(name.split()), "group", country, (), chars(phrase)),)
        return (self._added(state_name(country) or country, "state", country, ("GOV",), chars(adjective)),)

    def _added(self, name: str, kind: ActorKind, country: str, sector: tuple[str, ...], span: Span) -> str:
        key = base = "-".join(re.findall(r"[a-z0-9]+", plain(name))) or "actor"
        n = 1
        while key in self.actors and (key not in self.added or self.actors[key].kind != kind):
            n += 1
            key = f"{base}-{n}"
        if key not in self.added:
            self.actors[key] = Actor(id=key, name=name, kind=kind, country=country, sector=sector)
            self.added[key] = []
        if span not in self.added[key]:
            self.added[key].append(span)
        return key

    @cached_property
    def _states(self) -> dict[str, str]:
        """Country -> the state's id."""
        states = [a for a in self.draft.layer("actors") if a.kind == "state" and a.country]
        return {a.country: a.id for a in reversed(states)}

    def at(self, token: Token | None) -> tuple[str, ...]:
        """The actors that a noun and the nouns joined to it refer to, or the nearest ones inside its phrase."""
        if token is None:
            return ()
        joined = [*self._row(token), token, *(t for t in token.conjuncts if t.i > token.i)]
        found = [key for t in joined for key in self.draft.heads.get(t.i, ())]
        if not found:
            found = [key for t in joined for key in self._inside(t)]
        return tuple(dict.fromkeys(found))

    def _row(self, token: Token) -> list[Token]:
        """States before and behind a noun in a row without "and", as in headlines: "Egypt, Sudan to hold talks"."""
        if not self._is_state(token):
            return []
        before: list[Token] = []
        at = token.i
        while at > 1 and token.doc[at - 1].text == "," and self._is_state(token.doc[at - 2]):
            at -= 2
            before.append(token.doc[at])
        if at > 0 and not token.doc[at - 1].is_space and token.doc[at - 1].text not in (":", "-", "–", "—"):
            before = []
        return [*before[::-1], *(c for c in islice(token.children, 20) if c.dep_ == "appos" and self._is_state(c))]

    def _is_state(self, token: Token) -> bool:
        keys = self.draft.heads.get(token.i, ())
        return bool(keys) and all(self.actors[key].kind == "state" for key in keys)

    def _inside(self, token: Token, depth: int = 0) -> tuple[str, ...]:
        """The first actors inside a noun phrase that is no actor itself: apposition, owner, "of", modifiers."""
        for wanted in (("appos",), ("poss",), ("prep",), ("compound", "amod", "nmod"), ("acl",)):
            for child in islice(token.children, 30):
                if child.dep_ not in wanted or (child.dep_ == "prep" and child.lower_ not in _WITHIN):
                    continue
                below = (
                    (c for c in child.children if c.dep_ in ("pobj", "dobj"))
                    if child.dep_ in ("prep", "acl")
                    else (child,)
                )
                for inner in below:
                    found = [key for t in (inner, *inner.conjuncts) for key in self.draft.heads.get(t.i, ())]
                    if not found and depth < 3:
                        found = list(self._inside(inner, depth + 1))
                    if found:
                        return tuple(found)
        for child in islice(token.children, 30):
            country = adjectives().get(child.lower_) if child.dep_ in ("amod", "compound", "nmod") else None
            if country is not None:
                return self._people(token, child, country)
        return ()

    def behind(self, token: Token, prepositions: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The actors behind each of the token's prepositions, the likeliest preposition first."""
        by_word: dict[str, list[Token]] = {}
        for child in islice(token.children, 60):
            if child.dep_ in ("prep", "agent", "dative"):
                by_word.setdefault(child.lower_, []).append(child)
        for word in prepositions:
            for preposition in by_word.get(word, ()):
                for inner in preposition.children:
                    if inner.dep_ in ("pobj", "pcomp"):
                        yield self.at(inner) if inner.dep_ == "pobj" else ()
                        if inner.dep_ == "pobj":
                            yield from self.behind(inner, ("with",)) if word in ("for", "to") else ()

    def subject(self, verb: Token) -> tuple[str, ...]:
        """Who acts in a clause: the agent in the passive, else the subject; of "it" and "they", the one who speaks."""
        if is_passive(verb):
            return self.at(agent(verb))
        head = subject(verb)
        for _ in range(4):
            if head is not None and head.pos_ not in ("ADJ", "VERB", "AUX"):
                break
            while verb.dep_ in ("xcomp", "conj", "pcomp", "prep", "acomp", "advcl", "ccomp") and verb.head.i != verb.i:
                verb = verb.head
                if verb.pos_ in ("VERB", "AUX"):
                    break
            head = subject(verb)
        if head is None and verb.dep_ == "relcl" and any(c.lower_ == "to" for c in verb.lefts):
            head = verb.head  # a headline's future: "Egypt to hold talks"
        if head is None:
            statement = self.telling(verb)
            return statement.speakers if statement is not None and statement.act in _CONTROL else ()
        found = self.at(head)
        planned = self.telling(verb)
        if planned is not None and planned.act in _CONTROL and set(found) < set(planned.speakers):
            return planned.speakers  # "Riga and Oslo plan to meet": all who plan it
        if not found and head.lower_ in _PERSONAL:
            statement = self.telling(head)
            return statement.speakers if statement is not None else ()
        return found

    def of_verb(self, match: Match, verb: Token) -> Sides:
        """The sides of an event that a verb tells."""
        actors = self.subject(verb)
        if match.group.said:
            actors = self._speakers.get(verb.idx, ()) or actors
        listed_objects = [left for keys in islice(self._objects(match, verb), 24) if (left := _without(keys, actors))]
        political = [keys for keys in listed_objects if any(map(self.political, keys))]
        found = next((keys for keys in political if not self._own(keys, actors)), next(iter(political), ()))
        if match.group.both:
            others = [
                k for t in (verb, match.noun) if t is not None for keys in self.behind(t, PARTIES[:3]) for k in keys
            ]
            return Sides(tuple(dict.fromkeys((*actors, *found, *others))))
        if not actors and match.group.type in _MOVED and all("MIL" in self.actors[key].sector for key in found):
            return Sides(found)  # "troops were deployed": they act, though somebody sent them
        return Sides(actors, found)

    def _own(self, keys: tuple[str, ...], actors: tuple[str, ...]) -> bool:
        """Whether all of some actors are the forces or servants of those who act ("sent its troops to")."""
        countries = {self.actors[a].country for a in actors}
        return all(
            self.actors[k].country in countries
            and self.actors[k].kind in ("government", "group")
            and not {"GOV", "MIL"}.isdisjoint(self.actors[k].sector)
            for k in keys
        )

    def _objects(self, match: Match, verb: Token) -> Iterator[tuple[str, ...]]:
        """What may be the recipients of a verb's event, the likeliest first."""
        if is_passive(verb):
            head = verb.head if verb.dep_ == "acl" else subject(verb)
            if head is not None and (match.noun is None or head.i != match.noun.i):
                yield self.at(head)
        noun = match.noun
        for child in islice(verb.children, 60):
            if (
                child.dep_ in ("dative", "dobj", "oprd")
                and child.lower_ != "to"
                and (noun is None or child.i != noun.i)
            ):
                yield self.at(child)
        if noun is not None:
            yield from self.behind(noun, (*PARTIES, "to") if match.group.both else NOUN_TARGETS)
        if match.tail:
            yield from self.behind(verb, match.tail.split())
        yield from self.behind(verb, (*PARTIES[:3], *TARGETS) if match.group.both else TARGETS)
        for child in islice(verb.children, 60):
            if child.dep_ in ("ccomp", "xcomp") and match.group.said:
                yield from self._clause(child)
            elif child.dep_ == "prep" and match.group.said:
                for inner in child.children:
                    if inner.dep_ == "pcomp":
                        yield from self._clause(inner)
            elif child.dep_ in ("advcl", "xcomp") and child.i > verb.i and match.group.type == "PROTEST":
                yield from self._clause(child)
                yield from (self.at(c) for c in child.children if c.dep_ == "dobj")
        if noun is not None:
            yield self._inside(noun)
        if not match.group.both and not match.group.physical:
            yield from self.behind(verb, WHERE)
            if noun is not None:
                yield from self.behind(noun, WHERE)
        if match.group.said and not match.group.both:
            yield from self._anywhere(verb)

    def _anywhere(self, verb: Token) -> Iterator[tuple[str, ...]]:
        """Those named anywhere in what an act of speech is about, foreigners to its speaker first in line."""
        own = {self.actors[key].country for key in self.subject(verb)}
        for child in islice(verb.children, 40):
            if child.i > verb.i and child.dep_ in ("dobj", "xcomp", "ccomp", "prep", "oprd", "advcl"):
                for token in islice(child.subtree, 40):
                    keys = self.draft.heads.get(token.i, ())
                    if keys and not {self.actors[key].country for key in keys} & {*own, None}:
                        yield keys

    def _clause(self, verb: Token) -> Iterator[tuple[str, ...]]:
        """Those in a complement clause: its subject, its objects, what its prepositions bring."""
        for wanted in (("nsubj", "nsubjpass"), ("dobj", "dative")):
            for child in islice(verb.children, 40):
                if child.dep_ in wanted:
                    yield self.at(child)
        for child in islice(verb.children, 40):
            if child.dep_ == "xcomp":
                yield from self._clause(child)
        yield from self.behind(verb, (*TARGETS, "in"))

    def of_noun(self, match: Match, noun: Token) -> Sides:
        """The sides of an event that a noun tells."""
        group = match.group
        owners = tuple(
            key for c in noun.children if c.dep_ in ("poss", "compound", "amod", "nmod") for key in self.at(c)
        )
        verb = support(noun)
        if group.both:
            parties = [*self._paired(noun), *owners, *(k for keys in self.behind(noun, PARTIES) for k in keys)]
            if verb is not None:
                parties += [*self.subject(verb), *(k for keys in self.behind(verb, ("with", "between")) for k in keys)]
                for child in verb.children:
                    if child.dep_ == "dobj" and child.i != noun.i and verb.lemma_ == "meet":
                        parties += self.at(child)
            return Sides(tuple(dict.fromkeys(parties)))
        suffers = [p for c in noun.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
        by = tuple(k for word in (noun, *suffers) for keys in self.behind(word, ("by",)) for k in keys)
        of = tuple(k for keys in self.behind(noun, ("of",)) for k in keys)
        actors = by or owners
        if group.of_actor:
            actors, of = actors or of, ()
        if not actors and verb is not None:
            actors = self.subject(verb)
        elif owners and not by and not group.of_actor and not of and verb is not None and (who := self.subject(verb)):
            actors, of = who, owners
        order = [of, *self.behind(noun, TARGETS[:-1])]
        if verb is not None:
            order += self.behind(verb, TARGETS)
        if not group.physical:
            order += [*self.behind(noun, WHERE)]
        found = next((left for keys in order if (left := _without(keys, actors))), ())
        return Sides(actors, found)

    def _paired(self, noun: Token) -> tuple[str, ...]:
        """The states that adjectives joined by a hyphen name as parties: of "Latvian-US talks", Latvia too."""
        before = noun.doc[max(noun.sent.start, noun.left_edge.i) : noun.i]
        codes = (adjectives().get(t.lower_) for t in before if "-" in (t.nbor().text, t.nbor(-1).text if t.i else ""))
        return tuple(key for code in codes if code is not None and (key := self.state(code)) is not None)

    def of(self, match: Match) -> Sides:
        """The sides of the event that a match names."""
        if match.verb is None:
            return self.of_noun(match, match.head)
        if match.tail == "must":
            statement = self.telling(match.verb)
            speakers = statement.speakers if statement is not None else ()
            return Sides(speakers, _without(self.subject(match.verb), speakers))
        return self.of_verb(match, match.verb)


_WITHIN = frozenset({"of", "in", "by", "throughout"})
_CONTROL = frozenset({"intend", "promise", "offer", "threaten", "agree", "reject", "want"})
"""Acts whose speaker is the one who does what they speak of ("the decision to call off …")."""
_MOVED = frozenset({"MOBILIZE", "RETREAT"})
_PERSONAL = frozenset({"it", "they", "he", "she", "we", "i"})


def _without(keys: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    gone = set(others)
    return tuple(dict.fromkeys(k for k in keys if k not in gone))


def support(noun: Token) -> Token | None:
    """The verb that carries a noun: one that lends it a subject ("held talks") or says that it occurs."""
    head = noun
    while head.dep_ == "conj" and head.head.i != head.i:
        head = head.head
    verb = head.head
    if head.dep_ in ("dobj", "nsubjpass", "attr") and verb.lemma_.lower() in listed("light"):
        return verb
    if head.dep_ == "nsubj" and verb.lemma_.lower() in listed("occur"):
        return None
    if head.dep_ == "pobj" and verb.dep_ in ("prep", "agent") and verb.lower_ in ("for", "in", "to", "on", "into"):
        upper = verb.head
        if upper.pos_ == "VERB" and upper.lemma_.lower() in listed("light"):
            return upper
    return None
