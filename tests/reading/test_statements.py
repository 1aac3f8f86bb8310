"""Who said what: the forms in which wire desks attribute words to sources."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.record import words

Reading = Callable[..., Record]


def told(record: Record) -> list[tuple[str, str, str]]:
    """Source, cue and content of each statement, as words."""
    text = record.article.text
    return [(words(text, s.source), words(text, s.cue), words(text, s.content)) for s in record.statements]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The army said the bridge was open.", "The army", "said", "the bridge was open"),
        ("The army said that the bridge was open.", "The army", "said", "the bridge was open"),
        ("The bridge was open, the army said on Sunday.", "the army", "said", "The bridge was open"),
        ("Oslo plans to hold talks in May.", "Oslo", "plans", "to hold talks in May"),
        ("The envoy urged both sides to wait.", "The envoy", "urged", "both sides to wait"),
        ("The envoy has called on Lund to wait.", "The envoy", "has called on", "Lund to wait"),
        ("The minister called for calm.", "The minister", "called for", "calm"),
        ("The council condemned the raid.", "The council", "condemned", "the raid"),
        ("The raid was condemned by the council.", "the council", "was condemned", "The raid"),
        ("The rebels denied shelling the town.", "The rebels", "denied", "shelling the town"),
        ("The general accused Lund of corruption.", "The general", "accused", "Lund of corruption"),
        ("It was reported that the convoy had left.", "", "was reported", "the convoy had left"),
        ("The convoy is expected to leave on Monday.", "", "is expected to", "The convoy … leave on Monday"),
        ("The premier is willing to hold a vote.", "The premier", "is willing", "to hold a vote"),
        ("The premier repeated her claim that the vote was fair.", "her", "repeated … claim", "the vote was fair"),
        ("According to the mayor, the road is closed.", "the mayor", "According to", "the road is closed"),
        ("The road is closed, according to the mayor.", "the mayor", "according to", "The road is closed"),
        ("The ministry declined to comment on the raid.", "The ministry", "declined to comment on", "the raid"),
    ],
)
def test_a_cue_and_what_it_governs(read: Reading, text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, content) in told(read(text))


def test_quote_interrupted_by_he_said_is_one_statement(read: Reading) -> None:
    record = read('"We are ready," Foreign Minister Ana Berg said. "But time is short."')
    (statement,) = record.statements
    assert words(record.article.text, statement.content) == '"We are ready," … "But time is short."'
    assert statement.kind == "direct"


def test_quotation_over_paragraphs_with_reopened_marks_is_one_statement(read: Reading) -> None:
    record = read('"The border is closed.\n\n"It will stay closed," Interior Minister Ola Lind said.')
    (statement,) = record.statements
    assert len(statement.content) == 2


def test_a_paragraph_of_mere_quotation_takes_the_speaker_before_it(read: Reading) -> None:
    record = read('"The road is closed," Mayor Ida Falk said.\n\n"It will open when the snow has melted."')
    assert [source for source, _, _ in told(record)] == ["Mayor Ida Falk", "Mayor Ida Falk"]


def test_an_odd_number_of_quotation_marks_is_no_error(read: Reading) -> None:
    record = read('He paid 5" for it.\n\n"We are ready," Minister Ana Berg said.\n\n"Unclosed words here.')
    assert ("Minister Ana Berg", "said", '"We are ready,"') in told(record)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"We are ready," the army said.', "direct"),
        ("The army said it was ready.", "indirect"),
        ('The army said it was "fully ready" for winter.', "mixed"),
    ],
)
def test_kind_by_how_much_is_quoted(read: Reading, text: str, kind: str) -> None:
    assert [s.kind for s in read(text).statements] == [kind]


@pytest.mark.parametrize(
    ("title", "source", "content"),
    [
        ("Premier: no deal before the vote", "Premier", "no deal before the vote"),
        ("No deal before the vote - premier", "premier", "No deal before the vote"),
        ("Border to open next week: Berg", "Berg", "Border to open next week"),
    ],
)
def test_headline_statements(read: Reading, title: str, source: str, content: str) -> None:
    record = read(f"{title}\n\nPremier Anna Berg spoke on Sunday about the border and the talks.")
    assert (source, "", content) in told(record)


def test_a_headline_topic_is_no_source(read: Reading) -> None:
    record = read("Border crisis: seventeen hurt in clashes\n\nSeventeen people were hurt on Sunday near the border.")
    assert "Border crisis" not in [source for source, _, _ in told(record)]


def test_each_that_clause_is_a_statement_of_its_own(read: Reading) -> None:
    record = read("The spokesman said that the road was open and that the bridge was closed.")
    assert [content for _, _, content in told(record)] == ["the road was open", "the bridge was closed"]


def test_a_statement_within_a_statement(read: Reading) -> None:
    record = read("Envoy Pia Sund said that the prime minister had promised to release the prisoners.")
    outer, inner = record.statements
    assert inner.within == outer.id
    assert inner.act == "promise"


@pytest.mark.parametrize(
    ("text", "act", "negated"),
    [
        ("The rebels denied the attack.", "deny", False),
        ("The minister did not rule out sanctions.", "deny", True),
        ("The minister did not say when the road would open.", "say", True),
        ("The court asked if the minister had known.", "ask", False),
        ("The spokesman said the claims were unfounded.", "reject", False),
        ('"You must leave the town," the general said.', "demand", False),
        ("The army said the talks were unlikely to succeed.", "predict", False),
        ('"Will you stay?" the envoy said.', "ask", False),
    ],
)
def test_acts(read: Reading, text: str, act: str, negated: bool) -> None:
    assert (act, negated) in [(s.act, s.negated) for s in read(text).statements]


def test_writers_own_assertions_are_no_statements(read: Reading) -> None:
    assert read("The bridge was closed on Sunday. Two boats sank in the harbour.").statements == ()


def test_a_weekday_beside_the_cue_is_when_it_was_said(read: Reading) -> None:
    record = read("The army said on Sunday the bridge was open.", published="2022-01-10")
    (statement,) = record.statements
    assert statement.said is not None
    assert (statement.said.value, record.words(statement.said.span)) == ("2022-01-09", "Sunday")


def test_a_weekday_in_what_was_said_is_not_when_it_was_said(read: Reading) -> None:
    record = read("The army said the bridge would open on Friday.", published="2022-01-10")
    assert [s.said for s in record.statements] == [None]
