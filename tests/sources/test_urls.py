"""Web addresses, against a server on this machine."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.record import Dispatch
from onrecord.sources import Failure, dispatches, urls

STORY = (
    "<html><head><title>Talks open in Oslo</title></head><body><article><h1>Talks open in Oslo</h1>"
    "<p>Baltic envoys opened a conference on the border pact on Thursday, the Foreign Ministry said in Oslo.</p>"
    "<p>“We will stay at the table,” Minister Anna Holm said.</p></article></body></html>"
)
PAGES: dict[str, tuple[int, str, bytes]] = {
    "/world/talks.html": (200, "text/html; charset=windows-1252", STORY.encode("cp1252")),
    "/": (200, "text/html", STORY.encode()),
    "/plain": (200, "text/plain; charset=utf-8", b"Talks began.\r\n"),
    "/latin": (200, "text/plain; charset=iso-8859-1", b"Talks on Sk\xe5ne began."),
    "/wrong": (200, "text/plain; charset=ascii", b"Talks on Sk\xe5ne began."),
    "/odd": (200, "text/plain; charset=hex", b"Talks began."),
    "/bytes": (200, "", b"Talks began."),
    "/feed": (
        200,
        "application/x-ndjson",
        b'{"id": "1", "text": "Talks began."}\n{"id": "2", "text": "Talks ended."}\n',
    ),
    "/photo": (200, "image/png", b"\x89PNG"),
    "/binary": (200, "text/plain", b"\0\1\2"),
    "/empty": (200, "text/html", b""),
    "/gone": (404, "text/html", STORY.encode()),
    "/broken": (500, "text/html", b""),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        status, kind, body = PAGES[self.path]
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    http.server_close()


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def only(url: str) -> Dispatch | Failure:
    (found,) = dispatches([url])
    assert isinstance(found, Dispatch | Failure)
    return found


def test_a_page_is_read_in_the_encoding_of_its_header(server: str) -> None:
    found = only(f"{server}/world/talks.html")
    assert isinstance(found, Dispatch)
    assert "“We will stay at the table,”" in found.text
    assert (found.id, found.uri, found.title) == ("talks", f"{server}/world/talks.html", "Talks open in Oslo")
    assert found.source_sha256 == hashlib.sha256(STORY.encode("cp1252")).hexdigest()


def test_a_page_without_a_name_is_named_by_its_host(server: str) -> None:
    assert only(f"{server}/").id == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/plain", "Talks began.\r\n"),
        ("/bytes", "Talks began."),
        ("/latin", "Talks on Skåne began."),
        ("/odd", "Talks began."),
    ],
)
def test_plain_text_is_read_to_the_letter(server: str, path: str, text: str) -> None:
    assert only(server + path).text == text


def test_json_lines_are_read_line_by_line(server: str) -> None:
    assert [x.id for x in dispatches([f"{server}/feed"]) if isinstance(x, Dispatch)] == ["1", "2"]


def test_a_redirect_is_followed_and_the_given_address_kept(server: str) -> None:
    found = only(f"{server}/to//plain")
    assert (found.text, found.uri) == ("Talks began.\r\n", f"{server}/to//plain")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/photo", "this is image/png"),
        ("/binary", "binary"),
        ("/empty", "empty"),
        ("/wrong", "byte 11 is not ascii, as the server says"),
        ("/gone", "the server answered 404 Not Found"),
        ("/broken", "the server answered 500"),
        ("/to/file:///etc/hostname", "cannot be reached"),
        ("/to/" * 12 + "/plain", "redirects more than 10 times"),
    ],
)
def test_an_address_that_cannot_be_read_is_told(server: str, path: str, says: str) -> None:
    failure = only(server + path)
    assert isinstance(failure, Failure)
    assert str(failure.error).startswith(f"{server}{path}: ")
    assert says in str(failure.error)
    assert "; " in str(failure.error), "no remedy"


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://[x",
        "http://127.0.0.1:1/x",
        "https://" + "a" * 70 + ".example",
        "ftp://127.0.0.1/x",
        "file:///x",
    ],
)
def test_an_impossible_address_is_told(url: str) -> None:
    failure = only(url)
    assert isinstance(failure, Failure)
    assert str(failure.error).startswith(f"{url}: ")


def test_a_page_too_large_is_not_taken_whole(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls, "MOST_BYTES", 100)
    assert "larger than 100 bytes" in str(only(f"{server}/").error)


def test_a_page_too_slow_is_given_up(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls.time, "monotonic", iter([0.0, 61.0]).__next__)
    assert "more than 60 seconds" in str(only(f"{server}/plain").error)
