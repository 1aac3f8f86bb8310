"""What befalls a place befalls somebody: the recipients of events that are told of territory.

Of what is seized ("annexed Crimea"), struck ("shelled Kharkiv") or visited ("arrived in Accra") the text names the
ground, not the party. The record's contract makes the state the recipient; where the dispatch does not name the state,
the place itself is made an actor, so that every actor has words in the text.
"""

from __future__ import annotations

from itertools import islice

from spacy.tokens import Token

from onrecord.reading.happenings.predicates import Match
from onrecord.reading.happenings.settings import Settings
from onrecord.reading.happenings.sides import Parties, Sides
from onrecord.record import Place

_STRUCK = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "AID"})
_UPON = frozenset({"on", "against", "to", "into", "at"})


def suffered(
    match: Match, sides: Sides, place: Place | None, settings: Settings, parties: Parties
) -> tuple[Sides, Place | None]:
    """The sides and the place of an event, with those whose territory it befalls among the recipients."""
    ground = None
    if "seize" in match.group.modes and (taken := settings.seized(match)) is not None:
        ground = place = taken
    elif match.group.to:
        ground = place = place or settings.seized(match)
    elif match.group.type in _STRUCK and not match.group.both:
        ground = _struck(match, settings) if not sides.recipients else None
    if ground is None or ground.country is None or sides.recipients:
        return sides, place
    key = parties.territory(ground.country, ground.name, ground.span)
    return (sides if key in sides.actors else Sides(sides.actors, (key,))), place


def _struck(match: Match, settings: Settings) -> Place | None:
    """The place that is the object of an event: "bombed Aleppo", "an attack on Aleppo"."""
    for word in (match.verb, match.noun):
        for child in islice(word.children, 40) if word is not None else ():
            inner: Token | None = child
            if child.dep_ != "dobj":
                inner = next((c for c in child.children if c.dep_ == "pobj"), None) if child.lower_ in _UPON else None
            found = settings.named(inner) if inner is not None else None
            if found is not None and found.country is not None:
                return found
    return None
