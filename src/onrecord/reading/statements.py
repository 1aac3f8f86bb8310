"""Statements: every attribution of words, thoughts, intentions or feelings, as source, cue and content.

Three finders, by general rules, each leaving to the next what it did not take: headlines by their layout
("Mayor: no tolls before autumn"), quotations by the words beside them (`quoted`), and cues of the lexicon by
what they govern in the parse (`governed`). The scheme of source, cue and content is that of PARC 3 (Pareti, LREC
2016) and PolNeAR (Newell et al., LREC 2018).

Who speaks to whom is resolved later (`speakers`); the act is refined by `speech_acts`, the chain by `chains`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.reading.attribution import quoted
from onrecord.reading.attribution.cues import cue_at, words
from onrecord.reading.attribution.findings import Finding
from onrecord.reading.attribution.frames import from_verb
from onrecord.reading.attribution.governed import from_adjective, from_adverb, from_noun, from_preposition
from onrecord.reading.attribution.quotations import Quotation, quotations
from onrecord.reading.draft import Attribution, draft_of, tokens_of
from onrecord.record import Phrase, Span, StatementKind

NAME = "onrecord_statements"

NEIGHBOURS = 40
"""Contents looked at before a statement to find the one that holds it; more than any paragraph holds."""

LONGEST_SENTENCE = 600
"""Tokens of the longest sentence in which cues are looked for. Longer ones are lists and tables that the parser took
for a sentence; reading them takes time by the square of their length. Quotations in them are still found."""

_SOURCE_BEHIND = re.compile(r"(?P<content>\S[^\n]+?)(?::| [-–—]) (?P<source>[^:\n–—]{2,45})")
_SOURCE_BEFORE = re.compile(r"(?P<source>[^:\n]{2,60}):\s+(?P<content>\S[^\n]+)")
_TURN = re.compile(r"(?P<source>[A-Z][A-Z.'’ -]{2,40}):\s+(?P<content>\S[^\n]+)")
_WORD = re.compile(r"\w+")


@Language.component(NAME)
def read_statements(doc: Doc) -> Doc:
    """Note every attribution of the document. Needs `onrecord_layout` and a parse."""
    draft = draft_of(doc)
    layout = draft.layer("layout")
    furniture = set(layout.furniture)
    blocks = sorted(b for b in layout.blocks if b not in furniture)
    text = doc.text  # joined anew at each access
    quotes = quotations(text, blocks)
    used: set[int] = set()
    found = list(headlines(doc, text, [b for b in (layout.title, layout.standfirst) if b], blocks))
    by_quotation, lonely = quoted.attributed(doc, blocks, quotes, used)
    found += by_quotation
    starts = [b.start for b in blocks]
    for token in (t for sentence in doc.sents if len(sentence) <= LONGEST_SENTENCE for t in sentence):
        at = bisect_right(starts, token.idx) - 1
        if token.i not in used and at >= 0 and token.idx < blocks[at].end:
            found += governed(token, used)
    found += adopted(doc, found, lonely, blocks)
    draft.attributions = nested(finished(text, found, quotes))
    return doc


def governed(token: Token, used: set[int]) -> Iterator[Finding]:
    """What the cue at a token attributes, if it is one. Adds the tokens it takes in to `used`."""
    if token.lower_ == "according":
        findings = from_preposition(token)
    elif (cue := cue_at(token)) is not None:
        findings = _BY_POS[cue.pos](token, cue)
    else:
        return
    for finding in findings:
        used.update(finding.takes)
        yield finding


_BY_POS = {"verb": from_verb, "noun": from_noun, "adj": from_adjective, "adverb": from_adverb}


def adopted(doc: Doc, found: list[Finding], lonely: Iterable[Quotation], blocks: list[Span]) -> Iterator[Finding]:
    """Quotations that nothing attributes as statements of the source that spoke last, here or a paragraph before."""
    starts = [b.start for b in blocks]
    spoken: dict[int, list[tuple[int, Finding]]] = {}
    for finding in found:
        if finding.at >= 0 and finding.source and finding.contents:
            cue = cue_at(doc[finding.at])
            place = doc[finding.at].idx
            if cue is not None and "quote" in cue.frames:
                spoken.setdefault(bisect_right(starts, place) - 1, []).append((place, finding))
    for q in lonely:
        at = bisect_right(starts, q.span.start) - 1
        here = [entry for entry in spoken.get(at, []) if entry[0] < q.span.start]
        nearest = max(here or spoken.get(at - 1, []), key=lambda entry: entry[0], default=None)
        if nearest is not None:
            again = replace(nearest[1], contents=[q.span], addressees=(), at=-1, quotes=True)
            spoken.setdefault(at, []).append((q.span.start, again))
            yield again


def headlines(doc: Doc, text: str, heads: Iterable[Span], blocks: Iterable[Span]) -> Iterator[Finding]:
    """Attributions by layout alone: "Source: words", "words - Source", and a transcript's "NAME: words"."""
    taken = set()
    for head in heads:
        for pattern in (_SOURCE_BEHIND, _SOURCE_BEFORE):
            match = pattern.fullmatch(text, *head)
            if match and is_source_like(doc, text, Span(*match.span("source"))):
                taken.add(head)
                yield Finding(source=(Span(*match.span("source")),), contents=[Span(*match.span("content"))])
                break
    for block in blocks:
        match = _TURN.fullmatch(text, *block)
        if match and block not in taken and is_source_like(doc, text, Span(*match.span("source"))):
            yield Finding(source=(Span(*match.span("source")),), contents=[Span(*match.span("content"))])


