"""Times: their spans, types and values, and the date of the dispatch."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from onrecord.reading.times.grammar import forms
from onrecord.record import Record

Read = Callable[..., Record]

MONDAY = "2022-01-10"


def found(record: Record) -> dict[str, str]:
    return {record.words(time.span): time.value for time in record.times}


@pytest.mark.parametrize(
    ("outlet", "value"),
    [("The New York Times", "2022-10-01"), ("TASS", "2022-01-10"), ("Fjordwire", "2022-01-10"), (None, "2022-01-10")],
)
def test_dates_in_figures_are_read_as_their_outlet_writes_them(read: Read, outlet: str | None, value: str) -> None:
    record = read("Talks were held on 10/01/2022.", published="2022-02-20", outlet=outlet)
    assert found(record) == {"10/01/2022": value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # weekdays by tense
        ("He left on Friday and will be back on Sunday.", {"Friday": "2022-01-07", "Sunday": "2022-01-16"}),
        ("They spoke on Monday.", {"Monday": "2022-01-10"}),
        ("A hearing is planned for Wednesday.", {"Wednesday": "2022-01-12"}),
        ("The session opens on Tuesday.", {"Tuesday": "2022-01-11"}),
        (
            "The envoy told us on Saturday that both would meet on Tuesday.",
            {"Saturday": "2022-01-08", "Tuesday": "2022-01-11"},
        ),
        (
            "They met last Thursday and meet again next Tuesday.",
            {"last Thursday": "2022-01-06", "next Tuesday": "2022-01-18"},
        ),
        ("Replies are expected by Friday.", {"Friday": "2022-01-14"}),
        ("Shots were heard on Wednesday morning.", {"Wednesday morning": "2022-01-05TMO"}),
        # the day on which a plan was made, and the day to which something is moved
        ("Ghana and Togo agreed on Tuesday to open the bridge.", {"Tuesday": "2022-01-04"}),
        ("On Thursday, the union pledged to return to work.", {"Thursday": "2022-01-06"}),
        ("The envoys agreed to return on Thursday.", {"Thursday": "2022-01-13"}),
        ("The pact agreed on Friday fell apart.", {"Friday": "2022-01-07"}),
        ("The vote was postponed on Friday.", {"Friday": "2022-01-07"}),
        ("The vote was put off until Friday.", {"Friday": "2022-01-14"}),
        ("The hearing has been moved to March 2.", {"March 2": "2022-03-02"}),
        ("Ghana agreed in June to open the bridge.", {"June": "2021-06"}),
        ("The record of the lake was set on Aug. 6.", {"Aug. 6": "2021-08-06"}),
        ("The figures for November extended a rise.", {"November": "2021-11"}),
        # what is to be lies ahead, and what had been planned does not
        ("Ghana and Togo are to reopen the bridge on Sunday.", {"Sunday": "2022-01-16"}),
        ("The licence had been due to expire on Friday.", {"Friday": "2022-01-07"}),
        # limits hold the tense of their verb
        ("Two members had sent reports by Wednesday.", {"Wednesday": "2022-01-05"}),
        ("The fund had bought shares through Sept. 29.", {"Sept. 29": "2021-09-29"}),
        # a clause without a verb of its own goes with the one above it
        ("The river rose, touching a high of nine metres in June.", {"June": "2021-06"}),
        ("It wants to sell the mill under a June agreement with Togo.", {"June": "2021-06"}),
        # days without a year
        (
            "The pact was sealed on Nov. 12 and began three weeks later.",
            {"Nov. 12": "2021-11-12", "three weeks later": "2021-12-03"},
        ),
        ("The vote, set for February 6, was called off.", {"February 6": "2022-02-06"}),
        ("Troops took the port on Feb. 24.", {"Feb. 24": "2021-02-24"}),
        ("Talks resume on the 13th.", {"the 13th": "2022-01-13"}),
        ("The minister came in November.", {"November": "2021-11"}),
        ("The minister will come in November.", {"November": "2022-11"}),
        ("Drills will run from 9 to 13 January.", {"9": "2022-01-09", "13 January": "2022-01-13"}),
        ("Drills were held on September 10-16.", {"September 10": "2021-09-10", "16": "2021-09-16"}),
        # full dates
        ("On January 9, 2022, it snowed.", {"January 9, 2022": "2022-01-09"}),
        ("It was signed on 3 May 1998.", {"3 May 1998": "1998-05-03"}),
        ("Talks were held on 10/01/2022.", {"10/01/2022": "2022-01-10"}),
        ("The court ruled on 2021-12-30.", {"2021-12-30": "2021-12-30"}),
        ("He was envoy from 2010 to 2014.", {"2010": "2010", "2014": "2014"}),
        # longer stretches
        (
            "Sales rose in the second quarter and last month.",
            {"the second quarter": "2021-Q2", "last month": "2021-12"},
        ),
        ("The deal failed late last year.", {"late last year": "2021"}),
        ("He returns next week.", {"next week": "2022-W03"}),
        ("The truce held over the weekend.", {"the weekend": "2022-W01-WE"}),
        ("Fires raged last summer.", {"last summer": "2021-SU"}),
        ("Gas ran short last winter.", {"last winter": "2020-WI"}),
        ("The border moved in the 1990s.", {"the 1990s": "199"}),
        # distances and references
        ("The embassy closed three weeks ago.", {"three weeks ago": "2021-12-20"}),
        (
            "They met on January 5. The previous day a van had burned.",
            {"January 5": "2022-01-05", "The previous day": "2022-01-04"},
        ),
        ("They will meet again in two weeks.", {"two weeks": "2022-01-24"}),
        ("He said recently that talks are now dead.", {"recently": "PAST_REF", "now": "PRESENT_REF"}),
        # clock times
        ("The session opened at 15:00 GMT on Friday.", {"15:00 GMT": "2022-01-07T15:00", "Friday": "2022-01-07"}),
        ("The raid began at 10 p.m. Friday.", {"10 p.m. Friday": "2022-01-07T22:00"}),
        ("Shelling began last night.", {"last night": "2022-01-09TNI"}),
        # durations and sets
        ("The strike has gone on for ten days.", {"ten days": "P10D"}),
        ("They waited for several hours.", {"several hours": "PTXH"}),
        ("The mission took a year and a half.", {"a year and a half": "P1Y6M"}),
        ("The truce began the day after the vote.", {}),
        ("They met on January 3. The day after, he left.", {"January 3": "2022-01-03", "The day after": "2022-01-04"}),
        ("He was held in the early hours of Saturday.", {"Saturday": "2022-01-08"}),
        ("The walk lasts 2 1/2 hours.", {"2 1/2 hours": "PT2H30M"}),
        ("About three-quarters of the food is imported.", {}),
        ("The winter of nineteen ninety-four was mild.", {"The winter of nineteen ninety-four": "1994-WI"}),
        ("The index closed at 2082.1 points.", {}),
        ("For the year, exports were flat.", {"the year": "2022"}),
        ("The board meets every month.", {"every month": "P1M"}),
        ("The board sits every Tuesday.", {"every Tuesday": "XXXX-WXX-2"}),
        ("The panel meets twice a week.", {"a week": "XXXX-WXX"}),
        ("The cabinet meets every two weeks.", {"every two weeks": "P2W"}),
    ],
)  # fmt: skip
def test_values_of_a_dispatch_of_a_monday(read: Read, text: str, expected: dict[str, str]) -> None:
    assert found(read(text, published=MONDAY)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The premier may march to the square.",
        "The 65-year-old general commands 2000 troops.",
        "Nearly 2,000 soldiers crossed the bridge.",
        "A second round was a minute away.",
        "The bill has 2,014 pages.",
        "She bought the Sunday Herald on Bloody Sunday Street.",
    ],
)
def test_numbers_ages_and_names_are_no_times(read: Read, text: str) -> None:
    assert found(read(text, published=MONDAY)) == {}


def test_types_are_told_apart(read: Read) -> None:
    record = read("On Friday at 10:30 they met for two hours, as they do every month.", published=MONDAY)
    assert [time.type for time in record.times] == ["DATE", "TIME", "DURATION", "SET"]


def test_friday_in_a_friday_dispatch_is_that_day(read: Read) -> None:
    assert found(read("He arrived on Friday.", published="2022-01-14")) == {"Friday": "2022-01-14"}


def test_year_of_dateline_from_a_full_date_and_a_weekday(read: Read) -> None:
    record = read("OSLO, March 3. /TASS/. Envoys met on Thursday over the pact of December 2021.")
    assert record.article.dateline is not None
    assert record.article.dateline.date == "2022-03-03"
    assert found(record)["Thursday"] == "2022-03-03"
    assert any(i.of == "/article/dateline/date" and "2022" in i.why for i in record.inferred)


def test_weekday_in_the_dateline_overrules_the_nearest_year(read: Read) -> None:
    record = read("PARIS, Tuesday, January 10 (AFP) - Talks failed. The deal of December 17, 2021 is dead.")
    assert record.article.dateline is not None
    assert record.article.dateline.date == "2023-01-10"


def test_dateline_whose_year_nothing_tells_stays_open(read: Read) -> None:
    record = read("VIENNA, October 25 (APA) - The talks failed on Saturday. On Friday hopes were high.")
    assert record.article.dateline is not None
    assert record.article.dateline.date == "XXXX-10-25"
    assert found(record) == {"October 25": "XXXX-10-25", "Saturday": "XXXX-10-25", "Friday": "XXXX-10-24"}


def test_far_off_year_in_the_text_does_not_date_the_dispatch(read: Read) -> None:
    record = read("GENEVA, May 3 (AP) — The council met in June 1998. It will meet again on Friday.")
    assert found(record) == {"May 3": "XXXX-05-03", "June 1998": "1998-06", "Friday": "XXXX-WXX-5"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He resigned on Wednesday morning.", {"Wednesday morning": "XXXX-WXX-3TMO"}),
        ("He resigned yesterday.", {"yesterday": "XXXX-XX-XX"}),
        ("He resigned in November.", {"November": "XXXX-11"}),
        ("He resigned last week.", {"last week": "XXXX-WXX"}),
        ("He resigned at the weekend.", {"the weekend": "XXXX-WXX-WE"}),
        (
            "He resigned on September 5. A day later she did.",
            {"September 5": "XXXX-09-05", "A day later": "XXXX-09-06"},
        ),
    ],
)  # fmt: skip
def test_undated_dispatch_tells_only_what_its_words_tell(read: Read, text: str, expected: dict[str, str]) -> None:
    assert found(read(text)) == expected


@pytest.mark.parametrize(
    "text", ["February 30", "the 31st", "31/31/2021", "99 centuries ago", "9999 years later", "' '98 '"]
)
def test_impossible_dates_break_nothing(read: Read, text: str) -> None:
    for time in read(text, published="2022-02-28").times:
        assert re.fullmatch(r"[\dXPTWQHSUFAIECMDYN:_R.-]+|\w+_REF", time.value)


def test_every_form_compiles_and_names_its_parts() -> None:
    for name, pattern in forms().items():
        assert "{" not in re.sub(r"\{\d*,?\d*\}", "", pattern), name
        re.compile(pattern)
