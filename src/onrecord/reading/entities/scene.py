"""What is in view while a dispatch is walked through: the entities met so far, the last mentions, the state in view.

The coreference of persons, bodies and pronouns share one scene. Each look-up is in an index or among the last
mentions, so the time stays linear in their number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from typing import NamedTuple

from spacy.tokens import Doc

from onrecord.reading.entities.entity import Entity, Link, Mention
from onrecord.reading.entities.gazetteer import state_name
from onrecord.reading.entities.likeness import agree
from onrecord.reading.entities.noun_phrases import is_set_off
from onrecord.record import ActorKind

__all__ = ["REACH", "WINDOW", "Naming", "Scene"]

WINDOW = 40
"""Mentions back among which a pronoun or description finds its antecedent; news seldom reaches farther."""
REACH = 4
"""Sentences back that a pronoun reaches; beyond, names are repeated. Tuned by eye on news stories."""

SHARE = 3
"""A state counts as one that a dispatch mostly speaks of from one in so many of its namings on. By eye."""


class Naming(NamedTuple):
    """A token that names a state, or something of it; `firm` unless that is a city or region."""

    token: int
    country: str
    firm: bool


class Scene:
    """The entities of one document as they are gathered.

    Args:
        doc: the document.
        home: the state of the dateline's place.
        places: where states, their people, adjectives and cities are named, in text order.
        body: the token at which the story begins, behind headline and standfirst.
    """

    def __init__(self, doc: Doc, home: str | None, places: list[Naming], body: int) -> None:
        self.doc = doc
        self.home = home
        self.entities: list[Entity] = []
        self.of_mention: dict[int, list[Entity]] = {}
        self.links: list[Link] = []
        self.by_key: dict[str, Entity] = {}
        self.recent: list[tuple[Mention, Entity]] = []
        self.states: Counter[str] = Counter()
        self.body = body
        self._places = places
        self.weights: Counter[str] = Counter()
        self._namings: dict[str, list[int]] = defaultdict(list)
        for place in places:
            self.weights[place.country] += 2 if place.firm else 1
            self._namings[place.country].append(place.token)
        self._firm = {place.country for place in places if place.firm}
        self._sentence = {sentence.start: number for number, sentence in enumerate(doc.sents)}

    def add(self, mention: Mention, entity: Entity) -> None:
        """Count a mention among those of an entity."""
        entity = entity.root()
        entity.mentions.append(mention)
        self.of_mention.setdefault(mention.head, []).append(entity)
        for head in mention.title_heads:
            self.of_mention.setdefault(head, []).append(entity)
        self.recent.append((mention, entity))
        if len(self.recent) > 2 * WINDOW:
            del self.recent[:WINDOW]

    def new(self, mention: Mention, **values: object) -> Entity:
        """A new entity, begun with a mention; `values` stand in for what the mention tells."""
        entity = Entity(
            kind=mention.kind or "organisation",
            name=mention.name,
            country=mention.country,
            sector=mention.sector,
            gender=mention.gender,
            plural=mention.plural,
            named=mention.form == "name",
        )
        for name, value in values.items():
            setattr(entity, name, value)
        self.entities.append(entity)
        return entity

    def state_entity(self, code: str, mention: Mention) -> Entity:
        """The one entity of a state."""
        key = f"state:{code}"
        if key not in self.by_key:
            name = state_name(code) or mention.name
            self.by_key[key] = self.new(
                mention, kind="state", name=name, country=code, sector=("GOV",), plural=False, gender=None, named=True
            )
        return self.by_key[key]

    def sentence_of(self, mention: Mention) -> int:
        """The number of the sentence in which a mention stands."""
        return self._sentence_at(mention.head)

    def context_state(self, mention: Mention, *, subject: bool = True) -> str | None:
        """The state in view at a mention: the one that acts in its sentence, else the last whose name, people, city
        or adjective stands before it there; else the one that acts in the sentences before, else the last named."""
        here = self.sentence_of(mention)
        start = self.doc[mention.head].sent.start
        acting = nearest = None
        for other, entity in reversed(self.recent[-WINDOW:]):
            if entity.kind != "state" or other.start > mention.start:
                continue
            distance = here - self.sentence_of(other)
            if distance > REACH:
                break
            nearest = nearest or (distance, entity.country)
            if acting is None and self.doc[other.head].dep_ in ("nsubj", "nsubjpass") and distance <= 2:
                acting = (distance, entity.country)
        if subject and acting and acting[0] == 0:
            return acting[1]
        last = bisect_left(self._places, (mention.start,)) - 1
        if last >= 0 and self._places[last].token >= start and not self._among_several(last):
            return self._places[last].country
        if subject and acting:
            return acting[1]
        if last >= 0 and self._sentence.get(self.doc[self._places[last].token].sent.start, 0) >= here - 1:
            return self._places[last].country
        if nearest:
            return nearest[1]
        if self.states:
            return self.states.most_common(1)[0][0]
        return self.home

    def _among_several(self, place: int) -> bool:
        """Whether a naming ends a list of states ("Hungary, Poland and Slovakia"), none of which stands out."""
        before, last = self._places[place - 1] if place else None, self._places[place]
        if before is None or before.country == last.country or not 1 < last.token - before.token < 4:
            return False
        return all(t.lower_ in ("and", ",", "the", "or") for t in self.doc[before.token + 1 : last.token])

    def own_state(self, mention: Mention, *, subject: bool = True) -> str | None:
        """The state in view at a mention, if there is little doubt: the dateline's, or the one mostly spoken of.

        Where the dateline's state is spoken of too, another one in view leaves it open: it may be either's minister.
        """
        state = self.context_state(mention, subject=subject)
        if state is None or state == self.home:
            return state
        if self.home is not None and self.weights[self.home]:
            return None
        total = sum(self.weights.values())
        return state if state in self._firm and SHARE * self.weights[state] >= total else None

    def named_between(self, start: int, end: int) -> list[str]:
        """The states that are named, or something of which is named, between two tokens."""
        first, last = bisect_left(self._places, (start,)), bisect_left(self._places, (end,))
        return [place.country for place in self._places[first:last]]

    def distance(self, country: str, token: int, sentence: int) -> int:
        """How near a state is named to a token in some sentence.

        0 before it in the sentence, 1 behind it there, 2 in the sentence before, 3 in the two before that, 4 farther
        before, 5 only behind, 6 nowhere.
        """
        tokens = self._namings.get(country, [])
        at = bisect_right(tokens, token)
        found = 6
        if at < len(tokens):
            found = 1 if self._sentence_at(tokens[at]) == sentence else 5
        if at:
            behind = sentence - self._sentence_at(tokens[at - 1])
            found = min(found, 0 if behind <= 0 else 2 if behind == 1 else 3 if behind <= 3 else 4)
        return found

    def _sentence_at(self, token: int) -> int:
        return self._sentence.get(self.doc[token].sent.start, 0)

    def nearest(self, country: str | None, token: int) -> int | None:
        """The last token before some other that names a state or something of it, else the first behind it."""
        tokens = self._namings.get(country or "", [])
        at = bisect_right(tokens, token)
        return tokens[at - 1] if at else tokens[0] if tokens else None

    def described_before(self, mention: Mention, kind: ActorKind | None) -> Entity | None:
        """The unnamed actor of a kind whose description a name directly follows: "his counterpart, Bo Sisa, …"."""
        if not is_set_off(self.doc, mention.start, mention.end):
            return None
        for other, entity in reversed(self.recent[-4:]):
            ends = other.form == "description" and not other.plural and other.end == mention.start - 1
            if ends and not entity.named and entity.kind == kind and agree(entity.country, mention.country):
                return entity
        return None
