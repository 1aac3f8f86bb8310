"""Paragraph breaks are sentence breaks, and so is the end of a dateline: a component that tells the parser.

Headlines, standfirsts and credit lines seldom end in a full stop, and a dateline stands before a sentence that it is
no part of; without this the parser runs them into what follows. spaCy's parser keeps every sentence start that is
set before it runs.
"""

from __future__ import annotations

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.datelines import opening
from onrecord.reading.layout import blocks_of

NAME = "onrecord_paragraphs"


@Language.component(NAME, assigns=["token.is_sent_start"])
def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence at the first word behind every line break, and behind every dateline."""
    text = doc.text
    blocks = blocks_of(text)
    starts = [block.start for block in blocks]
    starts += [found.body for block in blocks if (found := opening(text, *block)) is not None]
    offsets = [token.idx for token in doc]
    for start in starts:
        at = bisect_left(offsets, start)
        while at < len(doc) and doc[at].is_space:
            at += 1
        if at < len(doc):
            doc[at].is_sent_start = True
    return doc
