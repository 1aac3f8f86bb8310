"""Mentions: the stretches of a dispatch that refer to somebody who acts.

Three forms. Names: persons, bodies, states; a capital counts only where it acts ("Moscow expects", not "in
Moscow"), for a capital as a place is no actor. Descriptions: noun phrases whose head noun the tables know ("the
minister", "anti-government protesters"). Pronouns. A mention spans the noun phrase with its determiner and "of"
complements, without relative clauses and appositions; a person's is the bare name, for titles stand apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Token

from onrecord.reading import offices
from onrecord.reading.gazetteer import Found, found_in
from onrecord.reading.lexicons import table
from onrecord.reading.names import Mention, Names
from onrecord.record import ActorKind

__all__ = ["PRONOUNS", "mentions_of"]

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "themselves"), "they"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
}
"""Pronouns by what they agree with: a man, a woman, a thing or body, several, the speaker's side, the speaker."""

_LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "neg"})
_QUANTITIES = frozenset(
    "thousands hundreds dozens scores millions tens majority minority number group groups percent % half most some many "
    "several two three four five rest all part lot series crowd delegation couple handful".split()
)
_ACTING_PREPOSITIONS = frozenset({"by", "with", "between", "against", "among", "than", "like", "upon", "on"})
_ADDRESSING = frozenset(
    "call press urge pressure accuse tell ask warn blame sanction sanctions impose depend rely condemn demand".split()
)
_OF_PLACE = frozenset("visit leave reach enter shell bomb flee tour quit storm capture seize bombard strike".split())


def _np_start(head: Token) -> int:
    """Where the noun phrase of a head begins: its determiner or first modifier, in one piece with it."""
    start = head.i
    floor = max(head.sent.start, head.i - 14)
    for child in sorted(head.lefts, key=lambda t: -t.i):
        if child.dep_ not in _LEFT or child.i < floor:
            break
        left = child.left_edge.i
        if (
            left < floor
            or any(t.text in ('"', "“", "”", ",", ":", ";") for t in head.doc[left : head.i])
            and child.dep_ != "amod"
        ):
            break
        start = left
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space or head.doc[start].tag_ == "POS"):
        start += 1
    return start


_PAST_STATES = frozenset({"SUN", "YUG", "CSK"})
_WITH_PLACE = frozenset(
    "people residents citizens inhabitants ambassador envoy those government regime nationals embassy consulate speakers "
    "authorities source sources".split()
)


def _np_end(head: Token, nouns_with_place: bool) -> int:
    """Where the noun phrase of a head ends: behind its "of" complement, before clauses and appositions."""
    end = head.i + 1
    kept = {"of", "for"} | ({"from", "to"} if nouns_with_place else set())
    if head.lower_ in _WITH_PLACE:
        kept |= {"in", "on", "outside", "inside"}
    for child in head.rights:
        if child.i != end and not all(t.is_space for t in head.doc[end : child.i]):
            break
        if child.dep_ == "prep" and child.lower_ in kept:
            last = _complement_end(child)
            if last is None:
                break
            end = last
        elif child.dep_ == "advmod" and child.lower_ in ("abroad", "here", "there"):
            end = child.i + 1
        else:
            break
    return end


def _complement_end(preposition: Token) -> int | None:
    """Where the noun phrase behind a preposition ends, clauses and appositions of it left out."""
    target = next((c for c in preposition.rights if c.dep_ == "pobj"), None)
    if target is None:
        return None
    end = _np_end(target, True)
    for child in target.rights:
        if child.dep_ == "conj" and child.pos_ in ("PROPN", "NOUN") and target.pos_ == "PROPN":
            if any(t.pos_ in ("VERB", "AUX") for t in target.doc[end : child.i]):
                break
            end = max(end, _np_end(child, False))
            for inner in child.rights:
                if inner.dep_ == "conj" and inner.pos_ == child.pos_:
                    end = max(end, inner.i + 1)
    bracket = next((i for i in range(preposition.i, end) if target.doc[i].text in ("(", "[")), end)
    return bracket if end - preposition.i <= 14 else None


