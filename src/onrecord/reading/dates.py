"""Times: every temporal expression of a dispatch with its TIMEX3 value, and the date of the dispatch itself.

`times.grammar` finds the expressions; here they are resolved one after the other against three things: the dispatch's
date, the tense of the clause, and the last date spoken of ("two weeks later"). The dispatch's date is the one it was
published; failing that its dateline's, whose year is inferred from full dates in the text and checked against the
weekdays named. Where the year cannot be known, values begin with XXXX (RECORD, "Settled doubts"); values are those of
TimeML (Sauri et al. 2006). Inferred years are noted with the reason.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.reading.draft import Draft, Layout, draft_of
from onrecord.reading.lexicons import table
from onrecord.reading.times.calendar_values import STAND_IN, Day, date_in, day_of
from onrecord.reading.times.grammar import Expression, expressions
from onrecord.reading.times.moments import Moment
from onrecord.reading.times.tenses import FUTURE, tense_at
from onrecord.reading.times.values import value_of
from onrecord.reading.times.words import full_date, weekday_number
from onrecord.record import Span, Time

NAME = "onrecord_dates"

FAR = 550
"""Days from the latest full date in the text beyond which not even the dateline's own weekday makes its year more than
a guess: one year in seven has it."""

NEAR = 183
"""Days from the latest full date in the text within which a dateline without a year is taken to lie; beyond it the
dateline's own weekday must confirm the year. Dispatches rarely date what is news without a year once half a year has
gone by."""


class Words:
    """The words of a document by their place in its text, and the tense and grammar around them."""

    def __init__(self, doc: Doc, heads: tuple[Span, ...] = ()) -> None:
        self.doc = doc
        self.text = doc.text
        self._heads = heads
        self._starts = [token.idx for token in doc]
        self._parsed = doc.has_annotation("DEP")

    def at(self, offset: int) -> Token:
        """The word that stands at an offset."""
        return self.doc[max(0, bisect_right(self._starts, offset) - 1)]

    def tense(self, span: Span) -> str | None:
        """Past, future, or None where nothing tells."""
        if not self._parsed:
            return None
        headline = any(head.start <= span.start < head.end for head in self._heads)
        return tense_at(self.at(span.start), self.at(span.end - 1).i, headline=headline)

    def sentence(self, span: Span) -> int:
        """Where the sentence begins that a span lies in."""
        token = self.at(span.start)
        return int(token.sent.start_char) if self._parsed else 0


def is_time(found: Expression, words: Words) -> bool:
    """Whether an expression that has the form of a time is one: "may" and "march", "2000 troops" are none."""
    token, text = words.at(found.span.start), words.text
    start, end = found.span
    before = token.nbor(-1) if token.i else None
    previous = before.lower_ if before is not None else ""
    after = words.at(end + 1) if text[end : end + 1] == " " and end + 1 < len(text) else None
    following = after.lower_ if after is not None else ""
    checks, alone = table("dates")["checks"], len(found.parts) == 1
    if found.form == "month" and alone:
        if before is not None and before.ent_type_ == "PERSON":
            return False
        if token.dep_ == "compound" and token.head.tag_ == "NNP" and token.head.i == token.i + 1:
            return previous in checks["before_months"] and previous not in (",", "(")  # "June Trajkova"
        ambiguous = found.whole.rstrip(".") in checks["ambiguous_months"]
        return not ambiguous or (text[start].isupper() and previous in checks["before_months"])
    if found.form == "weekday":
        return previous not in checks["named_weekdays"] and not (
            alone and following in checks["after_weekdays"] and text[end + 1].isupper()
        )
    if found.form == "year" and alone:
        if previous in checks["before_counts"] or text[max(0, start - 1) : start] in ("#", "/", ".", "-", "№"):
            return False
        if after is not None and after.tag_ == "NNS" and previous not in checks["before_counted_years"]:
            return False
        return int(found.parts["year"]) >= 1800 or previous in checks["before_years"]
    if found.form == "offset":  # "the day after, he left" counts from a day, "the day after the vote" from no known one
        return after is None or not after.is_alpha or found.parts["way"] in ("earlier", "later")
    if found.form == "nth_day":
        return after is None or after.tag_[:2] not in ("NN", "JJ")
    if found.form == "clock" and alone and re.fullmatch(r"\d:\d\d", found.whole):
        return previous in checks["before_clocks"] or text[max(0, start - 1) : start] in ("", "\n")
    if found.form == "duration" and found.parts["unit"] in ("second", "quarter", "minute"):
        return found.parts["count"] not in ("a", "an")
    if found.form in ("recurring", "adjective", "reference") and text[start].isupper() and after is not None:
        return not (after.text[:1].isupper() and before is not None and not token.is_sent_start)
    return True


def _anchor(found: list[Expression], words: Words, draft: Draft, layout: Layout) -> Day | None:
    """The day against which the dispatch is resolved, and whether its year is known."""
    if draft.published:
        return Day(datetime.date.fromisoformat(draft.published))
    opening = next(
        (e for e in found if layout.date and e.span.start < layout.date.end and e.span.end > layout.date.start), None
    )
    told = full_date(opening) if opening else None
    if opening is None or told is None:
        return None
    year, month, day = told
    if year:
        return Day(datetime.date(year, month, day))
    known = _year_of_dateline(found, words, opening, month, day)
    if known:
        year, evidence, why = known
        draft.note("article", "", "dateline/date", (opening.span, *evidence), why)
        return Day(datetime.date(year, month, day))
    weekday = _weekday(opening) or next((w for _, w in _weekdays(found, words, layout.body)), None)
    for stand_in in range(STAND_IN, STAND_IN + 12):
        date = date_in(stand_in, month, day)
        if date.day == day and (weekday is None or date.isoweekday() == weekday):
            return Day(date, known=False, placed=weekday is not None)
    return None


@cache
def _countries() -> dict[str, str | None]:
    """Agencies and outlets by their names in small letters -> the country that each belongs to, if it does to one."""
    found: dict[str, str | None] = {}
    for row in table("agencies")["agency"]:
        for name in (row["name"], *row["aliases"]):
            found.setdefault(name.casefold().removeprefix("the "), row.get("country"))
    return found


def _month_first(draft: Draft, layout: Layout, text: str) -> bool | None:
    """Whether the outlet, or the agency of the dateline, writes 10/01 for October 1; None where it is not known."""
    names = [draft.outlet or "", text[slice(*layout.agency)] if layout.agency else ""]
    known = (_countries().get(name.casefold().removeprefix("the ")) for name in names if name)
    country = next((country for country in known if country), None)
    return country in table("dates")["checks"]["month_first"] if country else None


def _weekday(expression: Expression) -> int | None:
    """The ISO number of the weekday that an expression names, if it does."""
    name = expression.parts.get("weekday")
    return weekday_number(name) if name else None


def _weekdays(found: list[Expression], words: Words, start: int) -> list[tuple[Expression, int]]:
    """The weekdays that stand alone near the story's beginning and do not look ahead."""
    return [
        (e, number)
        for e in found
        if start <= e.span.start < start + 2000 and e.form == "weekday" and "shift" not in e.parts
        if (number := _weekday(e)) and words.tense(e.span) != FUTURE
    ]


