"""Whether a report is of an appointment that other reports tell of: a score, and a sentence that says why.

Five things are compared, each in a function of its own: type, parties, days, place, topic. Each gives points and the
words that say what they are for, or finds that the two contradict each other, which no points outweigh. A report is of
the appointment if the points reach `ENOUGH`. The shape is that of nomenklatura's comparisons (opensanctions), where a
judgement is a score that can be read.

The weights were set by hand on made-up cases (tests/linking/test_agenda.py), not trained: two shared parties and the
day are enough; two parties and a vaguer date that holds the day just so; anything weaker needs the place or the topic.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.linking.reports import Days, Party, Report
from onrecord.record import EventType
from onrecord.spelling import folded

ENOUGH = 6.0
"""Points that make two reports one appointment. At 5, a visit by one country on a day would take in any other of its
meetings on that day; at 7, "next week" would never meet the day that it became."""

SAME_TYPE = 1.0
KINDRED_TYPES: frozenset[frozenset[EventType]] = frozenset({frozenset({"AGREE", "COOPERATE"})})
"""Types that readers give to one thing, such as the signing of an accord; they are not excluded, and get no point."""

ALL_PARTIES = 3.0
"""Two or more parties in common, and none of the shorter list missing."""
MOST_PARTIES = 2.0
"""Two or more in common, though each names somebody whom the other does not."""
ONE_PARTY = 1.5
"""One party in common, and one of the two names nobody else: "Norway's minister visits", "Norway hosts Iceland"."""
NO_PARTIES = -1.0
"""One of the two names nobody, so that everything else has to agree."""

SAME_DAYS = 3.0
WITHIN_WEEK = 2.0
"""A date of a week or less that holds the other ("next week", and then the 12th)."""
WITHIN_LONGER = 1.0
"""A longer one, such as a month or a season."""
OVERLAPPING = 1.0
FORMER_DAY = 2.0
"""The day from which it was moved meanwhile: somebody has not heard of it yet."""
NAMED_AS_FORMER = 3.0
"""Another day, in a sentence that names the one set before ("moved from March 12 to March 14")."""
SAID_TO_MOVE = 1.5
"""Another day, in a sentence that only says that it is another ("postponed to March 14")."""
SET_ANEW = 1.5
"""Another day for what was put off without one."""
CALLS_OFF = 2.0
"""No day, in a report that something is off: it speaks of what was set, or it would say of when."""
NO_DAY = 0.0

SAME_PLACE = 2.0
PLACE_WITHIN = 1.0
"""One names the country, the other a town in it."""

SHARED_WORD = 1.0
SHARED_WORDS = 2.0
"""Two or more."""
SAME_TRIGGER = 0.5
"""Both say "talks", or both say "visit"."""

REACH = 92
"""Days, a quarter of a year. What lies further from the day that was told first is another appointment: no chain of
moves grows beyond it, so that a part of the calendar can be joined without the rest."""

WEEK = 7

_NATIONAL = frozenset({"state", "government", "person", "unnamed", "group"})
"""Kinds of actors that act for their country; others act for themselves."""


@dataclass(frozen=True)
class Judgement:
    """How much speaks for a report being of an appointment: `score`, and one sentence that says what does."""

    score: float
    why: str

    @property
    def same(self) -> bool:
        """Whether it is enough."""
        return self.score >= ENOUGH


@dataclass
class Gathered:
    """The reports of one appointment so far, and what they say together; what `judged` compares a report with.

    `days` are those it is set for as far as told by now, `told` all that were ever told; `open` says that it was
    put off without another day, so that one may follow.
    """

    reports: list[Report] = field(default_factory=list)
    days: Days | None = None
    told: list[Days] = field(default_factory=list)
    open: bool = False

    def take(self, report: Report) -> None:
        """Another report of it."""
        self.reports.append(report)
        if report.kind == "held":
            return
        if report.days is not None:
            self.days = days_after(report, self.days, self.told)
            self.told += [report.days] if report.days not in self.told else []
        self.open = report.kind == "called off" and report.put_off


def judged(report: Report, gathered: Gathered) -> Judgement | None:
    """How much speaks for a report being of an appointment; nothing if the two contradict each other."""
    parts = []
    for compare in (_dispatches, _types, _parties, _days, _places, _topics):
        part = compare(report, gathered)
        if part is None:
            return None
        parts.append(part)
    score = sum(points for points, _ in parts)
    said = "; ".join(text for points, text in parts if text and points > 0)
    lacking = "; ".join(text for points, text in parts if text and points <= 0)
    return Judgement(score, f"{said[:1].upper()}{said[1:]}{f'; but {lacking}' if lacking else ''}.")


Part = tuple[float, str]


def _dispatches(report: Report, gathered: Gathered) -> Part | None:
    """A dispatch that tells two events apart means two, unless its headline is one of them."""
    for other in gathered.reports:
        if report.source.id == other.source.id and report.in_headline == other.in_headline:
            return None
    return 0.0, ""


def _types(report: Report, gathered: Gathered) -> Part | None:
    types = {other.event.type for other in gathered.reports}
    if types == {report.event.type}:
        return SAME_TYPE, "the same type of event"
    if types <= kindred(report.event.type):
        return 0.0, "another type of event that is told of the same thing"
    return None


def kindred(type: EventType) -> frozenset[EventType]:
    """A type of events, and those that are told of the same things."""
    return frozenset({type}).union(*(pair for pair in KINDRED_TYPES if type in pair))


def _parties(report: Report, gathered: Gathered) -> Part | None:
    """The parties in common; a contradiction with any report of the appointment is one with it."""
    best: Part = (NO_PARTIES, "parties that only one of them names")
    for other in gathered.reports:
        part = _parties_of(report, other)
        if part is None:
            return None
        best = max(best, part)
    return best


def _parties_of(a: Report, b: Report) -> Part | None:
    ours, theirs = _sides_of(a.parties), _sides_of(b.parties)
    if not may_meet(frozenset(ours), frozenset(theirs)):
        return None
    if not ours or not theirs:
        return NO_PARTIES, "parties that only one of them names"
    shared = [key for key in ours if key in theirs and _one_side(ours[key], theirs[key])]
    unmatched = len(ours) > len(shared) and len(theirs) > len(shared)
    if not shared or (unmatched and len(shared) < 2):
        return None
    named = _listed(sorted(_name(key, (*a.parties, *b.parties)) for key in shared))
    if len(shared) == 1:
        return ONE_PARTY, f"{named} as a party of both"
    return MOST_PARTIES if unmatched else ALL_PARTIES, f"the parties {named}"


def sides(parties: Iterable[Party]) -> Mapping[str, frozenset[str]]:
    """The sides of an event, and the persons who are named on each.

    A country is one side, whoever acts for it; an organisation or armed group is a side of its own.

    >>> dict(sides([Party("Norway", "state", "NOR"), Party("Ida Foss", "person", "NOR"), Party("NATO", "x", "IGO")]))
    {'NOR': frozenset({'ida foss'}), 'nato': frozenset()}
    """
    found: dict[str, frozenset[str]] = {}
    for party in parties:
        if key := side_of(party):
            persons = {folded(party.name)} if party.kind == "person" else ()
            found[key] = found.get(key, frozenset()) | frozenset(persons)
    return found


@lru_cache(maxsize=10_000)
def _sides_of(parties: tuple[Party, ...]) -> Mapping[str, frozenset[str]]:
    """The sides of a report's parties, which are asked for at every comparison."""
    return sides(parties)


