"""Hypothesis strategies: dispatches, and records as strange as the contract allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

from hypothesis import strategies as st

from onrecord.record import (
    Act,
    Actor,
    ActorKind,
    Article,
    Condition,
    ConditionKind,
    Dateline,
    Dispatch,
    Dispute,
    DisputeKind,
    Event,
    EventStatus,
    EventType,
    Figure,
    Inference,
    Place,
    Qualifier,
    Record,
    Said,
    Span,
    Statement,
    StatementKind,
    Time,
    TimexType,
    Title,
    When,
    sha256_of,
)

characters = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("\r\n\0\t\u00a0\u0301\u200d\ufeff😀ßİé\"'%_\\"),
)
any_text = st.text(characters, max_size=12)
_in_texts = characters.filter(lambda character: character != "\0")  # which a dispatch refuses
texts = st.lists(
    st.one_of(st.text(_in_texts, min_size=1, max_size=8), st.sampled_from(["talks", "Oslo", "\r\n", "400 troops"])),
    min_size=1,
    max_size=8,
).map(" ".join).filter(lambda text: bool(text.strip()))  # fmt: skip
values = st.one_of(
    st.sampled_from(
        ["2022-01-10", "2022-01", "2022-W02", "2022-Q1", "2021-WI", "2022", "XXXX-01-10", "P2D", "PRESENT_REF",
         "2022-01-10T15:00", "2022-13", "0000", "9999-WI", ""]
    ),
    any_text,
)  # fmt: skip
numbers = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(-(2.0**53), 2.0**53, allow_nan=False),
)
degrees = st.floats(-180, 180).map(lambda degree: degree + 0.0)  # the database has no negative zero
countries = st.none() | st.sampled_from(["NOR", "AUT", "IGO"])


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


def phrases(spans: st.SearchStrategy[Span]) -> st.SearchStrategy[tuple[Span, ...]]:
    return st.lists(spans, max_size=3).map(tuple)


def of_ids(ids: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of these ids, in any order, perhaps one twice."""
    return st.lists(st.sampled_from(ids), max_size=3).map(tuple) if ids else st.just(())


def one_id(ids: Sequence[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(ids) if ids else st.none()


@st.composite
def records(draw: Callable[..., Any], text: st.SearchStrategy[str] = texts) -> Record:
    """A record that keeps the contract: spans within the text, ids unique in a layer, references to what is there."""
    body = draw(text)
    spans = st.integers(0, len(body) - 1).flatmap(
        lambda start: st.integers(start + 1, len(body)).map(lambda end: Span(start, end))
    )
    some = phrases(spans)
    ids = st.lists(any_text, max_size=3, unique=True)
    tags = st.lists(any_text, max_size=2).map(tuple)
    places = st.builds(
        Place, span=spans, name=any_text, country=countries, lat=st.none() | degrees, lon=st.none() | degrees
    )
    people, said = draw(ids), draw(ids)
    in_statement = one_id(said)

    def each(keys: Sequence[str], part: type, **fields: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.builds(part, id=st.just(key), **fields)) for key in keys)

    title, standfirst, byline = (draw(st.none() | spans) for _ in range(3))
    dateline = draw(
        st.none()
        | st.builds(
            Dateline, span=spans, place=st.none() | places, date=st.none() | values, agency=one_id(people)
        )
    )  # fmt: skip
    return Record(
        article=Article(
            id=draw(any_text),
            text=body,
            sha256=sha256_of(body),
            language=draw(st.sampled_from(["en", "de"])),
            uri=draw(st.none() | any_text),
            source_sha256=draw(st.none() | any_text),
            title=title,
            standfirst=standfirst,
            byline=byline,
            furniture=draw(some),
            dateline=dateline,
            outlet=draw(st.none() | any_text),
            published=draw(st.none() | st.dates().map(str)),
        ),
        actors=each(
            people,
            Actor,
            name=any_text,
            kind=one_of(ActorKind),
            country=countries,
            sector=tags,
            titles=st.lists(st.builds(Title, text=any_text, span=spans), max_size=2).map(tuple),
            mentions=some,
        ),
        statements=each(
            said,
            Statement,
            kind=one_of(StatementKind),
            act=one_of(Act),
            negated=st.booleans(),
            source=some,
            cue=some,
            content=some,
            speakers=of_ids(people),
            addressees=of_ids(people),
            said=st.none() | st.builds(Said, value=values, span=spans),
            via=of_ids(people),
            within=in_statement,
        ),
        events=each(
            draw(ids),
            Event,
            type=one_of(EventType),
            modes=tags,
            contexts=tags,
            trigger=some,
            actors=of_ids(people),
            recipients=of_ids(people),
            place=st.none() | places,
            when=st.none() | st.builds(When, span=spans, value=values, end=st.none() | values),
            status=one_of(EventStatus),
            negated=st.booleans(),
            said_in=in_statement,
        ),
        times=draw(st.lists(st.builds(Time, span=spans, type=one_of(TimexType), value=values), max_size=2).map(tuple)),
        figures=each(
            draw(ids),
            Figure,
            span=spans,
            value=numbers,
            high=st.none() | numbers,
            unit=any_text,
            qualifier=one_of(Qualifier),
            said_in=in_statement,
        ),
        conditions=each(
            draw(ids),
            Condition,
            kind=one_of(ConditionKind),
            antecedent=some,
            consequent=some,
            said_in=in_statement,
        ),
        disputes=each(
            draw(ids) if said else (),
            Dispute,
            kind=one_of(DisputeKind),
            statement=st.sampled_from(said) if said else st.nothing(),
            against=in_statement,
            target=some,
        ),
        inferred=draw(
            st.lists(st.builds(Inference, of=any_text, evidence=some, why=any_text), max_size=2).map(tuple)
        ),
    )  # fmt: skip


def dispatch_of(record: Record) -> Dispatch:
    """The dispatch that a made-up record might have been read from."""
    article = record.article
    return Dispatch(
        id=article.id,
        text=article.text,
        published=article.published,
        outlet=article.outlet,
        uri=article.uri,
        source_sha256=article.source_sha256,
    )


dispatches = st.builds(
    Dispatch,
    id=st.sampled_from(["talks", "border", "7"]),
    text=st.sampled_from(
        ["Ada Brandt denied it.", "Ada Brandt denied it all.", "Talks began in Oslo on 2031-05-04.", "CRASH it.", "é ß"]
    ),
    published=st.none() | st.sampled_from(["2031-05-01", "2031-05-02"]),
    outlet=st.none() | st.sampled_from(["Northwire"]),
    uri=st.none()
    | st.sampled_from(["a.txt", "b.txt", "https://example.org/a", "w.jsonl#line=1", "w.jsonl#line=2", "w.jsonl#n-7"]),
)
"""Few enough to be alike often: in text, in source, or in both."""
