"""STUB."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.draft import draft_of

NAME = "onrecord_speech_acts"


@Language.component(NAME)
def read_speech_acts(doc: Doc) -> Doc:
    """STUB"""
    draft_of(doc)
    return doc
