"""Windows over a text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.model.windows import windows


@given(st.lists(st.integers(1, 8), max_size=400), st.integers(16, 60), st.integers(0, 8))
def test_every_word_is_taken_once_from_a_window_that_fits(sizes: list[int], length: int, overlap: int) -> None:
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    taken = []
    for window in windows(first, length=length, overlap=overlap):
        assert first[window.end] - first[window.start] <= length
        assert window.start <= window.keep_from <= window.keep_to <= window.end
        taken += range(window.keep_from, window.keep_to)
    assert taken == list(range(len(sizes)))


def test_a_word_is_taken_where_it_stands_more_central() -> None:
    first = np.arange(101, dtype=np.int32)
    a, b = list(windows(first, length=60, overlap=20))[:2]
    assert (a.start, a.end, b.start) == (0, 60, 40)
    assert a.keep_to == b.keep_from == 50
