"""The register of offices: who held which office when, learned from the titles in dispatches.

"US Secretary of State Antony Blinken" in a dispatch of some day is evidence that he held that office on that day. All
evidence of one person and one office makes a tenure, from the first to the last day that shows it; a person who comes
back after somebody else has two. Evidence that conflicts is kept and told, not weighed away: the register says what
dispatches say. The user's own register (`register`) goes before all of it.

The model is Wikidata's "position held" with its start and end, but a start here is the first day that is known of.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from onrecord.linking.likeness import worded
from onrecord.linking.titles import Held, Office, office_of
from onrecord.record import Span

__all__ = ["Held", "Holder", "Naming", "Office", "Seed", "Tenure", "holders", "office_of", "tenures"]

RETURNS_AFTER = 60
"""Days for which only others are named with an office before its earlier holder counts as come back. Fewer may be a
slip of one dispatch, or one that was kept back; nobody is elected out and in again within two months."""

WHEN_SEEDED = 0.98
"""How sure the user's own register makes a holder: all but certain."""
WITHIN = 0.95
"""Between two days on which dispatches name the holder."""
CONTESTED = 0.6
"""Where other dispatches name somebody else then: a person is asked."""
NEAR = 31
"""Days from one naming of somebody else, in the midst of a tenure, within which that is contested; one dispatch's slip
does not cast doubt on ten years."""
AFTER = ((31, 0.9), (183, 0.85), (366, 0.8), (1096, 0.6))
"""Days since the holder was last named so, while nobody else is, and how sure that is. Set by hand: most who hold an
office today still do in a year, and dispatches would name a successor; after three years neither is safe to say."""
BEFORE = ((31, 0.85), (92, 0.75), (366, 0.5))
"""Days until the holder is first named so. Less than after: a new holder is news, and named as soon as there is one."""
UNDATED = 0.7
"""Where a dispatch or all evidence has no day, and only one person is known to have held the office."""


@dataclass(frozen=True)
class Naming:
    """One piece of evidence: who is named with which office in which dispatch.

    `who` is the id of the name, `day` the dispatch's day (ISO 8601) where it has one, `dispatch` its number, `span`
    the title's characters in it.
    """

    who: int
    name: str
    held: Held
    day: str | None
    dispatch: int
    span: Span


@dataclass(frozen=True)
class Seed:
    """One row of the user's own register. `first` and `last` are days; open where they are missing.

    `held` is false where the row strikes out that the person held the office then. `who` is the id of the name, which
    the store fills in (`dataclasses.replace`); `line` is the row's line in the file.
    """

    name: str
    office: Office
    first: str | None = None
    last: str | None = None
    held: bool = True
    note: str = ""
    line: int = 0
    who: int = 0

    def covers(self, day: str | None) -> bool:
        """Whether a day lies in it; no day lies only in one that is open on both sides."""
        if day is None:
            return self.first is None and self.last is None
        return (self.first or "") <= day <= (self.last or "~")


