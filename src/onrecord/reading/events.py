"""The events of a dispatch: who did what to whom, where, when, whether it happened, and on whose word.

A component of the pipeline. It matches the lexicon of predicates, reads sides, status, place and date around each
match, drops what has no political party and what is only asked for, offered or threatened, adds the acts of speech
that statements perform, and puts together what is told several times. Types are PLOVER's (openeventdata/PLOVER).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.ontology import predicates_of
from onrecord.reading.draft import Draft, Tellings, draft_of, phrase_of, tokens_of
from onrecord.reading.happenings.judging import Chances, judged, settled
from onrecord.reading.happenings.merging import Happening, Telling, merged
from onrecord.reading.happenings.predicates import (
    Group,
    Lexicon,
    Match,
    matches,
    own_lexicon,
    words,
)
from onrecord.reading.happenings.protests import aimed
from onrecord.reading.happenings.relevance import counts, is_crowd, is_sporting, near
from onrecord.reading.happenings.settings import Settings, calls_off, moved_to
from onrecord.reading.happenings.sides import Parties, Sides
from onrecord.reading.happenings.speech import COOPERATIVE, acts, hidden_by, mode_of
from onrecord.reading.happenings.status import carriers, dated, is_negated, status_of
from onrecord.reading.happenings.territory import suffered
from onrecord.reading.lexicons import table
from onrecord.record import Event, Statement, When

NAME = "onrecord_events"

AHEAD = ("scheduled", "proposed", "hypothetical")
"""What a threat says of the harm, not of itself."""
GOING = frozenset({"MOBILIZE", "COERCE", "ASSAULT", "SANCTION"})
"""Types, besides visits, to which "to" brings a place ("sent troops to Crimea")."""


@Language.factory(NAME, default_config={"predicates": []})
def read_events(nlp: Language, name: str, *, predicates: list[dict[str, Any]]) -> Events:
    """The component that notes events.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        predicates: words of the user's own that name events, each entry with the keys of a `[[predicate]]` in an
            ontology: `{"type": "COERCE", "modes": ["seize"], "verbs": "commandeer"}`.

    Raises:
        OntologyError: an entry is no predicate.
    """
    return Events(own_lexicon(predicates_of(predicates, name)) if predicates else None)


@dataclass(frozen=True)
class Events:
    """Notes the events of a dispatch, in the order of their first triggers."""

    own: Lexicon | None = None

    def __call__(self, doc: Doc) -> Doc:
        """The document, its events noted."""
        return _read(doc, self.own)


def _read(doc: Doc, own: Lexicon | None) -> Doc:
    draft = draft_of(doc)
    events: list[Event] = []
    parties = Parties(doc)
    matched = matches(doc, own)
    found = judged(doc, draft, matched)
    doc.tensor = np.zeros((0,), dtype=np.float32)  # nobody needs the views any more, and they are large
    for happening in merged(tellings(doc, parties, matched, found)):
        event, inferred = _event(f"e{len(events) + 1}", happening)
        events.append(event)
        if inferred:
            draft.note("events", event.id, "trigger", event.trigger, inferred)
    draft.events = tuple(events)
    named = {key for event in events for key in (*event.actors, *event.recipients)}
    for key, spans in parties.added.items():
        if key in named:
            actor = replace(parties.actors[key], mentions=tuple(sorted(spans)))
            draft.actors = (*draft.layer("actors"), actor)
            why = "These words tell which state it is of; the dispatch names it only as a side of events."
            draft.note("actors", key, "country", actor.mentions[:1], why)
    return doc


def tellings(doc: Doc, parties: Parties, listed: Iterable[Match], chances: Mapping[int, Chances]) -> list[Telling]:
    """Every place of a dispatch where an event is told, in text order.

    Args:
        doc: the document.
        parties: its actors, as sides of events.
        listed: where words of the lexicon stand in it.
        chances: what the trained head says of its words.
    """
    draft = draft_of(doc)
    settings = Settings(doc)
    told = Tellings(draft.layer("statements"))
    statements = {s.id: s for s in draft.layer("statements")}
    performed = {at: s for s in statements.values() for a, b in s.cue for at in range(a, min(b, a + 60))}
    layout = draft.layer("layout")
    found: list[Telling] = []
    matched, absorbed = _absorbed(_outside(doc, draft, listed))
    performed_acts = acts(doc, draft, {t.i for m in matched for t in m.words})
    replaced = {m.head.i for m in performed_acts}
    matched = [*(m for m in matched if m.head.i not in replaced), *performed_acts]
    matched = sorted(settled(doc, draft, matched, chances), key=lambda m: m.words[0].i)
    hidden = hidden_by([*matched, *absorbed], settings)
    for match in matched:
        sides = parties.of(match)
        if match.head.i in hidden.get(match.group.type, ()) or match.head.i in hidden["*"]:
            continue
        trigger = phrase_of(match.words)
        if not trigger:
            continue
        match, sides = _refused(match, sides)
        match = _gathered(match, sides, parties)
        sides = aimed(match, sides, parties)
        said_in = told.at(trigger[0])
        carrier = next((c for c in carriers(match) if c is not match.head), None)
        going = match.group.to or match.group.type in GOING
        word, bearer = match.noun if match.verb is None else match.verb, carrier or match.noun
        place = settings.place(word, bearer, going=going, said=_spoken(match))
        speech = match.group.said or said_in is None
        when = settings.when(match.head, bearer, speech=speech, asked=match.group.said)
        match, sides, off = _called_off(match, sides, when)
        statement = performed.get(match.head.idx) or statements.get(said_in or "")
        when = _on_the_day_of_its_word(when, match, statement, sides)
        sides, place = suffered(match, sides, place, settings, parties)
        moved = when is not None and moved_to(tokens_of(doc, when.span).root) is not None
        status = dated(status_of(match), (when.end or when.value) if when else None, draft.date, match, moved=moved)
        if off:
            status = "cancelled"
        if match.tail == "not" or (
            match.group.type == "THREATEN" and status in ("scheduled", "proposed", "hypothetical")
        ):
            status = "occurred"
        negated = is_negated(match) and match.tail != "not"
        if negated and status == "scheduled" and match.group.type == "CONSULT":
            status, negated = "cancelled", False
        anaphoric = False
        if not counts(match, sides, parties, placed=place is not None, dated=when is not None):
            if not _points_back(match):
                continue
            anaphoric = True
        by_cue = performed.get(match.head.idx)
        if by_cue is not None and by_cue.act == "deny" and any(c.dep_ == "ccomp" for c in match.head.children):
            continue  # to rule out that something happened refuses nothing
        statement = statements.get(said_in or "")
        if statement is not None and _own_word(match, statement, sides):
            said_in = None
        denied = statement is not None and statement.act == "deny" and not statement.negated
        found.append(
            Telling(
                type=match.group.type,
                modes=match.group.modes or mode_of(match),
                contexts=_contexts(match),
                trigger=trigger,
                sides=sides,
                place=place,
                when=_known(when),
                status=status,
                negated=negated or denied,
                said_in=said_in,
                match=match,
                body=trigger[0].start >= layout.body,
                anaphoric=anaphoric,
            )
        )
    return found


def _points_back(match: Match) -> bool:
    """Whether a noun can stand for an event told before: "the talks", "these clashes"."""
    if match.verb is not None or not match.group.alone or match.noun is None:
        return False
    return any(c.dep_ == "det" and c.lower_ in ("the", "these", "those", "this", "that") for c in match.noun.children)


def _spoken(match: Match) -> bool:
    """Whether an event is one of words, as acts of speech and most support are."""
    return match.group.said or (match.group.type == "SUPPORT" and not match.group.alone)


def _known(when: When | None) -> When | None:
    """A date, unless nothing of it is known: "overnight" in a dispatch without a day."""
    return when if when is not None and any(c.isdigit() for c in when.value) else None


def _on_the_day_of_its_word(when: When | None, match: Match, statement: Statement | None, sides: Sides) -> When | None:
    """The date of an event; what is done by saying or deciding it is done when that is said or decided."""
    if statement is None or not _own_word(match, statement, sides):
        return when
    if when is not None and not any(a <= when.span.start < b for a, b in statement.content):
        return when
    return When(span=statement.said.span, value=statement.said.value) if statement.said else when


def _own_word(match: Match, statement: Statement, sides: Sides) -> bool:
    """Whether a statement is itself the act: who says "I condemn" condemns, and who decides to leave is leaving."""
    performs = match.group.said or statement.act == "intend"
    return performs and not set(statement.speakers).isdisjoint(sides.actors)


def _refused(match: Match, sides: Sides) -> tuple[Match, Sides]:
    """What one says one will not do, or does not recognise, read as the refusal that it is."""
    if match.verb is None or match.group.type not in COOPERATIVE or not sides.actors or not is_negated(match):
        return match, sides
    verb = match.verb
    recognises = verb.lemma_.lower() in ("recognise", "recognize")
    if not recognises and not any(c.dep_ == "aux" and c.lower_ in _WILL for c in verb.children):
        return match, sides
    group = replace(match.group, type="REJECT", modes=(), both=False)
    if match.group.both:
        sides = Sides(sides.actors[:1], sides.actors[1:])
    return replace(match, group=group, tail="not"), sides


def _called_off(match: Match, sides: Sides, when: When | None) -> tuple[Match, Sides, bool]:
    """A dated meeting that somebody calls off, which is on the agenda as cancelled; and whether it is one."""
    noun, verb = match.noun, match.verb
    if match.group.type != "SANCTION" or noun is None or verb is None or when is None:
        return match, sides, False
    if not calls_off(verb) or noun.lemma_.lower() not in words("TALKS"):
        return match, sides, False
    visit = noun.lemma_.lower() in ("visit", "trip")
    group = replace(match.group, type="CONSULT", modes=("visit",) if visit else (), contexts=("diplomatic",))
    return replace(match, group=group), sides if visit else Sides(sides.all), True


def _gathered(match: Match, sides: Sides, parties: Parties) -> Match:
    """A gathering of protesters, which is a protest rather than a meeting."""
    crowd = sides.actors and all(is_crowd(a) and "OPP" in a.sector for a in map(parties.actors.get, sides.actors) if a)
    if match.verb is None or not crowd or match.verb.lemma_.lower() not in words("GATHERING"):
        return match
    return replace(match, group=Group(type="PROTEST", modes=("demo",), contexts=("rights_freedoms",)), weak=False)


_WILL = frozenset({"will", "would", "wo", "can", "ca", "’ll", "'ll", "shall"})


def _outside(doc: Doc, draft: Draft, found: Iterable[Match]) -> Iterator[Match]:
    """The matches that stand in the story, not in page furniture, the dateline or a report on sport."""
    furniture = sorted(draft.layer("layout").furniture)
    at = 0
    for match in found:
        start = match.words[0].idx
        while at < len(furniture) and furniture[at].end <= start:
            at += 1
        if at < len(furniture) and furniture[at].start <= start:
            continue
        if not is_sporting(match.head):
            yield match


def _absorbed(found: Iterable[Match]) -> tuple[list[Match], list[Match]]:
    """The matches, each that only repeats the one above it ("killed in clashes") joined to it; and those left out.

    What protesters demand and criticise is part of the protest.
    """
    listed = list(found)
    owner = {m.head.i: i for i, m in enumerate(listed)}
    for i, match in enumerate(listed):
        if match.noun is not None:
            owner.setdefault(match.noun.i, i)
    kept: dict[int, Match] = dict(enumerate(listed))
    gone: list[Match] = []
    for i, match in enumerate(listed):
        index = next((owner[t.i] for t in _upper(match) if t.i in owner), None)
        if index is None or index == i:
            continue
        upper = kept.get(index)
        if upper is None:
            continue
        if upper.group.type == "PROTEST" and match.group.type in ("REQUEST", "ACCUSE", "PROTEST", "REJECT"):
            gone.append(kept.pop(i))
        elif (
            upper.group.type == match.group.type
            and not match.group.said
            and (match.verb is None or _bare(match, upper))
        ):
            modes = upper.group.modes or match.group.modes
            if match.group.modes and match.group.modes != modes:
                continue
            both, own = upper.group.both or match.group.both, upper.group.own or match.group.own
            group = replace(upper.group, modes=modes, both=both, own=own)
            noun = upper.noun or (match.head if match.verb is None else None)
            joined = tuple(sorted({*upper.words, *match.words}, key=lambda t: t.i))
            kept[index] = replace(upper, group=group, noun=noun, words=joined)
            kept.pop(i)
    return list(kept.values()), gone


def _bare(match: Match, upper: Match) -> bool:
    """Whether a verb without a subject only says more of the one above it ("attacked …, killing ten")."""
    verb = match.head
    if verb.dep_ not in ("conj", "advcl") or any(c.dep_ in ("nsubj", "nsubjpass", "mark") for c in verb.children):
        return False
    return not match.group.modes and not match.group.said and (match.noun is None or upper.noun is None)


def _upper(match: Match) -> Iterator[Token]:
    """The words close above a match in the parse."""
    token = match.head
    for _ in range(3 if match.verb is None else 2):
        if token.head.i == token.i or token.dep_ in ("relcl", "ccomp"):
            return
        token = token.head
        yield token


@cache
def _context_words() -> dict[str, str]:
    return {word: name for name, listed in table("predicates")["contexts"].items() for word in listed.split()}


def _contexts(match: Match) -> tuple[str, ...]:
    """The PLOVER contexts of an event: its group's, and those that words close to it speak of."""
    told = (_context_words().get(t.lemma_.lower()) for t in near(match.head) if abs(t.i - match.head.i) < 8)
    return tuple(dict.fromkeys((*match.group.contexts, *(name for name in told if name))))[:3]


