"""Web pages: the article's text, headline, day and outlet, as trafilatura and htmldate extract them.

Method and library: Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
Extraction", ACL 2021 demonstrations. The bytes are decoded here, as browsers do (WHATWG Encoding, "decode" and
"prescan a byte stream"): byte order mark, HTTP header, the page's own declaration, then UTF-8, then Windows-1252.
The extractor leaves many headlines out of its text; statements stand in headlines too, so a headline that the
text does not hold is put before it as its first line.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

from onrecord.sources.found import SourceError

FEWEST_WORDS = 5
"""In the longest paragraph of an article. Pages of links and buttons alone stay below it."""

PRESCAN = 4096
"""Bytes in which a page's declaration of its encoding is looked for. HTML asks for it in the first 1,024; pages
with long comments before it are common enough to look further."""

DATED_FROM, DATED_TO = "1900-01-01", "2100-12-31"
"""The days that are believed. htmldate's own limits are 1995, while archives of dispatches go further back, and
today, which would let the same page be read differently tomorrow."""

DECLARATIONS = "//meta | //link[@rel='canonical'] | //script[@type='application/ld+json']"
OWN_TIME = "(//article//time[@datetime] | //main//time[@datetime])[1]"
"""Where a page declares its day (XPath). Anything else that looks like a date is left alone: it may be that of a
footer, of another story, or one that the story tells of, and every date of the dispatch would be resolved by it."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_READ_AS = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Codec -> the one that browsers read such a label with (WHATWG Encoding, "names and labels")."""


@dataclass(frozen=True)
class Page:
    """What an article's page says."""

    text: str
    title: str | None
    published: str | None
    outlet: str | None


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin as a page does: with a doctype or the tag of a document, comments passed over."""
    start = re.sub(rb"<!--.*?-->|<\?xml[^>]*>", b"", data[:PRESCAN].removeprefix(codecs.BOM_UTF8), flags=re.S)
    return re.match(rb"\s*<(?:!doctype\s+html|html|head|body|article|main|title|meta|div|p)\b", start, re.I) is not None


def encoding_of(data: bytes, header: str | None = None) -> str:
    """The encoding of a page's bytes.

    Args:
        data: the page.
        header: the charset that the HTTP header gives.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if header and (codec := _codec(header)):
        return codec
    declared = _DECLARED.search(data[:PRESCAN])
    if declared and (codec := _codec(declared[1].decode("ascii"))):
        # who could read the declaration as ASCII has no UTF-16 before him
        return "utf-8" if codec.startswith("utf-16") else codec
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _codec(label: str) -> str | None:
    """The Python codec that reads text under a label, or None."""
    try:
        codec = codecs.lookup(label.strip())
        "".encode(codec.name)  # refuses codecs such as "hex" and "zlib", which are no encodings of text
    except (LookupError, ValueError):
        return None
    return _READ_AS.get(codec.name, codec.name)


def page_of(data: bytes, name: str, header: str | None = None) -> Page:
    """The article on a page.

    Args:
        data: the page's bytes.
        name: what errors call it.
        header: the charset that the HTTP header gives.

    Raises:
        SourceError: there is no article on the page, or it is no page.
    """
    from trafilatura import bare_extraction, load_html  # a fifth of a second to import, and not for plain text

    encoding = encoding_of(data, header)
    if b"\0" in data and not encoding.startswith("utf-16"):
        raise SourceError(f"{name}: this is a binary file, not a web page; save the page as HTML")
    source = data.decode(encoding, "replace").removeprefix("\ufeff")
    tree = load_html(source)
    found = None if tree is None else bare_extraction(tree, include_comments=False, with_metadata=True)
    text = (getattr(found, "text", None) or "").strip("\n")
    if max((len(line.split()) for line in text.split("\n")), default=0) < FEWEST_WORDS:
        raise SourceError(
            f"{name}: no article was found on this page; save the page of the article itself, or its text as .txt"
        )
    title = _squeezed(getattr(found, "title", None) or "") or None
    if title and not _has_headline(text, title):
        text = f"{title}\n{text}"
    return Page(text, title, _declared_day(tree), getattr(found, "sitename", None) or None)


def _declared_day(tree: Any) -> str | None:
    """The day of publication (ISO 8601) that a page declares in its metadata or in the article's first `time`."""
    from htmldate import find_date
    from lxml.html import tostring  # type: ignore[import-untyped]

    declared = [tostring(x, encoding="unicode", with_tail=False) for x in tree.xpath(DECLARATIONS)]
    shown = [tostring(x, encoding="unicode", with_tail=False) for x in tree.xpath(OWN_TIME)]
    if not declared and not shown:
        return None
    page = f"<html><head>{''.join(declared)}</head><body><p></p>{''.join(shown)}</body></html>"
    return find_date(page, extensive_search=False, original_date=True, min_date=DATED_FROM, max_date=DATED_TO)


def _has_headline(text: str, title: str) -> bool:
    """Whether a line of the text is the headline, or its first line is the headline without the site's name."""
    wanted = title.casefold()
    lines = [_squeezed(line).casefold() for line in text.split("\n")]
    return wanted in lines or lines[0].startswith(wanted) or (len(lines[0].split()) > 2 and wanted.startswith(lines[0]))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
