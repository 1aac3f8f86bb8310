"""The events of a user's own ontology: a table with a line for each event that has a code (RFC 4180).

Codes are given by the rules of the file (`onrecord.ontology`) to events as the record has them: unlike the other forms
of event data, this turns nothing that is to come into a promise or threat, and what is negated or called off is there
if a rule asks for it. So the date is the event's own, and where none is told, the dispatch's for what has happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.exports.coding import Coded, Found, coded_one, own_days, row
from onrecord.ontology import Code, Ontology, OntologyError
from onrecord.record import words

COLUMNS = (
    "code", "label", "date", "actors", "recipients", "place", "country", "status", "negated", "said_by", "words",
    "dispatch", "event",
)  # fmt: skip
"""`country` is that of the place, `words` name the event, `event` is its address over all dispatches (`12/e1`)."""

HAPPENED = frozenset({"occurred", "ongoing"})
"""Statuses of what bears the day of the dispatch where it has none of its own."""


def lines(found: Found, ontology: Ontology) -> Iterator[str]:
    """The lines of the table, its head first.

    Raises:
        OntologyError: the ontology has no codes.
    """
    if not ontology.codes:
        raise OntologyError(f"{ontology.name}: there is no [[code]] in it, so no event has a code; write one")
    yield row(COLUMNS)
    for code, event in assigned(found, ontology):
        place = event.event.place
        yield row(
            [
                code.code, code.label, day_of(event), _listed(x.name for x in event.actors),
                _listed(x.name for x in event.recipients), place and place.name, place and place.country,
                event.event.status, str(event.event.negated).lower(), _listed(event.said_by),
                words(event.record.article.text, event.event.trigger), event.entry.name, event.address,
            ]
        )  # fmt: skip


def assigned(found: Found, ontology: Ontology) -> Iterator[tuple[Code, Coded]]:
    """The events of dispatches that have a code, each with it."""
    for entry, record in found:
        for event, code in ontology.codes_of(record):
            yield code, coded_one(entry, record, event)


def day_of(event: Coded) -> str | None:
    """The first day of an event, ISO 8601; None where nobody told it."""
    return own_days(event.event)[0] or (event.entry.day if event.event.status in HAPPENED else None)


def _listed(values: Iterable[str]) -> str:
    """Several values in a cell; none of them holds what parts them."""
    return "; ".join(value.replace(";", ",") for value in values)
