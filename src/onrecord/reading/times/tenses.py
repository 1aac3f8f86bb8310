"""Tense around an expression of time: whether what it dates lies behind the dispatch or ahead of it.

The verb that governs the expression decides, with its auxiliaries. Words of planning ("scheduled for", "is due to",
"deadline") look ahead whatever their own tense; an infinitive takes the outlook of the word that governs it; a present
tense that is dated directly announces ("the session opens on Tuesday"). A date that stands directly by a finite past
verb of planning is the day on which the plan was made ("agreed on Tuesday to reopen", "on Tuesday they vowed").
"""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.reading.lexicons import table

PAST, FUTURE = "past", "future"


def tense_at(token: Token, last: int, *, headline: bool = False) -> str | None:
    """Past, future, or None where the sentence does not tell.

    Args:
        token: the first word of the expression of time.
        last: the index of its last word.
        headline: whether it stands in a headline, whose present tense tells of the past.
    """
    words = table("tenses")
    ahead, before = frozenset(words["ahead"]), token.nbor(-1).lower_ if token.i else ""
    if before in words["limits"]:
        return FUTURE
    return _climbed(token, last, headline, ahead) or (FUTURE if before in words["spans"] else None)


def _climbed(token: Token, last: int, headline: bool, ahead: frozenset[str]) -> str | None:
    """What the words above an expression of time tell, from its own on upwards."""
    words = table("tenses")
    if token.dep_ in ("compound", "nmod", "amod", "nummod") and token.head.lemma_.lower() in words["done"]:
        return PAST
    here = token
    direct = not headline
    for _ in range(12):
        if direct and here.lower_ in ("to", "until", "till", "for") and _moves(here.head, words["moving"]):
            return FUTURE
        if here.pos_ in ("VERB", "AUX"):
            if direct and here.i != token.i and _planned_then(here, token, last):
                return PAST
            if headline and here.tag_ == "VB" and any(child.lower_ == "to" for child in here.children):
                return FUTURE  # "Norway, Iceland to hold talks"
            if last < here.i and _is_moved(here):
                return FUTURE  # "the meeting on May 3 has been moved"
            if not direct and here.tag_ == "VBD" and last < here.i and here.lemma_.lower() in ahead:
                return PAST  # what did it is dated, not what it plans: "the figures for January extended a rise"
            found = _outlook(here, ahead, frozenset(words["modals"]))
            if found is FUTURE and here.tag_ == "VB" and here.dep_ == "xcomp" and _was(here.head.head):
                return PAST  # "had been due to expire"
            if found is None and here.tag_ == "VBG" and here.dep_ == "advcl":
                here = here.head  # "fell, touching a low in June": as its clause
                direct = False
                continue
            if found or here.tag_ != "VB":
                announced = direct and here.tag_ in ("VBZ", "VBP") and here.lemma_ not in words["reporting"]
                return FUTURE if found is None and announced else found
        elif here.lemma_.lower() in ahead and here.i != token.i:
            return PAST if _was(here.head) else FUTURE
        if here.head.i == here.i:
            return None
        direct = direct and (token.i <= here.i <= last or here.pos_ == "ADP")
        here = here.head
    return None


def _was(word: Token) -> bool:
    """Whether a word is "had been": what was planned then is over."""
    return word.lemma_ == "be" and any(child.lower_ == "had" for child in word.children)


def _moves(word: Token, moving: list[str]) -> bool:
    """Whether a word, or the verb whose adverb it is ("pushed back to"), moves a plan."""
    verb = word.head if word.dep_ in ("advmod", "prt") else word
    return verb.lemma_.lower() in moving


def _is_moved(verb: Token) -> bool:
    """Whether a verb in the passive moves its subject, a plan, to another day or place, or calls it off."""
    moving = verb.lemma_.lower() in (*table("tenses")["moving"], "cancel")
    return moving and any(child.dep_ == "auxpass" for child in verb.children)


def _planned_then(verb: Token, first: Token, last: int) -> bool:
    """Whether a date tells when a verb in the active past was done: it stands before or right behind that verb."""
    dates = first.nbor(-1).i if first.i and first.nbor(-1).lower_ in table("tenses")["at"] else first.i
    adjacent = dates == verb.i + 1
    if verb.lemma_.lower() in table("tenses")["settled"] and verb.tag_ in ("VBD", "VBN") and adjacent:
        return not any(child.tag_ == "MD" for child in verb.children)
    if verb.tag_ != "VBD" or any(child.dep_ in ("aux", "auxpass") for child in verb.children):
        return False
    complements = ("xcomp", "ccomp", "dobj", "prep")
    return last < verb.i or (adjacent and any(c.i > last and c.dep_ in complements for c in verb.children))


def _outlook(verb: Token, ahead: frozenset[str], modals: frozenset[str]) -> str | None:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    forms = {child.lower_ for child in helpers}
    if verb.lemma_.lower() in ahead or forms & modals:
        return FUTURE
    if "to" in forms and not forms & {"have", "has", "had"}:
        if verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
            return FUTURE if verb.head.tag_ in ("VBZ", "VBP") else None  # "is to meet"
        return FUTURE if verb.head.i == verb.i else None
    if forms & {"have", "has", "had", "having", "'ve", "'d", "was", "were", "did"}:
        return PAST
    if verb.tag_ == "VBD":
        return PAST
    if verb.tag_ == "VBG" and forms & {"is", "are", "am", "'re", "'s", "’s", "’re"}:
        return FUTURE if verb.lemma_ != "be" else None
    if verb.tag_ == "VBN" and not helpers:
        return PAST
    return None
