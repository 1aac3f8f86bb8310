"""The days that a TIMEX3 value covers, so that facts can be found and sorted by day.

A value whose year is not known (`XXXX-01-10`) covers no day: it is never guessed at. Seasons are meteorological, and
a winter begins in the December of its year.
"""

from __future__ import annotations

import calendar
import datetime
import re

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>\d|WE))?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?:T.*)?"
)
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def days_of(value: str | None) -> tuple[str, str] | tuple[None, None]:
    """The first and the last day (ISO 8601) that a TIMEX3 value covers; nothing where it names no day.

    >>> days_of("2022-01-10T15:00")
    ('2022-01-10', '2022-01-10')
    >>> days_of("2022-02"), days_of("2022-W02")
    (('2022-02-01', '2022-02-28'), ('2022-01-10', '2022-01-16'))
    >>> days_of("XXXX-01-10"), days_of("P2D")
    ((None, None), (None, None))
    """
    found = _VALUE.fullmatch(value or "")
    if found is None:
        return None, None
    year = int(found["year"])
    try:
        if found["week"]:
            weekday = found["weekday"] or ""
            first = datetime.date.fromisocalendar(
                year, int(found["week"]), 6 if weekday == "WE" else int(weekday or "1")
            )
            last = first + datetime.timedelta(days=1 if weekday == "WE" else 0 if weekday else 6)
        elif found["day"]:
            first = last = datetime.date(year, int(found["month"]), int(found["day"]))
        elif found["month"]:
            first, last = _months(year, int(found["month"]), 1)
        elif found["quarter"]:
            first, last = _months(year, 3 * int(found["quarter"]) - 2, 3)
        elif found["half"]:
            first, last = _months(year, 6 * int(found["half"]) - 5, 6)
        elif found["season"]:
            first, last = _months(year, _SEASONS[found["season"]], 3)
        else:
            first, last = _months(year, 1, 12)
    except (ValueError, OverflowError):  # a month 13, a week 54, the year 0000
        return None, None
    return first.isoformat(), last.isoformat()


def _months(year: int, month: int, count: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of so many months."""
    years, last = divmod(month + count - 2, 12)
    last_day = calendar.monthrange(year + years, last + 1)[1]
    return datetime.date(year, month, 1), datetime.date(year + years, last + 1, last_day)


def moved(day: str | None, by: int) -> str | None:
    """A day so many days later; itself where the calendar ends before that."""
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=by)).isoformat() if day else None
    except OverflowError:
        return day
