"""The page that sets figures side by side, and its JSON: records made by hand, no reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from onrecord.record import Actor, Article, Dispatch, Figure, Record, Span, Statement, sha256_of
from onrecord.store import Store, open_store

Ask = Callable[..., httpx.Response]

BORDER = "Varnia has massed 100,000 troops near the border of Estonia, <Ida & Foss> said."
COUNT = "There are 90,000 Varnian soldiers near Estonia's border."


@pytest.fixture
def ask(tmp_path: Path, asking: Callable[[Store], Ask]) -> Iterator[Ask]:
    with open_store(tmp_path / "wires.db") as store:
        who = Span(BORDER.index("<"), BORDER.index(">") + 1)
        cue = Span(BORDER.index("said"), BORDER.index("said") + 4)
        put(
            store,
            BORDER,
            "2031-01-10",
            Figure(id="f1", span=Span(18, 32), value=100_000, unit="troops", said_in="s1"),
            actors=(Actor(id="a1", name="<Ida & Foss>", kind="person", mentions=(who,)),),
            statements=(
                Statement(id="s1", kind="indirect", act="say", source=(who,), cue=(cue,), content=(Span(0, 59),),
                          speakers=("a1",)),
            ),
        )  # fmt: skip
        put(store, COUNT, "2031-01-12", Figure(id="f1", span=Span(10, 33), value=90_000, unit="soldiers"))
        store.link()
        yield asking(store)


def put(store: Store, text: str, day: str, figure: Figure, **parts: object) -> None:
    article = Article(
        id=f"wire {day}", text=text, sha256=sha256_of(text), published=day, outlet="Westwire", uri=f"{day}.txt"
    )
    dispatch = Dispatch(id=article.id, text=text, published=day, outlet="Westwire", uri=article.uri)
    store.put(dispatch, Record(article=article, figures=(figure,), **parts), "hand")  # type: ignore[arg-type]


def test_a_thing_shows_its_spread_and_who_gave_which_number_when(ask: Ask) -> None:
    page = ask("/figures/compare")
    text = " ".join(page.text.split())
    assert page.status_code == 200
    assert "<b>90,000 to 100,000</b> troops" in text
    assert '<time datetime="2031-01-10">10 January 2031</time>: <b>100,000</b> troops' in text
    assert "&lt;Ida &amp; Foss&gt;" in text and "<Ida" not in text
    assert "Why it is the same thing" in text
    assert "<script" not in text


def test_every_link_of_the_page_leads_somewhere(ask: Ask) -> None:
    import re

    page = ask("/figures/compare?unit=troops").text
    for link in re.findall(r'href="([^"]+)"', page):
        path, _, anchor = link.partition("#")
        answer = ask(path or "/figures/compare")
        assert answer.status_code == 200, link
        assert not anchor or f'id="{anchor}"' in answer.text, link


def test_the_json_holds_what_the_page_does(ask: Ask) -> None:
    data = ask("/figures/compare.json?unit=troops&about=border").json()
    (thing,) = data["comparisons"]
    assert thing["about"] == "troops near Estonia"
    assert (thing["spread"]["low"], thing["spread"]["high"]) == (90_000, 100_000)
    assert [each["givers"][0]["name"] for each in thing["figures"]] == ["<Ida & Foss>", "Westwire"]
    assert (data["next"], data["undated"]) == (None, 0)
    assert ask("/figures/compare.json?unit=tanks").json()["comparisons"] == []
    assert ask("/figures/compare.json?since=2031-02-01").json()["comparisons"] == []
    assert ask("/figures/compare?since=soon").status_code == 400
