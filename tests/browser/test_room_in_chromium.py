"""The reading room in a real browser: by keyboard, on a phone, in the dark, and with articles that try to run."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import onrecord
from onrecord.record import Actor, Article, Dispatch, Event, Record, Span, Statement, When, sha256_of
from onrecord.sources import dispatches
from onrecord.store import Store, open_store
from onrecord.web.serving import HOST, listening, server_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here (on Debian: apt-get install chromium)"
)

SAMPLES = Path(__file__).resolve().parent.parent / "dispatches"

HOSTILE = (
    "</article></section><script>alert('text')</script>\n"
    '<img src="https://elsewhere.example/x.png" onerror="alert(\'image\')">\n'
    "<svg onload=alert(1)><style>body{display:none}</style><iframe src=https://elsewhere.example></iframe>\n"
    "<base href='https://elsewhere.example/'><meta http-equiv=refresh content='0;url=https://elsewhere.example/'>\n"
    'Ann Holm said "><b onmouseover=alert(2)>nothing\x01\x1b]8;;\u202e of this</b> runs. {{ 7 * 7 }} &lt;script&gt;'
)

WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    samples = [x for x in dispatches([str(SAMPLES)]) if isinstance(x, Dispatch)]
    with open_store(tmp_path_factory.mktemp("room") / "room.db") as kept:
        kept.add(samples, onrecord.Reader())
        yield kept


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[str]:
    """Where the room answers: a real server on a port of its own."""
    with listening(0) as taken:
        server = server_of(store)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        yield f"http://{HOST}:{taken.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])  # root needs that
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(base_url=address) as context:
        yield context.new_page()


def number_of(store: Store, name: str) -> int:
    return next(entry.id for entry in store.dispatches() if entry.name == name)


def test_a_dispatch_is_found_with_the_keyboard_alone(page: Page, store: Store) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("mackerel")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=mackerel"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the masthead
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.pathname || ''").startswith("/dispatches/"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dispatches/{number_of(store, 'fishing_talks')}")
    assert page.inner_text("h1") == "Norway and Iceland to resume fishing talks next week"


def test_a_statement_leads_to_its_words_and_they_lead_back(page: Page, store: Store) -> None:
    page.goto(f"/dispatches/{number_of(store, 'fishing_talks')}")
    page.click("#fact-s2 .content-words a")
    words = page.locator(":target")
    assert words.get_attribute("id") == "fact-s2-content-1"
    assert words.inner_text() == '"We have not lost the will to agree,"'
    assert words.evaluate("x => { const r = x.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }")
    page.click("#text .ref a[href='#fact-s2']")
    assert page.locator(":target").get_attribute("id") == "fact-s2"
    assert page.locator(":target").evaluate("x => x.getBoundingClientRect().top < innerHeight")


def test_a_short_fact_s_own_words_lead_to_it(page: Page, store: Store) -> None:
    page.goto(f"/dispatches/{number_of(store, 'fishing_talks')}")
    page.click("#text a:text-is('15 percent')")
    target = page.locator(":target")
    assert "15 percent" in target.inner_text()
    assert target.evaluate("x => x.closest('.record') !== null")


def test_following_a_link_into_the_record_keeps_the_place_in_the_text(page: Page, store: Store) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"/dispatches/{number_of(store, 'strait_patrols')}")
    reference = page.locator("#text .ref a").last
    reference.scroll_into_view_if_needed()
    before = reference.bounding_box()
    reference.click()
    assert page.locator(":target").count() == 1
    after = reference.bounding_box()
    assert before is not None and after is not None
    assert abs(before["y"] - after["y"]) < 2


PAGES = ["/", "/?q=border", "/agenda?since=", "/actors", "/actors/1", "/statements", "/events", "/figures", "/disputes"]


@pytest.mark.parametrize("path", [*PAGES, "/?since=soon", *(f"/dispatches/{n}" for n in range(1, 13))])
def test_nothing_has_to_be_scrolled_sideways(page: Page, path: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_long_words_break_on_a_phone(page: Page, store: Store) -> None:
    text = "Talks" + "x" * 500 + " began."
    whole = Span(0, len(text))
    record = Record(
        article=Article(id="long", text=text, sha256=sha256_of(text), title=whole, uri="wires/" + "y" * 300),
        actors=(Actor(id="a", name="z" * 300, kind="person", mentions=(whole,)),),
        statements=(Statement(id="s1", kind="indirect", content=(whole,), speakers=("a",)),),
    )
    number = store.put(Dispatch(id="long", text=text), record, "hand").id
    page.set_viewport_size({"width": 360, "height": 740})
    for path in (f"/dispatches/{number}", "/", "/actors", "/statements?speaker=" + "z" * 300):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


CONTRASTS = """() => {
  const channels = color => (color.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, under) => {
    const a = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a));
  };
  const behind = x => x === null ? [255, 255, 255]
    : over(channels(getComputedStyle(x).backgroundColor), behind(x.parentElement));
  const luminance = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  for (const x of document.querySelectorAll('body *')) {
    if (![...x.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const paper = behind(x), ink = over(channels(getComputedStyle(x).color), paper);
    const [dark, light] = [luminance(paper), luminance(ink)].sort((a, b) => a - b);
    found.push([(light + 0.05) / (dark + 0.05), x.tagName + '.' + x.className + ': ' + x.textContent.slice(0, 30)]);
  }
  return found.sort((a, b) => a[0] - b[0])[0];
}"""
"""The lowest contrast of any text with what lies behind it, as WCAG 2.2 reckons it, and where that is."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/?q=border", "/agenda?since=", "/dispatches/7#fact-s3", "/dispatches/10#fact-s2-content-1"]
)
def test_all_text_has_the_contrast_that_wcag_asks_for(page: Page, scheme: str, path: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(path)
    lowest, where = page.evaluate(CONTRASTS)
    assert lowest >= 4.5, where


def test_the_dark_is_dark(page: Page) -> None:
    page.goto("/")
    papers = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    light, dark = (sum(map(int, re.findall(r"\d+", paper))) for paper in papers)
    assert light > 600 and dark < 150


def test_nothing_in_an_article_runs(page: Page, store: Store, address: str) -> None:
    whole = Span(0, len(HOSTILE))
    record = Record(
        article=Article(
            id="hostile", text=HOSTILE, sha256=sha256_of(HOSTILE), title=whole, uri="javascript:alert('uri')",
            outlet="<script>alert('outlet')</script>",
        ),
        actors=(Actor(id="a", name=HOSTILE, kind="person", mentions=(whole,)),),
        statements=(Statement(id="s1", kind="direct", source=(whole,), content=(whole,), speakers=("a",)),),
    )  # fmt: skip
    number = store.put(Dispatch(id="hostile", text=HOSTILE, uri="javascript:alert('uri')"), record, "hand").id
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: told.append(f"console {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error {error}"))
    page.on("request", lambda request: None if request.url.startswith(address) else told.append(request.url))
    (name,) = store.names(HOSTILE)
    for path in (f"/dispatches/{number}", "/", "/?q=nothing", "/statements", f"/actors/{name.id}", "/actors"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.locator("body").is_visible()
        assert page.evaluate("document.querySelectorAll('script, img, iframe, base, svg, style').length") == 0
        assert page.evaluate("document.querySelectorAll('a[href^=javascript]').length") == 0
    page.goto(f"/dispatches/{number}")
    shown = page.evaluate(
        "[...document.querySelectorAll('.ref')].forEach(x => x.remove()), document.querySelector('#text').textContent"
    )
    assert shown == HOSTILE.replace("\x01", "␁").replace("\x1b", "␛").replace("\u202e", "\ufffd")
    assert told == []


def test_the_policy_would_stop_a_script_that_got_in(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); }"
    )
    assert page.evaluate("window.ran") is None


