"""A user's own ontology: codes of their own, and which event of a record gets which; words of their own besides.

It is a TOML file. Each `[[code]]` has a `code`, a `label` and, under `when`, rules in the terms of the record: PLOVER
types, modes and contexts, status, negation, sides, and the words that name the event. A rule fits where each of its
keys does, a key where any of its values does. Codes are tried in the order of the file and the first rule that fits
gives the code; what none fits has none. What is negated or called off did not come about, and only a rule that asks for
it fits it. `[[predicate]]` entries list words that the readers do not know, and what they name (`onrecord.Reader`).

So a user's codes map onto what the readers find, whether the lexicon of predicates or the trained head found it, and
nothing has to be trained anew. That an event coder takes its categories as data is TABARI's and PETRARCH's (Schrodt).
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import tomllib
import typing
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from onrecord.record import Actor, ActorKind, Event, EventStatus, EventType, OnRecordError, Record

CONTEXTS = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "human_rights", "rights_freedoms", "repression", "human_security", "lgbt",
    "religion_ethnicity", "inequality", "diplomatic", "territory", "health", "asylum", "migration", "disasters",
    "natural_resource", "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation", "crime",
    "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip
"""PLOVER's contexts (2021 draft, openeventdata/PLOVER, PLOVER_MANUAL.tex)."""

SECTORS = (
    "GOV", "MIL", "LEG", "JUD", "SPY", "COP", "PTY", "OPP", "REB", "UAF", "CVL", "BUS", "EDU", "MED", "NGO", "IGO",
    "REL", "CRM", "ELI", "LAB", "REF", "JRN", "SCI", "HLH", "MIG", "OTH",
)  # fmt: skip
"""PLOVER's codes of actors' sectors."""

TYPES: tuple[str, ...] = typing.get_args(EventType)
STATUSES: tuple[str, ...] = typing.get_args(EventStatus)
KINDS: tuple[str, ...] = typing.get_args(ActorKind)
COME_ABOUT = frozenset(STATUSES) - {"cancelled"}
"""Statuses that a rule fits which asks for none."""
MOST_NAMED = 40
"""Terms that a message lists; of more it names a few that are spelled alike."""


class OntologyError(OnRecordError):
    """An ontology that cannot be taken; the message names the file, the entry and what would mend it."""


@dataclass(frozen=True)
class Side:
    """What one of an event's actors or recipients has to be; what is empty asks for nothing."""

    kind: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    country: tuple[str, ...] = ()

    def fits(self, actor: Actor) -> bool:
        """Whether an actor is of one of the kinds, of one of the sectors, and of one of the countries."""
        return (
            (not self.kind or actor.kind in self.kind)
            and (not self.sector or not set(self.sector).isdisjoint(actor.sector))
            and (not self.country or actor.country in self.country)
        )


@dataclass(frozen=True)
class Rule:
    """What an event has to be; what is empty asks for nothing. Each of several sides needs an actor that fits it."""

    type: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    negated: tuple[bool, ...] = ()
    actors: tuple[Side, ...] = ()
    recipients: tuple[Side, ...] = ()
    words: tuple[str, ...] = ()

    def fits(self, event: Event, actors: Mapping[str, Actor], trigger: str) -> bool:
        """Whether an event is so.

        Args:
            event: the event.
            actors: those of its record, by id.
            trigger: the words that name it.
        """
        return (
            (not self.type or event.type in self.type)
            and (not self.modes or not set(self.modes).isdisjoint(event.modes))
            and (not self.contexts or not set(self.contexts).isdisjoint(event.contexts))
            and event.status in (self.status or COME_ABOUT)
            and event.negated in (self.negated or (False,))
            and all(any(side.fits(actors[key]) for key in event.actors) for side in self.actors)
            and all(any(side.fits(actors[key]) for key in event.recipients) for side in self.recipients)
            and (not self.words or _pattern(self.words).search(trigger) is not None)
        )


@dataclass(frozen=True)
class Code:
    """A code of the user's, what it stands for, and the rules any of which gives it."""

    code: str
    label: str
    when: tuple[Rule, ...]


