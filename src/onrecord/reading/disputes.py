"""Disputes: statements that deny, reject, contradict or question what another is reported to have said.

What a statement does is told by its cue ("dismissed", "disputes"), by its act, by the verdict in its content ("the
claims are baseless") or by its contrast with the statement before it. What it opposes is sought among the
statements near it, of other speakers: one that it holds itself ("denied Kiev's claims that …"), one that shares its
words, one that accuses its speaker, or one of the act that its own noun names ("the accusation"). A cue that
opposes by itself makes a dispute in any case; every other sign only where what is opposed is found, since a dispute
needs an attributed claim, request or decision. The words are in the table `disputes`; the time taken is linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.reading.draft import Draft, draft_of, phrase_of, tokens_of
from onrecord.reading.lexicons import table
from onrecord.record import Dispute, DisputeKind, Phrase, Span, Statement

NAME = "onrecord_disputes"

_TABLE = table("disputes")
_CUES: dict[str, DisputeKind] = {
    word: cast(DisputeKind, kind) for kind, words in _TABLE["cues"].items() for word in words
}
_ACTS: dict[str, DisputeKind] = {"deny": "denies", "reject": "rejects", "doubt": "questions"}
_WEAK = frozenset(_TABLE["weak"]["cues"])
_GRANTED = frozenset(_TABLE["granted"]["nouns"])
_ANAPHORS: dict[str, list[str]] = _TABLE["anaphors"]
_FALSE = frozenset(_TABLE["verdicts"]["false"])
_VOID = frozenset(_TABLE["verdicts"]["void"])
_COPULAS = frozenset(_TABLE["verdicts"]["copulas"])
_CONTRAST = frozenset(_TABLE["contrast"]["words"])
_OPPOSITES = {tuple(pair) for pair in _TABLE["contrast"]["opposites"]}
_ALARMS = frozenset(_TABLE["contrast"]["alarms"])
_NEGATIONS = frozenset(_TABLE["contrast"]["negations"])
_DEFENCE = frozenset(_TABLE["defence"]["cues"])
_RECIPROCAL = frozenset(_TABLE["defence"]["reciprocal"])
_RECOGNITION = frozenset(_TABLE["recognition"]["lemmas"])
_LASTING = frozenset(_TABLE["lasting"]["nouns"])
_SOFT: dict[str, frozenset[str]] = {kind: frozenset(acts) for kind, acts in _TABLE["soft"].items()}
_PREDICATIVE = {"acomp", "attr", "oprd", "amod", "ROOT", "ccomp", "conj", "dobj", "xcomp", "advcl", "pobj"}
_SPOKEN = frozenset(_TABLE["spoken"]["nouns"])
_PRONOUNS = frozenset(_TABLE["pronouns"]["words"])
_BEFORE, _AFTER = 16, 5
"""Statements before and behind a dispute among which the opposed one is sought."""
_LONG = 80
"""Words of a statement that are compared; what is at issue is named early."""
_ENOUGH = 1.0
"""Score from which a statement is taken for the opposed one: one strong sign, or two weak ones near by."""
_ALIKE = 0.5
"""Share of common words from which one statement and another that negates it are taken to be of one thing."""
_CLAIMS = {"say", "accuse", "warn", "announce", "believe", "fear", "predict", "threaten", "confirm", "answer", "know"}
_ASKS = {"demand", "ask", "propose", "offer", "order", "want", "intend", "announce"}


@Language.component(NAME)
def read_disputes(doc: Doc) -> Doc:
    """Notes the disputes of a document; needs its actors and statements."""
    draft = draft_of(doc)
    draft.disputes = tuple(_disputes(doc, draft))
    return doc


@dataclass(frozen=True, kw_only=True)
class _Sign:
    """Why a statement may be a dispute.

    `firm`: it is one even if nothing opposed to it is reported. `answers`: acts that it can oppose, if not all.
    """

    kind: DisputeKind
    target: Phrase
    firm: bool
    answers: frozenset[str] = frozenset()


class _Told:
    """A statement with its words."""

    def __init__(self, doc: Doc, statement: Statement) -> None:
        self.statement = statement
        self.tokens = [t for span in statement.content for t in tokens_of(doc, span)][:_LONG]
        self.cue = [t for span in statement.cue for t in tokens_of(doc, span)]
        self.words = frozenset(
            t.lemma_.lower() for t in self.tokens if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and not t.is_stop
        )
        self.start = min((s.start for s in (*statement.content, *statement.cue, *statement.source)), default=0)


def _disputes(doc: Doc, draft: Draft) -> Iterator[Dispute]:
    statements: tuple[Statement, ...] = draft.layer("statements")
    told = [_Told(doc, s) for s in statements]
    mentions = {a.id: sorted(a.mentions) for a in draft.layer("actors")}
    order = sorted(range(len(told)), key=lambda i: told[i].start)
    place = {i: rank for rank, i in enumerate(order)}
    count = 0
    for i, one in enumerate(told):
        near = [told[j] for j in order[max(0, place[i] - _BEFORE) : place[i] + 1 + _AFTER] if j != i]
        sign = _sign(one)
        against: _Told | None = None
        if sign:
            against = _opposed(one, sign, near, mentions)
            if against is None and not sign.firm:
                sign = None
        if sign is None:
            before = [told[j] for j in order[max(0, place[i] - 3) : place[i]]]
            sign, against = _contrast(doc, one, before, mentions)
        if sign is None:
            continue
        count += 1
        yield Dispute(
            id=f"d{count}",
            kind=sign.kind,
            statement=one.statement.id,
            against=against.statement.id if against else None,
            target=sign.target,
        )


def _sign(one: _Told) -> _Sign | None:
    """What in a statement itself tells that it opposes something, if anything does."""
    statement = one.statement
    if statement.negated or not statement.content:
        return None
    cue = next((t for t in one.cue if t.lemma_.lower() in _CUES), None)
    if cue is not None:
        word = cue.lemma_.lower()
        kind = _CUES[word]
        if _grants(one) or (cue.i and cue.nbor(-1).lower_ == "no") or (kind == "questions" and statement.act == "ask"):
            return None
        claimed = any(t.lemma_.lower() in _ANAPHORS for t in one.tokens)
        clause = kind == "denies" or any(t.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBG") for t in one.tokens)
        firm = word not in _WEAK and (claimed or (clause and kind != "questions"))
        return _Sign(kind=kind, target=_target(one), firm=firm)
    verdict = _verdict(one)
    if verdict:
        return verdict
    recognises = any(t.lemma_.lower() in _RECOGNITION for t in (*one.cue, *one.tokens))
    if statement.act in _ACTS and not recognises:
        kind = _ACTS[statement.act]
        return _Sign(kind=kind, target=_target(one), firm=False, answers=_SOFT[kind])
    return None


def _grants(one: _Told) -> bool:
    """Whether what is "denied" is a thing withheld from somebody: entry, a visa, access."""
    head = next(
        (t for t in one.tokens if t.pos_ in ("NOUN", "PROPN") and t.dep_ not in ("compound", "amod", "poss")), None
    )
    given = head is not None and (
        head.lemma_.lower() in _GRANTED or (head.pos_ == "PROPN" and head.head not in one.tokens)
    )
    things = [t for cue in one.cue for t in cue.children if t.dep_ in ("dobj", "dative", "oprd")]
    return given or any(t.dep_ == "dative" or t.lemma_.lower() in _GRANTED for t in things)


def _target(one: _Told) -> Phrase:
    """The words that say what is opposed: the content, less what it is opposed as ("as absurd")."""
    rejecting = one.statement.act in ("reject", "deny")  # what stands behind its "as" is always the verdict
    for i, token in enumerate(one.tokens):
        if (
            i
            and token.lower_ == "as"
            and (rejecting or any(t.lower_ in _FALSE | _VOID for t in one.tokens[i + 1 : i + 8]))
        ):
            return _phrase(one.tokens[:i]) or one.statement.content
    return one.statement.content


def _verdict(one: _Told) -> _Sign | None:
    """The sign of a verdict: "they were unsubstantiated", "called the claims lies", "declared … illegal"."""
    words = [*one.tokens, *one.cue]
    hit = next((t for t in words if t.lower_ in _FALSE | _VOID and t.dep_ in _PREDICATIVE), None)
    if hit is None:
        return None
    subject: list[Token] = []
    for token in one.tokens:
        if (
            token is hit
            or token.lemma_.lower() in _COPULAS
            or token.pos_ in ("AUX", "VERB")
            or (subject and token.i > subject[-1].i + 3)
        ):
            break
        subject.append(token)
    while (
        subject
        and (subject[-1].is_punct or subject[-1].pos_ in ("ADV", "PUNCT", "DET", "ADJ"))
        and subject[-1].lower_ not in _PRONOUNS
    ):
        subject.pop()
    while subject and (subject[0].is_punct or subject[0].pos_ == "SCONJ"):
        subject.pop(0)
    if not subject or len(subject) > 12:
        return None
    heads = [t for t in subject if t.lemma_.lower() in _ANAPHORS or t.lower_ in _PRONOUNS]
    if not heads:
        return None
    if hit.lower_ in _VOID - _FALSE and not any(_ANAPHORS.get(t.lemma_.lower()) for t in heads):
        return None
    noun = any(t.lemma_.lower() in _ANAPHORS for t in heads)
    if not noun and one.statement.act not in _ACTS:
        return None
    return _Sign(kind="rejects", target=_phrase(subject), firm=noun and hit.lower_ in _FALSE)


def _phrase(tokens: list[Token]) -> Phrase:
    """The phrase of some tokens, without punctuation at its borders."""
    kept = list(tokens)
    while kept and kept[-1].is_punct:
        kept.pop()
    while kept and kept[0].is_punct:
        kept.pop(0)
    return phrase_of(kept)


def _opposed(one: _Told, sign: _Sign, near: list[_Told], mentions: dict[str, list[Span]]) -> _Told | None:
    """The statement that a dispute opposes, if one near it is told to be so by enough signs."""
    best: tuple[float, int] | None = None
    target = [t for t in one.tokens if any(s.start <= t.idx < s.end for s in sign.target)]
    nouns = [t.lemma_.lower() for t in target if t.lemma_.lower() in _ANAPHORS]
    wants = {act for noun in nouns[:2] for act in _ANAPHORS[noun]}
    if _LASTING.intersection(nouns):
        return None
    bare = bool(target) and len(target) <= 4 and (bool(nouns) or target[0].lower_ in _PRONOUNS)
    own = {t.lemma_.lower() for t in target} & one.words
    for rank, other in enumerate(near):
        statement = other.statement
        nested = statement.within == one.statement.id
        if _same_speaker(one.statement, statement) or not statement.content or statement.negated:
            continue
        if sign.answers and statement.act not in sign.answers:
            continue
        if _holds(other, one):
            continue
        if _about_same_span(one, other) and not nested:
            continue
        distance = _distance(one, other, near, rank)
        shared = len(own & other.words) / max(1, min(len(own), len(other.words)))
        accused = statement.act in ("accuse", "warn", "threaten", "fear") and _mentioned(one.statement, other, mentions)
        fits = statement.act in (
            wants or (_CLAIMS if sign.kind in ("denies", "contradicts", "questions") else _CLAIMS | _ASKS)
        )
        score = 1.6 * min(shared, 1.0) if own else 0.0
        score += (
            1.5 * nested + 0.8 * accused + (0.8 if wants else 0.25) * fits + (0.9 if bare else 0.1) * (distance <= 2)
        )
        score += 0.3 * (statement.act == "accuse") * (sign.kind in ("denies", "rejects"))
        score += 0.3 * (bare and bool(_SPOKEN.intersection(nouns)) and statement.kind != "indirect")
        score -= 0.08 * distance + (0.4 if other.start > one.start and not nested else 0.0)
        linked = shared > 0 or nested or (bare and (fits or not wants) and distance <= 3)
        if linked and score >= _ENOUGH and (best is None or score > best[0]):
            best = (score, rank)
    return near[best[1]] if best else None


def _distance(one: _Told, other: _Told, near: list[_Told], rank: int) -> int:
    """How many statements lie between two, in text order."""
    here = bisect_left([t.start for t in near], one.start)
    return abs(here - rank) if other.start >= one.start else max(0, here - rank - 1)


def _same_speaker(one: Statement, other: Statement) -> bool:
    if one.speakers and other.speakers:
        return bool(set(one.speakers) & set(other.speakers)) and not set(other.speakers) - set(one.speakers)
    return bool(one.source) and one.source == other.source


def _holds(outer: _Told, inner: _Told) -> bool:
    """Whether one statement's content holds the other, so that it only reports it."""
    if inner.statement.within == outer.statement.id:
        return True
    signs = inner.statement.cue or inner.statement.source
    return bool(signs) and any(s.start <= signs[0].start and signs[0].end <= s.end for s in outer.statement.content)


