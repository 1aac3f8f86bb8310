"""The agenda: what is set to happen, each appointment once, however many dispatches tell of it.

Reports are taken in the order in which they were told. Each goes to the appointment that it is most like, if it is
like enough (`likeness`), else it is the first of a new one. It is compared with all that an appointment's reports say
together, and contradicts the appointment if it contradicts any of them; so there are no chains in which the first and
the last link have nothing to do with each other. As only what was told before decides, a later report never changes
what an earlier one belongs to, nor an appointment's id. What is told to have been held comes last of all, for it alone
makes no appointment.

What an appointment says of itself follows the last word that was told, and its history holds every word. That is no
judgement of which report is right.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from onrecord.linking.likeness import (
    REACH,
    Gathered,
    Judgement,
    days_after,
    distance,
    judged,
    kindred,
    meet,
    sides,
    worded,
)
from onrecord.linking.reports import Days, Party, Report
from onrecord.linking.words import content_words
from onrecord.record import EventType, Place
from onrecord.spelling import folded

Status = Literal["confirmed", "tentative", "cancelled", "took place"]


@dataclass(frozen=True)
class Step:
    """One report in the history of an appointment.

    `told` is what it says in one plain sentence, and `changes` whether that differs from what was told before. `why`
    and `score` say why it is taken for the same appointment; the first report has none.
    """

    report: Report
    told: str
    changes: bool
    why: str | None = None
    score: float | None = None

    @property
    def day(self) -> str | None:
        """When it was told: the day of its dispatch."""
        return self.report.source.day

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        judgement = {"score": self.score, "why": self.why}
        return {"day": self.day, "told": self.told, "changes": self.changes} | judgement | self.report.to_dict()


@dataclass(frozen=True)
class Appointment:
    """Something that is to happen, was called off, or took place after it had been set.

    `history` holds its reports by the day on which they were told. `value` and `end` are the TIMEX3 values of its date
    as last told, `days` the first and the last day that they cover; `days_fixed` is false where it is only known to
    lie within them.
    """

    id: str
    status: Status
    history: tuple[Step, ...]
    value: str | None = None
    end: str | None = None
    days: Days | None = None
    place: Place | None = None

    @property
    def reports(self) -> tuple[Report, ...]:
        """What the dispatches tell of it."""
        return tuple(step.report for step in self.history)

    @property
    def type(self) -> EventType:
        """PLOVER's type."""
        return self.reports[0].event.type

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """PLOVER's modes, of all reports."""
        return tuple(dict.fromkeys(mode for report in self.reports for mode in report.event.modes))

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """Who has a part in it, as its reports name them, each once and by the longest name."""
        parties = list(dict.fromkeys(party for report in self.reports for party in report.parties))
        names = {party: f" {folded(party.name)} " for party in parties}

        def fuller(a: Party, b: Party) -> bool:
            """Whether b is a longer name of a, or another spelling that came first."""
            if a.kind != b.kind or a.country != b.country or a is b or names[a] not in names[b]:
                return False
            return names[a] != names[b] or parties.index(b) < parties.index(a)

        return tuple(party for party in parties if not any(fuller(party, other) for other in parties))

    @cached_property
    def topic(self) -> Report:
        """The report whose words tell most of what it is about; of several the first."""
        named = [*(party.name for party in self.parties), self.place.name if self.place else ""]
        known = content_words(" ".join(named))
        return max(self.reports, key=lambda report: len(report.telling - known))

    @property
    def days_fixed(self) -> bool:
        """Whether its days are known, not only a week or month in which they lie."""
        if self.days is None:
            return False
        return self.days[0] == self.days[1] or self.end is not None

    @property
    def changes(self) -> int:
        """How many reports told something else than was told before."""
        return sum(step.changes for step in self.history[1:])

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        first, last = self.days or (None, None)
        place = self.place
        return {
            "id": self.id,
            "status": self.status,
            "type": self.type,
            "modes": list(self.modes),
            "when": {"value": self.value, "end": self.end, "first_day": first, "last_day": last}
            if self.value
            else None,
            "place": {key: getattr(place, key) for key in ("name", "country", "lat", "lon")} if place else None,
            "parties": [{"name": x.name, "kind": x.kind, "country": x.country} for x in self.parties],
            "topic": self.topic.about,
            "history": [step.to_dict() for step in self.history],
        }


def appointments(reports: Iterable[Report]) -> list[Appointment]:
    """The appointments that reports tell of, by their days, those without one last.

    Every report of something set, expected or called off is in exactly one; one of something held is in at most one.
    The order of the reports makes no difference.
    """
    ordered = sorted(reports, key=lambda report: report.order)
    shelf = _Shelf()
    for report in ordered:
        if report.kind != "held":
            shelf.put(report, _best(report, shelf.near(report)))
    for report in ordered:
        if report.kind == "held" and (best := _best(report, shelf.near(report))) is not None:
            shelf.put(report, best)
    taken: dict[str, int] = defaultdict(int)
    found = []
    for growing in shelf.all:
        key = growing.gathered.reports[0].key
        taken[key] += 1
        found.append(_appointment(growing, key if taken[key] == 1 else f"{key}-{taken[key]}"))
    return sorted(found, key=lambda x: (x.days is None, x.days or ("", ""), x.id))


