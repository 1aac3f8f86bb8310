"""Which mentions refer to one body or group.

Bodies join by what names them: the table's name, their own words, an acronym, or the noun that tells their kind.
Groups ("the rebels") join by head noun and state.
"""

from __future__ import annotations

import re

from onrecord.reading.entities.entity import Entity, Link, Mention
from onrecord.reading.entities.likeness import agree, content_of, kind_noun, names_kind
from onrecord.reading.entities.person_coreference import Persons
from onrecord.reading.entities.scene import WINDOW, Scene
from onrecord.reading.lexicons import table

__all__ = ["Bodies"]


def owned_apart(first: str, second: str) -> bool:
    """Whether two groups are named as of different owners: "ministers of France", "ministers of Kenya".

    >>> owned_apart("ministers of Italy and Malta", "ministers of Kenya")
    True
    >>> owned_apart("ministers", "ministers of Kenya")
    False
    """
    owners = [set(re.findall(r"\b[A-Z]\w+", name.partition(" of ")[2])) for name in (first, second)]
    return all(owners) and owners[0] != owners[1]


class Bodies:
    """The bodies and groups of a scene."""

    def __init__(self, scene: Scene, persons: Persons) -> None:
        self.scene = scene
        self._persons = persons
        self._by_body: dict[tuple[str, frozenset[str]], list[Entity]] = {}
        self._groups: dict[tuple[str, str], list[Entity]] = {}

    def named(self, mention: Mention) -> Entity:
        """The body that a name names."""
        key = mention.key
        if key is None:
            words = content_of(mention.name)
            kind = kind_noun(mention.name)
            fits = [e for e in self._by_body.get((kind, words), ()) if agree(e.country, mention.country)]
            entity = (
                fits[-1].root()
                if fits
                else self._spelled_out(mention) or self.scene.described_before(mention, mention.kind)
            )
            if entity is None:
                entity = self.scene.new(mention)
                self._by_body.setdefault((kind, words), []).append(entity)
        else:
            entity = self.scene.by_key.get(key)
            if entity is None:
                entity = self.scene.by_key[key] = self.scene.new(mention, plural=False)
                self._by_body.setdefault((kind_noun(mention.name), content_of(mention.name)), []).append(entity)
        if entity.country is None and mention.country is None and entity.kind == "government":
            entity.country = self.scene.context_state(mention)
        entity.country = entity.country or mention.country
        if mention.form == "name" and not entity.named:
            entity.name, entity.named = mention.name, True
        return entity

    def _spelled_out(self, mention: Mention) -> Entity | None:
        """The body whose initials a name in capitals is made of: "the ZFU" of "Zambian Ferrymen's Union"."""
        letters = mention.name
        if not 2 < len(letters) < 8 or not (letters.isalpha() and letters.isupper()):
            return None
        for entity in reversed(self.scene.entities):
            initials = "".join(word[0] for word in re.findall(r"[^\W\d_]{2,}", entity.name) if word[0].isupper())
            if initials == letters and entity.kind not in ("person", "state") and entity.merged is None:
                return entity
        return None

    def described(self, mention: Mention) -> Entity | None:
        """ "the ministry", "parliament": the body of that kind last named, else the context's."""
        noun = mention.role[-1] if mention.role else ""
        bodies = table("bodies")["international"]["nouns"]
        words = content_of(mention.name)
        kind = kind_noun(mention.name)
        exact = [e for e in self._by_body.get((kind, words), ()) if agree(e.country, mention.country)]
        if exact:
            entity = exact[-1].root()
            if mention.country is None and entity.mentions:
                self.scene.links.append(Link(mention, entity.mentions[-1], entity))
            entity.country = entity.country or mention.country
            return entity
        if not words and mention.country is None and mention.definite:
            for other, entity in reversed(self.scene.recent[-WINDOW:]):
                if entity.kind in ("government", "organisation", "company", "media") and names_kind(entity.name, noun):
                    self.scene.links.append(Link(mention, other, entity))
                    return entity
        if noun in bodies:
            for other, entity in reversed(self.scene.recent[-WINDOW:]):
                if entity.name in bodies[noun]:
                    self.scene.links.append(Link(mention, other, entity))
                    return entity
        if mention.country == "IGO" or mention.kind == "organisation":
            return None
        entity = self.scene.new(mention)
        if entity.country is None and mention.kind == "government":
            entity.country = self.scene.context_state(mention)
        self._by_body.setdefault((kind, words), []).append(entity)
        return entity

    def group(self, mention: Mention) -> Entity:
        """The group that a plural names."""
        noun = " ".join(mention.role[-1:])
        if mention.kind == "government":
            irregular = {"MIL", "COP"} & set(mention.sector)
            noun = "MIL" if mention.sector == ("MIL",) else " ".join(mention.role[-1:] if irregular else mention.role)
        key = (mention.kind or "", "armed" if mention.kind == "armed-group" else noun)
        for entity in reversed(self._groups.get(key, ())[-6:]):
            if (
                agree(entity.country, mention.country)
                and (mention.kind != "armed-group" or entity.sector == mention.sector)
                and not self._counted_apart(entity, mention)
                and not owned_apart(entity.name, mention.name)
            ):
                entity.country = entity.country or mention.country
                return entity
        several = self._persons.holders(mention)
        if several:
            for each in several[1:]:
                self.scene.add(mention, each)
            return several[0]
        entity = self.scene.new(mention, plural=True)
        if (entity.country is None and mention.kind in ("armed-group", "government")) or (
            entity.country is None and mention.sector[:1] == ("OPP",)
        ):
            entity.country = self.scene.own_state(mention, subject=mention.kind == "government")
        self._groups.setdefault(key, []).append(entity)
        return entity

    def _counted_apart(self, entity: Entity, mention: Mention) -> bool:
        """Whether a group is counted otherwise than the one met before: "five people", "more than 40 people"."""
        ours = self._counts(mention)
        return bool(ours) and any(
            theirs and not ours & theirs for theirs in (self._counts(m) for m in entity.mentions[-2:])
        )

    def _counts(self, mention: Mention) -> set[str]:
        if mention.form == "pronoun" or mention.kind != "group":
            return set()
        words = self.scene.doc[mention.start : mention.head + 1]
        return {t.lower_ for t in words if t.like_num or t.lower_ in ("several", "many")}
