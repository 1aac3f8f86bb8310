"""Statements as words: tags and links of a text made sources, cues and contents.

What the encoder's heads say of each word becomes spans, the spans are linked, and each set of linked spans is one
statement, in the outer layer or among the nested ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.model.acts import ACTS
from onrecord.reading.model.links import CONTENT_SOURCE, Pairs, linked, pairs_of
from onrecord.reading.model.tags import best_paths, spans
from onrecord.reading.model.words import INITIAL, MIXED, OUTSIDE, TITLE, UPPER, Words
from onrecord.record import Act

WordSpan = tuple[int, int]
SIGNED = 20.0
"""What a signature behind a quotation adds to the score of its link: enough to decide."""
NAME = (TITLE, UPPER, MIXED, INITIAL)
"""How the words of a name are written."""
LONGEST_NAME = 5
"""Words of the longest name taken for a signature."""
BESIDE = 3
"""Words from the end of a quotation to its signature: the mark and the dash, and a stop."""


class Heads(Protocol):
    """The encoder with its heads, as `encoder.Encoder` has them."""

    @property
    def transitions(self) -> NDArray[np.float32]:
        """The scores of each label (last) behind another, in each layer (3 x 7 x 7)."""

    def emissions(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """The scores of labels for each word, in each layer (W x 3 x 7)."""

    def links(self, states: NDArray[np.float32], pairs: Pairs) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The score of each pair (P), and of no link for each span and relation (S x 4)."""

    def acts(
        self, states: NDArray[np.float32], cues: NDArray[np.int64], contents: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """The score of each act (S x 26) of statements, from the spans of their cues and contents (S x 2 each)."""


@dataclass(frozen=True)
class Found:
    """A statement as half-open stretches of words. `layer` is how deep it is nested within others."""

    layer: int
    act: Act
    contents: tuple[WordSpan, ...]
    cue: WordSpan | None
    source: WordSpan | None


def statements_in(words: Words, states: NDArray[np.float32], heads: Heads) -> list[Found]:
    """The statements among the words of a text, those of the outermost layer first.

    Args:
        words: the words.
        states: their states (W x D).
        heads: what the heads say of states.
    """
    if not len(words):
        return []
    quoted = words.features[:, 1] != OUTSIDE
    layers, cues_of, sources_of, contents_of = [], [], [], []
    for layer, path in enumerate(best_paths(heads.emissions(states), heads.transitions)):
        contents, cues, sources = (spans(path, role) for role in range(3))
        cues, sources = within_paragraphs(cues, words), within_paragraphs(sources, words)
        if not len(contents):
            continue
        if layer == 0:
            sources = with_signatures(sources, words)
        pairs = pairs_of((contents, cues, sources), words.sentence, words.paragraph, quoted)
        scores, none = heads.links(states, pairs)
        scores = scores + SIGNED * signatures(pairs, words.signs)
        for link in linked((len(contents), len(cues), len(sources)), pairs, scores, none):
            layers.append(layer)
            cues_of.append(None if link.cue is None else _span(cues[link.cue]))
            sources_of.append(None if link.source is None else _span(sources[link.source]))
            contents_of.append(tuple(_span(contents[i]) for i in link.contents))
    if not layers:
        return []
    told = np.array([c or (0, 0) for c in cues_of]), np.array([c[0] for c in contents_of])
    acts = heads.acts(states, *told).argmax(1)
    found: list[Found] = []
    for layer, act, content, cue, source in zip(layers, acts, contents_of, cues_of, sources_of, strict=True):
        statement = Found(layer=layer, act=ACTS[act], contents=content, cue=cue, source=source)
        if layer == 0 or is_held(statement, found):
            found.append(statement)
    return found


def within_paragraphs(found: NDArray[np.int64], words: Words) -> NDArray[np.int64]:
    """Spans cut where a paragraph ends: neither cues nor sources run on over one."""
    cut = np.flatnonzero(np.diff(words.paragraph)) + 1
    parts: list[tuple[int, int]] = []
    for start, end in found:
        inside = cut[(cut > start) & (cut < end)]
        parts += itertools.pairwise([start, *inside, end])
    return np.array(parts, dtype=np.int64).reshape(-1, 2)


def with_signatures(sources: NDArray[np.int64], words: Words) -> NDArray[np.int64]:
    """The sources of a text (S x 2), with the names that sign quotations and were not tagged."""
    missed = []
    for start in map(int, np.flatnonzero(words.signs)):
        end = start
        while end < len(words) and words.features[end, 0] in NAME and words.paragraph[end] == words.paragraph[start]:
            end += 1
        untagged = not ((sources[:, 0] < end) & (sources[:, 1] > start)).any()
        if start < end <= start + LONGEST_NAME and untagged:
            missed.append((start, end))
    if not missed:
        return sources
    found = np.concatenate([sources, np.array(missed, dtype=np.int64)])
    return found[np.argsort(found[:, 0])]


def signatures(pairs: Pairs, signs: NDArray[np.bool_]) -> NDArray[np.int8]:
    """1 for each pair of a content and the source that signs it with a dash, -1 for what comes after a signature."""
    content, source = pairs.spans[pairs.left], pairs.spans[pairs.right]
    signed = (pairs.relation == CONTENT_SOURCE) & signs[source[:, 0]]
    near = source[:, 0] - content[:, 1]
    found: NDArray[np.int8] = np.where(signed & (near >= 0) & (near <= BESIDE), 1, 0) - (signed & (near < 0))
    return found


def is_held(statement: Found, outer: Iterable[Found]) -> bool:
    """Whether a nested statement has a cue, lies within a content of one further out, and is not that one again."""
    if statement.cue is None:
        return False
    stretches = [*statement.contents, statement.cue]
    low, high = min(a for a, _ in stretches), max(b for _, b in stretches)
    return any(
        o.layer < statement.layer
        and (o.cue, o.contents) != (statement.cue, statement.contents)
        and any(a <= low and high <= b for a, b in o.contents)
        for o in outer
    )


def _span(row: NDArray[np.int64]) -> WordSpan:
    return int(row[0]), int(row[1])
