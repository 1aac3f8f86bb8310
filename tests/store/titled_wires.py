"""Dispatches whose actors have titles, put into a store with the records that a reader would make of them."""

from __future__ import annotations

from typing import Any

from onrecord.record import Actor, Article, Dispatch, Record, Span, Statement, Title, sha256_of
from onrecord.store import Store

MINISTER = "Norwegian Foreign Minister"


def someone(
    text: str, name: str, title: str = "", kind: str = "person", country: str | None = "NOR", id: str = "a"
) -> Actor:
    """An actor of a text that names him, with his title before the name."""
    start = text.index(f"{title} {name}".strip())
    span = Span(start, start + len(title))
    return Actor(
        id=id,
        name=name,
        kind=kind,  # type: ignore[arg-type]
        country=country,
        titles=(Title(text=title, span=span),) if title else (),
        mentions=(Span(text.index(name), text.index(name) + len(name)),),
    )


class Wires:
    """Puts dispatches into a store, each with an actor who says something in it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def say(self, day: str | None, *who: tuple[Any, ...], uri: str | None = None, made_by: str = "hand") -> int:
        """A dispatch in which each of these says something; its number."""
        words = [f"{title} {name} spoke.".strip() for name, title, *_ in ((*x, "", "")[:2] for x in who)]
        text = " ".join(words) + f" Wire {day}."
        actors = [
            someone(text, name, *more, id=f"a{n}")
            for n, (name, *more) in enumerate(who)  # type: ignore[arg-type]
        ]
        said = [
            Statement(id=f"s{n}", kind="indirect", cue=(Span(0, 1),), speakers=(actor.id,))
            for n, actor in enumerate(actors)
        ]
        article = Article(id=f"wire-{day}", text=text, sha256=sha256_of(text), published=day, uri=uri)
        record = Record(article=article, actors=tuple(actors), statements=tuple(said))
        dispatch = Dispatch(id=article.id, text=text, published=day, uri=uri)
        outcome = self.store.put(dispatch, record, made_by)
        assert outcome.id is not None
        return outcome.id

    def speakers(self, who: str | int) -> list[int]:
        """The dispatches in which somebody speaks."""
        return [finding.entry.id for finding in self.store.statements(speaker=who)]
