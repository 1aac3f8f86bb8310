"""What a record is: plain typed data, and its JSON.

One `Record` holds what was read out of one dispatch. Every fact points to the characters that carry it
by half-open `[start, end)` offsets, in Unicode code points, into `Record.article.text`. The names, the
enumerations and the JSON are those of the project's contract for records; parts of it are standards:
event types, modes and sectors are PLOVER's (2021 draft), times are TIMEX3 (TimeML), countries ISO 3166.

`Dispatch` is what comes in: a text and what is known of its origin. This module imports nothing else of
ours: everything else knows it.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import sys
from collections.abc import Iterable
from dataclasses import field
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, cast, dataclass_transform

import pydantic
from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

__all__ = [
    "LONGEST_DISPATCH",
    "Act",
    "Actor",
    "ActorKind",
    "Article",
    "Condition",
    "ConditionKind",
    "Dateline",
    "Dispatch",
    "DispatchError",
    "Dispute",
    "DisputeKind",
    "Event",
    "EventStatus",
    "EventType",
    "Figure",
    "Inference",
    "OnRecordError",
    "Phrase",
    "Place",
    "Qualifier",
    "Record",
    "RecordError",
    "Said",
    "Span",
    "Statement",
    "StatementKind",
    "Time",
    "TimexType",
    "Title",
    "When",
    "announced",
    "plain",
    "sha256_of",
    "words",
]  # fmt: skip


class OnRecordError(Exception):
    """Base of every error a user may meet; its message names the input and the remedy."""


class RecordError(OnRecordError):
    """JSON that is no record."""


class DispatchError(OnRecordError):
    """A dispatch that cannot be read: no text, too long a text, an impossible date."""


class Span(NamedTuple):
    """Half-open `[start, end)` offsets in Unicode code points."""

    start: int
    end: int


Phrase = tuple[Span, ...]
"""A phrase, which may be discontinuous: its spans in text order."""

StatementKind = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "say", "ask", "answer", "promise", "offer", "demand", "propose", "warn", "threaten", "accuse", "deny", "reject",
    "confirm", "praise", "thank", "apologise", "announce", "order", "agree", "predict", "believe", "intend", "want",
    "fear", "doubt", "know",
]  # fmt: skip
ActorKind = Literal[
    "person", "state", "government", "organisation", "armed-group", "company", "media", "group", "unnamed"
]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
EventStatus = Literal["occurred", "ongoing", "scheduled", "proposed", "hypothetical", "cancelled", "historical"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Qualifier = Literal["exact", "about", "at-least", "at-most", "between"]
ConditionKind = Literal["if", "unless", "while", "until", "provided", "in-exchange"]
DisputeKind = Literal["denies", "rejects", "contradicts", "questions"]

T = TypeVar("T")
_CONFIG = ConfigDict(extra="forbid", populate_by_name=True)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def _part(cls: type[T]) -> type[T]:
    """A frozen dataclass whose values are checked when it is made, and that takes keyword arguments only."""
    return cast("type[T]", dataclass(frozen=True, kw_only=True, config=_CONFIG)(cls))


_SURROGATE = re.compile("[\ud800-\udfff]")
LONGEST_DISPATCH = 5_000_000
"""Characters. Up to here a dispatch is read whole; beyond it is refused rather than cut."""


@_part
class Dispatch:
    """One text to read, and what its origin says of it.

    `published` is an ISO 8601 day, or a time whose day is taken. `title` is the headline as metadata give it.
    `source_sha256` is the hash of the file that the text was extracted from, if it is not itself the file.

    Raises:
        DispatchError: there is no text, it is too long, or `published` is no date.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    uri: str | None = None
    source_sha256: str | None = None

    def __post_init__(self) -> None:
        name = self.uri or self.id
        if not self.text.strip():
            raise DispatchError(f"{name}: there is no text in it; give a dispatch with words in it")
        if "\0" in self.text:
            raise DispatchError(
                f"{name}: the character at {self.text.index(chr(0))} is NUL, which no text has; decode the text again"
            )
        if (lone := _SURROGATE.search(self.text)) is not None:
            raise DispatchError(
                f"{name}: the character at {lone.start()} is half of a pair (a lone surrogate); decode the text again"
            )
        if len(self.text) > LONGEST_DISPATCH:
            raise DispatchError(
                f"{name}: {len(self.text):,} characters are more than the {LONGEST_DISPATCH:,} that are read whole; "
                "split it into dispatches"
            )
        if self.published is not None:
            object.__setattr__(self, "published", _day(self.published, name))


def _day(value: str, name: str) -> str:
    """The day of an ISO 8601 date or time."""
    try:
        if not re.match(r"\d{4}-\d\d-\d\d(?:[T ]|$)", value):
            raise ValueError
        datetime.datetime.fromisoformat(value)
    except ValueError:
        raise DispatchError(f"{name}: published {value!r} is no date; write it as 2022-01-10") from None
    return value[:10]


@_part
class Place:
    """A place named in the text: its spelling in title case, ISO 3166 alpha-3 country, WGS 84 degrees."""

    span: Span
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


@_part
class Dateline:
    """The opening of a wire dispatch: place, date (TIMEX3 value) and agency (actor id)."""

    span: Span
    place: Place | None = None
    date: str | None = None
    agency: str | None = None


@_part
class Article:
    """The dispatch itself: its text as read, the layout of that text, and what is known of its origin.

    `sha256` is of the UTF-8 of `text`; `source_sha256` of the file that the text was extracted from, where
    the text is not itself the file (HTML). `furniture` is what is not part of the story.
    """

    id: str
    text: str
    sha256: str
    language: str = "en"
    uri: str | None = None
    source_sha256: str | None = None
    title: Span | None = None
    standfirst: Span | None = None
    byline: Span | None = None
    furniture: Phrase = ()
    dateline: Dateline | None = None
    outlet: str | None = None
    published: str | None = None


