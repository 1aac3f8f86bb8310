"""Whether two figures answer one question: a score, and a sentence that says why.

Kind and fate, places, sides, words, time and the number are compared, each in a function that gives points and the
words for what they are for, or finds that the two contradict each other, which no points outweigh. It is the shape of
`likeness`, which does so for appointments.

The constants were tuned by hand on the pairs of tests/linking/figures.csv, all made up, and are not trained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.linking.beside import place_name
from onrecord.linking.given import Given
from onrecord.linking.likeness import distance, meet

ENOUGH = 5.0
"""Points that make two figures answers to one question: one kind in one place is just so much. Whatever lies above 3.5
and is no more than 5.5 parts the pairs of the file. Read by eye, over 397 dispatches: at 4.5 19 of 42 things were one
question each, at 5 14 of 28."""

SAME_UNIT = 2.0
KINDRED_UNITS = 1.5
"""Other words for one kind: troops and soldiers."""
SAME_MEASURE = 0.5
"""Money, shares and measures, which say nothing of what is counted: a word has to."""
SAME_PLACE = 3.0
SAME_SETTING = 1.5
"""A place that one of them names beside it, and the other's dispatch at its beginning."""
SAME_SIDE = 1.5
NOTHING_BESIDE = -1.0
"""No place in common, and no word."""

ONE_DISPATCH = -2.0
"""Two numbers from two givers in one dispatch, which may be a dispute on one thing, but as a rule is none."""
UNDATED = -1.5
"""Nobody knows the day of one of the dispatches, so that years may lie between them."""

SHARED_WORD = 1.0
SHARED_WORDS = 2.0
"""Two or more."""
SHARED_SENTENCE = 3.0
"""Four or more: hardly by chance."""
SENTENCE = 4
NEEDED = 2
"""Words in common without which money and measures are not of one thing, unless the place, one word and the number
agree: a place alone is where everything in the news of that day is."""
NEEDED_OF_MANY = 3
"""The same for shares and for mere "people", of which a dispatch on one poll or march holds many."""
SAME_CAUSE = 1.0
"""Both tell of violence, or both of a flood."""

SAME_DATE = 1.0
TOLD_TOGETHER = 1.0
TOLD_NEAR = 0.5
TOGETHER, CLOSE = 3, 14
"""Days between two dispatches for these."""

SAME_NUMBER = 1.0
ALIKE = 0.5
"""Numbers within a quarter of each other, or "at least 90" and 100."""
FAR_APART = -2.0
"""More than ten times as many."""
QUARTER, TENFOLD = 1.25, 10.0
ONE = 1.0
"""One of something is a mention of it ("one ship"), no count that others could give otherwise; one dead is."""

REACH = 92
"""Days, a quarter of a year, from the first figure of a thing to the last: how many troops there are is asked anew
then. No chain grows beyond it, so that a part of the calendar can be compared without the rest."""
TOLL_REACH = 21
"""Days, for what became of somebody: tolls rise for weeks, and then the next attack has its own."""


@dataclass(frozen=True)
class Judgement:
    """How much speaks for two figures being of one thing: `score`, and one sentence that says what does."""

    score: float
    why: str

    @property
    def same(self) -> bool:
        """Whether it is enough."""
        return self.score >= ENOUGH


Part = tuple[float, str]


def compared(a: Given, b: Given) -> Judgement | None:
    """How much speaks for two figures being of one thing; nothing if they contradict each other."""
    parts: list[Part] = []
    for compare in (_units, _scopes, _dispatches, _places, _sides, _words, _days, _numbers):
        part = compare(a, b)
        if part is None:
            return None
        parts.append(part)
    score = sum(points for points, _ in parts)
    said = "; ".join(text for points, text in parts if text and points > 0)
    lacking = "; ".join(text for points, text in parts if text and points <= 0)
    return Judgement(score, f"{said[:1].upper()}{said[1:]}{f'; but {lacking}' if lacking else ''}.")


