"""Statements: every attribution of words, thoughts, intentions or feelings, as source, cue and content.

A model trained on annotated news finds them (`model`, and the model card in docs): it tags the words of sources, cues
and contents, those of nested statements in a layer of their own, and links them. Here its words become phrases of
the dispatch: drawn to quotation marks, with the act of the cue, whether it is denied, and whom it addresses. The scheme
of source, cue and content is that of PARC 3 (Pareti, LREC 2016) and PolNeAR (Newell et al., LREC 2018).

Who speaks to whom is resolved later (`speakers`); the act is refined by `speech_acts`, the chain by `chains`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.attribution.borders import Quotations, drawn, kind_of, trimmed
from onrecord.reading.attribution.cue_words import addressees_of, is_denied
from onrecord.reading.attribution.quotations import quotations
from onrecord.reading.draft import Attribution, draft_of
from onrecord.reading.model.encoder import Encoder
from onrecord.reading.model.statements import Found, WordSpan, statements_in
from onrecord.reading.model.words import Words, words_of
from onrecord.reading.pieces import pieces
from onrecord.record import Phrase, Span

NAME = "onrecord_statements"

NEIGHBOURS = 40
"""Contents looked at before a statement to find the one that holds it; more than any paragraph holds."""
AT_ONCE = 200_000
"""Characters whose states are held at once (0.1 GB); longer dispatches are read in pieces, cut at paragraphs."""


@cache
def encoder() -> Encoder:
    """The encoder, loaded once for all documents of a process."""
    return Encoder()


@Language.component(NAME)
def read_statements(doc: Doc) -> Doc:
    """Note every attribution of the document. Needs `onrecord_layout` and a parse."""
    draft = draft_of(doc)
    layout = draft.layer("layout")
    furniture = set(layout.furniture)
    blocks = sorted(b for b in layout.blocks if b not in furniture)
    text = doc.text  # joined anew at each access
    marks = Quotations(quotations(text, blocks))
    found: list[Attribution] = []
    start = 0
    for piece in pieces(text, AT_ONCE):
        words = words_of(piece)
        found += (as_phrases(doc, text, f, words, start, marks) for f in statements_in(words, encoder()))
        start += len(piece)
    starts = [b.start for b in blocks]
    in_story = [a for a in found if a.content and is_within(a.content[0], blocks, starts)]
    draft.attributions = nested(in_text_order(in_story))
    return doc


def as_phrases(doc: Doc, text: str, found: Found, words: Words, start: int, marks: Quotations) -> Attribution:
    """A statement of words as an attribution of phrases; its content is empty if no word is left of it."""

    def chars(stretch: WordSpan | None) -> Iterator[Span]:
        if stretch is not None:
            first, last = words.offsets[stretch[0]], words.offsets[stretch[1] - 1]
            span = trimmed(text, Span(start + int(first[0]), start + int(last[1])))
            if span.start < span.end:
                yield span

    cue, source = tuple(chars(found.cue)), tuple(chars(found.source))
    at = cue[0] if cue else None
    contents = (drawn(text, span, marks, at) for stretch in found.contents for span in chars(stretch))
    content = tuple(sorted({span for span in contents if span is not None}))
    return Attribution(
        source=source,
        cue=cue,
        content=content,
        kind=kind_of(text, content, at, marks),
        act=found.act,
        negated=is_denied(doc, cue),
        addressees=addressees_of(doc, cue, content),
    )


def is_within(span: Span, blocks: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a stretch begins in one of the blocks."""
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.start < blocks[at].end


def in_text_order(found: Iterable[Attribution]) -> list[Attribution]:
    """The attributions in the order of their first words, the outer one first."""
    return sorted(found, key=lambda a: (min([*a.cue, *a.source, *a.content]), a.content))


def nested(attributions: list[Attribution]) -> tuple[Attribution, ...]:
    """Each attribution with the index of the smallest other one whose content holds it."""
    held = sorted((span, i) for i, a in enumerate(attributions) for span in a.content)
    starts = [span.start for span, _ in held]
    out = []
    for i, a in enumerate(attributions):
        spans: Phrase = (*a.cue, *a.content) if a.cue else a.content
        low, high = min(s.start for s in spans), max(s.end for s in spans)
        best: tuple[int, int] | None = None
        at = bisect_right(starts, low)
        for span, j in held[max(0, at - NEIGHBOURS) : at]:
            if j != i and span.end >= high:
                outer = attributions[j]
                if (a.cue and outer.cue and a.cue[0].start >= span.start) or not outer.cue:
                    size = span.end - span.start
                    if best is None or size < best[0]:
                        best = (size, j)
        out.append(replace(a, within=best[1] if best else None))
    return tuple(out)
