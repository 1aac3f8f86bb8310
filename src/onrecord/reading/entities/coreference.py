"""Coreference: which mentions refer to one actor.

Mentions are taken in text order, and each is joined to an entity already met or begins one: a state by its code,
persons, bodies and pronouns as their own modules tell. A second walk resolves "I" and "we" in quotations, whose
speakers are known only after the first. Precise steps come before loose ones (the sieve architecture of Lee et al.
2013), and the whole is linear in the number of mentions.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from onrecord.reading.entities.body_coreference import Bodies
from onrecord.reading.entities.entity import Entity, Link, Mention
from onrecord.reading.entities.judging import Judged
from onrecord.reading.entities.person_coreference import Persons
from onrecord.reading.entities.pronouns import Pronouns
from onrecord.reading.entities.scene import Naming, Scene
from onrecord.reading.entities.takings import Takings

__all__ = ["Resolver"]


class Resolver:
    """Joins the mentions of one document to entities.

    Args:
        doc: the document.
        home: the state of the dateline's place.
        places: where states, their people, adjectives and cities are named, in text order.
        body: the token at which the story begins, behind headline and standfirst.
        speaker_at: for a token inside a quotation, the token that heads its source, or None.
    """

    def __init__(
        self,
        doc: Doc,
        home: str | None,
        places: list[Naming],
        body: int,
        speaker_at: Callable[[int], int | None],
    ) -> None:
        self.scene = Scene(doc, home, places, body)
        self._speaker_at = speaker_at
        self._persons = Persons(self.scene)
        self._bodies = Bodies(self.scene, self._persons)
        self._pronouns = Pronouns(self.scene, speaker_at)

    @property
    def links(self) -> list[Link]:
        """What was joined on an inference."""
        return self.scene.links

    def resolve(self, found: Judged) -> list[Entity]:
        """The entities of a document's mentions."""
        mentions = found.mentions
        self.scene.states.update(m.country for m in mentions if m.kind == "state" and m.country)
        takings = Takings(self.scene, mentions, found.chances, self._persons.are_apart)
        later: list[tuple[int, Mention]] = []
        for i, mention in enumerate(mentions):
            if (
                (mention.form == "pronoun" and mention.gender in ("we", "i"))
                or self._possessed(mention)
                or takings.points_ahead(i)
            ):
                later.append((i, mention))
            else:
                takings.note(i, self._entity_of(i, mention, takings))
        for i, mention in later:
            if mention.kind == "state":
                entity = self._state_of_possessor(mention)
            elif mention.gender in ("we", "i"):
                entity = self._pronouns.first_person(mention)
            else:
                entity = takings.entity(i)
            takings.note(i, entity)
        for i, entity in takings.entities():
            entity.places.append(i)
        return [e for e in self.scene.entities if e.merged is None and e.mentions]

    def _entity_of(self, i: int, mention: Mention, takings: Takings) -> Entity | None:
        if mention.form == "pronoun":
            return takings.entity(i)
        if mention.kind == "state":
            return self._state(mention)
        if mention.form == "name":
            return self._persons.named(mention) if mention.kind == "person" else self._bodies.named(mention)
        if (taken_up := takings.entity(i)) is not None:
            return taken_up
        if mention.kind in ("person", "unnamed") and not mention.plural:
            return self._persons.described(mention)
        if mention.kind in ("government", "organisation", "company", "media") and not mention.plural:
            return self._bodies.described(mention)
        return self._bodies.group(mention)

    def _state(self, mention: Mention) -> Entity | None:
        code = mention.country or self.scene.context_state(mention, subject=mention.role[-1:] == ("government",))
        if code is None or code == "IGO":
            return None
        if mention.form == "description" and mention.country is None:
            antecedent = next(
                (m for m, e in reversed(self.scene.recent) if e.kind == "state" and e.country == code), None
            )
            entity = self.scene.state_entity(code, mention)
            if antecedent is not None:
                self.scene.links.append(Link(mention, antecedent, entity))
            return entity
        return self.scene.state_entity(code, mention)

    def _possessed(self, mention: Mention) -> bool:
        """Whether a description of a state begins with a pronoun: "our government"."""
        return (
            mention.kind == "state" and mention.form == "description" and self.scene.doc[mention.start].tag_ == "PRP$"
        )

    def _state_of_possessor(self, mention: Mention) -> Entity | None:
        """The state of whoever the possessive pronoun in front stands for."""
        token = self.scene.doc[mention.start]
        if token.lower_ in ("our", "my"):
            source = self._speaker_at(token.i)
            owners = self.scene.of_mention.get(source, ()) if source is not None else ()
        else:
            owners = self.scene.of_mention.get(token.i, ())
        country = next((e.root().country for e in owners), None)
        if country is None or country == "IGO":
            return None
        return self.scene.state_entity(country, mention)
