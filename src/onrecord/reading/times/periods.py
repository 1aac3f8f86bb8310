"""Longer stretches: the values of quarters, seasons, years, "last week", distances, durations, sets and references.

There is one function for each form of `timexes`, named for it.
"""

from __future__ import annotations

from onrecord.reading.lexicons import table
from onrecord.reading.times.calendar_values import around, nearest
from onrecord.reading.times.grammar import Expression
from onrecord.reading.times.moments import Moment, Value
from onrecord.reading.times.tenses import FUTURE
from onrecord.reading.times.words import (
    DIGITS,
    dated,
    duration_value,
    number,
    part_code,
    unit_code,
    weekday_number,
    year_of,
)

_RATES = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "P1Y", "TH": "PT1H"}


def weekday_set(e: Expression, moment: Moment) -> Value:
    """Such as "every Tuesday", "Mondays"."""
    part = part_code(e.parts.get("part"))
    if e.parts.get("weekday", "").endswith("weekday"):
        return "SET", "XXXX-WXX-XX"
    return "SET", f"XXXX-WXX-{weekday_number(e.parts.get('weekday') or e.parts['plural'].removesuffix('s'))}{part}"


def unit_set(e: Expression, moment: Moment) -> Value:
    """Such as "each year", "every two weeks"."""
    words = e.parts["unit"]
    lex = table("dates")
    if words in lex["seasons"]:
        return "SET", f"XXXX-{lex['seasons'][words]}"
    if words in lex["parts_of_day"] and words != "night":
        return "SET", f"XXXX-XX-XX{part_code(words)}"
    count = e.parts.get("count")
    unit = unit_code(words)
    if count:
        return "SET", duration_value(2 if count == "other" else number(count), unit)
    whole = {"NI": "XXXX-XX-XXTNI", "WE": "XXXX-WXX-WE"}
    return "SET", whole.get(unit, duration_value(1, unit))


def quarter(e: Expression, moment: Moment) -> Value:
    """Such as "the third quarter", "Q2 2021": the last one begun, or this year's in a future clause."""
    words, anchor = e.parts.get("quarter", ""), moment.anchor
    which = int(
        e.parts.get("q")
        or e.parts.get("q2")
        or {"fir": 1, "1st": 1, "sec": 2, "2nd": 2, "thi": 3, "3rd": 3}.get(words[:3], 4)
    )
    told = e.parts.get("year") or e.parts.get("year1") or e.parts.get("year2") or e.parts.get("year3")
    year = year_of(told, moment) if told != "fiscal" else None
    if year is None and anchor and anchor.known:
        now = (anchor.date.month + 2) // 3
        det = (e.parts.get("det") or "").strip()
        year = anchor.date.year - (det == "last" or (which > now and moment.tense != FUTURE))
    return "DATE", f"{year or 'XXXX'}-Q{which}"


def half(e: Expression, moment: Moment) -> Value:
    """Such as "the first half of 2021"."""
    year = year_of(e.parts["year"], moment) or "XXXX"
    return "DATE", f"{year}-H{1 if e.parts['half'] == 'first' else 2}"


def shifted(e: Expression, moment: Moment) -> Value:
    """Such as "last month", "late next year", "this summer", "the following day"."""
    shift, unit = e.parts["shift"], e.parts["unit"]
    by = int(table("dates")["shifts"][shift])
    spoken_of = shift in ("previous", "preceding", "following", "same", "that") or (
        shift == "next" and "the" in e.parts
    )
    day = moment.day if spoken_of else moment.anchor
    seasons = table("dates")["seasons"]
    if unit in seasons:
        year: int | str = "XXXX"
        if day and day.known:
            first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[seasons[unit]]
            at = day.date.month
            wintry = first == 12 and at <= 2  # a winter bears the year of its December
            year = day.date.year - wintry
            if by < 0 and at <= first + 2:
                year -= 1
            elif by > 0 and (at >= first or wintry):
                year += 1
        return "DATE", f"{year}-{seasons[unit]}"
    code = unit_code(unit)
    if shift == "latest" and code not in ("Q", "M", "W"):
        return None
    if code in ("DE", "CE") and by:
        return "DURATION", duration_value(1, code)
    if shift == "latest":
        by = -1
    if code == "D" and shift in ("same", "that") and moment.spoken and moment.spoken.grain != "D":
        return None
    if shift == "past" and "the" in e.parts and code in ("W", "M"):
        return "DURATION", duration_value(1, code)
    if code == "D" and shift == "past":
        return None
    if spoken_of and shift == "next" and code != "D":
        day = moment.anchor
    value = around(day, code, by)
    return dated(value, part_code(e.parts.get("part"))) if code != "NI" else ("TIME", value)


def shifted_many(e: Expression, moment: Moment) -> Value:
    """Such as "the past three months", "the next two years"."""
    words = e.parts["unit"].rstrip("s")
    if words in table("dates")["seasons"]:
        return "DURATION", duration_value(number(e.parts["count"]), table("dates")["seasons"][words])
    return "DURATION", duration_value(
        None if " to " in e.parts["count"] or " or " in e.parts["count"] else number(e.parts["count"]),
        unit_code(e.parts["unit"]),
    )