def _units(a: Given, b: Given) -> Part | None:
    """The kind of thing and what became of it."""
    ours, theirs = a.counted, b.counted
    if (
        ours.placing
        or theirs.placing
        or ours.fate != theirs.fate
        or ours.rate != theirs.rate
        or ours.more != theirs.more
    ):
        return None
    fate = f", {ours.fate}" if ours.fate else ""
    if ours.unit.kind == theirs.unit.kind:
        if ours.unit.describing and theirs.unit.describing and not ours.unit.describing & theirs.unit.describing:
            return None
        if ours.unit.measured:
            return SAME_MEASURE, f"both in {_one_of(a.figure.unit, b.figure.unit)}"
        same = ours.unit.head == theirs.unit.head
        return (SAME_UNIT if same else KINDRED_UNITS), f"both count {_one_of(a.figure.unit, b.figure.unit)}{fate}"
    if (
        not ours.fate
        or "people" not in (ours.unit.kind, theirs.unit.kind)
        or not (ours.unit.person and theirs.unit.person)
    ):
        return None
    return KINDRED_UNITS, f"both count {ours.fate}"


def _one_of(ours: str, theirs: str) -> str:
    return ours if ours == theirs else f"{ours} or {theirs}"


def _scopes(a: Given, b: Given) -> Part | None:
    """People in one, soldiers in the other, with other numbers: sooner a whole and a part than a dispute."""
    if a.counted.unit.kind == b.counted.unit.kind:
        return 0.0, ""
    return (0.0, f"{a.figure.unit} in one, {b.figure.unit} in the other") if _alike(a, b) else None


def _dispatches(a: Given, b: Given) -> Part | None:
    """Two numbers that one giver tells in one dispatch are of two things, unless one takes the other's place."""
    if a.source.id != b.source.id or (a.low, a.high) == (b.low, b.high) or a.revised or b.revised:
        return 0.0, ""
    if a.giver != b.giver:
        return ONE_DISPATCH, "told in one dispatch, where two numbers are sooner of two things"
    return (0.0, "") if _overlap(a, b) else None


def _places(a: Given, b: Given) -> Part | None:
    ours, theirs = a.counted.where, b.counted.where
    shared = ours.keys() & theirs.keys()
    if ours and theirs:
        towns = [{key for key in where if not key.isupper()} for where in (ours, theirs)]
        if not shared or (all(towns) and not towns[0] & towns[1]):
            return None
        if not towns[0] & towns[1] and not a.counted.fate and _elsewhere(ours, theirs, shared):
            return None
        return SAME_PLACE, f"both {_there(a, ours, shared)}"
    one, other = (ours, b.counted.around) if ours else (theirs, a.counted.around)
    if met := one.keys() & other:
        return SAME_SETTING, f"{_called(a if ours else b, met)}, with which the other’s dispatch begins"
    return 0.0, "a place that only one of them names" if ours or theirs else ""


def _elsewhere(ours: Mapping[str, str], theirs: Mapping[str, str], shared: Iterable[str]) -> bool:
    """Whether one is in a country and the other at its border."""
    return any(ours[key] and theirs[key] and ours[key] != theirs[key] for key in shared)


def _there(given: Given, where: Mapping[str, str], shared: Iterable[str]) -> str:
    relations = {where[key] for key in shared}
    return f"{'near' if relations == {'near'} else 'in' if relations == {'in'} else 'beside'} {_called(given, shared)}"


def _called(given: Given, keys: Iterable[str]) -> str:
    return " and ".join(sorted(place_name(key) if key.isupper() else given.names.get(key, key) for key in keys))


def _sides(a: Given, b: Given) -> Part | None:
    ours, theirs = a.counted.who, b.counted.who
    if ours and theirs:
        shared = ours & theirs
        return (SAME_SIDE, f"{_called(a, shared)} in both") if shared else None
    return 0.0, ""


