"""JSON Lines (jsonlines.org): a record a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.record import Record
from onrecord.store import Entry


def lines(found: Iterable[tuple[Entry, Record]]) -> Iterator[str]:
    """A line for each record."""
    for _, record in found:
        yield record.to_json() + "\n"