@dataclass(frozen=True)
class Tenure:
    """That somebody held an office: from the first to the last day that is known of, and what shows it.

    `namings` are the dispatches that say so, by day, `seed` the row of the user's register if there is one. `over_by`
    is a day on which dispatches call the person a former holder, `not_before` one on which they call him a coming one.
    `struck` tells that the user's register strikes it out: it is shown and not used. `against` are sentences on
    evidence that conflicts.
    """

    office: Office
    who: int
    name: str
    first: str | None
    last: str | None
    namings: tuple[Naming, ...] = ()
    seed: Seed | None = None
    over_by: str | None = None
    not_before: str | None = None
    struck: bool = False
    against: tuple[str, ...] = ()

    @cached_property
    def dispatches(self) -> int:
        """How many dispatches show it."""
        return len({n.dispatch for n in self.namings})

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days of the dispatches that name the holder as in office, in order."""
        return tuple(sorted(n.day for n in self.namings if n.day and n.held.now))

    def named(self, after: str, before: str) -> bool:
        """Whether a dispatch names the holder as in office between two days, which are not counted."""
        at = bisect_right(self.days, after)
        return at < len(self.days) and self.days[at] < before


@dataclass(frozen=True)
class Holder:
    """Who is taken to have held an office on a day: how sure that is (0 to 1), and one sentence that says why."""

    who: int
    name: str
    score: float
    why: str


def tenures(namings: Iterable[Naming], seeds: Iterable[Seed] = ()) -> list[Tenure]:
    """Who held which office when, by office and first day.

    Args:
        namings: evidence, in any order; of a person whose names are several, with one `who`.
        seeds: rows of the user's register, with their `who`. One that is held is a tenure with the evidence in its
            days; one that is not strikes evidence in its days out.
    """
    evidence: dict[Office, list[Naming]] = defaultdict(list)
    rows: dict[Office, list[Seed]] = defaultdict(list)
    for naming in namings:
        evidence[naming.held.office].append(naming)
    for seed in seeds:
        rows[seed.office].append(seed)
    found: list[Tenure] = []
    for office in sorted({*evidence, *rows}):
        found += _of_office(office, evidence[office], rows[office])
    return found


def _of_office(office: Office, namings: Iterable[Naming], seeds: Sequence[Seed]) -> list[Tenure]:
    mine: dict[int, list[Naming]] = defaultdict(list)
    for naming in sorted(set(namings), key=_place):
        mine[naming.who].append(naming)
    found: list[Tenure] = []
    for seed in (seed for seed in seeds if not seed.held):
        out = [n for n in mine[seed.who] if seed.covers(n.day)]
        mine[seed.who] = [n for n in mine[seed.who] if not seed.covers(n.day)]
        found.append(Tenure(office, seed.who, seed.name, seed.first, seed.last, tuple(out), seed, struck=True))
    for seed in (seed for seed in seeds if seed.held):
        shown = [n for n in mine[seed.who] if n.held.now and seed.covers(n.day)]
        mine[seed.who] = [n for n in mine[seed.who] if not (n.held.now and seed.covers(n.day))]
        found.append(Tenure(office, seed.who, seed.name, seed.first, seed.last, tuple(shown), seed))
    days = sorted((n.day, n.who) for all in mine.values() for n in all if n.day and n.held.now)
    for who, told in mine.items():
        others = [day for day, other in days if other != who] if office.single else []
        found += _learned(office, who, told, others)
    found = [tenure if tenure.struck else _conflicting(tenure, found, mine[tenure.who]) for tenure in found]
    return sorted(found, key=lambda t: (t.struck, t.first is None, t.first or "", t.name, t.who))


def _place(naming: Naming) -> tuple[Any, ...]:
    """Where a piece of evidence stands among all: by day, and no two alike, in whatever order they came."""
    held = naming.held
    told = held.former, held.not_yet, held.acting
    return (naming.day is None, naming.day or "", naming.dispatch, naming.who, naming.span, naming.name, told)


def _learned(office: Office, who: int, told: Sequence[Naming], others: Sequence[str]) -> Iterator[Tenure]:
    """The tenures of one person that dispatches alone tell of; `others` are the days that name somebody else."""
    if not told:
        return
    undated = tuple(n for n in told if n.day is None and n.held.now)
    former = [n.day for n in told if n.day and n.held.former]
    coming = [n.day for n in told if n.day and n.held.not_yet]
    runs = _runs([n for n in told if n.day and n.held.now], others)
    if not runs:
        only = undated or tuple(n for n in told if not n.held.now)
        over, soon = min(former, default=None), max(coming, default=None)
        yield Tenure(office, who, told[0].name, None, None, only, over_by=over, not_before=soon)
    for run in runs:
        first, last = run[0].day or "", run[-1].day or ""
        over = min((day for day in former if day > last), default=None)
        soon = max((day for day in coming if day < first), default=None)
        shown = (*run, *(undated if run is runs[-1] else ()))
        yield Tenure(office, who, run[-1].name, first, last, shown, over_by=over, not_before=soon)


def _runs(dated: Sequence[Naming], others: Sequence[str]) -> list[list[Naming]]:
    """A person's evidence parted where, for long enough, only others are named with the office."""
    runs: list[list[Naming]] = []
    for naming in dated:
        day = naming.day or ""
        if runs:
            before = runs[-1][-1].day or ""
            between = others[bisect_right(others, before) : bisect_left(others, day)]
            if not between or _days(between[0], between[-1]) < RETURNS_AFTER:
                runs[-1].append(naming)
                continue
        runs.append([naming])
    return runs


def _conflicting(tenure: Tenure, tenures: Iterable[Tenure], told: Iterable[Naming]) -> Tenure:
    """The tenure with a sentence on each piece of evidence that contradicts it, of each other person the first."""
    first, last = tenure.first, tenure.last
    against: list[str] = []
    if (first or tenure.seed) and tenure.office.single:
        others: dict[int, list[Naming]] = defaultdict(list)
        for other in tenures:
            if other.who != tenure.who and not other.struck and other.named(first or "", last or "~"):
                others[other.who] += [n for n in other.namings if n.day and (first or "") < n.day < (last or "~")]
        for within in others.values():
            within.sort(key=lambda n: (n.day or "", n.dispatch))
            many = len({n.dispatch for n in within})
            more = f" (and {many - 1} more)" if many > 1 else ""
            against.append(f"Dispatch {within[0].dispatch}{more} names {within[0].name} so, on {_said(within[0].day)}.")
    for n in told:
        if n.day and first and last and first <= n.day <= last:
            if n.held.former and n.day < last:
                against.append(f"Dispatch {n.dispatch} calls {n.name} a former one already on {_said(n.day)}.")
            if n.held.not_yet and n.day > first:
                against.append(f"Dispatch {n.dispatch} calls {n.name} a coming one still on {_said(n.day)}.")
    return replace(tenure, against=tuple(against))


