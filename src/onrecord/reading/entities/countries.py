"""For which state an actor acts or to which it belongs, once all its mentions are known.

Often no word says it: the residents, the rebel's brother, a daily paper. The rules of coreference name a state where
its adjective, its body or a table tells it; here each state that the dispatch names, an international body ("IGO"), and
none are weighed against each other by a small trained head, to which what the rules say is one of several signs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.entities.entity import Entity
from onrecord.reading.entities.scene import Scene
from onrecord.reading.model.actors import COUNTRY, KINDS, SECTORS
from onrecord.reading.model.encoder import Encoder

__all__ = ["candidates", "features", "settle"]

MOST = 12
"""States weighed for one actor: those that the dispatch names most."""


def candidates(entity: Entity, scene: Scene) -> list[str | None]:
    """What may be an actor's country: the states most named, what the rules say, "IGO", and none."""
    found: list[str | None] = [code for code, _ in scene.weights.most_common(MOST)]
    return list(dict.fromkeys([*found, entity.country, scene.home, "IGO", None]))


def features(entity: Entity, codes: Sequence[str | None], scene: Scene) -> NDArray[np.int64]:
    """The features of an actor with each of some countries (C x 12)."""
    first = min(entity.mentions, key=lambda m: m.start)
    here = scene.sentence_of(first)
    context = scene.context_state(first)
    total = sum(scene.weights.values()) or 1
    ranks = {code: rank for rank, (code, _) in enumerate(scene.weights.most_common())}
    inside = {code for m in entity.mentions if m.form != "pronoun" for code in scene.named_between(m.start, m.end)}
    sector = SECTORS.index(entity.sector[0]) + 1 if entity.sector else 0
    rows = []
    for code in codes:
        said = 0 if entity.country is None else 1 if entity.country == code else 2
        share = scene.weights[code] / total if code else 0
        rows.append(
            (
                KINDS.index(entity.kind),
                said,
                code in inside,
                min(ranks.get(code, 4), 4) if code else 4,
                int(np.searchsorted((0.05, 0.15, 0.35, 0.6), share)),
                code is not None and code == scene.home,
                scene.distance(code, first.start, here) if code else 6,
                code is not None and code == context,
                0 if code not in ("IGO", None) else 1 if code else 2,
                entity.named,
                sector,
                0 if not scene.weights else 1 if len(scene.weights) == 1 else 2,
            )
        )
    return np.array(rows, dtype=np.int64).reshape(-1, len(COUNTRY))


def settle(encoder: Encoder, entities: Sequence[Entity], scene: Scene) -> list[tuple[Entity, int | None]]:
    """Give every actor but states the country that the head names.

    Returns those whose country no rule had told so, with the token nearest before which names it, or something of it.
    """
    chosen: list[tuple[Entity, int | None]] = []
    actors = [entity for entity in entities if entity.kind != "state"]
    weighed = [candidates(entity, scene) for entity in actors]
    rows = [features(entity, codes, scene) for entity, codes in zip(actors, weighed, strict=True)]
    if not rows:
        return []
    scores = encoder.countries(np.concatenate(rows))
    start = 0
    for entity, codes in zip(actors, weighed, strict=True):
        best = codes[int(scores[start : start + len(codes)].argmax())]
        start += len(codes)
        if entity.kind == "media" and best not in (scene.home, None):
            continue  # an outlet writes of any state; but a dateline is mostly at home
        if any(t.lower_ == "both" for m in entity.mentions for t in scene.doc[m.start : m.end]):
            best = None  # "officials of both countries"
        if best != entity.country:
            entity.country = best
            told = (scene.named_between(m.start, m.end) for m in entity.mentions)
            if best not in (None, "IGO") and not any(best in codes for codes in told):
                chosen.append((entity, scene.nearest(best, entity.mentions[0].start)))
    return chosen
