"""On whose word it reached us, and who spoke."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.record import Statement, words

Reading = Callable[..., Record]


def names(record: Record, keys: tuple[str, ...]) -> list[str]:
    return [next(a.name for a in record.actors if a.id == key) for key in keys]


def saying(record: Record, content: str) -> Statement:
    """The statement with this content."""
    found = [s for s in record.statements if words(record.article.text, s.content).strip('"“”,. ') == content]
    assert found, [words(record.article.text, s.content) for s in record.statements]
    return found[0]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "via"),
    [
        (
            "Minister Ola Dahl said the ferry would return, Interfax reported.",
            "the ferry would return",
            "Ola Dahl",
            ["Interfax"],
        ),
        (
            "The ferry would return, Minister Ola Dahl said, according to the Interfax news agency.",
            "The ferry would return",
            "Ola Dahl",
            ["Interfax"],
        ),
        (
            "Minister Ola Dahl told Reuters that the ferry would return.",
            "the ferry would return",
            "Ola Dahl",
            ["Reuters"],
        ),
        (
            '"We shall not sign," Minister Ola Dahl was quoted as saying by Xinhua.',
            "We shall not sign",
            "Ola Dahl",
            ["Xinhua"],
        ),
        (
            "Minister Ola Dahl was quoted by Xinhua as saying that the ferry would return.",
            "the ferry would return",
            "Ola Dahl",
            ["Xinhua"],
        ),
    ],
)
def test_reporters_are_links_of_the_chain(read: Reading, text: str, content: str, speaker: str, via: list[str]) -> None:
    record = read(text, published="2022-01-10")
    statement = saying(record, content)
    assert names(record, statement.speakers) == [speaker]
    assert names(record, statement.via) == via


def test_an_agency_citing_a_source_is_a_link_and_the_source_speaks(read: Reading) -> None:
    record = read("Interfax, citing a clerk of the customs office, wrote that four trains had been held.")
    statement = saying(record, "four trains had been held")
    assert words(record.article.text, statement.source) == "a clerk of the customs office"
    assert names(record, statement.via) == ["Interfax"]


def test_a_governing_reporter_makes_a_statement_and_a_link(read: Reading) -> None:
    record = read("Interfax said that Minister Ola Dahl had promised to bring back the ferry.")
    inner = saying(record, "to bring back the ferry")
    outer = next(s for s in record.statements if s.id == inner.within)
    assert names(record, outer.speakers) == ["Interfax"]
    assert outer.via == ()
    assert names(record, inner.via) == ["Interfax"]


def test_an_agency_told_something_is_addressee_and_link(read: Reading) -> None:
    record = read("Minister Ola Dahl told Reuters that the ferry would return.")
    statement = saying(record, "the ferry would return")
    assert statement.addressees == statement.via != ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Minister Ola Dahl said in a televised speech on Sunday that the ferry would return.",
            "the ferry would return",
        ),
        ("Minister Ola Dahl Sunday said that the ferry would return.", "the ferry would return"),
        ("The ferry would return, Sunday's statement by Minister Ola Dahl said.", "The ferry would return"),
    ],
)
def test_the_day_of_saying_stands_beside_the_cue_or_with_the_document_that_says_it(
    read: Reading, text: str, content: str
) -> None:
    statement = saying(read(text, published="2022-01-10"), content)
    assert statement.said is not None and statement.said.value == "2022-01-09"


def test_chain_and_date_hold_for_what_the_speaker_goes_on_to_say(read: Reading) -> None:
    record = read(
        'Minister Ola Dahl said on Sunday the ferry would return, Interfax reported.\n\n"The cranes are up," he said.',
        published="2022-01-10",
    )
    statement = saying(record, "The cranes are up")
    assert names(record, statement.speakers) == ["Ola Dahl"]
    assert names(record, statement.via) == ["Interfax"]
    assert statement.said is not None and statement.said.value == "2022-01-09"


def test_a_document_speaks_for_its_author(read: Reading) -> None:
    record = read(
        'The Foreign Ministry of Norway said the road was open. "All is calm," the statement said.',
        published="2022-01-10",
    )
    first, second = saying(record, "the road was open"), saying(record, "All is calm")
    assert second.speakers == first.speakers != ()
    assert any("document speaks" in i.why for i in record.inferred)


def test_an_appositive_between_name_and_verb_changes_nothing(read: Reading) -> None:
    record = read('"The road is closed," Hugo Hill, a doctor from Lund, said.')
    assert names(record, record.statements[0].speakers) == ["Hugo Hill"]


def test_an_unnamed_source_stays_unnamed_with_its_description(read: Reading) -> None:
    record = read("A senior official who would not give his name said the talks had failed.")
    (statement,) = [s for s in record.statements if words(record.article.text, s.content) == "the talks had failed"]
    assert words(record.article.text, statement.source) == "A senior official who would not give his name"
    (speaker,) = [a for a in record.actors if a.id in statement.speakers]
    assert speaker.kind == "unnamed"


@pytest.mark.parametrize(
    ("text", "content", "speaker", "via"),
    [
        (
            "The mill had burned down, the Agerpres agency reported, citing a warden.",
            "The mill had burned down",
            "warden",
            "Agerpres",
        ),
        (
            "The mill had burned down, Reuters quoted Mayor Ida Falk as saying.",
            "The mill had burned down",
            "Ida Falk",
            "Reuters",
        ),
        (
            "Mayor Ida Falk said in a note distributed by the Moldpres agency that the mill had burned down.",
            "the mill had burned down",
            "Ida Falk",
            "Moldpres",
        ),
    ],
)
def test_whom_an_agency_cites_speaks_and_the_agency_is_a_link(
    read: Reading, text: str, content: str, speaker: str, via: str
) -> None:
    record = read(text)
    statement = saying(record, content)
    assert names(record, statement.speakers) == [speaker]
    assert names(record, statement.via) == [via]


def test_who_quotes_another_and_is_no_reporter_is_no_link(read: Reading) -> None:
    record = read("Envoy Olga Mukas quoted the late king as saying that no border was worth a war.")
    assert saying(record, "no border was worth a war").via == ()


def test_a_release_speaks_for_the_board_that_issued_it(read: Reading) -> None:
    record = read("A press release by the Tasman Dairy Board said that the milk was clean.")
    assert names(record, saying(record, "the milk was clean").speakers) == ["Tasman Dairy Board"]
