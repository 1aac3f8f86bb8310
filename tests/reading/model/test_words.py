"""Texts as the encoder takes them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.model.words import (
    AFTER_BLANK,
    AFTER_LINE,
    AFTER_STOP,
    CLOSING,
    FEATURES,
    GOING_ON,
    INSIDE,
    JOINED,
    MOST_PIECES,
    OPENING,
    OUTSIDE,
    REOPENING,
    SPACED,
    pieces_of,
    special,
    vocabulary,
    words_of,
)


def spelled(word: str) -> list[str]:
    names = {number: piece for piece, number in vocabulary().items()}
    return [names[number] for number in pieces_of(word)]


def test_a_word_is_spelled_by_the_longest_pieces_from_the_left() -> None:
    assert spelled("ceasefires") == ["ceasefire", "##s"]
    assert spelled("spokeswoman") == ["spoke", "##sw", "##oman"]


def test_case_and_accents_do_not_change_the_spelling() -> None:
    assert pieces_of("Ménard") == pieces_of("menard") == pieces_of("MENARD")


def test_a_word_that_cannot_be_spelled_is_one_unknown_piece() -> None:
    assert pieces_of("ꙮ") == (special("[UNK]"),)


def test_a_word_of_any_length_has_few_pieces() -> None:
    assert len(pieces_of("zq" * 5000)) <= MOST_PIECES


def test_quotation_marks_tell_what_stands_inside_them() -> None:
    words = words_of('He said "no deal" again')
    assert words.features[:, 1].tolist() == [OUTSIDE, OUTSIDE, OPENING, INSIDE, INSIDE, CLOSING, OUTSIDE]


def test_a_quotation_open_at_the_end_of_its_paragraph_goes_on_and_reopens() -> None:
    words = words_of("“We stay.\n\n“We shall see,” he said.")
    assert words.features[:4, 1].tolist() == [OPENING, GOING_ON, GOING_ON, GOING_ON]
    assert words.features[4, 1] == REOPENING


def test_what_stands_before_a_word_is_told() -> None:
    words = words_of("Talks failed. Envoys left\nat once\n\nNext")
    assert words.features[:, 2].tolist() == [
        AFTER_BLANK, SPACED, JOINED, AFTER_STOP, SPACED, AFTER_LINE, SPACED, AFTER_BLANK,
    ]  # fmt: skip
    assert words.paragraph.tolist()[-3:] == [2, 2, 3]


@given(st.text())
def test_words_lie_in_the_text_in_order_and_their_features_have_values(text: str) -> None:
    words = words_of(text)
    flat = words.offsets.ravel().tolist()
    assert flat == sorted(flat) and all(0 <= at <= len(text) for at in flat)
    assert words.first[0] == 0 and words.first[-1] == len(words.pieces)
    assert (np.diff(words.first) > 0).all()
    assert (words.features >= 0).all() and (words.features < np.array(FEATURES)).all()
