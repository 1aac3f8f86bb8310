"""What one dispatch tells of something that is to happen: the event, and the words that tell more than the record does.

A record says of an event who, when and where. What it is about, and whether it was moved, stands in the words around
its trigger: the rest of the clause is its topic ("talks on mackerel quotas"), and the sentence says whether another
day was set before ("moved from", "instead of"). No parser is asked here; a clause ends at punctuation and at the words
that `words.toml` lists. A topic that is cut too long or too short costs a shared word in a judgement, and never a fact.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from onrecord.linking.words import content_words, listed, pattern
from onrecord.record import Event, EventStatus, EventType, Phrase, Place, Span, plain, words

Kind = Literal["set", "expected", "called off", "held"]
Days = tuple[str, str]
"""The first and the last day, ISO 8601."""

KINDS: dict[EventStatus, Kind] = {
    "scheduled": "set",
    "proposed": "expected",
    "hypothetical": "expected",
    "cancelled": "called off",
    "occurred": "held",
    "ongoing": "held",
    "historical": "held",
}
"""Status of an event -> what its dispatch tells of an appointment."""

EXPECTED_TYPES: frozenset[EventType] = frozenset({"CONSULT", "AGREE"})
"""What is only proposed or possible is an appointment if it is of these types: a feared attack is nobody's."""

LONGEST_TOPIC = 16
"""Words of a topic. A longer one is a clause that no word ended; its rest is neither shown nor judged by."""

TELLINGS = 6
"""Triggers of an event whose sentences are looked at; a dispatch that names an event more often repeats itself."""

AROUND = 700
"""Characters on either side of a trigger in which its sentence is looked for: keeps texts without full stops linear."""

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|\S")
_BORDER = re.compile(r"(?:[.!?][\"”’')\]]*(?=\s+[\"“‘'(]?[A-Z0-9])|\n\s*\n)")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec))\Z"
)


@dataclass(frozen=True)
class Party:
    """Who has a part in an event: the name, kind and country of an actor of the record."""

    name: str
    kind: str
    country: str | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """The dispatch that tells: its number, its name, and what is known of it. `day` is when it was published."""

    id: int
    name: str
    day: str | None = None
    headline: str | None = None
    outlet: str | None = None
    uri: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {key: getattr(self, key) for key in ("id", "name", "day", "headline", "outlet", "uri")}


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a dispatch tells of something that is to happen, is called off, or was held. Made by `report_of`.

    `days` are those of the event, `said_by` the names of those on whose word it stands; nobody where the dispatch says
    it itself. `topic` are the words that say what it is about, and `sentences` those that name the event. `moving` says
    whether they tell of another day than the one set before; `former` are the days that they name besides the event's.
    """

    source: Source
    event: Event
    parties: tuple[Party, ...]
    days: Days | None
    said_by: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict, hash=False)
    topic: Phrase = ()
    about: str = ""
    sentences: tuple[str, ...] = field(default=(), repr=False)
    moving: bool = False
    put_off: bool = False
    former: tuple[Days, ...] = ()
    in_country: bool = False
    """Whether the place is a whole country, within which any place may lie."""

    in_headline: bool = False
    """Whether it is told in headline or standfirst alone, which the body tells again in other words."""

    @property
    def kind(self) -> Kind:
        """What it tells of an appointment."""
        return KINDS[self.event.status]

    @property
    def address(self) -> str:
        """The number of the dispatch and the id of the event there, `12/e3`."""
        return f"{self.source.id}/{self.event.id}"

    @property
    def place(self) -> Place | None:
        """Where the event is."""
        return self.event.place

    @property
    def value(self) -> str | None:
        """The TIMEX3 value of its date, whether or not it names a day."""
        return self.event.when.value if self.event.when else None

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words of its topic that are neither a party nor the place."""
        known = [*(party.name for party in self.parties), self.place.name if self.place else ""]
        return content_words(self.about) - content_words(" ".join(known))

    @property
    def order(self) -> tuple[str, int, int, str]:
        """What reports are put in order by: the day of the dispatch, its number, the place in the text."""
        return self.source.day or "", self.source.id, self._start, self.event.id

    @property
    def _start(self) -> int:
        return self.event.trigger[0].start if self.event.trigger else 0

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that name the event in its dispatch.

        They are made of the dispatch's number, the type and where the first trigger stands, which stay what they are
        when the dispatch is read again and its events are counted anew.
        """
        named = f"{self.source.id} {self.event.type} {self._start}"
        return hashlib.sha256(named.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data: the event as in the record, and what was found around it."""
        return {
            "address": self.address,
            "dispatch": self.source.to_dict(),
            "fact": plain(self.event),
            "words": self.words,
            "parties": [{"name": x.name, "kind": x.kind, "country": x.country} for x in self.parties],
            "said_by": list(self.said_by),
            "topic": {"words": self.about, "spans": [list(span) for span in self.topic]},
        }


