"""What the network learns from a batch: the tags of words, the links of spans, the acts of statements.

Tags are learned by the likelihood of the whole path (the CRF's) and by each word's own; links and acts on the spans of
the gold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from batches import Piece, encoded
from network import Network, log_partition, path_score
from numpy.typing import NDArray
from torch import Tensor, nn

from onrecord.reading.model.acts import ACTS
from onrecord.reading.model.links import RELATIONS, pairs_of
from onrecord.reading.model.tags import LAYERS, ROLES
from onrecord.reading.model.words import OUTSIDE


@dataclass(frozen=True)
class Weights:
    """What each loss counts."""

    crf: float = 2.0
    plain: float = 0.5
    """Of the tags: of the whole path, and of each word by itself."""
    link: float = 0.3
    act: float = 0.2


@dataclass
class Target:
    """What a window is to teach of one layer: labels of its words, the spans by role, and the links among them."""

    labels: NDArray[Any]
    spans: tuple[NDArray[Any], ...]
    owners: tuple[list[set[int]], ...]
    """For each span of each role, the statements it belongs to."""


def target(piece: Piece, layer: int) -> Target:
    """The lesson of one layer."""
    labels = np.zeros(piece.end - piece.start, dtype=np.int64)
    found: list[dict[tuple[int, int], set[int]]] = [{} for _ in ROLES]
    marked = [m for m in piece.text.readings[piece.reading] if m.layer == layer]
    for n, statement in enumerate(marked):
        for role, stretches in enumerate((statement.content, statement.cue, statement.source)):
            for a, b in stretches:
                low, high = max(a, piece.start) - piece.start, min(b, piece.end) - piece.start
                if low >= high:
                    continue
                found[role].setdefault((low, high), set()).add(n)
                labels[low:high] = 2 + 2 * role
                if a >= piece.start:
                    labels[low] = 1 + 2 * role
                if high < len(labels) and labels[high] and labels[high] % 2 == 0:
                    labels[high] -= 1  # what goes on behind a phrase that stands inside it begins anew
    rows, owners = [], []
    for role in range(len(ROLES)):
        keys = sorted(found[role])
        rows.append(np.array(keys, dtype=np.int64).reshape(-1, 2))
        owners.append([found[role][k] for k in keys])
    return Target(labels, tuple(rows), tuple(owners))


@dataclass
class Lesson:
    """Pairs of spans of many windows, with the choice each span is to make of each relation."""

    spans: list[NDArray[Any]] = field(default_factory=list)
    roles: list[NDArray[Any]] = field(default_factory=list)
    left: list[NDArray[Any]] = field(default_factory=list)
    right: list[NDArray[Any]] = field(default_factory=list)
    relation: list[NDArray[Any]] = field(default_factory=list)
    features: list[NDArray[Any]] = field(default_factory=list)
    group: list[NDArray[Any]] = field(default_factory=list)
    """For each pair, and then for each choice of none, the number of the choice it belongs to."""
    chosen: list[NDArray[Any]] = field(default_factory=list)
    """For each pair, whether it is right."""
    none: list[tuple[int, int, int, bool]] = field(default_factory=list)
    """Span, relation, choice, and whether none is right."""


def learn_links(lesson: Lesson, gold: Target, piece: Piece, offset: int) -> None:
    """Add a window's pairs and choices to the lesson."""
    words, at = piece.text.words, slice(piece.start, piece.end)
    pairs = pairs_of(gold.spans, words.sentence[at], words.paragraph[at], words.features[at, 1] != OUTSIDE)
    if not len(pairs.left):
        return
    owners = [o for role in gold.owners for o in role]
    base = sum(len(s) for s in lesson.spans)
    choices = len(lesson.none)
    keys: dict[tuple[int, int], int] = {}
    right_pair = np.array([bool(owners[a] & owners[b]) for a, b in zip(pairs.left, pairs.right, strict=True)])
    group = np.zeros(len(pairs.left), dtype=np.int64)
    hit: dict[tuple[int, int], bool] = {}
    for i, (a, r) in enumerate(zip(pairs.left, pairs.relation, strict=True)):
        key = (int(a), int(r))
        group[i] = keys.setdefault(key, choices + len(keys))
        hit[key] = hit.get(key, False) or bool(right_pair[i])
    for (a, r), _ in keys.items():
        lesson.none.append((base + a, r, keys[a, r], not hit[a, r]))
    lesson.spans.append(pairs.spans + offset)
    lesson.roles.append(pairs.roles)
    lesson.left.append(pairs.left + base)
    lesson.right.append(pairs.right + base)
    lesson.relation.append(pairs.relation)
    lesson.features.append(pairs.features)
    lesson.group.append(group)
    lesson.chosen.append(right_pair)