def _with_article(doc: Doc, start: int, end: int | None = None) -> int:
    """The start, moved before a "the" that stands directly before it and, given an end, belongs to what is between."""
    if start == 0 or doc[start - 1].lower_ != "the":
        return start
    if end is not None and doc[start - 1].head.i >= end and doc[end - 1].dep_ in ("compound", "nmod", "amod"):
        return start
    return start - 1


def _acts(token: Token) -> bool:
    """Whether a capital's name stands where a state that acts would, not a place."""
    head = token.head
    if token.dep_ in ("nsubj", "nsubjpass", "agent"):
        return True
    if token.dep_ == "dobj":
        return head.lemma_.lower() not in _OF_PLACE
    if token.dep_ == "poss":
        return head.pos_ in ("NOUN", "PROPN") and not head.ent_type_ == "FAC"
    if token.dep_ == "conj" and head.i != token.i:
        return head.text == "West" or (_acts(head) if head.dep_ != "ROOT" else head.text[:1].isupper())
    if token.dep_ == "pobj":
        if head.lower_ == "on":
            return head.head.lemma_.lower() in _ADDRESSING
        if head.lower_ == "of":
            return head.head.lemma_.lower() in (
                "position",
                "policy",
                "consent",
                "refusal",
                "decision",
                "stance",
                "behalf",
                "part",
            )
        return head.lower_ in _ACTING_PREPOSITIONS or (
            head.lower_ == "to" and head.head.lemma_.lower() in ("accord", "ask")
        )
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    previous = token.doc[token.i - 1] if token.i > 0 else None
    begins = previous is None or token.is_sent_start or previous.text in ('"', "“")
    return bool(begins and following is not None and (following.pos_ in ("VERB", "AUX") or following.text == ":"))


def _states(doc: Doc, names: Names, titles: set[int], dateline: range) -> Iterator[Mention]:
    """States by name, capitals that act, and the bodies that the gazetteer knows."""
    seen: set[tuple[int, int]] = set()
    in_body = {i for b in names.bodies for i in range(b.start, b.end)}
    in_person = {i for p in names.persons for i in range(p.start, p.end)}
    for i, found in sorted(names.entries.items()):
        hit = (found.start, found.end)
        if hit in seen or i in in_person:
            continue
        seen.add(hit)
        entry = found.entry
        last = i
        while last + 1 < len(doc) and names.entries.get(last + 1) is found:
            last += 1
        if entry.sort in ("adjective", "place", "people") or (i in dateline and entry.kind != "media"):
            continue
        previous = doc[i - 1] if i else None
        following = doc[last + 1] if last + 1 < len(doc) else None
        possessive = following is not None and following.tag_ == "POS"
        if entry.sort in ("state", "capital") and (
            (i in titles and not possessive and not _complement_in_title(doc, i, titles))
            or (i in in_body and not possessive and not (previous is not None and previous.lower_ == "in"))
        ):
            continue
        if entry.sort == "state" and previous is not None and previous.text == "," and i >= 2:
            place = names.entries.get(i - 2)
            if place and place.entry.sort == "place" and place.entry.country != entry.country:
                continue
        if entry.sort == "capital" and not _acts(doc[last]):
            continue
        if following is not None and following.text in ("-", "‑", "‐") and last + 2 < len(doc):
            if doc[last + 2].tag_ in ("VBN", "VBD", "JJ", "VBG") and doc[last + 2].i not in names.entries:
                continue
        if (
            previous is not None
            and previous.text == "-"
            and i >= 2
            and doc[i - 2].lower_ in ("pro", "anti", "non", "ex")
        ):
            continue
        if entry.sort == "body" and entry.kind == "government" and i in titles and not possessive:
            continue
        if (
            entry.kind == "company"
            and doc[last].dep_ in ("compound", "nmod")
            and following is not None
            and following.pos_ == "NOUN"
        ):
            continue
        if entry.kind == "media" and last == i and i not in dateline and not _lone_medium(doc, i):
            continue
        yield from _joint(doc, i, last, found)
        start = _with_article(doc, i, last + 1)
        name = entry.name
        end = last + 1
        if entry.kind == "media":
            start, end, name = _media_phrase(doc, i, end, name)
        elif entry.sort == "body" and following is not None and following.lower_ in ("on", "for"):
            target = next((c for c in following.rights if c.dep_ == "pobj"), None)
            if target is not None and target.pos_ == "PROPN" and target.i <= end + 2 and following.head.i == last:
                end = target.i + 1
        previous_entry = names.entries.get(i - 1) or (names.entries.get(i - 2) if possessive_before(doc, i) else None)
        country, sector, kind, key = entry.country, entry.sector, entry.kind, entry.key
        if (
            entry.sort == "body"
            and previous_entry
            and previous_entry.entry.sort in ("adjective", "state")
            and kind != "media"
        ):
            name = doc[i - 1 if not possessive_before(doc, i) else i - 2].text + " " + doc[i:end].text
            if "IGO" in sector:
                country, sector, kind, key = previous_entry.entry.country, ("GOV",), "government", f"body:{name}"
            start = i - 1
            while start > 0 and (doc[start].tag_ == "POS" or doc[start - 1].lower_ == "the"):
                start -= 1
            name = doc[start:end].text
        yield Mention(
            start=start,
            end=end,
            head=last,
            form="name",
            kind=kind,
            key=key,
            name=name,
            country=country,
            sector=sector,
            role=("in-title",) if i in titles else (),
        )