@_part
class Title:
    """An office or honorific beside a name, without its article."""

    text: str
    span: Span


@_part
class Actor:
    """One entity of the real world, with all its mentions in the dispatch. Sectors are PLOVER codes."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    mentions: Phrase = ()


@_part
class Said:
    """When a statement was made: TIMEX3 value, and the expression it was read from."""

    value: str
    span: Span


@_part
class Statement:
    """An attribution of words, thoughts, intentions or feelings to a source."""

    id: str
    kind: StatementKind
    act: Act = "say"
    negated: bool = False
    source: Phrase = ()
    cue: Phrase = ()
    content: Phrase = ()
    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    said: Said | None = None
    via: tuple[str, ...] = ()
    within: str | None = None


@_part
class When:
    """The date of an event: TIMEX3 value, the expression it was read from, the last day of an interval."""

    span: Span
    value: str
    end: str | None = None


@_part
class Event:
    """A thing done, or said to be done, planned or threatened, between political actors."""

    id: str
    type: EventType
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    trigger: Phrase = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: Place | None = None
    when: When | None = None
    status: EventStatus = "occurred"
    negated: bool = False
    said_in: str | None = None


@_part
class Time:
    """A temporal expression: TIMEX3 type and value."""

    span: Span
    type: TimexType
    value: str


@_part
class Figure:
    """A number that counts something in the events reported; `high` is the upper bound of `between`.

    Whole numbers are whole, 7 and never 7.0, and all are as a double (IEEE 754) holds them, as JSON's are in most
    programs: exact to 2**53.
    """

    id: str
    span: Span
    value: float | int
    high: float | int | None = None
    unit: str = ""
    qualifier: Qualifier = "exact"
    said_in: str | None = None

    def __post_init__(self) -> None:
        for name in ("value", "high"):
            number = getattr(self, name)
            if isinstance(number, int) and abs(number) > sys.float_info.max:
                raise ValueError(f"{name} is larger than a double holds")
            if number is not None and float(number).is_integer():
                object.__setattr__(self, name, int(float(number)))


@_part
class Condition:
    """What one thing is said to depend on: the antecedent, without its conjunction, and what hangs on it."""

    id: str
    kind: ConditionKind
    antecedent: Phrase = ()
    consequent: Phrase = ()
    said_in: str | None = None


@_part
class Dispute:
    """A statement that denies, rejects, contradicts or questions something attributed to another."""

    id: str
    kind: DisputeKind
    statement: str
    against: str | None = None
    target: Phrase = ()


@_part
class Inference:
    """Why a value that the text does not say outright stands in the record.

    `of` is a JSON pointer (RFC 6901) to the value, `evidence` the spans it was inferred from, `why` one sentence.
    """

    of: str
    evidence: Annotated[Phrase, Field(alias="from")] = ()
    why: str = ""


@_part
class Record:
    """Everything read out of one dispatch."""

    article: Article
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    times: tuple[Time, ...] = ()
    figures: tuple[Figure, ...] = ()
    conditions: tuple[Condition, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    inferred: tuple[Inference, ...] = field(default=())

    def words(self, span: Span) -> str:
        """The characters of the dispatch that a span points to."""
        return self.article.text[span.start : span.end]

    def to_dict(self) -> dict[str, object]:
        """The record as plain JSON data, every key present."""
        return cast("dict[str, object]", _ADAPTER.dump_python(self, mode="json", by_alias=True))

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON text, on one line unless `indent` is given."""
        return _ADAPTER.dump_json(self, by_alias=True, indent=indent).decode("utf-8")

    @classmethod
    def from_json(cls, text: str | bytes) -> Record:
        """The record that a JSON text carries.

        Raises:
            RecordError: the text is no JSON, or no record; the message names the offending key.
        """
        try:
            return _ADAPTER.validate_json(text)
        except pydantic.ValidationError as error:
            raise RecordError(_first_problem(error)) from None

    @classmethod
    def from_dict(cls, data: object) -> Record:
        """The record that plain JSON data carries; raises as `from_json` does."""
        try:
            return _ADAPTER.validate_python(data)
        except pydantic.ValidationError as error:
            raise RecordError(_first_problem(error)) from None


def _first_problem(error: pydantic.ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = "/".join(str(part) for part in first["loc"]) or "the top level"
    return f"not a record: at {where}: {first['msg'].lower()}; see docs/reference/record.md for what a record holds"


_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)


def announced(events: Iterable[Event]) -> list[Event]:
    """What is set to happen, or was and is called off, by date; what has no date comes last."""
    found = [event for event in events if event.status in ("scheduled", "cancelled") and not event.negated]
    return sorted(found, key=lambda event: event.when.value if event.when else "~")


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def plain(part: Any) -> dict[str, object]:
    """A part of a record as plain JSON data, every key present: what stands for it in `Record.to_dict()`."""
    adapter = _adapter(type(part))  # type: ignore[arg-type]  # mypy does not see that classes have a hash
    return cast("dict[str, object]", adapter.dump_python(part, mode="json", by_alias=True))


def sha256_of(text: str) -> str:
    """Hexadecimal SHA-256 of a text's UTF-8 (FIPS 180-4)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def words(text: str, phrase: Iterable[Span]) -> str:
    """The words of a phrase, the spans of a discontinuous one joined by " … "."""
    return " … ".join(text[a:b] for a, b in phrase)
