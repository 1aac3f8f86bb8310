"""Speech acts: what a statement does where its cue does not say, told by the head of its content.

A specific verb decides ("denied", "urged"): the lexicon of cues has that act. After a bare verb of saying a question
asks, and the model's act is taken; where that too is only to say, the act is that of the first-person verb that heads
the content ("We demand …"), or else the first rule of `lexicons/speech_acts.toml` that fits the content's head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.reading.attribution.cue_words import head_of_cue
from onrecord.reading.attribution.cues import cue_at
from onrecord.reading.draft import Attribution, draft_of, text_of, tokens_of
from onrecord.reading.lexicons import table
from onrecord.reading.syntax import is_negated
from onrecord.record import Act, Phrase

NAME = "onrecord_speech_acts"

_MODALS = frozenset({"will", "would", "can", "could", "may", "might", "shall", "must", "should", "ought"})


@dataclass(frozen=True)
class _Rule:
    act: Act
    lemmas: frozenset[str] | None
    modals: frozenset[str] | None
    subject: str | None
    negated: bool | None
    modal: bool | None


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["act"],
            frozenset(row["lemma"]) if "lemma" in row else None,
            frozenset(row["modals"]) if "modals" in row else None,
            row.get("subject"),
            row.get("negated"),
            row.get("modal"),
        )
        for row in table("speech_acts")["rule"]
    )


@Language.component(NAME)
def read_speech_acts(doc: Doc) -> Doc:
    """Settle the act of each attribution. Needs `onrecord_statements`."""
    draft = draft_of(doc)
    draft.attributions = tuple(replace(a, act=settled_act(doc, a)) for a in draft.layer("attributions"))
    return doc


def settled_act(doc: Doc, a: Attribution) -> Act:
    """The act of an attribution: of a specific verb its own, of a question to ask, else what model and content say."""
    head = head_of_cue(doc, a.cue)
    if head is not None and head[1].act != "say":
        return head[1].act
    if a.kind == "direct" and text_of(doc, a.content[-1]).rstrip("\"”»' ").endswith("?"):
        return "ask"
    naming = is_naming(doc, a.cue)
    return content_act(doc, a.content, naming=naming) if a.act == "say" or naming else a.act


def is_naming(doc: Doc, cue: Phrase) -> bool:
    """Whether a cue says what something is."""
    return any(t.lemma_.lower() in NAMING for span in cue for t in tokens_of(doc, span))


def content_head(doc: Doc, content: Phrase) -> Token | None:
    """The token that heads a content: the root of its first sentence that is a clause."""
    tokens = [t for span in content[:1] for t in tokens_of(doc, span) if not t.is_punct and not t.is_space]
    inside = {t.i for t in tokens}
    for token in tokens:
        if token.head.i not in inside or token.head.i == token.i:
            if token.pos_ in ("VERB", "AUX"):
                return token
            return next((t for t in tokens if t.pos_ in ("VERB", "AUX") and t.head.i == token.i), token)
    return None


NAMING = frozenset({"describe", "call", "label", "term", "portray", "characterise", "characterize", "dub", "brand"})
"""Cues that say what something is: "described the allegation as nonsense"."""


def content_act(doc: Doc, content: Phrase, *, naming: bool = False) -> Act:
    """The act that a content performs by itself; "say" where nothing narrower fits.

    Args:
        doc: the document.
        content: the content.
        naming: whether it says what something is, so that any of its words may tell.
    """
    head = content_head(doc, content)
    if head is None:
        return "say"
    subjects = [c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")]
    speaker = any(c.lower_ in ("i", "we") for c in subjects)
    cue = cue_at(head)
    if speaker and cue is not None and cue.act != "say" and not is_negated(head) and not _modal(head):
        return cue.act
    predicate = {head.lemma_.lower(), head.lower_}
    predicate |= {c.lemma_.lower() for c in head.children if c.dep_ in ("acomp", "attr", "oprd", "dobj", "neg")}
    predicate |= {c.lower_ for c in head.children if c.dep_ in ("acomp", "attr")}
    if naming:
        predicate |= {t.lemma_.lower() for span in content for t in tokens_of(doc, span) if t.pos_ in ("NOUN", "ADJ")}
    modal = _modal(head)
    for rule in _rules():
        if (
            (rule.lemmas is None or rule.lemmas & predicate)
            and (rule.modals is None or modal in rule.modals)
            and (rule.modal is None or rule.modal == (modal is not None))
            and (rule.negated is None or rule.negated == is_negated(head))
            and (rule.subject is None or (rule.subject == "speaker") == speaker)
        ):
            return rule.act
    return "say"


def _modal(verb: Token) -> str | None:
    """The modal auxiliary of a verb."""
    return next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in _MODALS), None)
