"""What a store is asked, and what it answers: words, statements, events, figures, disputes, the agenda, names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_up_records import dispatch_of, records
from stub_reader import StubReader

from onrecord.record import Article, Dispatch, Event, OnRecordError, Record, Span, When, sha256_of
from onrecord.store import Agenda, Findings, Hit, NotInStoreError, Outcome, QueryError, Store, open_store
from onrecord.store.names import folded

Add = Callable[..., list[Outcome]]

WIRES = (
    (
        "2031-05-01",
        "Ada Brandt denied in Oslo that 400 troops crossed the border. The talks will open in Vienna on 2031-05-09.",
    ),
    (
        "2031-05-02",
        "Bo Lind warned that strikes in Lima hit 70 tanks. Northwire wrote that Ada Brandt said so on 2031-04-30.",
    ),
    (
        "2031-05-03",
        "The talks in Vienna on 2031-05-09 are called off. Zoë Erdoğan promised 1200 to 1500 troops.",
    ),
    (None, "Ada Brandt said the border negotiations, the border itself and grain matter. Bo Lind denied it."),
)


@pytest.fixture(scope="module")
def wires(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four dispatches, three dated, one without a day; only asked, never changed."""
    with open_store(tmp_path_factory.mktemp("wires") / "wires.db") as store:
        found = [
            Dispatch(id=f"wire-{n}", text=text, published=day, uri=f"{n}.txt")
            for n, (day, text) in enumerate(WIRES, start=1)
        ]
        store.add(found, StubReader())
        yield store


def numbers(hits: list[Hit]) -> list[int]:
    return sorted(hit.entry.id for hit in hits)


def addresses(findings: Findings) -> list[str]:
    return [finding.address for finding in findings]


def words_found(hit: Hit) -> list[str]:
    return [hit.text[slice(*span)] for span in hit.matches]


def put_text(store: Store, text: str, **more: Any) -> None:
    record = Record(article=Article(id="x", text=text, sha256=sha256_of(text)))
    store.put(Dispatch(id="x", text=text, **more), record, "hand")


# Words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("border", [1, 4]),
        ("borders", [1, 4]),
        ("crossing", [1]),
        ("talk", [1, 3]),
        ("TALKS", [1, 3]),
        ("border grain", [4]),
        ("grain border", [4]),
        ('"the border"', [1, 4]),
        ('"grain border"', []),
        ('"border negotiation"', [4]),
        ('"called off', [3]),
        ("negotiat*", [4]),
        ("negot", []),
        ("border -grain", [1]),
        ("-grain border", [1]),
        ('talks -"called off"', [1]),
        ("talks -call*", [1]),
        ("zoe", [3]),
        ("Zoë", [3]),
        ("ZOE\u0308", [3]),
        ("erdogan", [3]),
        ("unheard", []),
        ("2031-05-09", [1, 3]),
        ("border AND grain", [4]),
        ("border OR strikes", []),
        ("talk*", [1, 3]),
        ("NOT border", []),
        ("text:border", []),
        ("^Ada", [1, 2, 4]),
        ("(border)", [1, 4]),
        ("border + grain", [4]),
        ("border,grain", []),
        ("_ border", [1, 4]),
        ("border -_", [1, 4]),
    ],
)
def test_search_finds_the_dispatches_with_all_these_words(words: str, found: list[int], wires: Store) -> None:
    assert numbers(wires.search(words)) == found


@pytest.mark.parametrize(
    "words", ["", " ", '"', '""', "*", "-", "--", "-grain", "-*", "!?", '"-', "_", "_ -grain", "\0", "( )"]
)
def test_a_search_for_no_word_is_refused_and_the_message_tells_what_to_give(words: str, wires: Store) -> None:
    with pytest.raises(QueryError, match="give one that must occur"):
        wires.search(words)


