"""Chains: on whose word a statement reached this dispatch, as the noun phrases of those who reported it.

A reporter who stands in a trailing clause ("…, ABC television reported"), behind "according to", as the agent of
"quoted" or "carried by", or as the one who was told, is a link of the chain. A reporter whose clause governs the
report ("RIA said that Crimea had invited …") makes a statement of its own and is a link for what lies within it.
Links stand nearest to the speaker first. When something was said is read from the time beside the cue.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from onrecord.reading.attribution.cues import words
from onrecord.reading.draft import Attribution, Draft, draft_of, phrase_of, text_of, tokens_of
from onrecord.reading.lexicons import table
from onrecord.reading.syntax import agent, noun_phrase, subject
from onrecord.record import Phrase, Said, Span, Time

NAME = "onrecord_chains"

QUOTING = frozenset({"cite", "quote"})
CARRYING = frozenset(
    {"carry", "publish", "release", "quote", "cite", "report", "broadcast", "obtain", "run", "distribute"}
)
REPORTING = frozenset({"report", "say", "write", "quote", "cite", "note", "add", "state", "broadcast", "post", "tell"})
COVERED = 0.8
"""Share of a trailing reporter's content that the statement it carries must cover to be the same utterance."""
TAIL = 24
"""Tokens at a sentence's end among which a trailing reporter is looked for."""
BESIDE = 60
"""Characters between a cue and the time that belongs to it; "said in a televised address late on Sunday" fits."""


@Language.component(NAME)
def read_chains(doc: Doc) -> Doc:
    """Note the reporters and the time of each attribution. Needs `onrecord_dates` and `onrecord_statements`."""
    draft = draft_of(doc)
    found = resourced(doc, [told(doc, said_by_source(doc, a)) for a in draft.layer("attributions")], draft)
    found = trailing(doc, found)
    found = inherited(doc, found)
    times: tuple[Time, ...] = draft.layer("times")
    starts = [t.span.start for t in times]
    draft.attributions = tuple(
        replace(a, said=said(doc, a, () if a.within is None else found[a.within].content, times, starts)) for a in found
    )
    return doc


@cache
def agencies() -> frozenset[str]:
    """Names of agencies and outlets in lower case."""
    return frozenset(
        name.lower() for row in table("agencies")["agency"] for name in (row["name"], *row.get("aliases", ()))
    )


def is_reporter(doc: Doc, phrase: Phrase) -> bool:
    """Whether a noun phrase names an agency, an outlet or its correspondent."""
    if not phrase:
        return False
    tokens = [t for t in tokens_of(doc, phrase[0]) if not t.is_punct]
    if not tokens:
        return False
    text = text_of(doc, phrase[0]).lower().removeprefix("the ").strip()
    if text in agencies():
        return True
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[-1])
    named = any(
        " ".join(t.lower_ for t in tokens[i : i + n]) in agencies()
        for n in (1, 2, 3)
        for i in range(len(tokens))
        if tokens[i].i <= head.i < tokens[i].i + n
    )
    press = words("reporters") & {head.lemma_.lower(), head.lower_}
    if head.pos_ == "PROPN" and head.lower_ in words("mastheads") and head.i > 0 and head.nbor(-1).pos_ == "PROPN":
        return True  # "the Varna Herald"
    if head.pos_ == "PROPN":  # "the weekly O Farol"
        sorts = words("reporters") - words("reporters_if_news")
        press |= {t.lower_ for t in tokens if t.i < head.i and t.lower_ in sorts and t.ent_type_ != "PERSON"}
    if press & words("reporters_if_news") and not named:
        first = next(t for t in tokens if t.pos_ != "DET" or len(tokens) == 1)
        if head.lemma_ == "agency" and first.i == head.i - 1 and first.pos_ == "PROPN":
            return first.ent_type_ not in ("GPE", "NORP", "LOC", "PERSON")  # "the MENA agency", by its name alone
        return any(t.lower_ in ("news", "newspaper", "television", "tv", "radio") for t in tokens)
    plural = head.tag_ == "NNS" and head.lower_ not in ("media", "news")
    return named or (bool(press) and not plural)


