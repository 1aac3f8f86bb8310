"""Whom pronouns and descriptions take up: of the actors met so far, the one whose mentions are the likeliest together.

The trained heads give each mention a chance to be the one taken up (`judging`). The chances of all mentions of an actor
add up, those of actors that cannot be meant are left out, and the actor with the most is taken if that is more than
the chance that nobody is taken up. "The two ministers" and "both countries" take up two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from onrecord.reading.entities.entity import Entity, Link, Mention
from onrecord.reading.entities.judging import Chances
from onrecord.reading.entities.likeness import agree, fits
from onrecord.reading.entities.scene import Scene

__all__ = ["Takings"]

NOBODY = 0.2
"""How much the chance that a pronoun takes up nobody counts beside the chances of actors.

Things and events, which pronouns take up, too, are no mentions, so that the heads think of nothing too often. With 1 a
quarter of the pronouns of unseen articles had nobody, with 0.2 a sixth, and the same share of the rest was right."""
UNFIT = 0.1
"""What is left of a chance where the gender of a given name speaks against it; such names are not sure."""
SECOND = 0.1
"""How likely, beside the first, the second of a pair has to be. By eye."""
STATES = frozenset({"countries", "nations", "states", "neighbours", "neighbors", "governments", "capitals", "powers"})
SIDES = frozenset({"sides", "parties", "two", "both", "pair"})
"""Nouns that take up two of whatever kind."""
POINTING = frozenset({"the", "both", "these", "those"})
TWO = 0.03
"""How much the chance that nobody is taken up counts beside the two of a pair.

