"""Who is who: whether two names are one actor's, and whom a bare surname or an office stands for in a dispatch.

What is compared, each thing by itself: the names, the countries, the offices and their days, the sectors, the years,
and whether one dispatch tells the two apart. Each comes out between -1 and 1 and has a weight; the sum is the score, as
in nomenklatura's `FtResult` (opensanctions), with what was compared and one sentence that says why. The weights were
chosen by hand with the pairs of `tests/linking/names.csv`, not trained. Whatever a person decides goes before all this.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from onrecord.linking.naming import (
    Compared,
    acronym,
    body_words,
    compared_bodies,
    compared_persons,
    initials,
    is_described,
    is_everywhere,
    is_name,
    surnames,
    words_of,
)
from onrecord.linking.offices import Tenure, holders
from onrecord.linking.states import state_name, with_article
from onrecord.linking.titles import Held

SAME = 0.8
"""From here on the program takes two names for one actor until a person splits them. At 0.7 an initial and a surname of
one country would be enough; at 0.85 another language's form of a given name would need an office besides."""
PROPOSED = 0.5
"""From here on a person is asked."""

NAME = 0.83
"""The weight of the names: the same full name in two spellings is just enough alone; nothing is enough without."""
SAME_COUNTRY, OTHER_COUNTRY = 0.1, -0.28
"""A reader may be wrong on a country, so that one of the same full name and another country is asked about."""
SAME_OFFICE, OTHER_OFFICES = 0.15, -0.2
"""An office in common; offices of different states or bodies in the same years."""
SAME_SECTOR, OTHER_SECTOR = 0.03, -0.08
FAR_APART = -0.1
"""More than `LIFETIME` years between the dispatches of one and of the other."""
TOLD_APART = -0.35
"""A dispatch in which the two stand beside each other as two: the reader had reasons, but readers err."""
OTHER_KIND = -0.1
"""An organisation here, a company there: readers differ."""

LIFETIME = 15 * 366
"""Days. Who is named today was seldom already named fifteen years ago and not since."""

LARGEST_BLOCK = 400
"""Names with one key that are all compared with each other, 80,000 pairs. What more share tells nothing."""

SURNAME = 0.55
"""Bare names: a surname that somebody bears."""
ONLY_ONE, COUNTRY, OFFICE, RECENT = 0.15, 0.1, 0.15, 0.05
"""That nobody else known bears it, that the country is the same, that the title in the dispatch is of an office that he
held then, that he was named within `RECENTLY`. Three of them make it sure."""
OTHER_TITLE = -0.15
"""A title of an office that he is not known to have held then, while he is known for another."""
RECENTLY = 366
CLEARER = 0.1
"""How far the likeliest has to be ahead to be taken."""

_BODIES = frozenset({"organisation", "government", "armed-group", "company", "media"})


@dataclass(frozen=True)
class Known:
    """A name as the store knows it: a names row, and what all its dispatches tell of who bears it.

    `sectors` are PLOVER codes, `offices` the tenures of this name; `first` and `last` the days of the first and the
    last dispatch, `dispatches` how many there are. `beside` are the ids of names that stand beside it in one dispatch,
    where the reader took the two for two actors.
    """

    id: int
    name: str
    kind: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    offices: tuple[Tenure, ...] = ()
    first: str | None = None
    last: str | None = None
    dispatches: int = 1
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Feature:
    """One thing compared: what it is, how it came out, and how much that weighs."""

    name: str
    score: float
    weight: float


@dataclass(frozen=True)
class Likeness:
    """How likely two names are one actor's: 0 to 1, what was compared, and one sentence that says why."""

    score: float
    features: tuple[Feature, ...]
    why: str


@dataclass(frozen=True)
class Proposal:
    """Two names that may be one actor's, by id, the smaller first."""

    left: int
    right: int
    likeness: Likeness


@dataclass(frozen=True)
class Bare:
    """An actor of one dispatch who is named by surname, or by office alone: what the dispatch tells of him.

    `office` is that of his description or title, `day` the dispatch's day.
    """

    name: str
    kind: str
    country: str | None = None
    office: Held | None = None
    day: str | None = None


@dataclass(frozen=True)
class Resolution:
    """Whom a bare name or an office is taken for: the name's id, how sure that is, and one sentence."""

    who: int
    score: float
    why: str