def said_by_source(doc: Doc, a: Attribution) -> Attribution:
    """The attribution with the reporters that its own words name: "X, citing Y", "a statement carried by X"."""
    cue = tokens_of(doc, a.cue[0])[-1] if a.cue else None
    if cue is not None:
        a = quoted_by(doc, a)
    if cue is not None and is_reporter(doc, a.source) and (cited := _cited(doc, a, cue)):
        return replace(a, source=cited, reporters=(*a.reporters, *a.source[:1]))
    for span in a.source:
        for token in tokens_of(doc, span):
            if token.lemma_ in CARRYING and token.tag_ == "VBN" and (by := agent(token)) is not None:
                carrier = phrase_of(noun_phrase(by))
                if is_reporter(doc, carrier) and not _covers(a.reporters, by):
                    a = replace(a, reporters=(*a.reporters, *carrier[:1]))
    if cue is not None and not a.reporters:
        for token in _around(cue):
            if token.lemma_ in CARRYING and token.tag_ == "VBN" and not _covers(a.content, token):
                by = agent(token)
                carrier = phrase_of(noun_phrase(by)) if by is not None else ()
                if is_reporter(doc, carrier):
                    a = replace(a, reporters=(*a.reporters, *carrier[:1]))
    return a


def _cited(doc: Doc, a: Attribution, cue: Token) -> Phrase:
    """Whom a reporter cites beside its cue: the "a source" of "Interfax, citing a source, reported"."""
    for token in _around(cue):
        if token.lemma_ not in QUOTING or token.tag_ != "VBG":
            continue
        owner = subject(token)
        if token.head.i != cue.i and not (owner is not None and _covers(a.source, owner)):
            continue
        named = next((c for c in token.children if c.dep_ == "dobj"), None)
        if named is None and token.i + 1 < len(doc) and token.nbor().pos_ in ("PROPN", "PRON"):
            named = token.nbor()
        if named is not None:
            return phrase_of(t for t in noun_phrase(named) if not _covers(a.content, t))
    return ()


def _around(cue: Token) -> Iterable[Token]:
    """The tokens of the cue's sentence near it."""
    sentence = cue.sent
    return cue.doc[max(sentence.start, cue.i - 40) : min(sentence.end, cue.i + 40)]


def _covers(phrase: Phrase, token: Token) -> bool:
    return any(span.start <= token.idx < span.end for span in phrase)


def quoted_by(doc: Doc, a: Attribution) -> Attribution:
    """An attribution by "quote" or "cite": who spoke and who reported.

    "X was quoted by Y as saying" and "Y quoted X as saying" are X's; so is "Y reported, citing X". Y is a link.
    """
    sources = [t.head for span in a.source for t in tokens_of(doc, span) if t.dep_ == "dobj" and t.head.tag_ == "VBG"]
    tokens = [*(t for span in a.cue for t in tokens_of(doc, span)), *(t for t in sources if not _covers(a.source, t))]
    saying = next((t for t in tokens if is_as_saying(t)), None)
    before = () if saying is None else tuple(doc[max(saying.sent.start, saying.i - 30) : saying.i])
    quoted = next((t for t in (*tokens, *reversed(before)) if t.lemma_ in QUOTING), None)
    if quoted is None:
        return a
    if quoted.tag_ == "VBG" and saying is None:
        tail = trailing_clause(doc, quoted.sent)
        links = _reported(doc, a, subject(quoted)) or (() if tail is None else (tail[1],))
        return replace(a, reporters=a.reporters or links)
    behind = doc[quoted.i + 1 : min(quoted.sent.end, quoted.i + 30)]
    saying = saying or next((t for t in behind if is_as_saying(t) and not _covers(a.content, t)), None)
    auxiliaries = [c for c in quoted.children if c.dep_ in ("aux", "auxpass", "neg")]
    cue = phrase_of([*auxiliaries, quoted, *(() if saying is None else (saying.nbor(-1), saying))])
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in quoted.children):
        speaker = next((c for c in quoted.children if c.dep_ in ("nsubjpass", "nsubj")), None)
        reporter = agent(quoted) or (agent(saying) if saying is not None else None)
        links = named_on(doc, reporter) if reporter is not None else ()
    else:
        speaker = next((c for c in quoted.children if c.dep_ == "dobj"), None)
        reporter = subject(quoted)
        links = _reported(doc, a, reporter)
    source = a.source
    if speaker is not None and (not source or (reporter is not None and _covers(source, reporter))):
        source = phrase_of(noun_phrase(speaker, relative=False))
    return replace(a, cue=cue, source=source, reporters=a.reporters or links)