def recent(e: Expression, moment: Moment) -> Value:
    """Such as "recent weeks", "coming months"."""
    unit = unit_code(e.parts["unit"])
    if unit == "Y" and e.parts["shift"] in ("recent", "past"):
        return "DATE", "PAST_REF"
    if e.parts["shift"] == "coming":
        return "DATE", "FUTURE_REF"
    return "DURATION", duration_value(None, unit)


def ago(e: Expression, moment: Moment) -> Value:
    """Such as "two weeks ago", "three days later": from the dispatch, or from the day spoken of."""
    count, unit, way = number(e.parts["count"]), unit_code(e.parts["unit"]), e.parts["way"]
    back = way in ("ago", "earlier", "before", "previously", "back", "beforehand")
    from_now = way in ("ago", "back", "hence", "from now", "from today")
    if count is None:
        return "DATE", "PAST_REF" if back else "FUTURE_REF"
    day = moment.anchor if from_now else moment.day
    if unit in ("TS", "TM", "TH") or unit in ("NI", "WE"):
        return ("TIME", f"{day.value('D')}TXX:XX") if day and unit in ("TS", "TM", "TH") else None
    if unit == "2W":
        count, unit = count * 2, "W"
    if count == 0.5 or count != int(count):
        count, unit = (
            {"Y": (6, "M"), "D": (0, "D")}.get(unit, (0, ""))
            if count == 0.5
            else (round(count * 12), "M")
            if unit == "Y"
            else (0, "")
        )
        if not unit:
            return None
    moved = day.moved(int(-count if back else count), unit) if day else None
    if moved is None or day is None:
        return "DATE", {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX")
    if unit == "Y" and moment.quarter and back:
        earlier = moment.quarter.moved(int(-count), "Y")
        return "DATE", earlier.value("Q") if earlier else "XXXX-QX"
    grain = {"D": "D", "W": "D", "M": "M", "Q": "Q", "DE": "Y", "CE": "Y"}.get(unit, "Y")
    if unit == "W" and day.grain != "D":
        grain = "W"
    if unit == "D" and day.grain != "D":
        return "DATE", "XXXX-XX-XX"
    return "DATE", moved.value(grain)


def offset(e: Expression, moment: Moment) -> Value:
    """Such as "the day before", "the day after"."""
    back = e.parts["way"] in ("before", "earlier")
    unit = {"night": "NI"}.get(e.parts["unit"], unit_code(e.parts["unit"]))
    day = moment.spoken if moment.spoken and moment.spoken.grain == "D" else moment.anchor
    value = around(day, unit, -1 if back else 1)
    return ("TIME" if unit == "NI" else "DATE"), value


def year_ago(e: Expression, moment: Moment) -> Value:
    """Such as "the year-earlier quarter", "year-ago"."""
    name = e.parts.get("n") or e.parts["n2"]
    if name == "year" and moment.quarter:
        moved = moment.quarter.moved(-1, "Y")
        return "DATE", moved.value("Q") if moved else "XXXX-QX"
    return "DATE", around(moment.anchor, unit_code(name), -1)


def year_period(e: Expression, moment: Moment) -> Value:
    """Such as "the 1988 period"."""
    value = e.parts["year"]
    return "DATE", f"{value}-{moment.quarter.value('Q')[-2:]}" if moment.quarter else value


def period(e: Expression, moment: Moment) -> Value:
    """Such as "the latest quarter", "the year ended …"."""
    if "year" in e.parts:
        return "DURATION", "P1Y"
    if "full" in e.parts:
        return "DATE", around(moment.anchor, "Y", 0)
    if e.parts.get("shift") == "current":
        return ("DATE", around(moment.anchor, "Q", 0)) if e.parts["what"] == "quarter" else None
    if moment.quarter:
        return "DATE", moment.quarter.value("Q")
    return ("DATE", around(moment.anchor, "Q", -1)) if e.parts.get("what") or moment.anchor else None


def fiscal(e: Expression, moment: Moment) -> Value:
    """Such as "fiscal 2021"."""
    return "DATE", e.parts["year"]


def decade(e: Expression, moment: Moment) -> Value:
    """Such as "the 1990s", "the early nineties"."""
    if "year" in e.parts:
        return "DATE", e.parts["year"][:3]
    tens = e.parts.get("tens") or table("dates")["decades"][e.parts["name"]]
    return "DATE", f"19{tens}"


LAST_CENTURY = 21
"""What is called a century in the news; "the 0th" and "the 40th" are slips."""


def century(e: Expression, moment: Moment) -> Value:
    """Such as "the 20th century"."""
    words = e.parts["ordinal"]
    digits = DIGITS.findall(words)
    names = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21} | table("dates")["ordinals"]
    which = int(digits[0]) if digits else int(names[words])
    return ("DATE", f"{which - 1:02}") if 0 < which <= LAST_CENTURY else None


