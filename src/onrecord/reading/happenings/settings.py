"""Where and when an event takes place: the place and the date that the parse puts nearest to its words.

A place is a proper name behind "in", "at", "near" and the like; its state comes from the gazetteers `states.csv`
and `cities.csv`, or from the name behind it ("in Oruro, Bolivia"). A name that no gazetteer has is a place where the
preposition can bring nothing else. A date is a temporal expression of the layer below; the one that hangs nearest to
the event in the parse is its own, unless it is when somebody said something. Of what is moved to a date, that is it;
of two days joined by "to" or "and", the second is the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import islice, pairwise

from spacy.tokens import Doc, Token

from onrecord.reading.draft import Draft, chars, draft_of, tokens_of
from onrecord.reading.happenings.predicates import Match
from onrecord.reading.happenings.sides import listed
from onrecord.reading.lexicons import rows, table
from onrecord.record import Place, Span, Time, When

REACH = 600
"""Characters within which a date may belong to an event; keeps sentences of any length linear."""
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NO_PLACES = frozenset({"DATE", "TIME", "EVENT", "LANGUAGE", "LAW", "MONEY", "NORP", "PERCENT", "QUANTITY", "ORDINAL"})


@cache
def _gazetteer() -> dict[str, tuple[str | None, float | None, float | None]]:
    """Place names in lower case -> state, latitude and longitude."""
    found: dict[str, tuple[str | None, float | None, float | None]] = {}
    for row in rows("cities"):
        lat, lon = row.get("lat"), row.get("lon")
        place = (row["country"] or None, float(lat) if lat else None, float(lon) if lon else None)
        found.setdefault(row["name"].lower(), place)
    for row in rows("states"):
        for name in (row["name"], *row.get("aliases", "").split("|")):
            if name:
                found[name.lower()] = (row["code"], None, None)
    return found


DEEPEST = 40
"""Words of an event's phrase that are looked through for a place."""
_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "acl", "xcomp", "punct"})
_BODIES = frozenset({"organisation", "government", "media", "company", "armed-group"})


def _is_name(doc: Doc, span: Span) -> bool:
    """Whether a mention is a name rather than a description: it ends with a capital, or holds several."""
    return sum(token.text[:1].isupper() and token.pos_ == "PROPN" for token in tokens_of(doc, span)) > 1


