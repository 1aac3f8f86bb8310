"""Which contents, cues and sources make one statement."""

from __future__ import annotations

import numpy as np

from onrecord.reading.model.links import (
    CONTENT_CONTENT,
    CONTENT_CUE,
    CONTENT_SOURCE,
    FEATURES,
    NEAREST,
    Link,
    Pairs,
    linked,
    pairs_of,
)


def spans(*stretches: tuple[int, int]) -> np.ndarray:
    return np.array(stretches, dtype=np.int64).reshape(-1, 2)


def pairs(contents: np.ndarray, cues: np.ndarray, sources: np.ndarray, words: int = 200) -> Pairs:
    flat = np.zeros(words, dtype=np.int32)
    return pairs_of((contents, cues, sources), flat, flat, np.zeros(words, dtype=np.bool_))


def statements(p: Pairs, counts: tuple[int, int, int], likes: dict[tuple[int, int, int], float]) -> list[Link]:
    """The statements where nothing is linked but the pairs (relation, left, right) of the spans given."""
    score = [likes.get((int(r), int(a), int(b)), -5.0) for a, b, r in zip(p.left, p.right, p.relation, strict=True)]
    return linked(counts, p, np.array(score, dtype=np.float32), np.zeros((len(p.spans), 4), dtype=np.float32))


def test_each_span_is_paired_with_the_nearest_on_both_sides() -> None:
    cues = spans(*((i, i + 1) for i in range(0, 100, 5)))
    p = pairs(spans((52, 54)), cues, spans())
    near = p.spans[p.right[p.relation == CONTENT_CUE]][:, 0]
    assert near.tolist() == list(range(25, 85, 5)) and len(near) == 2 * NEAREST


def test_features_have_values_however_far_apart_spans_stand() -> None:
    p = pairs(spans((0, 1), (99_000, 99_001)), spans((50_000, 50_001)), spans((99_998, 99_999)), words=100_000)
    assert (p.features >= 0).all() and (p.features < np.array(FEATURES)).all()


def test_a_content_takes_the_cue_and_source_it_is_linked_to() -> None:
    p = pairs(spans((4, 9)), spans((2, 3), (20, 21)), spans((0, 2), (18, 20)))
    found = statements(p, (1, 2, 2), {(CONTENT_CUE, 0, 1): 5.0, (CONTENT_SOURCE, 0, 3): 5.0})
    assert found == [Link((0,), 0, 0)]


def test_a_content_linked_to_a_source_alone_has_no_cue() -> None:
    p = pairs(spans((4, 9)), spans((2, 3)), spans((0, 2)))
    assert statements(p, (1, 1, 1), {(CONTENT_SOURCE, 0, 2): 5.0}) == [Link((0,), None, 0)]


def test_a_content_linked_to_nothing_is_no_statement() -> None:
    p = pairs(spans((4, 9)), spans((2, 3)), spans((0, 2)))
    assert statements(p, (1, 1, 1), {}) == []


def test_contents_joined_are_one_statement() -> None:
    p = pairs(spans((0, 4), (7, 12)), spans((5, 6)), spans())
    found = statements(p, (2, 1, 0), {(CONTENT_CUE, 0, 2): 5.0, (CONTENT_CUE, 1, 2): 5.0, (CONTENT_CONTENT, 1, 0): 5.0})
    assert found == [Link((0, 1), 0, None)]


def test_contents_of_one_cue_that_are_not_joined_are_two_statements() -> None:
    p = pairs(spans((0, 4), (7, 12)), spans((5, 6)), spans())
    found = statements(p, (2, 1, 0), {(CONTENT_CUE, 0, 2): 5.0, (CONTENT_CUE, 1, 2): 5.0})
    assert found == [Link((0,), 0, None), Link((1,), 0, None)]


def test_contents_of_one_cue_with_another_between_are_one_statement() -> None:
    p = pairs(spans((0, 4), (10, 12), (15, 20)), spans((5, 6), (13, 14)), spans())
    likes = {(CONTENT_CUE, 0, 3): 5.0, (CONTENT_CUE, 1, 4): 5.0, (CONTENT_CUE, 2, 3): 5.0}
    assert statements(p, (3, 2, 0), likes) == [Link((0, 2), 0, None), Link((1,), 1, None)]


def test_no_contents_make_no_statements() -> None:
    assert statements(pairs(spans(), spans((1, 2)), spans((0, 1))), (0, 1, 1), {}) == []
