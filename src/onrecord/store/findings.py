"""What is found in a store: dispatches, facts with the dispatch that carries them, and names, each with its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from onrecord.record import Dispute, Event, Figure, Phrase, Record, Span, Statement, plain, words

Fact = Statement | Event | Figure | Dispute
Json = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A dispatch in the store.

    `id` is its number there, `name` the id of its record. `headline` and `opening`, the first words of its text, are on
    one line. `day` is the day of publication, else of the dateline. `version` counts the texts of its source from 1;
    `replaced_by` is the number of the next one.
    """

    id: int
    name: str
    headline: str | None
    opening: str
    day: str | None
    outlet: str | None
    uri: str | None
    version: int
    replaced_by: int | None
    added: str
    made_by: str

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return asdict(self)


@dataclass(frozen=True)
class Kept:
    """A dispatch in the store with its whole record; `shared_with` are other dispatches that carry the same text,
    `versions` all texts of its source.
    """

    entry: Entry
    record: Record
    shared_with: tuple[Entry, ...] = ()
    versions: tuple[Entry, ...] = ()

    def to_dict(self) -> Json:
        """Plain JSON data; the record's own under `record`."""
        return {
            "dispatch": self.entry.to_dict(),
            "shared_with": [entry.to_dict() for entry in self.shared_with],
            "versions": [entry.to_dict() for entry in self.versions],
            "record": self.record.to_dict(),
        }


@dataclass(frozen=True)
class Taken:
    """Whom an actor of a dispatch is taken for, where that is not just the name it has there.

    `id` is the number of that actor, `name` the name it is gathered under, `why` a sentence for each step there.
    """

    id: int
    name: str
    why: str

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return asdict(self)


@dataclass(frozen=True)
class Finding:
    """A fact and the dispatch that carries it.

    `record` holds the text, the actors, the statements and the facts of this kind, and nothing else. `taken` tells of
    actors in it that are taken for somebody of another name, by their ids: of all in the dispatch.
    """

    entry: Entry
    layer: str
    fact: Fact
    record: Record = field(repr=False)
    taken: Mapping[str, Taken] = field(default_factory=dict, repr=False)

    @cached_property
    def address(self) -> str:
        """What the fact is called over all dispatches: the dispatch's number and the fact's id, `12/s3`."""
        return f"{self.entry.id}/{self.fact.id}"

    @property
    def names(self) -> dict[str, str]:
        """The names of the actors that the fact names, and the statements it stands on, by their ids."""
        ids = [x for fact in (self.fact, *self.statements.values()) for x in _actors_in(fact)]
        return {actor.id: actor.name for actor in self.record.actors if actor.id in ids}

    @property
    def statements(self) -> dict[str, Statement]:
        """The statements that the fact names, by their ids: on whose word it stands, or what denies what."""
        keys = ("said_in", "within", "statement", "against")
        ids = [getattr(self.fact, key, None) for key in keys]
        return {statement.id: statement for statement in self.record.statements if statement.id in ids}

    @property
    def words(self) -> dict[str, str]:
        """The words at the fact's own spans, by the key that holds them."""
        return words_of(self.record, self.fact)

    def to_dict(self) -> Json:
        """Plain JSON data: the fact as in the record, with its words, and what its ids mean."""
        return {
            "address": self.address,
            "dispatch": self.entry.to_dict(),
            "fact": plain(self.fact),
            "words": self.words,
            "actors": self.names,
            "taken_for": {key: self.taken[key].to_dict() for key in self.names if key in self.taken},
            "statements": {
                key: {
                    "act": statement.act,
                    "negated": statement.negated,
                    "speakers": list(statement.speakers),
                    "words": words_of(self.record, statement),
                }
                for key, statement in self.statements.items()
            },
        }


@dataclass(frozen=True)
class Hit:
    """A dispatch in which words were found.

    `matches` are the spans of the words found within `excerpt`, a part of the text; all are offsets into the text.
    """

    entry: Entry
    text: str = field(repr=False)
    excerpt: Span
    matches: Phrase

    def to_dict(self) -> Json:
        """Plain JSON data, with the excerpt's words."""
        return {
            "dispatch": self.entry.to_dict(),
            "excerpt": {"span": list(self.excerpt), "words": self.text[slice(*self.excerpt)]},
            "matches": [list(span) for span in self.matches],
        }


@dataclass(frozen=True)
class Name:
    """An actor, by the name it is gathered under: `dispatches` counts those it stands in, `statements` those it makes.

    Two people of one name, kind and country are one here until somebody splits them; then each further one has a
    `namesake` number, from 1.
    """

    id: int
    name: str
    kind: str
    country: str | None
    dispatches: int
    statements: int
    namesake: int = 0

    def to_dict(self) -> Json:
        """Plain JSON data."""
        return asdict(self)


def words_of(record: Record, fact: Fact) -> dict[str, str]:
    """The words at a fact's spans, by the key that holds them; keys without any are left out."""
    found = {}
    for key in ("source", "cue", "content", "trigger", "span", "target"):
        value = getattr(fact, key, None)
        if value:
            found[key] = words(record.article.text, (value,) if isinstance(value, Span) else value)
    for key in ("said", "when", "place"):
        part = getattr(fact, key, None)
        if part is not None:
            found[key] = record.words(part.span)
    return found


def _actors_in(fact: Fact) -> list[str]:
    return [x for key in ("speakers", "addressees", "via", "actors", "recipients") for x in getattr(fact, key, ())]