@pytest.mark.parametrize(
    "words",
    ['q"b', 'q""b', "NEAR(q b, 2)", "q:b", "{text}:q", "q^2", "q*b", "**q", "q - b", "'", "q'b", "q;b", "%", "\\q",
     "q\0b", "OR OR", "NOT"],
)  # fmt: skip
def test_marks_of_the_query_language_mean_nothing(words: str, wires: Store) -> None:
    if any(c.isalnum() for c in words):
        assert wires.search(words) == []
    else:
        with pytest.raises(QueryError):
            wires.search(words)


odd = st.lists(st.sampled_from(list("ab\"*-+^:(){} _.,'\\")) | st.text(max_size=2)).map("".join)


@given(words=st.text(max_size=40) | odd)
@example(words="\ud800abc")
@example(words="abc \udcff")
@example(words=" ".join(f"-b{n}" for n in range(400)) + " a")
@example(words=" ".join(f"a{n}" for n in range(2000)))
@example(words="a" * 100_000)
@settings(deadline=None, max_examples=300)
def test_a_search_raises_nothing_but_query_error(words: str, words_store: Store) -> None:
    try:
        hits = words_store.search(words)
    except QueryError:
        return
    for hit in hits:
        assert all(hit.excerpt.start <= start < end <= hit.excerpt.end for start, end in hit.matches)


