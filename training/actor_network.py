"""The heads of actors: what each mention is, and which mention it takes up.

They stand on the states of the statement reader's encoder, behind its third and its fifth layer of six. The encoder is
not changed, so that reading costs no second pass.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from onrecord.reading.model.actors import COUNTRY, MENTION, NONE, PAIR, SECTORS
from onrecord.reading.model.encoder import VIEW

LAYERS = (2, 4)
"""Which of the encoder's layers, counted from 0, the heads stand on."""
MIDDLE = 384 * len(LAYERS)
VECTOR = VIEW // 2
"""Dimensions of the vector that stands for a mention, and of a pair."""
BESIDE = 6
"""Dimensions of each feature of a mention."""


class View(nn.Module):
    """Of each word what the heads see of it as a mention's first word and as its head (W x 256)."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = nn.Linear(MIDDLE, VIEW, bias=False)

    def forward(self, middle: Tensor) -> Tensor:
        """From the encoder's middle states (W x 768)."""
        return self.seen(middle)


class Mentions(nn.Module):
    """Vectors of mentions (M x 128), scores of kinds (M x 10) and sectors (M x 26), and of taking up nothing (M)."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.ModuleList(nn.Embedding(n, BESIDE) for n in MENTION)
        self.told = nn.Linear(BESIDE * len(MENTION), VECTOR)
        self.kinds = nn.Sequential(nn.Linear(VECTOR, 96), nn.ReLU(), nn.Dropout(0.2), nn.Linear(96, NONE + 1))
        self.sectors = nn.Linear(VECTOR, len(SECTORS))
        self.none = nn.Sequential(nn.Linear(VECTOR, 32), nn.ReLU(), nn.Linear(32, 1))

    def forward(self, view: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """From the views of mentions (M x 256: half of the first word's, half of the head's) and their features."""
        told = torch.cat([embedding(features[:, i]) for i, embedding in enumerate(self.features)], dim=1)
        vectors = torch.relu(view[:, :VECTOR] + view[:, VECTOR:] + self.told(told))
        return vectors, self.kinds(vectors), self.sectors(vectors), self.none(vectors).squeeze(1)


class Antecedents(nn.Module):
    """The score of each pair of mentions, of which the left may take up the right (P)."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Linear(VECTOR, VECTOR)
        self.right = nn.Linear(VECTOR, VECTOR, bias=False)
        self.product = nn.Linear(VECTOR, VECTOR, bias=False)
        self.features = nn.ModuleList(nn.Embedding(n, VECTOR) for n in PAIR)
        for embedding in self.features:
            nn.init.normal_(embedding.weight, std=0.1)
        self.score = nn.Sequential(
            nn.ReLU(), nn.Dropout(0.2), nn.Linear(VECTOR, VECTOR // 2), nn.ReLU(), nn.Linear(VECTOR // 2, 1)
        )

    def forward(self, vectors: Tensor, left: Tensor, right: Tensor, features: Tensor) -> Tensor:
        """From the vectors of mentions, the indices of pairs (P each) and their features (P x 27)."""
        pair = self.left(vectors)[left] + self.right(vectors)[right] + self.product(vectors[left] * vectors[right])
        for i, embedding in enumerate(self.features):
            pair = pair + embedding(features[:, i])
        return self.score(pair).squeeze(1)


class ActorNetwork(nn.Module):
    """All heads of actors. `dropout` is the share of the middle states left out in training."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.view, self.mentions, self.antecedents = View(), Mentions(), Antecedents()

    def judged(self, first: Tensor, head: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What `Mentions` says, from the middle states of first words and heads (M x 768 each)."""
        seen = torch.cat([self.view(self.dropout(first))[:, :VECTOR], self.view(self.dropout(head))[:, VECTOR:]], dim=1)
        return self.mentions(seen, features)


class Countries(nn.Module):
    """How likely each country is an actor's (C), by features of both (C x 12)."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.ModuleList(nn.Embedding(n, 48) for n in COUNTRY)
        for embedding in self.features:
            nn.init.normal_(embedding.weight, std=0.2)
        self.score = nn.Sequential(nn.ReLU(), nn.Dropout(0.2), nn.Linear(48, 24), nn.ReLU(), nn.Linear(24, 1))

    def forward(self, features: Tensor) -> Tensor:
        """Scores; of one actor's countries the highest is taken."""
        told = torch.stack([embedding(features[:, i]) for i, embedding in enumerate(self.features)])
        return self.score(told.sum(0)).squeeze(1)