def holders(office: Office, day: str | None, tenures: Iterable[Tenure]) -> list[Holder]:
    """Who may have held an office on a day, the likeliest first.

    Args:
        office: whose holder is asked for.
        day: the day (ISO 8601), or nothing where the dispatch has none.
        tenures: all that are known of the office; those of others are passed over.
    """
    if not office.of:
        return []  # a minister of nobody knows what state
    used = [t for t in tenures if t.office == office and not t.struck and _was_held(t)]
    found: dict[int, Holder] = {}
    for tenure in used:
        score, why = _undated(tenure, used) if day is None or not _dated(tenure) else _on(tenure, day, used)
        if score > 0 and (tenure.who not in found or found[tenure.who].score < score):
            found[tenure.who] = Holder(tenure.who, tenure.name, score, why)
    best = sorted(found.values(), key=lambda h: (-h.score, h.name, h.who))
    if len(best) < 2 or any(t.seed and day and t.seed.covers(day) and t.who == best[0].who for t in used):
        return best
    if office.single and best[0].score > best[1].score and best[0].score >= WITHIN:
        return best
    return [_one_of(holder, best) for holder in best]


def _one_of(holder: Holder, all: Sequence[Holder]) -> Holder:
    """A holder beside whom there are others: no more than contested."""
    others = " and ".join(other.name for other in all if other.who != holder.who)
    return replace(holder, score=min(holder.score, CONTESTED), why=f"{holder.why[:-1]}; but it may be {others}, too.")


def _on(tenure: Tenure, day: str, used: Sequence[Tenure]) -> tuple[float, str]:
    """How sure it is that a tenure holds on a day, and why."""
    name, office = tenure.name, tenure.office
    if tenure.seed is not None:
        sure = tenure.seed.covers(day)
        return (WHEN_SEEDED if sure else 0.0), f"By the register file, {name} was {office} on {_said(day)}."
    first, last = tenure.first or "", tenure.last or ""
    if first <= day <= last:
        many = tenure.dispatches
        why = f"{name} is named {office} on {worded((first, last))} ({many} dispatch{'es' * (many > 1)})"
        if first != last:
            why = f"{name} is named {office} from {_said(first)} to {_said(last)}, in {many} dispatches"
        others = [t for t in used if t.who != tenure.who and t.named(*_around(day, first, last)) and office.single]
        if others:
            return CONTESTED, f"{why}; but about then {others[0].name} is named so, too."
        return WITHIN, f"{why}."
    if day > last:
        if tenure.over_by and day >= tenure.over_by:
            return 0.0, ""
        between = [t for t in used if t.who != tenure.who and t.named(last, f"{day}~") and office.single]
        score = 0.0 if between else _graded(_days(last, day), AFTER)
        return score, f"{name} was last named {office} on {_said(last)}, and nobody else by {_said(day)}."
    if tenure.not_before and day <= tenure.not_before:
        return 0.0, ""
    between = [t for t in used if t.who != tenure.who and t.named(_before(day), first) and office.single]
    score = 0.0 if between else _graded(_days(day, first), BEFORE)
    return score, f"{name} was first named {office} on {_said(first)}, and nobody else from {_said(day)} on."


def _undated(tenure: Tenure, used: Sequence[Tenure]) -> tuple[float, str]:
    """How sure a tenure is where no days can be compared: evidence without a day counts only beside none with one."""
    if not _dated(tenure) and any(_dated(t) for t in used):
        return 0.0, ""
    alone = all(t.who == tenure.who for t in used)
    return (UNDATED if alone else CONTESTED), f"{tenure.name} is named {tenure.office}, without a day to go by."


def _was_held(tenure: Tenure) -> bool:
    """Whether somebody says that it was held, not only that it had been or would be."""
    return tenure.seed is not None or any(n.held.now for n in tenure.namings)


def _dated(tenure: Tenure) -> bool:
    return tenure.seed is not None or tenure.first is not None


def _graded(days: int, grades: Iterable[tuple[int, float]]) -> float:
    return next((score for most, score in grades if days <= most), 0.0)


def _days(first: str, last: str) -> int:
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days


def _before(day: str) -> str:
    """The day before."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def _around(day: str, first: str, last: str) -> tuple[str, str]:
    """The days near a day, within a tenure."""
    here, near = datetime.date.fromisoformat(day), datetime.timedelta(days=NEAR)
    return max((here - near).isoformat(), first), min((here + near).isoformat(), last)


def _said(day: str | None) -> str:
    return worded((day, day)) if day else "a day that is not known"
