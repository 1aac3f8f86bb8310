"""Whether words that name an event tell of politics: the gate that daily life, crime and gossip do not pass.

PLOVER counts what political actors do to one another. An event needs a party among its sides that is political;
common words need one on both sides; what is also done in daily crime and justice needs officials, nationals or
rebels who suffer it; clear-cut events ("summit", "airstrike") also count with only a place or a date.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from spacy.tokens import Token

from onrecord.reading.happenings.predicates import Match, words
from onrecord.reading.happenings.sides import Parties, Sides
from onrecord.record import Actor


def counts(match: Match, sides: Sides, parties: Parties, *, placed: bool, dated: bool) -> bool:
    """Whether a match with its sides is an event between political actors."""
    group = match.group
    acting = [a for a in sides.actors if parties.political(a)]
    suffering = [a for a in sides.recipients if parties.political(a)]
    if group.type == "CONSULT":
        acting = [a for a in acting if "JRN" not in parties.actors[a].sector and not is_crowd(parties.actors[a])]
    if group.to and match.verb is not None and not suffering and not placed:
        return False
    if match.weak:
        return bool(acting) and (bool(suffering) or (group.both and (len(acting) > 1 or _plural(match))))
    if group.civil:
        homes = {parties.actors[a].country for a in acting}
        known = [
            a for a in suffering if parties.actors[a].kind != "unnamed" or not {None, parties.actors[a].country} & homes
        ]
        return bool(acting and known) or any(_is_public(parties.actors[a]) for a in suffering)
    if acting or suffering:
        return True
    return group.alone and (placed or dated)


def _is_public(actor: Actor) -> bool:
    """Whether what befalls somebody is politics even if nobody is named who does it.

    So it is with nationals of a state, and with those whose office or cause is politics: activists, rebels, reporters.
    """
    if actor.country is not None and actor.kind not in ("person", "unnamed", "company"):
        return True
    return not _PUBLIC.isdisjoint(actor.sector)


def is_crowd(actor: Actor) -> bool:
    """Whether an actor is a crowd of citizens, who gather but do not confer."""
    return actor.kind == "group" and ("CVL" in actor.sector or not actor.sector) and "GOV" not in actor.sector


_PUBLIC = frozenset({"OPP", "REB", "UAF", "GOV", "LEG", "JUD", "MIL", "PTY", "JRN", "MED", "NGO", "IGO", "REL", "LAB"})
"""PLOVER sectors whose members are parties in politics by what they do."""


def _plural(match: Match) -> bool:
    """Whether several stand as one subject ("the leaders met"), of a verb that has no object ("met our needs")."""
    verb = match.head
    if any(c.dep_ == "dobj" for c in islice(verb.children, 40)):
        return False
    for _ in range(3):
        if verb.dep_ == "xcomp":
            verb = verb.head
    return any(c.dep_ == "nsubj" and c.tag_ in ("NNS", "NNPS") for c in islice(verb.children, 40))


def is_sporting(token: Token) -> bool:
    """Whether a sentence around a token tells of sport."""
    return sum(t.lower_ in words("SPORT") or t.lemma_.lower() in words("SPORT") for t in near(token)) > 1


def near(token: Token) -> Iterable[Token]:
    """The words around a token, within its sentence."""
    doc, start, end = token.doc, token.i, token.i + 1
    while start > max(0, token.i - 25) and not doc[start].is_sent_start:
        start -= 1
    while end < min(len(doc), token.i + 25) and not doc[end].is_sent_start:
        end += 1
    return doc[start:end]
