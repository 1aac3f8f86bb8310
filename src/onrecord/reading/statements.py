"""Statements: every attribution of words, thoughts, intentions or feelings, as source, cue and content.

A model trained on annotated news finds them (`model`, and the model card in docs): it tags the words of sources, cues
and contents, those of nested statements in a layer of their own, and links them. Here its words become phrases of
the dispatch: drawn to quotation marks, with the act of the cue, whether it is denied, and whom it addresses. The scheme
of source, cue and content is that of PARC 3 (Pareti, LREC 2016) and PolNeAR (Newell et al., LREC 2018).

Who speaks to whom is resolved later (`speakers`); the act is refined by `speech_acts`, the chain by `chains`.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.reading.attribution.borders import Quotations, drawn, kind_of, trimmed
from onrecord.reading.attribution.cue_words import (
    addressees_of,
    agent_of,
    is_denied,
    is_mere_deed,
    meet,
    seat_of,
    subject_of,
    whole_cue,
)
from onrecord.reading.attribution.headlines import headlines
from onrecord.reading.attribution.quotations import quotations
from onrecord.reading.draft import Attribution, chars, draft_of, phrase_of, tokens_of
from onrecord.reading.model.encoder import EVENT_VIEW, VIEW, Encoder, Views
from onrecord.reading.model.statements import Found, WordSpan, statements_in
from onrecord.reading.model.words import Words, words_of
from onrecord.reading.pieces import pieces
from onrecord.reading.syntax import RELATIVE, noun_phrase
from onrecord.reading.syntax import trimmed as trimmed_tokens
from onrecord.record import Phrase, Span

NAME = "onrecord_statements"

NEIGHBOURS = 40
"""Contents looked at before a statement to find the one that holds it; more than any paragraph holds."""
AT_ONCE = 50_000
"""Characters read at once; longer dispatches are read in pieces, cut at paragraphs. The states of so many words take
20 MB, and links reach no farther: about ten thousand words."""


_LINE = re.compile(r"[^\n]+")
_BLANK = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?]")


@cache
def _encoder(process: int) -> Encoder:
    return Encoder()


def encoder() -> Encoder:
    """The encoder, loaded once for all documents of a process; a forked process cannot use its parent's."""
    return _encoder(os.getpid())


@Language.component(NAME)
def read_statements(doc: Doc) -> Doc:
    """Note every attribution of the document. Needs `onrecord_layout` and a parse."""
    draft = draft_of(doc)
    layout = draft.layer("layout")
    furniture = sorted(layout.furniture)
    text = doc.text  # joined anew at each access
    marks = Quotations(quotations(text, sorted(set(layout.blocks) - set(furniture))))
    found: list[tuple[int, Attribution]] = []
    views: list[Views] = []
    offsets: list[NDArray[np.int64]] = []
    start = 0
    for piece in pieces(text, AT_ONCE):
        words = words_of(piece)
        states, view = encoder().read(words)
        views.append(view)
        offsets.append(words.offsets[:, 0].astype(np.int64) + start)
        for statement in statements_in(words, states, encoder()):
            for attribution in as_phrases(doc, text, statement, words, start, marks):
                content = tuple(kept for span in attribution.content if (kept := less(span, furniture)) is not None)
                if content:
                    found.append((statement.layer, replace(attribution, content=content)))
        start += len(piece)
    doc.tensor = of_tokens(doc, np.concatenate(offsets), np.concatenate(views))
    heads = [head for head in (layout.title, layout.standfirst) if head]
    told = [span for _, a in found for span in a.content]
    silent = [head for head in heads if not any(head.start <= span.start < head.end for span in told)]
    found += ((0, attribution) for attribution in headlines(doc, text, silent))
    sources = sorted(span for _, a in found for span in a.source)
    draft.attributions = nested((layer, a) for layer, a in found if not is_in_source(a.cue, sources))
    return doc


