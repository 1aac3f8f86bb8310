"""Web addresses: one GET, followed over redirects, with a limit on its size and its time."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from onrecord.sources.found import MOST_BYTES, SourceError

PATIENCE = 60.0
"""Seconds that a page may take as a whole; a server that is silent for a third of it is given up on."""

MOST_REDIRECTS = 10

Kind = Literal["html", "text", "jsonl"]

KINDS: dict[str, Kind | None] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/octet-stream": None,
    "": None,
}
"""Content types that are read; None where the content must tell."""


@dataclass(frozen=True)
class Answer:
    """What an address answered: its body, what kind of content the server calls it, and in what charset."""

    data: bytes
    kind: Kind | None
    charset: str | None


def is_url(name: str) -> bool:
    """Whether an input is written as an address ("https://…") and not as a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", name) is not None


def fetched(url: str) -> Answer:
    """What an address answers.

    Raises:
        SourceError: the address cannot be reached, answers with an error, or with something that is no text.
    """
    if not re.match(r"https?://", url, re.I):
        raise SourceError(f"{url}: only http and https addresses are read; download it and give the file")
    import httpx  # a tenth of a second to import

    deadline = time.monotonic() + PATIENCE
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=MOST_REDIRECTS,
                timeout=PATIENCE / 3,
                headers={"User-Agent": f"onrecord/{version('onrecord')}"},
            ) as client,
            client.stream("GET", url) as response,
        ):
            if response.is_error:
                raise SourceError(
                    f"{url}: the server answered {response.status_code} {response.reason_phrase}".rstrip()
                    + "; check the address, or save the page and give the file"
                )
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in KINDS:
                raise SourceError(f"{url}: this is {kind}, not a page or plain text; give the address of the article")
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MOST_BYTES:
                    raise SourceError(
                        f"{url}: it is larger than {MOST_BYTES:,} bytes; save the article and give the file"
                    )
                if time.monotonic() > deadline:
                    raise SourceError(f"{url}: it took more than {PATIENCE:.0f} seconds; save it and give the file")
            return Answer(bytes(data), KINDS[kind], response.charset_encoding)
    except httpx.TimeoutException:
        raise SourceError(f"{url}: the server did not answer in time; try again, or save the page") from None
    except httpx.TooManyRedirects:
        raise SourceError(f"{url}: it redirects more than {MOST_REDIRECTS} times; check the address") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise SourceError(f"{url}: it cannot be reached ({error or type(error).__name__}); check the address") from None