def likeness(a: Known, b: Known) -> Likeness:
    """How likely two names are one actor's; 0 where they are of kinds that cannot be one."""
    name, said = _names(a, b)
    if name <= 0:
        return Likeness(0.0, (Feature("name", 0.0, NAME),), f"{a.name} and {b.name} are {said or 'of other kinds'}.")
    found = [(Feature("name", name, NAME), said)]
    for part in (_kinds(a, b), _countries(a, b), _offices(a, b), _sectors(a, b), _years(a, b), _apart(a, b)):
        if part[0].score:
            found.append(part)
    score = round(min(1.0, max(0.0, sum(f.score * f.weight for f, _ in found))), 3)
    for_it = "; ".join(text for feature, text in found if feature.score > 0)
    against = "; ".join(text for feature, text in found if feature.score < 0)
    why = f"{for_it[:1].upper()}{for_it[1:]}{f'; but {against}' if against else ''}."
    return Likeness(score, tuple(feature for feature, _ in found), why)


def _names(a: Known, b: Known) -> Compared:
    if a.kind == b.kind == "person":
        if not (is_name(a.name) and is_name(b.name)):
            return 0.0, "descriptions, not names"
        return compared_persons(a.name, b.name)
    if a.kind in _BODIES and b.kind in _BODIES:
        if a.country != b.country and (is_everywhere(a.name) or is_everywhere(b.name)):
            return 0.0, "bodies that every state has"
        if a.country != b.country and is_described(a.name) and is_described(b.name):
            return 0.0, "descriptions, not names"
        return compared_bodies(a.name, b.name, a.country if a.country == b.country else None)
    same = a.kind == b.kind == "state" and a.country and a.country == b.country
    return (1.0, "the same state") if same else (0.0, "")


Part = tuple[Feature, str]


def _kinds(a: Known, b: Known) -> Part:
    differ = a.kind != b.kind
    return Feature("kind", -1.0 if differ else 0.0, -OTHER_KIND), f"one is called {a.kind}, the other {b.kind}"


def _countries(a: Known, b: Known) -> Part:
    persons = a.kind == b.kind == "person"
    if not a.country or not b.country or (persons and a.country != b.country and "IGO" in (a.country, b.country)):
        return Feature("country", 0.0, SAME_COUNTRY), ""  # who acts for a body of several states is of one of them
    if a.country == b.country:
        return Feature("country", 1.0, SAME_COUNTRY), f"both of {_state(a.country)}"
    return Feature("country", -1.0, -OTHER_COUNTRY), f"one of {_state(a.country)}, the other of {_state(b.country)}"


def _offices(a: Known, b: Known) -> Part:
    ours = [t for t in a.offices if not t.struck and t.office.of]
    theirs = [t for t in b.offices if not t.struck and t.office.of]
    shared = sorted({t.office for t in ours} & {t.office for t in theirs})
    if shared:
        return Feature("office", 1.0, SAME_OFFICE), f"both named {shared[0]}"
    if ours and theirs and not {t.office.of for t in ours} & {t.office.of for t in theirs}:
        one, other = ours[0], theirs[0]
        meet = (one.first or "") <= (other.last or "~") and (other.first or "") <= (one.last or "~")
        if meet:
            return Feature("office", -1.0, -OTHER_OFFICES), f"one named {one.office}, the other {other.office}"
    return Feature("office", 0.0, SAME_OFFICE), ""


def _sectors(a: Known, b: Known) -> Part:
    if not a.sectors or not b.sectors:
        return Feature("sector", 0.0, SAME_SECTOR), ""
    if set(a.sectors) & set(b.sectors):
        return Feature("sector", 1.0, SAME_SECTOR), "the same sector"
    ours, theirs = a.sectors[0], b.sectors[0]
    return Feature("sector", -1.0, -OTHER_SECTOR), f"one acts as {ours}, the other as {theirs}"


def _years(a: Known, b: Known) -> Part:
    gap = max(_days(a.last, b.first), _days(b.last, a.first))
    far = gap > LIFETIME
    return Feature("years", -1.0 if far else 0.0, -FAR_APART), f"{gap // 365} years lie between their dispatches"


def _apart(a: Known, b: Known) -> Part:
    apart = a.id in b.beside or b.id in a.beside
    return Feature("beside", -1.0 if apart else 0.0, -TOLD_APART), "a dispatch names them beside each other"


def blocks(known: Known) -> frozenset[str]:
    """The keys under which a name is looked for: only names that share one are compared."""
    if known.kind == "person":
        words = words_of(known.name) if is_name(known.name) else ()
        keys = {f"surname {word}" for word in surnames(known.name, known.country)} if words else set()
        if len(words) > 1:
            keys |= {f"name {''.join(words)}", f"words {' '.join(sorted(words))}", f"begins {words[0]} {words[1]}"}
            keys.add(f"given {words[0]} {words[-1][:2]}")  # so that a slip in the surname is met
        return frozenset(keys)
    if known.kind in _BODIES:
        words = body_words(known.name, known.country)
        short = acronym(known.name) or initials(known.name)
        keys = {f"body {' '.join(sorted(words))}", *(f"body {word}" for word in words[:1])}
        return frozenset(keys | ({f"initials {short}"} if short else set()))
    return frozenset({f"state {known.country}"} if known.kind == "state" and known.country else ())