def of_tokens(doc: Doc, offsets: NDArray[np.int64], views: Views) -> NDArray[Any]:
    """The view of each token (T x 384): that of the word it begins in. The reader of events is the last to use them."""
    if not len(offsets):
        return np.zeros((len(doc), VIEW + EVENT_VIEW), dtype=np.float16)
    word = np.searchsorted(offsets, [token.idx for token in doc], side="right") - 1
    taken: NDArray[Any] = views[np.maximum(word, 0)]
    return taken


def is_in_source(cue: Phrase, sources: Sequence[Span]) -> bool:
    """Whether a cue belongs to the description of a source: the "asked" of "an official who asked not to be named"."""
    at = bisect_right(sources, (cue[0].start + 1, 0)) if cue else 0
    return at > 0 and cue[0].end < sources[at - 1].end


def less(span: Span, furniture: Sequence[Span]) -> Span | None:
    """A stretch up to the furniture that stands in it; None if it begins there."""
    at = bisect_left(furniture, (span.start, span.start))
    if at and furniture[at - 1].end > span.start:
        return None
    if at < len(furniture) and furniture[at].start < span.end:
        return Span(span.start, furniture[at].start) if furniture[at].start > span.start else None
    return span


def as_phrases(doc: Doc, text: str, found: Found, words: Words, start: int, marks: Quotations) -> Iterator[Attribution]:
    """A statement of words as attributions of phrases: one for each that-clause, none if no word of content is left."""

    def drawn_from(stretch: WordSpan | None) -> Iterator[Span]:
        if stretch is not None:
            first, last = words.offsets[stretch[0]], words.offsets[stretch[1] - 1]
            for line in _LINE.finditer(text, start + int(first[0]), start + int(last[1])):
                span = trimmed(text, Span(*line.span()))
                if span.start < span.end:
                    yield span

    source = tuple(drawn_from(found.source))
    found_in = tuple(span for stretch in found.contents for span in drawn_from(stretch))
    cue = whole_cue(doc, tuple(drawn_from(found.cue)), source, found_in)
    at = cue[0] if cue else None
    drawings = (drawn(text, span, marks, at) for span in found_in)
    contents = sorted({span for span in drawings if span is not None})
    for content in utterances(doc, text, joined(text, contents, cue), marks):
        if is_mere_deed(doc, cue) or not any(t.pos_ not in ("DET", "PUNCT") for t in _tokens(doc, source or cue)):
            continue
        yield Attribution(
            source=agent_of(doc, cue, content)
            or with_relative(doc, source, (*cue, *content))
            or subject_of(doc, cue, content)
            or seat_of(doc, cue, content),
            speaker=antecedent(doc, source),
            cue=cue,
            content=content,
            kind=kind_of(text, content, at, marks),
            act=found.act,
            negated=is_denied(doc, cue),
            addressees=addressees_of(doc, cue, content),
        )


def _tokens(doc: Doc, phrase: Phrase) -> list[Token]:
    return [t for span in phrase for t in tokens_of(doc, span)]


def joined(text: str, contents: Sequence[Span], cue: Phrase) -> Phrase:
    """The contents, those made one between which there is a word or two and no part of the cue: "Lund" "of" "theft"."""
    out: list[Span] = []
    for span in contents:
        gap = text[out[-1].end : span.start] if out else "\n"
        apart = "\n" in gap or any(out and out[-1].end <= c.start < span.start for c in cue)
        if not apart and len(gap.split()) <= 1 and not set(gap) & set('.!?,;:"“”'):
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return tuple(out)