def report_of(
    text: str,
    event: Event,
    *,
    source: Source,
    parties: Sequence[Party],
    days: Days | None,
    dates: Iterable[tuple[Span, Days]] = (),
    said_by: Sequence[str] = (),
    in_country: bool = False,
    headlines: Sequence[Span | None] = (),
) -> Report:
    """What a dispatch tells of an event.

    Args:
        text: the whole text of the dispatch.
        event: the event.
        source: the dispatch.
        parties: who has a part in it.
        days: the days that its date covers, where they are known.
        dates: the other dates of the dispatch, and the days that they cover.
        said_by: the names of those on whose word it stands.
        in_country: whether the place of the event is a whole country.
        headlines: headline and standfirst, where there are any.
    """
    spans = [sentence_at(text, span) for span in event.trigger[:TELLINGS]]
    sentences = tuple(dict.fromkeys(" ".join(text[slice(*span)].split()) for span in spans))
    own = event.when.span if event.when else None
    former = (
        found
        for span, found in dates
        if span != own and found != days and any(_lies_in(span, sentence) for sentence in spans)
    )
    topics = [topic_of(text, event, n) for n in range(min(len(event.trigger), TELLINGS))]
    topic = max(topics, key=lambda phrase: len(content_words(words(text, phrase))), default=())
    parts = {"when": event.when, "place": event.place}
    found = {"trigger": words(text, event.trigger)} if event.trigger else {}
    found |= {key: text[slice(*part.span)] for key, part in parts.items() if part is not None}
    return Report(
        source=source,
        event=event,
        parties=tuple(parties),
        days=days,
        said_by=tuple(said_by),
        words={key: " ".join(value.split()) for key, value in found.items()},
        topic=topic,
        about=" ".join(words(text, topic).replace(" … ", " ").split()),
        sentences=sentences,
        moving=moves(text, event.trigger),
        put_off=any(pattern("put_off").search(sentence) for sentence in sentences),
        former=tuple(dict.fromkeys(former)),
        in_country=in_country,
        in_headline=bool(event.trigger)
        and all(any(head and _lies_in(span, head) for head in headlines) for span in event.trigger),
    )


def may_move(text: str) -> bool:
    """Whether a text may have a sentence that `moves`: a look at its letters, which takes a tenth of the time."""
    lower = text.lower()
    return any(letters in lower for letters in listed("moving_letters"))


def moves(text: str, trigger: Phrase) -> bool:
    """Whether a sentence that names an event says that its day is not the one that was set before."""
    return any(pattern("moving").search(text, *sentence_at(text, span)) for span in trigger[:TELLINGS])


def topic_of(text: str, event: Event, telling: int = 0) -> Phrase:
    """The words that say what an event is about: its trigger, what describes that, and the rest of the clause.

    The event's place and date are taken out, with the prepositions before them.

    >>> text = "Norway and Iceland will hold fishing talks in Bergen on March 12 on mackerel quotas, a minister said."
    >>> talks = Event(id="e1", type="CONSULT", trigger=(Span(37, 42),), place={"span": (46, 52), "name": "Bergen"},
    ...               when={"span": (56, 64), "value": "2031-03-12"})
    >>> words(text, topic_of(text, talks))
    'fishing talks … on mackerel quotas'
    """
    if not event.trigger:
        return ()
    trigger = event.trigger[telling]
    begin, end = sentence_at(text, trigger)
    taken = [part.span for part in (event.place, event.when) if part is not None]
    before = [Span(*found.span()) for found in _WORD.finditer(text, begin, trigger.start)]
    start = trigger.start
    while before and (piece := before.pop()) and _describes(text[slice(*piece)]) and not _meets(piece, taken):
        start = piece.start
    kept: list[Span] = [Span(start, trigger.end)]
    for found in _WORD.finditer(text, trigger.end, end):
        piece, word = Span(*found.span()), found[0]
        if _meets(piece, taken):
            while len(kept) > 1 and text[slice(*kept[-1])].lower() in listed("joining"):
                kept.pop()
        elif (
            len(kept) >= LONGEST_TOPIC
            or word.lower() in listed("ending")
            or (not word[0].isalnum() and word not in "'’%$€£")
        ):
            break
        else:
            kept.append(piece)
    while len(kept) > 1 and text[slice(*kept[-1])].lower() in listed("joining"):
        kept.pop()
    return _joined(text, kept)


def _lies_in(span: Span, other: Span) -> bool:
    """Whether a span lies within another."""
    return other.start <= span.start and span.end <= other.end


def _describes(word: str) -> bool:
    """Whether a word before the trigger describes it: "border" of "border talks"."""
    if not word[0].islower() or word.endswith("ly"):
        return False
    return word not in listed("leading") and word not in listed("ending")


def _meets(piece: Span, taken: Iterable[Span]) -> bool:
    return any(piece.start < span.end and span.start < piece.end for span in taken)


def _joined(text: str, pieces: Sequence[Span]) -> Phrase:
    """Pieces of a text as spans, those with nothing but space between them as one."""
    found: list[Span] = []
    for piece in pieces:
        if found and not text[found[-1].end : piece.start].strip():
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return tuple(found)


def sentence_at(text: str, span: Span) -> Span:
    """The sentence that holds a span, or as much of it as lies near."""
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    for border in _BORDER.finditer(text, start, end):
        if _ABBREVIATED.search(text, max(start, border.start() - 6), border.start()):
            continue
        if border.end() <= span.start:
            start = border.end()
        elif border.start() >= span.end:
            end = border.end()
            break
    return Span(start, end)
