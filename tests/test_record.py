"""The record as data: its JSON, its checks, and what a dispatch may be."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Dispatch, OnRecordError, Record
from onrecord.record import LONGEST_DISPATCH, Article, DispatchError, Figure, RecordError, Span, sha256_of, words

spans = st.builds(lambda a, n: Span(a, a + n), st.integers(0, 10_000), st.integers(1, 500))
for_spans = st.builds(tuple, st.lists(spans, max_size=3))
st.register_type_strategy(Span, spans)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
records = st.from_type(Record)

ARTICLE = {"id": "a", "text": "Talks began.", "sha256": sha256_of("Talks began.")}


@given(records)
def test_a_record_comes_back_from_its_json_as_it_was(record: Record) -> None:
    assert Record.from_json(record.to_json()) == record
    assert Record.from_dict(record.to_dict()) == record


@given(records)
def test_json_text_and_plain_data_say_the_same(record: Record) -> None:
    assert json.loads(record.to_json()) == record.to_dict()
    assert json.loads(record.to_json(indent=2)) == record.to_dict()


@given(records)
def test_a_record_is_one_line_unless_indented(record: Record) -> None:
    assert "\n" not in record.to_json()


def test_every_key_of_the_contract_is_there_even_when_empty() -> None:
    data = Record.from_dict({"article": ARTICLE}).to_dict()
    layers = ["actors", "statements", "events", "times", "figures", "conditions", "disputes", "inferred"]
    assert list(data) == ["article", *layers]
    assert [data[layer] for layer in layers] == [[]] * 8


def test_the_evidence_of_an_inference_is_called_from_in_json() -> None:
    inferred = [{"of": "/times/0/value", "from": [[0, 5]], "why": "The year is that of the dispatch."}]
    record = Record.from_dict({"article": ARTICLE, "inferred": inferred})
    assert record.inferred[0].evidence == (Span(0, 5),)
    assert record.to_dict()["inferred"] == inferred


def test_whole_numbers_stay_whole() -> None:
    figure = Figure(id="f1", span=Span(0, 3), value=400, unit="troops")
    record = Record(article=Article(**ARTICLE), figures=(figure,))
    assert '"value":400,' in record.to_json()
    assert Record.from_json(record.to_json()).figures[0].value == 400


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({}, "article"),
        ({"article": ARTICLE, "statment": []}, "statment"),
        ({"article": {"id": "a", "text": "Talks."}}, "article/sha256"),
        ({"article": ARTICLE, "statements": [{"id": "s1", "kind": "spoken"}]}, "statements/0/kind"),
        ({"article": ARTICLE, "events": [{"id": "e1", "type": "PARLEY"}]}, "events/0/type"),
        ({"article": ARTICLE, "times": [{"span": [0], "type": "DATE", "value": "2031"}]}, "times/0/span"),
        ({"article": ARTICLE, "figures": [{"id": "f1", "span": [0, 3], "value": "many"}]}, "figures/0/value"),
        ([], "the top level"),
        (None, "the top level"),
    ],
)
def test_what_is_no_record_is_refused_with_the_place_of_the_first_mistake(data: object, names: str) -> None:
    with pytest.raises(RecordError, match="not a record: at ") as from_dict:
        Record.from_dict(data)
    with pytest.raises(RecordError, match=r"docs/reference/record\.md") as from_json:
        Record.from_json(json.dumps(data))
    assert names in str(from_dict.value)
    assert names in str(from_json.value)


@pytest.mark.parametrize("text", ["", "{", "dispatch", b"\xff\xfe"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(RecordError, match="not a record: at the top level"):
        Record.from_json(text)


def test_a_record_cannot_be_changed() -> None:
    record = Record.from_dict({"article": ARTICLE})
    with pytest.raises(FrozenInstanceError):
        record.article.text = "Talks ended."  # type: ignore[misc]


def test_words_of_a_span_and_of_an_interrupted_phrase() -> None:
    record = Record.from_dict({"article": ARTICLE})
    assert record.words(Span(0, 5)) == "Talks"
    assert words(record.article.text, (Span(0, 5), Span(6, 11))) == "Talks … began"


def test_offsets_count_code_points_not_bytes_or_utf16_units() -> None:
    text = "🕊️ Zürich: talks"
    record = Record(article=Article(id="a", text=text, sha256=sha256_of(text)))
    start = text.index("talks")
    assert start == 11
    assert Record.from_json(record.to_json()).words(Span(start, start + 5)) == "talks"


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u00a0\u2003"])
def test_a_dispatch_without_words_is_refused_by_name(text: str) -> None:
    with pytest.raises(DispatchError, match=r"empty\.txt: there is no text in it"):
        Dispatch(id="d1", text=text, uri="empty.txt")


def test_a_dispatch_longer_than_is_read_whole_is_refused_not_cut() -> None:
    assert len(Dispatch(id="d1", text="a" * LONGEST_DISPATCH).text) == LONGEST_DISPATCH
    with pytest.raises(DispatchError, match="5,000,001 characters are more than the 5,000,000"):
        Dispatch(id="d1", text="a" * (LONGEST_DISPATCH + 1))


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2031-03-07", "2031-03-07"),
        ("2031-03-07T18:05:00-05:00", "2031-03-07"),
        ("2031-03-07 09:00", "2031-03-07"),
        (None, None),
    ],
)
def test_published_is_kept_as_a_day(published: str | None, day: str | None) -> None:
    assert Dispatch(id="d1", text="Talks.", published=published).published == day


@pytest.mark.parametrize("published", ["7 March 2031", "2031-02-30", "2031-3-7", "20310307", "", "2031-03-07x"])
def test_a_date_that_is_none_is_refused_with_the_way_to_write_it(published: str) -> None:
    with pytest.raises(DispatchError, match="is no date; write it as 2022-01-10"):
        Dispatch(id="d1", text="Talks.", published=published)


def test_every_error_of_ours_is_of_one_family() -> None:
    assert issubclass(RecordError, OnRecordError)
    assert issubclass(DispatchError, OnRecordError)