def utterances(doc: Doc, text: str, contents: Phrase, marks: Quotations) -> Iterator[Phrase]:
    """The contents that are a statement each: every that-clause, and a quotation that follows an indirect sentence."""
    run: list[Span] = []
    for span in contents:
        gap = text[run[-1].end : span.start] if run else ""
        ended = _SENTENCE_END.search(gap) is not None and kind_of(text, run[-1:], None, marks) != "direct"
        parted = _BLANK.search(gap) is not None and any(c.isalnum() for c in gap)
        if (ended or parted) and kind_of(text, [span], None, marks) == "direct":
            yield tuple(run)
            run = []
        run.append(span)
    if len(run) == 1:
        for clause in clauses_of(doc, run[0]):
            yield (trimmed(text, clause),)
    elif run:
        yield tuple(run)


def antecedent(doc: Doc, source: Phrase) -> Phrase:
    """What a relative pronoun stands for, if the source is one: the "Ukraine" of "Ukraine, which has pleaded"."""
    tokens = _tokens(doc, source)
    if len(tokens) != 1 or tokens[0].lower_ not in RELATIVE:
        return ()
    verb = next((t for t in tokens[0].ancestors if t.dep_ == "relcl"), None)
    return phrase_of(noun_phrase(verb.head, relative=False)) if verb is not None else ()


def with_relative(doc: Doc, source: Phrase, others: Phrase) -> Phrase:
    """A source with the relative clause right behind it: "an official" and "who asked not to be named"."""
    if not source:
        return source
    tokens = tokens_of(doc, source[-1])
    if len(tokens) > 1 and tokens[-1].lower_ in RELATIVE:
        tokens = doc[tokens.start : tokens.end - 1]
        source = (*source[:-1], Span(source[-1].start, tokens[-1].idx + len(tokens[-1])))
    if tokens.end >= len(doc) or doc[tokens.end].lower_ not in ("who", "that"):
        return source
    clause = next(
        (t for t in doc[tokens.end].ancestors if t.dep_ == "relcl" and t.head.i in range(tokens.start, tokens.end)),
        None,
    )
    if clause is None:
        return source
    whole = trimmed_tokens(doc[tokens.start : clause.right_edge.i + 1])
    last = Span(source[-1].start, whole[-1].idx + len(whole[-1]))
    if meet((last,), others):
        return source
    return (*source[:-1], last)


def clauses_of(doc: Doc, content: Span) -> Iterator[Span]:
    """The clauses of a content that begin with a "that" of their own: "it was open and that they were in"."""
    tokens = tokens_of(doc, content)
    start = tokens[0]
    if start.lower_ == "that" and start.dep_ == "mark" and len(tokens) > 1:
        start = start.nbor()
    for that in tokens[2:]:
        joiner = that.nbor(-1)
        if that.lower_ != "that" or that.dep_ != "mark" or joiner.dep_ != "cc":
            continue
        verb = that.head
        while verb.dep_ == "conj":
            verb = verb.head
        before = trimmed_tokens(doc[start.i : joiner.i])
        if before and not tokens.start <= verb.head.i < tokens.end:
            yield chars(doc[before[0].i : before[-1].i + 1])
            start = that.nbor()
    yield Span(content.start if start.i == tokens.start else start.idx, content.end)


def nested(found: Iterable[tuple[int, Attribution]]) -> tuple[Attribution, ...]:
    """The attributions in text order, each with the index of the innermost one further out whose content holds it.

    Args:
        found: attributions with the layer in which the model found them; one is held only by those of outer layers.
    """
    ordered = sorted(found, key=lambda pair: (min([*pair[1].cue, *pair[1].source, *pair[1].content]), pair[1].content))
    held = sorted((span, i) for i, (_, a) in enumerate(ordered) for span in a.content)
    starts = [span.start for span, _ in held]
    out = []
    for layer, a in ordered:
        low = min(s.start for s in (*a.cue, *a.content))
        high = max(s.end for s in (*a.cue, *a.content))
        at = bisect_right(starts, low)
        holders = [
            (span.end - span.start, i)
            for span, i in held[max(0, at - NEIGHBOURS) : at]
            if ordered[i][0] < layer and span.end >= high
        ]
        out.append(replace(a, within=min(holders)[1] if holders else None))
    return tuple(out)
