"""Who acts: the actors of a dispatch, and the actors that a noun phrase refers to.

The names come from the gazetteer and from spaCy's entities (`names`), descriptions and pronouns join them
(`mentions`), and `coreference` gathers what refers to one actor. This component strings them together, names the
actors (ids are slugs of their names) and notes the inferences that a reader might question.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.reading.attribution.cues import words
from onrecord.reading.chains import is_reporter
from onrecord.reading.draft import Draft, chars, draft_of, tokens_of
from onrecord.reading.entities import countries
from onrecord.reading.entities.candidates import candidates
from onrecord.reading.entities.coreference import Resolver
from onrecord.reading.entities.entity import Entity, Mention
from onrecord.reading.entities.gazetteer import found_in, is_past, state_name
from onrecord.reading.entities.judging import judged, settle_sectors
from onrecord.reading.entities.likeness import plain
from onrecord.reading.entities.mentions import mentions_of
from onrecord.reading.entities.names import Names, names_of
from onrecord.reading.entities.scene import Naming
from onrecord.reading.model.actors import Seen, seen
from onrecord.reading.statements import encoder
from onrecord.record import Actor, Phrase, Span, Title

NAME = "onrecord_actors"


def head_of(tokens: Iterable[Token]) -> Token | None:
    """The head of a phrase: the token that governs the others, the first where several do."""
    inside = {token.i: token for token in tokens if not token.is_space and not token.is_punct}
    roots = [t for t in inside.values() if t.head.i not in inside or t.head.i == t.i]
    nouns = [t for t in roots if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET")]
    return next(iter(nouns or roots), None)


def actors_of(doc: Doc, phrase: Phrase) -> tuple[str, ...]:
    """The actors that a noun phrase refers to.

    By its head and the heads joined to it ("Russia and the US": both), else by an apposition to the head, else by
    the first mention in it that is no possessor or complement. A state's adjective in the phrase is no actor of it.

    Args:
        doc: a document that this component has read.
        phrase: the phrase, in characters of `doc.text`.
    """
    heads = draft_of(doc).heads
    tokens = [token for span in phrase for token in tokens_of(doc, span)]
    root = head_of(tokens)
    if root is None:
        return ()
    inside = {token.i for token in tokens}
    ids: list[str] = []
    for token in (root, *(c for c in root.conjuncts if c.i in inside)):
        found = heads.get(token.i, ())
        if not found:
            near = [c for c in token.children if c.i in inside and c.dep_ in ("appos", "compound", "nmod", "flat")]
            found = next((heads[c.i] for c in near if c.i in heads and c.dep_ == "appos"), ())
            if not found and token.pos_ == "PROPN":  # "the Planalto Palace"
                found = next((heads[c.i] for c in near if c.i in heads and c.pos_ == "PROPN"), ())
        ids += found
    if not ids:
        for token in tokens:
            if token.i in heads and not _within_another(token, inside):
                ids += heads[token.i]
                break
    return tuple(dict.fromkeys(ids))


def _within_another(token: Token, inside: set[int]) -> bool:
    """Whether a token stands as possessor or complement within the phrase."""
    return token.dep_ in ("poss", "amod") or (token.dep_ == "pobj" and token.head.i in inside)


@dataclass(frozen=True)
class Gathered:
    """What a document holds that may be an actor.

    Its names; its mentions with candidates, in text order, and the same as the trained heads take them; the token at
    which the story begins; and who heads the source of a quotation.
    """

    names: Names
    mentions: list[Mention]
    seen: Seen
    body: int
    speaker_at: Callable[[int], int | None]


def gathered(doc: Doc) -> Gathered:
    """Every stretch of a document that may refer to an actor. Needs `onrecord_statements`."""
    draft = draft_of(doc)
    layout = draft.layout
    dateline = _range(doc, layout.dateline) if layout and layout.dateline else range(0)
    furniture = [_range(doc, span) for span in layout.furniture] if layout else []
    dates = {i for time in draft.times or () for i in _range(doc, time.span)}
    names = names_of(doc, found_in(doc.text), dates)
    sources = list(_sources(doc, draft))
    mentions = mentions_of(doc, names, dateline, furniture, sources, layout.agency if layout else None)
    taken = {i for m in mentions for i in (m.head, *m.title_heads)}
    taken |= {i for m in mentions if m.form == "name" for i in range(m.start, m.end)}
    titles = {i for m in mentions for a, b in m.titles for i in range(a, b)}
    ages = {i for t in doc if t.lower_ == "old" for i in range(max(0, t.i - 4), t.i + 1)}
    barred = (dates - ages) | titles | set(dateline) | {i for r in furniture for i in r}
    taken |= set(names.entries)  # what the gazetteer has was decided by what it is
    mentions = sorted([*mentions, *candidates(doc, taken, barred)], key=lambda m: (m.start, -m.end))
    body = _range(doc, Span(layout.body, layout.body + 1)).start if layout else 0
    speaker_at = _speakers(doc, draft)
    columns = seen(doc, mentions, body, speaker_at, frozenset(head.i for head, _ in sources))
    return Gathered(names, mentions, columns, body, speaker_at)


def resolved(doc: Doc) -> tuple[list[Entity], Resolver]:
    """The actors of a document while no country has been weighed for them. Needs `onrecord_statements`."""
    layout = draft_of(doc).layout
    found = gathered(doc)
    dateline = _range(doc, layout.dateline) if layout and layout.dateline else range(0)
    home = layout.place.country if layout and layout.place else None
    places = [
        Naming(i, hit.entry.country, hit.entry.sort != "place")
        for i, hit in sorted(found.names.entries.items())
        if hit.entry.country and hit.entry.sort != "body" and i not in dateline and not is_past(hit.entry.country)
        if not (i > 1 and doc[i - 1].text == "-" and doc[i - 2].lower_ in ("pro", "anti"))
    ]
    told = judged(encoder(), doc, found.mentions, found.seen, found.names)
    resolver = Resolver(doc, home, places, found.body, found.speaker_at)
    entities = resolver.resolve(told)
    settle_sectors(entities, told)
    return entities, resolver


@Language.component(NAME)
def read_actors(doc: Doc) -> Doc:
    """Note the actors of a dispatch."""
    entities, resolver = resolved(doc)
    chosen = countries.settle(encoder(), entities, resolver.scene)
    _note(doc, draft_of(doc), entities, resolver, chosen)
    return doc


def _range(doc: Doc, span: Span) -> range:
    tokens = tokens_of(doc, span)
    return range(tokens.start, tokens.end)


def _sources(doc: Doc, draft: Draft) -> Iterator[tuple[Token, bool]]:
    """The head of each phrase that statements are attributed to, told to or reported by; whether it reports."""
    for attribution in draft.attributions or ():
        source = attribution.speaker or attribution.source
        phrases = [(source, is_reporter(doc, source))]
        phrases += [((span,), False) for span in attribution.addressees]
        phrases += [((span,), True) for span in attribution.reporters]
        for phrase, reports in phrases:
            head = head_of(token for span in phrase for token in tokens_of(doc, span))
            if head is not None:
                yield head, reports
                if head.lemma_.lower() in words("documents"):
                    yield from ((author, False) for author in authors(head))


def authors(document: Token) -> Iterator[Token]:
    """The heads of the phrases that name whose document it is: "the ministry's note", "a release by the board"."""
    for child in document.children:
        if child.dep_ == "poss":
            yield child
        elif child.dep_ in ("prep", "agent") and child.lower_ in ("of", "by", "from"):
            yield from (c for c in child.children if c.dep_ == "pobj")


def _speakers(doc: Doc, draft: Draft) -> Callable[[int], int | None]:
    """A function from a token to the token that heads the source of the quotation it stands in."""
    spans: list[tuple[int, int, int]] = []
    for attribution in draft.attributions or ():
        if attribution.kind == "indirect" or not attribution.source:
            continue
        phrase = attribution.speaker or attribution.source
        head = head_of(token for span in phrase for token in tokens_of(doc, span))
        if head is not None:
            spans += [(span.start, span.end, head.i) for span in attribution.content]
    spans.sort()
    starts = [start for start, _, _ in spans]
    quoted = _quoted(doc)

    def speaker_at(i: int) -> int | None:
        place = doc[i].idx
        last = bisect_right(starts, place) - 1
        for start, end, head in reversed(spans[max(0, last - 6) : last + 1]):
            if start <= place < end and (i in quoted or end - start < 2):
                return head
        return None

    return speaker_at


def _quoted(doc: Doc) -> set[int]:
    """The tokens that stand in quotation marks."""
    inside: set[int] = set()
    depth = False
    for token in doc:
        if token.text in ("“", "„", "«") or (token.text in ('"', "''", "``") and not depth):
            depth = True
        elif token.text in ("”", "»", '"', "''") or (token.is_space and "\n\n" in token.text):
            depth = False
        if depth:
            inside.add(token.i)
    return inside


def _slug(name: str, used: set[str]) -> str:
    """A readable id for a name, unique among those used."""
    base = "-".join(re.findall(r"[a-z0-9]+", plain(name)))[:60].strip("-") or "actor"
    slug, n = base, 1
    while slug in used:
        n += 1
        slug = f"{base}-{n}"
    used.add(slug)
    return slug


def _mentioned(span: Span, agency: Span | None) -> Span:
    """A mention's span; that of the dateline's agency without the marks a tokenizer may leave on it."""
    return agency if agency is not None and span.start <= agency.start and agency.end <= span.end else span


def _note(
    doc: Doc, draft: Draft, entities: list[Entity], resolver: Resolver, chosen: list[tuple[Entity, int | None]]
) -> None:
    """Set the draft's actors and heads, and note what was inferred."""
    text = doc.text  # joined anew at each access
    used: set[str] = set()
    ids: dict[int, str] = {}
    actors: list[Actor] = []
    entities.sort(key=lambda e: min(m.start for m in e.mentions))
    places: dict[int, dict[Span, int]] = {}
    agency = draft.layout.agency if draft.layout else None
    for entity in entities:
        key = ids[id(entity)] = _slug(entity.name, used)
        spans = sorted({_mentioned(chars(doc[m.start : m.end]), agency) for m in entity.mentions})
        places[id(entity)] = {span: n for n, span in enumerate(spans)}
        titles = sorted({chars(doc[a:b]) for m in entity.mentions for a, b in m.titles})
        actors.append(
            Actor(
                id=key,
                name=entity.name,
                kind=entity.kind,
                country=entity.country,
                sector=entity.sector,
                titles=tuple(Title(text=text[s.start : s.end], span=s) for s in titles),
                mentions=tuple(spans),
            )
        )
    draft.actors = tuple(actors)
    heads: dict[int, tuple[str, ...]] = {}
    for entity in entities:
        for mention in entity.mentions:
            covered = range(mention.start, mention.end) if mention.kind == "person" and mention.form == "name" else ()
            for i in (mention.head, *covered, *mention.title_heads):
                heads[i] = tuple(dict.fromkeys((*heads.get(i, ()), ids[id(entity)])))
    draft.heads = heads
    for link in resolver.links:
        entity = link.entity.root()
        if id(entity) not in ids:
            continue
        span = chars(doc[link.mention.start : link.mention.end])
        before = chars(doc[link.antecedent.start : link.antecedent.end])
        place = places[id(entity)].get(span, 0)
        words, earlier = (text[s.start : s.end] for s in (span, before))
        why = f"“{words}” is taken to refer to {entity.name}, spoken of as “{earlier}”."
        draft.note("actors", ids[id(entity)], f"mentions/{place}", (span, before), why)
    for entity, near in chosen:
        state = state_name(entity.country or "") or entity.country
        if near is not None:
            named_at = chars(doc[near])
            words = text[slice(*named_at)]
            why = f"No word says of which state {entity.name} is; {state}, spoken of as “{words}”, fits best."
        else:
            first = entity.mentions[0]
            home = draft.layout.dateline if draft.layout else None
            named_at = home or chars(doc[first.start : first.end])
            why = f"No word says of which state {entity.name} is; the dispatch is from {state}."
        draft.note("actors", ids[id(entity)], "country", (named_at,), why)