def test_a_report_on_the_agenda_leads_to_its_fact_and_says_why_when_it_is_asked(page: Page, store: Store) -> None:
    text = "Talks on mackerel will be held."
    for n in (1, 2):
        record = Record(
            article=Article(
                id="mackerel", text=text, sha256=sha256_of(text), published="2031-03-03", uri=f"mackerel/{n}"
            ),
            actors=(Actor(id="a", name="Norway", kind="state", country="NOR", mentions=()),),
            events=(
                Event(id="e1", type="CONSULT", trigger=(Span(0, 5),), actors=("a",), status="scheduled",
                      when=When(span=Span(6, 8), value="2031-03-19")),
            ),
        )  # fmt: skip
        number = store.put(
            Dispatch(id="mackerel", text=text, published="2031-03-03", uri=f"mackerel/{n}"), record, "hand"
        ).id
    page.goto("/agenda?since=2031-03-19&until=2031-03-19")
    why = page.locator("details:has-text('Why it is the same')")
    assert not why.locator("p").is_visible()
    why.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "the same day (19 March 2031)" in why.locator("p").inner_text()
    page.click(f"text=e1 in dispatch {number}")
    page.wait_for_url(f"**/dispatches/{number}#fact-e1")
    assert page.locator(":target").is_visible()


def test_the_calendar_to_subscribe_to_is_what_the_page_links_to(page: Page, address: str) -> None:
    page.goto("/agenda?since=2031-01-01")
    link = page.get_by_role("link", name="Subscribe")
    answer = page.request.get(f"{address.rstrip('/')}{link.get_attribute('href')}")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.text().startswith("BEGIN:VCALENDAR\r\n") and "BEGIN:VEVENT" in answer.text()


def test_the_link_to_the_data_opens_what_the_store_holds(page: Page, store: Store) -> None:
    number = number_of(store, "fishing_talks")
    page.goto(f"/dispatches/{number}")
    page.click("text=This page as JSON")
    page.wait_for_url(f"**/dispatches/{number}.json")
    assert page.evaluate("JSON.parse(document.body.innerText)") == store.show(number).to_dict()


def test_the_copied_text_is_the_text_of_the_dispatch(page: Page, store: Store) -> None:
    kept = store.show(number_of(store, "fishing_talks"))
    page.goto(f"/dispatches/{kept.entry.id}")
    copied = page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('#text')); return getSelection().toString() }"
    )
    assert copied.strip() == kept.record.article.text.strip()
