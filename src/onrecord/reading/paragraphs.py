"""Paragraph breaks are sentence breaks: a component that runs before the parser and tells it so.

Headlines, standfirsts and credit lines seldom end in a full stop; without this the parser runs them into
the sentence below. spaCy's parser keeps every sentence start that is set before it.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

NAME = "onrecord_paragraphs"


@Language.component(NAME, assigns=["token.is_sent_start"])
def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence at the first word behind every line break."""
    broken = False
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text or "\r" in token.text
        elif broken:
            token.is_sent_start = True
            broken = False
    return doc
