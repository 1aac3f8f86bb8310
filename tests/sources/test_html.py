"""Web pages: the article, its headline, day and outlet; encodings are read as browsers read them."""

from __future__ import annotations

import pytest

from onrecord.sources import SourceError
from onrecord.sources.html import encoding_of, looks_like_html, page_of

STORY = (
    "<p>OSLO, March 3. /Nordwire/. Baltic envoys opened a conference on the border pact, the Foreign Ministry said.</p>"
    "<p>“We will stay at the table,” Minister Anna Holm said. She expects a second round in Turku next week.</p>"
)


def page(body: str = STORY, head: str = "", encoding: str = "utf-8") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def test_the_article_is_read_and_what_stands_around_it_is_not() -> None:
    found = page_of(
        page(f"<nav><a href=/>Home</a></nav><article>{STORY}</article><footer>Imprint, contact</footer>"), "a"
    )
    assert found.text.startswith("OSLO, March 3. /Nordwire/. Baltic envoys opened a conference")
    assert found.text.endswith("in Turku next week.")
    assert "Home" not in found.text
    assert "Imprint" not in found.text


def test_headline_day_and_outlet_come_from_the_metadata() -> None:
    head = (
        "<title>Talks open in Oslo | Nordwire</title><meta property='og:title' content='Talks open in Oslo'>"
        "<meta property='og:site_name' content='Nordwire'>"
        "<meta property='article:published_time' content='1993-03-03T10:00:00Z'>"
        "<meta property='article:modified_time' content='2001-05-04T10:00:00Z'>"
    )
    found = page_of(page(f"<article>{STORY}</article>", head), "a")
    assert (found.title, found.published, found.outlet) == ("Talks open in Oslo", "1993-03-03", "Nordwire")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<article>{STORY}</article><footer>© 2019 Nordwire, 4 May 2019</footer>"),
        ("", f"<article>{STORY}<p>The pact was sealed on 2019-05-04 in Turku, she said.</p></article>"),
        (
            "",
            f"<article>{STORY}</article><aside><time datetime=2019-05-04>Last year</time> <a href=/b>More</a></aside>",
        ),
        ("<title>What was signed on 4 May 2019</title><meta name=viewport content=x>", f"<article>{STORY}</article>"),
    ],
)
def test_a_day_that_the_page_does_not_declare_is_not_guessed(head: str, body: str) -> None:
    assert page_of(page(body, head), "a").published is None


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name=date content=2019-05-04>", ""),
        ("<meta property=article:published_time content=2019-05-04T23:05:00-05:00>", ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-05-04"}</script>',
            "",
        ),
        ("", "<time datetime='2019-05-04T08:00:00Z'>4 May</time>"),
        ("<link rel=canonical href='https://news.example/2019/05/04/talks'>", ""),
    ],
)
def test_a_day_that_the_page_declares_is_read(head: str, body: str) -> None:
    assert page_of(page(f"<article>{body}{STORY}</article>", head), "a").published == "2019-05-04"


def test_a_page_is_dated_whatever_the_day_on_which_it_is_read() -> None:
    assert (
        page_of(page(f"<article>{STORY}</article>", "<meta name=date content=2061-05-04>"), "a").published
        == "2061-05-04"
    )


def test_a_headline_outside_the_article_becomes_the_first_line() -> None:
    body = f"<h1>Talks open in Oslo</h1><div><article>{STORY}</article></div>"
    assert page_of(page(body, "<title>Talks open in Oslo</title>"), "a").text.startswith("Talks open in Oslo\nOSLO")


@pytest.mark.parametrize("title", ["Talks open in Oslo", "Talks open in Oslo - Nordwire"])
def test_a_headline_within_the_article_is_not_doubled(title: str) -> None:
    body = f"<article><h1>Talks open in Oslo</h1>{STORY}</article>"
    assert page_of(page(body, f"<title>{title}</title>"), "a").text.count("Talks open in Oslo") == 1


@pytest.mark.parametrize(
    ("data", "header", "encoding"),
    [
        (b"\xef\xbb\xbf<meta charset=latin1>", "latin1", "utf-8"),
        ("<p>é".encode("utf-16"), None, "utf-16-le"),
        (b"<meta charset=utf-8>\xe9", "ISO-8859-1", "windows-1252"),
        (b"<meta charset='koi8-r'>\xe9", None, "koi8-r"),
        (b'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-2">', None, "iso8859-2"),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>", None, "windows-1252"),
        (b"<meta charset=utf-16>", None, "utf-8"),
        (b"<meta charset=hex>", None, "utf-8"),
        (b"<meta charset=nonsense>\xe9", "nonsense", "windows-1252"),
        (b"<p>\xc3\xa9", None, "utf-8"),
        (b"<p>\x93No\x94", None, "windows-1252"),
    ],
)
def test_the_encoding_is_the_one_a_browser_takes(data: bytes, header: str | None, encoding: str) -> None:
    assert encoding_of(data, header) == encoding


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), (None, "cp1252")],
)
def test_an_article_is_read_in_its_declared_encoding(declared: str | None, encoding: str) -> None:
    head = f"<meta charset={declared}>" if declared else ""
    assert "“We will stay at the table,”" in page_of(page(STORY, head, encoding), "a").text


def test_xhtml_with_a_declaration_is_read() -> None:
    source = f"<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><body>{STORY}</body></html>"
    assert "“We will stay at the table,”" in page_of(source.encode(), "a").text


@pytest.mark.parametrize(
    "source",
    ["", "<html></html>", "<p>", "<html><head><title>Talks open in Oslo on the border accord</title></head></html>",
     "<html><body><form><input><button>Sign in</button></form></body></html>",
     "<html><body><ul><li><a href=/>Home</a><li><a href=/w>World news</a></ul></body></html>"],
)  # fmt: skip
def test_a_page_without_an_article_is_told(source: str) -> None:
    with pytest.raises(SourceError, match=r"^menu\.html: no article was found on this page; save"):
        page_of(source.encode(), "menu.html")


@pytest.mark.parametrize(
    ("data", "is_html"),
    [
        (b"<!doctype html>", True),
        (b"\xef\xbb\xbf\n<!-- a -->\n<HTML lang=en>", True),
        (b"<?xml version='1.0'?><html>", True),
        (b"<p>Talks", True),
        (b"<Talks began>", False),
        (b"Talks began. <p>", False),
        (b"<pre-talks>", False),
        (b"", False),
    ],
)
def test_a_page_is_told_from_text_by_how_it_begins(data: bytes, is_html: bool) -> None:
    assert looks_like_html(data) is is_html


def test_markup_nested_without_end_is_no_crash() -> None:
    with pytest.raises(SourceError):
        page_of(b"<div>" * 20_000, "deep.html")