The heads learned of such a phrase that it takes up one; with 0.1 "both leaders" took up nobody."""
PAIRS = frozenset({"two", "both"})
PEOPLE = ("person", "unnamed")
SINGLE = ("person", "unnamed", "state")


class Takings:
    """What the mentions of a document take up, as it is walked through.

    Args:
        scene: what is in view.
        mentions: all mentions in text order.
        chances: what pronouns and descriptions may take up, by their place among the mentions.
        apart: whether the names beside its noun set a description apart from a person.
    """

    def __init__(
        self,
        scene: Scene,
        mentions: Sequence[Mention],
        chances: Mapping[int, Chances],
        apart: Callable[[Entity, Mention], bool],
    ) -> None:
        self.scene = scene
        self._mentions = mentions
        self._chances = chances
        self._apart = apart
        self._entities: dict[int, Entity] = {}

    def note(self, i: int, entity: Entity | None) -> None:
        """Count a mention among those of an entity, if it is one's."""
        if entity is not None:
            self.scene.add(self._mentions[i], entity)
            self._entities[i] = entity

    def entities(self) -> Iterator[tuple[int, Entity]]:
        """Each mention's place with the entity that it was counted for."""
        for i, entity in self._entities.items():
            yield i, entity.root()

    def points_ahead(self, i: int) -> bool:
        """Whether a mention most likely takes up one behind it: "In his speech, Berg said …"."""
        chances = self._chances.get(i)
        if chances is None or not chances.others:
            return False
        chance, other = max(zip(chances.chances, chances.others, strict=True))
        return other > i and chance > chances.none

    def entity(self, i: int) -> Entity | None:
        """Whom a mention takes up, if anybody; the second of a pair gets the mention here."""
        chances, mention = self._chances.get(i), self._mentions[i]
        if chances is None:
            return None
        found = self._weighed(mention, chances)
        if mention.form == "description" and mention.plural:
            single = [each for each in found if each[1].kind in SINGLE and not each[1].plural]
            if self._is_pair(mention):
                return self._pair(mention, single, chances.none)
            found = [each for each in found if each not in single]
        aged = self._aged(mention, found)
        if aged:
            found = aged
        elif mention.form == "description" and any(self._bears(entity, mention) for _, entity, _ in found):
            found = [each for each in found if self._bears(each[1], mention)]
        elif not found or found[0][0] <= chances.none * (NOBODY if mention.form == "pronoun" else 1.0):
            return None
        _, entity, antecedent = found[0]
        self._link(mention, antecedent, entity)
        if mention.gender == "they":
            for beside in self.scene.of_mention.get(antecedent.head, ()):
                if beside.root() is not entity and antecedent.plural:
                    self.scene.add(mention, beside)
        return entity

    def _weighed(self, mention: Mention, chances: Chances) -> list[tuple[float, Entity, Mention]]:
        """Whom a mention may take up: the chance of all mentions together, the actor, the likeliest of its mentions."""
        sums: dict[int, float] = {}
        best: dict[int, tuple[float, int]] = {}
        entities: dict[int, Entity] = {}
        barred: set[int] = set()
        for other, chance in zip(chances.others, chances.chances, strict=True):
            entity = self._entities.get(other)
            if entity is None or not may_be(entity := entity.root(), mention) or self._apart(entity, mention):
                continue
            if self._is_object_of(mention, self._mentions[other]):
                barred.add(id(entity))
            if not fits(entity.gender, mention.gender if mention.gender in ("m", "f") else None):
                chance *= UNFIT
            key = id(entity)
            entities[key] = entity
            sums[key] = sums.get(key, 0.0) + chance
            best[key] = max(best.get(key, (0.0, other)), (chance, other))
        found = [(sums[key], entities[key], self._mentions[best[key][1]]) for key in sums if key not in barred]
        return sorted(found, key=lambda each: -each[0])

    def _is_object_of(self, mention: Mention, other: Mention) -> bool:
        """Whether a mention is the object of the verb of which another is the subject: they are two (Chomsky 1981)."""
        ours, theirs = self.scene.doc[mention.head], self.scene.doc[other.head]
        if ours.lower_.endswith(("self", "selves")) or theirs.dep_ not in ("nsubj", "nsubjpass"):
            return False
        direct = ours.dep_ in ("dobj", "dative") and ours.head.i == theirs.head.i
        return direct or (ours.dep_ == "pobj" and ours.head.head.i == theirs.head.i and mention.form == "description")

    def _is_pair(self, mention: Mention) -> bool:
        return any(t.lower_ in PAIRS for t in self.scene.doc[mention.start : mention.head + 1])

    def _pair(self, mention: Mention, single: list[tuple[float, Entity, Mention]], none: float) -> Entity | None:
        """The first of the two whom "the two ministers" or "both countries" takes up; the second gets the mention here.

        One person or state alone is never two.
        """
        doc = self.scene.doc
        noun = doc[mention.head].lower_
        if noun not in SIDES:
            single = [each for each in single if (each[1].kind == "state") == (noun in STATES)]
        alike = [each for each in single if each[1].kind == single[0][1].kind][:2]
        if doc[mention.start].lower_ not in POINTING or len(alike) < 2 or alike[1][0] < SECOND * alike[0][0]:
            return None
        if alike[0][0] + alike[1][0] <= none * TWO:
            return None
        for _, entity, antecedent in alike:
            self._link(mention, antecedent, entity)
        self.scene.add(mention, alike[1][1])
        return alike[0][1]

    def _link(self, mention: Mention, antecedent: Mention, entity: Entity) -> None:
        """Note that a mention takes up an actor, and what it tells of it."""
        self.scene.links.append(Link(mention, antecedent, entity))
        if mention.gender in ("m", "f") and entity.gender is None:
            entity.gender = mention.gender
        if mention.form == "description":
            entity.country = entity.country or mention.country

    def _aged(
        self, mention: Mention, found: list[tuple[float, Entity, Mention]]
    ) -> list[tuple[float, Entity, Mention]]:
        """Who is told to be as old as "the 59-year-old": a name and his age behind it between commas."""
        doc = self.scene.doc
        if mention.form != "description" or doc[mention.head].lower_ != "old":
            return []
        age = next((t.text for t in doc[mention.start : mention.end] if t.like_num), None)
        return [
            each
            for each in found
            if any(
                m.end + 1 < len(doc) and doc[m.end].text == "," and doc[m.end + 1].text == age for m in each[1].mentions
            )
        ]

    def _bears(self, entity: Entity, mention: Mention) -> bool:
        """Whether a person bears, before or behind the name, the very title that a description consists of."""
        if mention.kind != "person" or mention.plural or not mention.definite:
            return False
        doc = self.scene.doc
        said = {t.lower_ for t in doc[mention.start : mention.head + 1] if t.pos_ in ("NOUN", "PROPN", "ADJ")}
        return len(said) > 1 and any(said <= {t.lower_ for t in doc[a:b]} for m in entity.mentions for a, b in m.titles)


def may_be(entity: Entity, mention: Mention) -> bool:
    """Whether number, kind and country let a mention stand for an entity."""
    if mention.form == "pronoun":
        if mention.gender in ("m", "f"):
            return entity.kind in PEOPLE and not entity.plural
        single = entity.kind in PEOPLE and not entity.plural
        return not single if mention.gender == "they" else entity.kind not in PEOPLE
    if mention.plural and entity.kind in SINGLE and not entity.plural:
        return agree(entity.country, mention.country)
    return (entity.kind in PEOPLE) == (mention.kind in PEOPLE) and agree(entity.country, mention.country)
