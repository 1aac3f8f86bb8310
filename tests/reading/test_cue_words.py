"""What the words of a cue tell. The cue and content are given; the parse is spaCy's."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading import pipeline
from onrecord.reading.attribution.cue_words import addressees_of, agent_of, is_denied
from onrecord.record import Phrase, Span, words


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.build()


def parsed(nlp: Language, text: str) -> Doc:
    return nlp(text, disable=list(pipeline.READERS))


def phrase(text: str, part: str) -> Phrase:
    return (Span(text.index(part), text.index(part) + len(part)),) if part else ()


@pytest.mark.parametrize(
    ("text", "cue", "denied"),
    [
        ("The envoy said the road was open.", "said", False),
        ("The envoy did not say the road was open.", "did not say", True),
        ("The envoy declined to comment on the road.", "declined to comment on", True),
        ("The envoy had declined to say where they met.", "had declined to say", True),
        ("The envoy never believed the report.", "never believed", True),
        ("The envoy denied the report.", "denied", False),
        ("The envoy did not rule out a boycott.", "did not rule out", True),
        ("Riga does not recognise the vote.", "does not recognise", False),
        ("No official confirmed the report.", "confirmed", True),
        ("Words nobody knows: grbl.", "grbl", False),
    ],
)
def test_a_cue_denies_by_its_words(nlp: Language, text: str, cue: str, denied: bool) -> None:
    assert is_denied(parsed(nlp, text), phrase(text, cue)) is denied


@pytest.mark.parametrize(
    ("text", "cue", "content", "told"),
    [
        ("The envoy told the council that he would stay.", "told", "he would stay", "the council"),
        ("The envoy warned Riga that it would pay.", "warned", "it would pay", "Riga"),
        ("The envoy said to reporters that he would stay.", "said", "he would stay", "reporters"),
        ("The envoy said that he would stay.", "said", "he would stay", ""),
        ("The envoy accused Riga of theft.", "accused", "Riga of theft", ""),
    ],
)
def test_whoever_is_told_stands_beside_the_cue_and_outside_the_content(
    nlp: Language, text: str, cue: str, content: str, told: str
) -> None:
    assert words(text, addressees_of(parsed(nlp, text), phrase(text, cue), phrase(text, content))) == told


def test_the_source_of_a_passive_is_its_agent(nlp: Language) -> None:
    text = "The family had been told by doctors that the syrup was harmless."
    found = agent_of(parsed(nlp, text), phrase(text, "had been told"), phrase(text, "the syrup was harmless"))
    assert words(text, found) == "doctors"
