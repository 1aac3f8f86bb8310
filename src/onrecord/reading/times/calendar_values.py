"""TIMEX3 values and the calendar: days, weeks, months, quarters and seasons around a day, with or without a known year.

A dispatch whose year nobody knows is reckoned with in a year that stands in for it, chosen so that the weekdays come
out right, and the year is written `XXXX` at the end. So the one arithmetic serves both cases. Weeks are ISO 8601.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

STAND_IN = 2015
"""The year reckoned with where none is known: an ordinary one, that begins on a Thursday so that it has 53 weeks."""

_VALUE = re.compile(r"(\d{4}|XXXX)(?:-(?:(\d\d)(?:-(\d\d))?|W(\d\d)|Q([1-4])|(SP|SU|FA|WI)))?")


@dataclass(frozen=True)
class Day:
    """A day: whether its year and its weekday are known, and how finely it was told: D, W, M, Q, S (season), Y."""

    date: datetime.date
    known: bool = True
    grain: str = "D"
    placed: bool = True

    def value(self, grain: str | None = None) -> str:
        """The TIMEX3 value of the day, or of the week, month, quarter or year around it."""
        year, grain = (f"{self.date.year:04}" if self.known else "XXXX"), grain or self.grain
        if grain == "W" and not self.placed:
            return "XXXX-WXX"
        if grain == "W":
            iso = self.date.isocalendar()
            return f"{iso.year if self.known else 'XXXX'}-W{iso.week:02}"
        if grain == "Q":
            return f"{year}-Q{(self.date.month + 2) // 3}"
        if grain == "Y":
            return year
        if grain == "DE":
            return year[:3]
        if grain == "CE":
            return year[:2]
        return f"{year}-{self.date.month:02}" + (f"-{self.date.day:02}" if grain == "D" else "")

    def moved(self, count: int, unit: str) -> Day | None:
        """The day so many days (D), weeks (W), months (M), quarters (Q), years (Y) on; None beyond the calendar."""
        date = self.date
        try:
            if unit in ("D", "W"):
                return replace(self, date=date + datetime.timedelta(days=count * (7 if unit == "W" else 1)))
            months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit] * count
            year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
            return replace(self, date=date_in(year, month + 1, date.day))
        except (ValueError, OverflowError):
            return None


def date_in(year: int, month: int, day: int) -> datetime.date:
    """The day of a month, or the month's last where it has no such day."""
    for last in (day, 30, 29, 28):
        try:
            return datetime.date(year, month, min(day, last))
        except ValueError:
            continue
    raise ValueError(f"no day {year}-{month}-{day}")


def day_of(value: str, year: int = STAND_IN) -> Day | None:
    """The day that a TIMEX3 value tells, or begins with; `year` stands in for XXXX."""
    found = _VALUE.match(value)
    if not found or (found.group(1) == "XXXX" and found.end() == 4):
        return None
    known = found.group(1) != "XXXX"
    year = int(found.group(1)) if known else year
    month, day, week, quarter, season = found.groups()[1:]
    try:
        if week:
            return Day(datetime.date.fromisocalendar(year, int(week), 1), known, "W")
        if quarter:
            return Day(datetime.date(year, int(quarter) * 3 - 2, 1), known, "Q")
        if season:
            return Day(datetime.date(year, {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season], 1), known, "S")
        if month:
            return Day(datetime.date(year, int(month), int(day or 1)), known, "D" if day else "M")
        return Day(datetime.date(year, 1, 1), known, "Y") if year else None
    except ValueError:
        return None


_UNPLACED = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "WE": "XXXX-WXX-WE",
    "NI": "XXXX-XX-XXTNI",
}


def around(day: Day | None, unit: str, by: int) -> str:
    """The week, weekend, night, month, quarter, year, … that lies so many before or after the one around a day."""
    if unit == "2W":
        by, unit = by * 2, "W"
    start = replace(day, date=day.date.replace(day=1)) if day and unit in ("M", "Q", "Y", "DE", "CE") else day
    moved = start.moved(by, {"WE": "W", "NI": "D"}.get(unit, unit)) if start else None
    if moved is None:
        return _UNPLACED.get(unit, "XXXX")
    if unit == "WE":
        return moved.value("W") + "-WE"
    return moved.value("D") + "TNI" if unit == "NI" else moved.value(unit)


def nearest(month: int, day: int, anchor: Day, tense: str | None, *, whole_month: bool = False) -> datetime.date | None:
    """The day of that name that lies nearest to the anchor, on its past or coming side if the tense tells."""
    around = []
    for year in (anchor.date.year - 1, anchor.date.year, anchor.date.year + 1):
        try:
            around.append(datetime.date(year, month, day))
        except ValueError:
            continue
    if not around:
        return None
    here = anchor.date.replace(day=1) if whole_month else anchor.date

    def distance(date: datetime.date) -> int:
        off = (date - here).days
        wrong = (tense == "past" and off > 0) or (tense == "future" and off < 0)
        return abs(off) + (366 if wrong else 0)

    return min(around, key=distance)
