"""The words of an expression of time as numbers and codes: months, units, years, counts, parts of the day."""

from __future__ import annotations

import datetime
import re

from onrecord.reading.lexicons import table
from onrecord.reading.times.grammar import Expression
from onrecord.reading.times.moments import Moment, Value

DIGITS = re.compile(r"\d+")
_CLOCK_UNITS = {"TS": "S", "TM": "M", "TH": "H"}


def month_number(name: str) -> int:
    """The number of a month by its name or abbreviation."""
    return int(table("dates")["months"][name.rstrip(". ").strip()])


def weekday_number(name: str) -> int:
    """The ISO number of a weekday by its name, abbreviation or plural."""
    days = table("dates")["weekdays"]
    name = name.rstrip(".")
    return int(days[name] if name in days else days[name.rstrip("s")])


def unit_code(words: str) -> str:
    """The TIMEX3 code of a unit of time, with its adjectives: "working days" is D."""
    name = words.split()[-1]
    units = table("dates")["units"]
    singular = {"centuries": "century"}.get(name, name)
    return str(units[singular] if singular in units else units[singular.rstrip("s")])


def number(words: str) -> float | None:
    """The number that some words tell, or None where they are vague ("several")."""
    words = words.lower().strip()
    if words in ("a", "an", "another", "one"):
        return 1
    if words in ("half a", "half an"):
        return 0.5
    if "couple" in words:
        return 2
    if words == "a dozen":
        return 12
    if words.startswith("another "):
        words = words.removeprefix("another ")
    if words[0].isdigit():
        return float(words.replace(",", ""))
    numbers, total = table("dates")["numbers"], 0
    for word in re.split(r"[- ]", words):
        if word in ("and", "a"):
            continue
        if word not in numbers:
            return None
        total = max(total, 1) * 100 if word == "hundred" else total + numbers[word]
    return total


def duration_value(count: float | None, unit: str) -> str:
    """A TIMEX3 duration: P2W, PT10H, PXD."""
    if unit == "2W":
        count, unit = (None if count is None else count * 2), "W"
    amount = "X" if count is None else f"{count:.0f}" if count == int(count) else f"{count:g}"
    clock = unit in _CLOCK_UNITS
    if clock and count == 0.5 and unit == "TH":
        return "PT30M"
    if count == 0.5 and unit == "Y":
        return "P6M"
    return f"PT{amount}{_CLOCK_UNITS[unit]}" if clock else f"P{amount}{unit}"


def year_of(words: str | None, moment: Moment) -> int | str | None:
    """The year that "2014", "'98", "nineteen ninety-six" or "last year" tell; XXXX where nobody knows it."""
    if not words:
        return None
    digits = re.search(r"\d{4}", words)
    if digits:
        return int(digits.group())
    short = re.search(r"['’](\d\d)", words)
    if short:
        return int(short.group(1)) + (1900 if int(short.group(1)) > 40 else 2000)
    for shift, by in (
        ("last", -1),
        ("next", 1),
        ("ago", -1),
        ("earlier", -1),
        ("this", 0),
        ("the year", 0),
        ("that", 0),
        ("fiscal", 0),
    ):
        if shift in words:
            return moment.anchor.date.year + by if moment.anchor and moment.anchor.known else "XXXX"
    spoken = re.match(r"(nineteen|twenty|two thousand)(?: (?:hundred|and))?[ -]?(?:oh |o )?(.*)", words)
    if spoken:
        rest = number(spoken.group(2)) if spoken.group(2) else 0
        if rest is not None:
            return int({"nineteen": 1900, "twenty": 2000, "two thousand": 2000}[spoken.group(1)] + rest)
    return None


def full_date(expression: Expression) -> tuple[int | None, int, int] | None:
    """Year (None if not written), month and day (1 for a whole month) that an expression names outright."""
    parts = expression.parts
    try:
        if expression.form == "iso":
            told = int(parts["year"]), int(parts["month"]), int(parts["day"])
        elif expression.form in ("date", "month", "day_range"):
            month = month_number(parts.get("month") or parts["month2"])
            words = parts.get("day") or parts.get("day2") or parts.get("first") or parts.get("first2") or "1"
            year = parts.get("year") or parts.get("year2")
            number_of_year = year_of(year, Moment(None))
            told = (number_of_year if isinstance(number_of_year, int) else None), month, int(DIGITS.findall(words)[0])  # type: ignore[assignment]
        elif expression.form == "numeric" and len(parts["year"]) == 4:
            first, second = int(parts["first"]), int(parts["second"])
            told = int(parts["year"]), *((first, second) if second > 12 else (second, first))
        else:
            return None
        datetime.date(told[0] or 2016, told[1], told[2])
    except (ValueError, KeyError):
        return None
    return told


def part_code(words: str | None) -> str:
    """The TIMEX3 code of a part of the day, "" for none."""
    if not words:
        return ""
    code = str(table("dates")["parts_of_day"][words])
    return code if code.startswith("T") else f"T{code}"


def dated(value: str, part: str) -> Value:
    """A day, or a time of that day."""
    return ("TIME", value + part) if part else ("DATE", value)