@pytest.fixture(scope="module")
def words_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with two texts, open for the whole module."""
    store = open_store(tmp_path_factory.mktemp("words") / "words.db")
    put_text(store, "a b 0 é ab _ \\")
    put_text(store, "Talks at the border.")
    return store


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Talks on talks, said the TALKER.", "talk", ["Talks", "talks"]),
        ("Bo said: 😀😀 e\u0301lan, élan, elan!", "elan", ["e\u0301lan", "élan", "elan"]),
        ("One\r\ntwo\r\n\r\nthree two", "two", ["two", "two"]),
        ("The border talks. Border-talks resume.", '"border talk"', ["border talks", "Border-talks"]),
        ("Grain, grains and graining.", "grain*", ["Grain", "grains", "graining"]),
        ("\ufeffTalks\u00a0began", "began talks", ["Talks", "began"]),
    ],
)
def test_matches_are_exact_offsets_of_the_words_found(text: str, words: str, found: list[str], store: Store) -> None:
    put_text(store, text)
    [hit] = store.search(words)
    assert words_found(hit) == found


@given(
    text=st.lists(
        st.sampled_from(["talks", "Talks", "é", "😀", "\r\n", "\x01", "e\u0301", "ß", "  ", "x"]), min_size=1
    ).map(" ".join)
)
@settings(deadline=None, max_examples=40)
def test_matches_are_exact_in_any_text(text: str, fresh: Callable[[], Path]) -> None:
    if not text.strip():
        return
    with open_store(fresh()) as store:
        put_text(store, text)
        hits = store.search("talking")
        expected = len(text.lower().split("talks")) - 1
        assert len(hits) == (1 if expected else 0)
        for hit in hits:
            assert {word.lower() for word in words_found(hit)} <= {"talks"}
            assert bool(hit.matches)


def test_an_excerpt_shows_the_part_of_a_long_text_where_the_words_are(store: Store) -> None:
    put_text(store, "Filler words go on and on. " * 200 + "The treaty was signed. " + "More of the same here. " * 200)
    [hit] = store.search("treaty sign")
    assert words_found(hit) == ["treaty", "signed"]
    shown = hit.text[slice(*hit.excerpt)]
    assert len(shown) <= 240
    assert shown == shown.strip()
    assert not hit.text[hit.excerpt.start - 1].strip(), "it begins with a whole word"


def test_a_long_passage_that_was_looked_for_is_marked_in_the_excerpt(store: Store) -> None:
    passage = " ".join(f"word{n}" for n in range(60))
    put_text(store, f"It began so: {passage}. And it ended.")
    [hit] = store.search(f'"{passage}"')
    assert hit.matches, "what was found is shown"


def test_search_is_paged_and_finds_twenty_unless_told_otherwise(store: Store) -> None:
    for n in range(25):
        put_text(store, f"Talks, round {n}.", uri=f"{n}.txt")
    pages = [numbers(store.search("talks", limit=10, offset=offset)) for offset in (0, 10, 20)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert sorted(chain(*pages)) == list(range(1, 26))
    assert len(store.search("talks")) == 20
    assert len(store.search("talks", limit=100)) == 25
    assert store.search("talks", limit=0) == []


def test_the_dispatch_in_which_the_words_are_most_telling_comes_first(store: Store) -> None:
    put_text(store, "Talks. " + "Other matters were raised at length. " * 20, uri="1.txt")
    put_text(store, "Talks about talks.", uri="2.txt")
    assert [hit.entry.id for hit in store.search("talks")] == [2, 1]


def test_search_within_days(wires: Store) -> None:
    assert numbers(wires.search("troops talks", since="2031-05-02")) == [3]
    assert numbers(wires.search("border", since="2031-05-01", until="2031-05-01")) == [1]
    assert numbers(wires.search("border", until="2031-04-30")) == []
    assert numbers(wires.search("border")) == [1, 4], "what has no day is found without bounds"


# Statements


def test_statements_by_speaker(wires: Store) -> None:
    assert addresses(wires.statements(speaker="Brandt")) == ["2/s2", "1/s1", "4/s1"]
    assert addresses(wires.statements(speaker="ada brandt")) == ["2/s2", "1/s1", "4/s1"]
    assert addresses(wires.statements(speaker="erdogan")) == ["3/s2"]
    assert addresses(wires.statements(speaker="brand")) == [], "a word is looked for whole"
    assert addresses(wires.statements(speaker="Brandt Ada")) == []
    assert addresses(wires.statements(speaker="b%t")) == []


def test_statements_by_the_number_of_a_name(wires: Store) -> None:
    [ada] = wires.names("Ada")
    assert addresses(wires.statements(speaker=ada.id)) == addresses(wires.statements(speaker="Ada"))
    assert addresses(wires.statements(speaker=999)) == []


def test_statements_by_who_passed_them_on(wires: Store) -> None:
    assert addresses(wires.statements(via="northwire")) == ["2/s2"]
    assert addresses(wires.statements(via="northwire", speaker="Lind")) == []


def test_statements_by_act(wires: Store) -> None:
    assert addresses(wires.statements(act="deny")) == ["1/s1", "4/s2"]
    assert addresses(wires.statements(act="deny", speaker="Lind")) == ["4/s2"]
    assert addresses(wires.statements(act="nothing")) == []


def test_a_statement_is_found_by_the_day_it_was_made_else_by_its_dispatch(wires: Store) -> None:
    assert addresses(wires.statements(until="2031-04-30")) == ["2/s2"]
    assert addresses(wires.statements(since="2031-05-02")) == ["2/s1", "3/s1", "3/s2"]


def test_statements_come_by_day_and_text_order_those_without_a_day_last(wires: Store) -> None:
    assert addresses(wires.statements()) == ["2/s2", "1/s1", "1/s2", "2/s1", "3/s1", "3/s2", "4/s1", "4/s2"]


def test_what_bounds_leave_out_because_nobody_knows_its_day_is_counted(wires: Store) -> None:
    assert wires.statements(since="2031-01-01").undated == 2
    assert wires.statements(until="2031-01-01", speaker="Lind").undated == 1
    assert wires.statements(until="2031-01-01", speaker="Erdogan").undated == 0
    assert wires.statements().undated == 0, "nothing is left out without bounds"


def test_findings_are_paged(wires: Store) -> None:
    whole = addresses(wires.statements())
    assert addresses(wires.statements(limit=3)) == whole[:3]
    assert addresses(wires.statements(limit=3, offset=3)) == whole[3:6]
    assert addresses(wires.statements(offset=6)) == whole[6:]
    assert addresses(wires.statements(limit=0)) == []
    assert addresses(wires.statements(offset=100)) == []


def test_a_finding_tells_words_names_and_statements_of_its_fact(wires: Store) -> None:
    [finding] = wires.statements(act="deny", speaker="Brandt")
    assert finding.words == {"source": "Ada", "cue": "denied", "content": "Ada … border."}
    assert list(finding.names.values()) == ["Ada Brandt", "Oslo"][: len(finding.names)]
    data = finding.to_dict()
    assert (data["address"], data["fact"]["act"], data["dispatch"]["name"]) == ("1/s1", "deny", "wire-1")
    assert data["words"] == finding.words


# Events, agenda, figures, disputes


def test_events_by_who_acts_or_is_acted_upon(wires: Store) -> None:
    assert addresses(wires.events(actor="Lind")) == ["2/e1", "4/e2"]
    assert set(addresses(wires.events(actor="brandt"))) == {"1/e1", "2/e2", "4/e1"}


def test_events_by_type_status_and_country(wires: Store) -> None:
    assert addresses(wires.events(type="CONSULT")) == ["1/e2", "3/e1"]
    assert addresses(wires.events(type="CONSULT", status="cancelled")) == ["3/e1"]
    assert addresses(wires.events(country="PER")) == ["2/e1"]
    assert addresses(wires.events(country="PER", type="CONSULT")) == []


def test_events_are_found_by_their_own_day(wires: Store) -> None:
    assert addresses(wires.events(since="2031-05-09", until="2031-05-09")) == ["1/e2", "3/e1"]
    assert wires.events(since="2031-05-09").undated == 5
    assert len(list(wires.events())) == 8


def event(store: Store, value: str, end: str | None = None) -> None:
    article = Article(id="x", text="Talks.", sha256=sha256_of("Talks."))
    when = When(span=Span(0, 5), value=value, end=end)
    store.put(
        Dispatch(id="x", text="Talks."),
        Record(article=article, events=(Event(id="e1", type="CONSULT", when=when),)),
        "x",
    )


@pytest.mark.parametrize(
    ("value", "end", "since", "until", "found"),
    [
        ("2031-05", None, "2031-05-31", None, True),
        ("2031-05", None, "2031-06-01", None, False),
        ("2031-05", None, None, "2031-05-01", True),
        ("2031-05", None, None, "2031-04-30", False),
        ("2031-W02", None, "2031-01-08", "2031-01-08", True),
        ("2031-05-04", "2031-05-20", "2031-05-10", "2031-05-11", True),
        ("2031-05-04", "2031-05-20", "2031-05-21", None, False),
        ("XXXX-05-04", None, "2031-01-01", None, False),
    ],
)
def test_an_event_is_found_on_any_day_that_it_covers(
    value: str, end: str | None, since: str | None, until: str | None, found: bool, store: Store
) -> None:
    event(store, value, end)
    assert bool(list(store.events(since=since, until=until))) == found


def test_an_event_of_which_only_the_end_is_known_is_either_found_or_counted_as_undated(store: Store) -> None:
    event(store, "XXXX-05", "2031-05-20")
    for bounds in ({"since": "2031-01-01"}, {"until": "2031-12-31"}, {"since": "2031-01-01", "until": "2031-12-31"}):
        asked = store.events(**bounds)
        assert len(list(asked)) + asked.undated == 1, bounds


@given(record=records())
@settings(deadline=None, max_examples=30)
def test_bounds_that_hold_every_day_leave_out_what_is_undated_and_nothing_else(
    record: Record, fresh: Callable[[], Path]
) -> None:
    with open_store(fresh()) as store:
        store.put(dispatch_of(record), record, "hand")
        for ask in (store.statements, store.events, store.figures, store.disputes):
            whole = addresses(ask())
            bounded = ask(since="0001-01-01", until="9999-12-31")
            found = addresses(bounded)
            assert len(found) + bounded.undated == len(whole)
            assert whole[: len(found)] == found, "those without a day come last"
            assert [*addresses(ask(limit=1)), *addresses(ask(offset=1))] == whole
            for finding in ask():
                assert finding.fact in getattr(record, finding.layer)
                finding.to_dict()


def told(agenda: Agenda) -> list[list[str]]:
    """The reports of each appointment."""
    return [[report.address for report in appointment.reports] for appointment in agenda]


def test_an_appointment_gathers_what_several_dispatches_tell_of_it(wires: Store) -> None:
    assert told(wires.agenda()) == [["1/e2", "3/e1"]]
    (appointment,) = wires.agenda(since="2031-05-09", until="2031-05-09")
    assert appointment.status == "cancelled"
    assert [step.told for step in appointment.history] == ["set for 9 May 2031 in Vienna", "called off"]
    assert told(wires.agenda(since="2031-05-10")) == told(wires.agenda(until="2031-05-08")) == []


SET = (
    ("2031-03-01", "Ada Brandt will hold talks in Oslo on 2031-03-12."),
    ("2031-03-02", "Bo Lind will hold talks in Lima on 2031-03-20."),
    ("2031-03-03", "The talks of Ada Brandt in Oslo will be moved to 2031-06-01."),
    ("2031-06-01", "Ada Brandt held talks in Oslo on 2031-06-01."),
    ("2031-06-02", "Bo Lind held talks in Oslo on 2031-06-01."),
    ("2031-03-04", "Ada Brandt will hold talks in Vienna."),
)


@pytest.fixture
def calendar(store: Store, add: Add) -> Store:
    """Three appointments, one of them moved and held, one without a day."""
    add(
        *(
            Dispatch(id=f"set-{n}", text=text, published=day, uri=f"{n}.txt")
            for n, (day, text) in enumerate(SET, start=1)
        )
    )
    return store


def test_a_part_of_the_calendar_has_the_appointments_of_the_whole(calendar: Store) -> None:
    whole = {x.id: x for x in calendar.agenda()}
    assert told(calendar.agenda()) == [["2/e1"], ["1/e1", "3/e1", "4/e1"], ["6/e1"]]
    moved = calendar.agenda(since="2031-05-25", until="2031-06-03")
    assert told(moved) == [["1/e1", "3/e1", "4/e1"]]
    assert moved[0] == whole[moved[0].id]
    assert moved.undated == 1
    assert told(calendar.agenda(until="2031-03-19")) == [], "the day from which it was moved is not its day"


def test_the_agenda_of_an_actor_and_a_part_of_a_long_one(calendar: Store) -> None:
    assert told(calendar.agenda(actor="lind")) == [["2/e1"]]
    (brandt,) = calendar.names("Ada Brandt")
    assert told(calendar.agenda(actor=brandt.id)) == [["1/e1", "3/e1", "4/e1"], ["6/e1"]]
    assert told(calendar.agenda(limit=1)) == [["2/e1"]]
    assert told(calendar.agenda(limit=1, offset=1)) == [["1/e1", "3/e1", "4/e1"]]
    assert told(calendar.agenda(latest=True, limit=1)) == [["1/e1", "3/e1", "4/e1"]]
    assert calendar.agenda(actor=10**9).found == ()


def test_pages_of_a_long_agenda_are_the_whole_of_it(store: Store, add: Add) -> None:
    add(
        *(
            Dispatch(
                id=f"n{n}", text=f"Ada Brandt will hold talks on 2031-{1 + n // 28:02}-{1 + n % 28:02}.", uri=f"{n}.txt"
            )
            for n in range(300)
        )
    )
    whole = told(store.agenda())
    assert len(whole) == 300
    for latest, right in ((False, whole), (True, whole[::-1])):
        pages = [told(store.agenda(limit=70, offset=start, latest=latest)) for start in range(0, 350, 70)]
        assert [x for page in pages for x in page] == right


@given(made=st.lists(records(), min_size=1, max_size=3))
@settings(deadline=None, max_examples=30)
def test_the_agenda_holds_each_announced_event_once_and_bounds_count_what_has_no_day(
    made: list[Record], fresh: Callable[[], Path]
) -> None:
    with open_store(fresh()) as store:
        for record in made:
            store.put(dispatch_of(record), record, "hand")
        kept = {entry.id: record for entry, record in store.records()}
        whole = store.agenda()
        reports = [report for appointment in whole for report in appointment.reports]
        assert len({report.address for report in reports}) == len(reports)
        assert all(report.event in kept[report.source.id].events for report in reports)
        announced = {
            f"{number}/{event.id}"
            for number, record in kept.items()
            for event in record.events
            if event.status in ("scheduled", "cancelled") and not event.negated
        }
        assert announced <= {report.address for report in reports}
        bounded = store.agenda(since="0001-01-01", until="9999-12-31")
        assert bounded.found == tuple(x for x in whole if x.days is not None)
        assert bounded.undated == sum(len(x.reports) for x in whole if x.days is None)
        whole.to_dict()
        part = store.agenda(since="2022-01-08", until="2022-01-12")
        on_days = [x for x in whole if x.days and x.days[0] <= "2022-01-12" and x.days[1] >= "2022-01-08"]
        assert part.found == tuple(on_days)


def test_figures_by_a_part_of_their_unit(wires: Store) -> None:
    assert [finding.fact.value for finding in wires.figures(unit="troop")] == [400, 1200]
    assert [finding.fact.value for finding in wires.figures(unit="TROOPS", since="2031-05-02")] == [1200]
    assert [finding.fact.high for finding in wires.figures(unit="troops")] == [None, 1500]
    assert addresses(wires.figures(unit="%")) == []
    assert wires.figures(until="2031-01-01").undated == 2


def test_disputes_by_who_denies(wires: Store) -> None:
    denials = [finding for finding in wires.disputes() if finding.fact.kind == "denies"]
    assert [finding.address for finding in denials] == ["1/d1", "4/d2"]
    [of_lind] = [finding for finding in wires.disputes(speaker="Lind") if finding.fact.kind == "denies"]
    assert list(of_lind.statements) == ["s1", "s2"]
    assert of_lind.names == {"a0": "Ada Brandt", "a1": "Bo Lind"}


@pytest.mark.parametrize("ask", ["statements", "events", "disputes", "agenda"])
@pytest.mark.parametrize("name", ["", " ", "-", "%", "_", "\u0301", "!?"])
def test_a_name_without_a_letter_is_refused(ask: str, name: str, wires: Store) -> None:
    key = "actor" if ask in ("events", "agenda") else "speaker"
    with pytest.raises(QueryError, match="give one with letters"):
        getattr(wires, ask)(**{key: name})


@given(name=st.text(max_size=20))
@example(name="\ud800abc")
@example(name="a" * 100_000)
@settings(deadline=None, max_examples=100)
def test_a_name_raises_nothing_but_query_error(name: str, words_store: Store) -> None:
    try:
        words_store.names(name)
        list(words_store.statements(speaker=name))
    except QueryError:
        return


# Names


def test_names_come_with_how_often_they_occur_who_says_most_first(wires: Store) -> None:
    found = [(name.name, name.dispatches, name.statements) for name in wires.names()]
    assert found[0] == ("Ada Brandt", 3, 3)
    assert ("Bo Lind", 2, 2) in found
    assert [name.name for name in wires.names("zoe")] == ["Zoë Erdoğan"]
    assert wires.names("Nobody") == []
    assert [name.name for name in wires.names(limit=1)] == ["Ada Brandt"]
    assert wires.names(limit=2, offset=1) == wires.names()[1:3]


def test_a_name_is_shown_by_its_number(wires: Store) -> None:
    [zoe] = wires.names("zoe")
    assert wires.name(zoe.id) == zoe


@pytest.mark.parametrize("key", [0, -1, 999, 2**63, 10**30])
def test_a_number_that_no_name_has_is_told(key: int, wires: Store) -> None:
    with pytest.raises(NotInStoreError):
        wires.name(key)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Jean-Yves Le Drian", "jean yves"),
        ("Łukasz Ößer", "osser"),
        ("O’Neill", "o'neill"),
        ("İpek Şahin", "ipek sahin"),
        ("𝐀𝐝𝐚 𝐁𝐫𝐚𝐧𝐝𝐭", "ada brandt"),
        ("Ａｄａ", "ada"),
        ("王毅", "王毅"),
    ],
)
def test_a_name_is_found_in_any_case_accents_and_letter_forms(name: str, asked: str) -> None:
    assert folded(asked) in folded(name)
    assert folded(name) in folded(name.upper())


# Dispatches


def test_dispatches_come_with_the_latest_day_first_and_those_without_last(wires: Store) -> None:
    assert [entry.id for entry in wires.dispatches()] == [3, 2, 1, 4]
    assert [entry.id for entry in wires.dispatches(limit=2, offset=1)] == [2, 1]
    assert [entry.id for entry in wires.dispatches(since="2031-05-02")] == [3, 2]
    assert [entry.id for entry in wires.dispatches(until="2031-05-02")] == [2, 1]


def test_the_day_of_a_dispatch_is_that_of_publication_else_of_the_dateline(add: Add, store: Store) -> None:
    text = "OSLO, 2031-05-04 - Talks began."
    add(Dispatch(id="a", text=text, uri="a"), Dispatch(id="b", text=text, uri="b", published="2031-05-05"))
    assert [(entry.id, entry.day) for entry in store.dispatches()] == [(2, "2031-05-05"), (1, "2031-05-04")]


def test_records_come_in_the_order_in_which_they_were_added(wires: Store) -> None:
    assert [entry.name for entry, _ in wires.records()] == ["wire-1", "wire-2", "wire-3", "wire-4"]
    assert [entry.name for entry, _ in wires.records(since="2031-05-02")] == ["wire-2", "wire-3"]


def test_a_dispatch_is_shown_by_number_or_name(wires: Store) -> None:
    assert wires.show(2) == wires.show("2") == wires.show("wire-2")
    assert wires.show(2).entry.headline == "Bo Lind warned that strikes in Lima hit 70 tanks."


@pytest.mark.parametrize("key", [0, -1, 99, "99", "-1", "", "nobody", "wire-", "²", 2**63, "9" * 19, "9" * 5000])
def test_a_dispatch_that_is_not_there_is_told_with_a_remedy(key: int | str, wires: Store) -> None:
    with pytest.raises(NotInStoreError, match="no such dispatch"):
        wires.show(key)


def test_a_name_with_a_stray_byte_of_a_command_line_is_refused_in_words(wires: Store) -> None:
    with pytest.raises(OnRecordError):
        wires.show("talks\udcff")


def test_several_dispatches_of_one_name_are_told_with_their_numbers(add: Add, store: Store) -> None:
    add(*(Dispatch(id="talks", text=f"Talks {n}.", uri=f"{n}/talks.txt") for n in range(2)))
    with pytest.raises(NotInStoreError, match="give a number: 1, 2"):
        store.show("talks")
    assert store.show(2).record.article.text == "Talks 1."


def test_a_number_means_the_dispatch_of_that_number_whatever_others_are_called(add: Add, store: Store) -> None:
    add(*(Dispatch(id=name, text=f"Talks {name}.", uri=f"w.jsonl#{name}") for name in ("3", "2", "1")))
    assert [store.show(number).entry.id for number in (1, 2, 3)] == [1, 2, 3]


def test_of_dispatches_whose_name_is_a_number_each_can_be_shown_by_its_own(add: Add, store: Store) -> None:
    add(*(Dispatch(id="1", text=f"Talks {n}.", uri=f"{n}.jsonl#1") for n in range(2)))
    assert [store.show(number).entry.id for number in (1, 2)] == [1, 2]


def test_the_number_that_a_message_tells_to_give_can_be_given_as_text(add: Add, store: Store) -> None:
    add(*(Dispatch(id="1", text=f"Talks {n}.", uri=f"{n}.jsonl#1") for n in range(2)))
    assert [store.show(number).entry.id for number in ("1", "2")] == [1, 2]


def test_what_was_found_can_be_asked_for_more_while_the_answer_is_still_being_read(wires: Store) -> None:
    for finding in wires.statements():
        assert wires.show(finding.entry.id).entry == finding.entry
        assert wires.search("border")
