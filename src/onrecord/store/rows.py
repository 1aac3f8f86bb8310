"""A record as rows of the tables, and rows as a record again.

The columns are named as the keys of the record's parts, and a part within a part is flattened: `place.country` is
`place_country`. So a key that the record gains needs a column and a migration, and no code here. What lists actors
goes to the tables of parties; what names an actor goes to `names`.

Every fact has a digest over its JSON and over the words that its spans point to in the text. It is no signature,
which whoever changes a store could make anew; it tells a slip of a disk or a hand from what was read.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from onrecord.record import (
    Actor,
    Article,
    Condition,
    Dateline,
    Dispute,
    Event,
    Figure,
    Inference,
    Place,
    Record,
    Said,
    Statement,
    Time,
    When,
)
from onrecord.store.days import days_of
from onrecord.store.schema import ROLES

Json = dict[str, Any]
Row = Mapping[str, Any]

PARTS: dict[str, type] = {
    "actors": Actor,
    "statements": Statement,
    "events": Event,
    "times": Time,
    "figures": Figure,
    "conditions": Condition,
    "disputes": Dispute,
    "inferred": Inference,
}
"""Layer -> what a fact of it is."""

NESTED: dict[str, type] = {"said": Said, "when": When, "place": Place, "dateline": Dateline}
"""Key -> the part that stands there. Each has a `span`, which no such part is without."""

_PARTIES = frozenset(role for roles in ROLES.values() for role in roles)
"""Keys that list actors, which have tables of their own."""

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

_KEYS = {"evidence": "from"}
"""Columns whose key in JSON is another."""


@dataclass(frozen=True)
class Rows:
    """What the tables hold of a record.

    `dispatch` is the row of `dispatches` as far as the record tells it. Of each layer there are its `facts`, those of
    `actors` with the keys of `names` in place of a `name_id`, and the `parties` in them.
    """

    dispatch: Json
    facts: dict[str, list[Json]] = field(default_factory=dict)
    parties: dict[str, list[Json]] = field(default_factory=dict)


def rows_of(record: Record) -> Rows:
    """The rows that hold a record."""
    found: dict[str, Any] = record.to_dict()
    article: Json = found["article"]
    text: str = article["text"]
    dateline = article["dateline"] or {}
    day = days_of(article["published"])[0] or days_of(dateline.get("date"))[0]
    rows = Rows(flat(article, Article))
    for layer, part in PARTS.items():
        rows.facts[layer] = [
            flat(fact, part) | _reckoned(layer, fact, day) | {"n": n, "digest": digest(fact, text)}
            for n, fact in enumerate(found[layer])
        ]
    said = {row["id"]: row["day"] for row in rows.facts["statements"]}
    for row in rows.facts["disputes"]:
        row["day"] = said.get(row["statement"])
    for layer, roles in ROLES.items():
        rows.parties[layer] = [
            {"fact": fact["id"], "role": role, "n": n, "actor": actor}
            for fact in found[layer]
            for role in roles
            for n, actor in enumerate(fact[role])
        ]
    whole = digest_of_whole(article, (fact["digest"] for layer in PARTS for fact in rows.facts[layer]))
    rows.dispatch.update(name=article["id"], day=day, digest=whole)
    for key in ("id", "text", "sha256"):  # which stand elsewhere, or under another name
        del rows.dispatch[key]
    return rows


def record_of(dispatch: Row, facts: Mapping[str, Sequence[Row]], parties: Mapping[str, Sequence[Row]]) -> Record:
    """The record that rows hold: what `rows_of` gave. A layer that is not given is empty.

    Args:
        dispatch: the row of `dispatches`, with `text` and `sha256` of `texts`.
        facts: the rows of each layer, those of `actors` with what `names` holds of them.
        parties: the parties in the facts of a layer.

    Raises:
        RecordError: they hold no record.
    """
    found: Json = {layer: [deep(row, PARTS[layer]) for row in rows] for layer, rows in facts.items()}
    for layer, links in parties.items():
        by_id = {fact["id"]: fact for fact in found.get(layer, ())}
        for link in links:
            by_id[link["fact"]].setdefault(link["role"], []).append(link["actor"])
    found["article"] = deep(dispatch, Article) | {"id": dispatch["name"]}
    return Record.from_dict(found)


def flat(part: Mapping[str, Any], kind: type, before: str = "") -> Json:
    """The JSON of a part of the record as columns.

    >>> flat({"span": [9, 18], "place": {"span": [9, 13], "name": "Oslo", "country": "NOR"}}, Dateline)["place_name"]
    'Oslo'
    """
    row: Json = {}
    for key in _names(kind):
        nested, value = NESTED.get(key), part.get(_KEYS.get(key, key))
        if nested is not None:
            row |= flat(value or {}, nested, f"{before}{key}_")
        elif key not in _PARTIES:
            row[f"{before}{key}"] = value
    return row


def deep(row: Row, kind: type, before: str = "") -> Json:
    """Columns as the JSON of a part of the record.

    >>> deep({"id": "e1", "place_span": [3, 7], "place_name": "Oslo", "when_span": None}, Event)
    {'id': 'e1', 'place': {'span': [3, 7], 'name': 'Oslo'}, 'when': None}
    """
    part: Json = {}
    for key in _names(kind):
        column, nested = f"{before}{key}", NESTED.get(key)
        if nested is None:
            if column in row:
                part[key] = row[column]
        elif f"{column}_span" in row:
            part[key] = None if row[f"{column}_span"] is None else deep(row, nested, f"{column}_")
    return part


def digest(fact: Json, text: str) -> str:
    """Sixteen hexadecimal digits of SHA-256 (FIPS 180-4) over a fact's JSON and the words at each of its spans."""
    words = [text[start:end] for start, end in spans_of(fact)]
    return _hash([fact, words])


def digest_of_whole(article: Json, digests: Iterable[str]) -> str:
    """The digest over an article without its text, which has a hash of its own, and over all its facts' digests."""
    return _hash([{key: value for key, value in article.items() if key != "text"}, *digests])


def _hash(data: object) -> str:
    return hashlib.sha256(_CANONICAL.encode(data).encode("utf-8")).hexdigest()[:16]


def spans_of(value: object) -> Iterator[list[int]]:
    """The spans anywhere in a fact's JSON: the only lists of two whole numbers there."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        if len(value) == 2 and all(type(x) is int for x in value):
            yield value
        else:
            for inner in value:
                yield from spans_of(inner)


@cache
def _names(kind: type) -> list[str]:
    return [x.name for x in dataclasses.fields(kind)]


def _reckoned(layer: str, fact: Json, day: str | None) -> Json:
    """The days by which a fact is found: a statement's is the dispatch's where the text tells no other."""
    if layer == "statements":
        return {"day": days_of((fact["said"] or {}).get("value"))[0] or day}
    if layer == "events":
        when = fact["when"] or {}
        first, last = days_of(when.get("value"))
        return {"first_day": first, "last_day": days_of(when.get("end"))[1] or last}
    return {}