def _event(key: str, happening: Happening) -> tuple[Event, str | None]:
    """The record of an event, and why tellings were put together where they were."""
    triggers = tuple(dict.fromkeys(span for t in happening.tellings for span in t.trigger))
    told = [t for t in happening.tellings if not t.anaphoric]
    body = [t for t in told if t.body] or told
    first = told[0]
    said_in = None if any(t.said_in is None for t in told) else body[0].said_in
    status = next((t.status for t in told if t.status not in ("occurred", "ongoing")), None) or (
        "ongoing" if any(t.status == "ongoing" for t in told) else "occurred"
    )
    modes = tuple(dict.fromkeys(m for t in told for m in t.modes))
    if first.type == "CONSULT" and not modes and len(happening.actors) > 2:
        modes = ("multilateral",)
    event = Event(
        id=key,
        type=first.type,
        modes=modes,
        contexts=tuple(dict.fromkeys(c for t in told for c in t.contexts))[:3],
        trigger=triggers,
        actors=happening.actors,
        recipients=happening.recipients,
        place=next((t.place for t in body if t.place), None) or next((t.place for t in told if t.place), None),
        when=next((t.when for t in body if t.when), None) or next((t.when for t in told if t.when), None),
        status=status,
        negated=first.negated,
        said_in=said_in,
    )
    why = "These words name one event: type and parties agree, and neither place nor date speaks against it."
    return event, why if len(happening.tellings) > 1 else None
