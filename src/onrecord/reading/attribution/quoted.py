"""Quotations that stand as clauses of their own, and the words that introduce, interrupt or follow them.

The verb is looked for beside the marks ("…," NP said; NP said: "…"), because the parse is at its worst there.
A quotation that goes on in the next paragraph, or after "he said", is one statement of several contents. A
paragraph that is nothing but a quotation takes the source and cue of the attributed quotation before it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from onrecord.reading.attribution.cues import Cue, cue_at
from onrecord.reading.attribution.findings import Finding, is_person_like, started
from onrecord.reading.attribution.quotations import Quotation
from onrecord.reading.draft import phrase_of, text_of, tokens_of
from onrecord.reading.syntax import noun_phrase, trimmed
from onrecord.record import Span

REACH = 40
"""Tokens from a quotation to the verb that attributes it: appositions of this length occur, longer ones hardly."""

LONGEST_ABBREVIATION = 6
"""Letters of the longest title abbreviated with a stop ("Lieut.")."""

_OPENERS = frozenset('"“„«‘`')
_CLAUSE_BORDERS = frozenset(".!?…:;,—–-")
_SENTENCE_ENDS = frozenset([".", "!", "?", "…"])
_AS = Cue("quote", "verb", "say", frozenset({"quote"}), frozenset())


@dataclass
class _Turn:
    """Who holds the floor: the last attribution of a quotation, its paragraph, where its words end, and whether the
    quotation was left open."""

    finding: Finding
    block: Span
    end: int
    open: bool = False


def attributed(
    doc: Doc, blocks: list[Span], quotations: tuple[Quotation, ...], used: set[int]
) -> tuple[list[Finding], list[Quotation]]:
    """The attributions of whole quotations, and the paragraphs of quotation that nothing attributes.

    Adds the tokens of the cues to `used`.
    """
    found: list[Finding] = []
    lonely: list[Quotation] = []
    turn: _Turn | None = None
    waiting: list[Quotation] = []  # quotations of the paragraph, or left open before it, still without a verb
    text = doc.text  # joined anew at each access
    starts = [b.start for b in blocks]
    for i, q in enumerate(quotations):
        block = blocks[max(0, bisect_right(starts, q.span.start) - 1)]
        last = blocks[max(0, bisect_right(starts, q.span.end - 1) - 1)]
        if not is_clause(text, q, block):
            continue
        waiting = [w for w in waiting if w.span.start >= block.start or w.goes_on]
        border = quotations[i + 1].span.start if i + 1 < len(quotations) else last.end
        verb, cue = verb_behind(doc, q, Span(q.span.end, min(border, last.end)))
        if verb is None:
            verb, cue = verb_before(doc, q, introduced_in(text, q, block, blocks, starts))
        if verb is not None and turn is not None and verb.i in turn.finding.takes:
            turn.finding.contents.append(q.span)
            turn = _Turn(turn.finding, last, q.span.end, q.goes_on)
        elif verb is not None and cue is not None and verb.i not in used:
            finding = by_verb(doc, verb, cue, q)
            finding.contents = [*(w.span for w in waiting), q.span]
            used.update(finding.takes)
            found.append(finding)
            turn = _Turn(finding, last, max(q.span.end, verb.idx), q.goes_on)
            waiting = []
        elif turn is not None and goes_on(text, turn, q, block, blocks, starts):
            if block == turn.block or turn.open or same_paragraph(text, turn.block, block):
                turn.finding.contents.append(q.span)
                turn = _Turn(turn.finding, last, q.span.end, q.goes_on)
            else:
                again = replace(turn.finding, contents=[q.span], addressees=(), at=-1)
                found.append(again)
                turn = _Turn(again, last, q.span.end, q.goes_on)
        else:
            waiting.append(q)
            if is_alone(text, q, block) or follows_sentence(text, q, block):
                lonely.append(q)
    held = {span for finding in found for span in finding.contents}
    return found, [q for q in lonely if q.span not in held]


def same_paragraph(text: str, first: Span, second: Span) -> bool:
    """Whether two lines stand directly under each other, as where a text is broken at its sentences."""
    return text[first.end : second.start].strip(" \r\t\xa0") == "\n"


def is_alone(text: str, q: Quotation, block: Span) -> bool:
    """Whether a paragraph is nothing but a quotation."""
    return not text[block.start : q.span.start].strip() and not text[q.span.end : block.end].strip(" .,")


def is_clause(text: str, q: Quotation, block: Span) -> bool:
    """Whether a quotation can be a clause of its own rather than words within somebody else's sentence."""
    before = text[block.start : q.span.start].rstrip()
    inner = text[slice(*q.inner)].strip()
    if len(inner.split()) < 2 and inner[-1:] not in (",", ".", "!", "?"):
        return False
    return not before or before[-1] in _CLAUSE_BORDERS or before[-1] in '”"»'


