"""Conditions: what one thing is said to depend on, as antecedent and consequent.

A table of conjunctions says which words open a condition, of what kind, and what must hold of the clause that hangs
on it: after "until" or "after" it must not be a finished fact, after "without" it must be negated. The antecedent is
the clause or noun phrase that the dependency parse puts under the conjunction. The consequent is the rest of the
clause which that one modifies, climbed to the finite verb and kept inside the statement that holds the condition,
so that "the minister said" is no part of it. A parse is taken as projective: a word's phrase is all that lies
between its edges. At most `_REACH` words each side of a conjunction are looked at, so the time taken is linear.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Token

from onrecord.reading.clauses import SUBJECTS, is_clause, is_modal, is_past, trimmed
from onrecord.reading.draft import Attribution, Draft, Tellings, draft_of, phrase_of
from onrecord.reading.lexicons import table
from onrecord.record import Condition, ConditionKind, Span, Time

NAME = "onrecord_conditions"

_TABLE = table("conditions")
_AROUND: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in _TABLE["surroundings"].items()}
_REACH = 150
"""Words on each side of a conjunction that may belong to its condition; longer sentences of the news are lists."""
_SAYING = _AROUND["saying"]
"""Verbs before which a clause that they report is no part of what hangs on the condition."""
_NEST = 12
"""Contents that begin before a place and are looked at for the innermost that covers it."""


@dataclass(frozen=True, kw_only=True)
class _Rule:
    kind: str
    form: str
    needs: str
    nouns: frozenset[str] = frozenset()


_RULES = {
    word: _Rule(kind=row["kind"], form=row["form"], needs=row["needs"], nouns=frozenset(row.get("nouns", ())))
    for row in _TABLE["conjunctions"]
    for word in row["words"]
}
_INVERTED = _Rule(kind=_TABLE["inversion"]["kind"], form="inverted", needs="any")
_WORDS = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(_RULES, key=len, reverse=True))
_OPENERS = re.compile(
    rf"(?<![\w-])(?:(?P<rule>{_WORDS})|(?P<inverted>{'|'.join(_TABLE['inversion']['words'])}))(?![\w-])", re.I
)


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A condition by token indices; `main` is the verb that hangs on it."""

    kind: ConditionKind
    antecedent: tuple[int, ...]
    consequent: tuple[int, ...]
    main: int


@Language.component(NAME)
def read_conditions(doc: Doc) -> Doc:
    """Notes the conditions of a document; needs its attributions and statements."""
    draft = draft_of(doc)
    draft.conditions = tuple(_conditions(doc, draft))
    return doc


def _conditions(doc: Doc, draft: Draft) -> Iterator[Condition]:
    told = Tellings(draft.layer("statements"))
    found: list[_Found] = []
    contents = _Contents(draft.layer("attributions"), draft.layer("times"))
    starts = [token.idx for token in doc]
    for match in _OPENERS.finditer(doc.text):
        first = bisect_left(starts, match.start())
        last = bisect_left(starts, match.end()) - 1
        if first >= len(doc) or last < first or doc[first].idx != match.start():
            continue
        rule = _RULES[" ".join(match["rule"].lower().split())] if match["rule"] else _INVERTED
        one = _Place(doc, first, last, contents).condition(rule)
        if one is None:
            continue
        if found and first in found[-1].antecedent and doc[first - 1].dep_ == "cc":
            continue
        if found and _coordinate(doc, found[-1], one):
            gap = range(found[-1].antecedent[-1] + 1, one.antecedent[0])
            both = (*found[-1].antecedent, *gap, *one.antecedent)
            kept = trimmed(doc, (i for i in found[-1].consequent if not both[0] <= i <= both[-1]))
            found[-1] = replace(found[-1], antecedent=both, consequent=kept)
        else:
            found.append(one)
    for i, one in enumerate(found, 1):
        antecedent = phrase_of(doc[t] for t in one.antecedent)
        yield Condition(
            id=f"c{i}",
            kind=one.kind,
            antecedent=antecedent,
            consequent=phrase_of(doc[t] for t in one.consequent),
            said_in=told.at(antecedent[0]),
        )


def _coordinate(doc: Doc, before: _Found, one: _Found) -> bool:
    """Whether two conditions are one, repeated: "If A, if B, then C"."""
    gap = range(before.antecedent[-1] + 1, one.antecedent[0])
    return (
        before.kind == one.kind
        and before.main == one.main
        and 0 < len(gap) <= 4
        and all(doc[t].is_punct or doc[t].dep_ == "cc" or doc[t].lower_ in _RULES for t in gap)
    )