def _year_of_dateline(
    found: list[Expression], words: Words, opening: Expression, month: int, day: int
) -> tuple[int, tuple[Span, ...], str] | None:
    """The year of a dateline without one, the expressions that tell it, and why; None if nothing does."""
    behind: list[tuple[datetime.date, Span]] = []
    ahead: list[tuple[datetime.date, Span]] = []
    for expression in found:
        told = full_date(expression)
        if told and told[0]:
            date = datetime.date(told[0], told[1], told[2])
            (ahead if words.tense(expression.span) == FUTURE else behind).append((date, expression.span))
    if behind:
        latest, span = max(behind)
        year = next(
            (y for y in (latest.year, latest.year + 1) if date_in(y, month, day) >= latest.replace(day=1)), None
        )
    elif ahead:
        latest, span = min(ahead)
        year = next((y for y in (latest.year, latest.year - 1) if date_in(y, month, day) <= latest), None)
    else:
        return None
    if year is None or any(date_in(year, month, day) > date for date, _ in ahead):
        return None
    named = _weekday(opening)
    if named:
        year = next((y for y in (year, year + 1) if date_in(y, month, day).isoweekday() == named), None)
        if year is None:
            return None  # the weekday gainsays it
    date = date_in(year, month, day)
    if date.day != day or abs((date - latest).days) > FAR:
        return None  # February 29 of a year that has none
    lead = _weekdays(found, words, opening.span.end)[:2]
    confirming = [e.span for e, number in lead if (date.isoweekday() - number) % 7 in (0, 1)]
    if abs((date - latest).days) > NEAR and not named:
        return None
    why = f"The text names the date {latest.isoformat()[:7]}, and the dateline's day next to it falls in {year}"
    why += f", when it is the {date:%A} that the text names or the day after." if confirming else "."
    return year, (span, *confirming[:1]), why


