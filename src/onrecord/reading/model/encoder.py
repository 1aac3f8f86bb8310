"""The encoder and its heads at work: ONNX graphs run by ONNX Runtime, on the processor, without PyTorch.

A dispatch is encoded once; each head is a small graph of its own over the same states of words. The graphs are made
by `training/export.py`; the encoder's weights are 8-bit integers, the heads' in single precision.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from onrecord.reading.model.links import Pairs
from onrecord.reading.model.windows import Window, windows
from onrecord.reading.model.words import Words, special
from onrecord.record import OnRecordError

WEIGHTS = Path(__file__).parent
GRAPHS = ("encoder", "tags", "links", "acts")
States = NDArray[np.float32]
"""The states of words (W x 432): the encoder's, and the features beside them."""


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

    def states(self, words: Words) -> States:
        """The states of the words of a text, each from the window in which it stands most central."""
        return np.concatenate([self._seen(words, window) for window in windows(words.first)])

    def _seen(self, words: Words, window: Window) -> States:
        """The states of the words that are taken from one window."""
        first = words.first[window.start : window.end + 1]
        pieces = np.concatenate(([special("[CLS]")], words.pieces[first[0] : first[-1]], [special("[SEP]")]))
        features = np.zeros((len(pieces), words.features.shape[1]), dtype=np.int64)
        features[1:-1] = np.repeat(words.features[window.start : window.end], np.diff(first), axis=0)
        (states,) = self._run("encoder", {"pieces": pieces.astype(np.int64), "features": features})
        taken: States = states[words.first[window.keep_from : window.keep_to] - first[0] + 1]
        return taken

    def emissions(self, states: States) -> NDArray[np.float32]:
        """The scores of labels for each word, in each layer (W x 3 x 7)."""
        (emissions,) = self._run("tags", {"states": states})
        return emissions

    @cached_property
    def transitions(self) -> NDArray[np.float32]:
        """The scores of each label (last) behind another, in each layer (3 x 7 x 7)."""
        found: NDArray[np.float32] = np.load(self.folder / "transitions.npy")
        return found

    def links(self, states: States, pairs: Pairs) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The score of each pair (P), and of no link for each span and relation (S x 4)."""
        fed = {name: getattr(pairs, name) for name in ("spans", "roles", "left", "right", "relation", "features")}
        scores, none = self._run("links", {"states": states, **fed})
        return scores, none

    def acts(self, states: States, cues: NDArray[np.int64], contents: NDArray[np.int64]) -> NDArray[np.float32]:
        """The score of each act (S x 26) of statements, from the spans of their cues and contents (S x 2 each)."""
        (scores,) = self._run("acts", {"states": states, "cues": cues, "contents": contents})
        return scores
