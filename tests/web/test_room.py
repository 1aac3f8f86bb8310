"""The reading room shows what the store holds, on pages that anybody can use, and nothing of an article runs there."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from icalendar import Calendar

from onrecord.record import Actor, Article, Dispatch, Event, Record, Span, Statement, Time, Title, When, sha256_of
from onrecord.store import Store, StoreError, open_store
from onrecord.web.app import HEADERS, PAGES

Ask = Callable[..., httpx.Response]
Asking = Callable[[Store], Ask]

LISTS = ["/", "/agenda?since=", "/actors", "/statements", "/events", "/figures", "/disputes"]


class Seen(HTMLParser):
    """What a page consists of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.headings: list[int] = []
        self.fields: set[str] = set()
        self.labelled: set[str] = set()
        self.attributes: set[str] = set()
        self.language = ""
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.tags[tag] += 1
        self.attributes |= set(values)
        if values.get("id"):
            self.ids[values["id"]] += 1
        if tag in ("a", "link"):
            self.links.append(values["href"])
        if tag in ("input", "select") and values.get("type") != "hidden":
            self.fields.add(values["id"])
        if tag == "label":
            self.labelled.add(values["for"])
        if tag == "html":
            self.language = values["lang"]
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(html: str) -> str:
    return " ".join(Seen(html).text.split())


def record(text: str, **parts: object) -> Record:
    return Record(article=Article(id="a", text=text, sha256=sha256_of(text)), **parts)  # type: ignore[arg-type]


def put(store: Store, text: str, made: Record | None = None, **origin: str) -> int:
    """Keep a text with a record made by hand; its number."""
    dispatch = Dispatch(**{"id": "a", "text": text} | origin)
    known = {key: getattr(dispatch, key) for key in ("uri", "outlet", "published")}
    article = Article(id=dispatch.id, text=text, sha256=sha256_of(text), **known)
    kept = store.put(dispatch, made or Record(article=article), "hand")
    assert kept.id is not None
    return kept.id


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return open_store(tmp_path / "room.db")


# Every page


def test_every_link_on_every_page_leads_somewhere(ask: Ask) -> None:
    todo, pages = ["/"], dict[str, Seen]()
    fragments = set()
    while todo:
        address = todo.pop()
        if address in pages:
            continue
        answer = ask(address)
        assert answer.status_code == 200, f"{address}: {text_of(answer.text)}"
        pages[address] = Seen(answer.text if "html" in answer.headers["content-type"] else "")
        assert set(pages[address].ids.values()) <= {1}, address
        for link in pages[address].links:
            page, fragment = urldefrag(urljoin(address, link))
            fragments.add((address if link.startswith("#") else page, fragment))
            if not page.startswith(("/actors/", "/actors?")) or len(pages) < 60:  # of many actors, some
                todo.append(page)
    broken = [(page, x) for page, x in fragments if x and page in pages and x not in pages[page].ids]
    assert broken == []
    assert len(pages) > 60


@pytest.mark.parametrize("address", [*LISTS, "/?q=border", "/dispatches/1", "/actors/1", "/nowhere", "/?since=soon"])
def test_every_page_can_be_found_through_without_eyes_or_mouse(ask: Ask, address: str) -> None:
    seen = Seen(ask(address).text)
    assert seen.language == "en"
    skip = next(link for link in seen.links if not link.startswith("/"))
    assert skip == "#main" and "main" in seen.ids
    assert {"header", "nav", "main", "footer"} <= set(seen.tags)
    assert seen.fields <= seen.labelled
    assert seen.headings[0] == 1 and seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(seen.headings))


