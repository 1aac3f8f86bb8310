"""Statements as words: tags and links of a text made sources, cues and contents.

What the encoder's heads say of each word becomes spans, the spans are linked, and each set of linked spans is one
statement, in the outer layer or among the nested ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.model.acts import ACTS
from onrecord.reading.model.links import Pairs, linked, pairs_of
from onrecord.reading.model.tags import best_paths, spans
from onrecord.record import Act

WordSpan = tuple[int, int]
LinkScorer = Callable[[Pairs], tuple[NDArray[np.float32], NDArray[np.float32]]]
"""From pairs of spans to the score of each pair (P) and of no link, for each span and relation (S x 4)."""
ActScorer = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]
"""From the spans of cues (S x 2, empty for none) and of contents (S x 2) to the score of each act (S x 26)."""


@dataclass(frozen=True)
class Found:
    """A statement as half-open stretches of words. `layer` is how deep it is nested within others."""

    layer: int
    act: Act
    contents: tuple[WordSpan, ...]
    cue: WordSpan | None
    source: WordSpan | None


def statements_of(
    emissions: NDArray[np.float32],
    transitions: NDArray[np.float32],
    sentence: NDArray[np.int32],
    paragraph: NDArray[np.int32],
    quoted: NDArray[np.bool_],
    score_links: LinkScorer,
    score_acts: ActScorer,
) -> list[Found]:
    """The statements of a text.

    Args:
        emissions: scores of each label of each layer for each word (W x 3 x 7).
        transitions: scores of each label behind another, for each layer (3 x 7 x 7).
        sentence: the sentence of each word.
        paragraph: the paragraph of each word.
        quoted: whether each word stands in quotation marks.
        score_links: scores pairs of spans.
        score_acts: scores the acts of statements.
    """
    layers, cues_of, sources_of, contents_of = [], [], [], []
    for layer, path in enumerate(best_paths(emissions, transitions)):
        contents, cues, sources = (spans(path, role) for role in range(3))
        if not len(contents):
            continue
        pairs = pairs_of((contents, cues, sources), sentence, paragraph, quoted)
        scores, none = score_links(pairs)
        for link in linked((len(contents), len(cues), len(sources)), pairs, scores, none):
            layers.append(layer)
            cues_of.append(None if link.cue is None else _span(cues[link.cue]))
            sources_of.append(None if link.source is None else _span(sources[link.source]))
            contents_of.append(tuple(_span(contents[i]) for i in link.contents))
    if not layers:
        return []
    acts = score_acts(np.array([c or (0, 0) for c in cues_of]), np.array([c[0] for c in contents_of])).argmax(1)
    return [
        Found(layer=layer, act=ACTS[act], contents=contents, cue=cue, source=source)
        for layer, act, contents, cue, source in zip(layers, acts, contents_of, cues_of, sources_of, strict=True)
    ]


def _span(row: NDArray[np.int64]) -> WordSpan:
    return int(row[0]), int(row[1])
