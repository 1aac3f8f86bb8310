"""Mentions as the trained heads take them, and which may take up which."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.reading.actors import gathered
from onrecord.reading.entities.judging import judged
from onrecord.reading.model.actors import (
    AHEAD,
    BACK,
    COUNTRY,
    FORMS,
    KINDS,
    MENTION,
    NONE,
    PAIR,
    SECTORS,
    Seen,
    pairs,
)
from onrecord.reading.model.encoder import VIEW
from onrecord.reading.pipeline import build
from onrecord.reading.statements import encoder

COLUMNS = (
    "form", "pronoun", "kind", "gender", "plural", "dep", "key", "noun", "country", "start", "end", "head",
    "governor", "sentence", "opens", "main", "source", "named", "definite", "role", "determiner", "words", "headed",
)  # fmt: skip
NAME, DESCRIPTION, PRONOUN = (FORMS.index(form) for form in ("name", "description", "pronoun"))
TEXT = "Norwegian Minister Nils Berg met Ida Holm. In his speech, Berg said that she was right. The minister left."


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The pipeline up to the reader of actors."""
    built = build()
    for name in built.pipe_names[built.pipe_names.index("onrecord_actors") :]:
        built.remove_pipe(name)
    return built


def row_of(forms: list[int], **columns: list[int]) -> Seen:
    """Mentions of one word each, side by side in one sentence, all else zero."""
    size = len(forms)
    table = {name: np.zeros(size, dtype=np.int64) for name in COLUMNS}
    place = np.arange(size, dtype=np.int64)
    table |= {"form": np.array(forms, dtype=np.int64), "start": place, "head": place, "end": place + 1}
    table["source"] = table["source"] - 1
    table |= {name: np.array(values, dtype=np.int64) for name, values in columns.items()}
    return Seen(np.stack([place, place], axis=1), np.zeros((size, len(MENTION)), dtype=np.int64), table)


def rights(seen: Seen, left: int) -> list[int]:
    return pairs(seen, np.array([left], dtype=np.int64)).right.tolist()


def test_a_mention_is_paired_with_those_not_too_far_before_it() -> None:
    assert rights(row_of([NAME] * 80 + [DESCRIPTION]), 80) == list(range(80 - BACK, 80))
    assert rights(row_of([NAME] * 3 + [DESCRIPTION]), 3) == [0, 1, 2]


def test_a_pronoun_is_paired_with_the_names_soon_behind_it_in_its_sentence() -> None:
    forms = [PRONOUN, NAME, DESCRIPTION, PRONOUN, *[NAME] * 9]
    assert rights(row_of(forms), 0) == [i for i in range(1, AHEAD + 1) if forms[i] == NAME]
    assert rights(row_of([PRONOUN, NAME, NAME], sentence=[0, 0, 1]), 0) == [1]


def test_a_description_is_paired_with_nothing_behind_it() -> None:
    assert rights(row_of([NAME, DESCRIPTION, NAME, NAME]), 1) == [0]


def test_no_mention_is_paired_with_itself_nor_with_another_of_its_head() -> None:
    seen = row_of([NAME, DESCRIPTION, DESCRIPTION], head=[0, 1, 1])
    assert rights(seen, 1) == [0]
    assert rights(seen, 2) == [0]


def test_a_first_mention_has_nothing_to_take_up() -> None:
    assert rights(row_of([DESCRIPTION, NAME]), 0) == []


def test_only_mentions_that_take_up_stand_on_the_left() -> None:
    found = pairs(row_of([NAME, PRONOUN, DESCRIPTION, PRONOUN]), np.array([1, 3]))
    assert found.left.tolist() == [1, 3, 3, 3]
    assert found.right.tolist() == [0, 0, 1, 2]


def test_a_likeness_that_either_does_not_tell_is_neither_likeness_nor_difference() -> None:
    """The 20th to 22nd features: noun, country and role; 0 is no, 1 is yes, 2 is not known."""
    seen = row_of([NAME, NAME, NAME, DESCRIPTION], country=[7, 8, 0, 7], noun=[3, 3, 4, 3], role=[1, 0, 2, 0])
    features = pairs(seen, np.array([3])).features
    assert features[:, 20].tolist() == [1, 0, 2]
    assert features[:, 19].tolist() == [1, 1, 0]
    assert features[:, 21].tolist() == [2, 2, 2]


