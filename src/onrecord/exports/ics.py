"""iCalendar (RFC 5545): appointments as a calendar that other programs open or subscribe to.

An appointment is an all-day event on its days, `TENTATIVE` where it is only expected or where nobody told on which of
the days it is. One with a time of day is at that time, in UTC where the record tells the zone, else in the zone of
whoever looks at the calendar ("floating"); how long it takes nobody tells, so it has no end. What is vaguer than a week
(a month, a season) has no place on a calendar's day: it is left out and counted (`X-ONRECORD-LEFT-OUT`).

The same store gives the same bytes: `DTSTAMP` is the day of the last report. `UID` is the appointment's id, which no
later report changes, and `SEQUENCE` counts the reports that changed something, so that programs keep the entry and take
up what is new of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from icalendar import Calendar, Event, vDuration, vText, vUri

from onrecord.linking.agenda import Appointment, Step
from onrecord.linking.likeness import length

PRODUCT = "-//OnRecord//Agenda//EN"
REFRESH = datetime.timedelta(hours=1)
"""How often a program that subscribes to a calendar is asked to look again."""

VAGUEST = 7
"""Days. Where an appointment only lies somewhere within its days, these are the most that a calendar shows."""

LONGEST = 31
"""Days of an appointment whose first and last day were told; beyond that it would hide a calendar's month."""

STATUS = {"confirmed": "CONFIRMED", "took place": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}

_TIME = re.compile(r".*T(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?")
_WEB = re.compile(r"https?://[!-~]+", re.I)
_CONTROLS = {code: " " for code in (*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029) if chr(code) != "\n"}
_CONTROLS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""What no text of a calendar may hold or what would end its line in some programs, and what turns the direction of the
words that follow."""


@dataclass(frozen=True)
class Written:
    """A calendar as a file holds it, how many appointments are in it, and how many were too vague for it."""

    data: bytes
    shown: int
    left_out: int


def calendar(found: Iterable[Appointment], *, name: str = "Agenda") -> Written:
    """The calendar of appointments.

    Args:
        found: the appointments.
        name: what programs call the calendar.
    """
    found = list(found)
    events = [event for appointment in found if (event := _event(appointment)) is not None]
    left_out = len(found) - len(events)
    made = Calendar()
    made.add("PRODID", PRODUCT)
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", vText(_line(name)))
    made.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    if left_out:
        made.add("X-ONRECORD-LEFT-OUT", str(left_out))
    for event in events:
        made.add_component(event)
    return Written(made.to_ical(), len(events), left_out)


def summary(appointment: Appointment) -> str:
    """An appointment in a line: who, and what about."""
    who = ", ".join(party.name for party in appointment.parties)
    return _line(": ".join(x for x in (who, appointment.topic.about) if x) or appointment.type)


def description(appointment: Appointment) -> str:
    """What the dispatches say of an appointment, on whose word, one after the other."""
    return "\n".join(_told(step) for step in appointment.history)


def _told(step: Step) -> str:
    report = step.report
    head = f"{step.day or 'no date'}: {step.told}"
    if quoted := report.about or report.words.get("trigger"):
        head += f" (“{quoted}”)"
    if report.said_by:
        head += f", on the word of {', '.join(report.said_by)}"
    source = report.source
    where = ", ".join(x for x in (source.outlet, source.headline or source.name, source.uri) if x)
    return f"{_line(head)}; {_line(where)} [{report.address}]"


def _event(appointment: Appointment) -> Event | None:
    """An appointment as an event of a calendar; nothing if its days are too vague."""
    days = appointment.days
    if days is None or length(days) > (LONGEST if appointment.days_fixed else VAGUEST):
        return None
    event = Event()
    event.add("UID", f"{appointment.id}@onrecord")
    stamp = max((step.day for step in appointment.history if step.day), default=days[0])
    told = datetime.datetime.combine(datetime.date.fromisoformat(stamp), datetime.time(), datetime.UTC)
    event.add("DTSTAMP", told)
    event.add("LAST-MODIFIED", told)
    event.add("SEQUENCE", appointment.changes)
    start = _time(appointment)
    if start is not None:
        event.add("DTSTART", start)
    else:
        first, last = (datetime.date.fromisoformat(day) for day in days)
        event.add("DTSTART", first)
        if last < datetime.date.max:
            event.add("DTEND", last + datetime.timedelta(days=1))
    event.add("SUMMARY", _text(summary(appointment)))
    event.add("DESCRIPTION", _text(description(appointment)))
    vague = not appointment.days_fixed and appointment.status == "confirmed"
    event.add("STATUS", "TENTATIVE" if vague else STATUS[appointment.status])
    event.add("TRANSP", "TRANSPARENT")  # it is not the reader's own: it takes up none of their time
    if appointment.place is not None:
        place = appointment.place
        event.add("LOCATION", _line(place.name + (f" ({place.country})" if place.country else "")))
        if place.lat is not None and place.lon is not None and abs(place.lat) <= 90 and abs(place.lon) <= 180:
            event.add("GEO", (place.lat, place.lon))
    if (address := _address([report.source.uri for report in appointment.reports])) is not None:
        event.add("URL", vUri(address))
    return event


def _time(appointment: Appointment) -> datetime.datetime | None:
    """When an appointment begins, if a time of day was told."""
    found = _TIME.fullmatch(appointment.value or "")
    if found is None or appointment.days is None or appointment.days[0] != appointment.days[1]:
        return None
    hour, minute, second, zone = found.groups()
    written = f"{appointment.days[0]}T{hour}:{minute}:{second or '00'}{zone or ''}"
    try:
        time = datetime.datetime.fromisoformat(written)
        return time if time.tzinfo is None else time.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def _address(uris: Sequence[str | None]) -> str | None:
    """The first address of the web. It stands in the file as it is, so that nothing but an address may stand there."""
    return next((uri for uri in uris if uri and _WEB.fullmatch(uri)), None)


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """A text without characters that a calendar cannot hold."""
    return text.replace("\r\n", "\n").translate(_CONTROLS)
