"""Bugs that others have and we do not: each test names where it was reported. The dispatches are ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.record import Actor, Event, Record, Statement, words

Read = Callable[..., Record]


def actor(record: Record, name: str) -> Actor:
    """The one actor that some mention calls so."""
    found = [a for a in record.actors if name in a.name or any(name == record.words(m) for m in a.mentions)]
    assert len(found) == 1, [a.name for a in record.actors]
    return found[0]


def quoted(record: Record, text: str) -> Statement:
    """The one statement whose content holds this text."""
    found = [s for s in record.statements if text in words(record.article.text, s.content)]
    assert found, [words(record.article.text, s.content) for s in record.statements]
    return found[0]


def only_event(record: Record, kind: str) -> Event:
    """The one event of a type."""
    found = [e for e in record.events if e.type == kind]
    assert len(found) == 1, [(e.type, words(record.article.text, e.trigger)) for e in record.events]
    return found[0]


# textacy, issue 379: `direct_quotations` raises ValueError on a document with an odd number of quotation marks,
# so that one stray mark loses every quotation of the document.


@pytest.mark.parametrize(
    "stray",
    [
        'The board was 24" wide.',
        "The sign read “No passage.",
        "The sign read No passage”.",
        "The ‘Night Watch, as sailors call it, sailed at dawn.",
        "» Live updates",
    ],
)
def test_an_odd_quotation_mark_does_not_lose_the_quotations_of_the_rest(read: Read, stray: str) -> None:
    record = read(
        "“The bridge stays closed,” Governor Ilse Brandvold said on Monday.\n\n"
        f"{stray}\n\n"
        "“We will repair it by June,” engineer Tomas Lindqvar said."
    )
    first, last = quoted(record, "The bridge stays closed"), quoted(record, "We will repair it by June")
    assert [s.kind for s in (first, last)] == ["direct", "direct"]
    assert first.speakers == (actor(record, "Ilse Brandvold").id,)
    assert last.speakers == (actor(record, "Tomas Lindqvar").id,)


# CoreNLP, issue 905, cases 1 and 2: a descriptive clause behind the name ("Hill, a doctor, said") leaves the
# quotation's speaker unknown, or "he".


def test_an_appositive_behind_the_name_does_not_hide_the_speaker(read: Read) -> None:
    record = read('Ilse Brandvold, the governor, said: "The bridge stays closed until it is repaired."')
    assert quoted(record, "The bridge stays closed").speakers == (actor(record, "Ilse Brandvold").id,)


def test_an_appositive_does_not_hide_the_speaker_from_the_next_paragraph(read: Read) -> None:
    record = read(
        'Ilse Brandvold, an ex-judge, said: "The bridge is not safe.\n\n"If it is not closed it may fall," she said.'
    )
    brandvold = (actor(record, "Ilse Brandvold").id,)
    assert quoted(record, "The bridge is not safe").speakers == brandvold
    assert quoted(record, "it may fall").speakers == brandvold


def test_an_appositive_does_not_hide_the_speaker_from_a_quotation_that_follows(read: Read) -> None:
    record = read(
        'On Sunday Tomas Lindqvar, an opposition deputy, said he was worried. "Nobody has told us what it will cost."'
    )
    assert quoted(record, "Nobody has told us").speakers == (actor(record, "Tomas Lindqvar").id,)


# dateparser, issue 508: "Friday" on a Friday is taken for another Friday than today's.


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Envoys met in Oslo on Friday.", "2031-03-07"),
        ("Envoys met in Oslo last Friday.", "2031-02-28"),
        ("Envoys will meet in Oslo next Friday.", "2031-03-14"),
        ("Envoys met in Oslo on Thursday.", "2031-03-06"),
        ("Envoys will meet in Oslo on Monday.", "2031-03-10"),
    ],
)
def test_friday_on_a_friday_is_today(read: Read, sentence: str, value: str) -> None:
    record = read(f"OSLO, March 7 (Nordwire) - {sentence}", published="2031-03-07")
    assert [time.value for time in record.times][-1] == value


# UniversalPetrarch, issue 27: whatever is the object of the verb is coded as the event's target, politically an
# actor or not.


@pytest.mark.parametrize(
    ("sentence", "kind", "object_"),
    [
        ("Norway sent two letters on Monday and held talks with Iceland.", "CONSULT", "letters"),
        ("Norway and Iceland discussed the mackerel quota on Monday.", "CONSULT", "quota"),
        ("Norway's army deployed tanks along the border on Monday.", "MOBILIZE", "tanks"),
        ("Norway rejected the proposal on Monday.", "REJECT", "proposal"),
    ],
)
def test_an_object_that_is_no_actor_is_no_recipient(read: Read, sentence: str, kind: str, object_: str) -> None:
    record = read(sentence, published="2031-03-03")
    event = only_event(record, kind)
    names = {a.id: " ".join([a.name, *map(record.words, a.mentions)]) for a in record.actors}
    assert not [names[r] for r in event.recipients if object_ in names[r]]
    assert not [name for name in names.values() if object_ in name]


def test_an_object_that_is_an_actor_is_the_recipient(read: Read) -> None:
    record = read("Norway expelled two Icelandic diplomats on Monday.", published="2031-03-03")
    event = only_event(record, "SANCTION")
    assert event.actors == (actor(record, "Norway").id,)
    assert {a.country for a in record.actors if a.id in event.recipients} == {"ISL"}


# GLiNER, issue 82 (and 76, 378): text beyond 384 tokens is cut off without a word.


def test_what_stands_behind_the_first_thousand_words_is_read_like_the_rest(read: Read) -> None:
    filler = "The ferry sailed at noon and came back in the evening with post and fish. " * 120
    record = read(f"{filler}\n\n“The bridge stays closed,” Governor Ilse Brandvold said. Norway recalled 30 soldiers.")
    assert quoted(record, "The bridge stays closed").speakers == (actor(record, "Ilse Brandvold").id,)
    assert any(record.words(m) == "Norway" for m in actor(record, "Norway").mentions)
    assert [(f.value, f.unit) for f in record.figures][-1] == (30, "soldiers")
    assert record.words(record.figures[-1].span) == "30 soldiers"