@dataclass
class _Growing:
    """An appointment that is being put together, and why each report is in it."""

    number: int
    gathered: Gathered
    why: dict[str, Judgement]


class _Shelf:
    """Appointments where reports that might be of them look: by type, side and day.

    What a report could be of has a side in common with it, or one of them has none. It was told for a day on which the
    report is, too; or it lies within `REACH` where the report moves it or names no day, or where it was put off or has
    no day itself.
    """

    def __init__(self) -> None:
        self.all: list[_Growing] = []
        self._at: dict[tuple[str, str], dict[str, dict[int, _Growing]]] = defaultdict(lambda: defaultdict(dict))

    def put(self, report: Report, best: tuple[_Growing, Judgement] | None) -> None:
        """Put a report to the appointment that it is of, or begin a new one with it."""
        if best is None:
            growing = _Growing(len(self.all), Gathered(), {})
            self.all.append(growing)
        else:
            growing, growing.why[report.address] = best
        gathered = growing.gathered
        gathered.take(report)
        if report.kind == "held":
            return
        days = {day for told in gathered.told for day in _each_day(told)} or {_told_in(report)}
        days |= {IN + day[:7] for told in gathered.told for day in told}
        if gathered.open:
            days |= {OFF + day[:7] for told in gathered.told for day in told}
        for type in {each.event.type for each in gathered.reports}:
            for side in {side for each in gathered.reports for side in _sides(each)}:
                for day in days:
                    self._at[type, side][day][growing.number] = growing

    def near(self, report: Report) -> Iterator[_Growing]:
        """The appointments that a report may be of, each once."""
        days, told = report.days, report.source.day
        if days is not None:
            at = {*_each_day(days), _told_in(report)}
            if report.moving:
                at |= set(_each_day(days, REACH))
            if report.kind in ("set", "expected"):
                at |= {OFF + month for month in _months(days)}
        else:
            at = {_told_in(report), *(_each_day((told, told), REACH) if told else ())}
        at |= {TOLD + month for month in (_months((told, told)) if told else [""])} | {LONG}
        types = kindred(report.event.type)
        own = _sides(report)
        if own == {""}:
            shelves = [shelf for (type, _), shelf in self._at.items() if type in types]
        else:
            keys = [(type, side) for type in types for side in (*own, "")]
            shelves = [self._at[key] for key in keys if key in self._at]
        seen: set[int] = set()
        for shelf in shelves:
            for day in at:
                for number, growing in shelf[day].items() if day in shelf else ():
                    if number not in seen:
                        seen.add(number)
                        yield growing


IN, OFF, TOLD, LONG = "in ", "off ", "told ", "long"
"""Where appointments stand besides their days: by their months, for what looks over a long time; those that are off, by
the month in which they were; those without a day, by the month in which they were told; and long ones."""

LONGEST = 31
"""Days on each of which an appointment is looked for."""


def _sides(report: Report) -> set[str]:
    """The sides of a report, and nothing where it has none."""
    return set(sides(report.parties)) or {""}


def _told_in(report: Report) -> str:
    """Where something without a day stands."""
    return TOLD + (report.source.day or "")[:7]


def _each_day(days: Days, reach: int = 0) -> list[str]:
    """The days of a stretch and those within reach of them; of a longer one, where such stand."""
    first, last = (datetime.date.fromisoformat(day).toordinal() for day in days)
    if last - first >= LONGEST and not reach:
        return [LONG, *(IN + month for month in _months(days, last - first))]
    least, most = datetime.date.min.toordinal(), datetime.date.max.toordinal()
    stretch = range(max(least, first - reach), min(most, min(last, first + LONGEST) + reach) + 1)
    return [datetime.date.fromordinal(day).isoformat() for day in stretch]


def _months(days: Days, reach: int = REACH) -> list[str]:
    """The months within reach of the first of some days."""
    month = 12 * int(days[0][:4]) + int(days[0][5:7]) - 1
    more = -(-min(reach, 2 * REACH) // 28)
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(max(12, month - more), month + more + 1)]


def _best(report: Report, near: Iterable[_Growing]) -> tuple[_Growing, Judgement] | None:
    """The appointment that a report is most like, and why; of several the one that is nearest in time."""
    found = [(each, judgement) for each in near if (judgement := judged(report, each.gathered)) and judgement.same]

    def rank(pair: tuple[_Growing, Judgement]) -> tuple[float, int, int]:
        growing, judgement = pair
        day, theirs = report.days, growing.gathered.days
        if day is None and report.source.day is not None:
            day = (report.source.day, report.source.day)
        return -judgement.score, distance(day, theirs) if day and theirs else 10**6, growing.number

    return min(found, key=rank, default=None)


