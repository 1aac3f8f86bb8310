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
    import re

    from onrecord.record import Span

    blocks = tuple(Span(*m.span()) for m in re.finditer(r"[^\n\r]*\w[^\n\r]*", doc.text))
    draft.layout = Layout(blocks=blocks, title=blocks[0] if len(blocks) > 1 else None)
    return doc