@dataclass(frozen=True)
class Predicate:
    """Words that name an event of a type: verbs with what must follow them, nouns and phrases, in their base form."""

    type: EventType
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ontology:
    """Codes in the order in which they are tried, and words that the readers take besides their own."""

    name: str
    codes: tuple[Code, ...] = ()
    predicates: tuple[Predicate, ...] = ()

    def codes_of(self, record: Record) -> Iterator[tuple[Event, Code]]:
        """The events of a record that have a code, in the order of the text."""
        actors = {actor.id: actor for actor in record.actors}
        for event in record.events:
            trigger = " ".join(map(record.words, event.trigger))
            for code in self.codes:
                if any(rule.fits(event, actors, trigger) for rule in code.when):
                    yield event, code
                    break

    @property
    def digest(self) -> str:
        """Eight digits that tell what it adds to reading: SHA-256 over its predicates; "" if it has none.

        Codes are given when events are written out, not when they are read, and do not count.
        """
        if not self.predicates:
            return ""
        told = json.dumps([asdict(predicate) for predicate in self.predicates])
        return hashlib.sha256(told.encode()).hexdigest()[:8]


def read_ontology(path: str | os.PathLike[str]) -> Ontology:
    """The ontology that a file holds.

    Args:
        path: the file, TOML 1.0 in UTF-8.

    Raises:
        OntologyError: there is no such file, or it is no ontology.
    """
    name = os.fspath(path)
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise OntologyError(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise OntologyError(f"{name}: {error.strerror}; give the path of an ontology, a TOML file") from None
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{name}: {error}; write it as TOML, as docs/how-to/own-ontology.md shows") from None
    whole = _Entry(data, name, ("code", "predicate"))
    codes = tuple(_code(*entry) for entry in enumerate(whole.tables("code"), 1))
    seen: set[str] = set()
    for code in codes:
        if code.code in seen:
            raise OntologyError(f"{name}: the code {code.code!r} stands there twice; put all its rules into one entry")
        seen.add(code.code)
    predicates = predicates_of(data.get("predicate", []), name)
    if not codes and not predicates:
        raise OntologyError(f"{name}: there is no [[code]] and no [[predicate]] in it; write one")
    return Ontology(name, codes, predicates)


def predicates_of(entries: Iterable[Mapping[str, Any]], name: str) -> tuple[Predicate, ...]:
    """The predicates that plain data tell, each with the keys of `Predicate`; words in a list or between commas.

    Args:
        entries: the predicates.
        name: what they come from, for messages.

    Raises:
        OntologyError: one of them is no predicate.
    """
    whole = _Entry({"predicate": entries}, name, ("predicate",))
    return tuple(
        _predicate(entry.at(f"predicate {n}", _PREDICATE)) for n, entry in enumerate(whole.tables("predicate"), 1)
    )


class _Entry:
    """A table of the file, with what it may hold and where it stands."""

    def __init__(self, values: Mapping[str, Any], where: str, keys: Collection[str]) -> None:
        self.values, self.where = values, where
        for key in values:
            if key not in keys:
                raise self.error(f"{key!r} is no key here; {_remedy(key, keys)}")

    def error(self, what: str) -> OntologyError:
        """What is wrong here."""
        return OntologyError(f"{self.where}: {what}")

    def at(self, part: str, keys: Collection[str]) -> _Entry:
        """The same table, told to stand at `part` and to hold no others than `keys`."""
        return _Entry(self.values, f"{self.where}: {part}", keys)

    def tables(self, key: str) -> list[_Entry]:
        """The tables under a key, one or a list; none where there is no such key."""
        value = self.values.get(key, [])
        listed = [value] if isinstance(value, Mapping) else value
        if not isinstance(listed, list | tuple) or not all(isinstance(each, Mapping) for each in listed):
            raise self.error(f"{key!r} is no table; write its keys between braces or under a [[{key}]] of its own")
        return [_Entry(each, self.where, each) for each in listed]

    def one(self, key: str) -> str:
        """The text under a key, which has to be there."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f'there is no {key!r}, or it is no text; write {key} = "..."')
        return " ".join(value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts under a key, one or a list; none where there is no such key."""
        value = self.values.get(key, ())
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list | tuple) or not all(isinstance(x, str) and x.strip() for x in listed):
            raise self.error(f'{key!r} is neither text nor a list of texts; write {key} = ["...", "..."]')
        return tuple(" ".join(x.split()) for x in listed)

    def terms(self, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """The texts under a key, all of which have to be terms that records know."""
        found = self.texts(key)
        for term in found:
            if term not in known:
                raise self.error(f"{term!r} is no {what}; {_remedy(term, known)}")
        return found

    def words(self, key: str) -> tuple[str, ...]:
        """Words in their base form, in a list or between commas."""
        found = tuple(" ".join(x.lower().split()) for text in self.texts(key) for x in text.split(",") if x.strip())
        if odd := next((entry for entry in found if not _WORDS.fullmatch(entry)), None):
            raise self.error(f"{odd!r} under {key!r} is more than words; write words in letters, in their base form")
        return found


def _code(number: int, entry: _Entry) -> Code:
    entry = entry.at(f"code {number}", ("code", "label", "when"))
    code = entry.one("code")
    entry.where += f" ({code})"
    rules = tuple(_rule(rule.at(f"rule {n}", _RULE)) for n, rule in enumerate(entry.tables("when"), 1))
    if not rules:
        raise entry.error("there is no 'when'; write a rule, such as when = [{ type = \"CONSULT\" }]")
    return Code(code, entry.one("label"), rules)


def _rule(entry: _Entry) -> Rule:
    if empty := next((key for key, value in entry.values.items() if value in ([], {})), None):
        raise entry.error(f"{empty!r} is empty, and nothing would fit it; leave it out to ask for nothing")
    negated = entry.values.get("negated", [])
    listed = [negated] if isinstance(negated, bool) else negated
    if not isinstance(listed, list) or not all(isinstance(x, bool) for x in listed):
        raise entry.error("'negated' is neither true nor false; write negated = true, or [true, false] for both")
    types = entry.terms("type", TYPES, "type of PLOVER's")
    return Rule(
        type=types,
        modes=_modes(entry, types),
        contexts=entry.terms("contexts", CONTEXTS, "context of PLOVER's"),
        status=entry.terms("status", STATUSES, "status of an event"),
        negated=tuple(listed),
        actors=_sides(entry, "actors"),
        recipients=_sides(entry, "recipients"),
        words=entry.texts("words"),
    )


def _modes(entry: _Entry, types: Collection[str]) -> tuple[str, ...]:
    """The modes of a rule or predicate, which have to be those of one of its types, if it has any."""
    known = [mode for each in types or TYPES for mode in modes_of(each)]
    if types and not known and entry.values.get("modes"):
        raise entry.error(f"{' and '.join(types)} has no modes; take 'modes' out")
    return entry.terms("modes", list(dict.fromkeys(known)), f"mode of {' or '.join(types) or 'any type'}")


def _sides(entry: _Entry, key: str) -> tuple[Side, ...]:
    sides = (side.at(key, ("kind", "sector", "country")) for side in entry.tables(key))
    return tuple(
        Side(
            side.terms("kind", KINDS, "kind of actor"),
            side.terms("sector", SECTORS, "sector of PLOVER's"),
            side.terms("country", countries(), "country of ISO 3166 (alpha-3) that records know, nor IGO"),
        )
        for side in sides
    )


def _predicate(entry: _Entry) -> Predicate:
    entry.one("type")
    types = entry.terms("type", TYPES, "type of PLOVER's")
    found = Predicate(
        type=typing.cast("EventType", types[0]),
        modes=_modes(entry, types),
        contexts=entry.terms("contexts", CONTEXTS, "context of PLOVER's"),
        verbs=entry.words("verbs"),
        nouns=entry.words("nouns"),
    )
    if not found.verbs and not found.nouns:
        raise entry.error('there is no word in it; write verbs = "..." or nouns = "..."')
    return found


_PREDICATE = ("type", "modes", "contexts", "verbs", "nouns")
_RULE = ("type", "modes", "contexts", "status", "negated", "actors", "recipients", "words")
_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


def _remedy(term: str, known: Collection[str]) -> str:
    """What to write instead."""
    folded = {each.casefold(): each for each in known}
    alike = [folded[each] for each in get_close_matches(term.casefold(), folded)]
    listed = alike if len(known) > MOST_NAMED else list(known)
    hint = f"write {' or '.join(alike)}, or " if alike and listed is not alike else ""
    return f"{hint}{'one of ' if hint else 'write one of '}{', '.join(listed)}" if listed else "write its code"


@cache
def _pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words or phrases, in any case; an asterisk stands for the rest of a word."""
    phrases = (r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in entry.split()) for entry in entries)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


@cache
def countries() -> frozenset[str]:
    """The countries that a record may name: the readers' own table of states, read here as data, and IGO."""
    text = files("onrecord").joinpath("reading/lexicons/states.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return frozenset({row["code"] for row in rows} | {"IGO"})


@cache
def modes_of(kind: str) -> tuple[str, ...]:
    """The modes of a PLOVER type, by the table that exports use, read here as data."""
    table = tomllib.loads(files("onrecord").joinpath("exports/tables/plover.toml").read_text(encoding="utf-8"))
    return tuple(table["types"][kind]["modes"])