def _complement_in_title(doc: Doc, i: int, titles: set[int]) -> bool:
    """Whether a state stands behind "of" or "for" in a title ("foreign ministers of France")."""
    j = i - 1
    while j in titles:
        if doc[j].lower_ in ("of", "for", "to", "in"):
            return True
        j -= 1
    return False


def _lone_medium(doc: Doc, i: int) -> bool:
    """Whether a one-word name of a medium ("Time") is not part of a longer run of capitals."""
    if doc[i].tag_ not in ("NNP", "NNPS"):
        return False
    before, behind = (doc[j] if 0 <= j < len(doc) else None for j in (i - 1, i + 1))
    if before is not None and before.text[:1].isupper() and before.is_alpha and not before.is_sent_start:
        return not before.whitespace_ or before.text.isupper() or before.tag_ == "DT" or doc[i].text.isupper()
    return behind is None or not behind.is_title or behind.lower_ in _media_nouns() or doc[i].text.isupper()


def _joint(doc: Doc, first: int, last: int, found: Found) -> Iterator[Mention]:
    """The states and bodies joined by a hyphen in a body's name: "Russia-NATO Council"."""
    if found.entry.sort != "body" or "-" not in (doc[j].text for j in range(first, last + 1)):
        return
    parts = []
    for j in (first, first + 2):
        if j > last or doc[first + 1].text != "-":
            return
        hits = found_in(doc[j].text)
        if not hits or hits[0].entry.sort not in ("state", "body") or hits[0].end != len(doc[j]):
            return
        parts.append((j, hits[0].entry))
    for j, entry in parts:
        yield Mention(
            start=j,
            end=j + 1,
            head=j,
            form="name",
            kind=entry.kind,
            key=entry.key,
            name=entry.name,
            country=entry.country,
            sector=entry.sector,
        )


def possessive_before(doc: Doc, i: int) -> bool:
    """Whether a possessor ("Russia's") stands directly before a token."""
    return i >= 2 and doc[i - 1].tag_ == "POS"


@cache
def _media_nouns() -> frozenset[str]:
    return frozenset(word for entry in table("offices")["media"]["heads"] for word in entry.split()) | {
        "news",
        "local",
        "state",
    }