def _about_same_span(one: _Told, other: _Told) -> bool:
    """Whether one statement's content begins where the other's does, so that they are one piece of text."""
    return bool(one.tokens) and bool(other.tokens) and one.tokens[0].i == other.tokens[0].i


def _mentioned(one: Statement, other: _Told, mentions: dict[str, list[Span]]) -> bool:
    """Whether a speaker of one statement is mentioned in the content of the other."""
    for actor in one.speakers:
        spans = mentions.get(actor, [])
        for content in other.statement.content:
            at = bisect_left(spans, (content.start, 0))
            if at < len(spans) and spans[at].end <= content.end:
                return True
    return False


def _contrast(
    doc: Doc, one: _Told, before: list[_Told], mentions: dict[str, list[Span]]
) -> tuple[_Sign | None, _Told | None]:
    """The sign and the opposed statement where one statement is set against the one before it."""
    statement = one.statement
    if not one.tokens or not one.words or statement.negated or statement.within is not None:
        return None, None
    for other in reversed(before):
        told = other.statement
        if _same_speaker(statement, told) or not statement.speakers or not told.speakers or not other.words:
            continue
        if told.within == statement.id or statement.within == told.id or other.start >= one.start:
            continue
        if told.negated and told.act == "say":
            continue  # "declined to comment": nothing was said that could be contradicted
        if other is before[-1] and _defends(one, other, mentions):
            return _Sign(kind="denies", target=statement.content, firm=True), other
        pair = (told.act, statement.act) in _OPPOSITES
        shared = len(one.words & other.words) / min(len(one.words), len(other.words))
        same = shared >= 0.25 and bool(_subjects(one) & _subjects(other))
        if other is before[-1] and shared >= _ALIKE and _negated(one) != _negated(other) and not _holds(other, one):
            return _Sign(kind="contradicts", target=statement.content, firm=True), other
        calms = other is before[-1] and told.act in _ALARMS and _negated(one)
        if _holds(other, one) or _holds(one, other):
            continue
        if (pair or same or calms) and _contrasted(doc, other, one, near=same and not pair):
            return _Sign(kind="contradicts", target=statement.content, firm=True), other
    return None, None


