"""The calendar that other programs open: what stands in it, and that no dispatch writes in it what it likes."""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

sys.path.insert(0, str(Path(__file__).parent.parent / "linking"))

from told import BOTH, report

from onrecord.exports.ics import calendar
from onrecord.linking.agenda import appointments
from onrecord.linking.reports import Party, Report
from onrecord.record import Place, Span


def events_of(data: bytes) -> list[Event]:
    parsed = Calendar.from_ical(data)
    assert isinstance(parsed, Calendar)
    return list(parsed.events)


def event_of(*reports: Report) -> Event:
    (event,) = events_of(calendar(appointments(reports)).data)
    assert not event.errors
    return event


def lines(data: bytes) -> list[str]:
    """The unfolded lines of a calendar (RFC 5545, 3.1)."""
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")


TALKS = "Norway and Iceland will hold talks on mackerel quotas in Bergen on @, a minister said."


def test_the_calendar_says_what_made_it_what_it_is_called_and_when_to_look_again() -> None:
    data = calendar([], name="Agenda: Norway").data
    parsed = Calendar.from_ical(data)
    assert (parsed["PRODID"], parsed["VERSION"]) == ("-//OnRecord//Agenda//EN", "2.0")
    assert parsed["X-WR-CALNAME"] == "Agenda: Norway"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines(data)


def test_an_appointment_is_an_event_of_the_whole_day() -> None:
    event = event_of(
        replace(
            report(1, "2031-03-03", TALKS, "2031-03-12", place="Bergen", country="NOR"), said_by=("Sigrun Aasland",)
        ),
        report(2, "2031-03-04", TALKS, "2031-03-12", place="Bergen"),
    )
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (datetime.date(2031, 3, 12), datetime.date(2031, 3, 13))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["SUMMARY"] == "Norway, Iceland: talks on mackerel quotas"
    assert event["LOCATION"] == "Bergen (NOR)"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert event["DTSTAMP"].dt == datetime.datetime(2031, 3, 4, tzinfo=datetime.UTC)
    assert event["DESCRIPTION"].splitlines() == [
        "2031-03-03: set for 12 March 2031 in Bergen (“talks on mackerel quotas”), on the word of Sigrun Aasland; "
        "wire-1 [1/e1]",
        "2031-03-04: told again as set (“talks on mackerel quotas”); wire-2 [2/e1]",
    ]


def test_an_interval_ends_on_the_day_after_its_last() -> None:
    event = event_of(report(1, "2031-03-03", value="2031-03-12", end="2031-03-14"))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (datetime.date(2031, 3, 12), datetime.date(2031, 3, 15))
    assert event["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ("2031-03-12T15:00", datetime.datetime(2031, 3, 12, 15)),
        ("2031-03-12T15:00Z", datetime.datetime(2031, 3, 12, 15, tzinfo=datetime.UTC)),
        ("2031-03-12T15:00+02:00", datetime.datetime(2031, 3, 12, 13, tzinfo=datetime.UTC)),
        ("2031-03-12TAF", datetime.date(2031, 3, 12)),
        ("2031-03-12T25:99", datetime.date(2031, 3, 12)),
    ],
)
def test_a_time_of_day_floats_unless_its_zone_is_known(value: str, start: datetime.date) -> None:
    event = event_of(report(1, "2031-03-03", value=value))
    assert event["DTSTART"].dt == start
    assert ("DTEND" in event) == (not isinstance(start, datetime.datetime))


def test_what_changes_keeps_its_uid_and_counts_up() -> None:
    reports = [
        report(1, "2031-03-03", TALKS, "2031-03-12", place="Bergen"),
        report(2, "2031-03-05", "The talks in Bergen were moved from MARCH to @.", "2031-03-14", place="Bergen",
               old=(("MARCH", "2031-03-12"),)),
        report(3, "2031-03-07", "The talks were called off.", status="cancelled"),
    ]  # fmt: skip
    states = [event_of(*reports[:n]) for n in (1, 2, 3)]
    assert len({event["UID"] for event in states}) == 1
    assert [event["SEQUENCE"] for event in states] == [0, 1, 2]
    assert [event["STATUS"] for event in states] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert states[2]["DTSTART"].dt == datetime.date(2031, 3, 14)