def _words(a: Given, b: Given) -> Part | None:
    ours, theirs = a.counted, b.counted
    if ours.causes and theirs.causes and not ours.causes & theirs.causes:
        return None
    shared = sorted(word for stem, word in ours.words.items() if stem in theirs.words)
    cause = SAME_CAUSE if ours.causes & theirs.causes else 0.0
    placed = ours.where.keys() & theirs.where.keys()
    share = ours.unit.kind in ("share", "points")
    people = ours.unit.kind == theirs.unit.kind == "people" and not ours.fate
    agreeing = shared and placed and not share and _alike(a, b)
    needed = NEEDED_OF_MANY if share or people else NEEDED if ours.unit.measured else 0
    if len(shared) < needed and not agreeing:
        return None
    if not shared and not cause:
        return (0.0, "") if placed else (NOTHING_BESIDE, "neither a place nor a word beside them in common")
    several = SHARED_SENTENCE if len(shared) >= SENTENCE else SHARED_WORDS
    points = several if len(shared) > 1 else SHARED_WORD if shared else 0.0
    texts = [f"the word{'s' * (len(shared) > 1)} {', '.join(f'“{x}”' for x in shared)}"] if shared else []
    texts += [f"{' and '.join(sorted(ours.causes & theirs.causes))} in both"] if cause else []
    return points + cause, "; ".join(texts)


def _days(a: Given, b: Given) -> Part | None:
    apart = days_between(a, b)
    if apart > (TOLL_REACH if a.counted.fate else REACH):
        return None
    points, told = UNDATED, "a day that nobody knows"
    if a.day and b.day:
        points = TOLD_TOGETHER if apart <= TOGETHER else TOLD_NEAR if apart <= CLOSE else 0.0
        told = f"told {apart} day{'s' * (apart != 1)} apart" if apart else "told on one day"
    ours, theirs = a.counted.days, b.counted.days
    if a.counted.fate and ours and theirs:
        if not meet(ours, theirs):
            return None
        return points + SAME_DATE, f"{told}; of the same day" if told else "of the same day"
    return points, told


def days_between(a: Given, b: Given) -> int:
    """How many days lie between the dispatches; none where one has no day."""
    return distance((a.day, a.day), (b.day, b.day)) if a.day and b.day else 0


def _numbers(a: Given, b: Given) -> Part | None:
    if not a.counted.fate and max(a.high, b.high) <= ONE:
        return None
    if (a.low, a.high) == (b.low, b.high) and a.counted.unit.factor == b.counted.unit.factor:
        return SAME_NUMBER, "the same number"
    ratio = _ratio(a, b)
    if _alike(a, b):
        return ALIKE, "numbers that are alike"
    return (FAR_APART, "the numbers are more than tenfold apart") if ratio > TENFOLD else (0.0, "")


def _alike(a: Given, b: Given) -> bool:
    """Whether both may be true, or are within a quarter of each other."""
    return _overlap(a, b) or _ratio(a, b) <= QUARTER


def _ratio(a: Given, b: Given) -> float:
    """How many times the lower of two figures goes into the higher."""
    ours, theirs = a.high * a.counted.unit.factor, b.high * b.counted.unit.factor
    low, high = sorted((abs(ours), abs(theirs)))
    return high / low if low > 0 else (1.0 if high == 0 else float("inf"))


def _overlap(a: Given, b: Given) -> bool:
    """Whether both may be true: "at least 90" and "about 100"; a vague number not beyond ten times itself."""
    return _from(a) <= _to(b) and _from(b) <= _to(a)


def _from(given: Given) -> float:
    number = given.low * given.counted.unit.factor
    return {"at-most": number / TENFOLD, "about": number / 1.1}.get(given.figure.qualifier, number)


def _to(given: Given) -> float:
    number = given.high * given.counted.unit.factor
    return {"at-least": number * TENFOLD, "about": number * 1.1}.get(given.figure.qualifier, number)
