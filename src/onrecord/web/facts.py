"""A fact as a page tells it: every part that has words as links to those words, every actor as a link to it.

The page of a dispatch and the lists over all dispatches tell facts with the same templates; what differs is where the
links lead. On a dispatch's page each fact is an element with an id, and so is each of its spans in the text, named for
the fact, the part and the place in the part: `fact-s3`, `fact-s3-content-1`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from onrecord.linking.reports import Party
from onrecord.record import Actor, Phrase, Record, Span, announced
from onrecord.store import Evidence, Finding, Taken
from onrecord.web.wording import one_line

PARTS: Mapping[str, tuple[str, ...]] = {
    "statements": ("source", "cue", "content", "said"),
    "events": ("trigger", "place", "when"),
    "times": ("span",),
    "figures": ("span",),
    "conditions": ("antecedent", "consequent"),
    "disputes": ("target",),
    "actors": ("mentions", "titles"),
    "inferred": ("evidence",),
    "article": ("title", "standfirst", "byline", "furniture", "dateline"),
}
"""Layer of the record -> the keys of its facts that hold spans, or parts with a span."""

PARTIES = ("speakers", "addressees", "via", "actors", "recipients")
"""The keys that list actors."""

_WITHOUT_ID = {"actors": "actor", "times": "time", "inferred": "why"}
"""Layers that are told by their place: facts without ids, and actors, whose ids are made of what the text says."""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; `why` leads to the reason, where somebody might ask for one."""

    text: str
    href: str
    why: str = ""


@dataclass(frozen=True)
class Told:
    """A fact as a page tells it.

    `anchor` is the id of its element and `label` what it is called in the text. `spans` are its words in the text, by
    part; `parts` and `parties` the same and its actors as links, `reasons` why other values of it stand there.
    """

    layer: str
    fact: Any
    anchor: str
    label: str
    spans: Mapping[str, Phrase]
    parts: Mapping[str, Sequence[Link]]
    parties: Mapping[str, Sequence[Link]]
    reasons: Sequence[Link] = ()

    def places(self) -> Iterator[tuple[str, str, Span]]:
        """Each span of the fact with the id of its element and its part."""
        for part, phrase in self.spans.items():
            for n, span in enumerate(phrase, 1):
                yield f"{self.anchor}-{part}-{n}", part, span


