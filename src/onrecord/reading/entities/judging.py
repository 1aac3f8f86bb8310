"""Which phrases are mentions of actors, and what pronouns and descriptions may take up, by the trained heads.

What the tables know stays a mention unless the heads are sure that it is none; what no table knows becomes one if they
think so, with the kind and the sectors that they name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from onrecord.reading.entities import offices
from onrecord.reading.entities.entity import Entity, Mention
from onrecord.reading.entities.names import Names
from onrecord.reading.entities.noun_phrases import is_set_off
from onrecord.reading.entities.people import gender_of_name
from onrecord.reading.model.actors import KINDS, NONE, SECTORS, Seen, pairs
from onrecord.reading.model.encoder import VIEW, Encoder, chances
from onrecord.record import ActorKind

__all__ = ["Chances", "Judged", "judged", "settle_sectors"]

DOUBTED = 0.85
"""How sure the heads have to be that what the tables take for a mention is none."""
ACCEPTED = 0.5
"""How likely a noun phrase that no table knows has to be an actor."""
OVERRULED = 0.85
"""How sure the heads have to be of a name's kind to overrule what spaCy's entities tell."""


TOLD: tuple[ActorKind, ...] = ("armed-group", "company")
"""Kinds of body that a description tells of the name in apposition to it, whatever else the name looks like."""


@dataclass(frozen=True)
class Chances:
    """For one mention the others that it may take up, by their place in the list, with the chance of each, and that it
    takes up none."""

    others: tuple[int, ...]
    chances: tuple[float, ...]
    none: float


@dataclass(frozen=True)
class Judged:
    """The mentions that are actors, in text order (M), and what the heads say of them.

    `chances` tell, by a mention's place, what it may take up, where it is a pronoun or a description; `sectors` are the
    scores of sectors (M x 26).
    """

    mentions: tuple[Mention, ...] = ()
    chances: Mapping[int, Chances] = field(default_factory=dict)
    sectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, len(SECTORS)), dtype=np.float32))


def judged(encoder: Encoder, doc: Doc, mentions: Sequence[Mention], seen: Seen, names: Names) -> Judged:
    """The mentions that are actors, as the heads judge them.

    Args:
        encoder: the heads.
        doc: a document whose tensor holds the views of its tokens (T x 384).
        mentions: its mentions and candidates.
        seen: the same, as columns.
        names: its names, by which countries are known.
    """
    if not mentions:
        return Judged()
    half = VIEW // 2
    first = doc.tensor[[m.start for m in mentions], :half]
    head = doc.tensor[[m.head for m in mentions], half:VIEW]
    told = encoder.actors(np.concatenate([first, head], axis=1).astype(np.float32), seen.features)
    kinds = chances(told.kinds)
    kept = [i for i, m in enumerate(mentions) if _is_actor(m, kinds[i])]
    place = {i: n for n, i in enumerate(kept)}
    form, pronoun = seen.columns["form"], seen.columns["pronoun"]
    third = (form == 2) & (pronoun < 4)
    up = np.array([i for i in kept if third[i] or form[i] == 1], dtype=np.int64)
    both = pairs(seen, up)
    inside = np.isin(both.right, kept)
    both = replace(both, left=both.left[inside], right=both.right[inside], features=both.features[inside])
    scores = encoder.antecedents(told, both) if len(both.left) else np.zeros(0, dtype=np.float32)
    found: dict[int, Chances] = {}
    starts = np.searchsorted(both.left, up)  # pairs stand in the order of their left mentions
    ends = np.searchsorted(both.left, up, side="right")
    for i, a, b in zip(up, starts, ends, strict=True):
        raw = chances(np.append(scores[a:b], told.none[i])[None])[0]
        others = tuple(place[int(j)] for j in both.right[a:b])
        found[place[int(i)]] = Chances(others, tuple(map(float, raw[:-1])), float(raw[-1]))
    settled = [_settled(doc, mentions[i], kinds[i], told.sectors[i], names) for i in kept]
    return Judged(tuple(_as_told(doc, settled)), found, told.sectors[kept])


def _is_actor(mention: Mention, kinds: NDArray[np.float64]) -> bool:
    if mention.form == "pronoun":
        return True
    if mention.candidate:
        return bool(1 - kinds[NONE] >= ACCEPTED)
    return bool(kinds[NONE] < DOUBTED) or mention.kind == "state" or mention.key is not None


def _as_told(doc: Doc, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, with names that no table knows as the text itself tells what they are.

    A surname that stands elsewhere behind a given name; a name in apposition to a description of a person, an armed
    group or a company.
    """
    described = {m.end: m for m in mentions if m.form == "description" and m.kind in ("person", *TOLD) and not m.plural}
    unsure = [m.form == "name" and m.key is None and m.kind not in ("person", "state") for m in mentions]
    beside = [
        described.get(m.start - 1) if is_set_off(doc, m.start, m.end) and _is_proper(doc, m) else None for m in mentions
    ]
    apposed = [
        each is not None and each.kind == "person" and m.kind != "government"
        for each, m in zip(beside, mentions, strict=True)
    ]
    surnames = {
        m.name.split()[-1]
        for m, doubtful, behind in zip(mentions, unsure, apposed, strict=True)
        if m.form == "name" and " " in m.name and (m.kind == "person" or (doubtful and behind))
    }
    for m, doubtful, behind, told in zip(mentions, unsure, apposed, beside, strict=True):
        if doubtful and told is not None and told.kind in TOLD:
            yield replace(m, kind=told.kind, sector=told.sector or m.sector, country=m.country or told.country)
        elif doubtful and m.kind != "government" and (behind or m.name in surnames):
            yield replace(m, kind="person", sector=(), gender=gender_of_name(m.name.split()[0]))
        else:
            yield m


def _is_proper(doc: Doc, mention: Mention) -> bool:
    return any(t.pos_ == "PROPN" for t in doc[mention.start : mention.end])


def _settled(
    doc: Doc, mention: Mention, kinds: NDArray[np.float64], sectors: NDArray[np.float32], names: Names
) -> Mention:
    """A mention with the kind that the heads name, where the tables do not tell."""
    best = int(kinds[:NONE].argmax())
    if not mention.candidate:
        unsure = mention.form == "name" and mention.key is None and mention.kind in ("person", "organisation")
        if unsure and mention.kind != KINDS[best] and kinds[best] >= OVERRULED:
            return replace(mention, kind=KINDS[best])
        return mention
    words = [t.text for t in doc[mention.start : mention.end]]
    entries = (names.entries.get(i) for i in range(mention.start, mention.end))
    return replace(
        mention,
        kind=KINDS[best],
        country=next((e.entry.country for e in entries if e and e.entry.country), None),
        sector=tuple(code for code, score in zip(SECTORS, sectors, strict=True) if score > 0),
        gender=offices.gender_of(words) if mention.form == "description" else None,
    )


def settle_sectors(entities: Sequence[Entity], told: Judged) -> None:
    """Give the actors of whose sectors no table tells those that the heads name, by the mean over their mentions."""
    for entity in entities:
        nouns = [i for i in entity.places if told.mentions[i].form != "pronoun"]
        if not entity.sector and nouns:
            scores = told.sectors[nouns].mean(axis=0)
            entity.sector = tuple(code for code, score in zip(SECTORS, scores, strict=True) if score > 0)
