"""How values are told on a page: characters that would be obeyed are shown, days and numbers are written out."""

from __future__ import annotations

import datetime
import re

from onrecord import shown

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d|[A-Z]{2}).*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")

_PARTS_OF_A_DAY = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}


def visible(text: str) -> str:
    r"""A text, of the same length, in which control characters are seen instead of obeyed, and every line ends.

    >>> visible("a\x1b[31mb\rc\r\n")
    'a␛[31mb\nc\r\n'
    """
    return shown.visible(re.sub(r"\r(?!\n)", "\n", text), returns=True)


def one_line(text: str) -> str:
    """A text without its line breaks.

    >>> one_line("two\\n  lines")
    'two lines'
    """
    return " ".join(text.split())


def number(value: float) -> str:
    """A number with commas between thousands.

    >>> number(38000), number(2.5)
    ('38,000', '2.5')
    """
    return f"{value:,}"


def day(value: str) -> str:
    """A TIMEX3 value in words, where it is a day, a week or a month of a known year; else as it is.

    >>> day("2031-03-12"), day("2031-03-12T15:00"), day("2031-W11"), day("2031-03"), day("XXXX-03-12")
    ('12 March 2031', '12 March 2031, 15:00', 'week of 10 March 2031', 'March 2031', 'XXXX-03-12')
    """
    try:
        if found := _DAY.fullmatch(value):
            date = datetime.date.fromisoformat(found[1])
            return f"{date.day} {date:%B} {date.year}" + (
                f", {_PARTS_OF_A_DAY.get(found[2], found[2])}" if found[2] else ""
            )
        if found := _WEEK.fullmatch(value):
            return f"week of {day(datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1).isoformat())}"
        if found := _MONTH.fullmatch(value):
            date = datetime.date(int(found[1]), int(found[2]), 1)
            return f"{date:%B} {date.year}"
    except ValueError:  # a month 13, a week 54
        pass
    return value


def weekday(value: str) -> str:
    """The weekday of a day, and nothing for any other value.

    >>> weekday("2031-03-12"), weekday("2031-W11")
    ('Wednesday', '')
    """
    found = _DAY.fullmatch(value)
    try:
        return f"{datetime.date.fromisoformat(found[1]):%A}" if found else ""
    except ValueError:
        return ""