def _negated(one: _Told) -> bool:
    return any(t.lemma_.lower() in _NEGATIONS or t.lower_ in _NEGATIONS for t in one.tokens)


def _defends(one: _Told, other: _Told, mentions: dict[str, list[Span]]) -> bool:
    """Whether the accused of the statement before answer it: "have blamed each other, insisting they had no …"."""
    if other.statement.act != "accuse" or not _negated(one) or not any(t.lemma_.lower() in _DEFENCE for t in one.cue):
        return False
    mutual = any(t.lower_ in _RECIPROCAL and t.i and t.nbor(-1).lower_ in ("each", "one") for t in other.tokens)
    return mutual or _mentioned(one.statement, other, mentions)


def _subjects(one: _Told) -> set[str]:
    return {t.lemma_.lower() for t in one.tokens if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ in ("NOUN", "PROPN")}


def _contrasted(doc: Doc, other: _Told, one: _Told, *, near: bool) -> bool:
    """Whether a word of contrast stands between two statements; if `near`, in the sentence of the second."""
    edges = [
        span for told in (other, one) for span in (*told.statement.content, *told.statement.cue, *told.statement.source)
    ]
    low = min(span.start for span in edges if span.start >= other.start)
    high = max((t.idx for t in (*one.tokens[:1], *one.cue[:1])), default=one.start)
    if not 0 <= high - low <= 600:
        return False
    if near and one.tokens:
        low = max(low, one.tokens[0].sent.start_char)
    spoken = {t.i for t in (*other.tokens[:-1], *one.tokens[1:])}
    return any(t.lower_ in _CONTRAST for t in tokens_of(doc, Span(low, high + 1)) if t.i not in spoken)
