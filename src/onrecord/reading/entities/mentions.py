"""Mentions: the stretches of a dispatch that refer to somebody who acts.

Names (`names`, `bodies`), descriptions (`descriptions`) and pronouns are gathered here into one list without
doubles. Whoever words are attributed to is a mention too, whatever the tables know of it, unless it is a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from onrecord.reading.entities import offices
from onrecord.reading.entities.bodies import acronyms, states_and_bodies
from onrecord.reading.entities.described_names import apposed, described_names, unnamed_bodies
from onrecord.reading.entities.descriptions import described, descriptions
from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.names import Names
from onrecord.reading.entities.noun_phrases import np_end, np_start, phrase_words, with_article, without_article
from onrecord.reading.entities.titles import is_capital
from onrecord.reading.lexicons import table
from onrecord.record import ActorKind, Span

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


def _asked(doc: Doc, names: Names, found: list[Mention], sources: Iterable[tuple[Token, bool]]) -> Iterator[Mention]:
    """The sources and reporters of statements that nothing else made a mention."""
    covered = {i for m in found if m.form == "name" for i in (*range(m.start, m.end), *m.title_heads)}
    covered |= {m.head for m in found}
    for head, reports in sources:
        if (
            head.i in covered
            or head.pos_ not in ("PROPN", "NOUN")
            or head.lemma_.lower() in table("sources")["documents"]
        ):
            continue
        covered.add(head.i)
        kind: ActorKind
        start, end = np_start(head), np_end(head, True)
        determiner = next((c for c in head.lefts if c.dep_ == "det"), None)
        indefinite = determiner is not None and determiner.lower_ in ("a", "an", "some", "another")
        proper = head.pos_ == "PROPN" and is_capital(head.text)
        if not proper and (known := offices.noun_at(doc, head.i)) and known[1].sort in ("person", "unnamed", "group"):
            yield described(doc, head, names, known)
            continue
        if proper and head.ent_type_ in ("DATE", "TIME", "EVENT", "WORK_OF_ART", "LAW"):
            continue
        if proper and (reports or head.ent_type_ != "PERSON"):
            kind, sector = ("media", ("JRN",)) if reports else ("organisation", ())
        elif proper:
            kind, sector = "person", ()
        elif not (head.lemma_.lower() in table("sources")["people"] or is_agent_noun(head)):
            continue
        elif head.tag_ == "NNS":
            kind, sector = "group", ()
        else:
            kind, sector = "unnamed" if indefinite else "person", ()
        yield Mention(
            start=start,
            end=end,
            head=head.i,
            form="name" if proper else "description",
            kind=kind,
            name=" ".join(doc[without_article(doc, start) : end].text.split()),
            sector=sector,
            role=(head.lemma_.lower(),) if not proper else (),
            plural=head.tag_ == "NNS",
            definite=not indefinite,
        )


def is_agent_noun(noun: Token) -> bool:
    """Whether a noun names people by what they do or where they are from, by its ending: "herders", "islanders"."""
    lemma, sources = noun.lemma_.lower(), table("sources")
    return lemma.endswith(tuple(sources["agent_endings"])) and lemma not in sources["no_agents"]


def mentions_of(
    doc: Doc,
    names: Names,
    dateline: range,
    left_out: Iterable[range] = (),
    sources: Iterable[tuple[Token, bool]] = (),
    agency: Span | None = None,
) -> list[Mention]:
    """Every mention of a document, in text order, an outer one before those that it holds.

    Args:
        doc: the document.
        names: its named mentions and gazetteer entries.
        dateline: the tokens of the dateline, in which only the agency is an actor.
        left_out: tokens that are no part of the story.
        sources: the heads of the phrases to which words are attributed, with whether they report what others said.
        agency: the name of the dateline's agency, an actor whether the tables know it or not.
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
            start = np_start(doc[body.head]) if np_start(doc[body.head]) < start else start - 2
        start = with_article(doc, start)
        country = body.country
        for i in range(start, body.start):
            if i in names.entries:
                country = country or names.entries[i].entry.country
        end = body.end
        if doc[end - 1].lower_ in phrase_words("placed") and end + 1 < len(doc) and doc[end].lower_ in ("in", "to"):
            end = end + 2 if end + 1 in names.entries else end
        body = replace(body, end=end)
        name = " ".join(doc[without_article(doc, start) : body.end].text.split())
        found.append(replace(body, start=start, country=country, name=name))
        taken.update(range(body.start, body.end))
    for state in states_and_bodies(doc, names, titles, dateline):
        if state.start in skipped and state.kind != "media":
            continue
        if any(i in taken for i in range(state.head, state.head + 1)) and state.kind != "state":
            continue
        found.append(state)
        if state.kind != "state":
            taken.update(range(state.start, state.end))
        else:
            taken.add(state.head)
    desk = _agency(doc, agency) if agency else None
    if desk:  # "Andina Libre" is more than the Andina within it
        found = [m for m in found if not (desk.start <= m.start < m.end < desk.end and doc[m.end].is_title)]
    if desk and not any(m.start < desk.end and desk.start < m.end for m in found):
        found = [_by_desk(m, desk) if doc[m.start : m.end].text == desk.name else m for m in found] + [desk]
        taken.update(range(desk.start, desk.end))
    for acronym in list(acronyms(doc, found, taken)):
        found.append(acronym)
        taken.update(range(acronym.start, acronym.end))
    for body in described_names(doc, names, taken | skipped):
        found.append(body)
        taken.update(range(body.start, body.end))
    found += list(descriptions(doc, names, taken | skipped, titles))
    for body in list(unnamed_bodies(doc, found, taken | skipped)):
        found.append(body)
        taken.update(range(body.start, body.end))
    found = apposed(doc, found)
    found += [p for p in _pronouns(doc) if p.start not in skipped]
    found += _asked(doc, names, found, ((t, r) for t, r in sources if t.i not in skipped))
    found = _sensible(found)
    return sorted(found, key=lambda m: (m.start, -m.end))


def _agency(doc: Doc, agency: Span) -> Mention | None:
    """The mention of an agency that only a dateline tells to be one."""
    tokens = doc.char_span(agency.start, agency.end, alignment_mode="expand")
    if tokens is None:
        return None
    name = " ".join(doc.text[agency.start : agency.end].split())
    return Mention(
        start=tokens.start,
        end=tokens.end,
        head=tokens.end - 1,
        form="name",
        kind="media",
        key=f"media:{name}",
        name=name,
        sector=("JRN",),
    )


def _by_desk(mention: Mention, desk: Mention) -> Mention:
    """A mention that bears the name of the dateline's agency, as one of that agency."""
    return replace(desk, start=mention.start, end=mention.end, head=mention.head)


def _sensible(found: list[Mention]) -> list[Mention]:
    """The mentions without doubles: one a head and part, and no state within "Kiev authorities"."""
    swallowed = {
        i for m in found if m.form == "description" and m.kind == "state" and m.country for i in range(m.start, m.end)
    }
    owned = {m.start for m in found if m.form == "description" and m.kind == "state"}
    kept: dict[tuple[int, int], Mention] = {}
    for m in found:
        if m.form == "name" and m.kind == "state" and m.head in swallowed:
            continue
        if m.form == "pronoun" and m.gender == "we" and m.start in owned:
            continue
        kept.setdefault((m.head, m.part), m)
    return list(kept.values())
