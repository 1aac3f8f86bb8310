"""STUB."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.draft import draft_of

NAME = "onrecord_statements"


@Language.component(NAME)
def read_statements(doc: Doc) -> Doc:
    """STUB"""
    draft = draft_of(doc)
    draft.attributions = ()
    return doc