@dataclass
class Reasons:
    """The inferences of a record, by what they explain."""

    by_place: dict[tuple[str, int], list[tuple[str, Link]]] = field(default_factory=lambda: defaultdict(list))
    by_span: dict[tuple[str, Span], str] = field(default_factory=dict)
    mentions: list[tuple[Span, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, record: Record) -> Reasons:
        """Those of a record."""
        found = cls()
        for n, reason in enumerate(record.inferred, 1):
            layer, place, *keys = [*reason.of.strip("/").split("/"), ""]
            href = f"#why-{n}"
            if layer == "article":
                found.by_place["article", 0].append((place, Link(place, href)))
            elif not place.isdecimal() or int(place) >= len(facts := getattr(record, layer, ())):
                continue
            elif layer == "actors" and keys[0] == "mentions" and keys[1:2] and keys[1].isdecimal():
                span = facts[int(place)].mentions[int(keys[1]) :][:1]
                found.by_span.update({("mentions", x): href for x in span})
                found.mentions += [(x, facts[int(place)].id, href) for x in span]
            elif layer == "times":
                found.by_span["times", facts[int(place)].span] = href
            else:
                found.by_place[layer, int(place)].append((keys[0], Link(keys[0], href)))
        found.mentions.sort()
        return found

    def why(self, layer: str, part: str, span: Span) -> str:
        """Where the reason for a date or a mention with this span stands."""
        kind = "times" if layer == "times" or part in ("said", "when") else part
        return self.by_span.get((kind, span), "")

    def who(self, source: Phrase, actor: str) -> str:
        """Why words within a source are taken to mean an actor."""
        for span in source:
            for mention, meant, href in self.mentions[bisect_left(self.mentions, (span, "", "")) :]:
                if mention.start >= span.end:
                    break
                if meant == actor:
                    return href
        return ""


def facts_of(record: Record) -> dict[str, list[Told]]:
    """The facts of a record by layer, as the page of its dispatch tells them; what is told of the article itself too.

    The links lead to other places of the same page.
    """
    reasons = Reasons.of(record)
    people = {actor.id: Link(actor.name, f"#actor-{n}") for n, actor in enumerate(record.actors, 1)}
    layers = {layer: getattr(record, layer) for layer in PARTS if layer != "article"} | {"article": [record.article]}
    return {
        layer: [_told(record, layer, n, fact, people, reasons) for n, fact in enumerate(facts)]
        for layer, facts in layers.items()
    }


def told_of(finding: Finding) -> Told:
    """A fact as a list tells it: the links lead to the page of its dispatch, and to the pages of its actors."""
    people = {actor.id: _link(actor, finding.taken.get(actor.id)) for actor in finding.record.actors}
    page = f"/dispatches/{finding.entry.id}"
    return _told(finding.record, finding.layer, 0, finding.fact, people, Reasons(), page)


def _link(actor: Actor, taken: Taken | None) -> Link:
    """An actor as its dispatch calls it, and the name of whom it is taken for, where that is another."""
    if taken is None:
        return Link(actor.name, address_of(actor))
    other = f" ({taken.name})" if taken.name != actor.name else ""
    return Link(f"{actor.name}{other}", f"/actors/{taken.id}")


def title_at(evidence: Evidence) -> str:
    """Where the words of a title stand on the page of its dispatch."""
    _, _, n, _, place = evidence.at.split("/")
    return f"/dispatches/{evidence.dispatch}#actor-{int(n) + 1}-titles-{int(place) + 1}"


def address_of(actor: Actor | Party) -> str:
    """Where everything under an actor's name is gathered."""
    return "/actors/named?" + urlencode({"name": actor.name, "kind": actor.kind, "country": actor.country or ""})


def anchor_of(layer: str, n: int, fact: Any) -> str:
    """The id of a fact's element on the page of its dispatch; `n` counts from 0."""
    if layer == "article":
        return "head"
    return f"{_WITHOUT_ID[layer]}-{n + 1}" if layer in _WITHOUT_ID else f"fact-{fact.id}"


def agenda(events: Iterable[Told]) -> list[Told]:
    """What is set to happen, or was and is called off, by date; what has no date comes last."""
    by_id = {told.fact.id: told for told in events}
    return [by_id[event.id] for event in announced(told.fact for told in by_id.values())]


def pointed(record: Record, pointer: str) -> Link:
    """What a JSON pointer into a record leads to, in the words of the page ("s4 speakers")."""
    layer, *path = pointer.strip("/").split("/")
    if layer == "article" or not path or not path[0].isdecimal():
        return Link(" ".join([layer, *path]), "#head")
    facts = getattr(record, layer, ())
    n = int(path[0])
    if n >= len(facts):
        return Link(pointer, "#head")
    fact = facts[n]
    if layer == "actors":
        return Link(fact.name, f"#actor-{n + 1}")
    name = fact.id if hasattr(fact, "id") else f"“{one_line(record.words(fact.span))}”"
    return Link(" ".join([name, *path[1:]]), "#" + quote(anchor_of(layer, n, fact)))


def _told(
    record: Record, layer: str, n: int, fact: Any, people: Mapping[str, Link], reasons: Reasons, page: str = ""
) -> Told:
    anchor = anchor_of(layer, n, fact)
    spans = {part: _phrase(getattr(fact, part)) for part in PARTS[layer]}
    if layer == "article":
        spans["place"] = _phrase(fact.dateline and fact.dateline.place)
    parts = {
        part: [
            Link(one_line(record.words(span)), f"{page}#{quote(anchor)}-{part}-{i}", reasons.why(layer, part, span))
            for i, span in enumerate(phrase, 1)
        ]
        for part, phrase in spans.items()
    }
    own = reasons.by_place.get((layer, n), [])
    parties = {key: [people[x] for x in getattr(fact, key) if x in people] for key in PARTIES if hasattr(fact, key)}
    if layer == "statements":
        parties["speakers"] = [
            Link(people[x].text, people[x].href, reasons.who(fact.source, x)) for x in fact.speakers if x in people
        ]
    elif layer == "article":
        agency = people.get(fact.dateline.agency) if fact.dateline else None
        parties["agency"] = [agency] if agency else []
    label = fact.id if hasattr(fact, "id") and layer not in ("actors", "article") else str(n + 1)
    return Told(layer, fact, anchor, label, spans, parts, parties, [link for _, link in own])


def _phrase(value: Any) -> Phrase:
    """The spans of a value: a span, a phrase, a part with a span, or several such parts."""
    if value is None or value == ():
        return ()
    if isinstance(value, Span):
        return (value,)
    if isinstance(value, tuple):
        return tuple(x if isinstance(x, Span) else x.span for x in value)
    return (value.span,)
