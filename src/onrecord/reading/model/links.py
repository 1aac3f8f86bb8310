"""Links: which cue and which source a content has, which source a cue has, and which contents are one.

Each content chooses among the nearest cues and the nearest sources, each cue among the nearest sources, or none of
them; a content is one with the content before it or not. The choices that agree best are taken together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.model.tags import CONTENT, CUE, SOURCE

NEAREST = 6
"""Cues and sources looked at on each side. Of PolNeAR's links 99.6 % reach no farther."""
CONTENT_CUE, CONTENT_SOURCE, CUE_SOURCE, CONTENT_CONTENT = range(4)
RELATIONS = ((CONTENT, CUE), (CONTENT, SOURCE), (CUE, SOURCE), (CONTENT, CONTENT))
FEATURES = (2 * NEAREST, 24, 8, 8, 4)
"""How many values each feature of a pair has: rank, distance in words, sentences, paragraphs; quoted or not."""
CUE_SOURCE_WEIGHT = 0.5
"""How much the link of cue and source counts beside those of the content, when all three are chosen."""
SHARED = -2.2
"""How likely (log-odds) contents side by side must be one for those of one cue to be one; a quotation that follows an
indirect sentence has its cue but is a statement of its own. On PolNeAR dev -0.85 and -2.2 differ by 0.1."""
UNLIKELY = -8.0
"""Logarithm of a probability. Cues less likely than that for a content are not tried together with sources, and twice
that is the least that any choice is taken for, so that one doubtful link cannot outweigh two good ones."""


@dataclass(frozen=True)
class Pairs:
    """Spans of words that may be linked.

    `spans` are the spans (S x 2) and `roles` their roles (S); `left` and `right` are indices of spans (P), `relation`
    the kind of link (P), `features` its features (P x 5).
    """

    spans: NDArray[np.int64]
    roles: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    relation: NDArray[np.int64]
    features: NDArray[np.int64]


