"""Which mentions refer to one person: names by the surname, descriptions by the office held.

Two names are one person unless given names conflict. A description ("the minister") is the last person who held that
office, if state, gender and field of office allow it.
"""

from __future__ import annotations

import re

from onrecord.reading.entities.entity import Entity, Link, Mention
from onrecord.reading.entities.gazetteer import found_in
from onrecord.reading.entities.likeness import agree, fits, role_of, spelled
from onrecord.reading.entities.people import known_surname
from onrecord.reading.entities.scene import REACH, WINDOW, Scene
from onrecord.reading.lexicons import table
from onrecord.spelling import skeleton

__all__ = ["Persons"]

_LEADING = frozenset({"president", "chancellor", "minister", "prime minister", "king", "head"})


_APART = frozenset({"other", "second", "third", "another", "same", "next", "latter"})
"""Adjectives that set somebody apart from the one spoken of last."""


class Persons:
    """The persons of a scene, by surname and by office."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._by_surname: dict[str, list[Entity]] = {}
        self._by_role: dict[str, list[Entity]] = {}

    def named(self, mention: Mention) -> Entity:
        """The person whom a name names."""
        words = [w for w in re.split(r"[\s]+", mention.name) if w]
        surname, given = skeleton(words[-1]), skeleton(words[0]) if len(words) > 1 else None
        known = self._by_surname.setdefault(surname, [])
        entity = self._bearer(known, given, mention)
        if entity is None and given is None:
            titled = self.scene.by_key.get(f"given:{surname}")
            entity = titled
        if entity is None and mention.role:
            entity = self._waiting(mention)
        beside = self.scene.described_before(mention, "person")
        if entity is not None and beside is not None and beside is not entity:  # "The minister, Sione Berg": one person
            beside.merged = entity
            entity.mentions += beside.mentions
            entity.roles |= beside.roles
            entity.sector = beside.sector or entity.sector
            entity.country = entity.country or beside.country
        entity = entity or beside
        if entity is not None and entity not in known:
            known.append(entity)
        if entity is None:
            entity = self.scene.new(mention, surname=surname, given=given)
            known.append(entity)
            if given:
                self.scene.by_key.setdefault(f"given:{given}", entity)
        entity.surname = surname
        entity.given = entity.given or given
        entity.kind = "person"
        if len(mention.name.split()) > len(entity.name.split()) or not entity.named:
            entity.name = " ".join(mention.name.split())
        entity.named = True
        self._learn(entity, mention)
        self._take_in(entity, mention)
        return entity

    def _bearer(self, known: list[Entity], given: str | None, mention: Mention) -> Entity | None:
        """Of the bearers of a surname the one who is named now: the last spoken of whose given name and gender fit."""
        fit = [
            e
            for e in (each.root() for each in known)
            if (given is None or e.given is None or e.given == given) and fits(e.gender, mention.gender)
        ]
        if given is not None:
            fit = [e for e in fit if e.given == given] or fit
        return max(fit, key=lambda e: e.mentions[-1].start if e.mentions else -1, default=None)

    def _take_in(self, entity: Entity, mention: Mention) -> None:
        """Merge into a named person the one whom the headline only calls by the office that is now named."""
        waiting = self._waiting(mention) if mention.role else None
        if waiting is not None and waiting is not entity and waiting.mentions[0].start < self.scene.body:
            waiting.merged = entity
            entity.mentions[:0] = waiting.mentions
            self.scene.links += [Link(m, mention, entity) for m in waiting.mentions]

    def _waiting(self, mention: Mention) -> Entity | None:
        """An entity without a name whose office is the one that now stands beside a name ("Polish PM")."""
        for entity in reversed(self._by_role.get(role_of(mention.role), ())[-4:]):
            if entity.named or entity.kind != "person" or entity.plural or entity.merged or not entity.mentions:
                continue
            first = entity.mentions[0]
            said = first.country if first.start < self.scene.body else entity.country
            if agree(said, mention.country) and self._offices_agree(entity, mention):
                if said is None and mention.country is not None:
                    entity.country = mention.country
                return entity
        return None

    def _learn(self, entity: Entity, mention: Mention) -> None:
        entity.country = entity.country or mention.country
        if entity.country is None and mention.titles:
            bodies = [e for a, b in mention.titles for i in range(a, b) for e in self.scene.of_mention.get(i, ())]
            entity.country = next((e.country for e in bodies if e.kind == "government" and e.country), None)
            if entity.country is None and entity.given is None:
                entity.country = known_surname(entity.surname or "")
        if not entity.sector or (mention.titles and len(mention.sector) > len(entity.sector)):
            entity.sector = mention.sector or entity.sector
        entity.gender = entity.gender or mention.gender
        if mention.role:
            role = role_of(mention.role)
            if role not in {role_of(r) for r in entity.roles}:
                self._by_role.setdefault(role, []).append(entity)
            entity.roles.add(mention.role)
        if entity.country is None and {"GOV", "LEG", "MIL", "JUD", "COP", "SPY"} & set(mention.sector):
            entity.country = self.scene.own_state(mention)

    def described(self, mention: Mention) -> Entity:
        """The person whom a description names."""
        role = role_of(mention.role)
        if mention.definite:
            entity = self._holder(mention, role)
            if entity is not None:
                antecedent = entity.mentions[-1] if entity.mentions else mention
                self.scene.links.append(Link(mention, antecedent, entity))
                entity.country = entity.country or mention.country
                return entity
        else:
            entity = self._announced(mention, role)
            if entity is not None:
                self.scene.links.append(Link(mention, entity.mentions[-1], entity))
                return entity
        entity = self.scene.new(mention)
        if entity.country is None and set(mention.sector) & {"GOV", "MIL", "LEG", "JUD", "COP"}:
            entity.country = self.scene.own_state(mention)
        self._by_role.setdefault(role, []).append(entity)
        entity.roles.add(mention.role)
        return entity

    def _announced(self, mention: Mention, role: str) -> Entity | None:
        """Who the headline calls by the office alone that the story then introduces: "a spokesman for …"."""
        for entity in reversed(self._by_role.get(role, ())[-2:]):
            entity = entity.root()
            if entity.named or not entity.mentions or not entity.mentions[-1].start < self.scene.body <= mention.start:
                continue
            if agree(entity.country, mention.country) and fits(entity.gender, mention.gender):
                return entity
        return None

    def _holder(self, mention: Mention, role: str) -> Entity | None:
        """Who holds the office that a description names: the last who held it, of the state named if any.

        A noun for anyone of a kind ("the official") is the person of that kind who was spoken of last.
        """
        for entity in reversed(self._by_role.get(role, ())[-8:]):
            entity = entity.root()
            if (
                agree(entity.country, mention.country)
                and fits(entity.gender, mention.gender)
                and self._offices_agree(entity, mention)
            ):
                near = self.scene.sentence_of(mention) - self.scene.sentence_of(entity.mentions[-1]) <= REACH
                if not entity.named and near:
                    return entity
                return self._last_of_kind(mention, after=entity) or entity
        return self._last_of_kind(mention, after=None)

    def _last_of_kind(self, mention: Mention, after: Entity | None) -> Entity | None:
        """The named person last spoken of, given a noun that fits anyone of that kind; none before `after` was."""
        sectors = table("offices")["generic"].get(" ".join(mention.role[-1:]))
        if sectors is None or not self._points_back(mention):
            return None
        here = self.scene.sentence_of(mention)
        for other, entity in reversed(self.scene.recent[-WINDOW:]):
            entity = entity.root()
            if entity is after or here - self.scene.sentence_of(other) > REACH:
                return None
            if (
                entity.named
                and entity.kind == "person"
                and agree(entity.country, mention.country)
                and fits(entity.gender, mention.gender)
                and (not sectors or set(sectors) & set(entity.sector))
            ):
                return entity
        return None

    def _points_back(self, mention: Mention) -> bool:
        """Whether a description tells nothing of its own but age or place: "the official", "the 61-year-old leader"."""
        doc = self.scene.doc
        if doc[mention.start].lower_ != "the" or mention.end != mention.head + 1:
            return False
        return all(
            t.is_punct or t.like_num or t.lower_ in ("year", "old") or (t.tag_ == "JJ" and t.lower_ not in _APART)
            for t in doc[mention.start + 1 : mention.head]
        )

    def _offices_agree(self, entity: Entity, mention: Mention) -> bool:
        """Whether "the defence minister" may be this minister: the fields named do not differ."""
        ours = {w.lower() for w in mention.name.split()}
        if mention.form == "name":
            ours = {w.lower_ for a, b in mention.titles for w in self.scene.doc[a:b]}
        titles = {
            w.text.lower() for m in entity.mentions[:WINDOW] for a, b in m.titles for w in self.scene.doc[a:b]
        } | {w.lower() for m in entity.mentions[:WINDOW] if m.form == "description" for w in m.name.split()}
        fields = {
            "foreign",
            "prime",
            "interior",
            "finance",
            "economy",
            "energy",
            "transport",
            "trade",
            "vice",
            "deputy",
        } | set(
            table("offices")["fields"]["MIL"] + table("offices")["fields"]["JUD"] + table("offices")["fields"]["HLH"]
        )
        if self.are_apart(entity, mention):
            return False
        named = spelled(ours & fields)
        return not named or not titles or bool(named & spelled(titles)) or not (spelled(titles) & fields)

    def are_apart(self, entity: Entity, mention: Mention) -> bool:
        """Whether names set two holders of one office apart: "the Liberal nominee" and "the Green nominee"."""
        if mention.form != "description" or not mention.role:
            return False
        noun = mention.role[-1]
        ours = _names_beside(mention.name, noun)
        known = [m.name for m in entity.mentions[:WINDOW] if m.form == "description"]
        known += [self.scene.doc[a:b].text for m in entity.mentions[:WINDOW] for a, b in m.titles]
        theirs = [_names_beside(name, noun) for name in known if noun in name.lower().split()]
        return bool(ours) and any(theirs) and not any(ours & names for names in theirs)

    def holders(self, mention: Mention) -> list[Entity]:
        """The persons named shortly before whom a plural takes up together: "the presidents", "the two leaders"."""
        if not mention.definite or mention.form != "description" or self.scene.doc[mention.start].lower_ != "the":
            return []
        noun = mention.role[-1] if mention.role else ""
        here = self.scene.sentence_of(mention)
        found: list[Entity] = []
        for other, entity in reversed(self.scene.recent[-WINDOW:]):
            if here - self.scene.sentence_of(other) > 2:
                break
            if entity.kind != "person" or entity in found or not entity.named:
                continue
            roles = {role_of(r) for r in entity.roles}
            if noun.removesuffix("s") in {r.split(" ")[-1] for r in roles} or (
                noun in ("leaders", "men", "politicians") and "GOV" in entity.sector and roles & _LEADING
            ):
                found.append(entity)
        return found if len(found) > 1 and mention.end - mention.start <= 4 else []


def _names_beside(text: str, noun: str) -> set[str]:
    """The capitalised words beside a noun, but those of states."""
    states = {w for hit in found_in(text) if hit.entry.sort != "place" for w in text[hit.start : hit.end].split()}
    return {w.lower() for w in text.split() if w[:1].isupper() and w not in states and w not in ("The", "A")} - {noun}
