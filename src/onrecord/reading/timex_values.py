"""What an expression of time means: its TIMEX3 type and value, given the moment at which it is read.

There is one small function for each form of `timexes`, named for it. The moment holds the dispatch's day and the last
day spoken of. With no day to reckon from, what the words themselves tell still stands ("XXXX-WXX-3TMO").
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.reading.calendar_values import STAND_IN, Day, nearest
from onrecord.reading.lexicons import table
from onrecord.reading.tenses import FUTURE, PAST
from onrecord.reading.timexes import Expression, expressions
from onrecord.record import Span, TimexType

Value = tuple[TimexType, str] | None


@dataclass
class Moment:
    """What is known where an expression stands (offset `here`): the dispatch's day, the day spoken of last, whether that
    was in this sentence, and the quarter spoken of last with the place where it was."""

    anchor: Day | None
    spoken: Day | None = None
    here: int = 0
    last_quarter: tuple[int, Day] | None = None
    same_sentence: bool = False
    in_dateline: bool = False

    @property
    def day(self) -> Day | None:
        """The day that "later" and "the next day" count from."""
        return self.spoken or self.anchor

    def speak_of(self, day: Day, *, compared: bool) -> None:
        """Take a day as spoken of; one that is only compared with ("a year earlier") leaves years and quarters be."""
        if compared and day.grain in ("Q", "Y"):
            return
        self.spoken = day
        if day.grain == "Q":
            self.last_quarter = self.here, day

    @property
    def quarter(self) -> Day | None:
        """The quarter spoken of within the last paragraph or so."""
        return self.last_quarter[1] if self.last_quarter and self.here - self.last_quarter[0] < QUARTER_REACH else None


QUARTER_REACH = 600
"""Characters within which "a year earlier" means the quarter just spoken of; tuned on the even documents of TimeBank,
where earnings reports name the quarter once a paragraph. Beyond it, a year is a year."""

_CODES = {"TS": "S", "TM": "M", "TH": "H"}
_RATES = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "P1Y", "TH": "PT1H"}
_PARTS = re.compile(r"\d+")


def _month(name: str) -> int:
    return int(table("dates")["months"][name.rstrip(". ").strip()])


def _weekday(name: str) -> int:
    days = table("dates")["weekdays"]
    name = name.rstrip(".")
    return int(days[name] if name in days else days[name.rstrip("s")])


def _unit(words: str) -> str:
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


def _period(count: float | None, unit: str) -> str:
    """A TIMEX3 duration: P2W, PT10H, PXD."""
    if unit == "2W":
        count, unit = (None if count is None else count * 2), "W"
    amount = "X" if count is None else f"{count:g}"
    clock = unit in _CODES
    if clock and count == 0.5 and unit == "TH":
        return "PT30M"
    if count == 0.5 and unit == "Y":
        return "P6M"
    return f"PT{amount}{_CODES[unit]}" if clock else f"P{amount}{unit}"


def _year(words: str | None, moment: Moment) -> int | str | None:
    """The year that "2014", "'98", "nineteen ninety-six" or "last year" tell; XXXX where the dispatch's is not known."""
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
            month = _month(parts.get("month") or parts["month2"])
            words = parts.get("day") or parts.get("day2") or parts.get("first") or parts.get("first2") or "1"
            year = parts.get("year") or parts.get("year2")
            number_of_year = _year(year, Moment(None))
            told = (number_of_year if isinstance(number_of_year, int) else None), month, int(_PARTS.findall(words)[0])  # type: ignore[assignment]
        elif expression.form == "numeric" and len(parts["year"]) == 4:
            first, second = int(parts["first"]), int(parts["second"])
            told = int(parts["year"]), *((first, second) if second > 12 else (second, first))
        else:
            return None
        datetime.date(told[0] or 2016, told[1], told[2])
    except (ValueError, KeyError):
        return None
    return told


def _part(words: str | None) -> str:
    if not words:
        return ""
    code = str(table("dates")["parts_of_day"][words])
    return code if code.startswith("T") else f"T{code}"


