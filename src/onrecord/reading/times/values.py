"""What an expression of time means: its TIMEX3 type and value, given the moment at which it is read.

Each form of `timexes` (the table) has one small function of its name, in `days` or `periods`. With no day to reckon
from, what the words themselves tell still stands ("XXXX-WXX-3TMO").
"""

from __future__ import annotations

from onrecord.reading.times import days, periods
from onrecord.reading.times.grammar import Expression
from onrecord.reading.times.moments import Moment, Value

_MEANINGS = {**days.MEANINGS, **periods.MEANINGS}


def value_of(expression: Expression, moment: Moment) -> Value:
    """The type and value of an expression, or None where it turns out to be no time."""
    return _MEANINGS[expression.form](expression, moment)
