"""Mentions by description: noun phrases whose head noun the tables know ("the minister", "Ukrainian soldiers").

What the noun and the words beside it tell of the actor is read here: kind, sector, country, number, gender. Phrases
that name an office or a crowd in general rather than somebody are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from onrecord.reading.entities import offices
from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.gazetteer import Found, is_past
from onrecord.reading.entities.names import Names
from onrecord.reading.entities.noun_phrases import np_end, np_start, phrase_words, quantified, without_article
from onrecord.reading.lexicons import table
from onrecord.record import ActorKind


def described(doc: Doc, head: Token, names: Names, noun: tuple[int, offices.Noun]) -> Mention:
    """The mention that a described actor makes, given the noun of the table that its head ends."""
    first, facts = noun
    words = facts.words
    if facts.sort == "state" and head.i + 2 < len(doc) and doc[head.i + 1].lower_ == "in":
        place = names.entries.get(head.i + 2)
        seated = place.entry if place and place.entry.sort in ("capital", "state") else None
    else:
        seated = None
    with_place = facts.sort in ("group", "person", "unnamed", "armed") or (
        facts.sort == "state" and words[-1] in ("government", "regime")
    )
    start, end = min(np_start(head), first), np_end(head, with_place)
    if start > 1 and doc[start - 1].text == "-" and doc[start - 2].lower_ in ("pro", "anti", "non", "ex"):
        start -= 2
    before = names.entries.get(start - 1)
    if before is not None and before.entry.sort == "adjective" and doc[start - 2 if start > 1 else 0].text != "-":
        start -= 1
    if (
        start > 0
        and doc[start - 1].lower_ == "in"
        and start in names.entries
        and start + 1 in names.entries
        and (
            names.entries[start].entry.sort in ("place", "capital")
            and names.entries[start + 1].entry.sort == "adjective"
        )
    ):
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
            if facts.sort == "state" and is_past(found.entry.country):
                continue
            if country is None or found.entry.sort == "body":
                country = found.entry.country
                body_sector = found.entry.sector if found.entry.sort == "body" else body_sector
    if country is None and facts.sort != "state" and facts.sector and "JRN" not in facts.sector:
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
    elif facts.words[-1] == "supporters" and offices.is_parting(text):
        kind, sector = "armed-group", ["REB"]
    elif facts.sort == "government" and "MIL" in facts.sector and offices.is_irregular(text):
        kind = "armed-group"
        sector = ["UAF"] if any(t.lower().startswith("pro") for t in text) else ["REB"]
    else:
        kind = facts.sort
    if facts.sort in ("person", "unnamed"):
        extra = offices.fields_of(list(text))
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
        name=" ".join(doc[without_article(doc, start) : end].text.split()),
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


def descriptions(doc: Doc, names: Names, taken: set[int], titles: set[int]) -> Iterator[Mention]:
    """Described actors: noun phrases whose head noun the tables know, and peoples."""
    for token in doc:
        i = token.i
        found = names.entries.get(i)
        if (found and found.entry.sort == "people") or (
            found and found.entry.sort == "adjective" and token.tag_ == "NNPS"
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
        if i + 1 < len(doc) and doc[i + 1].text[:1].isupper() and offices.is_thing(doc[i + 1].text):
            continue
        noun = offices.noun_at(doc, i)
        if noun is None or (
            i in titles
            and (noun[1].sort in ("person", "state", "unnamed", "group", "body") or offices.is_weak(noun[1]))
        ):
            continue
        head = token
        mention = described(doc, head, names, noun)
        quantity = quantified(token)
        if quantity.i != i:
            start = np_start(quantity)
            name = doc[start : mention.end].text
            mention = replace(mention, start=start, name=name, head=quantity.i, title_heads=(i,))
        if not _worth_keeping(doc, mention, noun[1], token, names):
            continue
        yield from _by_state(doc, mention, names)


def _by_state(doc: Doc, mention: Mention, names: Names) -> Iterator[Mention]:
    """The mention of each state's, where it joins those of two: "Hungarian and Romanian officials".

    Two sides act each for itself; three or more ("the envoys of Italy, Malta and Greece") are taken for
    one group, of no state.
    """
    joined = _joined_states(doc, mention, names) if mention.plural else []
    if len(joined) < 2:
        yield mention
    elif len(joined) > 2:
        yield replace(mention, country=None)
    else:
        first, last = joined[0][0], joined[-1][1]
        start = without_article(doc, mention.start)
        for part, (begin, end, country) in enumerate(joined):
            words = (doc[start:first].text, doc[begin:end].text, doc[last : mention.end].text)
            name = " ".join(" ".join(words).split()).replace(" '", "'").replace(" ’", "’")
            yield replace(mention, name=name, country=country, part=part)


def _joined_states(doc: Doc, mention: Mention, names: Names) -> list[tuple[int, int, str]]:
    """The states joined by "and" and commas in a mention, each as the range of its tokens and its code."""
    joined: list[tuple[int, int, str]] = []
    for i in range(mention.start, mention.end):
        found = names.entries.get(i)
        if found is None or found.entry.country is None:
            continue
        if found.entry.sort not in ("adjective", "state", "capital") and found.entry.country != "IGO":
            continue
        if joined and i == joined[-1][1] and names.entries.get(i - 1) is found:
            joined[-1] = (joined[-1][0], i + 1, joined[-1][2])
        elif not joined or _joins(doc, joined[-1][1], i):
            joined.append((i, i + 1, found.entry.country))
        elif len(joined) < 2:
            joined = [(i, i + 1, found.entry.country)]
        else:
            break
    return joined if len({country for _, _, country in joined}) == len(joined) else []


def _joins(doc: Doc, first: int, last: int) -> bool:
    """Whether nothing but "and", commas and possessive marks stands between two tokens."""
    between = doc[first:last]
    return len(between) > 0 and all(t.lower_ in ("and", ",", "the", "&", "both") or t.tag_ == "POS" for t in between)


def _body_of_document(doc: Doc, token: Token) -> bool:
    """Whether a body stands before what it published: "a defence ministry statement"."""
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    return (
        following is not None
        and following.lemma_.lower() in table("sources")["documents"]
        and token.head.i == following.i
    )


def _people(doc: Doc, token: Token, found: Found) -> Mention:
    """A people: "thousands of Ukrainians", "Poles"."""
    start, end = np_start(token), token.i + 1
    quantity = quantified(token)
    if quantity.i != token.i:
        start = np_start(quantity)
    return Mention(
        start=start,
        end=end,
        head=token.i,
        form="description",
        kind="group",
        name=doc[without_article(doc, start) : end].text,
        country=found.entry.country,
        sector=("CVL",),
        role=("people", token.lower_),
        plural=True,
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
    of_name = token.i + 2 in names.entries and doc[token.i + 1].lower_ == "of"
    if noun.words[-1] == "head" and of_name and token.tag_ == "NN" and not token.text[:1].isupper():
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
    if noun.sort == "group" and noun.words[-1] in phrase_words("general"):
        return definite or mention.country is not None or token.dep_ == "nsubj" or mention.end - mention.start > 1
    return True
