"""Events that are done with words: acts that statements perform, and what they ask for, offer, promise or threaten.

Such a thing is no event of its own beside the act; the words of it tell the act's mode.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from spacy.tokens import Doc, Token

from onrecord.reading.draft import Draft, tokens_of
from onrecord.reading.happenings.predicates import Group, Match, words
from onrecord.reading.happenings.settings import Settings
from onrecord.reading.lexicons import table

__all__ = ["COOPERATIVE", "acts", "hidden_by", "mode_of"]

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE", "REQUEST"})
DECIDED = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})
"""Types that "agreed to" tells as decided events of their own rather than as an agreement."""
REACH = 120
"""Tokens of a complement that are looked at."""


@cache
def _act_groups() -> dict[str, Group]:
    """Acts of speech that PLOVER codes -> the group they make."""
    return {
        act: Group(type=row["type"], modes=tuple(row.get("modes", ())), contexts=("diplomatic",), said=True)
        for act, row in table("predicates")["acts"].items()
    }


def acts(doc: Doc, draft: Draft, used: set[int]) -> list[Match]:
    """Acts of speech that statements perform and no word of the lexicon names, and demands made with "must"."""
    found: list[Match] = []
    for statement in draft.layer("statements"):
        if statement.negated or not statement.cue:
            continue
        cue = [t for span in statement.cue for t in tokens_of(doc, span)]
        verb = next((t for t in reversed(cue) if t.pos_ in ("VERB", "NOUN", "ADJ")), None)
        if verb is None or any(t.i in used for t in cue):
            continue
        content = [t for span in statement.content for t in islice(tokens_of(doc, span), REACH)]
        must = next((t.head for t in content if t.lower_ == "must" and t.dep_ == "aux"), None)
        if must is not None and statement.speakers:
            found.append(Match(_act_groups()["demand"], must, None, (must,), tail="must"))
            used.add(must.i)
            continue
        group = _act_groups().get(statement.act)
        if group is None or not statement.speakers or any(t.i in used for t in content):
            continue
        if verb.lemma_.lower() in _BARE and content:
            inside = {t.i for t in content}
            verb = next((t for t in content if t.pos_ == "VERB" and t.head.i not in inside), verb)
            if verb.lemma_.lower() in words("RHETORICAL"):
                continue
        found.append(Match(group, verb, None, (verb,), weak=statement.act in ("ask", "offer", "thank", "order")))
        used.add(verb.i)
    return found


_BARE = frozenset({"say", "tell", "state", "add", "announce", "declare", "note", "write", "go"})
"""Verbs of saying that name no event; what they bring does."""


def hidden_by(found: Iterable[Match], settings: Settings) -> dict[str, set[int]]:
    """Heads of events that are no events: what is asked for, offered, promised or threatened, by type; "*" is all."""
    listed = list(found)
    heads = {m.head.i: m for m in listed}
    unseen: dict[str, set[int]] = {"*": set()}
    for match in listed:
        kind = match.group.type
        if not match.group.said or kind == "ACCUSE":
            continue
        inside = [i for i in complement_of(match) if i in heads and i != match.head.i]
        if kind == "REJECT":
            for name in COOPERATIVE:
                unseen.setdefault(name, set()).update(i for i in inside if heads[i].group.type == name)
            continue
        if kind == "AGREE" and match.head.lemma_ == "agree":
            own = [i for i in inside if heads[i].group.type in DECIDED or _is_dated_meeting(heads[i], settings)]
            if own:
                unseen["*"].add(match.head.i)
                continue
        unseen["*"].update(inside)
    return unseen


def _is_dated_meeting(match: Match, settings: Settings) -> bool:
    return match.group.type == "CONSULT" and settings.place(match.head, match.head.head) is not None


def complement_of(match: Match) -> Iterator[int]:
    """Tokens of what an act of speech asks for, offers or threatens; relative clauses tell facts and are left out."""
    head = match.head
    starts = [
        c
        for c in islice(head.children, 40)
        if c.dep_ in ("dobj", "xcomp", "ccomp", "prep", "acl", "oprd", "dative", "attr", "advcl")
        and c.i > head.i
        and not (
            c.dep_ == "advcl" and (match.group.type in ("REJECT", "AGREE") or any(x.dep_ == "mark" for x in c.children))
        )
    ]
    if match.tail == "must":
        starts = [head]
    pending, seen = starts[::-1], 0
    while pending and seen < REACH:
        token = pending.pop()
        seen += 1
        yield token.i
        pending.extend(
            c
            for c in islice(token.children, 40)
            if c.dep_ not in ("relcl", "advcl") and not (c.dep_ == "conj" and _own(c))
        )


def _own(verb: Token) -> bool:
    """Whether a joined verb has a subject of its own, and so starts a clause that no longer belongs above."""
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def mode_of(match: Match) -> tuple[str, ...]:
    """The mode of a request, refusal or threat, by the first word of what it is about that tells one."""
    modes = table("predicates")["aims"].get(match.group.type, {})
    for i in complement_of(match):
        lemma = match.head.doc[i].lemma_.lower()
        for mode, listed in modes.items():
            if lemma in listed.split():
                return (mode,)
    return ()
