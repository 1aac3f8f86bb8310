"""Who said what: the forms in which wire desks attribute words to sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from onrecord import Record
from onrecord.reading.lexicons import rows
from onrecord.record import Act, words

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
        ("It was reported that the train had left.", "", "was reported", "the train had left"),
        ("The convoy is expected to leave on Monday.", "", "is expected to", "The convoy … leave on Monday"),
        ("The premier is willing to hold a vote.", "The premier", "is willing", "to hold a vote"),
        ("The premier repeated her claim that the dam was safe.", "her", "claim", "the dam was safe"),
        ("According to the mayor, the road is closed.", "the mayor", "According to", "the road is closed"),
        ("The road is closed, according to the mayor.", "the mayor", "according to", "The road is closed"),
        ("The general declined to comment on the leak.", "The general", "declined to comment on", "the leak"),
        ("The bridge, the army said, was open.", "the army", "said", "The bridge … was open"),
        ("The road is open, the mayor, Ida Falk, said on her page.", "the mayor, Ida Falk", "said", "The road is open"),
        (
            "The union is ready for talks, stressed the chancellor.",
            "the chancellor",
            "stressed",
            "The union is ready for talks",
        ),
        ("Oslo turned down a request by Riga for aid.", "Oslo", "turned down", "a request by Riga for aid"),
        ("The opposition called into question the claim.", "The opposition", "called into question", "the claim"),
        (
            "There were statements in the Kremlin lately that Oslo could leave.",
            "the Kremlin",
            "statements",
            "Oslo could leave",
        ),
        (
            "The general did not say when the boats would return.",
            "The general",
            "did not say",
            "when the boats would return",
        ),
        ("Riga does not recognise the vote.", "Riga", "does not recognise", "the vote"),
        ("Witnesses said shells hit the port; the army denied this.", "the army", "denied", "this"),
    ],
)
def test_a_cue_and_what_it_governs(read: Reading, text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, content) in told(read(text))


def test_quote_interrupted_by_he_said_is_one_statement(read: Reading) -> None:
    record = read('"We are ready," Trade Minister Ana Berg said. "But the wind is not."')
    (statement,) = record.statements
    assert words(record.article.text, statement.content) == '"We are ready," … "But the wind is not."'
    assert statement.kind == "direct"


def test_quotation_over_paragraphs_with_reopened_marks_is_one_statement(read: Reading) -> None:
    record = read('"The border is closed.\n\n"It will stay closed," Interior Minister Ola Lind said.')
    (statement,) = record.statements
    assert len(statement.content) == 2


def test_a_paragraph_of_mere_quotation_takes_the_speaker_before_it(read: Reading) -> None:
    record = read('"The road is closed," Mayor Ida Falk said.\n\n"It will open when the snow has melted."')
    assert [source for source, _, _ in told(record)] == ["Mayor Ida Falk", "Mayor Ida Falk"]


def test_a_quotation_behind_a_finished_sentence_is_its_speakers(read: Reading) -> None:
    record = read('General Ola Lund said that the port was safe. "No ship has been lost. The quays are open."')
    assert told(record)[-1] == ("General Ola Lund", "said", '"No ship has been lost. The quays are open."')


def test_a_quotation_introduced_at_the_end_of_the_paragraph_before(read: Reading) -> None:
    record = read('Minister Ana Berg spoke in Riga. She said:\n\n"We accuse nobody, and we forgive nobody."')
    assert ("She", "said", '"We accuse nobody, and we forgive nobody."') in told(record)


def test_no_break_spaces_change_nothing(read: Reading) -> None:
    plain = "The\u00a0spokesman for the\u00a0Foreign Ministry\u00a0said that the\u00a0talks had failed."
    record = read(plain)
    assert record.article.text == plain
    assert told(record) == [("The\u00a0spokesman for the\u00a0Foreign Ministry", "said", "the\u00a0talks had failed")]


@pytest.mark.parametrize(
    "text",
    [
        "The passes were checked according to the usual procedure.",
        "The island denied entry to three sailors.",
        "Riga does not threaten anyone.",
    ],
)
def test_what_looks_like_a_statement_and_is_none(read: Reading, text: str) -> None:
    assert read(text).statements == ()


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
        ("Premier: no pact before the count", "Premier", "no pact before the count"),
        ("No pact before the count - premier", "premier", "No pact before the count"),
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
    record = read("Consul Ute Dahl said that the king had promised to free the hostages.")
    outer, inner = record.statements
    assert inner.within == outer.id
    assert inner.act == "promise"


@pytest.mark.parametrize(
    ("text", "act", "negated"),
    [
        ("The rebels denied the attack.", "deny", False),
        ("Oslo said it would stay. The minister did not rule out sanctions.", "deny", True),
        ("The minister did not say when the road would open.", "say", True),
        ("The judge asked if the envoy had paid.", "ask", False),
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


def test_every_row_of_the_cues_names_a_known_act_and_known_frames() -> None:
    for row in rows("cues"):
        assert row["act"] in get_args(Act), row
        assert set(row["frames"].split()) <= {"quote", "tell", "flip"}, row
        assert row["pos"] in ("verb", "noun", "adj", "adverb"), row


def test_no_cue_stands_twice_in_the_lexicon() -> None:
    keys = [(row["cue"], row["pos"]) for row in rows("cues")]
    assert sorted(keys) == sorted(set(keys))
