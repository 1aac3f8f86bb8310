"""The encoder and its heads at work: ONNX graphs run by ONNX Runtime, on the processor, without PyTorch.

A dispatch is encoded once; each head is a small graph of its own over the same states of words. The graphs are made
by `training/export.py`; the encoder's weights are 8-bit integers, the heads' in single precision.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from onrecord.reading.model import links
from onrecord.reading.model.actors import Pairs
from onrecord.reading.model.windows import windows
from onrecord.reading.model.words import Words, special
from onrecord.record import OnRecordError

WEIGHTS = Path(__file__).parent
GRAPHS = ("encoder", "tags", "links", "acts", "view", "actors", "antecedents", "countries", "event_view", "triggers")
States = NDArray[np.float32]
"""The states of words (W x 432): the encoder's, and the features beside them."""
STATE, VIEW, EVENT_VIEW = 432, 256, 128
Views = NDArray[np.float16]
"""What the heads of actors and events see of words (W x 384).

Of each as the first word of a mention (128), as its head (128), and as a word that may name an event (128)."""


@dataclass(frozen=True)
class Told:
    """What the heads say of mentions (M).

    Vectors that stand for them (M x 128), the scores of the kinds of actor and of none (M x 10), of sectors (M x 26),
    and of taking up no other mention (M).
    """

    vectors: NDArray[np.float32]
    kinds: NDArray[np.float32]
    sectors: NDArray[np.float32]
    none: NDArray[np.float32]


def chances(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores as probabilities, by row (the softmax)."""
    raw = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float64] = raw / raw.sum(axis=1, keepdims=True)
    return found


class Encoder:
    """Reads words with the graphs of a folder, those beside this module unless another is given.

    The graphs are loaded in a thread of their own, while the caller does something else.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.folder = folder
        pool = ThreadPoolExecutor(1)
        self._sessions = {graph: pool.submit(self._session, graph) for graph in GRAPHS}
        pool.shutdown(wait=False)

    def wait(self) -> None:
        """Return when all graphs are loaded, so that no thread loads any more.

        Raises:
            OnRecordError: one is missing or broken.
        """
        for graph, session in self._sessions.items():
            if (error := session.exception()) is not None:
                raise OnRecordError(
                    f"{self.folder / graph}.onnx: cannot be loaded ({error}); install onrecord anew"
                ) from error

    def _session(self, graph: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors only
        if graph != "encoder":
            options.intra_op_num_threads = 1  # a head's work is too small to share
        return onnxruntime.InferenceSession(self.folder / f"{graph}.onnx", options, providers=["CPUExecutionProvider"])

    def _run(self, graph: str, fed: dict[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        found: list[NDArray[np.float32]] = self._sessions[graph].result().run(None, fed)
        return found

    def read(self, words: Words) -> tuple[States, Views]:
        """The states and the views of the words of a text, each from the window in which it stands most central."""
        if not len(words):
            return np.zeros((0, STATE), dtype=np.float32), np.zeros((0, VIEW + EVENT_VIEW), dtype=np.float16)
        parts = [(states, self._view(middle)) for states, middle in self._seen(words)]
        return np.concatenate([states for states, _ in parts]), np.concatenate([view for _, view in parts])

    def middle(self, words: Words) -> NDArray[np.float32]:
        """The middle states of words, on which the heads of actors and events stand (W x 768)."""
        return np.concatenate([middle for _, middle in self._seen(words)])

    def _view(self, middle: NDArray[np.float32]) -> Views:
        views = [self._run(graph, {"middle": middle})[0] for graph in ("view", "event_view")]
        return np.concatenate(views, axis=1).astype(np.float16)

    def _seen(self, words: Words) -> Iterator[tuple[States, NDArray[np.float32]]]:
        """The states and middle states of words, those taken from one window at a time."""
        for window in windows(words.first):
            first = words.first[window.start : window.end + 1]
            pieces = np.concatenate(([special("[CLS]")], words.pieces[first[0] : first[-1]], [special("[SEP]")]))
            features = np.zeros((len(pieces), words.features.shape[1]), dtype=np.int64)
            features[1:-1] = np.repeat(words.features[window.start : window.end], np.diff(first), axis=0)
            states, middle = self._run("encoder", {"pieces": pieces.astype(np.int64), "features": features})
            taken = words.first[window.keep_from : window.keep_to] - first[0] + 1
            yield states[taken], middle[taken]

    def emissions(self, states: States) -> NDArray[np.float32]:
        """The scores of labels for each word, in each layer (W x 3 x 7)."""
        (emissions,) = self._run("tags", {"states": states})
        return emissions

    @cached_property
    def transitions(self) -> NDArray[np.float32]:
        """The scores of each label (last) behind another, in each layer (3 x 7 x 7)."""
        found: NDArray[np.float32] = np.load(self.folder / "transitions.npy")
        return found

    def links(self, states: States, pairs: links.Pairs) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The score of each pair (P), and of no link for each span and relation (S x 4)."""
        fed = {name: getattr(pairs, name) for name in ("spans", "roles", "left", "right", "relation", "features")}
        scores, none = self._run("links", {"states": states, **fed})
        return scores, none

    def acts(self, states: States, cues: NDArray[np.int64], contents: NDArray[np.int64]) -> NDArray[np.float32]:
        """The score of each act (S x 26) of statements, from the spans of their cues and contents (S x 2 each)."""
        (scores,) = self._run("acts", {"states": states, "cues": cues, "contents": contents})
        return scores

    def actors(self, view: NDArray[np.float32], features: NDArray[np.int64]) -> Told:
        """What each mention is (M), by the view of its first word and its head (M x 256) and its features (M x 15)."""
        return Told(*self._run("actors", {"view": view, "features": features}))

    def antecedents(self, told: Told, pairs: Pairs) -> NDArray[np.float32]:
        """The score of each pair of mentions (P)."""
        fed: dict[str, NDArray[Any]] = {name: getattr(pairs, name) for name in ("left", "right", "features")}
        (scores,) = self._run("antecedents", {"vectors": told.vectors, **fed})
        return scores

    def countries(self, features: NDArray[np.int64]) -> NDArray[np.float32]:
        """How likely each country is an actor's (C), by the features of both (C x 12)."""
        (scores,) = self._run("countries", {"features": features})
        return scores

    def triggers(self, view: NDArray[np.float32], features: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of no event and of each type (T x 17), by the views of words (T x 128) and their features."""
        (scores,) = self._run("triggers", {"view": view, "features": features})
        return scores
