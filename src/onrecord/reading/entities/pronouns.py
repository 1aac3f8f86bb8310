"""Whom pronouns stand for.

A pronoun agrees with its antecedent in gender and number, and takes the one most in view: sentence distance counts
first, then the subject before the rest (the constraints of rule-based systems, as in Lee et al. 2013). "I" and "we"
in a quotation are its speaker and the side that the speaker speaks for.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.entities.entity import Entity, Link, Mention
from onrecord.reading.entities.likeness import fits
from onrecord.reading.entities.scene import REACH, WINDOW, Scene

__all__ = ["Pronouns"]

SpeakerAt = Callable[[int], int | None]
"""From a token inside a quotation to the token that heads its source, or None."""


class Pronouns:
    """Finds the antecedents of pronouns in a scene."""

    def __init__(self, scene: Scene, speaker_at: SpeakerAt) -> None:
        self.scene = scene
        self._speaker_at = speaker_at

    def antecedent(self, mention: Mention) -> Entity | None:
        """Whom a pronoun of the third person stands for."""
        here = self.scene.sentence_of(mention)
        source = self._speaker_at(mention.head)
        speakers = {id(e.root()) for e in self.scene.of_mention.get(source, ())} if source is not None else set()
        best: tuple[float, Mention, Entity] | None = None
        token = self.scene.doc[mention.head]
        for other, entity in reversed(self.scene.recent[-WINDOW:]):
            entity = entity.root()
            distance = here - self.scene.sentence_of(other)
            if distance > REACH:
                break
            if other.head >= mention.head or not may_be(entity, mention):
                continue
            if id(entity) in speakers and mention.gender != "they" and source != mention.head:
                continue
            dep = self.scene.doc[other.head].dep_
            score = -3.0 * distance
            if dep in ("nsubj", "nsubjpass"):
                score += 2.0 if token.dep_ in ("nsubj", "nsubjpass") or distance == 0 else 1.0
            elif dep in ("pobj", "poss", "compound", "amod"):
                score -= 1.0
            score -= 0.02 * (mention.head - other.head)
            if entity.gender in ("f", "m") and entity.gender == mention.gender:
                score += 4.0
            if other.form == "pronoun":
                score += 0.5
            if mention.gender == "they" and entity.kind in ("state", "government"):
                score -= 3.0
            if (
                token.tag_ == "PRP$"
                and mention.gender in ("it", "they")
                and distance == 0
                and dep in ("nsubj", "nsubjpass")
            ):
                score -= 1.0
            if mention.gender == "it" and distance > 1:
                score -= 4.0
            if (
                self.scene.doc[other.head].head.i == token.head.i
                and dep in ("dobj", "nsubj")
                and token.dep_ in ("dobj", "nsubj")
            ):
                score -= 6.0
            if best is None or score > best[0]:
                best = (score, other, entity)
        if best is None or (mention.gender == "it" and best[0] < -5) or (mention.gender == "they" and best[0] < -6):
            return None
        self.scene.links.append(Link(mention, best[1], best[2]))
        if mention.gender == "they":
            for beside in self.scene.of_mention.get(best[1].head, ()):
                if beside.root() is not best[2] and best[1].plural:
                    self.scene.add(mention, beside)
        return best[2]

    def first_person(self, mention: Mention) -> Entity | None:
        """Whom "I" or "we" in a quotation stands for."""
        source = self._speaker_at(mention.head)
        if source is None:
            return None
        speakers = self.scene.of_mention.get(source, ())
        if not speakers:
            return None
        speaker = speakers[0].root()
        if mention.gender == "i":
            entity: Entity | None = speaker if speaker.kind in ("person", "unnamed") else None
        elif speaker.kind in ("person", "unnamed"):
            entity = self._side(speaker)
        else:
            entity = speaker
        if entity is not None and speaker.mentions:
            self.scene.links.append(Link(mention, speaker.mentions[0], entity))
        return entity

    def _side(self, speaker: Entity) -> Entity | None:
        """For whom an official speaks: the body named in the title, else the state."""
        if not set(speaker.sector) & {"GOV", "MIL", "LEG", "JUD", "IGO", "COP", "SPY"}:
            return None
        for mention in speaker.mentions[:WINDOW]:
            for first, last in (*mention.titles, (mention.start, mention.end)):
                for i in range(first, last):
                    for entity in self.scene.of_mention.get(i, ()):
                        entity = entity.root()
                        if entity.kind in ("government", "organisation") and entity is not speaker:
                            return entity
        return self.scene.by_key.get(f"state:{speaker.country}")


def may_be(entity: Entity, mention: Mention) -> bool:
    """Whether gender and number let a pronoun stand for an entity."""
    match mention.gender:
        case "m" | "f":
            return entity.kind in ("person", "unnamed") and not entity.plural and fits(entity.gender, mention.gender)
        case "it":
            return (
                entity.kind in ("state", "government", "organisation", "company", "media", "armed-group")
                and not entity.plural
            )
        case "they":
            return (
                entity.plural
                or entity.kind in ("group", "armed-group")
                or (entity.kind == "state" and bool(entity.mentions) and entity.mentions[-1].plural)
            )
    return False