def side_of(party: Party) -> str:
    """What the side is called that a party belongs to: a country's code, else its own name; media are on none."""
    if party.kind == "media":
        return ""
    national = party.country and party.country != "IGO" and party.kind in _NATIONAL
    return str(party.country) if national else folded(party.name)


def may_meet(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether the sides of two reports let them be of one appointment; one that names nobody may be of any."""
    shared = len(ours & theirs)
    return not ours or not theirs or shared > 1 or (shared == 1 and min(len(ours), len(theirs)) == 1)


def _one_side(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether those who act for a country may be the same: not where both name persons, and nobody in common."""
    if not ours or not theirs:
        return True
    return any(f" {a} " in f" {b} " or f" {b} " in f" {a} " for a in ours for b in theirs)


def _name(key: str, parties: Iterable[Party]) -> str:
    """What a side is called: its state, else who acts for it."""
    of_side = [party for party in parties if key == side_of(party)]
    return min(of_side, key=lambda party: (party.kind != "state", -len(party.name), party.name)).name


def _days(report: Report, gathered: Gathered) -> Part | None:
    days = report.days
    if report.kind == "held":
        return _held(report, gathered)
    if days is None:
        return _undated(report, gathered)
    first = gathered.told[0] if gathered.told else None
    if first is not None and distance(days, first) > REACH:
        return None
    if gathered.days is None:
        return None if _far(report, gathered) else (NO_DAY, "a day that only one of them names")
    if (part := _compatible(days, gathered.days)) is not None:
        return part
    if report.moving and any(meet(former, gathered.days) for former in report.former):
        return NAMED_AS_FORMER, f"it names {worded(gathered.days)} as the day before"
    to_come = [former for former in report.former if former[0] > (report.source.day or "")]
    if report.moving and to_come and not any(meet(former, old) for former in to_come for old in gathered.told):
        return None  # it was moved from a day that this one never had
    if any(days == old for old in gathered.told):
        return FORMER_DAY, f"{worded(days)}, for which it had been set"
    if report.moving:
        return SAID_TO_MOVE, f"it says that the day is another than before ({worded(gathered.days)})"
    if gathered.open and days[0] > gathered.days[0]:
        return SET_ANEW, f"a day for what was off on {worded(gathered.days)}"
    return None


def _held(report: Report, gathered: Gathered) -> Part | None:
    """What was held was held on a day for which it was set, and is told then or later."""
    days = report.days
    if days is None or gathered.days is None or (report.source.day or days[0]) < gathered.days[0]:
        return None
    return _compatible(days, gathered.days)


def _undated(report: Report, gathered: Gathered) -> Part | None:
    """A report without a day: it may be of whatever has not passed when it is told, and is not far off."""
    value, told = report.value, report.source.day
    if gathered.days is not None:
        if told is None or told > gathered.days[1] or distance((told, told), gathered.days) > REACH:
            return None
    elif _far(report, gathered):
        return None
    if value is not None and not value.endswith("_REF"):
        return _by_month_and_day(value, gathered)
    if report.kind == "called off":
        return CALLS_OFF, "it calls off what was set, and names no other day"
    return NO_DAY, "a day that only one of them names"


def _by_month_and_day(value: str, gathered: Gathered) -> Part | None:
    """A date without its year (`XXXX-03-12`), which is of the day that it names in the other."""
    if gathered.days is None:
        same = any(value == other.value for other in gathered.reports)
        return (SAME_DAYS, "the same date, whose year nobody tells") if same else None
    if value.startswith("XXXX-") and gathered.days[0] == gathered.days[1] and gathered.days[0][5:] == value[5:]:
        return SAME_DAYS, "the same day of the year"
    return None


def _far(report: Report, gathered: Gathered) -> bool:
    """Whether a report was told too far from the first of an appointment of which nobody knows the day."""
    mine, first = report.source.day, gathered.reports[0].source.day
    if mine is None or first is None:
        return mine != first
    return distance((mine, mine), (first, first)) > REACH


def _compatible(a: Days, b: Days) -> Part | None:
    if a == b:
        return SAME_DAYS, worded(a) if a[0] != a[1] else f"the same day ({worded(a)})"
    for inner, outer in ((a, b), (b, a)):
        if within(inner, outer):
            return (WITHIN_WEEK if length(outer) <= WEEK else WITHIN_LONGER), f"{worded(inner)} lies in {worded(outer)}"
    return (OVERLAPPING, f"days that overlap ({worded(a)}, {worded(b)})") if meet(a, b) else None


def _places(report: Report, gathered: Gathered) -> Part | None:
    place = report.place
    others = [other for other in gathered.reports if other.place is not None]
    if place is None or not others:
        return 0.0, ""
    name = folded(place.name)
    for other in others:
        theirs = folded(other.place.name) if other.place else ""
        if f" {name} " in f" {theirs} " or f" {theirs} " in f" {name} ":
            return SAME_PLACE, f"the same place ({place.name})"
    for other in others:
        if other.place and other.place.country == place.country and (report.in_country or other.in_country):
            return PLACE_WITHIN, f"{place.name} and {other.place.name} in the same country"
    return (0.0, "another place than before") if report.moving else None


def _topics(report: Report, gathered: Gathered) -> Part | None:
    shared = frozenset().union(*(report.telling & other.telling for other in gathered.reports))
    same = any(_trigger(report) & _trigger(other) for other in gathered.reports)
    points = (SHARED_WORDS if len(shared) > 1 else SHARED_WORD if shared else 0.0) + (SAME_TRIGGER if same else 0.0)
    texts = [f"the word{'s' * (len(shared) > 1)} {_listed(sorted(f'“{x}”' for x in shared))}"] if shared else []
    texts += ["the same word for it"] if same else []
    return points, "; ".join(texts)


def _trigger(report: Report) -> frozenset[str]:
    """The words that name the event, without the endings of the plural."""
    return frozenset(word.rstrip("s") for word in folded(report.words.get("trigger", "")).split() if len(word) > 3)


# Days


def days_after(report: Report, before: Days | None, told: Iterable[Days]) -> Days | None:
    """The days for which an appointment is set after another report of it.

    A vaguer date, or one from which it was moved before, does not change them.

    Args:
        report: the report.
        before: the days for which it was set until then.
        told: all days that were told until then.
    """
    days = report.days
    if days is None or before is None:
        return days or before
    if within(days, before):
        return days
    return before if meet(days, before) or (days in told and not report.moving) else days


def meet(a: Days, b: Days) -> bool:
    """Whether two stretches of days have a day in common."""
    return a[0] <= b[1] and b[0] <= a[1]


def within(inner: Days, outer: Days) -> bool:
    """Whether one stretch of days lies within another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def length(days: Days) -> int:
    """How many days there are from the first to the last."""
    return (datetime.date.fromisoformat(days[1]) - datetime.date.fromisoformat(days[0])).days + 1


def distance(a: Days, b: Days) -> int:
    """How many days lie between the first of each."""
    return abs((datetime.date.fromisoformat(a[0]) - datetime.date.fromisoformat(b[0])).days)


def worded(days: Days) -> str:
    """A stretch of days in words.

    >>> worded(("2031-03-12", "2031-03-12")), worded(("2031-03-10", "2031-03-16")), worded(("2031-03-01", "2031-03-31"))
    ('12 March 2031', '10 to 16 March 2031', 'March 2031')
    >>> worded(("2031-03-30", "2031-04-02")), worded(("2031-12-01", "2032-02-29")), worded(("2031-01-01", "2031-12-31"))
    ('30 March to 2 April 2031', 'December 2031 to February 2032', '2031')
    """
    first, last = (datetime.date.fromisoformat(day) for day in days)
    full = f"{last.day} {last:%B} {last.year:04}"
    if first == last:
        return full
    if first.day == 1 and (last + datetime.timedelta(days=1)).day == 1 if last < datetime.date.max else first.day == 1:
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return f"{first.year:04}"
        end = f"{last:%B} {last.year:04}"
        if (first.year, first.month) == (last.year, last.month):
            return end
        return f"{first:%B}{f' {first.year:04}' * (first.year != last.year)} to {end}"
    if first.year != last.year:
        return f"{first.day} {first:%B} {first.year:04} to {full}"
    return f"{first.day}{f' {first:%B}' * (first.month != last.month)} to {full}"


def _listed(texts: Iterable[str]) -> str:
    """Several things in words: "a, b and c"."""
    *before, last = [text for text in texts if text] or [""]
    return f"{', '.join(before)} and {last}" if before else last
