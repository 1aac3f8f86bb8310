"""Whom "I" and "we" stand for: in a quotation its speaker, and the side that the speaker speaks for.

Pronouns of the third person take up somebody mentioned before; `takings` finds whom.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.entities.entity import Entity, Link, Mention
from onrecord.reading.entities.scene import WINDOW, Scene

__all__ = ["Pronouns"]

BODIES = frozenset({"MIL", "LEG", "JUD", "COP", "SPY"})
"""Sectors whose spokesmen say "we" of their body rather than of the state."""
SpeakerAt = Callable[[int], int | None]
"""From a token inside a quotation to the token that heads its source, or None."""


class Pronouns:
    """Finds whom pronouns of the first person stand for in a scene."""

    def __init__(self, scene: Scene, speaker_at: SpeakerAt) -> None:
        self.scene = scene
        self._speaker_at = speaker_at

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
        for _, entity in reversed(self.scene.recent):  # "police spokesman": the police last spoken of
            entity = entity.root()
            if entity.kind == "government" and entity.sector == speaker.sector and set(entity.sector) & BODIES:
                return entity
        return self.scene.by_key.get(f"state:{speaker.country}")