def _media_phrase(doc: Doc, start: int, end: int, name: str) -> tuple[int, int, str]:
    """The noun phrase around the name of a medium ("the ITAR-TASS news agency"), and the name in full."""
    first, last = start, end
    while last < len(doc) and doc[last].lower_ in _media_nouns() and last - end < 3:
        last += 1
    while last > end and doc[last - 1].lower_ in ("news", "local", "state"):
        last -= 1
    while (
        first > 0
        and start - first < 5
        and doc[first - 1].pos_ in ("NOUN", "ADJ", "PROPN")
        and (doc[first - 1].lower_ in _media_nouns())
    ):
        first -= 1
    if first < start or last > end or doc[end - 1].lower_ in _media_nouns():
        while first > 0 and doc[first - 1].pos_ in ("ADJ",) and start - first < 6:
            first -= 1
        if first > 1 and doc[first - 1].tag_ == "POS":
            first = _with_article(doc, first - 2)
    if first > 0 and doc[first - 1].tag_ == "DT" and doc[first - 1].head.i < last:
        first -= 1
    return first, last, name


def _described(doc: Doc, head: Token, names: Names, noun: tuple[int, offices.Noun]) -> Mention:
    """The mention that a described actor makes, given the noun of the table that its head ends."""
    first, facts = noun
    words = facts.words
    if facts.sort == "state" and head.i + 2 < len(doc) and doc[head.i + 1].lower_ == "in":
        place = names.entries.get(head.i + 2)
        seated = place.entry if place and place.entry.sort in ("capital", "state") else None
    else:
        seated = None
    with_place = (
        facts.sort in ("group", "person", "unnamed", "armed")
        or facts.sort == "state"
        and words[-1] in ("government", "regime")
    )
    start, end = min(_np_start(head), first), _np_end(head, with_place)
    if start > 0 and doc[start - 1].lower_ == "in" and start in names.entries and start + 1 in names.entries:
        if names.entries[start].entry.sort in ("place", "capital") and names.entries[start + 1].entry.sort == "adjective":
            start += 1
    if seated is not None:
        end = max(end, head.i + 3)
    if facts.sort == "state" and not any(c.dep_ in ("det", "poss") for c in head.lefts) and words[-1] == "country":
        start = head.i
    determiner = next((c for c in head.lefts if c.dep_ in ("det", "poss")), None)
    indefinite = determiner is not None and determiner.lower_ in ("a", "an", "another", "some", "any", "every", "each")
    several = determiner is not None and determiner.lower_ in ("every", "each")
    text = [t.text for t in doc[start:end]]
    country = None
    sector = list(facts.sector)
    body_sector: tuple[str, ...] = ()
    for i in range(start, end):
        found: Found | None = names.entries.get(i)
        if found and found.entry.country:
            if i + 2 < len(doc) and doc[i + 1].text == "-" and doc[i + 2].tag_ in ("VBN", "JJ"):
                continue
            if i > 0 and doc[i - 1].text == "-" and doc[i - 2].lower_ in ("pro", "anti", "non", "ex"):
                continue
            if facts.sort == "state" and found.entry.country in _PAST_STATES:
                continue
            if country is None or found.entry.sort == "body":
                country = found.entry.country
                body_sector = found.entry.sector if found.entry.sort == "body" else body_sector
    if country is None and facts.sort != "state" and "JRN" not in facts.sector:
        country = _country_behind(doc, end, names)
    kind: ActorKind
    if facts.sort == "person":
        unknown = offices.is_nameless(facts) or (indefinite and "CVL" in facts.sector)
        kind = "group" if several else "unnamed" if unknown else "person"
    elif facts.sort == "armed":
        kind = "armed-group"
    elif facts.sort == "state":
        kind = "state"
    elif facts.sort == "body":
        named_as = offices.named_kind([words[-1]])
        kind = named_as[0] if named_as else "organisation"  # type: ignore[assignment]
    elif facts.sort == "government" and "MIL" in facts.sector and offices.is_irregular(text):
        kind = "armed-group"
        sector = ["UAF"] if any(t.lower().startswith("pro") for t in text) else ["REB"]
    else:
        kind = facts.sort
    if facts.sort in ("person", "unnamed"):
        extra = offices.fields_of([w for w in text])
        if facts.leads:
            named = offices.named_kind([w for w in text if w.isalpha()])
            sector = list(body_sector) or extra or ([named[1]] if named else ["GOV"])
        elif body_sector and "IGO" in body_sector:
            sector = ["IGO"]
        else:
            sector += extra
    elif facts.sort == "government":
        extra = offices.fields_of(text)
        sector = [*sector, *(e for e in extra if e not in sector)]
    return Mention(
        start=start,
        end=end,
        head=head.i,
        form="description",
        kind=kind,
        name=" ".join(doc[_without_article(doc, start) : end].text.split()),
        country=country,
        sector=tuple(dict.fromkeys(sector)),
        role=tuple(w.lower() for w in words),
        plural=facts.plural or several or head.tag_ in ("NNS", "NNPS"),
        definite=not indefinite,
        gender=offices.gender_of(text),
    )


