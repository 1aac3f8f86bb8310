"""The table of a user's own codes: its cells, its days, and the commands that read and write with the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import onrecord
from onrecord import Reader, Record, cli
from onrecord.exports import ontology
from onrecord.ontology import Code, Ontology, OntologyError, Predicate, Rule
from onrecord.record import Actor, Article, Event, Span, When, sha256_of
from onrecord.store import Entry

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "ontology.toml"
BOARDING = (
    "TURKU, March 7, 2031 (Nordwire) - Norwegian marines boarded a Russian trawler in the Barents Sea on Thursday, "
    "Foreign Minister Sigrun Aasland said.\n\nNorway and Russia held talks on fishing in Oslo on Wednesday."
)
TEXT = "Talks; in Oslo."
ALL = Ontology("all.toml", (Code("A", "All, of any kind", (Rule(negated=(True, False)),)),))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.onrecord, [*map(str, arguments)], catch_exceptions=False)


def row_of(**changes: Any) -> dict[str, str]:
    """The line of one event, told on March 7."""
    event = Event(**{"id": "e1", "type": "CONSULT", "trigger": (Span(0, 5),), "actors": ("x",), **changes})
    article = Article(id="a", text=TEXT, sha256=sha256_of(TEXT))
    record = Record(article=article, actors=(Actor(id="x", name="Norway; others", kind="state"),), events=(event,))
    entry = Entry(
        id=7, name="talks", headline="", opening="", day="2031-03-07", outlet=None, uri=None, version=1,
        replaced_by=None, added="2031-03-07", made_by="onrecord test",
    )  # fmt: skip
    (found,) = csv.DictReader(io.StringIO("".join(ontology.lines([(entry, record)], ALL))))
    return found


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, "2031-03-07"),
        ({"when": "2031-03-05"}, "2031-03-05"),
        ({"when": "2031-03"}, "2031-03-07"),
        ({"status": "scheduled"}, ""),
        ({"status": "scheduled", "when": "2031-04-02"}, "2031-04-02"),
        ({"status": "historical"}, ""),
    ],
)
def test_an_event_bears_its_own_day_and_what_has_happened_else_the_dispatchs(changes: dict[str, str], day: str) -> None:
    told: dict[str, Any] = dict(changes)
    if "when" in told:
        told["when"] = When(span=Span(0, 5), value=told["when"])
    assert row_of(**told)["date"] == day


def test_status_and_negation_are_told_and_types_are_left_as_they_are() -> None:
    found = row_of(status="proposed", negated=True)
    assert (found["status"], found["negated"], found["words"], found["event"]) == ("proposed", "true", "Talks", "7/e1")
    assert found["actors"] == "Norway, others"


def test_the_commands_read_and_write_with_the_example_of_the_manual(tmp_path: Path) -> None:
    (tmp_path / "boarding.txt").write_text(BOARDING, encoding="utf-8")
    store = tmp_path / "wires.db"
    assert run("add", "--store", store, "--ontology", EXAMPLE, tmp_path / "boarding.txt").exit_code == 0
    done = run("export", "--store", store, "--format", "ontology", "--ontology", EXAMPLE)
    first, second = csv.DictReader(io.StringIO(done.stdout))
    assert tuple(first) == ontology.COLUMNS
    assert first == {
        "code": "S10", "label": "Ship boarded or seized", "date": "2031-03-06", "actors": "Norwegian marines",
        "recipients": "Russia", "place": "Barents Sea", "country": "", "status": "occurred", "negated": "false",
        "said_by": "Sigrun Aasland", "words": "boarded", "dispatch": "boarding", "event": "1/e1",
    }  # fmt: skip
    assert (second["code"], second["actors"], second["said_by"]) == ("S30", "Norway; Russia", "")
    version = Reader(ontology=EXAMPLE).version
    with onrecord.open_store(store) as kept:
        assert kept.show(1).entry.made_by == version
        assert (len(kept.outdated(version)), len(kept.outdated(Reader().version))) == (0, 1)


@pytest.mark.parametrize("arguments", [["--format", "ontology"], ["--format", "csv", "--ontology", str(EXAMPLE)]])
def test_codes_and_their_format_need_each_other(arguments: list[str]) -> None:
    assert run("export", *arguments).exit_code == 2


def test_a_table_of_no_codes_is_refused() -> None:
    words = Ontology("words.toml", predicates=(Predicate("COERCE", verbs=("board",)),))
    with pytest.raises(OntologyError, match=r"words.toml: there is no \[\[code\]\] in it"):
        list(ontology.lines([], words))