def link_loss(network: Network, states: Tensor, lesson: Lesson) -> Tensor:
    """The mean over choices of the negative logarithm of the right ones' probability, summed over relations."""
    if not lesson.spans:
        return states.new_zeros(())
    device = states.device

    def tensor(rows: list[NDArray[Any]]) -> Tensor:
        return torch.from_numpy(np.concatenate(rows)).to(device)

    relation = tensor(lesson.relation)
    scores, none = network.links(
        states, tensor(lesson.spans), tensor(lesson.roles), tensor(lesson.left), tensor(lesson.right), relation,
        tensor(lesson.features),
    )  # fmt: skip
    span, of, choice, is_none = (torch.tensor(column, device=device) for column in zip(*lesson.none, strict=True))
    everything = torch.cat([scores.float(), none.float()[span, of]])
    group = torch.cat([tensor(lesson.group), choice])
    right = torch.cat([tensor(lesson.chosen), is_none.bool()])
    count = len(lesson.none)
    highest = torch.full((count,), -1e9, device=device).scatter_reduce(0, group, everything.detach(), "amax")
    spread = (everything - highest[group]).exp()
    total = torch.zeros(count, device=device).scatter_add(0, group, spread)
    good = torch.zeros(count, device=device).scatter_add(0, group, spread * right)
    loss = total.log() - good.clamp_min(1e-9).log()
    by_relation = torch.zeros(len(RELATIONS), device=device).scatter_add(0, of, loss)
    number = torch.zeros(len(RELATIONS), device=device).scatter_add(0, of, torch.ones_like(loss))
    return (by_relation / number.clamp_min(1)).sum()


def act_loss(network: Network, states: Tensor, batch: Sequence[Piece], starts: NDArray[Any]) -> Tensor:
    """The mean cross-entropy of the acts of the statements whose act is known."""
    cues, contents, known = [], [], []
    for piece, offset in zip(batch, starts, strict=False):
        for statement in piece.text.readings[piece.reading]:
            low, high = max(statement.content[0][0], piece.start), min(statement.content[0][1], piece.end)
            if statement.act is None or low >= high:
                continue
            move = int(offset) - piece.start
            there = [c for c in statement.cue if piece.start <= c[0] and c[1] <= piece.end]
            cues.append([there[0][0] + move, there[0][1] + move] if there else [0, 0])
            contents.append([low + move, high + move])
            known.append(ACTS.index(statement.act))
    if not known:
        return states.new_zeros(())
    device = states.device
    scores = network.acts(states, torch.tensor(cues, device=device), torch.tensor(contents, device=device))
    return nn.functional.cross_entropy(scores.float(), torch.tensor(known, device=device))


def loss_of(network: Network, batch: Sequence[Piece], weights: Weights, device: str) -> Tensor:
    """The loss of one batch."""
    pieces, features, mask, row, place = encoded([(p.text.words, p.start, p.end) for p in batch], device)
    states = network.states(pieces, features, mask)[row, place].float()
    emissions = network.emissions(states)
    lengths = [p.end - p.start for p in batch]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    lesson = Lesson()
    loss = states.new_zeros(())
    for layer in range(LAYERS):
        mine = [i for i, p in enumerate(batch) if layer == 0 or p.text.nested]
        if not mine:
            continue
        longest = max(lengths[i] for i in mine)
        emitted = nn.utils.rnn.pad_sequence(
            [emissions[starts[i] : starts[i + 1], layer] for i in mine], batch_first=True
        ).float()
        labels = torch.zeros(len(mine), longest, dtype=torch.long)
        there = torch.zeros(len(mine), longest, dtype=torch.bool)
        lessons = [target(batch[i], layer) for i in mine]
        for n, lesson_of in enumerate(lessons):
            labels[n, : len(lesson_of.labels)] = torch.from_numpy(lesson_of.labels)
            there[n, : len(lesson_of.labels)] = True
        labels, there = labels.to(device), there.to(device)
        chain = network.chain()[layer].float()
        likelihood = path_score(emitted, there, chain, labels) - log_partition(emitted, there, chain)
        words = there.sum()
        loss = loss - weights.crf * likelihood.sum() / words
        loss = loss + weights.plain * nn.functional.cross_entropy(emitted[there], labels[there])
        for i, lesson_of in zip(mine, lessons, strict=True):
            learn_links(lesson, lesson_of, batch[i], int(starts[i]))
    acted = act_loss(network, states, batch, starts)
    return loss + weights.link * link_loss(network, states, lesson) + weights.act * acted
