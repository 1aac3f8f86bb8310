"""Against whom a protest is, where no "against" says it: whom the protesters' demands name.

"They rallied to demand that the president resign", "blocked roads in defiance of the authorities": the first party in
power, no crowd, that the words behind the protest name in its sentence is the one it is directed at.
"""

from __future__ import annotations

from itertools import islice

from onrecord.reading.happenings.predicates import Match
from onrecord.reading.happenings.relevance import is_crowd
from onrecord.reading.happenings.sides import Parties, Sides

REACH = 60
"""Words behind the protest that are looked at."""
AIMS = frozenset({"advcl", "acl", "xcomp", "ccomp", "prep", "relcl", "conj"})
"""Clauses and phrases that tell what a protest is for or against."""
WHERE = frozenset(
    {"in", "at", "near", "outside", "on", "across", "around", "through", "by", "after", "since", "before"}
)
"""Prepositions that tell where or when it was, not against whom."""
PEOPLE = ("person", "state", "government")


def aimed(match: Match, sides: Sides, parties: Parties) -> Sides:
    """The sides of a protest, with whom its demands name if it has no recipient yet; other sides as they are."""
    if match.group.type != "PROTEST" or sides.recipients or not sides.actors:
        return sides
    head = match.head
    for child in islice(head.children, 40):
        if child.i < head.i or child.dep_ not in AIMS or (child.dep_ == "prep" and child.lower_ in WHERE):
            continue
        for token in islice(child.subtree, REACH):
            for key in parties.draft.heads.get(token.i, ()):
                actor = parties.actors[key]
                if actor.kind in PEOPLE and key not in sides.actors and not is_crowd(actor) and parties.political(key):
                    return Sides(sides.actors, (key,))
    return sides