def _country_behind(doc: Doc, end: int, names: Names) -> str | None:
    """The state of the place that stands behind a noun phrase: "the opposition in Kiev"."""
    if end + 1 >= len(doc) or doc[end].lower_ != "in":
        return None
    for i in range(end + 1, min(end + 4, len(doc))):
        if i in names.entries and names.entries[i].entry.sort in ("state", "capital", "place"):
            return names.entries[i].entry.country
        if doc[i].pos_ not in ("ADJ", "DET", "PROPN"):
            break
    return None


def _without_article(doc: Doc, start: int) -> int:
    """The start, moved behind an article."""
    return start + 1 if doc[start].lower_ in ("the", "a", "an") else start


def _quantified(token: Token) -> Token:
    """The head of "thousands of teachers", given "teachers"; any other noun as it is."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        above = token.head.head
        if above.lower_ in _QUANTITIES or (above.like_num and above.lower_ != "one"):
            return above
    return token


def _descriptions(doc: Doc, names: Names, taken: set[int], titles: set[int]) -> Iterator[Mention]:
    """Described actors: noun phrases whose head noun the tables know, and peoples."""
    for token in doc:
        i = token.i
        found = names.entries.get(i)
        if (
            found
            and found.entry.sort == "people"
            or (found and found.entry.sort == "adjective" and token.tag_ == "NNPS")
        ):
            if i in taken or token.dep_ in ("amod", "compound", "nmod"):
                continue
            yield replace(_people(doc, token, found), form="description")
            continue
        if i in taken or token.pos_ not in ("NOUN", "PROPN", "ADJ", "VERB"):
            continue
        if token.dep_ in ("compound", "amod", "nmod") and not _body_of_document(doc, token):
            continue
        if token.pos_ in ("VERB", "ADJ") and not token.is_sent_start:
            continue
        noun = offices.noun_at(doc, i)
        if noun is None or (
            i in titles
            and (noun[1].sort in ("person", "state", "unnamed", "group", "body") or offices.is_weak(noun[1]))
        ):
            continue
        head = token
        mention = _described(doc, head, names, noun)
        quantity = _quantified(token)
        if quantity.i != i:
            start = _np_start(quantity)
            name = doc[start : mention.end].text
            mention = replace(mention, start=start, name=name, head=quantity.i, title_heads=(i,))
        if not _worth_keeping(doc, mention, noun[1], token, names):
            continue
        yield mention


def _body_of_document(doc: Doc, token: Token) -> bool:
    """Whether a body stands before what it published: "a defence ministry statement"."""
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    return following is not None and following.lemma_.lower() in table("sources")["documents"] and token.head.i == following.i


def _people(doc: Doc, token: Token, found: Found) -> Mention:
    """A people: "thousands of Ukrainians", "Poles"."""
    start, end = _np_start(token), token.i + 1
    quantity = _quantified(token)
    if quantity.i != token.i:
        start = _np_start(quantity)
    return Mention(
        start=start,
        end=end,
        head=token.i,
        form="description",
        kind="group",
        name=doc[_without_article(doc, start) : end].text,
        country=found.entry.country,
        sector=("CVL",),
        role=("people", token.lower_),
        plural=True,
    )


_GENERIC_GROUPS = frozenset(
    "parties sides states nations powers leaders women children men media public community speakers".split()
)


def _worth_keeping(doc: Doc, mention: Mention, noun: offices.Noun, token: Token, names: Names) -> bool:
    """Whether a described noun phrase refers to somebody, rather than to an office or a crowd in general."""
    determiner = next((c for c in token.lefts if c.dep_ in ("det", "poss")), None)
    if any(p in names.person_tokens for p in range(mention.start, mention.head)):
        return False
    capital = token.text[:1].isupper() and not token.is_sent_start
    definite = determiner is not None and determiner.lower_ in ("the", "this", "that", "these", "those")
    possessed = determiner is not None and determiner.dep_ == "poss"
    if determiner is not None and determiner.lower_ in ("no", "any", "which", "what", "both"):
        return False
    if token.dep_ == "attr" or (token.dep_ == "pobj" and token.head.lower_ == "as"):
        return False
    if noun.sort == "body":
        return definite and not capital
    if noun.words[-1] == "head" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "of":
        if token.i + 2 in names.entries and token.tag_ == "NN" and not token.text[:1].isupper():
            return False
    if noun.sort == "state":
        if noun.words[-1] == "country" and token.i + 1 < len(doc) and doc[token.i + 1].tag_ == "POS":
            return True
        if noun.words[-1] == "regime" and mention.country is None:
            return False
        if noun.words[-1] == "leadership":
            return token.dep_ in ("nsubj", "nsubjpass")
        if noun.words[-1] in ("government", "authorities"):
            return mention.country is not None or definite or possessed or token.dep_ in ("nsubj", "nsubjpass")
        if noun.words[-1] == "republic" and mention.country is None and "soviet" not in mention.name.lower():
            return False
        return definite or possessed
    if offices.is_weak(noun) and mention.country is None and not (definite or capital):
        return False
    if noun.sort == "person" and not mention.plural:
        if determiner is None and mention.country is None and not token.is_sent_start:
            return token.dep_ in ("nsubj", "appos", "pobj", "dobj", "ROOT") and capital
        return True
    if noun.sort == "government" and mention.plural and "MIL" in mention.sector and mention.country is None:
        return definite or token.dep_ in ("nsubj", "nsubjpass")
    if noun.words[-1] == "people" and token.i + 1 < len(doc) and doc[token.i + 1].tag_ == "POS":
        return False
    if noun.sort == "group" and noun.words[-1] in _GENERIC_GROUPS:
        return definite or mention.country is not None or token.dep_ == "nsubj" or mention.end - mention.start > 1
    return True


def _pronouns(doc: Doc) -> Iterator[Mention]:
    for token in doc:
        gender = PRONOUNS.get(token.lower_)
        if gender is None or token.text in ("US", "IT") or token.pos_ not in ("PRON", "DET", "PROPN", "NOUN"):
            continue
        if token.lower_ == "it" and _is_empty(token):
            continue
        yield Mention(
            start=token.i,
            end=token.i + 1,
            head=token.i,
            form="pronoun",
            gender=gender,
            name=token.text,
            plural=gender in ("they", "we"),
        )


def _is_empty(token: Token) -> bool:
    """Whether "it" refers to nobody: weather, time, "it is hard to", "it was agreed that"."""
    if token.dep_ == "expl" or token.dep_ not in ("nsubj", "nsubjpass"):
        return token.dep_ not in ("dobj", "pobj")
    verb = token.head
    if token.dep_ == "nsubjpass" or verb.lemma_ in ("be", "seem", "appear", "take", "mean", "happen", "make"):
        return True
    return any(c.dep_ in ("attr", "acomp") for c in verb.children)


def _media(doc: Doc, names: Names, taken: set[int]) -> Iterator[Mention]:
    """Media that no table knows, by the noun beside their name: "news portal X", "the X newspaper"."""
    nouns = _media_nouns() - {"news", "local", "state", "network", "station"}
    for token in doc:
        if token.lower_ not in nouns or token.i in taken or token.tag_ not in ("NN", "NNP", "JJ"):
            continue
        last = token.i + 1
        while last < len(doc) and doc[last].is_alpha and doc[last].text[0].isupper() and last not in names.person_tokens:
            last += 1
        first = token.i
        while first > 0 and (doc[first - 1].lower_ in _media_nouns() or doc[first - 1].pos_ == "ADJ") and token.i - first < 4:
            first -= 1
        if last == token.i + 1:
            inner = first
            while first > 0 and doc[first - 1].tag_ in ("NNP", "NNPS") and inner - first < 4:
                first -= 1
            if first == inner:
                continue
            name = doc[first:inner].text
        else:
            name = doc[token.i + 1 : last].text
        if any(i in taken or (i in names.entries and names.entries[i].entry.kind == "media") for i in range(first, last)):
            continue
        country = next((names.entries[i].entry.country for i in range(max(0, first - 2), last) if i in names.entries), None)
        if first > 1 and doc[first - 1].tag_ == "POS":
            first -= 2
        if first > 0 and doc[first - 1].tag_ == "DT":
            first -= 1
        yield Mention(
            start=first,
            end=last,
            head=doc[first:last].root.i,
            form="name",
            kind="media",
            name=name,
            country=country,
            sector=("JRN",),
        )


def _acronyms(doc: Doc, found: list[Mention], taken: set[int]) -> Iterator[Mention]:
    """Acronyms that stand in brackets behind a body's name, wherever they stand."""
    names: dict[str, Mention] = {}
    for m in found:
        if m.form == "name" and m.kind not in ("person", "state") and m.end + 2 < len(doc) and doc[m.end].text == "(":
            inner = doc[m.end + 1]
            if doc[m.end + 2].text == ")" and inner.text.isupper() and inner.text[0] in doc[m.start : m.end].text:
                names.setdefault(inner.text, m)
    for token in doc:
        if token.text in names and token.i not in taken:
            full = names[token.text]
            start = _with_article(doc, token.i, token.i + 1)
            yield replace(full, start=start, end=token.i + 1, head=token.i, titles=(), title_heads=(), role=())