def is_source_like(doc: Doc, text: str, span: Span) -> bool:
    """Whether a headline's phrase can name a source: short, without a verb, headed by a name or a word for people."""
    tokens = [t for t in tokens_of(doc, span) if not t.is_punct and not t.is_space]
    if not 0 < len(tokens) <= 7 or any(t.pos_ in ("VERB", "AUX", "NUM") for t in tokens):
        return False
    last = tokens[-1]
    if {last.lower_, last.lemma_.lower()} & words("topics"):
        return False
    capital = all(t.text[:1].isupper() or t.pos_ in ("ADP", "DET", "CCONJ") for t in tokens)
    if capital and len(tokens) <= 2 and re.search(rf"[\w,] {re.escape(last.text)}\b", text):
        return True  # a name: the story has it in mid-sentence too
    return (
        last.lemma_.lower() in words("people") or last.lower_ in words("people") or (last.pos_ == "PROPN" and capital)
    )


def finished(text: str, found: Iterable[Finding], quotes: tuple[Quotation, ...]) -> list[Attribution]:
    """The findings in text order, their contents drawn to the borders of quotations, their kind settled."""
    starts = [q.span.start for q in quotes]
    out = []
    for finding in found:
        cue = finding.cue[0].start if finding.cue else -1
        contents = list(finding.contents)
        if not finding.quotes:
            contents = [c for c in (bordered(text, c, cue, quotes, starts) for c in contents) if c]
        contents = [c for c in contents if _WORD.search(text, *c)]
        if not contents:
            continue
        out.append(
            Attribution(
                source=finding.source,
                cue=finding.cue,
                content=tuple(sorted(set(contents))),
                kind=kind(text, contents, cue, quotes, starts),
                act=finding.act,
                negated=finding.negated,
                addressees=finding.addressees,
                reporters=finding.reporters,
            )
        )
    return sorted(out, key=lambda a: (min([*a.cue, *a.source, *a.content]), a.content))


def _around(span: Span, quotes: tuple[Quotation, ...], starts: list[int]) -> tuple[Quotation, ...]:
    """The quotations that overlap a span."""
    first = max(0, bisect_right(starts, span.start) - 1)
    return tuple(q for q in quotes[first : bisect_left(starts, span.end)] if q.span.end > span.start)


def bordered(text: str, content: Span, cue: int, quotes: tuple[Quotation, ...], starts: list[int]) -> Span | None:
    """A content that ends inside a quotation drawn to its mark; one whose cue is quoted too kept inside the marks."""
    start, end = content
    for q in _around(content, quotes, starts):
        if q.span.start <= cue < q.span.end:
            start, end = max(start, q.inner.start), min(end, q.inner.end)
        elif q.span.start <= start < q.span.end and (start > q.inner.start or end >= q.inner.start):
            start = q.span.start if cue < 0 or not q.span.start <= cue < start else start
            end = max(end, q.span.end) if end > q.inner.start else end
        elif q.span.start < end:
            end = max(end, q.span.end)
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ";:"):
        end -= 1
    return Span(start, end) if end > start else None


def kind(
    text: str, contents: Iterable[Span], cue: int, quotes: tuple[Quotation, ...], starts: list[int]
) -> StatementKind:
    """Whether all, part or none of a content's words stand in quotation marks; marks around the cue do not count."""
    inside = outside = 0
    for content in contents:
        marks = [q.span for q in _around(content, quotes, starts) if not q.span.start <= cue < q.span.end]
        for word in _WORD.finditer(text, *content):
            if any(m.start <= word.start() < m.end for m in marks):
                inside += 1
            else:
                outside += 1
    return "indirect" if not inside else "direct" if not outside else "mixed"


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
