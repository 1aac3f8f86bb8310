"""Days and hours: the values of calendar dates, weekdays, "yesterday", parts of the day and clock times.

There is one function for each form of `timexes`, named for it.
"""

from __future__ import annotations

import datetime
import re

from onrecord.reading.lexicons import table
from onrecord.reading.times.calendar_values import Day, around, nearest
from onrecord.reading.times.grammar import Expression, expressions
from onrecord.reading.times.moments import Moment, Value
from onrecord.reading.times.tenses import FUTURE, PAST
from onrecord.reading.times.words import (
    DIGITS,
    dated,
    full_date,
    month_number,
    number,
    part_code,
    weekday_number,
    year_of,
)


def date(e: Expression, moment: Moment) -> Value:
    """Such as "January 10", "9 March 2021", "Monday, January 10", and the first day of "January 9-13"."""
    told = full_date(e)
    if told is None:
        return None
    year, month, day = told
    part = part_code(e.parts.get("part"))
    if year:
        return dated(f"{year:04}-{month:02}-{day:02}", part)
    if not moment.anchor or not moment.anchor.known:
        return dated(f"XXXX-{month:02}-{day:02}", part)
    if "weekday" in e.parts:
        named = weekday_number(e.parts["weekday"])
        here = moment.anchor.date.year
        for at in (here, here - 1, here + 1):
            try:
                if datetime.date(at, month, day).isoweekday() == named:
                    return dated(f"{at:04}-{month:02}-{day:02}", part)
            except ValueError:
                continue
    last = e.parts.get("last") or e.parts.get("last2")
    if last:  # a range lies ahead or behind by its last day
        try:
            found = nearest(month, int(DIGITS.findall(last)[0]), moment.anchor, moment.tense)
            return ("DATE", found.replace(day=day).isoformat()) if found else None
        except ValueError:
            return None
    found = nearest(month, day, moment.anchor, None if moment.in_dateline else moment.tense)
    return dated(found.isoformat(), part) if found else None


def iso(e: Expression, moment: Moment) -> Value:
    """Such as "2022-01-10", "2022-01-10T15:00"."""
    if full_date(e) is None:
        return None
    value = "{year}-{month}-{day}".format(**e.parts)
    return dated(value, "T{hour}:{minute}".format(**e.parts) if "hour" in e.parts else "")


def numeric(e: Expression, moment: Moment) -> Value:
    """Such as "10/01/2022", "10.01.2022": day first, or month first in the papers that write so.

    Where nobody knows who writes, the reading that lies nearer to the dispatch; where one alone is a date, that.
    """
    first, second, year = int(e.parts["first"]), int(e.parts["second"]), int(e.parts["year"])
    if len(e.parts["year"]) == 2:
        if e.parts["sep"] != "/" and not (first <= 31 and second <= 12 and e.parts["sep"] == "."):
            return None
        year += 1900 if year > 40 else 2000
    readings = []
    for month, day in ((second, first), (first, second)):
        try:
            readings.append(datetime.date(year, month, day))
        except ValueError:
            continue
    if not readings:
        return None
    anchor = moment.anchor.date if moment.anchor and moment.anchor.known else readings[0]
    best = readings[0]
    if e.parts["sep"] == "/" and moment.month_first is None:
        best = min(readings, key=lambda d: abs((d - anchor).days))
    elif e.parts["sep"] == "/" and moment.month_first:
        best = readings[-1]
    return "DATE", best.isoformat()


def month(e: Expression, moment: Moment) -> Value:
    """Such as "January", "early March 2014", "last May", "each July"."""
    at, shift, anchor = month_number(e.parts["month"]), e.parts.get("shift"), moment.anchor
    if shift in ("each", "every"):
        return "SET", f"XXXX-{at:02}"
    year = year_of(e.parts.get("year"), moment)
    if year:
        return "DATE", f"{year}-{at:02}"
    if not anchor or not anchor.known:
        return "DATE", f"XXXX-{at:02}"
    if shift in ("last", "past"):
        return "DATE", f"{anchor.date.year - (at >= anchor.date.month)}-{at:02}"
    if shift in ("next", "the coming"):
        return "DATE", f"{anchor.date.year + (at <= anchor.date.month)}-{at:02}"
    if shift == "this":
        return "DATE", f"{anchor.date.year}-{at:02}"
    found = nearest(at, 1, anchor, moment.tense, whole_month=True)
    return ("DATE", Day(found).value("M")) if found else None


def weekday(e: Expression, moment: Moment) -> Value:
    """Such as "Friday", "last Friday", "Wednesday morning": by the tense, or the next or last of that name."""
    named, shift, part = (
        weekday_number(e.parts["weekday"]),
        e.parts.get("shift", "").removeprefix("the "),
        part_code(e.parts.get("part")),
    )
    anchor = moment.anchor
    if shift in ("following", "same", "that", "previous", "preceding") and moment.spoken and moment.spoken.grain == "D":
        anchor = moment.spoken
        ahead = (named - anchor.date.isoweekday() - 1) % 7 + 1
        if shift in ("same", "that"):
            ahead %= 7
        found = anchor.moved(ahead - (7 if shift in ("previous", "preceding") else 0), "D")
        return dated(found.value("D"), part) if found else None
    if anchor is None or not anchor.placed:
        return dated(f"XXXX-WXX-{named}", part)
    today = anchor.date.isoweekday()
    back = (today - named) % 7
    if shift in ("next",):
        days = 7 - today + named
    elif shift in ("coming", "upcoming", "following"):
        days = (named - today - 1) % 7 + 1
    elif shift in ("last", "past", "previous", "preceding"):
        days = -(back or 7)
    elif shift in ("this", "current"):
        days = named - today
    elif back == 0:
        days = 0
    else:
        days = 7 - back if moment.tense == FUTURE else -back
    found = anchor.moved(days, "D")
    return dated(found.value("D"), part) if found else None


