"""A reader for tests of the store: quick, without spaCy, and with facts in every layer of whatever it reads.

It knows a few words of a small news language, so that tests can write dispatches whose facts are plain to see:
`Ada Brandt denied in Oslo on 2031-05-04 that 400 troops moved.` Where a sentence says nothing of the kind, its first
and last words do. A text with CRASH in it cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from onrecord.record import (
    Act,
    Actor,
    Article,
    Condition,
    Dateline,
    Dispatch,
    Dispute,
    Event,
    EventStatus,
    EventType,
    Figure,
    Inference,
    Place,
    Record,
    Said,
    Span,
    Statement,
    Time,
    Title,
    When,
    sha256_of,
)

ACTS: dict[str, Act] = {"denied": "deny", "warned": "warn", "promised": "promise", "said": "say"}
EVENTS: dict[str, EventType] = {"talks": "CONSULT", "strikes": "ASSAULT", "sanctions": "SANCTION"}
CITIES = {"Oslo": "NOR", "Vienna": "AUT", "Lima": "PER"}
MEDIA = ("Northwire", "Eastwire")
LARGEST_BATCH = 16

_NAME = re.compile(r"\b[A-Z][\w-]+(?: [A-Z][\w-]+)*")
_DAY = re.compile(r"\b[\dX]{4}-\d\d-\d\d\b")
_NUMBER = re.compile(r"\b(\d[\d,]*(?:\.\d+)?)(?: to (\d[\d,]*))? ([a-z]+)")
_PIECE = re.compile(r"\S+")


class UnreadableError(Exception):
    """What the stub fails with."""


class StubReader:
    """Reads as `onrecord.Reader` does, in batches that grow; `were_read` are the texts it was given, in order."""

    def __init__(self, version: str = "stub 1") -> None:
        self.version = version
        self.were_read: list[str] = []

    def pairs(
        self, dispatches: Iterable[Dispatch], *, on_error: Callable[[Dispatch, Exception], None]
    ) -> Iterator[tuple[Dispatch, Record]]:
        remaining, size = iter(dispatches), 1
        while batch := list(islice(remaining, size)):
            for dispatch in batch:
                self.were_read.append(dispatch.text)
                try:
                    record = record_of(dispatch, self.version)
                except UnreadableError as error:
                    on_error(dispatch, error)
                else:
                    yield dispatch, record
            size = min(2 * size, LARGEST_BATCH)


def record_of(dispatch: Dispatch, version: str = "stub 1") -> Record:
    """What the stub reads out of a dispatch; text, what the dispatch tells and the version alone decide it."""
    text = dispatch.text
    if "CRASH" in text:
        raise UnreadableError("the stub fails at CRASH")
    sentences = [Span(*found.span()) for found in re.finditer(r"\S[^.]*\.?", text)]
    actors = _actors(text)
    statements: list[Statement] = []
    events: list[Event] = []
    times: list[Time] = []
    figures: list[Figure] = []
    conditions: list[Condition] = []
    disputes: list[Dispute] = []
    for n, sentence in enumerate(sentences, start=1):
        words = text[slice(*sentence)]
        pieces = [_at(sentence, found.span()) for found in _PIECE.finditer(words)]
        first, last = pieces[0], pieces[-1]
        present = [x for x in actors if any(sentence.start <= m.start < sentence.end for m in x.mentions)]
        media = [x.id for x in present if x.kind == "media"]
        speaking = [x.id for x in present if x.kind != "media" and x.name not in CITIES] or [actors[0].id]
        days = [(found[0], _at(sentence, found.span())) for found in _DAY.finditer(words)]
        verb = next((x for x in ACTS if x in words), None)
        deed = next((x for x in EVENTS if x in words), None)
        key = f"s{n}"
        statements.append(
            Statement(
                id=key,
                kind="direct" if '"' in words else "indirect",
                act=ACTS[verb] if verb else "believe",
                negated=" not " in words,
                source=(first,),
                cue=(_where(sentence, words, verb),) if verb else (),
                content=(first, last) if first != last else (first,),
                speakers=tuple(speaking[:1]),
                addressees=tuple(speaking[1:2]),
                via=tuple(media),
                said=Said(value=days[0][0], span=days[0][1]) if days and verb else None,
                within=f"s{n - 1}" if n % 2 == 0 else None,
            )
        )
        city = next((x for x in CITIES if f"in {x}" in words), None)
        events.append(
            Event(
                id=f"e{n}",
                type=EVENTS[deed] if deed else "SUPPORT",
                modes=("meet",) if deed == "talks" else (),
                contexts=("military", "diplomatic"),
                trigger=(_where(sentence, words, deed) if deed else last,),
                actors=tuple(speaking[:1]),
                recipients=tuple(speaking[1:]),
                place=Place(span=_where(sentence, words, city), name=city, country=CITIES[city], lat=59.25, lon=-10.5)
                if city
                else None,
                when=When(span=days[0][1], value=days[0][0], end=days[1][0] if len(days) > 1 else None)
                if days
                else None,
                status=_status(words),
                negated=verb == "denied",
                said_in=key if verb else None,
            )
        )
        times += [Time(span=span, type="DATE", value=day) for day, span in days]
        if not days:
            times.append(Time(span=first, type="DATE", value="PRESENT_REF"))
        numbers = list(_NUMBER.finditer(words))
        figures += [
            Figure(
                id=f"f{n}.{m}",
                span=_at(sentence, found.span()),
                value=float(found[1].replace(",", "")),
                high=float(found[2].replace(",", "")) if found[2] else None,
                unit=found[3],
                qualifier="between" if found[2] else "exact",
                said_in=key,
            )
            for m, found in enumerate(numbers, start=1)
        ]
        if not numbers:
            figures.append(Figure(id=f"f{n}", span=last, value=24, qualifier="at-least", unit=""))
        conditions.append(Condition(id=f"c{n}", kind="if", antecedent=(last,), consequent=(first,), said_in=key))
        if verb == "denied":
            against = f"s{n - 1}" if n > 1 else None
            disputes.append(Dispute(id=f"d{n}", kind="denies", statement=key, against=against, target=(last,)))
    if not disputes:
        disputes.append(Dispute(id="d0", kind="questions", statement="s1", target=statements[0].source))
    head = next(_PIECE.finditer(text)).span()
    return Record(
        article=Article(
            id=dispatch.id,
            text=text,
            sha256=sha256_of(text),
            uri=dispatch.uri,
            source_sha256=dispatch.source_sha256,
            title=sentences[0],
            standfirst=sentences[1] if len(sentences) > 1 else None,
            byline=sentences[-1],
            furniture=(sentences[-1],),
            dateline=_dateline(text, actors[0].id),
            outlet=dispatch.outlet,
            published=dispatch.published,
        ),
        actors=tuple(actors),
        statements=tuple(statements),
        events=tuple(events),
        times=tuple(times),
        figures=tuple(figures),
        conditions=tuple(conditions),
        disputes=tuple(disputes),
        inferred=(Inference(of="/times/0/value", evidence=(Span(*head),), why=f"So {version} reads it."),),
    )


def _actors(text: str) -> list[Actor]:
    mentions: dict[str, list[Span]] = {}
    for found in _NAME.finditer(text):
        mentions.setdefault(found[0], []).append(Span(*found.span()))
    if not mentions:
        found = next(_PIECE.finditer(text))
        mentions[found[0]] = [Span(*found.span())]
    return [
        Actor(
            id=f"a{n}",
            name=name,
            kind="media" if name in MEDIA else "person" if " " in name else "state",
            country=None if " " in name else CITIES.get(name, "XKX"),
            sector=("GOV", "MIL")[: n % 3],
            titles=(Title(text=name[:3], span=Span(spans[0].start, spans[0].start + 1)),),
            mentions=tuple(spans),
        )
        for n, (name, spans) in enumerate(mentions.items())
    ]


def _dateline(text: str, agency: str) -> Dateline | None:
    """`OSLO, 2031-05-04 - Talks began.`"""
    found = re.match(r"([A-Z]+), (\d{4}-\d\d-\d\d) - ", text)
    if found is None:
        return None
    city = found[1].title()
    place = Place(span=Span(*found.span(1)), name=city, country=CITIES.get(city))
    return Dateline(span=Span(0, found.end(2)), place=place, date=found[2], agency=agency)


def _status(words: str) -> EventStatus:
    if "called off" in words:
        return "cancelled"
    return "scheduled" if " will " in words else "occurred"


def _at(sentence: Span, span: tuple[int, int]) -> Span:
    return Span(sentence.start + span[0], sentence.start + span[1])


def _where(sentence: Span, words: str, part: str) -> Span:
    start = words.index(part)
    return _at(sentence, (start, start + len(part)))
