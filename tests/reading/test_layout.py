"""Layout: headlines, standfirsts, bylines, furniture and the datelines of many desks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.reading.datelines import opening
from onrecord.reading.layout import layout_of
from onrecord.record import Record, Span

Read = Callable[..., Record]


def words(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "dateline", "place", "country", "date", "agency"),
    [
        ("OSLO, March 3. /TASS/. Talks began.", "OSLO, March 3. /TASS/.", "Oslo", "NOR", "March 3", "TASS"),
        (
            "KIEV, July 1 (RIA Novosti) - Talks began.",
            "KIEV, July 1 (RIA Novosti)", "Kiev", "UKR", "July 1", "RIA Novosti",
        ),
        ("(ANSA) - Rome, May 24 - Talks began.", "(ANSA) - Rome, May 24", "Rome", "ITA", "May 24", "ANSA"),
        ("QUITO (AP) — Talks began.", "QUITO (AP)", "Quito", "ECU", None, "AP"),
        (
            "BEIJING, Jan. 10 (Xinhua) -- Talks began.",
            "BEIJING, Jan. 10 (Xinhua)", "Beijing", "CHN", "Jan. 10", "Xinhua",
        ),
        ("Moscow. May 10. INTERFAX - Talks began.", "Moscow. May 10. INTERFAX", "Moscow", "RUS", "May 10", "INTERFAX"),
        (
            "MOSCOW. Jan 10 (Interfax) - Talks began.",
            "MOSCOW. Jan 10 (Interfax)", "Moscow", "RUS", "Jan 10", "Interfax",
        ),
        ("KIEV/DONETSK, Ukraine (Reuters) - Talks.", "KIEV/DONETSK, Ukraine (Reuters)", "Kiev", "UKR", None, "Reuters"),
        (
            "Ankara, 9 January 2022, Anadolu Agency: Talks began.",
            "Ankara, 9 January 2022, Anadolu Agency", "Ankara", "TUR", "9 January 2022", "Anadolu Agency",
        ),
        ("PARIS, Texas (AP) -- Talks began.", "PARIS, Texas (AP)", "Paris", "USA", None, "AP"),
        ("NEW DELHI: Talks began.", "NEW DELHI", "New Delhi", "IND", None, None),
        ("RIO DE JANEIRO, Brazil — Talks began.", "RIO DE JANEIRO, Brazil", "Rio de Janeiro", "BRA", None, None),
        ("Baku, Azerbaijan, Jan. 10", "Baku, Azerbaijan, Jan. 10", "Baku", "AZE", "Jan. 10", None),
        (
            "MOSCOW, May 5 /TASS correspondent Ivo Lem/. Talks.",
            "MOSCOW, May 5 /TASS correspondent Ivo Lem/.", "Moscow", "RUS", "May 5", "TASS",
        ),
        ("(Reuters) - Talks began.", "(Reuters)", None, None, None, "Reuters"),
        (
            "TARVIA, May 14 (Havn News) - Talks began.",
            "TARVIA, May 14 (Havn News)", "Tarvia", None, "May 14", "Havn News",
        ),
        ("Tehran, Jan 10, IRNA – Talks began.", "Tehran, Jan 10, IRNA", "Tehran", "IRN", "Jan 10", "IRNA"),
        (
            "VIENNA, 10. January (APA) - Talks began.",
            "VIENNA, 10. January (APA)", "Vienna", "AUT", "10. January", "APA",
        ),
    ],
)  # fmt: skip
def test_dateline_of_each_desk(
    text: str, dateline: str, place: str | None, country: str | None, date: str | None, agency: str | None
) -> None:
    found = opening(text, 0, len(text))
    assert found is not None
    assert words(text, found.span) == dateline
    assert (found.place and found.place.name) == place
    assert (found.place and found.place.country) == country
    assert words(text, found.date) == date
    assert words(text, found.agency) == agency


@pytest.mark.parametrize(
    "text",
    [
        "Moscow: no talks until Friday",
        "Georgia's foreign minister flew to Atlanta.",
        "Iran arrested two tourists on Monday.",
        "January 10, 2022 was a cold day.",
        "Ottawa thinks the scheme can fly.",
        "HOLM: We shall see.",
        "Envoys sat down in Lausanne on January 10.",
    ],
)
def test_no_dateline_where_there_is_none(text: str) -> None:
    assert opening(text, 0, len(text)) is None


def test_parts_of_a_full_page() -> None:
    text = (
        "World\n\nPremier visits border\n\nBy Mira Holt\n\nPremier Ana Lund went to the border for a day.\n\n"
        "Photo: Ana Lund at the border\n\nOSLO (Reuters) - Premier Ana Lund visited the border on Wednesday.\n\n"
        "She spoke to nobody.\n\nRead more: Lund wins vote"
    )
    layout, _ = layout_of(text)
    assert words(text, layout.title) == "Premier visits border"
    assert words(text, layout.byline) == "By Mira Holt"
    assert words(text, layout.standfirst) == "Premier Ana Lund went to the border for a day."
    assert [words(text, span) for span in layout.furniture] == [
        "World", "Photo: Ana Lund at the border", "Read more: Lund wins vote",
    ]  # fmt: skip
    assert words(text, layout.dateline) == "OSLO (Reuters)"
    assert text[layout.body :].startswith("Premier Ana Lund visited")
    assert len(layout.blocks) == 8


def test_lead_that_is_not_said_again_is_no_standfirst() -> None:
    text = (
        "Envoy leaves Kabul\nThe envoy left Kabul on Tuesday, his office said.\n"
        "Nobody would say why.\nFlights go on as before."
    )
    layout, _ = layout_of(text)
    assert words(text, layout.title) == "Envoy leaves Kabul"
    assert layout.standfirst is None


def test_summary_that_the_story_says_again_is_standfirst() -> None:
    text = (
        "Minister resigns\nThe defence minister has resigned over the budget.\n"
        "The defence minister resigned on Monday after a row over the budget, her office said.\nShe had served long."
    )
    layout, _ = layout_of(text)
    assert words(text, layout.standfirst) == "The defence minister has resigned over the budget."


def test_line_without_full_stop_behind_headline_is_standfirst() -> None:
    text = "Airline barred\nThe ban holds from October\nThe airline was barred, it said.\nIt will appeal."
    layout, _ = layout_of(text)
    assert words(text, layout.standfirst) == "The ban holds from October"


def test_headline_printed_twice_is_headline_once() -> None:
    text = "Airline barred\nNo flights for now.\nAirline barred\nNo flights for now.\nThe airline said so on Friday."
    layout, _ = layout_of(text)
    assert layout.title == Span(0, 14)
    assert words(text, layout.standfirst) == "No flights for now."


@pytest.mark.parametrize("text", ["The council met on Monday.", "One line without a stop"])
def test_single_paragraph_has_no_headline(text: str) -> None:
    layout, _ = layout_of(text)
    assert layout.title is None
    assert layout.body == 0


def test_headline_that_metadata_tell_is_found_behind_other_lines() -> None:
    text = (
        "Sign up for our newsletter\nA long read on rivers\nEnvoy leaves Kabul\nThe envoy left on Tuesday.\nHe is home."
    )
    layout, _ = layout_of(text, "Envoy leaves Kabul")
    assert words(text, layout.title) == "Envoy leaves Kabul"


def test_headline_that_metadata_tell_and_the_text_lacks_leaves_none() -> None:
    layout, _ = layout_of("Rivers run high\nThe envoy left on Tuesday.\nHe is home.", "Envoy leaves Kabul")
    assert layout.title is None


def test_credit_line_dates_the_dispatch_and_says_why(read: Read) -> None:
    record = read("Envoy leaves Kabul\n14 May 2014, 10:03 GMT\nThe envoy left on Tuesday.\nHe is home.")
    assert record.article.published == "2014-05-14"
    assert [record.words(span) for span in record.article.furniture] == ["14 May 2014, 10:03 GMT"]
    assert "/article/published" in {inference.of for inference in record.inferred}


def test_date_of_origin_is_not_overruled_by_a_credit_line(read: Read) -> None:
    record = read("Envoy leaves\n14 May 2014\nThe envoy left.\nHe is home.", published="2014-05-15")
    assert record.article.published == "2014-05-15"


@pytest.mark.parametrize("text", ["", "   ", "\n\n\u2028", "…", "“", "(((((", "/" * 500, "A" * 100_000])
def test_odd_texts_have_a_layout(text: str) -> None:
    layout, credit = layout_of(text)
    assert layout.title is None
    assert credit is None