def test_what_is_expected_or_of_which_only_the_week_is_known_is_tentative() -> None:
    assert event_of(report(1, "2031-03-03", value="2031-03-12", status="proposed"))["STATUS"] == "TENTATIVE"
    week = event_of(report(1, "2031-03-03", value="2031-W11"))
    assert (week["DTSTART"].dt, week["DTEND"].dt) == (datetime.date(2031, 3, 10), datetime.date(2031, 3, 17))
    assert week["STATUS"] == "TENTATIVE"


@pytest.mark.parametrize("value", [None, "2031-03", "2031-SP", "2031", "XXXX-03-12", "FUTURE_REF"])
def test_what_is_vaguer_than_a_week_is_left_out_and_counted(value: str | None) -> None:
    written = calendar(appointments([report(1, "2031-03-03", value=value)]))
    assert (written.shown, written.left_out) == (0, 1)
    assert events_of(written.data) == []
    assert "X-ONRECORD-LEFT-OUT:1" in lines(written.data)


def test_commas_semicolons_and_lines_are_escaped_and_long_lines_folded() -> None:
    parties = (Party("Ministry of Fisheries, Coast; and \\ Sea", "government", "NOR"), BOTH[1])
    text = "They will hold talks on " + "ærlig fiske og kvoter " * 12 + "soon."
    data = calendar(appointments([report(1, "2031-03-03", text, "2031-03-12", parties=parties)])).data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (event,) = events_of(data)
    assert event["SUMMARY"].startswith("Ministry of Fisheries, Coast; and \\ Sea, Iceland: talks on ærlig fiske")
    assert "SUMMARY:Ministry of Fisheries\\, Coast\\; and \\\\ Sea\\, Iceland: talks" in "\n".join(lines(data))


HOSTILE = (
    "talks\r\nATTENDEE:mailto:x@example.org\rURL:http://evil.example\nEND:VEVENT\u2028X-A:1\x00\x1b\u0085X-B:2\u202e"
)


def test_no_text_of_a_dispatch_adds_a_line() -> None:
    made = report(1, "2031-03-03", f"{HOSTILE} soon", "2031-03-12", trigger=HOSTILE,
                  parties=(Party(HOSTILE, "person", "NOR"),))  # fmt: skip
    source = replace(made.source, headline=HOSTILE, outlet=HOSTILE, name=HOSTILE, uri=f"https://a.example/{HOSTILE}")
    place = Place(span=Span(0, 5), name=HOSTILE, country="NOR", lat=59.5, lon=10.25)
    made = replace(made, event=replace(made.event, place=place), source=source, said_by=(HOSTILE,))
    data = calendar(appointments([made]), name=HOSTILE).data
    (found,) = events_of(data)
    assert set(found) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP",
        "LOCATION", "GEO",
    }  # fmt: skip
    assert [line for line in lines(data) if line.startswith(("BEGIN:", "END:", "ATTENDEE", "URL", "X-A", "X-B"))] == [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    text = data.decode("utf-8")
    assert not {"\u2028", "\x00", "\x1b", "\u0085", "\u202e"} & set(text)
    assert all(line.strip() for line in lines(data)[:-1]) and "\r" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("https://wire.example/a?b=1&c=2", True),
        ("javascript:alert(1)", False),
        ("https://wire.example/a\r\nATTENDEE:x", False),
        ("wires/a.txt", False),
        (None, False),
    ],
)
def test_only_an_address_of_the_web_is_an_address(uri: str | None, shown: bool) -> None:
    made = report(1, "2031-03-03", value="2031-03-12")
    event = event_of(replace(made, source=replace(made.source, uri=uri)))
    assert event.get("URL") == (uri if shown else None)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_text_comes_through_as_one_event(text: str) -> None:
    made = report(1, "2031-03-03", value="2031-03-12", parties=(Party(f"a{text}", "organisation"),))
    event = event_of(replace(made, said_by=(text,), source=replace(made.source, headline=text)))
    assert event["SUMMARY"].startswith("a")
    assert len(event["DESCRIPTION"].splitlines()) == 1
