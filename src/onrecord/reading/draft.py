"""What the readers share while one dispatch is being read: the draft, kept at `doc._.onrecord`.

Every reader is a spaCy component. It takes a `Doc`, looks at what the readers before it noted in the draft,
and notes what it found; `pipeline.record_of(doc)` turns the finished draft into a `Record`. A layer that is
None has not been read yet: `draft.layer(...)` then names the component that is missing from the pipeline.

The draft is a custom attribute of the document, so the readers work in anyone's pipeline. It is registered
with srsly's msgpack hooks, so that it survives `Doc.to_bytes` and `nlp.pipe(n_process=2)`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import srsly
from pydantic import TypeAdapter
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from onrecord.record import (
    Act,
    Actor,
    Condition,
    Dispute,
    Event,
    Figure,
    OnRecordError,
    Phrase,
    Place,
    Said,
    Span,
    Statement,
    StatementKind,
    Time,
)


class PipelineError(OnRecordError):
    """A reader stands in a pipeline without the readers whose notes it needs."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the text is laid out. `blocks` are its paragraphs (lines with words), in order, furniture included.

    `agency` is the span of the agency's name within the dateline; `body` the offset at which the story begins,
    behind title, standfirst, byline and dateline.
    """

    blocks: Phrase = ()
    title: Span | None = None
    standfirst: Span | None = None
    byline: Span | None = None
    furniture: Phrase = ()
    dateline: Span | None = None
    place: Place | None = None
    date: Span | None = None
    agency: Span | None = None
    body: int = 0


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """A statement as found in the text, before anybody in it is resolved.

    `speaker` is the phrase to resolve for the speakers where that is not the source itself. `reporters` are the
    noun phrases of the reporting chain, nearest to the speaker first. `within` is the index of the attribution
    whose content holds this one.
    """

    source: Phrase = ()
    cue: Phrase = ()
    content: Phrase = ()
    kind: StatementKind = "indirect"
    act: Act = "say"
    negated: bool = False
    addressees: Phrase = ()
    reporters: Phrase = ()
    speaker: Phrase = ()
    said: Said | None = None
    within: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a value was inferred: `layer` ("article", "times", "statements", …), the item's id (a time's span
    written "12-20"), the field, the evidence and one sentence."""

    layer: str
    key: str
    field: str
    evidence: Phrase
    why: str


@dataclass(kw_only=True)
class Draft:
    """Everything noted so far about one dispatch. Spans are offsets into `doc.text`."""

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    """The headline as the dispatch's metadata give it, if they do."""
    layout: Layout | None = None
    times: tuple[Time, ...] | None = None
    date: str | None = None
    """The dispatch's date, given or inferred, against which its expressions were resolved."""
    attributions: tuple[Attribution, ...] | None = None
    actors: tuple[Actor, ...] | None = None
    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Index of a mention's head token -> the actors it refers to."""
    statements: tuple[Statement, ...] | None = None
    events: tuple[Event, ...] | None = None
    figures: tuple[Figure, ...] | None = None
    conditions: tuple[Condition, ...] | None = None
    disputes: tuple[Dispute, ...] | None = None
    reasons: list[Reason] = field(default_factory=list)

    def layer(self, name: str) -> Any:
        """The notes of one layer.

        Raises:
            PipelineError: its reader is not in the pipeline, or stands too late.
        """
        notes = getattr(self, name)
        if notes is None:
            raise PipelineError(
                f"this pipeline has no {name} yet: add the component {_READER_OF[name]!r} before the one that needs it"
            )
        return notes

    def note(self, layer: str, key: str, name: str, evidence: Iterable[Span], why: str) -> None:
        """Keep the reason for an inferred value."""
        self.reasons.append(Reason(layer=layer, key=key, field=name, evidence=tuple(evidence), why=why))


_READER_OF = {
    "layout": "onrecord_layout",
    "times": "onrecord_dates",
    "attributions": "onrecord_statements",
    "actors": "onrecord_actors",
    "statements": "onrecord_speakers",
    "events": "onrecord_events",
    "figures": "onrecord_figures",
    "conditions": "onrecord_conditions",
    "disputes": "onrecord_disputes",
}


def draft_of(doc: Doc) -> Draft:
    """The draft of a document; a new one if nobody has read anything yet."""
    draft = doc._.onrecord
    if draft is None:
        draft = doc._.onrecord = Draft()
    return draft  # type: ignore[no-any-return]


def chars(tokens: Token | Tokens) -> Span:
    """Character offsets of a token or of a slice of a document, surrounding white space left out."""
    if isinstance(tokens, Token):
        return Span(tokens.idx, tokens.idx + len(tokens))
    first, last = tokens[0], tokens[-1]
    while first.is_space and first.i < last.i:
        first = first.nbor()
    while last.is_space and last.i > first.i:
        last = last.nbor(-1)
    return Span(first.idx, last.idx + len(last))


def tokens_of(doc: Doc, span: Span) -> Tokens:
    """The tokens that a span of characters touches."""
    found = doc.char_span(*span, alignment_mode="expand") if span.start < span.end else None
    return doc[0:0] if found is None else found


def text_of(doc: Doc, span: Span) -> str:
    """The characters of a span. `doc.text` is joined anew at each access, so for a few words this is the way."""
    tokens = tokens_of(doc, span)
    start = tokens.start_char if len(tokens) else span.start
    return str(tokens.text[span.start - start : span.end - start])


def phrase_of(tokens: Iterable[Token]) -> Phrase:
    """The phrase that some tokens of one document form: a span for each run of them, white space between ignored."""
    spans: list[Span] = []
    before = -1
    for token in sorted(tokens, key=lambda t: t.i):
        if token.is_space:
            continue
        if spans and all(t.is_space for t in token.doc[before + 1 : token.i]):
            spans[-1] = Span(spans[-1].start, token.idx + len(token))
        else:
            spans.append(Span(token.idx, token.idx + len(token)))
        before = token.i
    return tuple(spans)


class Tellings:
    """Which statement tells what stands at a place in the text: the outermost whose content covers it."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._spans = sorted((span, s.id) for s in statements if s.within is None for span in s.content)
        self._starts = [span.start for span, _ in self._spans]

    def at(self, span: Span) -> str | None:
        """The id of the outermost statement whose content covers the span, or None."""
        last = bisect_right(self._starts, span.start) - 1
        for content, key in reversed(self._spans[max(0, last - 4) : last + 1]):
            if span.end <= content.end:
                return key
        return None


_DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)


def _encode(obj: Any, chain: Any = None) -> Any:
    if isinstance(obj, Draft):
        return {"__onrecord_draft__": _DRAFT.dump_python(obj, mode="json", by_alias=True)}
    return obj if chain is None else chain(obj)


def _decode(obj: Any, chain: Any = None) -> Any:
    if "__onrecord_draft__" in obj:
        return _DRAFT.validate_python(obj["__onrecord_draft__"])
    return obj if chain is None else chain(obj)


srsly.msgpack_encoders("onrecord_draft", func=_encode)
srsly.msgpack_decoders("onrecord_draft", func=_decode)

if not Doc.has_extension("onrecord"):
    Doc.set_extension("onrecord", default=None)
