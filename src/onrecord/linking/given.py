"""A figure as a dispatch gives it: what it counts, on whose word, and the words beside it that say more.

A record says of a figure its value and its unit. Whether two figures are of one thing hangs on the words beside it:
"100,000 troops near the border of Ukraine", "12 dead in the shelling of Kalna". They are looked for in the figure's own
part of the sentence, which ends where the part of the next figure begins, and only where nothing stands there in the
rest of it. Who tells it, and the verb of telling, are no part of what is counted and are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from onrecord.linking.beside import Beside
from onrecord.linking.likeness import length
from onrecord.linking.reports import Days, Source, sentence_at
from onrecord.linking.units import Unit, any_of, causes_in, fate_of, listing, unit_of
from onrecord.record import Figure, Span
from onrecord.spelling import folded

MORE_BEFORE = 25
"""Characters before a figure in which it is told to be added: "another contingent of 400 troops"."""

LONGEST_DATE = 31
"""Days. What is dated more vaguely than by a month ("this year") is not dated by that."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What a figure counts.

    `fate` is what became of it ("dead"); `who` whose they are, `where` the places beside it: codes of states, else
    folded names, each with "in", "near" or nothing said. `around` are the states of the dispatch's beginning. `words`
    say more, by what they are without endings; `causes` are the classes of why. `more` is a count of what is added,
    `rate` one for each day or person, `days` when it was.
    """

    unit: Unit
    fate: str = ""
    who: frozenset[str] = frozenset()
    where: Mapping[str, str] = field(default_factory=dict, hash=False)
    around: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    causes: frozenset[str] = frozenset()
    more: bool = False
    rate: bool = False
    placing: bool = False
    """Whether it only says where something is: "20 kilometres south of Kalna"."""

    days: Days | None = None

    @property
    def keys(self) -> frozenset[str]:
        """Kind and fate with each place, side and word, by one of which any two of one thing meet."""
        kind = self.fate or self.unit.kind
        return frozenset(f"{kind} {key}" for key in {*self.where, *self.who, *self.around, *self.words})


@dataclass(frozen=True)
class Giver:
    """On whose word a figure stands; `id` is the actor's number in the store, none where it is an outlet or words."""

    name: str
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """A figure as a dispatch gives it, and what it counts. Made by `given`."""

    source: Source
    figure: Figure
    words: str
    sentence: str = field(repr=False)
    counted: Counted
    givers: tuple[Giver, ...] = ()
    said: bool = False
    """Whether the givers said it; else the dispatch does, and they are its outlet."""

    names: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    """The names of places and sides as the text writes them, by their keys."""

    @property
    def address(self) -> str:
        """The number of the dispatch and the id of the figure there, `12/f3`."""
        return f"{self.source.id}/{self.figure.id}"

    @property
    def day(self) -> str | None:
        """When it was told: the day of its dispatch."""
        return self.source.day

    @property
    def order(self) -> tuple[str, int, int, str]:
        """What figures are put in order by: the day of the dispatch, its number, the place in the text."""
        return self.source.day or "", self.source.id, self.figure.span.start, self.figure.id

    @property
    def low(self) -> float:
        """The number, or the lower of two."""
        return self.figure.value

    @property
    def high(self) -> float:
        """The number, or the higher of two."""
        return self.figure.value if self.figure.high is None else self.figure.high

    @property
    def number(self) -> str:
        """The value with its qualifier, in words: "about 90,000", "400 to 500"."""
        figure = self.figure
        before = {"about": "about ", "at-least": "at least ", "at-most": "at most "}.get(figure.qualifier, "")
        return f"{before}{figure.value:,}{f' to {figure.high:,}' if figure.high is not None else ''}"

    @property
    def giver(self) -> str:
        """Who gives it, in words."""
        return ", ".join(giver.name for giver in self.givers)

    @property
    def revised(self) -> bool:
        """Whether its sentence tells an earlier count, too."""
        return bool(any_of("around", "revised").search(folded(self.sentence)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        figure = self.figure
        return {
            "address": self.address,
            "dispatch": self.source.to_dict(),
            "value": figure.value,
            "high": figure.high,
            "unit": figure.unit,
            "qualifier": figure.qualifier,
            "span": list(figure.span),
            "words": self.words,
            "sentence": self.sentence,
            "givers": [{"name": giver.name, "actor": giver.id} for giver in self.givers],
            "said_in": figure.said_in,
        }


def given(
    text: str,
    figure: Figure,
    *,
    source: Source,
    others: Sequence[Span] = (),
    telling: Iterable[Span] = (),
    dates: Iterable[tuple[Span, Days]] = (),
    givers: Sequence[Giver] = (),
    said: bool = False,
    headline: Span | None = None,
) -> Given:
    """A figure as a dispatch gives it.

    Args:
        text: the whole text of the dispatch.
        figure: the figure.
        source: the dispatch.
        others: the spans of its figures, this one's among them or not.
        telling: the spans of sources and cues of statements, who tells and the verb of telling; of other persons, too.
        dates: the dates of the text and the days that they cover, but those on which something was said.
        givers: on whose word it stands.
        said: whether they said it.
        headline: where the headline is.
    """
    sentence = sentence_at(text, figure.span)
    told = _without(text, sentence, telling)
    here, end = figure.span.start - sentence.start, figure.span.end - sentence.start
    left, right = _own(told, here, end, [Span(x.start - sentence.start, x.end - sentence.start) for x in others])
    unit = unit_of(figure.unit)
    near = Beside(told, left, here, end, right)
    whole = Beside(told, 0, here, end, len(told))
    where = near.where or whole.where
    words = near.words(unit)
    if len(words) < 2:
        words = whole.words(unit) | words
    who = frozenset({unit.state}) if unit.state else near.who or whole.who
    beginning = _beginning(text, headline)
    causes = causes_in(f"{told[left:here]} {told[end:right]}") or causes_in(told)
    counted = Counted(
        unit=unit,
        fate=fate_of(figure.unit, told[left:here], told[end:right]),
        who=who - where.keys() if who != where.keys() else who,
        where=where,
        around=frozenset(beginning) if not where else frozenset(),
        words=words,
        causes=causes,
        more=_more(told[max(0, here - MORE_BEFORE) : end]),
        rate=bool(any_of("around", "rate").match(folded(told[end : end + 16]))),
        placing=unit.kind == "length" and bool(any_of("around", "direction").match(folded(told[end : end + 16]))),
        days=_day_of(dates, Span(sentence.start + left, sentence.start + right), sentence),
    )
    return Given(
        source=source,
        figure=figure,
        words=" ".join(text[slice(*figure.span)].split()),
        sentence=" ".join(text[slice(*sentence)].split()),
        counted=counted,
        givers=tuple(givers),
        said=said,
        names={**beginning, **whole.names, **near.names},
    )


def _without(text: str, sentence: Span, telling: Iterable[Span]) -> str:
    """A sentence, of the same length, in which who tells and the verb of telling are blank."""
    told = text[slice(*sentence)]
    for span in telling:
        start, end = max(span.start, sentence.start) - sentence.start, min(span.end, sentence.end) - sentence.start
        if start < end:
            told = told[:start] + " " * (end - start) + told[end:]
    return told


def _own(told: str, start: int, end: int, others: Iterable[Span]) -> tuple[int, int]:
    """Where the part of a sentence begins and ends that is one figure's own."""
    left, right = 0, len(told)
    for other in others:
        if other.end <= start and other.end >= 0:
            left = max(left, _border(told, other.end, start, other.end))
        elif other.start >= end and other.start < len(told):
            right = min(right, _border(told, end, other.start, other.start, before=True))
    return left, right


def _border(told: str, start: int, end: int, default: int, *, before: bool = False) -> int:
    """Where the part of the next figure begins between two: at the last border there."""
    found = list(_borders().finditer(told, start, end))
    return (found[-1].start() if before else found[-1].end()) if found else default


@cache
def _borders() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, listing("around", "borders")), key=len, reverse=True))
    return re.compile(rf"[,;:]|\s[–—-]\s|\b(?:{words})\b", re.I)


def _more(words: str) -> bool:
    """Whether a figure, with the words before it, counts what is added."""
    small = " ".join(word for word in words.split() if word[:1].islower())  # "New York" adds nothing
    return bool(any_of("around", "more").search(folded(small).replace("more than", "")))


def _day_of(dates: Iterable[tuple[Span, Days]], own: Span, sentence: Span) -> Days | None:
    """The days on which it was: of the dates in the figure's own part, else of those in the sentence, the first."""
    near = [(span, days) for span, days in dates if sentence.start <= span.start < sentence.end and _short(days)]
    inside = [days for span, days in near if own.start <= span.start < own.end]
    return next(iter([*inside, *(days for _, days in near)]), None)


def _short(days: Days) -> bool:
    return length(days) <= LONGEST_DATE


def _beginning(text: str, headline: Span | None) -> dict[str, str]:
    """The names of places in the headline and the first sentence."""
    start = headline.end if headline and headline.start == 0 else 0
    first = sentence_at(text, Span(min(start + 1, len(text)), min(start + 1, len(text))))
    found: dict[str, str] = {}
    for span in (headline, first):
        if span is not None:
            found |= Beside(text[slice(*span)], 0, 0, 0, span.end - span.start).names
    return found
