"""The text of a dispatch is marked without a character changed, however its spans lie to each other."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Actor, Article, Event, Inference, Record, Said, Span, Statement, Time, sha256_of
from onrecord.store import Store
from onrecord.web.facts import facts_of
from onrecord.web.marking import NOUNS, Mark, Reference, marked, marked_text, runs_of
from onrecord.web.wording import visible


class Seen(HTMLParser):
    """What a browser would see: the text without references, the ids, and whether every element ends in its place."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.ids: Counter[str] = Counter()
        self.words: dict[str, str] = {}
        self.links: list[tuple[str, str]] = []
        self.open: list[tuple[str, str]] = []
        self.feed(str(html))  # plain, so that what the parser joins is not escaped again
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        key = values.get("id") or ""
        if key:
            self.ids[key] += 1
            self.words[key] = ""
        if tag == "a":
            assert "a" not in [name for name, _ in self.open], "a link within a link"
            self.links.append((values["href"] or "", ""))
        self.open.append((tag, key))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "a" in tags:
            href, words = self.links[-1]
            self.links[-1] = href, words + data
        if "sup" not in tags:
            self.text += data
            for _, key in self.open:
                if key:
                    self.words[key] += data


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=12))
    ranks = draw(st.lists(st.sampled_from([None, 0, 1]), min_size=len(spans), max_size=len(spans)))
    return text, [
        Mark(Span(*span), f"m{n}", "look", f"fact-{n}", rank)
        for n, (span, rank) in enumerate(zip(spans, ranks, strict=True))
    ]


@given(texts_with_marks(), st.lists(st.integers(0, 60), max_size=5))
def test_any_spans_over_any_text_leave_it_as_it_is(case: tuple[str, list[Mark]], places: list[int]) -> None:
    text, marks = case
    references = [Reference(min(at, len(text)), "fact-0", "s1", "statement s1") for at in places]
    seen = Seen(marked(text, marks, runs_of(marks), references))
    assert seen.text == visible(text).replace("\r", "")
    assert seen.ids == Counter(mark.id for mark in marks)


@given(texts_with_marks())
def test_every_link_leads_to_the_shortest_fact_that_has_its_words(case: tuple[str, list[Mark]]) -> None:
    _, marks = case
    short = [mark for mark in marks if mark.rank is not None]
    covered = set()
    for run, fact in runs_of(marks):
        for at in range(run.start, run.end):
            covered.add(at)
            holding = [mark for mark in short if mark.span.start <= at < mark.span.end]
            best = min(holding, key=lambda mark: (mark.span.end - mark.span.start, mark.rank, mark.span.end, mark.fact))
            assert best.fact == fact
    assert covered == {at for mark in short for at in range(*mark.span)}


def test_an_element_that_is_not_split_holds_the_words_of_its_span() -> None:
    text = "Sweden denied that Oslo had sent troops."
    outer, inner = Span(19, 39), Span(28, 39)
    seen = Seen(marked(text, [Mark(inner, "inner", "", ""), Mark(outer, "outer", "", "")]))
    assert seen.words == {"outer": "Oslo had sent troops", "inner": "sent troops"}


def test_of_two_overlapping_spans_the_later_is_split_and_its_first_piece_has_the_id() -> None:
    html = marked("abcdef", [Mark(Span(0, 4), "first", "x", ""), Mark(Span(2, 6), "second", "y", "")])
    assert html == (
        '<span id="first" class="x">ab<span id="second" class="y">cd</span></span><span class="y">ef</span>'
    )


def test_spans_that_lie_outside_of_the_text_do_not_break_the_page() -> None:
    text = "Short."
    article = Article(id="a", text=text, sha256=sha256_of(text))
    record = Record(article=article, times=(Time(span=Span(3, 99), type="DATE", value="2031"),))
    assert Seen(marked_text(text, facts_of(record))).text == text


def test_control_characters_and_turned_directions_are_shown_and_not_obeyed() -> None:
    seen = Seen(marked("a\x00b\x1b[2J\u202ec\r\nd\re", []))
    assert seen.text == "a␀b␛[2J\ufffdc\nd\ne"


TEXT = "Oslo said on Monday it would host talks. He came."
ARTICLE = Article(id="a", text=TEXT, sha256=sha256_of(TEXT))


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_a_short_fact_whose_words_all_lead_elsewhere_gets_a_reference() -> None:
    event = Event(id="e1", type="CONSULT", trigger=(at("Monday"),))
    record = Record(article=ARTICLE, events=(event,), times=(Time(span=at("Monday"), type="DATE", value="2031-03-03"),))
    seen = Seen(marked_text(TEXT, facts_of(record)))
    assert seen.links == [("#time-1", "Monday"), ("#fact-e1", "e1")]


def test_who_a_pronoun_means_and_when_a_weekday_was_lead_to_their_reasons() -> None:
    record = Record(
        article=ARTICLE,
        actors=(Actor(id="norway", name="Norway", kind="state", mentions=(at("Oslo"), at("He"))),),
        times=(Time(span=at("Monday"), type="DATE", value="2031-03-03"),),
        statements=(
            Statement(
                id="s1", kind="indirect", source=(at("He"),), cue=(at("said"),), content=(at("it would host talks"),),
                speakers=("norway",), said=Said(value="2031-03-03", span=at("Monday")),
            ),
        ),
        inferred=(
            Inference(of="/times/0/value", evidence=(at("Monday"),), why="The Monday before."),
            Inference(of="/actors/0/mentions/1", evidence=(at("He"),), why="“He” is taken to refer to Norway."),
            Inference(of="/statements/0/act", evidence=(at("said"),), why="A test."),
        ),
    )  # fmt: skip
    told = facts_of(record)["statements"][0]
    assert told.parties["speakers"][0].why == "#why-2"
    assert told.parts["said"][0].why == "#why-1"
    assert [(link.text, link.href) for link in told.reasons] == [("act", "#why-3")]
    assert facts_of(record)["actors"][0].parts["mentions"][1].why == "#why-2"


@pytest.mark.parametrize(
    "pointer",
    ["", "/", "/nothing/3", "/actors/99/mentions/0", "/actors/0/mentions/99", "/times/x/value", "/statements"],
)
def test_an_inference_that_points_nowhere_does_not_break_the_page(pointer: str) -> None:
    record = Record(
        article=ARTICLE,
        actors=(Actor(id="norway", name="Norway", kind="state", mentions=(at("Oslo"),)),),
        inferred=(Inference(of=pointer, why="A test."),),
    )
    assert len(facts_of(record)["inferred"]) == 1


def test_every_fact_of_every_sample_leads_to_its_words_and_back(store: Store) -> None:
    for _, record in store.records():
        told = facts_of(record)
        seen = Seen(marked_text(record.article.text, told))
        back = {href for href, _ in seen.links}
        for layer, members in told.items():
            for fact in members:
                places = list(fact.places())
                for key, _, _ in places:
                    assert seen.ids[key] == 1
                links = [link.href for links in fact.parts.values() for link in links]
                assert links == [f"#{key}" for key, _, _ in places]
                if layer in NOUNS and places:
                    assert f"#{fact.anchor}" in back, f"{record.article.id}: no way back to {fact.anchor}"
