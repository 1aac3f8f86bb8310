"""Datelines, bylines and credit lines as the wires write them, and the year of a dateline: tables of openings.

The rows stand in `datelines.csv`, `datelines_none.csv`, `credits.csv` and `datelines_years.csv`; each file says what
its columns hold. All are read through the public reader alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.record import Record

Read = Callable[..., Record]
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of a table beside this file, its comments left out."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def cases(name: str) -> pytest.MarkDecorator:
    """The rows of a table as cases that bear the name in their first column."""
    table = rows(name)
    return pytest.mark.parametrize("row", table, ids=[next(iter(row.values())) for row in table])


def plain(text: str) -> str:
    """A row's text as the dispatch has it: without marks, with its line breaks and no-break spaces."""
    return re.sub("[⟦⟧⟪⟫]", "", text).replace("⏎", "\n").replace("⍽", "\u00a0")


def marked(text: str, marks: str = "⟦⟧") -> list[str]:
    """The parts of a row's text between marks."""
    return [plain(part) for part in re.findall(f"{marks[0]}(.*?){marks[1]}", text)]


@cases("datelines")
def test_dateline(read: Read, row: Row) -> None:
    record = read(plain(row["text"]), published=row["published"] or None)
    dateline = record.article.dateline
    assert dateline is not None
    names = {actor.id: actor.name for actor in record.actors}
    assert {
        "span": [record.words(dateline.span)],
        "start": dateline.span.start,
        "place": dateline.place.name if dateline.place else "",
        "country": (dateline.place.country if dateline.place else None) or "",
        "date": dateline.date or "",
        "agency": names[dateline.agency] if dateline.agency else "",
    } == {
        "span": marked(row["text"]),
        "start": row["text"].index("⟦"),
        **{key: row[key] for key in ("place", "country", "date", "agency")},
    }


@cases("datelines_none")
def test_no_dateline(read: Read, row: Row) -> None:
    article = (record := read(plain(row["text"]))).article
    assert article.dateline is None
    assert ([record.words(article.title)] if article.title else []) == marked(row["text"])


@cases("credits")
def test_byline_and_credit_lines(read: Read, row: Row) -> None:
    article = (record := read(plain(row["text"]))).article
    assert ([record.words(article.byline)] if article.byline else []) == marked(row["text"])
    assert [record.words(span) for span in article.furniture] == marked(row["text"], "⟪⟫")


@cases("datelines_years")
def test_year_of_the_dateline(read: Read, row: Row) -> None:
    record = read(plain(row["text"]), published=row["published"] or None)
    dateline = record.article.dateline
    assert ((dateline and dateline.date) or "") == row["date"]
    reasons = [inference.why for inference in record.inferred if inference.of == "/article/dateline/date"]
    assert len(reasons) == bool(row["reason"])
    assert all(row["reason"] in reason for reason in reasons)


def test_enough_habits_each_once() -> None:
    for name, least in (("datelines", 120), ("datelines_none", 25), ("credits", 20), ("datelines_years", 12)):
        names = [next(iter(row.values())) for row in rows(name)]
        assert len(names) == len(set(names)) >= least