@pytest.mark.parametrize("address", [*LISTS, "/dispatches/1", "/actors/1", "/nowhere"])
def test_no_page_holds_a_script_or_a_style_of_its_own(ask: Ask, address: str) -> None:
    seen = Seen(ask(address).text)
    assert not {"script", "style", "iframe", "object", "embed", "img"} & set(seen.tags)
    assert not [name for name in seen.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(
    "address", ["/", "/dispatches/1", "/dispatches/1.json", "/static/room.css", "/nowhere", "/dispatches/999", "/?q=-"]
)
def test_every_answer_forbids_that_anything_runs_or_frames_it(ask: Ask, address: str) -> None:
    headers = ask(address).headers
    assert {key: headers[key] for key in HEADERS} == HEADERS


def test_a_store_is_shown_and_never_written_to(ask: Ask) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = ask("/dispatches/1", method)
        assert answer.status_code == 405 and "GET" in answer.headers["allow"]
    assert ask("/", "HEAD").status_code == 200


def test_a_name_of_another_host_that_leads_here_is_refused(ask: Ask) -> None:
    assert ask("/", headers={"host": "attacker.example:8377"}).status_code == 400
    assert ask("/", headers={"host": "localhost:8377"}).status_code == 200


# Dispatches and search


def test_the_latest_dispatch_comes_first(ask: Ask, store: Store) -> None:
    links = [link for link in Seen(ask("/").text).links if link.startswith("/dispatches/")]
    assert links == [f"/dispatches/{entry.id}" for entry in store.dispatches()]


def test_words_are_found_and_marked_in_an_excerpt(ask: Ask, numbers: dict[str, int]) -> None:
    html = ask("/?q=mackerel&since=&until=").text
    assert "<mark>mackerel</mark>" in html
    assert f"/dispatches/{numbers['fishing_talks']}" in Seen(html).links


def test_days_bound_a_search(ask: Ask) -> None:
    assert ask("/index.json?q=border&since=2031-05-01").json()["hits"][0]["dispatch"]["day"] >= "2031-05-01"
    assert "No dispatch has these words on these days" in text_of(ask("/?q=border&until=1999-12-31").text)


def test_a_long_list_goes_on_on_the_next_page_with_what_was_asked_for(empty: Store, asking: Asking) -> None:
    for n in range(60):
        put(empty, f"Talks began, number {n}.", uri=f"https://wire.example/{n}")
    ask = asking(empty)
    for first, more in (("/", "/?page=2"), ("/?q=talks", "/?q=talks&page=2")):
        html = ask(first).text
        assert more in Seen(html).links
        shown = [link for html in (html, ask(more).text) for link in Seen(html).links if "/dispatches/" in link]
        assert len(shown) == len(set(shown)) == 60
    data = ask("/index.json").json()
    assert data["next"] == "/index.json?page=2"
    assert ask(data["next"]).json()["next"] is None


def test_an_empty_store_says_how_to_fill_it(empty: Store, asking: Asking) -> None:
    assert "onrecord add" in text_of(asking(empty)("/").text)


# One dispatch


def test_a_dispatch_stands_beside_its_record(ask: Ask, numbers: dict[str, int]) -> None:
    text = text_of(ask(f"/dispatches/{numbers['fishing_talks']}").text)
    for words in (
        '"We have not lost the will to agree," Aasland said',
        "Sigrun Aasland “Norwegian Fisheries Minister Sigrun Aasland” to reporters: say “told”, indirect",
        "on 3 March 2031 (“Monday”)",
        "told in s1",
        "Said to be set to happen, or called off; not facts.",
        "“She” is taken to refer to",
    ):
        assert words in text


def test_the_text_of_a_dispatch_keeps_its_lines(ask: Ask, store: Store) -> None:
    kept = store.show(1)
    html = ask("/dispatches/1").text
    article = html[html.index('<article class="text"') : html.index("</article>")]
    assert article.count("\n") == kept.record.article.text.count("\n")


def test_only_an_address_of_the_web_becomes_a_link(empty: Store, asking: Asking) -> None:
    web = put(empty, "One.", uri="https://wire.example/a?b=1&c=2")
    script = put(empty, "Two.", uri="javascript:alert(1)")
    data = put(empty, "Three.", uri="data:text/html,<script>alert(1)</script>")
    broken = put(empty, "Four.", uri="http://[")
    ask = asking(empty)
    assert "https://wire.example/a?b=1&c=2" in Seen(ask(f"/dispatches/{web}").text).links
    for number, uri in ((script, "javascript:alert(1)"), (data, "data:text/html"), (broken, "http://[")):
        seen = Seen(ask(f"/dispatches/{number}").text)
        assert uri in seen.text
        assert not [link for link in seen.links if link.startswith(("javascript:", "data:", "http"))]


HOSTILE = "</article><script>alert(1)</script><img src=x onerror=alert(1)>\x01\x1b[2J\u202e said Ann Øst."


def hostile(text: str = HOSTILE) -> Record:
    whole = Span(0, len(text))
    return Record(
        article=Article(id="<b>", text=text, sha256=sha256_of(text), outlet='"><script>', title=whole),
        actors=(Actor(id="a", name=text, kind="person", mentions=(whole,)),),
        statements=(Statement(id="s1", kind="direct", source=(whole,), content=(whole,), speakers=("a",)),),
        events=(
            Event(id="e1", type="CONSULT", trigger=(whole,), actors=("a",), status="scheduled",
                  when=When(span=whole, value='2031-03-12"><script>')),
        ),
    )  # fmt: skip


def test_what_an_article_holds_is_text_on_every_page(empty: Store, asking: Asking) -> None:
    put(empty, HOSTILE, hostile(), id="<b>", uri="javascript:alert(1)", title=HOSTILE)
    ask = asking(empty)
    for address in [*LISTS, "/dispatches/1", "/actors/1", "/?q=said", f"/?q={'%3Cscript%3E'}", "/%3Cscript%3E"]:
        html = ask(address).text
        seen = Seen(html)
        assert not {"script", "img"} & set(seen.tags), address
        assert not [name for name in seen.attributes if name.startswith("on")], address
        assert not {"\x01", "\x1b", "\u202e"} & set(html), address


def test_versions_and_sharers_of_a_text_are_linked(empty: Store, asking: Asking) -> None:
    first = put(empty, "Talks began.", uri="https://wire.example/talks")
    second = put(empty, "Talks began late.", uri="https://wire.example/talks")
    other = put(empty, "Talks began.", uri="https://paper.example/copy", outlet="The Paper")
    ask = asking(empty)
    old, new = (Seen(ask(f"/dispatches/{number}").text) for number in (first, second))
    assert {f"/dispatches/{second}", f"/dispatches/{other}"} <= set(old.links)
    assert f"/dispatches/{first}" in new.links
    assert "A newer version of this dispatch" in " ".join(old.text.split())
    assert "A newer version" not in new.text


# Agenda, actors, lists


def test_the_agenda_begins_today_unless_all_is_asked_for(empty: Store, asking: Asking) -> None:
    today = datetime.date.today()
    for day in (today - datetime.timedelta(days=1), today):
        text = f"Talks are on {day}."
        span = Span(len(text) - 11, len(text) - 1)
        event = Event(
            id="e1", type="CONSULT", trigger=(Span(0, 5),), status="scheduled", when=When(span=span, value=str(day))
        )
        put(empty, text, record(text, events=(event,)))
    ask = asking(empty)
    assert [x["when"]["value"] for x in ask("/agenda.json").json()["agenda"]] == [str(today)]
    assert len(ask("/agenda.json?since=").json()["agenda"]) == 2
    assert "not facts" in text_of(ask("/agenda").text)


MOVED = (
    ("2031-03-03", "Talks are on 2031-03-12.", "scheduled", "2031-03-12"),
    ("2031-03-08", "Talks are moved from 2031-03-12 to 2031-03-14.", "scheduled", "2031-03-14"),
    ("2031-03-14", "Talks were held on 2031-03-14.", "occurred", "2031-03-14"),
)


@pytest.fixture
def moved(empty: Store) -> Store:
    """Three dispatches of one meeting."""
    for n, (day, text, status, value) in enumerate(MOVED):
        span = Span(text.rindex(value), text.rindex(value) + 10)
        times = [Span(x.start(), x.end()) for x in re.finditer(r"\d{4}-\d\d-\d\d", text)]
        made = record(
            text,
            actors=(Actor(id="a", name="Norway", kind="state", country="NOR", mentions=()),
                    Actor(id="b", name="Iceland", kind="state", country="ISL", mentions=())),
            events=(Event(id="e1", type="CONSULT", trigger=(Span(0, 5),), status=status, actors=("a", "b"),
                          when=When(span=span, value=value)),),
            times=tuple(Time(span=x, type="DATE", value=text[slice(*x)]) for x in times),
        )  # fmt: skip
        article = dataclasses.replace(made.article, published=day, uri=f"https://wire.example/{n}")
        put(empty, text, dataclasses.replace(made, article=article), published=day, uri=article.uri)
    return empty


def test_an_appointment_shows_its_history_and_each_report_leads_to_its_fact(moved: Store, asking: Asking) -> None:
    html = asking(moved)("/agenda?since=").text
    text = text_of(html)
    for words in (
        "Friday 14 March 2031",
        "Talks, Norway, Iceland, took place",
        "3 March 2031: set for 12 March 2031",
        "8 March 2031: moved to 14 March 2031",
        "14 March 2031: reported as held",
        "it names 12 March 2031 as the day before",
    ):
        assert words in text
    assert [x for x in Seen(html).links if "#fact-" in x] == [f"/dispatches/{n}#fact-e1" for n in (1, 2, 3)]
    (name,) = moved.names("Iceland")
    assert "8 March 2031: moved to 14 March 2031" in text_of(asking(moved)(f"/actors/{name.id}").text)


def test_the_calendar_to_subscribe_to_holds_what_the_page_shows(moved: Store, asking: Asking) -> None:
    ask = asking(moved)
    link = next(x for x in Seen(ask("/agenda?since=2031-03-01&actor=norway&page=1").text).links if ".ics" in x)
    assert link == "/agenda.ics?since=2031-03-01&actor=norway"
    answer = ask(link)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["X-WR-CALNAME"] == "Agenda: norway"
    (event,) = calendar.events
    assert (str(event["DTSTART"].dt), event["SEQUENCE"]) == ("2031-03-14", 2)
    assert event["URL"] == "https://wire.example/0"
    assert ask(link, "HEAD").status_code == 200
    (name,) = moved.names("Iceland")
    assert len(Calendar.from_ical(ask(f"/agenda.ics?since=&name={name.id}").content).events) == 1
    assert Calendar.from_ical(ask("/agenda.ics?actor=sweden&since=").content).events == []
    assert ask("/agenda.ics?since=soon").status_code == 400


def test_a_calendar_keeps_what_has_just_passed(empty: Store, asking: Asking) -> None:
    for ago in (10, 200):
        day = datetime.date.today() - datetime.timedelta(days=ago)
        text = f"Talks are on {day}."
        when = When(span=Span(13, 23), value=str(day))
        event = Event(id="e1", type="CONSULT", trigger=(Span(0, 5),), status="scheduled", when=when)
        put(empty, text, record(text, events=(event,)))
    ask = asking(empty)
    assert [len(Calendar.from_ical(ask(x).content).events) for x in ("/agenda.ics", "/agenda.ics?since=")] == [1, 2]


def test_what_has_no_day_is_told_to_be_left_out(ask: Ask, store: Store) -> None:
    undated = store.agenda(since="2031-01-01").undated
    assert undated > 1
    assert f"{undated} more have no known day" in text_of(ask("/agenda?since=2031-01-01").text)
    assert "No day known" in text_of(ask("/agenda?since=").text)


def test_an_actor_s_page_gathers_what_stands_under_the_name(ask: Ask, store: Store) -> None:
    (name,) = store.names("Sigrun Aasland")
    text = text_of(ask(f"/actors/{name.id}").text)
    assert "That names are one actor’s is a judgement" in text
    for finding in store.statements(speaker=name.id):
        assert " ".join(finding.words["content"].split()) in text
    assert "not one and the same" not in text


def told_of_the_minister(store: Store) -> list[int]:
    """Puts three dispatches in: of a minister by title and name, by surname, and of another of that surname."""
    numbers = []
    for day, title, name in (
        (1, "Norwegian Foreign Minister", "Sigrun Aasland"), (2, "Norwegian Foreign Minister", "Aasland"),
        (3, "", "Segrun Aasland"),
    ):  # fmt: skip
        text = f"{title} {name} spoke.".strip()
        start = text.index(name)
        titles = (Title(text=title, span=Span(0, start - 1)),) if title else ()
        who = Actor(
            id="a", name=name, kind="person", country="NOR", titles=titles, mentions=(Span(start, start + len(name)),)
        )
        said = Statement(id="s1", kind="indirect", cue=(Span(0, 3),), speakers=("a",))
        kept = record(text, actors=(who,), statements=(said,))
        kept = dataclasses.replace(kept, article=dataclasses.replace(kept.article, published=f"2031-03-{day:02}"))
        dispatch = Dispatch(id=str(day), text=text, published=f"2031-03-{day:02}")
        numbers.append(store.put(dispatch, kept, "hand").id or 0)
    store.link()
    return numbers


def test_an_actor_s_page_tells_offices_with_their_words_and_what_is_judged(empty: Store, asking: Asking) -> None:
    told_of_the_minister(empty)
    ask, name = asking(empty), empty.names("Sigrun Aasland")[0]
    page = ask(f"/actors/{name.id}")
    text = text_of(page.text)
    assert "foreign minister, NOR, 1 March 2031 to 2 March 2031" in text
    evidence = next(link for link in Seen(page.text).links if "titles-1" in link)
    assert evidence == "/dispatches/1#actor-1-titles-1"
    assert 'id="actor-1-titles-1"' in ask("/dispatches/1").text
    assert "Aasland is Sigrun Aasland, in 2" in text
    data = ask(f"/actors/{name.id}.json").json()
    assert data["offices"][0]["evidence"][0]["at"] == "/actors/0/titles/0"
    assert [x["verdict"] for x in data["resolutions"]] == ["same"]


def test_a_fact_says_who_a_surname_is_taken_for_and_leads_there(empty: Store, asking: Asking) -> None:
    told_of_the_minister(empty)
    ask, name = asking(empty), empty.names("Sigrun Aasland")[0]
    page = ask(f"/statements?name={name.id}&since=2031-03-02&until=2031-03-02")
    assert "Aasland (Sigrun Aasland)" in text_of(page.text)
    assert f"/actors/{name.id}" in Seen(page.text).links
    assert "surname of Sigrun Aasland" in text_of(page.text)


def test_what_is_open_shows_the_command_that_decides(empty: Store, asking: Asking) -> None:
    told_of_the_minister(empty)
    (open_one,) = [x for x in empty.proposals() if not x.in_dispatches]
    text = text_of(asking(empty)(f"/actors/{open_one.left}").text)
    assert f"onrecord merge {open_one.left} {open_one.right} or onrecord split" in text


def test_the_unnamed_are_said_to_be_several(ask: Ask, store: Store) -> None:
    name = next(name for name in store.names() if name.kind == "unnamed")
    assert "These are not one and the same" in text_of(ask(f"/actors/{name.id}").text)


def test_a_fact_leads_to_the_page_of_its_actor(ask: Ask, store: Store) -> None:
    (name,) = store.names("Sigrun Aasland")
    link = next(x for x in Seen(ask("/statements?speaker=aasland").text).links if "named?" in x)
    assert ask(link).url.path == f"/actors/{name.id}"


def test_of_two_names_that_are_spelled_alike_a_fact_leads_to_its_own(empty: Store, asking: Asking) -> None:
    text = "Georgia and Georgia."
    state, person = (
        Actor(id="state", name="Georgia", kind="state", country="GEO", mentions=(Span(0, 7),)),
        Actor(id="person", name="Georgia", kind="person", mentions=(Span(12, 19),)),
    )
    put(empty, text, record(text, actors=(state, person)))
    ask = asking(empty)
    links = [link for link in Seen(ask("/dispatches/1").text).links if "named?" in link]
    assert [ask(f"{ask(link).url.path}.json").json()["actor"]["kind"] for link in links] == ["state", "person"]


def test_lists_are_narrowed_by_who_what_and_when(ask: Ask) -> None:
    denials = ask("/statements.json?act=deny&since=2031-03-01").json()["statements"]
    assert denials and {x["fact"]["act"] for x in denials} == {"deny"}
    troops = ask("/figures.json?unit=troops").json()["figures"]
    assert troops and all("troops" in x["fact"]["unit"] for x in troops)
    assert ask("/events.json?type=SANCTION&status=occurred").json()["asked"]["type"] == "SANCTION"
    assert ask("/disputes.json?speaker=morocco").json()["disputes"]


def test_a_list_can_be_narrowed_to_one_name(ask: Ask, store: Store) -> None:
    (name,) = store.names("Sigrun Aasland")
    answer = ask(f"/statements.json?name={name.id}").json()
    assert answer["asked"]["name"]["name"] == "Sigrun Aasland"
    assert len(answer["statements"]) == name.statements
    assert "under the name Sigrun Aasland" in text_of(ask(f"/statements?name={name.id}").text)


def test_a_statement_of_a_list_leads_to_itself_and_to_its_words(ask: Ask, store: Store) -> None:
    finding = next(iter(store.statements(act="deny")))
    links = Seen(ask("/statements?act=deny").text).links
    page = f"/dispatches/{finding.entry.id}#fact-{finding.fact.id}"
    assert {page, f"{page}-content-1"} <= set(links)


# Data


def test_the_data_of_every_page_stand_at_its_address_with_json_behind_it(ask: Ask, store: Store) -> None:
    window = {"limit": 50}
    assert ask("/index.json").json()["dispatches"] == [x.to_dict() for x in store.dispatches(**window)]
    assert ask("/index.json?q=talks").json()["hits"] == [x.to_dict() for x in store.search("talks", **window)]
    assert ask("/dispatches/1.json").json() == store.show(1).to_dict()
    assert ask("/actors.json").json()["actors"] == [x.to_dict() for x in store.names(**window)]
    assert ask("/agenda.json?since=").json()["agenda"] == store.agenda(**window).to_dict()
    for layer in ("statements", "events", "figures", "disputes"):
        assert ask(f"/{layer}.json").json()[layer] == [x.to_dict() for x in getattr(store, layer)(**window)]
    name = store.names(limit=1)[0]
    data = ask(f"/actors/{name.id}.json").json()
    assert data["actor"] == name.to_dict()
    assert data["statements"] == [x.to_dict() for x in store.statements(speaker=name.id)]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_links_to_its_data(ask: Ask, path: str) -> None:
    address = path.replace("{number}", "1") + "?since=2031-01-01"
    links = Seen(ask(address).text).links
    twin = ("/index" if path == "/" else path.replace("{number}", "1")) + ".json?since=2031-01-01"
    assert links.count(twin) == 2
    assert ask(twin).headers["content-type"] == "application/json"


# What fails


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/dispatches/999", "999: there is no such dispatch"),
        ("/dispatches/" + "9" * 30, "there is no such dispatch"),
        ("/dispatches/none", "none: there is no such dispatch"),
        ("/actors/99999", "there is no actor 99999"),
        ("/actors/named?name=Nobody&kind=person&country=", "there is no such actor"),
        ("/actors/named?name=--&kind=person&country=", "there is no such actor"),
        ("/nowhere", "/nowhere: there is nothing at this address"),
    ],
)
def test_what_is_not_there_is_named(ask: Ask, address: str, words: str) -> None:
    answer = ask(address)
    assert answer.status_code == 404
    assert words in text_of(answer.text)
    if "?" not in address:
        answer = ask(address + ".json")
        assert answer.status_code == 404
        assert words.split(":")[-1] in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/?q=...", "there is no word to look for"),
        ("/?q=" + "a" * 501, "501 characters are more than the 500"),
        ("/?since=2031-02-30", "since '2031-02-30' is no day; write it as 2031-03-12"),
        ("/agenda?until=tomorrow", "until 'tomorrow' is no day"),
        ("/agenda?since=20310312", "is no day"),
        ("/statements?act=shrug", "act 'shrug': there is no such act; take one of say, ask"),
        ("/statements?speaker=!", "'!' is no name"),
        ("/statements?page=0", "page '0' is no number"),
        ("/statements?page=" + "9" * 20, "is no number"),
        ("/events?name=x", "name 'x' is no number"),
    ],
)
def test_what_cannot_be_looked_for_is_told_with_the_remedy(ask: Ask, address: str, words: str) -> None:
    answer = ask(address)
    assert answer.status_code == 400
    assert words in text_of(answer.text)
    assert "Traceback" not in answer.text


def test_the_longest_search_that_may_be_is_answered(ask: Ask) -> None:
    for words in ("a " * 250, '"' * 500, "-a " * 160 + "b", "a*" * 250, "NEAR(" * 100):
        assert ask("/", params={"q": words}).status_code in (200, 400)


def test_a_damaged_store_is_told_of(empty: Store, asking: Asking) -> None:
    text = "Ann said so."
    put(empty, text, record(text, statements=(Statement(id="s1", kind="indirect", content=(Span(9, 11),)),)))
    with sqlite3.connect(empty.path) as connection:
        connection.execute("UPDATE statements SET act = 'shrug'")
    with pytest.raises(StoreError):
        empty.show(1)
    answer = asking(empty)("/dispatches/1.json")
    assert answer.status_code == 503
    assert "onrecord verify" in answer.json()["error"]["message"]


def test_a_fault_of_ours_is_told_without_its_insides(
    empty: Store, monkeypatch: pytest.MonkeyPatch, asking: Asking
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the insides")

    monkeypatch.setattr(Store, "show", broken)
    answer = asking(empty)("/dispatches/1")
    assert answer.status_code == 500
    assert "insides" not in answer.text and "fault of OnRecord" in text_of(answer.text)
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
