"""A record is shown line by line: its text in marks, then what was found in it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from onrecord.cli.layout import agenda, console_of, layout, marked_lines, show, visible
from onrecord.record import (
    Actor,
    Article,
    Condition,
    Dateline,
    Dispute,
    Event,
    Figure,
    Inference,
    Place,
    Record,
    Said,
    Span,
    Statement,
    Time,
    Title,
    When,
    sha256_of,
)

TEXT = (
    "Talks set for Turku\n\n"
    "OSLO, March 3. /Nordwire/. “We will meet on March 10,” Minister Anna Holm said on Wednesday, Radio Fjord "
    "reported.\nSweden denied that Oslo had sent about 3,000 troops unless asked."
)


def at(words: str, number: int = 0) -> Span:
    """The span of words in TEXT, of their n-th occurrence."""
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def record(text: str = TEXT, **parts: object) -> Record:
    return Record(article=Article(id="turku", text=text, sha256=sha256_of(text)), **parts)  # type: ignore[arg-type]


FULL = Record(
    article=Article(
        id="turku",
        text=TEXT,
        sha256=sha256_of(TEXT),
        uri="wires/turku.txt",
        title=at("Talks set for Turku"),
        dateline=Dateline(
            span=at("OSLO, March 3. /Nordwire/."),
            place=Place(span=at("OSLO"), name="Oslo", country="NOR"),
            date="2022-03-03",
            agency="nordwire",
        ),
        outlet="The Gazette",
        published="2022-03-03",
    ),
    actors=(
        Actor(id="nordwire", name="Nordwire", kind="media", mentions=(at("Nordwire"),)),
        Actor(
            id="holm",
            name="Anna Holm",
            kind="person",
            country="NOR",
            sector=("GOV",),
            titles=(Title(text="Minister", span=at("Minister")),),
            mentions=(at("Anna Holm"), at("We")),
        ),
        Actor(id="fjord", name="Radio Fjord", kind="media", mentions=(at("Radio Fjord"),)),
        Actor(id="sweden", name="Sweden", kind="state", country="SWE", mentions=(at("Sweden"),)),
        Actor(id="norway", name="Norway", kind="state", country="NOR", mentions=(at("Oslo"),)),
    ),
    statements=(
        Statement(
            id="s1",
            kind="direct",
            act="announce",
            source=(at("Minister Anna Holm"),),
            cue=(at("said"),),
            content=(at("“We will meet on March 10,”"),),
            speakers=("holm",),
            addressees=("sweden",),
            via=("fjord",),
            said=Said(value="2022-03-02", span=at("Wednesday")),
        ),
        Statement(
            id="s2",
            kind="indirect",
            act="deny",
            negated=True,
            source=(at("Sweden"),),
            cue=(at("denied"),),
            content=(at("Oslo had sent about 3,000 troops unless asked"),),
            speakers=("sweden",),
        ),
        Statement(id="s3", kind="indirect", content=(at("3,000 troops"),), within="s2"),
    ),
    events=(
        Event(
            id="e1",
            type="CONSULT",
            modes=("meet",),
            trigger=(at("meet"),),
            actors=("holm",),
            recipients=("sweden",),
            status="scheduled",
            when=When(span=at("March 10"), value="2022-03-10", end="2022-03-11"),
            place=Place(span=at("Turku"), name="Turku", country="FIN"),
        ),
        Event(id="e2", type="MOBILIZE", trigger=(at("sent"),), actors=("norway",), negated=True, said_in="s2"),
        Event(id="e3", type="AGREE", trigger=(at("Talks"),), status="cancelled"),
    ),
    times=(Time(span=at("March 10"), type="DATE", value="2022-03-10"),),
    figures=(
        Figure(id="f1", span=at("about 3,000 troops"), value=3000, unit="troops", qualifier="about", said_in="s2"),
        Figure(id="f2", span=at("3,000"), value=3000, high=4500.5, unit="USD", qualifier="between"),
    ),
    conditions=(
        Condition(id="c1", kind="unless", antecedent=(at("asked"),), consequent=(at("Oslo had sent"),), said_in="s2"),
    ),
    disputes=(Dispute(id="d1", kind="denies", statement="s2", against="s1", target=(at("sent"),)),),
    inferred=(
        Inference(of="/times/0/value", evidence=(at("March 3"),), why="The year is the dispatch's."),
        Inference(of="/statements/0/speakers", why="The title names the minister."),
        Inference(of="/article/published", why="From the dateline."),
    ),
)


def plain(shown: Record) -> str:
    file = io.StringIO()
    show(shown, console_of(file))
    return file.getvalue()


def test_a_whole_record_as_it_is_shown() -> None:
    assert plain(FULL) == (
        """\
turku
  headline   Talks set for Turku
  published  2022-03-03
  outlet     The Gazette
  dateline   Oslo (NOR), 2022-03-03, Nordwire
  from       wires/turku.txt

TEXT
Talks set for Turku

OSLO, March 3. /Nordwire/. [s1 “We will meet on March 10,”] Minister Anna Holm said on Wednesday, Radio Fjord reported.
Sweden denied that [s2 Oslo had sent about [s3 3,000 troops] unless asked].

STATEMENTS (3)
s1  Anna Holm (“Minister Anna Holm”) → Sweden  announce (“said”), direct, on 2022-03-02, via Radio Fjord
    “We will meet on March 10,”
s2  Sweden  not deny (“denied”), indirect
    Oslo had sent about 3,000 troops unless asked
