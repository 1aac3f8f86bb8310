"""The figures of a store set side by side: what is fetched for `linking.figures`, and which part of it is shown.

So that what is shown of some days is what the whole calendar gives, figures told for twice the longest thing before
them, and once behind them, are looked at, too. Of units only those are looked at that could be of one thing with the
unit asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from sqlalchemy import Connection, Select, and_, select

from onrecord.linking.figures import Comparison, comparisons
from onrecord.linking.given import Given, Giver, given
from onrecord.linking.reports import Days, Source
from onrecord.linking.sameness import REACH
from onrecord.linking.units import fate_named, unit_of
from onrecord.record import Figure, Span
from onrecord.spelling import folded
from onrecord.store.days import days_of, moved
from onrecord.store.loading import PAGE, headline_of, unreadable
from onrecord.store.queries import Window, bound
from onrecord.store.schema import actors, dispatches, figures, names, statement_actors, statements, texts, times

NOBODY = "nobody named"
"""Who gives a figure of a dispatch of which no outlet is known."""


@dataclass(frozen=True)
class Comparisons(Sequence[Comparison]):
    """Things of which several figures are given, by the day of the first; `undated` counts figures left out by bounds
    because nobody knows the day of their dispatch.
    """

    found: tuple[Comparison, ...] = ()
    undated: int = 0

    @overload
    def __getitem__(self, at: int) -> Comparison: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Comparison, ...]: ...
    def __getitem__(self, at: int | slice) -> Comparison | tuple[Comparison, ...]:
        """The thing at a place in the list, or some of them."""
        return self.found[at]

    def __len__(self) -> int:
        """How many things there are."""
        return len(self.found)

    def to_dict(self) -> list[dict[str, Any]]:
        """Plain JSON data: a list."""
        return [each.to_dict() for each in self.found]


def compare(connection: Connection, unit: str | None, about: str | None, window: Window) -> Comparisons:
    """The things of a store of which several figures are given, one of them in a window of days.

    Args:
        connection: to the store.
        unit: a part of what is counted ("troops"), by which other words for it are found, too ("soldiers").
        about: words that all stand in the sentence of one of the figures.
        window: which of them.

    Raises:
        QueryError: a bound is no day.
        StoreError: the rows of one hold no figure.
    """
    since, until = bound(window, "since"), bound(window, "until")
    query = _numbers(connection, unit)
    dated = query.where(*_between(moved(since, -2 * REACH), moved(until, REACH)))
    found = comparisons(_given(connection, [(row.dispatch_id, row.id) for row in connection.execute(dated)]))
    shown = [each for each in found if each.compares and _in(each, since, until) and _fits(each, unit, about)]
    if window.get("latest"):
        shown.sort(key=lambda each: each.days[1] if each.days else "", reverse=True)
    else:
        shown.sort(key=lambda each: (each.days is None, each.days or ("", "")))
    limit, offset = window.get("limit"), window.get("offset", 0)
    undated = query.where(dispatches.c.day.is_(None)) if since or until else None
    return Comparisons(
        tuple(shown[offset : None if limit is None else offset + limit]),
        len(connection.execute(undated).all()) if undated is not None else 0,
    )


def _numbers(connection: Connection, unit: str | None) -> Select[Any]:
    """The figures that could be of one thing with figures of a unit."""
    newest = dispatches.c.id == figures.c.dispatch_id
    query = select(figures.c.dispatch_id, figures.c.id).join(dispatches, newest)
    query = query.where(dispatches.c.replaced_by.is_(None), figures.c.unit != "").order_by(figures.c.dispatch_id)
    if unit is None:
        return query
    units = {each: unit_of(each) for each in connection.execute(select(figures.c.unit).distinct()).scalars() if each}
    asked = unit_of(unit)
    kinds = {each.kind for told, each in units.items() if _of_unit(told, unit) or each.kind == asked.kind}
    persons = asked.person or any(each.person for each in units.values() if each.kind in kinds)
    return query.where(
        figures.c.unit.in_([x for x, each in units.items() if each.kind in kinds or (persons and each.person)])
    )


def _between(low: str | None, high: str | None) -> list[Any]:
    found: list[Any] = []
    if low:
        found.append(dispatches.c.day >= low)
    if high:
        found.append(dispatches.c.day <= high)
    return found


def _in(each: Comparison, since: str | None, until: str | None) -> bool:
    """Whether one of the figures was told on a day asked for."""
    if not since and not until:
        return True
    days = [joined.given.day for joined in each.figures if joined.given.day]
    return any((not since or day >= since) and (not until or day <= until) for day in days)


def _of_unit(text: str, unit: str) -> bool:
    return folded(unit) in folded(text)


def _fits(each: Comparison, unit: str | None, about: str | None) -> bool:
    """Whether a thing is of the unit and about the words asked for."""
    told = [joined.given for joined in each.figures]
    if unit is not None and not any(_of_unit(one.figure.unit, unit) for one in told):
        kind, fate = unit_of(unit).kind, fate_named(unit)
        if not any(one.counted.fate == fate if fate else one.counted.unit.kind == kind for one in told):
            return False
    words = folded(about or "").split()
    return any(all(f" {word}" in f" {folded(one.sentence)}" for word in words) for one in told)


def _given(connection: Connection, keys: Sequence[tuple[int, str]]) -> Iterator[Given]:
    """Figures with what is beside them in their dispatches."""
    by_dispatch: dict[int, set[str]] = defaultdict(set)
    for number, figure in keys:
        by_dispatch[number].add(figure)
    ids = sorted(by_dispatch)
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        try:
            yield from _page(connection, page, by_dispatch)
        except (KeyError, TypeError, ValueError) as error:
            raise unreadable(page, str(error)) from None


def _page(connection: Connection, ids: Sequence[int], wanted: dict[int, set[str]]) -> Iterator[Given]:
    heads = select(dispatches, texts.c.text).join(texts).where(dispatches.c.id.in_(ids))
    numbers: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(figures).where(figures.c.dispatch_id.in_(ids)).order_by(figures.c.n)):
        numbers[row.dispatch_id].append(row)
    said: dict[int, list[Any]] = defaultdict(list)
    columns = (statements.c.dispatch_id, statements.c.id, statements.c.source, statements.c.cue, statements.c.said_span)
    for row in connection.execute(select(*columns).where(statements.c.dispatch_id.in_(ids))):
        said[row.dispatch_id].append(row)
    dates: dict[int, list[tuple[Span, Days]]] = defaultdict(list)
    of_times = select(times.c.dispatch_id, times.c.span, times.c.value).where(times.c.dispatch_id.in_(ids))
    for number, span, value in connection.execute(of_times.order_by(times.c.n)):
        first, last = days_of(value)
        if first and last:
            dates[number].append((Span(*span), (first, last)))
    persons = _persons(connection, ids)
    speakers = _speakers(connection, ids)
    agencies = _agencies(connection, ids)
    for head in connection.execute(heads.order_by(dispatches.c.id)).mappings():
        number = head["id"]
        spoken = [row.said_span for row in said[number] if row.said_span]
        source = Source(
            **{key: head[key] for key in ("id", "name", "day", "outlet", "uri")},
            headline=headline_of(dict(head), head["text"]),
        )
        for row in numbers[number]:
            if row.id in wanted[number]:
                speaking = speakers[number, row.said_in] if row.said_in else []
                words = _source_words(head["text"], said[number], row.said_in)
                yield given(
                    head["text"],
                    Figure(
                        **{key: getattr(row, key) for key in ("id", "value", "high", "unit", "qualifier", "said_in")},
                        span=Span(*row.span),
                    ),
                    source=source,
                    others=[Span(*other.span) for other in numbers[number]],
                    telling=[
                        *(Span(*span) for each in said[number] for span in (*each.source, *each.cue)),
                        *persons[number],
                    ],
                    dates=[(span, days) for span, days in dates[number] if list(span) not in spoken],
                    givers=speaking
                    or ([Giver(words)] if words else [])
                    or [Giver(head["outlet"] or agencies.get(number) or NOBODY)],
                    said=bool(speaking or words),
                    headline=Span(*head["title"]) if head["title"] else None,
                )


def _source_words(text: str, said: Sequence[Any], key: str | None) -> str:
    """The words for the source of a statement, where it is nobody's whom the record knows."""
    spans = next((each.source for each in said if each.id == key), ())
    return " ".join(" ".join(text[slice(*span)] for span in spans).split())


