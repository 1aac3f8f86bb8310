"""Headlines that attribute by their layout alone: "Source: words" and "words - source".

The network sees few headlines; where it finds nothing in one, its layout tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from onrecord.reading.attribution.cues import words
from onrecord.reading.draft import Attribution, tokens_of
from onrecord.record import Span

_BEHIND = re.compile(r"(?P<content>\S[^\n]+?)(?::| [-–—]) (?P<source>[^:\n–—]{2,45})")
_BEFORE = re.compile(r"(?P<source>[^:\n]{2,60}):\s+(?P<content>\S[^\n]+)")
LONGEST_SOURCE = 7
"""Words of the longest source taken from a headline."""


def headlines(doc: Doc, text: str, heads: Iterable[Span]) -> Iterator[Attribution]:
    """The attributions of headlines and standfirsts by their layout."""
    for head in heads:
        for pattern in (_BEHIND, _BEFORE):
            match = pattern.fullmatch(text, *head)
            if match and is_source_like(doc, text, Span(*match.span("source"))):
                yield Attribution(source=(Span(*match.span("source")),), content=(Span(*match.span("content")),))
                break


def is_source_like(doc: Doc, text: str, span: Span) -> bool:
    """Whether a headline's phrase can name a source: short, without a verb, headed by a name or a word for people."""
    tokens = [t for t in tokens_of(doc, span) if not t.is_punct and not t.is_space]
    if not 0 < len(tokens) <= LONGEST_SOURCE or any(t.pos_ in ("VERB", "AUX", "NUM") for t in tokens):
        return False
    last = tokens[-1]
    if {last.lower_, last.lemma_.lower()} & words("topics"):
        return False
    capital = all(t.text[:1].isupper() or t.pos_ in ("ADP", "DET", "CCONJ") for t in tokens)
    if capital and len(tokens) <= 2 and re.search(rf"[\w,] {re.escape(last.text)}\b", text):
        return True  # a name: the story has it in mid-sentence too
    named = {last.lemma_.lower(), last.lower_} & words("people")
    return bool(named) or (last.pos_ == "PROPN" and capital)
