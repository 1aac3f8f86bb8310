"""How the network does on PolNeAR dev, by the official scorer, while it is trained and when it is exported."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
from batches import encoded
from network import Network
from numpy.typing import NDArray
from torch import Tensor

from onrecord.reading.model.links import Pairs
from onrecord.reading.model.statements import Heads, statements_in
from onrecord.reading.model.windows import windows
from onrecord.reading.model.words import Words

Row = dict[str, object]
Judge = Callable[[Iterable[Row]], dict[str, float]]


def shared() -> Path:
    """The folder of texts, gold and scorers: $ONRECORD_SHARED, or `shared` beside the project."""
    return Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))


class Trained:
    """A network in training, asked like the encoder that is shipped."""

    def __init__(self, network: Network, device: str = "cpu") -> None:
        self.network, self.device = network, device
        self.transitions: NDArray[np.float32] = network.chain().detach().cpu().numpy()

    def _tensor(self, array: NDArray[np.float32] | NDArray[np.int64]) -> Tensor:
        return torch.from_numpy(array).to(self.device)

    @torch.no_grad()
    def states(self, words: Words) -> NDArray[np.float32]:
        """The states of words (W x D)."""
        parts = []
        for w in windows(words.first):
            pieces, features, mask, row, place = encoded([(words, w.start, w.end)], self.device)
            states = self.network.states(pieces, features, mask)[row, place]
            parts.append(states[w.keep_from - w.start : w.keep_to - w.start].float().cpu().numpy())
        return np.concatenate(parts)

    @torch.no_grad()
    def emissions(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """As in `Encoder`."""
        return self.network.emissions(self._tensor(states)).cpu().numpy()

    @torch.no_grad()
    def links(self, states: NDArray[np.float32], pairs: Pairs) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """As in `Encoder`."""
        fed = (pairs.spans, pairs.roles, pairs.left, pairs.right, pairs.relation, pairs.features)
        scores, none = self.network.links(self._tensor(states), *map(self._tensor, fed))
        return scores.cpu().numpy(), none.cpu().numpy()

    @torch.no_grad()
    def acts(
        self, states: NDArray[np.float32], cues: NDArray[np.int64], contents: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """As in `Encoder`."""
        return self.network.acts(self._tensor(states), self._tensor(cues), self._tensor(contents)).cpu().numpy()


def attributions(heads: Heads, states: NDArray[np.float32], name: str, words: Words) -> Row:
    """The outermost statements found among words with their states, as the scorer takes them."""

    def chars(*stretches: tuple[int, int] | None) -> list[list[int]]:
        return [[int(words.offsets[a, 0]), int(words.offsets[b - 1, 1])] for a, b in filter(None, stretches)]

    found = [f for f in statements_in(words, states, heads) if f.layer == 0]
    return {
        "doc": name,
        "attributions": [
            {"source": chars(f.source), "cue": chars(f.cue), "content": chars(*f.contents)} for f in found
        ],
    }


def judge() -> Judge:
    """The official scorer on PolNeAR dev: F1 by figure."""
    spec = importlib.util.spec_from_file_location("score_attribution", shared() / "score" / "score_attribution.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    sys.modules["score_attribution"] = scorer
    spec.loader.exec_module(scorer)
    gold = scorer.read_gold(shared() / "data" / "polnear" / "dev")

    def judged(rows: Iterable[Row]) -> dict[str, float]:
        return {
            name: row["f1"] for name, row in scorer.score(gold, {r["doc"]: r["attributions"] for r in rows}).items()
        }

    return judged
