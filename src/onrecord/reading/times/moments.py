"""The moment at which an expression of time is read: what it is reckoned from, and the grammar around it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.reading.times.calendar_values import Day
from onrecord.record import TimexType

Value = tuple[TimexType, str] | None
"""A TIMEX3 type and value, or None for what turns out to be no time."""

QUARTER_REACH = 600
"""Characters within which "a year earlier" means the quarter just spoken of; tuned on the even documents of TimeBank,
where earnings reports name the quarter once a paragraph. Beyond it, a year is a year."""


@dataclass
class Moment:
    """What is known where an expression stands.

    The dispatch's day, the day spoken of last, whether that was in this sentence, whether this is the dateline; the
    offset of the expression, the tense of its clause, its first word; the quarter spoken of last and where it was;
    whether whoever publishes it writes the month before the day in figures, None where nobody knows.
    """

    anchor: Day | None
    spoken: Day | None = None
    here: int = 0
    tense: str | None = None
    token: Token | None = None
    last_quarter: tuple[int, Day] | None = None
    same_sentence: bool = False
    in_dateline: bool = False
    month_first: bool | None = None

    @property
    def day(self) -> Day | None:
        """The day that "later" and "the next day" count from."""
        return self.spoken or self.anchor

    @property
    def before(self) -> Token | None:
        """The word before the expression."""
        return self.token.nbor(-1) if self.token is not None and self.token.i else None

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