def dayname(e: Expression, moment: Moment) -> Value:
    """Such as "today", "yesterday morning", "overnight"."""
    name = e.parts["name"]
    part = part_code(e.parts.get("part")) or {"tonight": "TNI", "overnight": "TNI"}.get(name, "")
    if "mod" in e.parts and e.parts["mod"].startswith("mid-"):
        part = part_code(e.parts["mod"].removeprefix("mid-").strip())
    off = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(name, 0)
    found = moment.anchor.moved(off, "D") if moment.anchor else None
    return dated(found.value("D") if found else "XXXX-XX-XX", part)


def part(e: Expression, moment: Moment) -> Value:
    """Such as "this morning", "last night", "the previous evening"."""
    if "part2" in e.parts:
        return None
    shift, code = e.parts["shift"].removeprefix("the "), part_code(e.parts["part"])
    day = moment.anchor if shift in ("this", "last") else moment.day
    off = {"last": -1, "previous": -1, "other": -1, "following": 1, "next": 1}.get(shift, 0)
    found = day.moved(off, "D") if day and day.grain == "D" else None
    return "TIME", (found.value("D") if found else "XXXX-XX-XX") + code


def nth_day(e: Expression, moment: Moment) -> Value:
    """Such as "the 13th": of the month in which it lies nearest, on the side that the tense tells."""
    day, anchor = int(DIGITS.findall(e.parts["day"])[0]), moment.anchor
    shift = e.parts.get("shift", "")
    if anchor is None:
        return "DATE", f"XXXX-XX-{day:02}"
    months = {"last": (-1,), "next": (1,), "this": (0,)}.get(shift, (0, -1, 1))
    around = []
    for by in months:
        first = Day(anchor.date.replace(day=1), anchor.known).moved(by, "M")
        try:
            around.append(first.date.replace(day=day) if first else anchor.date)
        except ValueError:
            continue

    def wrong(date: datetime.date) -> bool:
        return (moment.tense == PAST and date > anchor.date) or (moment.tense == FUTURE and date < anchor.date)

    if not around:
        return None
    best = min(around, key=lambda d: (wrong(d), abs((d - anchor.date).days)))
    return "DATE", Day(best, anchor.known).value()


def weekend(e: Expression, moment: Moment) -> Value:
    """Such as "the weekend": the one just past, or the coming one in a future clause."""
    if moment.anchor is None:
        return "DATE", "XXXX-WXX-WE"
    by = 0 if moment.tense == FUTURE or moment.anchor.date.isoweekday() >= 6 else -1
    return "DATE", around(moment.anchor, "WE", by)


def holiday(e: Expression, moment: Moment) -> Value:
    """Such as "Christmas Day", "May Day"."""
    at, day = table("dates")["holidays"][e.whole]
    if not moment.anchor or not moment.anchor.known:
        return "DATE", f"XXXX-{at:02}-{day:02}"
    found = nearest(at, day, moment.anchor, moment.tense)
    return ("DATE", found.isoformat()) if found else None


def clock(e: Expression, moment: Moment) -> Value:
    """Such as "10 p.m. Wednesday", "15:00 GMT": of the day named beside it or in its sentence, else of the dispatch."""
    words = e.parts["clock"]
    if "midnight" in words:
        time = "T24:00"
    elif "noon" in words:
        time = "T12:00"
    else:
        digits = DIGITS.findall(words)
        if not digits:
            hour, minute = int(number(words.split()[0]) or 0), "00"
        elif len(digits[0]) == 4:
            hour, minute = int(digits[0][:2]), digits[0][2:]
        else:
            hour, minute = int(digits[0]), (digits[1] if len(digits) > 1 else "00")
        if re.search(r"p\.?m", words) and hour < 12:
            hour += 12
        elif re.search(r"a\.?m", words) and hour == 12:
            hour = 0
        time = f"T{hour:02}:{minute}"
    day = "XXXX-XX-XX"
    named = e.parts.get("named") or e.parts.get("named_behind")
    if named:
        for inner in expressions(named):
            found = _NAMED[inner.form](inner, moment) if inner.form in _NAMED else None
            if found:
                day = found[1].split("T")[0]
    elif moment.same_sentence and moment.spoken and moment.spoken.grain == "D":
        day = moment.spoken.value()
    elif moment.anchor:
        day = moment.anchor.value("D")
    return "TIME", day + time


_NAMED = {"date": date, "weekday": weekday, "dayname": dayname}

MEANINGS = {
    f.__name__: f for f in (date, iso, numeric, month, weekday, dayname, part, nth_day, weekend, holiday, clock)
} | {"day_range": date}