def follows_sentence(text: str, q: Quotation, block: Span) -> bool:
    """Whether a quotation of one or more sentences stands behind a finished sentence: `… was safe. "All is well."`."""
    inner = text[slice(*q.inner)].strip()
    whole = inner[:1].isupper() and inner[-1:] in ".!?…" and len(inner.split()) >= 3
    return whole and text[block.start : q.span.start].rstrip()[-1:] in (".", "!", "?")


def verb_behind(doc: Doc, q: Quotation, after: Span) -> tuple[Token | None, Cue | None]:
    """The verb in `"…," NP said`, `"…," said NP` or `"…," NP was quoted as saying`."""
    inner = text_of(doc, q.inner).rstrip()
    rest = text_of(doc, after).lstrip()
    if (
        not inner
        or not rest
        or not (inner[-1] in ",?!—–-…." or rest[0] in ",-–—")
        or (inner[-1] == "." and rest[0].isupper())
    ):
        return None, None
    tokens = [t for t in tokens_of(doc, after) if t.idx >= after.start and not t.is_space][:REACH]
    while tokens and tokens[0].text in _CLAUSE_BORDERS:
        tokens.pop(0)
    for n, token in enumerate(tokens):
        if (token.text in _SENTENCE_ENDS and not is_abbreviated(token)) or token.text in _OPENERS:
            return None, None
        if token.lower_ in ("quoted", "cited") and as_saying(token) is not None:
            return token, _AS
        cue = cue_at(token)
        if cue is None or cue.pos != "verb" or not cue.frames & {"quote"}:
            if n == 0 and token.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ") and token.lower_ != "then":
                return None, None
            continue
        if n > 0 and (
            token.tag_ in ("VBG", "VB") or token.dep_ == "relcl" or (token.tag_ == "VBN" and token.dep_ == "acl")
        ):
            continue
        return token, cue
    return None, None


def is_abbreviated(stop: Token) -> bool:
    """Whether a full stop belongs to an abbreviated title before a name: "Lt.-Gen. Ola Lund"."""
    if stop.text != "." or stop.i == 0 or stop.i + 1 >= len(stop.doc):
        return False
    before, after = stop.nbor(-1), stop.nbor()
    return (
        len(before) <= LONGEST_ABBREVIATION and before.text[0].isupper() and not before.whitespace_ and after.is_title
    )


def as_saying(quoted: Token) -> Token | None:
    """The "saying" of "quoted as saying"."""
    for t in quoted.doc[quoted.i + 1 : quoted.i + 20]:
        if t.text in _SENTENCE_ENDS:
            return None
        if t.lower_ in ("saying", "telling", "stating") and t.nbor(-1).lower_ == "as":
            return t
    return None


