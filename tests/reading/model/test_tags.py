"""Labels of words, and the spans they make."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.reading.model.tags import CONTENT, CUE, LABELS, LAYERS, LEANING, SOURCE, best_paths, follows, spans

SCORES = st.floats(-5, 5, width=32)


EMISSIONS = arrays(np.float32, (3, LAYERS, LABELS), elements=SCORES)
MOVES = arrays(np.float32, (LAYERS, LABELS, LABELS), elements=SCORES)


@settings(deadline=None, max_examples=25)
@given(EMISSIONS, MOVES)
def test_the_path_found_is_the_best_of_all(emissions: np.ndarray, moves: np.ndarray) -> None:
    transitions = moves + follows()
    found = best_paths(emissions, transitions)

    def score(layer: int, path: tuple[int, ...]) -> float:
        emitted = sum(float(emissions[i, layer, label] + LEANING[label]) for i, label in enumerate(path))
        return emitted + sum(float(transitions[layer, a, b]) for a, b in itertools.pairwise(path))

    for layer in range(LAYERS):
        best = max(score(layer, path) for path in itertools.product(range(LABELS), repeat=3))
        assert abs(score(layer, tuple(found[layer])) - best) < 1e-3


def test_no_words_have_no_labels() -> None:
    assert best_paths(
        np.zeros((0, LAYERS, LABELS), np.float32), np.zeros((LAYERS, LABELS, LABELS), np.float32)
    ).shape == (LAYERS, 0)


def test_the_inside_of_a_role_follows_only_that_role() -> None:
    allowed = follows() == 0
    assert allowed[1, 2] and allowed[2, 2]
    assert not allowed[0, 2] and not allowed[3, 2] and not allowed[4, 2]


def test_spans_begin_where_they_are_said_to_even_side_by_side() -> None:
    path = np.array([0, 5, 6, 3, 1, 2, 1, 2, 0], dtype=np.int8)
    assert spans(path, SOURCE).tolist() == [[1, 3]]
    assert spans(path, CUE).tolist() == [[3, 4]]
    assert spans(path, CONTENT).tolist() == [[4, 6], [6, 8]]