class Settings:
    """Finds places and dates of events in one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._text = doc.text
        self.draft: Draft = draft_of(doc)
        saying = {s.said.span for s in self.draft.layer("statements") if s.said is not None}
        self._times: list[Time] = sorted(
            (t for t in self.draft.layer("times") if t.type in ("DATE", "TIME") and not t.value.endswith("_REF")),
            key=lambda t: t.span,
        )
        self._starts = [t.span.start for t in self._times]
        self._saying = saying
        self._sentences = [sentence.start_char for sentence in doc.sents]
        self._kinds = {a.id: a.kind for a in self.draft.layer("actors")}
        self._ends = self._intervals()
        self._entities = {token.i: entity for entity in doc.ents if entity.label_ in _PLACES for token in entity}
        bodies = [a for a in self.draft.layer("actors") if a.kind in _BODIES]
        self._in_names = {  # "the Organisation for Security and Co-operation in Europe" is not in Europe
            token.i for a in bodies for m in a.mentions for token in list(tokens_of(doc, m))[1:] if _is_name(doc, m)
        }

    def times_near(self, word: Token) -> list[Time]:
        """The dates named in a word's sentence, not too far from it."""
        at = bisect_right(self._sentences, word.idx)
        start = max(self._sentences[at - 1] if at else 0, word.idx - REACH)
        end = min(self._sentences[at] if at < len(self._sentences) else word.idx + REACH, word.idx + REACH)
        return self._times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def when(self, head: Token, carrier: Token | None, *, speech: bool, asked: bool = False) -> When | None:
        """The date that stands nearest to an event in the parse, within its own clause.

        Args:
            head: the word that names the event.
            carrier: the verb that carries it.
            speech: whether the date on which something was said may be the event's.
            asked: whether it is an act of speech; a date ahead in what it asks for or promises is not its own.
        """
        best: tuple[int, int, Time] | None = None
        bearers = [head, *_framing(head), *_planning(head)]
        carriers = [carrier, *_framing(carrier), *_planning(carrier)] if carrier is not None else []
        called_off = carrier is not None and calls_off(carrier)
        for time in self.times_near(head):
            if time.span in self._saying and not speech:
                continue
            tokens = tokens_of(self.doc, time.span)
            if not len(tokens) or (_since(tokens[0]) and not self._begins(tokens[0], [*bearers, *carriers])):
                continue
            moved = moved_to(tokens.root) is not None
            above = bearers if called_off and not moved else [*bearers, *carriers]
            distance = min(_distance(tokens.root, word, through=not asked or not self._ahead(time)) for word in above)
            if moved and distance <= 4:
                distance = -1
            if distance <= 4 and (best is None or (distance, abs(tokens.root.i - head.i)) < best[:2]):
                best = (distance, abs(tokens.root.i - head.i), time)
        if best is None:
            return None
        first = best[2]
        if _since(tokens_of(self.doc, first.span)[0]):
            return When(span=first.span, value=first.value, end=self.draft.date)
        begun, last = self._ends.get(first.span, (first, None))
        if last is not None and (best[0] >= 0 or begun is first):
            return When(span=begun.span, value=begun.value, end=last.value)
        return When(span=first.span, value=first.value)

    def _begins(self, first: Token, bearers: list[Token]) -> bool:
        """Whether what "since" bounds is the event itself: "since then they have accused", not "the first since"."""
        above = first.nbor(-1).head
        return above.pos_ in ("VERB", "AUX") and above.i in {word.i for word in bearers}

    def _ahead(self, time: Time) -> bool:
        today = self.draft.date
        return today is not None and "X" not in time.value[:4] + today[:4] and time.value[:10] > today

    def _intervals(self) -> dict[Span, tuple[Time, Time]]:
        """The first and the last day of each interval, by the spans of both."""
        found: dict[Span, tuple[Time, Time]] = {}
        for first, last in pairwise(self._times):
            if last.span.start - first.span.end > 12 or not first.value[:10] < last.value[:10]:
                continue
            between = self._text[first.span.end : last.span.start].split()
            before = self._text[max(0, first.span.start - 9) : first.span.start].split()[-1:]
            needed = table("event_status")["intervals"].get(" ".join(between))
            counted = self._text[last.span.start : last.span.end].isdigit()  # "March 3 and 4"
            if between == ["and"] and _is_next_month(first.value, last.value):
                needed = ""
            if needed is not None and (counted or needed in ("", *(word.lower() for word in before))):
                found[first.span] = found[last.span] = (first, last)
        return found

    def place(
        self, head: Token | None, carrier: Token | None, *, going: bool = False, said: bool = False
    ) -> Place | None:
        """The place that hangs on an event, on the verb that carries it, or on what says that it is planned or held.

        Args:
            head: the word that names the event.
            carrier: the verb that carries it.
            going: whether "to" brings a place too ("sent troops to Crimea").
            said: whether it is an act of speech, whose place only its own prepositions bring.
        """
        locative = listed("locative") | listed("directional") if going else listed("locative")
        if carrier is not None and carrier.lemma_.lower() in listed("shifting"):
            to = [c for c in islice(carrier.children, 40) if c.dep_ == "prep" and c.lower_ == "to"]
            for inner in (x for c in to for x in c.children if x.dep_ == "pobj"):
                if place := self.named(inner) or self._unknown(inner):
                    return place  # "has been moved from La Paz to Arequipa"
        found = self._hanging(head, carrier, locative)
        if found is None and not said:
            found = self._behind_more(head, carrier) or self._deeper(head)
        return found

    def _deeper(self, head: Token | None) -> Place | None:
        """The place that stands with a party or thing of the event's own phrase: "clashes between X and police in Y".

        Clauses within the phrase tell of other things and are left out.
        """
        waiting = list(islice(head.rights, 20)) if head is not None else []
        for _ in range(DEEPEST):
            if not waiting:
                return None
            token = waiting.pop(0)
            if token.dep_ in _CLAUSES:
                continue
            if token.dep_ == "prep" and token.lower_ in ("in", "at") and (found := self._below(token)) is not None:
                return found
            waiting += islice(token.rights, 20)
        return None

    def _behind_more(self, *bearers: Token | None) -> Place | None:
        """The place behind what tells how, with whom or how long: "met behind closed doors in Muscat"."""
        for start in bearers:
            for child in islice(start.children, 60) if start is not None else ():
                if child.dep_ not in ("prep", "agent") or child.lower_ not in listed("passed"):
                    continue
                for inner in child.children:
                    if inner.dep_ != "pobj" or inner.ent_type_ == "ORG":
                        continue
                    for behind in islice(inner.children, 20):
                        if behind.dep_ == "prep" and behind.lower_ in listed("locative"):
                            found = self._below(behind)
                            if found is not None:
                                return found
        return None

    def _hanging(self, head: Token | None, carrier: Token | None, locative: frozenset[str]) -> Place | None:
        for start in (head, carrier):
            if start is None:
                continue
            near = list(islice(start.children, 60))
            said_more = [c for c in near if c.dep_ in ("acl", "relcl", "xcomp", "amod") and _sets(c)]
            parties = [x for c in near if c.lower_ == "between" for x in islice(c.subtree, 20)]
            clauses = [c for c in (*near, *parties) if c.dep_ == "relcl"]  # the parser hangs some on the last party
            said_more += [x for c in clauses for x in _planned(c)]
            said_more += [x for c in said_more for x in c.children if c.pos_ == "ADJ" and x.dep_ == "xcomp"]
            objects = [c for c in near if c.dep_ == "dobj" and start.pos_ == "VERB"]
            for token in (start, *said_more, *objects):
                for child in islice(token.children, 60):
                    if child.dep_ != "prep":
                        continue
                    dates = () if child.lower_ in locative else (c for c in child.children if c.ent_type_ == "DATE")
                    inner = [x for date in dates for x in date.children if x.dep_ == "prep" and x.lower_ in locative]
                    for preposition in [child, *inner] if child.lower_ in locative else inner:
                        found = self._below(preposition)
                        if found is not None:
                            return found
        return None

    def seized(self, match: Match) -> Place | None:
        """The territory that is seized: the object of the verb, or what "of" brings behind the noun."""
        for token in (match.verb, match.noun):
            for child in islice(token.children, 40) if token is not None else ():
                inner = next((c for c in child.children if c.dep_ == "pobj"), None)
                if child.dep_ in ("dobj", "nsubjpass"):
                    inner = child
                elif child.dep_ != "prep" or child.lower_ != "of":
                    continue
                found = self.named(inner) if inner is not None else None
                if found is not None:
                    return found
        return None

    def _below(self, preposition: Token, depth: int = 0) -> Place | None:
        for inner in islice(preposition.children, 20):
            if inner.dep_ == "pobj":
                found = self.named(inner) or (self._unknown(inner) if preposition.lower_ in listed("placing") else None)
                if found is not None:
                    return found
            if inner.ent_type_ == "ORG":
                continue
            below = inner.children if inner.dep_ == "pobj" else (inner,)
            for child in islice(below, 20):
                if child.dep_ == "prep" and (child.lower_ in listed("locative") or child.lower_ == "of") and depth < 3:
                    found = self._below(child, depth + 1)
                    if found is not None:
                        return found
                if child.dep_ == "appos":
                    found = self.named(child)
                    if found is not None:
                        return found
        return None

    def named(self, token: Token) -> Place | None:
        """The place that a noun names, with the point of the compass before it."""
        if self._is_time(token) or token.i in self._in_names:
            return None
        entity = self._entities.get(token.i)
        if token.ent_type_ == "ORG" and token.lower_ not in _gazetteer():
            return None
        if entity is None:
            if token.pos_ == "NOUN" and token.lemma_.lower() in listed("areas"):
                below = [p for c in token.rights if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
                below += [c for c in token.lefts if c.dep_ in ("compound", "nmod", "appos")]
                if not below or below[0].pos_ != "PROPN":
                    return None
                return self.named(below[0]) or self._unknown(below[0])
            if token.pos_ != "PROPN" or token.lower_ not in _gazetteer():
                return None
            entity = self.doc[token.i : token.i + 1]
        first = entity.start
        while first < entity.end - 1 and self.doc[first].lower_ in ("the", "a"):
            first += 1
        if first > 0 and self.doc[first - 1].lower_ in listed("regions"):
            first -= 1
        last = entity.end
        while last - 1 > first and self.doc[last - 1].lower_ in ("'s", "’s"):
            last -= 1
        return self._place(first, last)

    def _is_time(self, token: Token) -> bool:
        at = bisect_right(self._starts, token.idx) - 1
        return at >= 0 and token.idx < self._times[at].span.end

    def _unknown(self, token: Token) -> Place | None:
        """The place that a name tells which no gazetteer has, where nobody of that name acts in the dispatch."""
        if (
            self._is_time(token)
            or token.tag_ != "NNP"
            or not token.text[:1].isupper()
            or token.ent_type_ in _NO_PLACES
            or len(token) < 3
        ):
            return None
        kinds = {self._kinds.get(key) for key in self.draft.heads.get(token.i, ())}
        if kinds - {"person"} or token.lower_ in listed("no_places") or (token.is_upper and len(token) < 6):
            return None
        first = token.i
        edge = token.left_edge.i
        while first > edge and self.doc[first - 1].tag_ == "NNP" and self.doc[first - 1].ent_type_ != "NORP":
            first -= 1
        return self._place(first, token.i + 1)

    def _place(self, first: int, last: int) -> Place:
        span = chars(self.doc[first:last])
        text = " ".join(self._text[span.start : span.end].split())
        name = text.title() if text.isupper() and len(text) > 4 else text
        country, lat, lon = _gazetteer().get(name.lower(), (None, None, None))
        if country is None and " " in name and name.split()[0].lower() in listed("regions"):
            country = _gazetteer().get(name.split(maxsplit=1)[1].lower(), (None, None, None))[0]
        if country is None and last + 1 < len(self.doc) and self.doc[last].text == ",":
            country = self._named_state(last + 1)
        return Place(span=span, name=name, country=country, lat=lat, lon=lon)

    def _named_state(self, start: int) -> str | None:
        """The state whose name begins at a token, as in "in Oruro, Bolivia"."""
        for end in range(min(start + 3, len(self.doc)), start, -1):
            name = self.doc[start:end].text.lower()
            if name in _states():
                return _states()[name]
        return None


@cache
def _states() -> dict[str, str]:
    """Names of states in lower case -> code."""
    named = ((name, row["code"]) for row in rows("states") for name in (row["name"], *row["aliases"].split("|")))
    return {name.lower(): code for name, code in named if name}


def calls_off(verb: Token) -> bool:
    """Whether a verb calls something off: its day is not that of what would have been."""
    lemma = verb.lemma_.lower()
    return lemma in listed("cancelled_governors") or (
        lemma == "call" and any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children)
    )


