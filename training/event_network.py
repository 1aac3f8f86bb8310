"""The head of events: which type of event a word names, or none.

It stands on the same middle states of the encoder as the heads of actors.
"""

from __future__ import annotations

import torch
from actor_network import MIDDLE
from torch import Tensor, nn

from onrecord.reading.model.encoder import EVENT_VIEW
from onrecord.reading.model.triggers import TRIGGER, TYPES


class EventView(nn.Module):
    """Of each word what the head of events sees (W x 128)."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = nn.Linear(MIDDLE, EVENT_VIEW)

    def forward(self, middle: Tensor) -> Tensor:
        """From the encoder's middle states (W x 768)."""
        return self.seen(middle)


class Triggers(nn.Module):
    """The scores of no event and of each type (T x 17)."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.ModuleList(nn.Embedding(n, 8) for n in TRIGGER)
        self.told = nn.Linear(8 * len(TRIGGER), EVENT_VIEW)
        self.score = nn.Sequential(
            nn.ReLU(), nn.Dropout(0.3), nn.Linear(EVENT_VIEW, 96), nn.ReLU(), nn.Linear(96, len(TYPES) + 1)
        )

    def forward(self, view: Tensor, features: Tensor) -> Tensor:
        """From the views of words (T x 128) and their features (T x 9)."""
        told = torch.cat([embedding(features[:, i]) for i, embedding in enumerate(self.features)], dim=1)
        return self.score(view + self.told(told))


class EventNetwork(nn.Module):
    """The head with its view. `dropout` is the share of the middle states left out in training."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.view, self.triggers = EventView(), Triggers()

    def forward(self, middle: Tensor, features: Tensor) -> Tensor:
        """From the middle states of words (T x 768) and their features."""
        return self.triggers(self.view(self.dropout(middle)), features)