s3  nobody named  say, indirect, within s2
    3,000 troops

AGENDA (2)
2022-03-10 to 2022-03-11  meet, Anna Holm → Sweden, Turku (FIN)  (e1)
no date  Talks, cancelled  (e3)

EVENTS (3)
e1  CONSULT meet “meet”, Anna Holm → Sweden, 2022-03-10 to 2022-03-11, Turku (FIN), scheduled
e2  MOBILIZE “sent”, Norway, denied, occurred, told in s2
e3  AGREE “Talks”, cancelled

FIGURES (2)
f1  about 3,000 troops “about 3,000 troops”, told in s2
f2  3,000 to 4,500.5 USD “3,000”

CONDITIONS (1)
c1  unless asked ⇒ Oslo had sent, told in s2

DISPUTES (1)
d1  s2 denies s1 “sent”

ACTORS (5)
nordwire  Nordwire, media, 1 mention
holm  Anna Holm, person, NOR, GOV, Minister, 2 mentions
fjord  Radio Fjord, media, 1 mention
sweden  Sweden, state, SWE, 1 mention
norway  Norway, state, NOR, 1 mention

WHY (3)
“March 10” value: The year is the dispatch's. (“March 3”)
s1 speakers: The title names the minister.
published: From the dateline.
"""
    )


def test_a_record_without_anything_shows_its_text() -> None:
    assert plain(record("Talks began.")) == "turku\n\nTEXT\nTalks began.\n"


def test_the_agenda_is_in_the_order_of_its_dates() -> None:
    events = tuple(
        Event(id=f"e{i}", type="CONSULT", status="scheduled", when=When(span=at("March 10"), value=day))
        for i, day in enumerate(("2022-04", "XXXX-03-10", "2022-03-10"))
    )
    done = Event(id="e9", type="CONSULT", when=When(span=at("March 10"), value="2022-03-01"))
    assert [e.id for e in agenda(record(events=(*events, done)))] == ["e2", "e0", "e1"]


@pytest.mark.parametrize(
    ("contents", "shown"),
    [
        ([(0, 5), (6, 9)], "[s1 Talks] [s2 set] for"),
        ([(0, 5), (5, 9)], "[s1 Talks][s2  set] for"),
        ([(0, 9), (0, 5)], "[s1 [s2 Talks] set] for"),
        ([(0, 9), (6, 9)], "[s1 Talks [s2 set]] for"),
        ([(0, 13)], "[s1 Talks set for]"),
    ],
)
def test_contents_side_by_side_and_within_each_other_are_marked(contents: list[tuple[int, int]], shown: str) -> None:
    statements = tuple(
        Statement(id=f"s{i}", kind="indirect", content=(Span(*span),)) for i, span in enumerate(contents, 1)
    )
    lines = marked_lines(record("Talks set for", statements=statements))
    assert "\n".join(line.text.plain for line in lines) == shown


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))),
)
def test_without_its_marks_the_text_is_the_text(text: str, cuts: list[tuple[int, int]]) -> None:
    text = text.replace("[", "(").replace("]", ")")
    spans = [Span(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in cuts]
    statements = tuple(
        Statement(id="s", kind="indirect", content=(x,), source=(x,)) for x in sorted(spans) if x.start < x.end
    )
    lines = [line.text.plain for line in marked_lines(record(text, statements=statements))]
    assert "\n".join(lines).replace("[s ", "").replace("]", "").rstrip("\n") == text.rstrip("\n")


def test_no_dispatch_steers_the_terminal() -> None:
    text = "Talks \x1b[31mbegan\x07 in\x9b Oslo\r\nand\rended."
    assert plain(record(text)).endswith("TEXT\nTalks ␛[31mbegan␇ in� Oslo\nand␍ended.\n")
    assert visible("a\tb\nc") == "a\tb\nc"


def colours(shown: Record, width: int = 60) -> str:
    file = io.StringIO()
    show(shown, Console(file=file, force_terminal=True, color_system="standard", width=width, highlight=False))
    return file.getvalue()


def test_a_terminal_shows_source_cue_and_content_each_in_its_style() -> None:
    shown = colours(FULL)
    assert "\x1b[1;36mMinister Anna Holm\x1b[0m \x1b[3;33msaid\x1b[0m" in shown
    assert "\x1b[35m[s1 \x1b[0m\x1b[32m“We will meet on March 10,”\x1b[0m\x1b[35m]\x1b[0m" in shown
    assert "\x1b[1mTalks set for Turku\x1b[0m" in shown


def test_long_lines_are_wrapped_at_the_terminals_width_and_indented() -> None:
    long = record("word " * 100, statements=(Statement(id="s1", kind="indirect", content=(Span(0, 499),)),))
    lines = [line for line in colours(long, width=40).splitlines() if "word" in line]
    assert len(lines) > 20
    assert lines[-1].startswith("    ")


@pytest.mark.parametrize(("variable", "styled"), [("1", False), ("", True)])
def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch, variable: str, styled: bool) -> None:
    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert ("\x1b[" in plain(FULL)) is styled


def test_a_long_dispatch_with_thousands_of_statements_is_shown_line_by_line() -> None:
    text = "He said talks began.\n" * 20_000
    statements = tuple(
        Statement(id=f"s{i}", kind="indirect", content=(Span(21 * i + 8, 21 * i + 19),)) for i in range(20_000)
    )
    lines = [line.text.plain for line in layout(record(text, statements=statements))]
    assert "He said [s19999 talks began]." in lines