@Language.component(NAME)
def read_dates(doc: Doc) -> Doc:
    """Note every expression of time with its value, and the date of the dispatch."""
    draft = draft_of(doc)
    layout: Layout = draft.layer("layout")
    words = Words(doc, tuple(head for head in (layout.title, layout.standfirst) if head))
    found = [e for e in expressions(words.text) if is_time(e, words)] if len(doc) else []
    anchor = _anchor(found, words, draft, layout)
    draft.date = anchor.value() if anchor else None
    moment = Moment(anchor, month_first=_month_first(draft, layout, words.text))
    times: list[Time] = []
    last_sentence = -1
    for expression in found:
        sentence = words.sentence(expression.span)
        moment.here = expression.span.start
        moment.same_sentence = sentence == last_sentence
        last_sentence = sentence
        moment.in_dateline = bool(
            layout.date and expression.span.start < layout.date.end and expression.span.end > layout.date.start
        )
        moment.tense, moment.token = words.tense(expression.span), words.at(expression.span.start)
        resolved = value_of(expression, moment)
        if resolved is None:
            continue
        kind, value = resolved
        times.append(Time(span=expression.span, type=kind, value=value))
        if moment.in_dateline and layout.date != expression.span:
            draft.layout = layout = replace(layout, date=expression.span)
        _note(draft, expression, value, anchor, layout)
        day = day_of(value, anchor.date.year if anchor else STAND_IN) if kind in ("DATE", "TIME") else None
        if day and not moment.in_dateline and expression.form != "year_ago":
            moment.speak_of(day, compared=expression.form == "ago")
    draft.times = tuple(times)
    return doc


def _note(draft: Draft, expression: Expression, value: str, anchor: Day | None, layout: Layout) -> None:
    """Why a value carries another year than the dispatch, or a day that only the dateline tells."""
    key = f"{expression.span.start}-{expression.span.end}"
    evidence = (layout.date,) if layout.date else (expression.span,)
    if anchor and anchor.known and expression.form in ("date", "month") and full_date(expression):
        told = full_date(expression)
        if told and not told[0] and value[:4] != f"{anchor.date.year:04}":
            draft.note(
                "times",
                key,
                "value",
                evidence,
                f"The day of that name nearest to {anchor.value()} in the tense of its clause.",
            )
    elif anchor and not anchor.known and expression.form == "weekday" and not value.startswith("XXXX-W"):
        draft.note(
            "times", key, "value", evidence, "The weekday is reckoned from the dateline, whose year is not known."
        )