def _is_next_month(first: str, last: str) -> bool:
    """Whether a month follows another ("in November and December")."""
    months = [re.fullmatch(r"(?:\d{4}|XXXX)-(\d\d)", value) for value in (first, last)]
    return all(months) and int(months[1][1]) - int(months[0][1]) in (1, -11)  # type: ignore[index]


def _since(first: Token) -> bool:
    """Whether a date only bounds what is told: "the first since autumn"."""
    return first.i > 0 and first.nbor(-1).lower_ == "since"


def moved_to(date: Token) -> Token | None:
    """The word that moves something to a date, as in "has been postponed until Friday"."""
    preposition = date.head
    if date.dep_ != "pobj" or preposition.lower_ not in ("to", "until", "till", "for"):
        return None
    above = preposition.head
    for _ in range(3):
        if above.lemma_.lower() in listed("shifting"):
            return above
        if above.dep_ not in ("dobj", "prep", "pobj", "advmod", "prt"):
            return None
        above = above.head
    return None


def _framing(word: Token) -> list[Token]:
    """The word whose date is also the event's: in "in April, when he launched …", "during a meeting … was signed"."""
    above = word.head
    if above.i == word.i:
        return []
    if word.dep_ in ("advcl", "relcl") and any(c.lower_ == "when" for c in islice(word.children, 20)):
        return [above]
    if word.dep_ == "pobj" and above.dep_ == "prep" and above.lower_ in ("during", "at") and above.head.pos_ == "VERB":
        return [above.head]
    return []


