"""What an expression of time means: its TIMEX3 type and value, given the moment at which it is read.

Each form of `timexes` has one small function of its name, in `timex_days` or `timex_periods`. With no day to reckon
from, what the words themselves tell still stands ("XXXX-WXX-3TMO").
"""

from __future__ import annotations

from onrecord.reading import timex_days, timex_periods
from onrecord.reading.moments import Moment, Value
from onrecord.reading.timexes import Expression

_MEANINGS = {**timex_days.MEANINGS, **timex_periods.MEANINGS}


def value_of(expression: Expression, moment: Moment) -> Value:
    """The type and value of an expression, or None where it turns out to be no time."""
    return _MEANINGS[expression.form](expression, moment)