def _asked(doc: Doc, found: list[Mention], sources: Iterable[tuple[Token, bool]]) -> Iterator[Mention]:
    """The sources and reporters of statements that nothing else made a mention."""
    covered = {i for m in found if m.form == "name" for i in (*range(m.start, m.end), *m.title_heads)}
    covered |= {m.head for m in found}
    for head, reports in sources:
        if head.i in covered or head.pos_ not in ("PROPN", "NOUN") or head.lemma_.lower() in table("sources")["documents"]:
            continue
        covered.add(head.i)
        kind: ActorKind
        start, end = _np_start(head), _np_end(head, True)
        determiner = next((c for c in head.lefts if c.dep_ == "det"), None)
        indefinite = determiner is not None and determiner.lower_ in ("a", "an", "some", "another")
        if head.pos_ == "PROPN" and not reports and head.ent_type_ not in ("ORG", "GPE", "NORP", "PERSON", "FAC"):
            continue
        if head.pos_ == "PROPN" and (reports or head.ent_type_ != "PERSON"):
            kind, sector = ("media", ("JRN",)) if reports else ("organisation", ())
        elif head.pos_ == "PROPN":
            kind, sector = "person", ()
        elif head.lemma_.lower() not in table("sources")["people"]:
            continue
        elif head.tag_ == "NNS":
            kind, sector = "group", ()
        else:
            kind, sector = "unnamed" if indefinite else "person", ()
        yield Mention(
            start=start,
            end=end,
            head=head.i,
            form="name" if head.pos_ == "PROPN" else "description",
            kind=kind,
            name=" ".join(doc[_without_article(doc, start) : end].text.split()),
            sector=sector,
            role=(head.lemma_.lower(),) if head.pos_ != "PROPN" else (),
            plural=head.tag_ == "NNS",
            definite=not indefinite,
        )