def _speakers(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str], list[Giver]]:
    """Who makes each statement, by the name under which its bearer is gathered."""
    link = statement_actors
    of_actor = and_(actors.c.dispatch_id == link.c.dispatch_id, actors.c.id == link.c.actor)
    query = select(link.c.dispatch_id, link.c.fact, names.c.name, names.c.id).select_from(link)
    query = query.join(actors, of_actor).join(names, names.c.id == actors.c.who_id)
    query = query.where(link.c.dispatch_id.in_(ids), link.c.role == "speakers").order_by(*link.primary_key.columns)
    found: dict[tuple[int, str], list[Giver]] = defaultdict(list)
    for number, fact, name, who in connection.execute(query):
        found[number, fact].append(Giver(name, who))
    return found


def _persons(connection: Connection, ids: Sequence[int]) -> dict[int, list[Span]]:
    """Where persons and media are named, who are neither a place nor a side."""
    query = select(actors.c.dispatch_id, actors.c.mentions).join(names, names.c.id == actors.c.name_id)
    query = query.where(actors.c.dispatch_id.in_(ids), names.c.kind.in_(("person", "media")))
    found: dict[int, list[Span]] = defaultdict(list)
    for number, mentions in connection.execute(query):
        found[number] += [Span(*span) for span in mentions]
    return found


def _agencies(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The agencies of the datelines of dispatches."""
    of_agency = and_(actors.c.dispatch_id == dispatches.c.id, actors.c.id == dispatches.c.dateline_agency)
    query = select(dispatches.c.id, names.c.name).join(actors, of_agency).join(names, names.c.id == actors.c.name_id)
    return {row.id: row.name for row in connection.execute(query.where(dispatches.c.id.in_(ids)))}
