"""Where the words of a statement begin and end."""

from __future__ import annotations

import pytest

from onrecord.reading.attribution.borders import Quotations, drawn, kind_of, trimmed
from onrecord.reading.attribution.quotations import quotations
from onrecord.reading.layout import blocks_of
from onrecord.record import Span


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def marks(text: str) -> Quotations:
    return Quotations(quotations(text, blocks_of(text)))


@pytest.mark.parametrize(
    ("text", "found", "drawn_to"),
    [
        ('"We are ready," he said.', "We are ready", '"We are ready,"'),
        ('"We are ready," he said.', '"We are ready', '"We are ready,"'),
        ('He said it was "fully ready".', 'it was "fully ready', 'it was "fully ready"'),
        ('He said "no deal" was near.', 'no deal" was near', '"no deal" was near'),
        ("He said the road was open.", "the road was open.", "the road was open"),
        ('"We want peace and we want it now," he said.', "peace", "peace"),
        ('"We want peace and we want it now," he said.', "We want peace", "We want peace"),
    ],
)
def test_a_content_takes_in_the_marks_of_the_quotations_it_covers(text: str, found: str, drawn_to: str) -> None:
    at = drawn(text, span_of(text, found), marks(text), None)
    assert at is not None and text[slice(*at)] == drawn_to


def test_what_is_said_in_the_quotation_of_its_cue_stays_inside_the_marks() -> None:
    text = '"I said we are ready," he wrote.'
    at = drawn(text, span_of(text, 'we are ready,"'), marks(text), span_of(text, "I said"))
    assert at is not None and text[slice(*at)] == "we are ready,"


def test_a_content_that_only_touches_the_quotation_of_its_cue_is_left_whole() -> None:
    text = 'The port is shut, "I think", for good.'
    at = drawn(text, span_of(text, 'The port is shut, "I'), marks(text), span_of(text, "think"))
    assert at is not None and text[slice(*at)].startswith("The port is shut")


def test_a_content_without_a_word_is_none() -> None:
    assert drawn("… , .", Span(0, 5), marks("… , ."), None) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (" the vote, ", "the vote"),
        ("talks in May.", "talks in May"),
        ("a deal with Acme Inc.", "a deal with Acme Inc."),
        ("to leave the U.S.", "to leave the U.S."),
        ("― Ana Berg", "Ana Berg"),
        (" , ", ""),
    ],
)
def test_stray_signs_at_the_ends_are_left_out(text: str, left: str) -> None:
    assert text[slice(*trimmed(text, Span(0, len(text))))] == left


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ('"We are ready," he said.', '"We are ready,"', "direct"),
        ("He said they were ready.", "they were ready", "indirect"),
        ('He said they were "ready".', 'they were "ready"', "mixed"),
    ],
)
def test_kind_is_told_by_how_much_is_quoted(text: str, content: str, kind: str) -> None:
    assert kind_of(text, [span_of(text, content)], span_of(text, "said"), marks(text)) == kind
