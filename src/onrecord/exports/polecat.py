"""The layout of POLECAT (Halterman et al. 2023, "PLOVER and POLECAT"): a tab-separated table, a line an event.

Names and order of the columns are those of the weekly files on Harvard Dataverse (doi:10.7910/DVN/AJGVIT), as their
users have written them down: the loader of the Temporal Graph Benchmark (shenyangHuang/TGB,
tgb/datasets/tkgl_polecat/tkgl_polecat.py) quotes the header, and two other loaders have the same names. From these
come the forms of the values, too: `None` where there is nothing, several actors in a cell parted by "; " and aligned
over the columns of a side, ISO 3166 alpha-3 for countries, quad classes in capitals. Within an actor's sectors and
titles, | parts several.

Behind POLECAT's columns stand ours: the way back to dispatch and event, the record's status and date, and on whose word
alone the event stands (`None` where the dispatch itself asserts it). What a record does not know is `None`: Wikipedia
pages, GeoNames ids, districts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from onrecord.exports.coding import PLOVER, Coded, Found, code, coded, raw, row
from onrecord.exports.tables import rows
from onrecord.record import Actor, Record, words

NONE = "None"
PEOPLE = ("person",)
ORGANIZATIONS = ("government", "organisation", "armed-group", "company", "media")

Side = Callable[[Coded], tuple[Actor, ...]]
Cell = Callable[[Coded], str]


def cow(actor: Actor) -> str | None:
    """The number of an actor's state in the Correlates of War project."""
    return COW.get(actor.country or "")


COW = {row["code"]: row["cow"] for row in rows("cow")}

OF_ACTOR: dict[str, Callable[[Coded, Actor], str | None]] = {
    "{} Name": lambda _, actor: actor.name,
    "{} Country": lambda _, actor: code(actor),
    "{} COW": lambda _, actor: cow(actor),
    "Primary {} Sector": lambda _, actor: next(iter(actor.sector), None),
    "{} Sectors": lambda _, actor: "|".join(actor.sector),
    "{} Title": lambda _, actor: "|".join(title.text for title in actor.titles),
    "{} Name Raw": raw,
    "Wikipedia {} ID": lambda _found, _actor: None,
}
"""Columns of a side, in their order -> what stands there for one actor."""

EVENT: dict[str, Cell] = {
    "Event ID": lambda found: f"{found.entry.id}_{found.event.id}",
    "Event Date": lambda found: found.day or NONE,
    "Event Type": lambda found: found.type,
    "Event Mode": lambda found: _listed(found.modes),
    "Intensity": lambda found: str(found.score),
    "Quad Code": lambda found: str(PLOVER["quads"][found.quad - 1]).upper(),
    "Contexts": lambda found: _listed(found.contexts),
}

REST: dict[str, Cell] = {
    "Placename": lambda found: found.event.place.name if found.event.place else NONE,
    "City": lambda _: NONE,
    "District": lambda _: NONE,
    "Province": lambda _: NONE,
    "Country": lambda found: (found.event.place.country if found.event.place else None) or NONE,
    "Latitude": lambda found: _number(found.event.place.lat if found.event.place else None),
    "Longitude": lambda found: _number(found.event.place.lon if found.event.place else None),
    "GeoNames ID": lambda _: NONE,
    "Raw Placename": lambda found: found.record.words(found.event.place.span) if found.event.place else NONE,
    "Feature Type": lambda _: NONE,
    "Source": lambda found: found.entry.outlet or NONE,
    "Publication Date": lambda found: found.entry.day or NONE,
    "Story People": lambda found: _listed(_named(found.record, PEOPLE)),
    "Story Organizations": lambda found: _listed(_named(found.record, ORGANIZATIONS)),
    "Story Locations": lambda found: _listed(_locations(found.record)),
    "Language": lambda found: found.record.article.language,
    "Version": lambda found: found.entry.made_by,
}

OURS: dict[str, Cell] = {
    "Dispatch": lambda found: str(found.entry.id),
    "Dispatch Name": lambda found: found.entry.name,
    "Dispatch Event": lambda found: found.event.id,
    "Event Text": lambda found: words(found.record.article.text, found.event.trigger),
    "Status": lambda found: found.event.status,
    "When": lambda found: found.event.when.value if found.event.when else NONE,
    "Said By": lambda found: _listed(found.said_by),
    "Statement": lambda found: found.event.said_in or NONE,
}
"""Columns behind POLECAT's own."""


def lines(found: Found) -> Iterator[str]:
    """The lines of the table, its head first."""
    yield row(COLUMNS, delimiter="\t", end="\n")
    for event in coded(found):
        yield row((cell(event) for cell in COLUMNS.values()), delimiter="\t", end="\n")


def _side(name: str, side: Side) -> dict[str, Cell]:
    """The columns of a side: in each cell a value for each of its actors, in the same order."""

    def column(value: Callable[[Coded, Actor], str | None]) -> Cell:
        return lambda found: _listed(value(found, actor) or NONE for actor in side(found))

    return {column_name.format(name): column(value) for column_name, value in OF_ACTOR.items()}


def _listed(values: Iterable[str]) -> str:
    """Several values in a cell; none of them holds what parts them."""
    return "; ".join(value.replace(";", ",") for value in values) or NONE


def _number(value: float | None) -> str:
    return NONE if value is None else str(value)


def _named(record: Record, kinds: tuple[str, ...]) -> Iterator[str]:
    return (actor.name for actor in record.actors if actor.kind in kinds)


def _locations(record: Record) -> list[str]:
    """The states and places that a dispatch names."""
    dateline = record.article.dateline
    places = [dateline.place.name] if dateline and dateline.place else []
    places += [event.place.name for event in record.events if event.place]
    return list(dict.fromkeys([*_named(record, ("state",)), *places]))


COLUMNS: dict[str, Cell] = {
    **EVENT,
    **_side("Actor", lambda found: found.actors),
    **_side("Recipient", lambda found: found.recipients),
    **REST,
    **OURS,
}
"""All columns in their order -> what stands there."""
