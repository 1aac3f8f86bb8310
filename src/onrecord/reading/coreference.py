"""Coreference: which mentions refer to one actor.

Mentions are taken in text order, and each is joined to an entity already met or begins one. Names join by what
they name: a state by its code, a body by its table name, its words or its acronym, a person by the surname unless
given names conflict. Descriptions join by head noun, state and sector; pronouns by gender and number to the entity
that is most in view: sentence distance counts first, then the subject before the rest. A second walk resolves "I"
and "we" in quotations to their speakers and the speakers' sides. Each look-up is in an index or a short window,
so the time is linear in the number of mentions. The ranking follows the usual constraints of rule-based systems
(Lee et al. 2013, the sieve architecture), precise steps first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc

from onrecord.reading.gazetteer import state_name
from onrecord.reading.lexicons import table
from onrecord.reading.likeness import agree, content_of, fits, kind_noun, names_kind, plain, role_of, spelled
from onrecord.reading.names import Mention
from onrecord.reading.people import known_surname
from onrecord.record import ActorKind

__all__ = ["Entity", "Link", "Resolver"]


@dataclass(eq=False)
class Entity:
    """One actor while it is being gathered."""

    kind: ActorKind
    name: str
    country: str | None = None
    sector: tuple[str, ...] = ()
    gender: str | None = None
    given: str | None = None
    surname: str | None = None
    named: bool = False
    roles: set[tuple[str, ...]] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    plural: bool = False
    body: Entity | None = None
    merged: Entity | None = None

    def root(self) -> Entity:
        """The entity into which this one was merged, or itself."""
        entity = self
        while entity.merged is not None:
            entity = entity.merged
        return entity


@dataclass(frozen=True)
class Link:
    """A mention joined to an entity on an inference: the mention, the mention it takes up, and why."""

    mention: Mention
    antecedent: Mention
    entity: Entity


WINDOW = 40
"""Mentions back among which a pronoun or description finds its antecedent; news seldom reaches farther."""
REACH = 4
"""Sentences back that a pronoun reaches; beyond, names are repeated. Tuned by eye on news stories."""

_LEADING = frozenset({"president", "chancellor", "minister", "prime minister", "king", "head"})


class Resolver:
    """Joins the mentions of one document to entities."""

    def __init__(self, doc: Doc, home: str | None, places: list[tuple[int, str]]) -> None:
        self.doc = doc
        self.home = home
        self._places = places
        self.entities: list[Entity] = []
        self.of_mention: dict[int, list[Entity]] = {}
        self.links: list[Link] = []
        self._by_key: dict[str, Entity] = {}
        self._by_surname: dict[str, list[Entity]] = {}
        self._by_body: dict[tuple[str, frozenset[str]], list[Entity]] = {}
        self._acronyms: dict[str, Entity] = {}
        self._by_role: dict[str, list[Entity]] = {}
        self._groups: dict[tuple[str, str], list[Entity]] = {}
        self._recent: list[tuple[Mention, Entity]] = []
        self._states: Counter[str] = Counter()
        self._sentence: dict[int, int] = {}
        for number, sentence in enumerate(doc.sents):
            self._sentence[sentence.start] = number

    # --- the walk

    def resolve(self, mentions: list[Mention], speaker_at: Callable[[int], int | None]) -> list[Entity]:
        """The entities of a document's mentions.

        Args:
            mentions: in text order.
            speaker_at: for a token inside a quotation, the token that heads its source, or None.
        """
        self._states.update(m.country for m in mentions if m.kind == "state" and m.country)
        later: list[Mention] = []
        for mention in mentions:
            if (mention.form == "pronoun" and mention.gender in ("we", "i")) or self._possessed(mention):
                later.append(mention)
                continue
            entity = self._entity_of(mention, speaker_at)
            if entity is not None:
                self._add(mention, entity)
        for mention in later:
            if mention.kind == "state":
                entity = self._state_of_possessor(mention, speaker_at)
            else:
                entity = self._first_person(mention, speaker_at)
            if entity is not None:
                self._add(mention, entity)
        return [e for e in self.entities if e.merged is None and e.mentions]

    def _add(self, mention: Mention, entity: Entity) -> None:
        entity = entity.root()
        entity.mentions.append(mention)
        self.of_mention.setdefault(mention.head, []).append(entity)
        for head in mention.title_heads:
            self.of_mention.setdefault(head, []).append(entity)
        self._recent.append((mention, entity))
        if len(self._recent) > 2 * WINDOW:
            del self._recent[:WINDOW]

    def _new(self, mention: Mention, **values: object) -> Entity:
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

    def _entity_of(self, mention: Mention, speaker_at: Callable[[int], int | None]) -> Entity | None:
        if mention.form == "pronoun":
            return self._pronoun(mention, speaker_at)
        if mention.kind == "state":
            return self._state(mention)
        if mention.form == "name":
            return self._person(mention) if mention.kind == "person" else self._named_body(mention)
        if mention.kind in ("person", "unnamed") and not mention.plural:
            return self._described_person(mention)
        if mention.kind in ("government", "organisation", "company", "media") and not mention.plural:
            return self._described_body(mention)
        return self._group(mention)

    # --- states

    def _state(self, mention: Mention) -> Entity | None:
        code = mention.country or self.context_state(mention, subject=mention.role[-1:] == ("government",))
        if code is None or code == "IGO":
            return None
        if mention.form == "description" and mention.country is None:
            antecedent = next((m for m, e in reversed(self._recent) if e.kind == "state" and e.country == code), None)
            entity = self._state_entity(code, mention)
            if antecedent is not None:
                self.links.append(Link(mention, antecedent, entity))
            return entity
        return self._state_entity(code, mention)

    def _state_entity(self, code: str, mention: Mention) -> Entity:
        key = f"state:{code}"
        if key not in self._by_key:
            name = state_name(code) or mention.name
            self._by_key[key] = self._new(
                mention, kind="state", name=name, country=code, sector=("GOV",), plural=False, gender=None, named=True
            )
        return self._by_key[key]

    def _possessed(self, mention: Mention) -> bool:
        """Whether a description of a state begins with a pronoun: "our government"."""
        return mention.kind == "state" and mention.form == "description" and self.doc[mention.start].tag_ == "PRP$"

    def _state_of_possessor(self, mention: Mention, speaker_at: Callable[[int], int | None]) -> Entity | None:
        """The state of whoever the possessive pronoun in front stands for."""
        token = self.doc[mention.start]
        if token.lower_ in ("our", "my"):
            source = speaker_at(token.i)
            owners = self.of_mention.get(source, ()) if source is not None else ()
        else:
            owners = self.of_mention.get(token.i, ())
        country = next((e.root().country for e in owners), None)
        if country is None or country == "IGO":
            return None
        return self._state_entity(country, mention)

    def context_state(self, mention: Mention, *, subject: bool = True) -> str | None:
        """The state in view at a mention: the one that acts in its sentence, else the last whose name, people, city
        or adjective stands before it there; else the one that acts in the sentences before, else the last named."""
        here = self._sentence_of(mention)
        start = self.doc[mention.head].sent.start
        acting = nearest = None
        for other, entity in reversed(self._recent[-WINDOW:]):
            if entity.kind != "state" or other.start > mention.start:
                continue
            distance = here - self._sentence_of(other)
            if distance > REACH:
                break
            nearest = nearest or (distance, entity.country)
            if acting is None and self.doc[other.head].dep_ in ("nsubj", "nsubjpass") and distance <= 2:
                acting = (distance, entity.country)
        if subject and acting and acting[0] == 0:
            return acting[1]
        last = bisect_left(self._places, (mention.start, "")) - 1
        if last >= 0 and self._places[last][0] >= start:
            return self._places[last][1]
        if subject and acting:
            return acting[1]
        if last >= 0 and self._sentence.get(self.doc[self._places[last][0]].sent.start, 0) >= here - 1:
            return self._places[last][1]
        if nearest:
            return nearest[1]
        if self._states:
            return self._states.most_common(1)[0][0]
        return self.home

    # --- persons

    def _person(self, mention: Mention) -> Entity:
        words = [w for w in re.split(r"[\s]+", mention.name) if w]
        surname, given = plain(words[-1]), plain(words[0]) if len(words) > 1 else None
        known = self._by_surname.setdefault(surname, [])
        entity = next((e for e in known if given is None or e.given is None or e.given == given), None)
        if entity is None and given is None:
            titled = self._by_key.get(f"given:{surname}")
            entity = titled
        if entity is None and mention.role:
            entity = self._waiting(mention)
            if entity is not None:
                known.append(entity)
        if entity is None:
            entity = self._new(mention, surname=surname, given=given)
            known.append(entity)
            if given:
                self._by_key.setdefault(f"given:{given}", entity)
        entity.surname = surname
        entity.given = entity.given or given
        entity.kind = "person"
        if len(mention.name.split()) > len(entity.name.split()) or not entity.named:
            entity.name = " ".join(mention.name.split())
        entity.named = True
        self._learn(entity, mention)
        return entity

    def _waiting(self, mention: Mention) -> Entity | None:
        """An entity without a name whose office is the one that now stands beside a name ("Polish PM")."""
        role = role_of(mention.role)
        for entity in reversed(self._by_role.get(role, ())[-4:]):
            nameless = not entity.named and entity.kind == "person" and not entity.plural
            if nameless and agree(entity.country, mention.country):
                return entity
        return None

    def _learn(self, entity: Entity, mention: Mention) -> None:
        entity.country = entity.country or mention.country
        if entity.country is None and mention.titles:
            bodies = [e for a, b in mention.titles for i in range(a, b) for e in self.of_mention.get(i, ())]
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
            entity.country = self.context_state(mention)

    def _described_person(self, mention: Mention) -> Entity | None:
        role = role_of(mention.role)
        if mention.definite:
            entity = self._holder(mention, role)
            if entity is not None:
                antecedent = entity.mentions[-1] if entity.mentions else mention
                self.links.append(Link(mention, antecedent, entity))
                entity.country = entity.country or mention.country
                return entity
        entity = self._new(mention)
        if entity.country is None and set(mention.sector) & {"GOV", "MIL", "LEG", "JUD", "COP"}:
            entity.country = self.context_state(mention)
        self._by_role.setdefault(role, []).append(entity)
        entity.roles.add(mention.role)
        return entity

    def _holder(self, mention: Mention, role: str) -> Entity | None:
        """Who holds the office that a description names: the last who held it, of the state named if any."""
        for entity in reversed(self._by_role.get(role, ())[-8:]):
            entity = entity.root()
            if (
                agree(entity.country, mention.country)
                and fits(entity.gender, mention.gender)
                and self._offices_agree(entity, mention)
            ):
                return entity
        if mention.role[-1:] in (("man",), ("woman",)) or role in ("official", "source"):
            return None
        return None

    def _offices_agree(self, entity: Entity, mention: Mention) -> bool:
        """Whether "the defence minister" may be this minister: the fields named do not differ."""
        ours = {w.lower() for w in mention.name.split()}
        titles = {w.text.lower() for m in entity.mentions[:WINDOW] for a, b in m.titles for w in self.doc[a:b]} | {
            w.lower() for m in entity.mentions[:WINDOW] if m.form == "description" for w in m.name.split()
        }
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
        named = spelled(ours & fields)
        return not named or not titles or bool(named & spelled(titles)) or not (spelled(titles) & fields)

    # --- bodies and groups

    def _named_body(self, mention: Mention) -> Entity:
        key = mention.key
        if key is None:
            words = content_of(mention.name)
            kind = kind_noun(mention.name)
            fits = [e for e in self._by_body.get((kind, words), ()) if agree(e.country, mention.country)]
            entity = fits[-1].root() if fits else None
            if entity is None:
                entity = self._new(mention)
                self._by_body.setdefault((kind, words), []).append(entity)
        else:
            entity = self._by_key.get(key)
            if entity is None:
                entity = self._by_key[key] = self._new(mention, plural=False)
                self._by_body.setdefault((kind_noun(mention.name), content_of(mention.name)), []).append(entity)
        if entity.country is None and mention.country is None and entity.kind == "government":
            entity.country = self.context_state(mention)
        entity.country = entity.country or mention.country
        if mention.form == "name" and not entity.named:
            entity.name, entity.named = mention.name, True
        return entity

    def _described_body(self, mention: Mention) -> Entity | None:
        """ "the ministry", "parliament": the body of that kind last named, else the context's."""
        noun = mention.role[-1] if mention.role else ""
        bodies = table("bodies")["international"]["nouns"]
        words = content_of(mention.name)
        kind = kind_noun(mention.name)
        exact = [e for e in self._by_body.get((kind, words), ()) if agree(e.country, mention.country)]
        if exact:
            entity = exact[-1].root()
            if mention.country is None and entity.mentions:
                self.links.append(Link(mention, entity.mentions[-1], entity))
            entity.country = entity.country or mention.country
            return entity
        if not words and mention.country is None and mention.definite:
            for other, entity in reversed(self._recent[-WINDOW:]):
                if entity.kind in ("government", "organisation", "company", "media") and names_kind(entity.name, noun):
                    self.links.append(Link(mention, other, entity))
                    return entity
        if noun in bodies:
            for other, entity in reversed(self._recent[-WINDOW:]):
                if entity.name in bodies[noun]:
                    self.links.append(Link(mention, other, entity))
                    return entity
        if mention.country == "IGO" or mention.kind == "organisation":
            return None
        entity = self._new(mention)
        if entity.country is None and mention.kind == "government":
            entity.country = self.context_state(mention)
        self._by_body.setdefault((kind, words), []).append(entity)
        return entity

    def _group(self, mention: Mention) -> Entity:
        noun = " ".join(mention.role[-1:])
        if mention.kind == "government":
            irregular = {"MIL", "COP"} & set(mention.sector)
            noun = "MIL" if mention.sector == ("MIL",) else " ".join(mention.role[-1:] if irregular else mention.role)
        key = (mention.kind or "", "armed" if mention.kind == "armed-group" else noun)
        for entity in reversed(self._groups.get(key, ())[-6:]):
            if agree(entity.country, mention.country) and (
                mention.kind != "armed-group" or same_armed(entity, mention)
            ):
                entity.country = entity.country or mention.country
                return entity
        several = self._holders(mention)
        if several:
            for each in several[1:]:
                self._add(mention, each)
            return several[0]
        entity = self._new(mention, plural=True)
        if (entity.country is None and mention.kind in ("armed-group", "government")) or (
            entity.country is None and mention.sector[:1] == ("OPP",)
        ):
            entity.country = self.context_state(mention, subject=mention.kind == "government")
        self._groups.setdefault(key, []).append(entity)
        return entity

    def _holders(self, mention: Mention) -> list[Entity]:
        """The persons named shortly before whom a plural takes up together: "the presidents", "the two leaders"."""
        if not mention.definite or mention.form != "description" or self.doc[mention.start].lower_ != "the":
            return []
        noun = mention.role[-1] if mention.role else ""
        here = self._sentence_of(mention)
        found: list[Entity] = []
        for other, entity in reversed(self._recent[-WINDOW:]):
            if here - self._sentence_of(other) > 2:
                break
            if entity.kind != "person" or entity in found or not entity.named:
                continue
            roles = {role_of(r) for r in entity.roles}
            if noun.removesuffix("s") in {r.split(" ")[-1] for r in roles} or (
                noun in ("leaders", "men", "politicians") and "GOV" in entity.sector and roles & _LEADING
            ):
                found.append(entity)
        return found if len(found) > 1 and mention.end - mention.start <= 4 else []

    # --- pronouns

    def _sentence_of(self, mention: Mention) -> int:
        return self._sentence.get(self.doc[mention.head].sent.start, 0)

    def _pronoun(self, mention: Mention, speaker_at: Callable[[int], int | None]) -> Entity | None:
        here = self._sentence_of(mention)
        source = speaker_at(mention.head)
        speakers = {id(e.root()) for e in self.of_mention.get(source, ())} if source is not None else set()
        best: tuple[float, Mention, Entity] | None = None
        token = self.doc[mention.head]
        for other, entity in reversed(self._recent[-WINDOW:]):
            entity = entity.root()
            distance = here - self._sentence_of(other)
            if distance > REACH:
                break
            if other.head >= mention.head or not may_be(entity, mention):
                continue
            if id(entity) in speakers and mention.gender != "they" and source != mention.head:
                continue
            dep = self.doc[other.head].dep_
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
                self.doc[other.head].head.i == token.head.i
                and dep in ("dobj", "nsubj")
                and token.dep_ in ("dobj", "nsubj")
            ):
                score -= 6.0
            if best is None or score > best[0]:
                best = (score, other, entity)
        if best is None or (mention.gender == "it" and best[0] < -5) or (mention.gender == "they" and best[0] < -6):
            return None
        self.links.append(Link(mention, best[1], best[2]))
        return best[2]

    def _first_person(self, mention: Mention, speaker_at: Callable[[int], int | None]) -> Entity | None:
        source = speaker_at(mention.head)
        if source is None:
            return None
        speakers = self.of_mention.get(source, ())
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
            self.links.append(Link(mention, speaker.mentions[0], entity))
        return entity

    def _side(self, speaker: Entity) -> Entity | None:
        """For whom an official speaks: the body named in the title, else the state."""
        if not set(speaker.sector) & {"GOV", "MIL", "LEG", "JUD", "IGO", "COP", "SPY"}:
            return None
        for mention in speaker.mentions[:WINDOW]:
            for first, last in (*mention.titles, (mention.start, mention.end)):
                for i in range(first, last):
                    for entity in self.of_mention.get(i, ()):
                        entity = entity.root()
                        if entity.kind in ("government", "organisation") and entity is not speaker:
                            return entity
        return self._by_key.get(f"state:{speaker.country}")


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


def same_armed(entity: Entity, mention: Mention) -> bool:
    return entity.sector == mention.sector