def _planning(word: Token) -> list[Token]:
    """The words above an infinitive that plan it: "on Friday she is (due) to meet" tells the day of meeting."""
    found: list[Token] = []
    while word.dep_ in ("xcomp", "acomp", "oprd") and word.head.i != word.i and len(found) < 3:
        word = word.head
        if word.lemma_ != "be" and (word.lower_ not in ("due", "set", "expected", "scheduled", "slated")):
            break
        found.append(word)
    return found


def _planned(clause: Token) -> list[Token]:
    """What a clause behind a noun says was planned for it: "which had been due to open in Oslo"."""
    found: list[Token] = []
    steps = [c for c in islice(clause.children, 20) if c.dep_ in ("xcomp", "acomp", "oprd")]
    while steps and len(found) < 3:
        found.append(steps[0])
        steps = [c for c in islice(steps[0].children, 20) if c.dep_ in ("xcomp", "acomp", "oprd")]
    return [word for word in found if any(_sets(x) or x.lower_ == "due" for x in (clause, *found))]


def _sets(verb: Token) -> bool:
    """Whether a clause behind a noun says that it is planned or held somewhere."""
    lemma = verb.lemma_.lower()
    return lemma in listed("scheduled_governors") or lemma in listed("occur") or lemma in ("hold", "stage", "launch")


def _settled(verb: Token, time: Token) -> bool:
    """Whether a date is when something was agreed or ordered, rather than what it was agreed or ordered for."""
    return verb.lemma_.lower() in listed("settling") and time.head.lower_ != "for"


def _distance(time: Token, head: Token, *, through: bool) -> int:
    """How many steps of the parse a date hangs below a word, `through` complements or not; 99 where it does not."""
    steps = 0
    token = time
    while steps < 6:
        if token.i == head.i:
            return steps
        if token.dep_ in ("acl", "relcl") and token.i != time.i:
            told = _sets(token) or (token.head.i == head.i and head.pos_ in ("NOUN", "PROPN"))
            steps += 2 if not told or _settled(token, time) else 0
        if token.head.i == token.i or (token.dep_ in ("xcomp", "ccomp") and not through):
            return 99
        token = token.head
        steps += 1
    return 99
