"""Speakers: the attributions made statements, with the actors who speak, are spoken to, and report.

The source's noun phrase names the speakers; pronouns and descriptions are `actors`' to resolve. A document ("the
statement said") speaks for its author, where the dispatch names one. The chain and the date of an utterance hold
for its following statements too: "he said" goes on with what the sentence before was said to, when and through whom.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.actors import actors_of, authors, head_of
from onrecord.reading.attribution.cues import cue_at, words
from onrecord.reading.draft import Attribution, Draft, draft_of, phrase_of, tokens_of
from onrecord.reading.syntax import noun_phrase
from onrecord.record import Said, Statement

NAME = "onrecord_speakers"

FAR = 1500
"""Characters over which an utterance goes on; about five paragraphs of a wire dispatch."""
NEXT = 250
"""Characters from the end of one statement to the next within which both came through the same reporter."""


@Language.component(NAME)
def read_speakers(doc: Doc) -> Doc:
    """Note the statements. Needs `onrecord_chains` and `onrecord_actors`."""
    draft = draft_of(doc)
    attributions: tuple[Attribution, ...] = draft.layer("attributions")
    draft.layer("actors")
    statements: list[Statement] = []
    for i, a in enumerate(attributions):
        statements.append(
            Statement(
                id=f"s{i + 1}",
                kind=a.kind,
                act=a.act,
                negated=a.negated,
                source=a.source,
                cue=a.cue,
                content=a.content,
                speakers=speakers_of(doc, draft, a, statements, f"s{i + 1}"),
                addressees=actors_of(doc, a.addressees) if a.addressees else (),
                said=a.said,
                via=tuple(dict.fromkeys(x for span in a.reporters for x in actors_of(doc, (span,)))),
                within=None if a.within is None else f"s{a.within + 1}",
            )
        )
    draft.statements = tuple(continued(doc, draft, statements))
    return doc


def speakers_of(doc: Doc, draft: Draft, a: Attribution, before: list[Statement], key: str) -> tuple[str, ...]:
    """The actors a source refers to; of a document, those whose document it is."""
    phrase = a.speaker or a.source
    if not phrase:
        return ()
    head = head_of(tokens_of(doc, phrase[0]))
    if head is None or head.lemma_.lower() not in words("documents"):
        return actors_of(doc, phrase)
    for author in authors(head):
        if found := actors_of(doc, phrase_of(noun_phrase(author))):
            return found
    modifiers = [t for t in tokens_of(doc, phrase[0]) if t.i < head.i and t.i in draft.heads]
    if modifiers:
        return draft.heads[modifiers[-1].i]
    definite = any(c.lower_ in ("the", "this", "that", "its", "his", "her", "their") for c in head.children)
    if definite and head.lemma_.lower() not in (
        "resolution",
        "treaty",
        "law",
        "agreement",
        "constitution",
        "accord",
        "bill",
    ):
        for earlier in reversed(before[-4:]):
            if earlier.speakers and earlier.within is None:
                draft.note(
                    "statements", key, "speakers", (*a.source[:1], *earlier.source[:1]),
                    "A document speaks for its author, and the last one to speak before it is taken for that.",
                )  # fmt: skip
                return earlier.speakers
    return ()


def continued(doc: Doc, draft: Draft, statements: list[Statement]) -> list[Statement]:
    """The statements with the chain and date of the utterance they belong to, where they name none themselves.

    An utterance is an unbroken run of spoken statements by the same speakers in the story; a chain holds from the
    sentence before the one that names it, a date from the one that names it.
    """
    body = draft.layer("layout").body
    out = list(statements)
    run: list[int] = []
    for i, s in enumerate(statements):
        if s.within is not None or min([*s.cue, *s.content]).start < body:
            continue
        if not (s.speakers and is_spoken(doc, s)):
            continue
        near = run and min(s.content).start - min(statements[run[-1]].content).start < FAR
        if not near or s.speakers != statements[run[-1]].speakers:
            share(out, run)
            run = []
        run.append(i)
    share(out, run)
    return handed_down(out)


def is_spoken(doc: Doc, s: Statement) -> bool:
    """Whether a statement is made in words: its cue is one that may introduce a quotation."""
    cues = [cue_at(t) for span in s.cue for t in tokens_of(doc, span)]
    return any(cue is not None and "quote" in cue.frames for cue in cues)


def share(statements: list[Statement], run: list[int]) -> None:
    """Give each statement of an utterance its chain and date; changes the list in place."""
    date: Said | None = None
    chain: tuple[str, ...] = ()
    for n, i in enumerate(run):
        s = statements[i]
        following = statements[run[n + 1]] if n + 1 < len(run) else None
        if not s.via and not chain and following is not None and following.via:
            close = min(following.content).start - max(s.content).end < NEXT
            chain = following.via if close else ()
        date = s.said or date
        chain = s.via or chain
        statements[i] = replace(s, said=date, via=chain)


def handed_down(statements: list[Statement]) -> list[Statement]:
    """The statements, those within another given its chain where they have none."""
    via = {s.id: s.via for s in statements}
    out = []
    for s in statements:
        if s.within is not None and not s.via and via[s.within]:
            s = replace(s, via=via[s.within])
            via[s.id] = s.via
        out.append(s)
    return out
