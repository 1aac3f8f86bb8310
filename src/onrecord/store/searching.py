"""Full-text search: what a user's words ask for, and where in the texts they are found.

Words are all looked for, in any inflection; "words in quotation marks" stand together in that order, `word*` begins
so, `-word` must not occur. Dispatches in which the words are most telling come first (BM25, Robertson & Zaragoza
2009, as SQLite's FTS5 computes it).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from sqlalchemy import Connection
from sqlalchemy import text as sql

from onrecord.record import Phrase, Span
from onrecord.store.errors import QueryError
from onrecord.store.queries import Window, bound

EXCERPT = 240
"""Characters of the part of a text that is shown, about three lines."""

MOST = 20
"""Dispatches found unless the asker says otherwise."""

ENDINGS = (
    "e", "ed", "es", "ing", "s", "y", "ies", "al", "ion", "ional", "ive", "or", "ment", "ness", "ity", "ous", "able",
)  # fmt: skip
"""Endings that Porter's stemmer takes off (Porter 1980), to find by a beginning what lost more than its ending."""

_TERM = re.compile(r'(?P<without>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_MARKS = tuple(secrets.token_hex(8) for _ in range(2))
"""What FTS5 sets around the words found: nothing that a text could hold, so that offsets into it are exact."""

_FOUND = sql(
    "SELECT dispatches.id FROM texts_index JOIN dispatches ON dispatches.text_id = texts_index.rowid "
    "WHERE texts_index MATCH :query AND dispatches.replaced_by IS NULL "
    "AND (:since IS NULL OR dispatches.day >= :since) AND (:until IS NULL OR dispatches.day <= :until) "
    "ORDER BY texts_index.rank, dispatches.id LIMIT :limit OFFSET :offset"
)
_MARKED = sql(
    "SELECT highlight(texts_index, 0, :before, :behind) FROM texts_index "
    "WHERE texts_index MATCH :query AND rowid = (SELECT text_id FROM dispatches WHERE id = :id)"
)


def query_of(words: str) -> str:
    """What a user's words are in FTS5's language.

    >>> query_of('border talks -gas "no comment"')
    '("border" AND "talks" AND "no comment") NOT ("gas")'

    Raises:
        QueryError: there is no word to look for.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in _TERM.finditer(words.replace("\0", " ")):
        word = term["phrase"] if term["phrase"] is not None else term["word"]
        if re.search(r"[^\W_]", word):
            begins = term["phrase"] is None and word.endswith("*")
            (unwanted if term["without"] else wanted).append(_begun(word) if begins else f'"{word}"')
    if not wanted:
        raise QueryError(f"{words!r}: there is no word to look for in it; give one that must occur")
    return f"({' AND '.join(wanted)})" + f" NOT ({' OR '.join(unwanted)})" * bool(unwanted)


def _begun(word: str) -> str:
    """The words that begin so. The index holds stems, which may be shorter: "negotiations" is there as "negoti"."""
    word = word.rstrip("*")
    return f'("{word}" * OR ' + " OR ".join(f'"{word}{ending}"' for ending in ENDINGS) + ")"


def found(connection: Connection, query: str, window: Window) -> list[int]:
    """The numbers of the dispatches that a query finds, the most telling first."""
    if (limit := window.get("limit")) is None:
        limit = MOST
    values = {"since": bound(window, "since"), "until": bound(window, "until"), "offset": window.get("offset", 0)}
    return list(connection.execute(_FOUND, {"query": query, "limit": limit} | values).scalars())


def matches(connection: Connection, query: str, key: int) -> list[Span]:
    """The spans of a dispatch's text in which a query finds its words."""
    before, behind = _MARKS
    values = {"before": before, "behind": behind, "query": query, "id": key}
    marked: str = connection.execute(_MARKED, values).scalar_one()
    spans, at = [], 0
    for i, part in enumerate(re.split(f"{before}|{behind}", marked)):
        if i % 2:
            spans.append(Span(at, at + len(part)))
        at += len(part)
    return spans


def excerpt(text: str, spans: list[Span]) -> Span:
    """The part of a text that shows the most words found (of the first hundred), cut between words."""
    spans = spans[:100]
    best = max(spans, key=lambda s: sum(s.start <= x.start and x.end <= s.start + EXCERPT for x in spans), default=None)
    start = max(0, best.start - EXCERPT // 4) if best else 0
    end = min(len(text), start + EXCERPT)
    if start and (space := re.search(r"\s", text[start : start + 30])):
        start += space.end()
    if end < len(text) and (space := re.search(r"\s\S*$", text[max(start, end - 30) : end])):
        end -= len(space[0])
    return Span(start, end)


def within(part: Span, spans: Iterable[Span]) -> Phrase:
    """What of spans lies within a part of a text."""
    return tuple(
        Span(max(part.start, span.start), min(part.end, span.end))
        for span in spans
        if span.start < part.end and span.end > part.start
    )
