"""Figures of many dispatches set side by side: which are about the same thing, each with who gives it, and the spread.

"100,000 troops", "about 90,000", "up to 175,000" are three answers to one question. Figures are taken in the order in
which they were told. Each goes to the thing that it is most like, if it is like enough (`sameness`), else it is the
first of a new one; it may contradict none of the thing's figures that it is compared with. As only what was told before
decides, a later figure never changes what an earlier one belongs to.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from onrecord.linking.beside import place_name
from onrecord.linking.given import Given
from onrecord.linking.sameness import REACH, Judgement, compared, days_between

RECENT = 40
"""Figures of a thing that another is compared with besides the first: the latest. It bounds the time for a figure that
every dispatch of three months repeats."""


@dataclass(frozen=True)
class Joined:
    """A figure of a thing; `score` and `why` say why it is taken for one, but for the first."""

    given: Given
    score: float | None = None
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return self.given.to_dict() | {"score": self.score, "why": self.why}


@dataclass(frozen=True)
class Answer:
    """One answer: the same number from the same giver, in however many dispatches, by the day first told."""

    joined: tuple[Joined, ...]

    @property
    def given(self) -> Given:
        """The figure that gave it first."""
        return self.joined[0].given


@dataclass(frozen=True)
class Spread:
    """From the lowest to the highest of several figures, in one unit.

    `open_below` where the lowest is "at most" so many, `open_above` where the highest is "at least".
    """

    low: float
    high: float
    unit: str
    open_below: bool = False
    open_above: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {key: getattr(self, key) for key in ("low", "high", "unit", "open_below", "open_above")}


@dataclass(frozen=True)
class Comparison:
    """The figures that answer one question, by the day on which they were told. `id` is made of the first."""

    id: str
    figures: tuple[Joined, ...]

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The figures, those of the same number and giver together."""
        found: dict[Any, list[Joined]] = defaultdict(list)
        for each in self.figures:
            figure = each.given.figure
            kind = each.given.counted.unit
            found[kind.kind, kind.factor, figure.value, figure.high, figure.qualifier, each.given.giver].append(each)
        return tuple(Answer(tuple(each)) for each in found.values())

    @cached_property
    def unit(self) -> str:
        """What is counted, in the word that most of them use; of several the first told."""
        return Counter(each.given.figure.unit for each in self.figures).most_common(1)[0][0]

    @cached_property
    def about(self) -> str:
        """What is counted and where: "troops near Ukraine"."""
        first = self.figures[0].given.counted
        fate = f" {first.fate}" if first.fate and first.fate not in self.unit else ""
        where: Counter[tuple[str, str]] = Counter()
        for each in self.figures:
            where.update((key, relation) for key, relation in each.given.counted.where.items())
        best = where.most_common(1)
        if not best:
            return f"{self.unit}{fate}"
        (key, relation), _ = best[0]
        names = (each.given.names[key] for each in self.figures if key in each.given.names)
        name = place_name(key) if key.isupper() else next(names, key)
        return f"{self.unit}{fate} {'near' if relation == 'near' else 'in' if relation == 'in' else 'beside'} {name}"

    @cached_property
    def spread(self) -> Spread:
        """From the lowest to the highest, in the unit that most of them use."""
        units = {each.given.figure.unit: each.given.counted.unit.factor for each in self.figures}
        in_unit = units[self.unit]

        def scaled(number: float, given: Given) -> float:
            factor = given.counted.unit.factor / in_unit
            return number if factor == 1 else float(f"{number * factor:.3g}")

        lows = [(scaled(x.given.low, x.given), x.given.figure.qualifier == "at-most") for x in self.figures]
        highs = [(scaled(x.given.high, x.given), x.given.figure.qualifier == "at-least") for x in self.figures]
        low, high = min(low for low, _ in lows), max(high for high, _ in highs)
        return Spread(
            low,
            high,
            self.unit,
            open_below=all(open for each, open in lows if each == low),
            open_above=any(open for each, open in highs if each == high),
        )

    @property
    def compares(self) -> bool:
        """Whether there is anything to compare: several answers, in a single dispatch of several givers."""
        told = [each.given for each in self.figures]
        if len({one.source.id for one in told}) > 1:
            return len(self.answers) > 1
        return all(len(each) > 1 for each in ({one.giver for one in told}, {(one.low, one.high) for one in told}))

    @property
    def days(self) -> tuple[str, str] | None:
        """The days on which the first and the last of them were told, if they are known."""
        found = [each.given.day for each in self.figures if each.given.day]
        return (found[0], found[-1]) if found else None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "id": self.id,
            "about": self.about,
            "unit": self.unit,
            "spread": self.spread.to_dict(),
            "first_day": self.days[0] if self.days else None,
            "last_day": self.days[1] if self.days else None,
            "figures": [each.to_dict() for each in self.figures],
        }


def comparisons(figures: Iterable[Given]) -> list[Comparison]:
    """The things of which figures are given, by the day on which the first was told.

    Every figure is of exactly one, alone where no other is like it; `compares` tells the others. The order of the
    figures makes no difference.
    """
    shelf = _Shelf()
    for figure in sorted(figures, key=lambda figure: figure.order):
        shelf.put(figure, _best(figure, shelf.near(figure)))
    return [Comparison(_key(growing[0].given), tuple(growing)) for growing in shelf.all]


def _key(first: Given) -> str:
    """Sixteen hexadecimal digits that name a thing by its first figure, whose place stays when it is read again."""
    return hashlib.sha256(f"{first.source.id} {first.figure.span.start}".encode()).hexdigest()[:16]


@dataclass
class _Shelf:
    """Things where figures that might be of them look: by kind and a place, side or word."""

    all: list[list[Joined]] = field(default_factory=list)
    at: dict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, figure: Given, best: tuple[int, Judgement] | None) -> None:
        """Put a figure to the thing that it is of, or begin a new one with it."""
        if best is None:
            number = len(self.all)
            self.all.append([Joined(figure)])
        else:
            number, judgement = best
            self.all[number].append(Joined(figure, judgement.score, judgement.why))
        for key in figure.counted.keys:
            self.at[key][number] = None

    def near(self, figure: Given) -> Iterator[tuple[int, Sequence[Joined]]]:
        """The things that a figure may be of, each once; those that are over are forgotten."""
        seen: set[int] = set()
        for key in sorted(figure.counted.keys):
            for number in list(self.at.get(key, ())):
                if days_between(figure, self.all[number][0].given) > REACH:
                    del self.at[key][number]
                elif number not in seen:
                    seen.add(number)
                    yield number, self.all[number]


def _best(figure: Given, near: Iterable[tuple[int, Sequence[Joined]]]) -> tuple[int, Judgement] | None:
    """The thing that a figure is most like, and why; of several the one told last."""
    found = [(number, judgement) for number, thing in near if (judgement := judged(figure, thing)) and judgement.same]
    return min(found, key=lambda pair: (-pair[1].score, -pair[0]), default=None)


def judged(figure: Given, thing: Sequence[Joined]) -> Judgement | None:
    """How much speaks for a figure being of a thing: what does for the likest in it, if nothing contradicts any."""
    best: Judgement | None = None
    for other in [*thing[:1], *thing[1:][-RECENT:]]:
        judgement = compared(figure, other.given)
        if judgement is None:
            return None
        if best is None or judgement.score > best.score:
            best = judgement
    return best