def verb_before(doc: Doc, q: Quotation, block: Span) -> tuple[Token | None, Cue | None]:
    """The verb in `NP said: "…"` and `NP said, "…"`, the one that already spoke included."""
    before = text_of(doc, Span(block.start, q.span.start)).rstrip()
    if not before or before[-1] not in ":,;—–-":
        return None, None
    tokens = [t for t in tokens_of(doc, Span(block.start, q.span.start)) if t.idx < q.span.start]
    for token in reversed(tokens[-REACH:]):
        if token.text in _SENTENCE_ENDS or token.text in _OPENERS or token.text in "”»":
            return None, None
        cue = cue_at(token)
        if cue is not None and cue.pos == "verb" and "quote" in cue.frames:
            return token, cue
    return None, None


def introduced_in(text: str, q: Quotation, block: Span, blocks: list[Span], starts: list[int]) -> Span:
    """The paragraph whose words introduce a quotation: its own, or the one before where that ends in a colon."""
    at = bisect_right(starts, block.start) - 1
    opens = not text[block.start : q.span.start].strip()
    if opens and at > 0 and text[blocks[at - 1].end - 1] == ":":
        return Span(blocks[at - 1].start, block.end)
    return block


def goes_on(text: str, turn: _Turn, q: Quotation, block: Span, blocks: list[Span], starts: list[int]) -> bool:
    """Whether a quotation without a verb continues what the last speaker said."""
    inner = text[slice(*q.inner)].strip()
    if len(inner.split()) < 3 or (not inner.lstrip("….[( ")[:1].isupper() and not inner.startswith("…")):
        return False
    if block == turn.block:
        between = text[turn.end : q.span.start].strip()
        return len(between.split()) <= REACH and (not between or between[-1] in ".!?:,;—–-")
    return is_alone(text, q, block) and bisect_right(starts, turn.block.start) == bisect_right(starts, block.start) - 1


def by_verb(doc: Doc, verb: Token, cue: Cue, q: Quotation) -> Finding:
    """The attribution of a quotation to the source of the verb beside it."""
    finding = started(verb, cue)
    saying = as_saying(verb) if verb.lower_ in ("quoted", "cited") else None
    if saying is not None:
        group = [*(doc[i] for i in finding.takes), saying.nbor(-1), saying]
        finding.cue, finding.takes = phrase_of(group), frozenset(t.i for t in group)
    if any(s.start < q.span.end and q.span.start < s.end for s in finding.source):
        finding.source = phrase_of(named_behind(verb))  # the parser took the quotation for the subject
    if verb.idx > q.span.end and saying is None:
        beside = named_between(doc, q.span.end, min(finding.takes, default=verb.i), verb)
        if beside:
            finding.source = phrase_of(beside)
    target = next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i), None)
    if target is not None and "tell" in cue.frames:
        finding.addressees = phrase_of(noun_phrase(target))
    finding.quotes = True
    return finding


def named_between(doc: Doc, start: int, end: int, verb: Token) -> list[Token]:
    """The noun phrase that stands whole between a quotation and its verb: `"…," Bo Ek, a doctor, said`."""
    first = tokens_of(doc, Span(start, start + 1))
    tokens = trimmed(t for t in doc[first.start : end] if t.idx >= start)
    if not tokens or tokens[0].pos_ in ("VERB", "AUX", "ADP", "SCONJ", "ADV"):
        return []
    finite = [t for t in tokens if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("amod", "compound", "acl")]
    if any(not _inside_relative(t, verb) for t in finite):
        return []
    return tokens if any(t.pos_ in ("PROPN", "PRON", "NOUN") or is_person_like(t) for t in tokens) else []


def named_behind(verb: Token) -> list[Token]:
    """The noun phrase behind an inverted verb: `"…!" shouted the men, holding …`."""
    named: list[Token] = []
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.is_punct or token.is_space or token.pos_ in ("ADP", "VERB", "AUX", "SCONJ"):
            break
        named.append(token)
    return trimmed(named)


def _inside_relative(token: Token, verb: Token) -> bool:
    """Whether a verb belongs to a relative clause that closes before the verb of saying."""
    climbed = 0
    while token.dep_ != "relcl" and token.head.i != token.i and climbed < 6:
        token, climbed = token.head, climbed + 1
    return token.dep_ == "relcl" and token.i != verb.i
