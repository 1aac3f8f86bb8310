"""STUB."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.draft import Layout, draft_of

NAME = "onrecord_layout"


@Language.component(NAME)
def read_layout(doc: Doc) -> Doc:
    """STUB"""
    draft = draft_of(doc)
    draft.layout = Layout()
    return doc
