"""What heads say of words made statements. Heads are written out here; the real ones are tested by what is read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from onrecord.reading.model.acts import ACTS
from onrecord.reading.model.links import CONTENT_CUE, CONTENT_SOURCE, Pairs
from onrecord.reading.model.statements import Found, statements_in
from onrecord.reading.model.tags import LABELS, LAYERS, follows
from onrecord.reading.model.words import words_of

WORDS = words_of("Dahl said that the king promised to leave soon")
STATES = np.zeros((len(WORDS), 1), np.float32)
DAHL, SAID, KING, PROMISED, LEAVE = (0, 1), (1, 2), (3, 5), (5, 6), (6, 9)


@dataclass
class Heads:
    """Heads that say what they are told: stretches by layer and role (content, cue, source), and one act."""

    tagged: dict[tuple[int, int], list[tuple[int, int]]]
    act: str = "say"
    transitions: np.ndarray = field(default_factory=lambda: np.stack([follows()] * LAYERS))

    def emissions(self, states: np.ndarray) -> np.ndarray:
        scores = np.zeros((len(states), LAYERS, LABELS), np.float32)
        scores[:, :, 0] = 1
        for (layer, role), stretches in self.tagged.items():
            for a, b in stretches:
                scores[a, layer, 1 + 2 * role] = 9
                scores[a + 1 : b, layer, 2 + 2 * role] = 9
        return scores

    def links(self, states: np.ndarray, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
        linked = np.isin(pairs.relation, (CONTENT_CUE, CONTENT_SOURCE))
        return np.where(linked, 5, -5).astype(np.float32), np.zeros((len(pairs.spans), 4), np.float32)

    def acts(self, states: np.ndarray, cues: np.ndarray, contents: np.ndarray) -> np.ndarray:
        return np.tile(np.array([a == self.act for a in ACTS], np.float32), (len(cues), 1))


def test_a_statement_nested_in_anothers_content_is_found_in_its_layer() -> None:
    heads = Heads(
        {(0, 0): [(3, 9)], (0, 1): [SAID], (0, 2): [DAHL], (1, 0): [LEAVE], (1, 1): [PROMISED], (1, 2): [KING]}
    )
    assert statements_in(WORDS, STATES, heads) == [
        Found(layer=0, act="say", contents=((3, 9),), cue=SAID, source=DAHL),
        Found(layer=1, act="say", contents=(LEAVE,), cue=PROMISED, source=KING),
    ]


def test_a_nested_statement_that_nothing_holds_is_left_out() -> None:
    heads = Heads({(0, 0): [(3, 5)], (0, 1): [SAID], (1, 0): [LEAVE], (1, 1): [PROMISED]})
    assert [f.layer for f in statements_in(WORDS, STATES, heads)] == [0]


def test_a_statement_found_again_a_layer_deeper_is_left_out() -> None:
    heads = Heads({(0, 0): [(3, 9)], (0, 1): [SAID], (1, 0): [(3, 9)], (1, 1): [SAID]})
    assert [f.layer for f in statements_in(WORDS, STATES, heads)] == [0]


def test_the_act_is_the_one_scored_highest() -> None:
    heads = Heads({(0, 0): [LEAVE], (0, 1): [PROMISED]}, act="promise")
    assert [f.act for f in statements_in(WORDS, STATES, heads)] == ["promise"]


def test_no_words_hold_no_statements() -> None:
    assert statements_in(words_of(" \n "), STATES[:0], Heads({})) == []
