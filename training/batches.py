"""Windows of texts, in batches: where each epoch cuts the texts, and how the network takes the words."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from data import Example
from torch import Tensor

from onrecord.reading.model.windows import LENGTH
from onrecord.reading.model.words import Words, special


@dataclass(frozen=True)
class Piece:
    """A stretch of words of a text, under one of its readings."""

    text: Example
    start: int
    end: int
    reading: int

    @property
    def size(self) -> int:
        """How many wordpieces it has."""
        return int(self.text.words.first[self.end] - self.text.words.first[self.start])


def cut(examples: Iterable[Example], short: float, chance: random.Random) -> list[Piece]:
    """Each text in windows that begin anywhere, under a reading drawn by lot.

    A share `short` of them are cut at paragraphs into stretches as short as dispatches can be, so that the network
    learns to read without much around.
    """
    out = []
    for text in examples:
        reading = chance.randrange(len(text.readings))
        if chance.random() < short:
            bounds = paragraphs(text, chance)
        else:
            bounds = [0]
            whole = int(text.words.first[-1]) <= LENGTH
            room = LENGTH if whole else chance.randint(LENGTH // 5, LENGTH)
            while bounds[-1] < len(text.words):
                bounds.append(fitting(text, bounds[-1], room))
                room = LENGTH
        out += [Piece(text, a, b, reading) for a, b in itertools.pairwise(bounds)]
    return out


def fitting(text: Example, start: int, room: int) -> int:
    """The last word up to which the wordpieces from a word on fit into a room."""
    first = text.words.first
    end = int(np.searchsorted(first, first[start] + room, side="right")) - 1
    return min(max(end, start + 1), len(text.words))


def paragraphs(text: Example, chance: random.Random) -> list[int]:
    """Where to cut a text into stretches of one to four paragraphs."""
    begins = np.flatnonzero(np.diff(text.words.paragraph, prepend=-1))
    bounds, at = [0], 0
    while bounds[-1] < len(text.words):
        at += chance.randint(1, 4)
        wanted = int(begins[at]) if at < len(begins) else len(text.words)
        while fitting(text, bounds[-1], LENGTH) < wanted:
            bounds.append(fitting(text, bounds[-1], LENGTH))
        if wanted > bounds[-1]:
            bounds.append(wanted)
    return bounds


def batches(pieces: list[Piece], size: int, chance: random.Random) -> list[list[Piece]]:
    """The windows in batches of about `size` wordpieces, those of like length together, in any order."""
    chance.shuffle(pieces)
    out: list[list[Piece]] = []
    for chunk in range(0, len(pieces), 200):
        batch: list[Piece] = []
        for piece in sorted(pieces[chunk : chunk + 200], key=lambda p: p.size):
            if batch and (len(batch) + 1) * (piece.size + 2) > size + LENGTH // 2:
                out.append(batch)
                batch = []
            batch.append(piece)
        out.append(batch)
    chance.shuffle(out)
    return out


def encoded(stretches: Sequence[tuple[Words, int, int]], device: str) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Stretches of words as the network takes them.

    Returns wordpieces (B x T), their features (B x T x 3) and mask (B x T); and of each word, its stretch and the
    place of its first piece there.
    """
    sizes = [int(words.first[end] - words.first[start]) for words, start, end in stretches]
    shape = (len(stretches), max(sizes) + 2)
    numbers = np.full(shape, special("[PAD]"), dtype=np.int64)
    features = np.zeros((*shape, 3), dtype=np.int64)
    mask = np.zeros(shape, dtype=np.int64)
    rows, places = [], []
    for i, ((words, start, end), size) in enumerate(zip(stretches, sizes, strict=True)):
        first = words.first[start : end + 1]
        numbers[i, 0], numbers[i, size + 1] = special("[CLS]"), special("[SEP]")
        numbers[i, 1 : size + 1] = words.pieces[first[0] : first[-1]]
        features[i, 1 : size + 1] = np.repeat(words.features[start:end], np.diff(first), axis=0)
        mask[i, : size + 2] = 1
        rows.append(np.full(end - start, i))
        places.append(first[:-1] - first[0] + 1)
    arrays = (numbers, features, mask, np.concatenate(rows), np.concatenate(places).astype(np.int64))
    return tuple(torch.from_numpy(a).to(device) for a in arrays)  # type: ignore[return-value]