class _Contents:
    """The contents of attributions, asked for the innermost that covers a place, and the dates of the text."""

    def __init__(self, attributions: Iterable[Attribution], times: Iterable[Time]) -> None:
        attributions = tuple(attributions)
        self.cues = {span.start for a in attributions for span in a.cue}
        self._dates = sorted(t.span for t in times if t.type in ("DATE", "TIME"))
        self._spans = sorted((span, i) for i, a in enumerate(attributions) for span in a.content)
        self._starts = [span.start for span, _ in self._spans]
        self._contents = [a.content for a in attributions]

    def at(self, offset: int) -> tuple[Span, ...] | None:
        """The spans of the innermost content that covers an offset, or None."""
        last = bisect_right(self._starts, offset)
        covering = [(s.end - s.start, i) for s, i in self._spans[max(0, last - _NEST) : last] if offset < s.end]
        return self._contents[min(covering)[1]] if covering else None

    def dated(self, offset: int) -> bool:
        """Whether a date or time covers an offset."""
        at = bisect_right(self._dates, Span(offset, sys.maxsize)) - 1
        return at >= 0 and offset < self._dates[at].end


class _Place:
    """A conjunction in its sentence: the tokens that may belong to its condition."""

    def __init__(self, doc: Doc, first: int, last: int, contents: _Contents) -> None:
        self.doc, self.first, self.last = doc, first, last
        self._contents = contents
        low = first
        while low > 0 and first - low < _REACH and not doc[low].is_sent_start:
            low -= 1
        high = last + 1
        while high < len(doc) and high - last < _REACH and not doc[high].is_sent_start:
            high += 1
        self.low, self.high = low, high
        spans = contents.at(doc[first].idx)
        self.quoted = spans is not None
        self.region = [
            i for i in range(low, high) if (spans is None or any(s.start <= doc[i].idx < s.end for s in spans))
        ]
        self._inside = set(self.region)

    def condition(self, rule: _Rule) -> _Found | None:
        """The condition that a conjunction opens here, or None if it opens none."""
        if rule.form == "inverted":
            return self._inverted(rule)
        if self.last + 1 >= self.high or self._set_phrase():
            return None
        if rule.form == "predicate":
            return self._predicate(rule)
        under = self._under(rule)
        if under is None:
            return None
        return self._joined(rule, under)

    def _set_phrase(self) -> bool:
        doc = self.doc
        before = doc[self.first - 1] if self.first > self.low else None
        word = doc[self.first].lower_
        behind = doc[self.last + 1].lower_
        if behind in _AROUND["never_behind"] and doc[self.last].lower_ != "that":
            ends = self.last + 2 >= self.high or doc[self.last + 2].is_punct or doc[self.last + 2].pos_ == "CCONJ"
            stands = not ends and (word != "without" or behind in _AROUND["articles"])
            if not stands:
                return True
        if before is None:
            return False
        if before.lower_ in _AROUND["never_before"] and not before.is_punct:
            return True
        verb = doc[self.first].head
        opens = verb.dep_ == "advcl" and verb.head.i > verb.i > self.first
        if word == "if" and before.lemma_.lower() in _AROUND["questions"] and not opens:
            return True
        return word == "if" and self._asked()

    def _asked(self) -> bool:
        """Whether "if" opens a question that hangs on a verb of asking: "asked reporters if …"."""
        verb = self.doc[self.first].head
        return verb.dep_ == "ccomp" and verb.head.i < self.first and verb.head.lemma_.lower() in _AROUND["questions"]

    def _under(self, rule: _Rule) -> Token | None:
        """The head of the clause or noun phrase that the conjunction opens."""
        doc, start = self.doc, self.last + 1
        while start < self.high and (doc[start].is_punct or doc[start].is_space):
            start += 1
        if start >= self.high:
            return None
        top = doc[start]
        marked = {doc[i].head.i for i in range(self.first, self.last + 1) if doc[i].dep_ == "mark"}
        while top.i not in marked and self.last < top.head.i < self.high and top.head.i != top.i:
            if rule.form != "noun" and is_clause(top, self.last) and top.dep_ not in SUBJECTS:
                break
            top = top.head
        if rule.form != "noun" and top.i in marked:
            return top
        if rule.form == "clause" and marked and not is_clause(top, self.last):
            return doc[min(marked)] if self.last < min(marked) < self.high else None
        if rule.form == "clause":
            return top if is_clause(top, self.last) else None
        dated = top.ent_type_ in ("DATE", "TIME") or self._contents.dated(top.idx)
        if dated or top.pos_ == "PRON" or (rule.nouns and top.lemma_.lower() not in rule.nouns):
            return None
        return top

    def _joined(self, rule: _Rule, under: Token) -> _Found | None:
        """Antecedent and consequent, once it is known what stands under the conjunction."""
        main = self._main(under)
        if main is None or (self.doc[self.first].lower_ == "if" and main.lemma_.lower() in _AROUND["asking"]):
            return None
        fronted = main.i > self.last and under.i < main.i
        end = min(under.right_edge.i, self.high - 1)
        if fronted:
            end = min(end, main.i - 1, self._subject_start(main) - 1)
        antecedent = self._trimmed(i for i in range(self.last + 1, end + 1) if i in self._inside)
        if not antecedent:
            return None
        taken = set(range(self.first, antecedent[-1] + 1))
        consequent = self._consequent(main, taken, fronted=fronted)
        if not consequent or not self._holds(rule, main, under, consequent):
            return None
        kind = rule.kind
        if kind == "as long":
            kind = "while" if main.lemma_ in _AROUND["lasting"] or self._negated(consequent) else "provided"
        return _Found(kind=cast(ConditionKind, kind), antecedent=antecedent, consequent=consequent, main=main.i)

    def _main(self, under: Token) -> Token | None:
        """The verb whose clause hangs on what stands under the conjunction, as high as it may be."""
        token = self.doc[self.first] if under.head.i >= self.first and under.head.i <= self.last else under
        seen = 0
        while seen < _NEST and (self.first <= token.i <= self.last or token.i == under.i):
            if token.head.i == token.i:
                return self._behind_comma(under)
            token, seen = token.head, seen + 1
        while seen < _NEST and token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
            token, seen = token.head, seen + 1
        if token.idx in self._contents.cues:
            told = [t for t in token.children if t.dep_ == "ccomp" and t.right_edge.i < self.first]
            token = told[-1] if told else token
        if token.i not in self._inside:
            return self._top_of_region(under)
        while (
            seen < _NEST
            and token.dep_ in ("xcomp", "acomp", "attr", "aux", "auxpass", "pcomp", "prep")
            and token.head.i in self._inside
        ):
            token, seen = token.head, seen + 1
        return token

    def _behind_comma(self, under: Token) -> Token | None:
        """The clause behind the comma, where the parse makes it hang on the condition and not the other way round."""
        for token in under.rights:
            before = token.left_edge.i - 1
            if (
                token.dep_ in ("ccomp", "conj", "parataxis")
                and is_clause(token, before)
                and self.doc[before].text == ","
            ):
                return token
        return None

    def _top_of_region(self, under: Token) -> Token | None:
        """The highest verb of the statement that holds the condition, the condition itself left out."""
        inside = range(under.left_edge.i, under.right_edge.i + 1)
        for i in self.region:
            token = self.doc[i]
            if i in inside or self.first <= i <= self.last or token.pos_ not in ("VERB", "AUX"):
                continue
            if token.head.i not in self._inside or token.head.i == i or token.head.i in inside:
                return token
        return next((self.doc[i] for i in self.region if i not in inside and not self.first <= i <= self.last), None)

    def _subject_start(self, main: Token) -> int:
        """Where the subject of a verb begins, or the verb itself."""
        starts = [t.left_edge.i for t in main.lefts if t.dep_ in SUBJECTS and t.i > self.last]
        return min([main.i, *starts])

    def _consequent(self, main: Token, taken: set[int], *, fronted: bool) -> tuple[int, ...]:
        """The tokens of what hangs on a condition."""
        low, high = main.left_edge.i, main.right_edge.i
        if main.dep_ == "ROOT" and self.quoted:
            low, high = self.low, self.high - 1
        last = max(taken)
        own = set(range(max(low, self.low), min(high, self.high - 1) + 1))
        for child in main.children:
            apart = child.dep_ == "conj" and not fronted and child.i > last
            apart = apart or (child.dep_ in ("ccomp", "parataxis") and child.i < main.i and main.lemma_ in _SAYING)
            if apart:
                own -= set(range(child.left_edge.i, child.right_edge.i + 1))
        own |= self._shared_subject(main)
        return self._trimmed(i for i in sorted(own) if i in self._inside and i not in taken)

    def _shared_subject(self, main: Token) -> set[int]:
        """The subject of a verb that has none of its own, since it shares one with the verb before it."""
        token = main
        for _ in range(_NEST):
            subjects = [t for t in token.lefts if t.dep_ in SUBJECTS]
            if subjects:
                first = subjects[0]
                return set() if token is main else set(range(max(first.left_edge.i, self.low), first.right_edge.i + 1))
            if token.dep_ != "conj":
                break
            token = token.head
        return set()

    def _trimmed(self, tokens: Iterable[int]) -> tuple[int, ...]:
        return trimmed(self.doc, tokens)

    def _holds(self, rule: _Rule, main: Token, under: Token, consequent: tuple[int, ...]) -> bool:
        """Whether the two clauses are such as the conjunction needs to open a condition."""
        if rule.needs == "any":
            return True
        open_ = self._open(main, consequent)
        if rule.needs == "never":
            return self._negated(consequent) and not is_past(main) and (is_modal(main) or main.lemma_ == "be")
        if rule.needs == "open":
            contrast = self.first > self.low and self.doc[self.first - 1].text == ","
            fronted = self.first < main.i
            hard = self._negated(consequent) or any(
                self.doc[i].lemma_.lower() in _AROUND["possibility"] for i in consequent
            )
            finite = any(t.dep_ in SUBJECTS for t in under.children)
            return (
                finite and not contrast and not is_modal(under) and open_ and (hard or (not fronted and is_modal(main)))
            )
        if rule.needs == "coming":
            if not any(t.dep_ in SUBJECTS for t in under.lefts) and rule.form == "clause":
                return False
            would = any(t.lower_ in ("would", "could", "might") for t in main.children) or main.dep_ == "xcomp"
            return open_ and (not is_past(under) or would)
        return open_ or not is_past(main)

    def _open(self, main: Token, consequent: tuple[int, ...]) -> bool:
        """Whether what hangs on a condition is not said to be a fact: modal, infinitive or imperative."""
        if is_modal(main) or main.tag_ == "VB":
            return True
        if any(is_modal(t) for t in main.children if t.dep_ in ("conj", "ccomp")):
            return True
        return not is_past(main) and any(self.doc[i].tag_ == "TO" for i in consequent)

    def _negated(self, tokens: Iterable[int]) -> bool:
        return any(self.doc[i].lower_ in _AROUND["negative"] for i in tokens)

    def _predicate(self, rule: _Rule) -> _Found | None:
        """The condition of "X depends on Y": X hangs on Y."""
        doc = self.doc
        verb = doc[self.first]
        while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i and verb.head.i in self._inside:
            verb = verb.head
        subject = next((t for t in verb.lefts if t.dep_ in SUBJECTS), None)
        made = next((t for t in verb.rights if t.dep_ in ("dobj", "nsubj") and t.i < self.first), None)
        what = made or subject
        behind = [t for i in range(self.first, self.last + 1) for t in doc[i].rights if t.i > self.last]
        if what is None or not behind or what.pos_ == "PRON":
            return None
        end = min(max(t.right_edge.i for t in behind), self.high - 1)
        antecedent = self._trimmed(i for i in range(self.last + 1, end + 1) if i in self._inside)
        consequent = self._trimmed(
            i
            for i in range(max(what.left_edge.i, self.low), min(what.right_edge.i, self.first - 1) + 1)
            if i in self._inside
        )
        if not antecedent or not consequent:
            return None
        return _Found(kind=cast(ConditionKind, rule.kind), antecedent=antecedent, consequent=consequent, main=verb.i)

    def _inverted(self, rule: _Rule) -> _Found | None:
        """The condition of "Should they attack, we will respond"."""
        doc, opener = self.doc, self.doc[self.first]
        verb = opener if opener.dep_ == "advcl" else opener.head
        before = doc[self.first - 1] if self.first > self.low else None
        trails = verb.dep_ == "advcl" and opener.lower_ == "should" and verb.head.i < opener.i
        if before is not None and not (trails or before.is_punct or before.is_space or before.dep_ == "cc"):
            return None
        if verb.i < opener.i:
            return None
        comma = next((i for i in self.region if i > self.last and doc[i].text == ","), -1)
        if opener.text == "Should" and self.last < comma < verb.i and self._opens_statement(opener):
            return self._parted(rule, comma, verb)
        if not (verb.dep_ == "advcl" or self._opens_statement(verb)):
            return None
        limit = verb.i if verb.i != opener.i else verb.right_edge.i + 1
        if not any(opener.i < t.i < limit for t in verb.children if t.dep_ in SUBJECTS):
            return None
        return self._joined(rule, verb)

    def _parted(self, rule: _Rule, comma: int, verb: Token) -> _Found | None:
        """The condition of a sentence whose parse joins both clauses, parted at its first comma."""
        antecedent = self._trimmed(i for i in self.region if self.last < i < comma)
        consequent = self._trimmed(i for i in self.region if i > comma)
        if not antecedent or not consequent:
            return None
        return _Found(kind=cast(ConditionKind, rule.kind), antecedent=antecedent, consequent=consequent, main=verb.i)

    def _opens_statement(self, verb: Token) -> bool:
        """Whether the conjunction is the first word of its statement, no question, and a comma follows its clause."""
        first = next((i for i in self.region if not self.doc[i].is_punct), -1)
        rest = [self.doc[i].text for i in self.region if i > verb.i]
        return first == self.first and "," in rest and "?" not in rest