def is_as_saying(token: Token) -> bool:
    """Whether a word is the "saying" of "quoted as saying"."""
    return token.lower_ in ("saying", "telling", "stating") and token.i > 0 and token.nbor(-1).lower_ == "as"


def _reported(doc: Doc, a: Attribution, head: Token | None) -> Phrase:
    """The noun phrase of a reporter who is not the source."""
    if head is None or _covers(a.source, head):
        return ()
    named = named_on(doc, head)
    return named if is_reporter(doc, named) else ()


def named_on(doc: Doc, head: Token) -> Phrase:
    """A reporter's noun phrase with the name that follows it: "the newspaper Die Zeit"."""
    phrase = noun_phrase(head, relative=False)
    end = phrase[-1].i + 1
    while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].sent == head.sent:
        end += 1
    return phrase_of(doc[phrase[0].i : end])[:1]


def resourced(doc: Doc, found: list[Attribution], draft: Draft) -> list[Attribution]:
    """The attributions, those that go on with a quoted one given its source: "X quoted Y as saying …, adding …"."""
    out: list[Attribution] = []
    for a, before in zip(found, draft.layer("attributions"), strict=True):
        last = out[-1] if out else None
        if last is not None and a.source and a.source[:1] == last.reporters[-1:] and a.cue and last.cue:
            same = tokens_of(doc, a.cue[0])[0].sent == tokens_of(doc, last.cue[0])[0].sent
            if same and before.source == a.source:
                a = replace(a, source=last.source, reporters=last.reporters)
        out.append(a)
    return out


def told(doc: Doc, a: Attribution) -> Attribution:
    """The attribution with the agency or outlet that was told as addressee and link."""
    if a.addressees and not a.reporters and is_reporter(doc, a.addressees):
        return replace(a, reporters=(*a.reporters, *a.addressees[:1]))
    return a