def _dated(value: str, part: str) -> Value:
    return ("TIME", value + part) if part else ("DATE", value)


def date(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    told = full_date(e)
    if told is None:
        return None
    year, month, day = told
    part = _part(e.parts.get("part"))
    if year:
        return _dated(f"{year:04}-{month:02}-{day:02}", part)
    if not moment.anchor or not moment.anchor.known:
        return _dated(f"XXXX-{month:02}-{day:02}", part)
    if "weekday" in e.parts:
        named = _weekday(e.parts["weekday"])
        here = moment.anchor.date.year
        for at in (here, here - 1, here + 1):
            try:
                if datetime.date(at, month, day).isoweekday() == named:
                    return _dated(f"{at:04}-{month:02}-{day:02}", part)
            except ValueError:
                continue
    last = e.parts.get("last") or e.parts.get("last2")
    if last:  # a range lies ahead or behind by its last day
        try:
            found = nearest(month, int(_PARTS.findall(last)[0]), moment.anchor, tense)
            return ("DATE", found.replace(day=day).isoformat()) if found else None
        except ValueError:
            return None
    found = nearest(month, day, moment.anchor, None if moment.in_dateline else tense)
    return _dated(found.isoformat(), part) if found else None


def iso(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    if full_date(e) is None:
        return None
    value = "{year}-{month}-{day}".format(**e.parts)
    return _dated(value, "T{hour}:{minute}".format(**e.parts) if "hour" in e.parts else "")


def numeric(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
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
    best = min(readings, key=lambda d: abs((d - anchor).days)) if e.parts["sep"] == "/" else readings[0]
    return "DATE", best.isoformat()


def month(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    at, shift, anchor = _month(e.parts["month"]), e.parts.get("shift"), moment.anchor
    if shift in ("each", "every"):
        return "SET", f"XXXX-{at:02}"
    year = _year(e.parts.get("year"), moment)
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
    found = nearest(at, 1, anchor, tense, whole_month=True)
    return ("DATE", Day(found).value("M")) if found else None


def weekday(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    named, shift, part = (
        _weekday(e.parts["weekday"]),
        e.parts.get("shift", "").removeprefix("the "),
        _part(e.parts.get("part")),
    )
    anchor = moment.anchor
    if shift in ("following", "same", "that", "previous", "preceding") and moment.spoken and moment.spoken.grain == "D":
        anchor = moment.spoken
        ahead = (named - anchor.date.isoweekday() - 1) % 7 + 1
        if shift in ("same", "that"):
            ahead %= 7
        found = anchor.moved(ahead - (7 if shift in ("previous", "preceding") else 0), "D")
        return _dated(found.value("D"), part) if found else None
    if anchor is None or (not anchor.known and anchor.date.year == 1):
        return _dated(f"XXXX-WXX-{named}", part)
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
        days = 7 - back if tense == FUTURE else -back
    found = anchor.moved(days, "D")
    return _dated(found.value("D"), part) if found else None


def weekday_set(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    part = _part(e.parts.get("part"))
    if e.parts.get("weekday", "").endswith("weekday"):
        return "SET", "XXXX-WXX-XX"
    return "SET", f"XXXX-WXX-{_weekday(e.parts.get('weekday') or e.parts['plural'].removesuffix('s'))}{part}"


def unit_set(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    words = e.parts["unit"]
    lex = table("dates")
    if words in lex["seasons"]:
        return "SET", f"XXXX-{lex['seasons'][words]}"
    if words in lex["parts_of_day"] and words != "night":
        return "SET", f"XXXX-XX-XX{_part(words)}"
    count = e.parts.get("count")
    unit = _unit(words)
    if count:
        return "SET", _period(2 if count == "other" else number(count), unit)
    whole = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "NI": "XXXX-XX-XXTNI", "WE": "XXXX-WXX-WE"}
    return "SET", whole.get(unit, _period(1, unit))


def dayname(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    name = e.parts["name"]
    part = _part(e.parts.get("part")) or {"tonight": "TNI", "overnight": "TNI"}.get(name, "")
    if "mod" in e.parts and e.parts["mod"].startswith("mid-"):
        part = _part(e.parts["mod"].removeprefix("mid-").strip())
    off = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(name, 0)
    found = moment.anchor.moved(off, "D") if moment.anchor else None
    return _dated(found.value("D") if found else "XXXX-XX-XX", part)


def part(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    if "part2" in e.parts:
        return None
    shift, code = e.parts["shift"].removeprefix("the "), _part(e.parts["part"])
    day = moment.anchor if shift in ("this", "last") else moment.day
    off = {"last": -1 if code == "TNI" else -1, "previous": -1, "other": -1, "following": 1, "next": 1}.get(shift, 0)
    found = day.moved(off, "D") if day and day.grain == "D" else None
    return "TIME", (found.value("D") if found else "XXXX-XX-XX") + code


def clock(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    words = e.parts["clock"]
    if "midnight" in words:
        time = "T24:00"
    elif "noon" in words:
        time = "T12:00"
    else:
        digits = _PARTS.findall(words)
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
            found = value_of(inner, moment, tense, token)
            if found:
                day = found[1].split("T")[0]
    elif moment.same_sentence and moment.spoken and moment.spoken.grain == "D":
        day = moment.spoken.value()
    elif moment.anchor:
        day = moment.anchor.value("D")
    return "TIME", day + time


def quarter(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    words, anchor = e.parts.get("quarter", ""), moment.anchor
    which = int(
        e.parts.get("q")
        or e.parts.get("q2")
        or {"fir": 1, "1st": 1, "sec": 2, "2nd": 2, "thi": 3, "3rd": 3}.get(words[:3], 4)
    )
    told = e.parts.get("year") or e.parts.get("year1") or e.parts.get("year2") or e.parts.get("year3")
    year = _year(told, moment) if told != "fiscal" else None
    if year is None and anchor and anchor.known:
        now = (anchor.date.month + 2) // 3
        det = (e.parts.get("det") or "").strip()
        year = anchor.date.year - (det == "last" or (which > now and tense != FUTURE))
    return "DATE", f"{year or 'XXXX'}-Q{which}"


def half(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    year = _year(e.parts["year"], moment) or "XXXX"
    return "DATE", f"{year}-H{1 if e.parts['half'] == 'first' else 2}"


def _around(day: Day | None, unit: str, by: int) -> str:
    """The week, month, quarter, year, … that lies so many before or after the one around a day."""
    blank = {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "Y": "XXXX",
        "WE": "XXXX-WXX-WE",
        "NI": "XXXX-XX-XXTNI",
    }
    if day is None:
        return blank.get(unit, "XXXX")
    if unit in ("WE", "NI"):
        moved = day.moved(by, "W" if unit == "WE" else "D")
        return blank[unit] if moved is None else moved.value("W") + "-WE" if unit == "WE" else moved.value("D") + "TNI"
    if unit == "2W":
        by, unit = by * 2, "W"
    start = Day(day.date.replace(day=1), day.known) if unit in ("M", "Q", "Y", "DE", "CE") else day
    moved = start.moved(by, unit)
    return moved.value(unit) if moved else blank.get(unit, "XXXX")


def shifted(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
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
    code = _unit(unit)
    if shift == "latest" and code not in ("Q", "M", "W"):
        return None
    if code in ("DE", "CE") and by:
        return "DURATION", _period(1, code)
    if shift == "latest":
        by = -1
    if code == "D" and shift in ("same", "that") and moment.spoken and moment.spoken.grain != "D":
        return None
    if shift == "past" and "the" in e.parts and code in ("W", "M"):
        return "DURATION", _period(1, code)
    if code == "D" and shift == "past":
        return None
    if spoken_of and shift == "next" and code != "D":
        day = moment.anchor
    value = _around(day, code, by)
    return _dated(value, _part(e.parts.get("part"))) if code != "NI" else ("TIME", value)


def shifted_many(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    words = e.parts["unit"].rstrip("s")
    if words in table("dates")["seasons"]:
        return "DURATION", _period(number(e.parts["count"]), table("dates")["seasons"][words])
    return "DURATION", _period(
        None if " to " in e.parts["count"] or " or " in e.parts["count"] else number(e.parts["count"]),
        _unit(e.parts["unit"]),
    )


def recent(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    unit = _unit(e.parts["unit"])
    if unit == "Y" and e.parts["shift"] in ("recent", "past"):
        return "DATE", "PAST_REF"
    return "DURATION", _period(None, unit)


def ago(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    count, unit, way = number(e.parts["count"]), _unit(e.parts["unit"]), e.parts["way"]
    back = way in ("ago", "earlier", "before", "previously", "back", "beforehand")
    from_now = way in ("ago", "back", "hence", "from now", "from today")
    if count is None:
        return "DATE", "PAST_REF" if back else "FUTURE_REF"
    day = moment.anchor if from_now else moment.day
    if unit in _CODES or unit in ("NI", "WE"):
        return ("TIME", f"{day.value('D')}TXX:XX") if day and unit in _CODES else None
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


def offset(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    back = e.parts["way"] in ("before", "earlier")
    unit = {"night": "NI"}.get(e.parts["unit"], _unit(e.parts["unit"]))
    day = moment.spoken if moment.spoken and moment.spoken.grain == "D" else moment.anchor
    value = _around(day, unit, -1 if back else 1)
    return ("TIME" if unit == "NI" else "DATE"), value


def year_ago(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    name = e.parts.get("n") or e.parts["n2"]
    if name == "year" and moment.quarter:
        moved = moment.quarter.moved(-1, "Y")
        return "DATE", moved.value("Q") if moved else "XXXX-QX"
    return "DATE", _around(moment.anchor, _unit(name), -1)


def year_period(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    value = e.parts["year"]
    return "DATE", f"{value}-{moment.quarter.value('Q')[-2:]}" if moment.quarter else value


def period(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    if "year" in e.parts:
        return "DURATION", "P1Y"
    if "full" in e.parts:
        return "DATE", _around(moment.anchor, "Y", 0)
    if e.parts.get("shift") == "current":
        return ("DATE", _around(moment.anchor, "Q", 0)) if e.parts["what"] == "quarter" else None
    if moment.quarter:
        return "DATE", moment.quarter.value("Q")
    return ("DATE", _around(moment.anchor, "Q", -1)) if e.parts.get("what") or moment.anchor else None


def fiscal(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    return "DATE", e.parts["year"]


def decade(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    if "year" in e.parts:
        return "DATE", e.parts["year"][:3]
    tens = e.parts.get("tens") or table("dates")["decades"][e.parts["name"]]
    return "DATE", f"19{tens}"


def century(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    words = e.parts["ordinal"]
    digits = _PARTS.findall(words)
    names = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21} | table("dates")["ordinals"]
    which = int(digits[0]) if digits else int(names[words])
    return "DATE", f"{which - 1:02}"


def season(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    name = e.parts.get("season") or e.parts["season2"]
    code = table("dates")["seasons"][name]
    year = _year(e.parts.get("year"), moment)
    if year is None and moment.anchor and moment.anchor.known:
        first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
        found = nearest(first, 15, moment.anchor, tense)
        year = found.year if found else None
    return "DATE", f"{year or 'XXXX'}-{code}"


def duration(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    unit, words = _unit(e.parts["unit"]), e.parts["count"]
    if "old" in e.parts and unit == "Y":
        return None
    count = number(words)
    if "half" in e.parts and count is not None:
        count, unit = (count * 12 + 6, "M") if unit == "Y" else (count + 0.5, unit)
    alone = words in ("a", "an") and "about" not in e.parts and "half" not in e.parts and e.parts["hyphen"] == " "
    if alone and token.i and "det" not in e.parts:
        before = token.nbor(-1)
        checks = table("dates")["checks"]
        if unit in _RATES and (before.lower_ in checks["before_rates"] or before.like_num or before.tag_ == "NNS"):
            return "SET", _RATES[unit]
        if unit in ("NI", "WE", "Q"):
            return None
    if "high" in e.parts:
        return "DURATION", _period(count, unit)
    if (
        e.parts["hyphen"] == " "
        and unit in ("D", "W", "M", "Y")
        and count == int(count or 0)
        and tense == FUTURE
        and token.i
    ):
        if words == "one" and unit == "D" and "about" not in e.parts:
            return "DATE", "FUTURE_REF"
        moved = moment.anchor.moved(int(count or 0), unit) if moment.anchor and token.nbor(-1).lower_ == "in" else None
        if moved:
            return "DATE", moved.value("D" if unit in ("D", "W") else unit)
    return "DURATION", _period(count, unit)


def nth_day(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    day, anchor = int(_PARTS.findall(e.parts["day"])[0]), moment.anchor
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
    wrong = {PAST: lambda d: d > anchor.date, FUTURE: lambda d: d < anchor.date}.get(tense or "", lambda d: False)
    if not around:
        return None
    best = min(around, key=lambda d: (wrong(d), abs((d - anchor.date).days)))
    return "DATE", Day(best, anchor.known).value()


def weekend(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    if moment.anchor is None:
        return "DATE", "XXXX-WXX-WE"
    by = 0 if tense == FUTURE or moment.anchor.date.isoweekday() >= 6 else -1
    return "DATE", _around(moment.anchor, "WE", by)


def year(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    told = _year(e.parts["year"], moment)
    if not isinstance(told, int) or not 1500 <= told <= 2150:
        return None
    return "DATE", f"{told:04}"


def short_year(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    told = int(e.parts["year"])
    return "DATE", f"{told + (1900 if told > 40 else 2000)}"


def end_of(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    return "DATE", _around(moment.anchor, _unit(e.parts.get("unit", "year")), 0)


def that_day(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    if "unit" in e.parts:
        return ("DATE", moment.day.value("D")) if moment.day and moment.day.grain == "D" else None
    return "DATE", _around(moment.anchor, _unit(e.parts.get("unit2") or e.parts["unit3"]), 0)


def then(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    spoken = moment.spoken
    return (
        ("DATE", spoken.value() if spoken.grain in ("D", "M", "Y", "Q", "W") else "PAST_REF")
        if spoken
        else ("DATE", "PAST_REF")
    )


def holiday(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    at, day = table("dates")["holidays"][e.whole]
    if not moment.anchor or not moment.anchor.known:
        return "DATE", f"XXXX-{at:02}-{day:02}"
    found = nearest(at, day, moment.anchor, tense)
    return ("DATE", found.isoformat()) if found else None


def reference(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    return "DATE", next(iter(e.parts)).upper()


def adjective(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    return "DATE", str(table("dates")["adjectives"][e.parts["word"]])


def recurring(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    return "SET", str(table("dates")["recurring"][e.parts["word"]])


def bare_units(e: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    return "DURATION", _period(None, _unit(e.parts.get("unit") or e.parts["unit2"]))


_MEANINGS: dict[str, Callable[[Expression, Moment, str | None, Token], Value]] = {
    f.__name__: f
    for f in (
        date, iso, numeric, month, weekday, weekday_set, unit_set, dayname, part, clock, quarter, half, shifted, shifted_many,
        recent, ago, offset, year_ago, fiscal, decade, century, season, duration, nth_day, weekend, year, short_year, end_of,
        that_day, then, holiday, year_period, period, reference, adjective, recurring, bare_units,
    )
} | {"day_range": date, "year_word": year, "word_year": year}  # fmt: skip


def value_of(expression: Expression, moment: Moment, tense: str | None, token: Token) -> Value:
    """The type and value of an expression, or None where it turns out to be no time.

    Args:
        expression: what stands in the text.
        moment: the dispatch's day and the day spoken of.
        tense: `PAST`, `FUTURE` or None.
        token: the first word of the expression.
    """
    return _MEANINGS[expression.form](expression, moment, tense, token)


__all__ = ["STAND_IN", "Moment", "Span", "full_date", "number", "value_of"]