def season(e: Expression, moment: Moment) -> Value:
    """Such as "summer 2021", "until spring"."""
    name = e.parts.get("season") or e.parts["season2"]
    code = table("dates")["seasons"][name]
    year = year_of(e.parts.get("year"), moment)
    if year is None and moment.anchor and moment.anchor.known:
        first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
        found = nearest(first, 15, moment.anchor, moment.tense)
        year = found.year if found else None
    return "DATE", f"{year or 'XXXX'}-{code}"


def duration(e: Expression, moment: Moment) -> Value:
    """Such as "ten days", "a four-year term"; as a rate ("twice a week") a set, in "will meet in two weeks" a day."""
    unit, words = unit_code(e.parts["unit"]), e.parts["count"]
    if "old" in e.parts and unit == "Y":
        return None
    count = number(words)
    if ("half" in e.parts or "half_more" in e.parts) and count is not None:
        return "DURATION", _and_a_half(int(count), unit)
    before, checks = moment.before, table("dates")["checks"]
    spaced = e.parts["hyphen"] == " "
    if spaced and words in ("a", "an") and before is not None and not {"about", "half", "det"} & e.parts.keys():
        rate = before.lower_ in checks["before_rates"] or before.like_num or before.tag_ == "NNS"
        if rate and unit in _RATES:
            return "SET", _RATES[unit]
        if unit in ("NI", "WE", "Q"):
            return None
    if "high" not in e.parts and spaced and moment.tense == FUTURE and unit in ("D", "W", "M", "Y") and count:
        if words == "one" and unit == "D" and "about" not in e.parts:
            return "DATE", "FUTURE_REF"
        if moment.anchor and before is not None and before.lower_ == "in" and count == int(count):
            moved = moment.anchor.moved(int(count), unit)
            return ("DATE", moved.value("D" if unit in ("D", "W") else unit)) if moved else None
    return "DURATION", duration_value(count, unit)


def _and_a_half(count: int, unit: str) -> str:
    """A duration of so many units and a half: a year and a half is P1Y6M."""
    smaller = {"Y": "6M", "TH": "30M", "TM": "30S"}.get(unit)
    whole = duration_value(count, unit)
    return f"{whole}{smaller}" if smaller else duration_value(count + 0.5, unit)


def year(e: Expression, moment: Moment) -> Value:
    """Such as "2014", "early 2010", "nineteen ninety-six"."""
    told = year_of(e.parts["year"], moment)
    if not isinstance(told, int) or not 1500 <= told <= 2150:
        return None
    return "DATE", f"{told:04}"


def short_year(e: Expression, moment: Moment) -> Value:
    """Such as "'98"."""
    told = int(e.parts["year"])
    return "DATE", f"{told + (1900 if told > 40 else 2000)}"


def end_of(e: Expression, moment: Moment) -> Value:
    """Such as "the end of the month", "year-end"."""
    return "DATE", around(moment.anchor, unit_code(e.parts.get("unit", "year")), 0)


def that_day(e: Expression, moment: Moment) -> Value:
    """Such as "the day when …", "earlier in the year"."""
    if "unit" in e.parts:
        return ("DATE", moment.day.value("D")) if moment.day and moment.day.grain == "D" else None
    return "DATE", around(moment.anchor, unit_code(e.parts.get("unit2") or e.parts.get("unit3") or e.parts["unit4"]), 0)


def then(e: Expression, moment: Moment) -> Value:
    """Such as "since then": the day spoken of last."""
    spoken = moment.spoken
    return (
        ("DATE", spoken.value() if spoken.grain in ("D", "M", "Y", "Q", "W") else "PAST_REF")
        if spoken
        else ("DATE", "PAST_REF")
    )


def reference(e: Expression, moment: Moment) -> Value:
    """Such as "now", "recently", "the future"."""
    return "DATE", next(iter(e.parts)).upper()


def adjective(e: Expression, moment: Moment) -> Value:
    """Such as "current", "recent" before a noun."""
    return "DATE", str(table("dates")["adjectives"][e.parts["word"]])


def recurring(e: Expression, moment: Moment) -> Value:
    """Such as "daily", "weekly"."""
    return "SET", str(table("dates")["recurring"][e.parts["word"]])


def bare_units(e: Expression, moment: Moment) -> Value:
    """Such as "for months", "centuries of …"."""
    return "DURATION", duration_value(None, unit_code(e.parts.get("unit") or e.parts["unit2"]))


MEANINGS = {
    f.__name__: f
    for f in (
        weekday_set, unit_set, quarter, half, shifted, shifted_many, recent, ago, offset, year_ago, year_period, period,
        fiscal, decade, century, season, duration, year, short_year, end_of, that_day, then, reference, adjective,
        recurring, bare_units,
    )
} | {"year_word": year, "word_year": year}  # fmt: skip