def trailing(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """The attributions less the reporters' trailing clauses, which become links of the statements they carry.

    A trailing clause ends its sentence: "…, ABC television reported on Sunday". Where the sentence has no other
    statement, the reporter is its source and nothing changes; so too with "according to".
    """
    cues = [tokens_of(doc, a.cue[0])[-1] if a.cue else None for a in found]
    by_sentence: dict[int, list[int]] = {}
    for i, cue in enumerate(cues):
        if cue is not None:
            by_sentence.setdefault(cue.sent.start, []).append(i)
    gone: set[int] = set()
    for start, members in by_sentence.items():
        tail = trailing_clause(doc, doc[start].sent)
        if tail is None:
            continue
        comma, reporter = tail
        carried = [i for i in members if (cue := cues[i]) is not None and cue.idx < comma]
        if not carried:
            continue
        gone.update(i for i in members if i not in carried)
        for i in carried:
            content = tuple(Span(s.start, min(s.end, comma)) for s in found[i].content if s.start < comma)
            content = content or found[i].content
            links = found[i].reporters if found[i].within in carried else (*found[i].reporters, reporter)
            found[i] = replace(found[i], content=content, reporters=links)
    for i, a in enumerate(found):
        cue = cues[i]
        if cue is None or i in gone or cue.lower_ != "to" or not is_reporter(doc, a.source):
            continue
        length = sum(s.end - s.start for s in a.content)
        carried = [j for j, b in enumerate(found[max(0, i - 20) : i + 20], max(0, i - 20)) if b.within == i]
        carried = [j for j in carried if _extent(found[j]) >= COVERED * length]
        for j in carried[:1]:
            gone.add(i)
            found[j] = replace(found[j], reporters=(*found[j].reporters, *a.source[:1], *a.reporters))
    return _less(found, gone)


def trailing_clause(doc: Doc, sentence: Tokens) -> tuple[int, Span] | None:
    """Where a sentence's trailing "…, NP reported" begins (the offset of its comma), and its reporter."""
    verb: Token | None = None
    for token in reversed(sentence[-TAIL:]):
        if token.lower_ == "according" and token.i > sentence.start and token.nbor(-1).text == ",":
            named = [t for t in doc[token.i + 2 : sentence.end] if not t.is_space and t.text != "."]
            cited = phrase_of(named)[:1]
            return (token.nbor(-1).idx, cited[0]) if is_reporter(doc, cited) else None
        if (token.lemma_ in REPORTING and token.pos_ == "VERB" and token.tag_ != "VBG") or (
            verb is None and token.lower_ == "reports"
        ):
            verb = token
        elif token.text == "," and verb is not None:
            named = [t for t in doc[token.i + 1 : verb.i] if not t.is_space and not t.is_quote]
            if not named or any(t.pos_ in ("VERB", "AUX", "SCONJ") for t in named):
                return None
            reporter = Span(named[0].idx, named[-1].idx + len(named[-1]))
            return (token.idx, reporter) if is_reporter(doc, (reporter,)) else None
        elif token.pos_ in ("VERB", "AUX") and verb is None and token.lemma_ not in QUOTING:
            return None
    return None


def _extent(a: Attribution) -> int:
    spans = (*a.source, *a.cue, *a.content)
    return max(s.end for s in spans) - min(s.start for s in spans)


def _less(found: list[Attribution], gone: Iterable[int]) -> list[Attribution]:
    """The attributions without some, those within them handed to the next outer one."""
    dropped = set(gone)

    def kept(within: int | None) -> int | None:
        while within is not None and within in dropped:
            within = found[within].within
        return within

    new = {old: n for n, old in enumerate(i for i in range(len(found)) if i not in dropped)}
    out = []
    for i, a in enumerate(found):
        if i not in dropped:
            within = kept(a.within)
            out.append(replace(a, within=None if within is None else new[within]))
    return out


def inherited(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """The attributions with the links of those that hold them, a governing reporter first."""
    done: dict[int, Attribution] = {}

    def whole(i: int, depth: int = 0) -> Attribution:
        if i in done:
            return done[i]
        a = found[i]
        if a.within is not None and depth < 50:
            outer = whole(a.within, depth + 1)
            links = (*a.reporters, *(outer.source[:1] if is_reporter(doc, outer.source) else ()), *outer.reporters)
            a = replace(a, reporters=tuple(dict.fromkeys(links)))
        done[i] = a
        return a

    return [whole(i) for i in range(len(found))]


def said(doc: Doc, a: Attribution, holder: Phrase, times: tuple[Time, ...], starts: list[int]) -> Said | None:
    """The time beside a cue, outside of content and source: "on Sunday said", "On Sunday, he said".

    Of a statement within another, the time stands in the content that holds it.
    """
    if not a.cue or not times:
        return None
    sentence = tokens_of(doc, a.cue[0])[0].sent
    cue = Span(a.cue[0].start, a.cue[-1].end)
    best: tuple[int, Time] | None = None
    for time in times[bisect_left(starts, sentence.start_char) : bisect_right(starts, sentence.end_char)]:
        if time.type in ("DURATION", "SET") or not any(c.isdigit() for c in time.value):
            continue
        if holder and not any(s.start <= time.span.start < s.end for s in holder):
            continue
        if any(s.start < time.span.end and time.span.start < s.end for s in a.content):
            continue
        if any(s.start < time.span.end and time.span.start < s.end for s in a.source):
            at_border = time.span.end in {span.end for span in a.source} and 0 <= cue.start - time.span.end <= 1
            if at_border or (best is None and _of_document(doc, time)):
                best = (0 if at_border else BESIDE, time)  # "the investigators Thursday decided"
            continue
        low, high = min(cue.end, time.span.end), max(cue.start, time.span.start)
        distance = high - low
        if distance <= BESIDE and _one_clause(doc, a, Span(low, high)) and (best is None or distance < best[0]):
            best = (distance, time)
    return Said(value=best[1].value, span=best[1].span) if best else None


def _of_document(doc: Doc, time: Time) -> bool:
    """Whether a time within a source is that of the document that speaks: "Saturday's statement said"."""
    tokens = tokens_of(doc, time.span)
    return bool(len(tokens)) and tokens.root.head.lemma_.lower() in words("documents") and tokens.root.dep_ != "pobj"


def _one_clause(doc: Doc, a: Attribution, gap: Span) -> bool:
    """Whether nothing but the source, and at most a comma at its border, parts a time from its cue."""
    words = [t for t in tokens_of(doc, gap) if gap.start <= t.idx < gap.end and not _covers(a.source, t)]
    inner = [t for t in words if not t.is_space]
    while inner and inner[0].text == ",":
        inner.pop(0)
    while inner and inner[-1].text == ",":
        inner.pop()
    return not any(
        (t.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") and t.dep_ != "amod") or t.is_punct or _covers(a.content, t)
        for t in inner
    )
