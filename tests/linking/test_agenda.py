"""Reports of many dispatches become appointments: which are one, which stay apart, and what their history tells."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told import AASLAND, BOTH, HALLE, ICELAND, NORWAY, SWEDEN, THORVALDSSON, report

from onrecord.linking.agenda import Appointment, appointments
from onrecord.linking.likeness import ENOUGH, REACH
from onrecord.linking.reports import Party, Report, may_move, moves
from onrecord.record import Span

ON_MACKEREL = "Norway and Iceland will hold talks on mackerel quotas in Bergen on @, a minister said."


def told(appointment: Appointment) -> list[str]:
    return [f"{step.day}: {step.told}" for step in appointment.history]


def only(reports: Iterable[Report]) -> Appointment:
    (found,) = appointments(reports)
    return found


# One appointment


def test_three_outlets_tell_of_one_meeting() -> None:
    found = only(
        [
            report(1, "2031-03-03", ON_MACKEREL, "2031-03-12", place="Bergen"),
            report(2, "2031-03-03", "The talks with Iceland are on @, Norway said.", "2031-03-12"),
            report(3, "2031-03-04", ON_MACKEREL, "2031-03-12", place="Bergen", parties=(AASLAND, THORVALDSSON)),
        ]
    )
    assert (found.status, found.days) == ("confirmed", ("2031-03-12", "2031-03-12"))
    assert found.place is not None and found.place.name == "Bergen"
    assert [party.name for party in found.parties] == ["Norway", "Iceland", "Sigrun Aasland", "Kari Thorvaldsson"]
    assert found.topic.about == "talks on mackerel quotas"
    assert told(found) == [
        "2031-03-03: set for 12 March 2031 in Bergen",
        "2031-03-03: told again as set",
        "2031-03-04: told again as set",
    ]


def test_every_report_after_the_first_says_why_it_is_of_the_same_appointment() -> None:
    found = only(
        [
            report(1, "2031-03-03", ON_MACKEREL, "2031-03-12", place="Bergen"),
            report(2, "2031-03-04", ON_MACKEREL, "2031-03-12", place="Bergen", parties=(AASLAND, THORVALDSSON)),
        ]
    )
    first, second = found.history
    assert (first.why, first.score) == (None, None)
    assert second.score is not None and second.score >= ENOUGH
    assert second.why == (
        "The same type of event; the parties Iceland and Norway; the same day (12 March 2031); the same place "
        "(Bergen); the words “mackerel” and “quota”; the same word for it."
    )


def test_a_move_a_cancellation_and_a_holding_are_its_history() -> None:
    found = only(
        [
            report(1, "2031-03-05", "Norway and Iceland will hold talks in Turku on @.", "2031-03-12", place="Turku"),
            report(2, "2031-03-08", "The talks in Turku have been moved from March 12 to @.", "2031-03-14",
                   place="Turku", old=(("March 12", "2031-03-12"),)),
            report(3, "2031-03-09", "The talks were called off.", status="cancelled"),
            report(4, "2031-03-10", "The talks will be held on @ after all.", "2031-03-14"),
            report(5, "2031-03-14", "Norway and Iceland held talks in Turku @.", "2031-03-14", status="occurred"),
        ]
    )  # fmt: skip
    assert told(found) == [
        "2031-03-05: set for 12 March 2031 in Turku",
        "2031-03-08: moved to 14 March 2031",
        "2031-03-09: called off",
        "2031-03-10: set again for 14 March 2031",
        "2031-03-14: reported as held",
    ]
    assert found.status == "took place"
    assert found.changes == 4
    assert all(step.why for step in found.history[1:])


def test_what_is_put_off_without_a_day_is_cancelled_until_one_is_told() -> None:
    reports = [
        report(1, "2031-03-05", ON_MACKEREL, "2031-03-12", place="Bergen"),
        report(2, "2031-03-08", "The talks have been postponed.", status="cancelled"),
        report(3, "2031-03-20", "Norway and Iceland will hold their talks in Bergen on @.", "2031-04-02",
               place="Bergen"),
    ]  # fmt: skip
    off = only(reports[:2])
    assert (off.status, told(off)[-1]) == ("cancelled", "2031-03-08: put off, without another day")
    assert told(only(reports))[-1] == "2031-03-20: set again for 2 April 2031"
    assert only(reports).status == "confirmed"


def test_a_move_that_only_says_so_is_one_where_the_words_for_it_agree() -> None:
    set_, moved = (
        report(1, "2031-03-05", "Norway and Iceland will hold talks on @.", "2031-03-12"),
        report(2, "2031-03-08", "The talks were brought forward to @, Aasland said on Saturday.", "2031-03-10",
               old=(("Saturday", "2031-03-08"),)),
    )  # fmt: skip
    assert told(only([set_, moved])) == ["2031-03-05: set for 12 March 2031", "2031-03-08: moved to 10 March 2031"]


def test_another_time_on_the_same_day_is_a_change() -> None:
    set_, moved = (
        report(1, "2031-03-05", "Norway and Iceland will hold talks on @.", "2031-03-12T10:00"),
        report(2, "2031-03-08", "The talks were moved to @.", "2031-03-12T15:00"),
    )
    found = only([set_, moved])
    assert told(found) == [
        "2031-03-05: set for 12 March 2031, 10:00",
        "2031-03-08: moved to 12 March 2031, 15:00",
    ]
    assert (found.value, found.changes) == ("2031-03-12T15:00", 1)


def test_a_report_of_the_old_day_does_not_move_it_back() -> None:
    found = only(
        [
            report(1, "2031-03-05", ON_MACKEREL, "2031-03-12", place="Bergen"),
            report(2, "2031-03-08", "Talks in Bergen were moved to @.", "2031-03-14", trigger="Talks", place="Bergen"),
            report(3, "2031-03-09", ON_MACKEREL, "2031-03-12", place="Bergen"),
        ]
    )
    assert found.days == ("2031-03-14", "2031-03-14")
    assert told(found)[-1] == "2031-03-09: told for 12 March 2031, as before the move"


def test_a_vague_date_and_then_the_day_are_one() -> None:
    found = only(
        [
            report(1, "2031-03-05", "Norway and Iceland will hold talks on mackerel @.", "2031-W11"),
            report(2, "2031-03-07", "Norway and Iceland will hold talks on mackerel on @.", "2031-03-12"),
            report(3, "2031-03-08", "Talks will be held @.", "2031-W11", trigger="Talks"),
        ]
    )
    assert told(found) == [
        "2031-03-05: set for the week of 10 March 2031",
        "2031-03-07: the day is told: 12 March 2031",
        "2031-03-08: told again as set",
    ]
    assert found.days_fixed


def test_a_date_is_told_later_than_the_plan() -> None:
    found = only(
        [
            report(1, "2031-03-05", "Norway and Iceland will hold talks on mackerel quotas in Bergen.", place="Bergen"),
            report(2, "2031-03-07", ON_MACKEREL, "2031-03-12", place="Bergen"),
        ]
    )
    assert told(found)[-1] == "2031-03-07: the day is told: 12 March 2031"


def test_what_is_only_expected_is_tentative_until_it_is_set() -> None:
    expected = report(1, "2031-03-05", ON_MACKEREL, "2031-03-12", place="Bergen", status="proposed")
    assert only([expected]).status == "tentative"
    found = only([expected, report(2, "2031-03-06", ON_MACKEREL, "2031-03-12", place="Bergen")])
    assert found.status == "confirmed"
    assert told(found)[-1] == "2031-03-06: confirmed: it is set now, not only expected"


def test_a_country_is_one_party_whoever_speaks_for_it() -> None:
    ministry = Party("the Foreign Ministry", "government", "NOR")
    found = appointments(
        [
            report(1, "2031-03-05", value="2031-03-12"),
            report(2, "2031-03-05", value="2031-03-12", parties=(ministry, THORVALDSSON)),
        ]
    )
    assert len(found) == 1


def test_a_headline_and_the_story_below_it_are_one() -> None:
    text = "Norway, Iceland to hold talks next week\n\nNorway and Iceland will hold talks on @."
    head = report(1, "2031-03-05", text, "2031-W11", headline="Norway, Iceland to hold talks next week")
    story = report(1, "2031-03-05", text, "2031-03-12", trigger="talks on", id="e2")
    assert [x.address for x in only([head, story]).reports] == ["1/e1", "1/e2"]


def test_a_country_as_the_place_holds_its_towns() -> None:
    found = only(
        [
            report(1, "2031-03-05", "Talks in Finland on @.", "2031-03-12", trigger="Talks", place="Finland",
                   country="FIN", in_country=True),
            report(2, "2031-03-06", "Talks in Turku on @.", "2031-03-12", trigger="Talks", place="Turku",
                   country="FIN"),
        ]
    )  # fmt: skip
    assert [report.place.name for report in found.reports if report.place] == ["Finland", "Turku"]


# Several appointments


def test_two_meetings_of_the_same_parties_on_a_day_in_different_places_stay_apart() -> None:
    found = appointments(
        [
            report(1, "2031-03-05", "Talks in Bergen on @.", "2031-03-12", trigger="Talks", place="Bergen"),
            report(2, "2031-03-05", "Talks in Oslo on @.", "2031-03-12", trigger="Talks", place="Oslo"),
        ]
    )
    assert len(found) == 2


def test_weekly_talks_stay_apart_and_a_cancellation_is_of_the_next() -> None:
    weekly = [report(n, "2031-03-01", value=f"2031-03-{day:02}") for n, day in enumerate((5, 12, 19), 1)]
    off = report(9, "2031-03-10", "The talks were called off.", status="cancelled")
    found = appointments([*weekly, off])
    assert [x.status for x in found] == ["confirmed", "cancelled", "confirmed"]


def test_next_week_said_in_different_weeks_is_two() -> None:
    found = appointments(
        [
            report(1, "2031-03-05", value="2031-W11"),
            report(2, "2031-03-12", value="2031-W12"),
        ]
    )
    assert len(found) == 2


def test_ministers_of_different_offices_meet_apart() -> None:
    icelander = Party("Eva Jons", "person", "ISL")
    found = appointments(
        [
            report(1, "2031-03-05", value="2031-03-12", parties=(AASLAND, THORVALDSSON)),
            report(2, "2031-03-05", value="2031-03-12", parties=(HALLE, icelander)),
        ]
    )
    assert len(found) == 2


def test_no_appointment_joins_two_reports_that_contradict_each_other() -> None:
    found = appointments(
        [
            report(1, "2031-03-05", value="2031-03-12", parties=(NORWAY, ICELAND)),
            report(2, "2031-03-05", "Norway's talks on mackerel quotas in Bergen on @.", "2031-03-12", place="Bergen",
                   parties=(NORWAY,)),
            report(3, "2031-03-06", "Norway's talks on mackerel quotas in Bergen on @.", "2031-03-12", place="Bergen",
                   parties=(NORWAY, SWEDEN)),
        ]
    )  # fmt: skip
    for each in found:
        names = {party.name for party in each.parties}
        assert not {"Iceland", "Sweden"} <= names


@pytest.mark.parametrize(
    "other",
    [
        report(2, "2031-03-05", value="2031-03-12", type="ASSAULT"),
        report(2, "2031-03-05", value="2031-03-13"),
        report(2, "2031-03-05", value="2031-03-12", parties=(NORWAY, SWEDEN)),
        report(2, "2031-03-05", "The talks planned for @ were moved from May 2.", "2031-03-14",
               old=(("May 2", "2031-05-02"),)),
        report(2, "2031-03-05", value="2032-03-12"),
        report(2, "2031-03-20", "The talks were called off.", status="cancelled"),
        report(1, "2031-03-05", value="2031-03-12", id="e2"),
    ],
)  # fmt: skip
def test_what_contradicts_stays_apart(other: Report) -> None:
    assert len(appointments([report(1, "2031-03-05", value="2031-03-12"), other])) == 2


def test_no_move_leads_further_than_a_quarter_of_a_year_from_the_first_day() -> None:
    first = datetime.date(2031, 3, 1)
    reports = [report(1, "2031-02-01", ON_MACKEREL, str(first), place="Bergen")]
    for n in range(1, 7):
        before, day = (first + datetime.timedelta(days=30 * x) for x in (n - 1, n))
        reports.append(
            report(n + 1, str(before - datetime.timedelta(days=5)),
                   "The talks on mackerel quotas in Bergen were moved from OLD to @.", str(day), place="Bergen",
                   old=(("OLD", str(before)),))
        )  # fmt: skip
    for each in appointments(reports):
        days = [datetime.date.fromisoformat(x.days[0]) for x in each.reports if x.days]
        assert (max(days) - days[0]).days <= REACH


def test_what_was_held_without_having_been_set_is_no_appointment() -> None:
    held = report(1, "2031-03-12", value="2031-03-12", status="occurred")
    assert appointments([held]) == []
    assert told(only([held, report(2, "2031-03-03", value="2031-03-12")]))[-1] == "2031-03-12: reported as held"


def test_what_was_held_on_another_day_is_not_this() -> None:
    set_ = report(1, "2031-03-03", value="2031-03-12")
    for held in (
        report(2, "2031-03-14", value="2031-03-13", status="occurred"),
        report(2, "2031-03-11", value="2031-03-12", status="occurred"),
    ):
        assert only([set_, held]).status == "confirmed"


@pytest.mark.parametrize(
    "words",
    [
        "postponed to", "RESCHEDULED for", "moved from May 2 to", "move them to", "was moved", "were shifted",
        "been changed", "deferred", "delayed", "adjourned until", "put off", "pushed back", "pulled it back",
        "brought forward", "bringing\nforward", "instead of", "rather than", "originally", "Initially", "new date",
        "earlier than planned",
    ],
)  # fmt: skip
def test_the_words_of_a_move_are_found_by_their_letters_too(words: str) -> None:
    text = f"The talks, {words} May 3. Others stay."
    assert may_move(text)
    assert moves(text, (Span(4, 9),))


@pytest.mark.parametrize(
    "text", ["The talks will be held in May. The fleet was moved to a port.", "The talks set off a row."]
)
def test_the_words_of_a_move_in_another_sentence_move_nothing(text: str) -> None:
    assert not moves(text, (Span(4, 9),))


# What is always so

parties = st.sampled_from([BOTH, (NORWAY,), (), (AASLAND, THORVALDSSON), (HALLE, ICELAND), (NORWAY, SWEDEN)])
values = st.sampled_from(
    [None, "2031-03-12", "2031-03-14", "2031-W11", "2031-03", "2031-SP", "2031-06-20", "XXXX-03-12",
     "XXXX-WXX-3", "FUTURE_REF", "2031-03-12T15:00"]
)  # fmt: skip
statuses = st.sampled_from(["scheduled", "proposed", "cancelled", "occurred", "ongoing", "hypothetical", "historical"])
texts = st.sampled_from(
    [
        "talks",
        "talks on mackerel quotas in Bergen",
        "talks in Oslo moved from May 2 to @",
        "talks postponed",
        "talks on @",
    ]
)


@st.composite
def reports(draw: st.DrawFn, number: int) -> Report:
    text = draw(texts)
    place = next((x for x in ("Bergen", "Oslo") if x in text), None)
    value = draw(values)
    return report(
        number,
        draw(st.none() | st.sampled_from(["2031-03-05", "2031-03-08", "2031-03-12", "2031-05-01"])),
        text,
        value,
        status=draw(statuses),
        type=draw(st.sampled_from(["CONSULT", "CONSULT", "AGREE", "COOPERATE"])),
        place=place,
        country="NOR" if place else None,
        parties=draw(parties),
        old=(("May 2", draw(st.sampled_from(["2031-05-02", "2031-03-12"]))),) if "May 2" in text else (),
    )


@st.composite
def many(draw: st.DrawFn) -> list[Report]:
    return [draw(reports(number)) for number in range(1, draw(st.integers(1, 12)) + 1)]


@given(given_=many(), random=st.randoms())
@settings(deadline=None, max_examples=300)
def test_the_order_of_the_reports_makes_no_difference(given_: list[Report], random: object) -> None:
    mixed = list(given_)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert appointments(mixed) == appointments(given_)


@given(given_=many())
@settings(deadline=None, max_examples=300)
def test_every_report_of_something_to_come_is_in_one_appointment_and_no_report_is_in_two(given_: list[Report]) -> None:
    found = appointments(given_)
    placed = [report.address for each in found for report in each.reports]
    assert len(placed) == len(set(placed))
    to_come = {report.address for report in given_ if report.kind != "held"}
    assert to_come <= set(placed)
    assert len({each.id for each in found}) == len(found)
    for each in found:
        assert each.reports[0].kind != "held" or len(each.reports) > 1
        each.to_dict()
        assert [step.report.order for step in each.history] == sorted(step.report.order for step in each.history)


@given(given_=many())
@settings(deadline=None, max_examples=300)
def test_where_a_report_looks_for_its_appointment_misses_none(given_: list[Report]) -> None:
    found = appointments(given_)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("onrecord.linking.agenda._Shelf.near", lambda shelf, report: iter(shelf.all))
        assert appointments(given_) == found


@given(given_=many(), later=reports(99))
@settings(deadline=None, max_examples=300)
def test_a_later_report_changes_no_id_and_takes_no_report_away(given_: list[Report], later: Report) -> None:
    if later.source.day != "2031-05-01":
        return
    before = {each.id: {x.address for x in each.reports if x.kind != "held"} for each in appointments(given_)}
    after = {each.id: {x.address for x in each.reports} for each in appointments([*given_, later])}
    assert set(before) <= set(after)
    assert all(reports <= after[key] for key, reports in before.items())
