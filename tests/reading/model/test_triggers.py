"""Words that may name an event, as the trained head takes them."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.draft import draft_of
from onrecord.reading.happenings.judging import asked, judged
from onrecord.reading.happenings.predicates import matches
from onrecord.reading.model.encoder import EVENT_VIEW
from onrecord.reading.model.triggers import TRIGGER, TYPES, askable, features
from onrecord.reading.pipeline import build
from onrecord.reading.statements import encoder
from onrecord.record import EventType

POS, DEP, TYPE, ACTOR_BEFORE, PASSIVE_SUBJECT, ACTOR_BEHIND, CUE, HEADLINE, IS_ACTOR = range(len(TRIGGER))


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The pipeline up to the reader of events."""
    built = build()
    for name in built.pipe_names[built.pipe_names.index("onrecord_events") :]:
        built.remove_pipe(name)
    return built


def features_of(doc: Doc, word: str) -> list[int]:
    tokens, told = asked(doc, draft_of(doc))
    (row,) = (row for token, row in zip(tokens, told.tolist(), strict=True) if token.text == word)
    return row


def test_types_are_all_of_the_record_in_a_fixed_order() -> None:
    assert set(TYPES) == set(get_args(getattr(EventType, "__value__", EventType)))
    assert len(TYPES) == len(set(TYPES)) == TRIGGER[TYPE] - 1


def test_verbs_nouns_and_adjectives_are_asked_and_what_the_lexicon_matches() -> None:
    doc = build()("Norway quickly attacked the old camp of Peru.")
    assert [t.text for t in askable(doc, (), ())] == ["attacked", "old", "camp"]
    assert [t.text for t in askable(doc, {1}, ())] == ["quickly", "attacked", "old", "camp"]
    assert [t.text for t in askable(doc, {1}, {1, 2})] == ["old", "camp"]


def test_words_of_furniture_are_not_asked(nlp: Language) -> None:
    doc = nlp("LIMA, March 3 (AP) - The protesters shouted.\n\nRead more: old camp burned\n")
    assert {"old", "camp", "burned"} <= {t.text for t in askable(doc, (), ())}
    assert [t.text for t in asked(doc, draft_of(doc))[0]] == ["protesters", "shouted"]


def test_a_word_is_told_what_actors_stand_beside_it(nlp: Language) -> None:
    doc = nlp("Police attacked rebels. Rebels were attacked. Rain fell.")
    tokens, told = asked(doc, draft_of(doc))
    rows = [row for token, row in zip(tokens, told.tolist(), strict=True) if token.text == "attacked"]
    beside = (ACTOR_BEFORE, PASSIVE_SUBJECT, ACTOR_BEHIND)
    assert [[row[i] for i in beside] for row in rows] == [[1, 0, 1], [0, 1, 0]]
    assert [features_of(doc, "fell")[i] for i in beside] == [0, 0, 0]


def test_an_actor_behind_a_preposition_stands_behind_the_word(nlp: Language) -> None:
    doc = nlp("Soldiers fired at protesters. Rain fell on roofs.")
    assert features_of(doc, "fired")[ACTOR_BEHIND] == 1
    assert features_of(doc, "fell")[ACTOR_BEHIND] == 0


def test_a_word_is_told_what_the_lexicon_says(nlp: Language) -> None:
    doc = nlp("Police attacked rebels. Rain fell.")
    assert TYPES[features_of(doc, "attacked")[TYPE] - 1] == "ASSAULT"
    assert features_of(doc, "fell")[TYPE] == 0


def test_a_word_is_told_whether_it_is_a_cue_an_actor_or_in_the_headline(nlp: Language) -> None:
    doc = nlp("Rebels attack camp\n\nLIMA, March 3 (AP) - Rebels fired on a camp, police said on Monday.")
    assert [features_of(doc, word)[CUE] for word in ("said", "fired")] == [1, 0]
    assert [features_of(doc, word)[HEADLINE] for word in ("attack", "fired")] == [1, 0]
    assert [features_of(doc, word)[IS_ACTOR] for word in ("police", "fired")] == [1, 0]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "He and she."])
def test_text_without_words_to_ask_has_no_features_and_no_chances(nlp: Language, text: str) -> None:
    doc = nlp(text)
    tokens, told = asked(doc, draft_of(doc))
    assert (tokens, told.shape) == ([], (0, len(TRIGGER)))
    assert judged(doc, draft_of(doc), matches(doc)) == {}


def test_no_words_have_features_of_the_right_width() -> None:
    assert features([], {}, (), (), 0).shape == (0, len(TRIGGER))


WORDS = (
    "police",
    "Norway",
    "attacked",
    "the",
    "and",
    "talks",
    "with",
    "angry",
    "rebels",
    "said",
    ",",
    ".",
    "\n\n",
    "“",
)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_features_of_any_words_have_values_and_each_word_asked_has_chances(nlp: Language, words: list[str]) -> None:
    doc = nlp(" ".join(words))
    tokens, told = asked(doc, draft_of(doc))
    assert told.shape == (len(tokens), len(TRIGGER))
    assert (told >= 0).all() and (told < np.array(TRIGGER)).all()
    chances = judged(doc, draft_of(doc), matches(doc))
    assert list(chances) == [token.i for token in tokens]
    assert all(each.shape == (len(TYPES) + 1,) and abs(each.sum() - 1) < 1e-6 for each in chances.values())


def test_the_head_takes_every_value_that_a_feature_may_have() -> None:
    view = np.zeros((1, EVENT_VIEW), dtype=np.float32)
    scores = encoder().triggers(view, np.array([TRIGGER], dtype=np.int64) - 1)
    assert scores.shape == (1, len(TYPES) + 1) and np.isfinite(scores).all()


def test_the_head_tells_an_attack_from_weather(nlp: Language) -> None:
    doc = nlp("Rebels attacked an army camp in Chad on Monday, killing four soldiers. Rain fell on the hills.")
    chances = {doc[i].text: each for i, each in judged(doc, draft_of(doc), matches(doc)).items()}
    assert TYPES[int(chances["attacked"][1:].argmax())] == "ASSAULT" and chances["attacked"][0] < 0.5
    assert chances["fell"][0] > 0.5 and chances["hills"][0] > 0.5