def _bucket(distance: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """A signed distance in steps that grow: 0, 1, 2, 3-4, 5-8, …; negative ones from the middle on."""
    size = np.ceil(np.log2(np.abs(distance) + 1)).astype(np.int64)
    size = np.minimum(size, most // 2 - 1)
    signed: NDArray[np.int64] = np.where(distance < 0, size + most // 2, size)
    return signed


def pairs_of(
    by_role: tuple[NDArray[np.int64], ...],
    sentence: NDArray[np.int32],
    paragraph: NDArray[np.int32],
    quoted: NDArray[np.bool_],
) -> Pairs:
    """All pairs of spans that may be linked.

    Args:
        by_role: the spans of contents, cues and sources, each in text order.
        sentence: the sentence of each word.
        paragraph: the paragraph of each word.
        quoted: whether each word stands in quotation marks.
    """
    spans = np.concatenate(by_role).reshape(-1, 2)
    roles = np.repeat(np.arange(3), [len(s) for s in by_role])
    offset = np.concatenate(([0], np.cumsum([len(s) for s in by_role])))
    lefts, rights, relations, ranks = [], [], [], []
    for relation, (a, b) in enumerate(RELATIONS):
        ours, theirs = by_role[a], by_role[b]
        if relation == CONTENT_CONTENT:
            index = np.arange(1, len(ours))
            left, right, rank = index, index - 1, np.zeros(len(index), dtype=np.int64)
        else:
            at = np.searchsorted(theirs[:, 0], ours[:, 0])
            steps = np.arange(-NEAREST, NEAREST)
            chosen = at[:, None] + steps[None, :]
            valid = (chosen >= 0) & (chosen < len(theirs))
            left, column = np.nonzero(valid)
            right, rank = chosen[left, column], column
        lefts.append(left + offset[a])
        rights.append(right + offset[b])
        relations.append(np.full(len(left), relation, dtype=np.int64))
        ranks.append(rank)
    left, right = np.concatenate(lefts), np.concatenate(rights)
    first, last = spans[:, 0], spans[:, 1] - 1

    def apart(what: NDArray[np.int32]) -> NDArray[np.int64]:
        """How far the right span stands behind the left one, from border to border."""
        behind = what[first[right]].astype(np.int64) - what[last[left]]
        before = what[last[right]].astype(np.int64) - what[first[left]]
        return np.where(behind > 0, behind, np.where(before < 0, before, 0))

    words = np.arange(len(sentence), dtype=np.int32)
    if len(spans):
        inside = quoted[first] & quoted[last]
        features = np.stack(
            [
                np.concatenate(ranks),
                _bucket(apart(words), FEATURES[1]),
                _bucket(apart(sentence), FEATURES[2]),
                _bucket(apart(paragraph), FEATURES[3]),
                inside[left] + 2 * inside[right],
            ],
            axis=1,
        ).astype(np.int64)
    else:
        features = np.zeros((0, len(FEATURES)), dtype=np.int64)
    return Pairs(spans, roles, left, right, np.concatenate(relations), features)


@dataclass(frozen=True)
class Link:
    """A statement as words: indices of its contents, and of its cue and source or None, within their roles."""

    contents: tuple[int, ...]
    cue: int | None
    source: int | None


def linked(
    counts: tuple[int, int, int], pairs: Pairs, scores: NDArray[np.float32], none: NDArray[np.float32]
) -> list[Link]:
    """The statements that the links make, in the order of their first contents.

    Args:
        counts: how many contents, cues and sources there are.
        pairs: what may be linked.
        scores: the score of each pair (P).
        none: the score of no link, for each span and relation (S x 4).
    """
    contents, cues, sources = counts
    if not contents:
        return []
    cue_of = _choices(pairs, scores, none, CONTENT_CUE, (contents, cues), (0, contents))
    source_of = _choices(pairs, scores, none, CONTENT_SOURCE, (contents, sources), (0, contents + cues))
    spoken_by = _choices(pairs, scores, none, CUE_SOURCE, (cues, sources), (contents, contents + cues))
    joined = np.full(contents, -np.inf)  # log-odds that a content is one with the content before it
    together = pairs.relation == CONTENT_CONTENT
    joined[pairs.left[together]] = scores[together] - none[pairs.left[together], CONTENT_CONTENT]
    spoken_by = np.vstack([spoken_by, np.zeros((1, sources + 1))])  # of no cue, any source

    groups: list[list[int]] = []
    for i in range(contents):
        if joined[i] > 0:
            groups[-1].append(i)
        else:
            groups.append([i])
    found: list[tuple[list[int], int, int]] = []
    by_cue: dict[int, int] = {}
    for group in groups:
        by = cue_of[group].mean(0)
        of = source_of[group].mean(0)
        likely = np.flatnonzero(by >= min(UNLIKELY, by.max()))
        total = by[likely, None] + of[None, :] + CUE_SOURCE_WEIGHT * spoken_by[likely]
        best, source = np.unravel_index(int(total.argmax()), total.shape)
        cue = int(likely[best])
        if cue < cues and cue in by_cue:
            before = found[by_cue[cue]][0]
            if before[-1] != group[0] - 1 or joined[group[0]] > SHARED:
                before.extend(group)
                continue
        if cue < cues:
            by_cue[cue] = len(found)
        if cue < cues or source < sources:  # words that nothing attributes are no statement
            found.append((group, cue, int(source)))
    return [
        Link(tuple(sorted(group)), cue if cue < cues else None, source if source < sources else None)
        for group, cue, source in found
    ]


def _choices(
    pairs: Pairs,
    scores: NDArray[np.float32],
    none: NDArray[np.float32],
    relation: int,
    shape: tuple[int, int],
    offsets: tuple[int, int],
) -> NDArray[np.float64]:
    """Log-probabilities of each choice of one relation; the last column is none."""
    rows, columns = shape
    table = np.full((rows, columns + 1), -1e9)
    here = pairs.relation == relation
    table[pairs.left[here] - offsets[0], pairs.right[here] - offsets[1]] = scores[here]
    table[:, columns] = none[offsets[0] : offsets[0] + rows, relation]
    table -= table.max(1, keepdims=True)
    table -= np.log(np.exp(table).sum(1, keepdims=True))
    likely: NDArray[np.float64] = np.maximum(table, 2 * UNLIKELY)
    return likely