def mentions_of(
    doc: Doc,
    names: Names,
    dateline: range,
    left_out: Iterable[range] = (),
    sources: Iterable[tuple[Token, bool]] = (),
) -> list[Mention]:
    """Every mention of a document, in text order, an outer one before those that it holds.

    Args:
        doc: the document.
        names: its named mentions and gazetteer entries.
        dateline: the tokens of the dateline, in which only the agency is an actor.
        left_out: tokens that are no part of the story.
        sources: the heads of the phrases to which words are attributed, with whether they report what others said.
    """
    titles = {i for p in names.persons for a, b in p.titles for i in range(a, b)}
    skipped = {i for r in left_out for i in r} | set(dateline)
    found: list[Mention] = [p for p in names.persons if p.start not in skipped]
    taken = {i for p in found for i in range(p.start, p.end)}
    for body in names.bodies:
        if body.start in skipped:
            continue
        start = body.start
        if start > 1 and doc[start - 1].tag_ == "POS":
            start = _np_start(doc[body.head]) if _np_start(doc[body.head]) < start else start - 2
        start = _with_article(doc, start)
        country = body.country
        for i in range(start, body.start):
            if i in names.entries:
                country = country or names.entries[i].entry.country
        end = body.end
        if doc[end - 1].lower_ in _WITH_PLACE and end + 1 < len(doc) and doc[end].lower_ in ("in", "to"):
            end = end + 2 if end + 1 in names.entries else end
        body = replace(body, end=end)
        name = " ".join(doc[_without_article(doc, start) : body.end].text.split())
        found.append(replace(body, start=start, country=country, name=name))
        taken.update(range(body.start, body.end))
    for state in _states(doc, names, titles, dateline):
        if state.start in skipped and state.kind != "media":
            continue
        if any(i in taken for i in range(state.head, state.head + 1)) and state.kind != "state":
            continue
        found.append(state)
        if state.kind != "state":
            taken.update(range(state.start, state.end))
        else:
            taken.add(state.head)
    for acronym in list(_acronyms(doc, found, taken)):
        found.append(acronym)
        taken.update(range(acronym.start, acronym.end))
    for medium in _media(doc, names, taken | skipped):
        found.append(medium)
        taken.update(range(medium.start, medium.end))
    found += [d for d in _descriptions(doc, names, taken | skipped, titles)]
    found += [p for p in _pronouns(doc) if p.start not in skipped]
    found += _asked(doc, found, ((t, r) for t, r in sources if t.i not in skipped))
    found = _sensible(found)
    return sorted(found, key=lambda m: (m.start, -m.end))


def _sensible(found: list[Mention]) -> list[Mention]:
    """The mentions without doubles: one a head, and no state within "Kiev authorities"."""
    swallowed = {
        i for m in found if m.form == "description" and m.kind == "state" and m.country for i in range(m.start, m.end)
    }
    owned = {m.start for m in found if m.form == "description" and m.kind == "state"}
    kept: dict[int, Mention] = {}
    for m in found:
        if m.form == "name" and m.kind == "state" and m.head in swallowed:
            continue
        if m.form == "pronoun" and m.gender == "we" and m.start in owned:
            continue
        kept.setdefault(m.head, m)
    return list(kept.values())