def _appointment(growing: _Growing, key: str) -> Appointment:
    """An appointment as its reports leave it, told one after the other."""
    status: Status | None = None
    days: Days | None = None
    dated: Report | None = None
    place: Place | None = None
    told: list[Days] = []
    steps: list[Step] = []
    last_off: str | None = None
    for report in sorted(growing.gathered.reports, key=lambda report: report.order):
        stale = (
            report.days is not None
            and days is not None
            and report.days != days
            and report.days in told
            and days_after(report, days, told) == days
            and not meet(report.days, days)
        )
        after = days if report.kind == "held" else days_after(report, days, told)
        moved_to = report.place if report.place is not None and (place is None or report.moving) else place
        now = _status(report, status, last_off, stale)
        text, changes = _told(report, status, now, days, after, place, moved_to, stale, _clock(dated, days))
        judgement = growing.why.get(report.address)
        steps.append(
            Step(
                report,
                text,
                changes,
                why=judgement.why if judgement else None,
                score=judgement.score if judgement else None,
            )
        )
        if after != days or dated is None:
            dated = report if report.days is not None or dated is None else dated
        elif report.days == days and report.value and "T" in report.value:
            dated = report  # the same day with a time of day, or another time
        if report.kind == "called off":
            last_off = report.source.day
        if report.days is not None and report.days not in told:
            told.append(report.days)
        status, days, place = now, after, moved_to
    assert status is not None and dated is not None
    end = dated.event.when.end if dated.event.when else None
    return Appointment(key, status, tuple(steps), dated.value, end, days, place)


def _status(report: Report, before: Status | None, last_off: str | None, stale: bool) -> Status:
    """The status after another report: the last word counts, told on a later day than the calling off."""
    if report.kind == "held" or before == "took place":
        return "took place"
    if report.kind == "called off":
        return "cancelled"
    if before == "cancelled":
        later = (report.source.day or "") > (last_off or "")
        if not later or stale:
            return "cancelled"
        return "confirmed" if report.kind == "set" else "tentative"
    return "confirmed" if report.kind == "set" or before == "confirmed" else "tentative"


def _told(
    report: Report,
    before: Status | None,
    now: Status,
    days: Days | None,
    after: Days | None,
    place: Place | None,
    moved_to: Place | None,
    stale: bool,
    clock: str,
) -> tuple[str, bool]:
    """What a report says, in words, and whether that is new; `clock` is the time of day told before."""
    where = f" in {moved_to.name}" if moved_to is not None and moved_to != place else ""
    if place is not None and moved_to is not None and folded(place.name) == folded(moved_to.name):
        where = ""
    named = f" for {_named(report, after)}" if after is not None else ""
    if report.kind == "held":
        verb = "as under way" if report.event.status == "ongoing" else "as held"
        return f"reported {verb}", before != "took place"
    if report.kind == "called off":
        what = "put off, without another day" if report.put_off else "called off"
        if before is None:
            return f"{what}; it had been set{named}{where}" if named or where else what, True
        return (what, True) if before != "cancelled" else (f"again told to be {what}", False)
    verb = "set" if report.kind == "set" else "expected"
    if before is None:
        return f"{verb}{named or ', without a day'}{where}", True
    if stale:
        told = f"told for {worded(report.days)}, as before the move" if report.days else "told as before"
        return told, False
    if before == "cancelled" and now != "cancelled":
        return f"{verb} again{named}{where}", True
    if after != days and days is not None and after is not None:
        narrower = meet(after, days)
        return f"{'the day is told: ' if narrower else 'moved to '}{_named(report, after)}{where}", True
    if after != days:
        return f"the day is told: {_named(report, after)}{where}", True
    if where:
        return f"the place is told: {moved_to.name}" if place is None and moved_to else f"moved to {where[4:]}", True
    if (time := _clock(report, after)) and time != clock:
        return f"{'moved to' if clock else 'the time is told:'} {_named(report, after)}", True
    if before == "tentative" and now == "confirmed":
        return "confirmed: it is set now, not only expected", True
    return f"told again as {verb}", False


def _clock(report: Report | None, days: Days | None) -> str:
    """The time of day that a report tells of these days, if it does."""
    if report is None or report.days != days or days is None or days[0] != days[1]:
        return ""
    time = (report.value or "").partition("T")[2]
    return time if time[:1].isdigit() else ""


def _named(report: Report, days: Days | None) -> str:
    """Days in words, a week as such, and the time of day where there is one."""
    if days is None:
        return "no day"
    value = report.value or ""
    if time := _clock(report, days):
        return f"{worded(days)}, {time}"
    return f"the week of {worded((days[0], days[0]))}" if report.days == days and "-W" in value else worded(days)