def test_gender_of_a_pronoun_and_a_name_are_compared_where_both_are_known() -> None:
    """The 17th feature. Pronouns: 0 is he, 1 is she, 2 is it; names: 0 is a man's, 1 a woman's, 2 not known."""
    she = row_of([NAME, NAME, NAME, PRONOUN], gender=[0, 1, 2, 2], pronoun=[6, 6, 6, 1])
    it = row_of([NAME, NAME, NAME, PRONOUN], gender=[0, 1, 2, 2], pronoun=[6, 6, 6, 2])
    assert pairs(she, np.array([3])).features[:, 16].tolist() == [0, 1, 2]
    assert pairs(it, np.array([3])).features[:, 16].tolist() == [2, 2, 2]


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_pairs_of_any_mentions_are_allowed_and_have_values(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 130))

    def column(least: int, most: int) -> list[int]:
        return data.draw(st.lists(st.integers(least, most), min_size=size, max_size=size))

    forms = column(0, 2)
    seen = row_of(
        forms,
        pronoun=[n if form == PRONOUN else 6 for n, form in zip(column(0, 6), forms, strict=True)],
        kind=column(0, NONE),
        gender=column(0, 2),
        plural=column(0, 1),
        dep=column(0, 10),
        key=column(0, 3),
        country=column(0, 3),
        head=sorted(column(0, 2_000)),
        sentence=sorted(column(0, 60)),
        source=column(-1, 2_000),
        named=column(0, 90),
        opens=column(0, 1),
        main=column(0, 1),
        determiner=column(0, 6),
        words=column(0, 2**63 - 1),
        headed=column(0, 2**63 - 1),
    )
    up = np.array([i for i in range(size) if forms[i] != NAME], dtype=np.int64)
    found = pairs(seen, up)
    assert found.features.shape == (len(found.left), len(PAIR))
    assert (found.features >= 0).all() and (found.features < np.array(PAIR)).all()
    assert (np.diff(found.left) >= 0).all()  # whoever sums over pairs counts on their order
    assert len(set(zip(found.left.tolist(), found.right.tolist(), strict=True))) == len(found.left)
    head, sentence = seen.columns["head"], seen.columns["sentence"]
    for left, right in zip(found.left.tolist(), found.right.tolist(), strict=True):
        assert left != right and head[left] != head[right]
        assert -BACK <= right - left <= AHEAD
        if right > left:
            assert forms[left] == PRONOUN and forms[right] == NAME and sentence[left] == sentence[right]


def test_no_mentions_have_no_pairs() -> None:
    found = pairs(row_of([]), np.zeros(0, dtype=np.int64))
    assert (len(found.left), len(found.right), found.features.shape) == (0, 0, (0, len(PAIR)))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "“We will not go,” he told the 40 people of “Petrolis”. They, and all those on board, left.",
        "US\n\n\nUS --- some both Mr",
    ],
)
def test_mentions_of_a_text_are_columns_in_text_order_and_have_values(nlp: Language, text: str) -> None:
    doc = nlp(text)
    found = gathered(doc)
    seen, size = found.seen, len(found.mentions)
    assert size > 0
    assert set(seen.columns) == set(COLUMNS)
    assert (len(seen), seen.spans.shape, seen.features.shape) == (size, (size, 2), (size, len(MENTION)))
    assert all(column.shape == (size,) for column in seen.columns.values())
    assert (seen.features >= 0).all() and (seen.features < np.array(MENTION)).all()
    starts = seen.columns["start"].tolist()
    assert starts == sorted(starts) == [m.start for m in found.mentions]
    assert [doc[m.head].idx for m in found.mentions] == seen.spans[:, 1].tolist()
    every = pairs(seen, np.arange(size))
    assert (every.features >= 0).all() and (every.features < np.array(PAIR)).all()


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_empty_document_has_no_mentions(nlp: Language, text: str) -> None:
    doc = nlp(text)
    found = gathered(doc)
    assert (found.mentions, len(found.seen)) == ([], 0)
    assert (found.seen.spans.shape, found.seen.features.shape) == ((0, 2), (0, len(MENTION)))
    told = judged(encoder(), doc, found.mentions, found.seen, found.names)
    assert (told.mentions, dict(told.chances), told.sectors.shape) == ((), {}, (0, len(SECTORS)))


def test_each_head_answers_for_each_mention_and_pair() -> None:
    told = encoder().actors(np.zeros((3, VIEW), dtype=np.float32), np.zeros((3, len(MENTION)), dtype=np.int64))
    assert (told.vectors.shape, told.kinds.shape) == ((3, 128), (3, len(KINDS) + 1))
    assert (told.sectors.shape, told.none.shape) == ((3, len(SECTORS)), (3,))
    asked = pairs(row_of([NAME, NAME, PRONOUN]), np.array([2]))
    assert encoder().antecedents(told, asked).shape == (2,)
    assert encoder().countries(np.zeros((4, len(COUNTRY)), dtype=np.int64)).shape == (4,)


def test_heads_take_every_value_that_a_feature_may_have() -> None:
    """The widest value of each feature has a row of its own in the graphs' tables."""
    highest = np.array([MENTION], dtype=np.int64) - 1
    told = encoder().actors(np.zeros((1, VIEW), dtype=np.float32), highest)
    one = np.zeros(1, dtype=np.int64)
    asked = replace(pairs(row_of([]), one[:0]), left=one, right=one, features=np.array([PAIR], dtype=np.int64) - 1)
    assert np.isfinite(encoder().antecedents(told, asked)).all()
    assert np.isfinite(encoder().countries(np.array([COUNTRY], dtype=np.int64) - 1)).all()


def test_chances_of_a_pronoun_add_up_to_one(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = gathered(doc)
    told = judged(encoder(), doc, found.mentions, found.seen, found.names)
    assert told.sectors.shape == (len(told.mentions), len(SECTORS))
    pronouns = {i for i, m in enumerate(told.mentions) if m.form == "pronoun"}
    assert {doc[told.mentions[i].head].text for i in pronouns} == {"his", "she"}
    assert pronouns <= set(told.chances)
    assert not any(told.mentions[i].form == "name" for i in told.chances)
    for i, chances in told.chances.items():
        assert len(chances.others) == len(chances.chances)
        assert i not in chances.others and all(0 <= other < len(told.mentions) for other in chances.others)
        assert sum(chances.chances) + chances.none == pytest.approx(1)
