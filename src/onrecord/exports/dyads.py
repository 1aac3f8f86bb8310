"""Dyads by day: who to whom, how many events of each quad class, and their mean score.

What most studies of event data begin with. A dyad is two codes, of states (ISO 3166 alpha-3) or kinds (IGO, NGO, MNC,
IMG): a minister and her army are one side. An event counts once in a dyad, whichever of its parties make it so; talks
and clashes count both ways; what has only one side is in none. Quad classes and scores are PLOVER's, and cooperation or
conflict to come counts as the promise or threat that it is, on the day on which it was spoken of. What is only
hypothetical or a request to come is not counted, nor is what has no day.

`said_only` are those of the events that stand on a source's word alone, `facts` all of them: the way back. The same
thing told by two dispatches is two events here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.exports.coding import PLOVER, Coded, Found, code, coded, pairs, row

QUADS = tuple(name.replace(" ", "_") for name in PLOVER["quads"])
COLUMNS = ("day", "who", "whom", "events", *QUADS, "mean_score", "said_only", "facts")
DECIMALS = 3
"""Of a mean score."""

Dyad = tuple[str, str, str]


@dataclass
class Counts:
    """What is counted of a dyad: events by quad class, the sum of scores, those on a word alone, all addresses."""

    quads: list[int] = field(default_factory=lambda: [0] * len(QUADS))
    score: float = 0.0
    said_only: int = 0
    facts: list[str] = field(default_factory=list)

    def add(self, event: Coded) -> None:
        """Count an event."""
        self.quads[event.quad - 1] += 1
        self.score += event.score
        self.said_only += event.statement is not None
        self.facts.append(event.address)

    def cells(self) -> tuple[object, ...]:
        """What stands behind day, who and whom."""
        mean = round(self.score / len(self.facts), DECIMALS)
        return len(self.facts), *self.quads, mean, self.said_only, " ".join(self.facts)


def lines(found: Found) -> Iterator[str]:
    """The lines of the table, its head first: by day, who and whom."""
    yield row(COLUMNS)
    for dyad, counts in sorted(dyads(found).items(), key=lambda item: item[0]):
        yield row([*dyad, *counts.cells()])


def dyads(found: Found) -> dict[Dyad, Counts]:
    """The counts of each day, who and whom."""
    counted: dict[Dyad, Counts] = defaultdict(Counts)
    for event in coded(found):
        if event.day is None or not event.came_about:
            continue
        for who, whom in {(code(actor), code(other)) for actor, other in pairs(event) if actor and other}:
            if who and whom:
                counted[event.day, who, whom].add(event)
    return counted
