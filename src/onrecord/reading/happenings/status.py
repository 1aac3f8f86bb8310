"""Whether an event happened: it occurred, goes on, is scheduled, proposed, hypothetical or cancelled; is it denied.

The words that tell it stand on the way up from the event in the parse: auxiliaries ("will", "may"), governing verbs
and adjectives ("plans to", "is due to", "has been called off", "refused"), modifiers of the noun ("planned",
"possible"), conjunctions ("if"). `lexicons/event_status.toml` lists them; the nearest that speaks decides. The idea
is that of factuality profiles (Saurí and Pustejovsky, FactBank, 2009).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from onrecord.reading.happenings.predicates import Match
from onrecord.reading.happenings.sides import listed, support
from onrecord.reading.syntax import SUBJECTS
from onrecord.reading.times.calendar_values import date_in
from onrecord.record import EventStatus

_ABOVE: tuple[EventStatus, ...] = ("cancelled", "proposed", "scheduled", "hypothetical", "ongoing")
_BESIDE: tuple[EventStatus, ...] = ("scheduled", "hypothetical", "proposed", "cancelled", "ongoing")
_RANK: tuple[EventStatus, ...] = ("cancelled", "hypothetical", "proposed", "scheduled", "ongoing")
"""Where several words speak, which is heard first: governors, modifiers, and both together."""
_INFINITIVE = frozenset({"xcomp", "aux", "auxpass", "conj"})
_CLIMBED = frozenset({"xcomp", "ccomp", "pcomp", "advcl", "acl", "conj", "auxpass", "aux", "relcl"})


def carriers(match: Match) -> Iterator[Token]:
    """The words that bear on the event: its own verb or noun, then the verb that carries the noun."""
    head = match.head
    yield head
    noun = match.noun
    if noun is None or (match.verb is not None and not (match.verb.dep_ == "acl" and match.verb.head.i == noun.i)):
        return
    while noun.dep_ == "conj" and noun.head.i != noun.i and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in listed("measures"):
        noun = noun.head.head
    carrier = support(noun)
    if carrier is None and (noun.dep_ in SUBJECTS or noun.dep_ == "compound"):
        carrier = noun.head
    if carrier is None and noun.dep_ in ("dobj", "pobj", "attr"):
        above = noun.head
        if above.dep_ == "prep" and above.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            above = above.head
        if above.lemma_.lower() in listed("governors") or above.lemma_.lower() in listed("light"):
            carrier = above
    if carrier is not None:
        yield carrier


def status_of(match: Match) -> EventStatus:
    """The status that the words around an event give it, its date left aside."""
    head = match.head
    planned = _of_modifiers(head) if match.verb is None else []
    found = list(planned)
    for carrier in carriers(match):
        status = _of_verb(carrier, own=carrier is head, climbed=_INFINITIVE if match.group.said else _CLIMBED)
        if status is not None:
            found.append(status)
    if "scheduled" in planned and "cancelled" not in found:
        return "scheduled"
    for wanted in _RANK:
        if wanted in found:
            return wanted
    return "occurred"


def _of_modifiers(noun: Token) -> list[EventStatus]:
    found: list[EventStatus] = []
    for child in islice(noun.children, 20):
        word = child.lower_
        if child.dep_ in ("amod", "compound", "acl", "advmod", "nmod"):
            for status in _BESIDE:
                if word in listed(f"{status}_modifiers"):
                    found.append(status)
    above = noun.head
    if noun.dep_ == "pobj" and above.dep_ == "prep" and above.head.lemma_.lower() in listed("hypothetical_nouns"):
        found.append("hypothetical")
    return found


def _of_verb(verb: Token, *, own: bool, climbed: frozenset[str]) -> EventStatus | None:
    """What a verb, its auxiliaries and the words that govern it say of the event."""
    steps = 0
    first = True
    while steps < 6:
        steps += 1
        lemma = verb.lemma_.lower()
        if lemma == "call" and not own and any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children):
            return "cancelled"
        if not (first and own):
            for status in _ABOVE:
                if lemma in listed(f"{status}_governors") and not (status == "cancelled" and _stopped(verb)):
                    return status
        of_auxiliaries = _of_auxiliaries(verb)
        if of_auxiliaries is not None:
            return of_auxiliaries
        if verb.dep_ == "conj" and any(c.dep_ in SUBJECTS or _is_finite_auxiliary(c) for c in verb.children):
            return None  # "cannot be held …, and has accused": what the first may do says nothing of the second
        if verb.dep_ not in climbed or verb.head.i == verb.i:
            return None
        if verb.dep_ in ("ccomp", "relcl", "advcl", "acl") and _finite(verb):
            return _of_clause(verb)
        if verb.dep_ == "advcl" or (
            verb.dep_ == "acl" and verb.head.lemma_.lower() not in listed("proposed_governors")
        ):
            return _of_clause(verb)
        verb = verb.head
        first = False
    return None


def _is_finite_auxiliary(token: Token) -> bool:
    return token.dep_ in ("aux", "auxpass") and token.tag_ in ("VBZ", "VBP", "VBD")


def _stopped(verb: Token) -> bool:
    """Whether "postpone", "delay" and the like are themselves denied or only possible."""
    return any(c.dep_ == "neg" or c.lower_ in listed("hypothetical_auxiliaries") for c in verb.children)


def _of_auxiliaries(verb: Token) -> EventStatus | None:
    auxiliaries = [c.lower_ for c in islice(verb.children, 40) if c.dep_ in ("aux", "auxpass") and c.i < verb.i]
    if any(a in listed("hypothetical_auxiliaries") for a in auxiliaries):
        return "hypothetical"
    clause = _of_clause(verb)
    if clause is not None:
        return clause
    if "would" in auxiliaries and _hangs_on_condition(verb):
        return "hypothetical"  # "warned that it would close the border if more came"
    if any(a in listed("scheduled_auxiliaries") for a in auxiliaries):
        return "scheduled"
    if "would" in auxiliaries:
        return "scheduled" if verb.dep_ == "ccomp" else "hypothetical"
    if auxiliaries[:1] == ["to"] and (verb.dep_ == "ROOT" or (verb.dep_ in _BEHIND_NAME and _is_headline(verb.head))):
        return "scheduled"
    if verb.tag_ in ("VBZ", "VBP") and verb.dep_ == "advcl" and _meets_what_is_to_come(verb):
        return "scheduled"
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "be" and auxiliaries[:1] == ["to"]:
        return "scheduled"
    if verb.dep_ == "xcomp" and verb.head.lower_ == "going":
        return "scheduled"
    if verb.tag_ == "VBG" and verb.dep_ in ("ccomp", "conj") and any(a in ("was", "were") for a in auxiliaries):
        return "ongoing"
    if verb.tag_ == "VBG" and any(a in ("is", "are", "'s", "’s", "been", "'re", "’re", "am") for a in auxiliaries):
        return "ongoing"
    return None


_BEHIND_NAME = ("acl", "relcl", "xcomp")


def _is_headline(name: Token) -> bool:
    """Whether a name is all that a sentence has instead of a verb: "NATO to review its deployment"."""
    return name.dep_ == "ROOT" and name.pos_ == "PROPN"


def _meets_what_is_to_come(verb: Token) -> bool:
    """Whether a clause in the present goes with something announced: "he will press for it when he meets them"."""
    timed = any(c.lower_ in ("when", "once", "before", "until") for c in verb.lefts)
    return timed and any(c.dep_ == "aux" and c.lower_ in listed("scheduled_auxiliaries") for c in verb.head.children)


def _hangs_on_condition(verb: Token) -> bool:
    """Whether a clause with "if" or "unless" stands beside a verb."""
    return any(
        c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in islice(c.children, 10))
        for c in islice(verb.children, 40)
    )


def _of_clause(verb: Token) -> EventStatus | None:
    """What the conjunction of a clause says: what stands behind "if" is not yet a fact."""
    for child in islice(verb.children, 40):
        if (
            child.dep_ in ("mark", "advmod")
            and child.lower_ in listed("hypothetical_conjunctions")
            and child.i < verb.i
        ):
            return "hypothetical"
    return None


def _finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBP", "VBZ", "MD") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBP", "VBZ", "MD") for c in verb.children
    )


def is_negated(match: Match) -> bool:
    """Whether the words around an event deny it: "did not", "no talks", "without", "failed to", "denied"."""
    head = match.head
    for child in islice(head.children, 40):
        if child.dep_ == "neg" or child.lower_ in listed("negations"):
            return True
        if child.dep_ in SUBJECTS and any(d.lower_ in ("no", "neither") for d in child.children):
            return True
    if match.noun is not None and any(c.lower_ in ("no", "without") for c in match.noun.children):
        return True
    for carrier in carriers(match):
        if carrier is not head and any(c.dep_ == "neg" for c in carrier.children):
            return True
        verb = carrier
        for _ in range(4):
            if verb.dep_ == "prep" and verb.lower_ == "without":
                return True
            if verb.dep_ in ("xcomp", "pcomp", "aux", "auxpass") or (verb.dep_ == "dobj" and verb.tag_ == "VBG"):
                verb = verb.head
                if verb.lemma_.lower() in listed("denying") or any(c.dep_ == "neg" for c in verb.children):
                    return True
            else:
                break
    return head.dep_ == "pobj" and head.head.lower_ == "without"


def dated(
    status: EventStatus, value: str | None, today: str | None, match: Match, *, moved: bool = False
) -> EventStatus:
    """The status, seen in the light of the event's date and the dispatch's.

    Args:
        status: what the words say.
        value: the event's date, TIMEX3.
        today: the dispatch's.
        match: the words that name the event.
        moved: whether the event was moved to that date, and so is not off.
    """
    if value is None or today is None:
        return status
    then, now = _day(value), _day(today)
    if then is None or now is None:
        return status
    if (value.startswith("X") or today.startswith("X")) and then > now:
        then = date_in(then.year - 1, then.month, then.day)
        if (now - then).days > 300:
            return status
    if moved and then > now:
        return "scheduled"
    word = match.noun if match.noun is not None and match.head.dep_ == "acl" else match.head
    if status in ("occurred", "ongoing") and then > now and word.tag_ not in ("VBD", "VBN"):
        return "scheduled"
    if status in ("occurred", "ongoing", "scheduled") and (now - then).days > 31:
        return "historical" if status != "ongoing" else status
    return status


def _day(value: str) -> datetime.date | None:
    """The last day that a TIMEX3 value may mean; a year left open counts as 2000."""
    value = value.replace("XXXX", "2000")
    if found := re.match(r"(\d{4})-W(\d\d)", value):
        try:
            return datetime.date.fromisocalendar(int(found[1]), int(found[2]), 7)
        except ValueError:
            return None
    if not (found := re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?![\dX-])", value)):
        return None
    try:
        return datetime.date(int(found[1]), int(found[2] or 12), int(found[3] or 28))
    except ValueError:
        return None