def proposals(known: Iterable[Known]) -> Iterator[Proposal]:
    """The pairs that are at least `PROPOSED`, without comparing all with all."""
    sharing: dict[str, dict[int, Known]] = defaultdict(dict)
    for each in known:
        for key in blocks(each):
            sharing[key][each.id] = each
    seen: set[tuple[int, int]] = set()
    for key in sorted(sharing):
        if len(sharing[key]) > LARGEST_BLOCK:
            continue
        for left, right in combinations(sorted(sharing[key]), 2):
            if (left, right) in seen:
                continue
            seen.add((left, right))
            found = likeness(sharing[key][left], sharing[key][right])
            if found.score >= PROPOSED:
                yield Proposal(left, right, found)


def resolved(bare: Bare, known: Iterable[Known]) -> list[Resolution]:
    """For whom a bare name may stand, the likeliest first; sure (`SAME`) only where nobody else comes near.

    Args:
        bare: an actor of one dispatch, by surname or by office.
        known: who may be meant, each actor once, with tenures; others are passed over.
    """
    persons = [each for each in known if each.kind == "person"]
    if bare.kind not in ("person", "unnamed"):
        return []
    if bare.office is not None and not is_name(bare.name):
        return _by_office(bare.office, bare.day, persons)
    words = words_of(bare.name)
    if len(words) != 1 or not is_name(bare.name):
        return []
    bearers = [each for each in persons if _bears(each, words[0]) and _may_be(bare, each)]
    found = sorted((_by_surname(bare, each, bearers) for each in bearers), key=lambda r: (-r.score, r.who))
    return _told_apart(found, {each.id: each.name for each in bearers})


def _by_office(held: Held, day: str | None, persons: Iterable[Known]) -> list[Resolution]:
    """The holders of an office; a former or coming one may be any of several, so that nobody is taken."""
    if not held.now:
        return []
    of_each = [(each, tenure) for each in persons for tenure in each.offices if tenure.office == held.office]
    # A tenure keeps what was made of it once, so that it is only copied where it is another's.
    tenures = [tenure if tenure.who == each.id else replace(tenure, who=each.id) for each, tenure in of_each]
    found = holders(held.office, day, tenures)
    if not held.office.single:  # there may be others whom no dispatch names
        return [Resolution(each.who, min(each.score, PROPOSED + 0.1), each.why) for each in found]
    return [Resolution(each.who, each.score, each.why) for each in found]


def _bears(each: Known, surname: str) -> bool:
    return len(words_of(each.name)) > 1 and is_name(each.name) and surname in surnames(each.name, each.country)


def _may_be(bare: Bare, each: Known) -> bool:
    return not bare.country or not each.country or bare.country == each.country


def _by_surname(bare: Bare, each: Known, bearers: list[Known]) -> Resolution:
    """How likely a surname alone stands for somebody who bears it."""
    score, said = SURNAME, [f"“{bare.name}” is the surname of {each.name}"]
    if len(bearers) == 1:
        score += ONLY_ONE
        said.append("nobody else is known by it")
    if bare.country and bare.country == each.country:
        score += COUNTRY
        said.append(f"both of {_state(bare.country)}")
    if bare.office is not None and bare.office.now:
        held = [t for t in each.offices if t.office == bare.office.office]
        if any(holder.score >= PROPOSED for holder in holders(bare.office.office, bare.day, held)):
            score += OFFICE
            said.append(f"named {bare.office.office} about then")
        elif each.offices:
            score += OTHER_TITLE
            said.append(f"not known as {bare.office.office}")
    if bare.day and each.first and each.last:
        gap = max(_days(each.last, bare.day), _days(bare.day, each.first))
        if gap <= RECENTLY:
            score += RECENT
            said.append("named in full within a year of it" if gap > 0 else "named in full before and after")
    return Resolution(each.id, round(score, 3), f"{'; '.join(said)}.")


def _told_apart(found: list[Resolution], names: dict[int, str]) -> list[Resolution]:
    """The resolutions, none of them sure where two are alike."""
    if len(found) < 2 or found[0].score - found[1].score >= CLEARER:
        return found
    near = [each for each in found if found[0].score - each.score < CLEARER]
    told = []
    for each in found:
        others = " or ".join(names[other.who] for other in near if other.who != each.who)
        why = f"{each.why[:-1]}; but it may be {others} as well." if others else each.why
        told.append(replace(each, score=min(each.score, SAME - 0.1), why=why))
    return told


def _state(code: str) -> str:
    """A state in a sentence, by its code."""
    return "international bodies" if code == "IGO" else with_article(state_name(code))


def _days(first: str | None, last: str | None) -> int:
    """Days from the first to the last; none where one is not known."""
    if first is None or last is None:
        return 0
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days
