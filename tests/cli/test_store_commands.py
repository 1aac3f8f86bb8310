"""The commands that keep and ask a store, with the real reader: what they print, tell, and leave behind."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

import onrecord
from onrecord import cli, web
from onrecord.record import Record
from onrecord.store import StoreError

TALKS = (
    "OSLO, March 3, 2031 (Nordwire) - Norway and Sweden will hold talks in Turku on March 12, Foreign Minister Sigrun "
    'Aasland said on Monday.\n\n"We will not pay," Aasland told the radio station Radio Fjord.'
)
DENIAL = (
    "MINSK, March 7, 2031 (Nordwire) - Belarus denied on Friday that it had sent 3,000 troops to the border.\n\n"
    "Latvia had accused Minsk of sending the troops."
)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    done = CliRunner().invoke(cli.onrecord, [*arguments], input=stdin)
    if isinstance(done.exception, onrecord.OnRecordError):
        raise done.exception  # which the command's `main` tells in a line
    return done


def status_of(*arguments: str) -> int:
    """The status that the command hands to `main`."""
    result: int = cli.onrecord.main([*arguments], standalone_mode=False)
    return result


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two dispatches, and a store of them."""
    folder = tmp_path_factory.mktemp("wires")
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    (folder / "denial.txt").write_text(DENIAL, encoding="utf-8")
    assert run("add", "--store", str(folder / "onrecord.db"), str(folder)).exit_code == 0
    return folder


@pytest.fixture
def store(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store, where the commands look for it."""
    monkeypatch.chdir(kept)
    monkeypatch.delenv("ONRECORD_STORE", raising=False)
    return kept / "onrecord.db"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, which has no store yet, and is where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_STORE", raising=False)
    return tmp_path


# add and reread


def test_adding_counts_and_adding_again_adds_nothing(own: Path) -> None:
    Path("a.txt").write_text(TALKS)
    Path("b.txt").write_bytes(b"\xff")
    first = run("add", "a.txt", "b.txt", "gone.txt")
    assert first.stdout == "1 added, 0 already there, 2 failed\n"
    assert run("add", ".").stderr.count("left out") == 0, "the store itself is no file that was left out"
    assert [line.split(": ")[1] for line in first.stderr.splitlines()] == [str(own / "b.txt"), str(own / "gone.txt")]
    assert run("add", "a.txt").stdout == "0 added, 1 already there, 0 failed\n"
    assert status_of("add", "b.txt") == 1
    assert status_of("add", "a.txt") == 0


def test_a_file_is_the_same_source_wherever_it_is_added_from(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("wires").mkdir()
    Path("wires/a.txt").write_text(TALKS)
    run("add", "wires/a.txt")
    monkeypatch.chdir("wires")
    assert run("add", "--store", "../onrecord.db", "a.txt").stdout == "0 added, 1 already there, 0 failed\n"


def test_a_changed_file_is_a_new_version_and_lists_show_it_alone(own: Path) -> None:
    Path("a.txt").write_text(TALKS)
    run("add", "a.txt")
    Path("a.txt").write_text(TALKS.replace("Turku", "Tampere"))
    assert run("add", "a.txt").stdout == "0 added, 1 added as a new version, 0 already there, 0 failed\n"
    assert [item["place"]["name"] for item in json.loads(run("agenda", "--json").stdout)] == ["Tampere"]
    assert "another version: 2  a, 2031-03-03, version 2" in run("show", "1").stdout


def test_a_day_told_later_is_taken_up(own: Path) -> None:
    Path("a.txt").write_text("Norway and Sweden will hold talks on March 12, Minister Sigrun Aasland said.")
    run("add", "a.txt")
    assert run("add", "--published", "2031-03-03", "a.txt").stdout == (
        "0 added, 0 already there, 1 read again, 0 failed\n"
    )
    (item,) = json.loads(run("agenda", "--json").stdout)
    assert (item["history"][0]["day"], item["when"]["value"]) == ("2031-03-03", "2031-03-12")
    assert run("add", "a.txt").stdout == "0 added, 1 already there, 0 failed\n"


def test_standard_input_and_the_environment_name_what_is_read_and_where_it_goes(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_STORE", str(own / "wires.db"))
    assert run("add", "-", stdin=TALKS.encode()).stdout == "1 added, 0 already there, 0 failed\n"
    assert run("add", "-", stdin=DENIAL.encode()).stdout == "1 added, 0 already there, 0 failed\n"
    assert [path.name for path in own.glob("*.db")] == ["wires.db"]


def test_rereading_reads_what_another_version_has_read(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text(TALKS)
    monkeypatch.setattr("onrecord.reading.version.version", lambda: "onrecord 0.0.9")
    run("add", "a.txt")
    assert run("reread").stdout == "0 added, 0 already there, 0 failed\n"
    monkeypatch.undo()
    monkeypatch.chdir(own)
    assert run("reread").stdout == "0 added, 0 already there, 1 read again, 0 failed\n"
    assert run("reread").stdout == "0 added, 0 already there, 0 failed\n"
    assert run("reread", "--all").stdout == "0 added, 0 already there, 1 read again, 0 failed\n"


# asking


def test_search_shows_the_words_in_their_place(store: Path) -> None:
    out = run("search", "accusing").stdout
    assert out.splitlines()[0].startswith("1  denial, 2031-03-07")
    assert "Latvia had accused Minsk" in out
    assert [hit["dispatch"]["name"] for hit in json.loads(run("search", "talks turku", "--json").stdout)] == ["talks"]
    assert json.loads(run("search", "--json", "zebra").stdout) == []


def test_statements_are_found_by_who_said_them_what_kind_and_when(store: Path) -> None:
    out = run("statements", "--speaker", "aasland").stdout
    assert "\n2/s2  Sigrun Aasland (“Aasland”)" in out
    assert '"We will not pay,"' in out
    assert "in 2  talks, 2031-03-03" in out
    assert run("statements", "--act", "deny").stdout.startswith("1/s1  Belarus  deny")
    assert run("statements", "--speaker", "aasland", "--since", "2031-03-04").stdout == ""
    assert len(json.loads(run("statements", "--json", "--limit", "1").stdout)) == 1


def test_events_figures_disputes_and_the_agenda(store: Path) -> None:
    assert "2/e1  CONSULT “talks”, Norway, Sweden, 2031-03-12, Turku (FIN), scheduled" in (
        run("events", "--type", "consult", "--country", "FIN").stdout
    )
    assert "1/f1  3,000 troops “3,000 troops”, told in s1" in run("figures", "--unit", "troops").stdout
    assert run("figures", "--unit", "tanks").stdout == ""
    assert "s1 denies" in run("disputes", "--speaker", "Belarus").stdout
    assert run("agenda", "--actor", "Norway").stdout.splitlines() == [
        "2031-03-12  talks, Norway, Sweden, Turku (FIN), confirmed",
        "    2031-03-03  set for 12 March 2031 in Turku, on the word of Sigrun Aasland  (2/e1 talks)",
    ]
    assert run("agenda", "--actor", "Latvia").stdout == ""


HISTORY = (
    TALKS,
    "OSLO, March 8, 2031 (Nordwire) - The talks between Norway and Sweden in Turku have been postponed from March 12 "
    "to March 14, a minister said on Saturday.",
    "TURKU, March 14, 2031 (Nordwire) - Norway and Sweden held talks in Turku on Friday.",
)


@pytest.fixture
def moved(own: Path) -> Path:
    """A store with what three dispatches tell of one meeting."""
    for n, text in enumerate(HISTORY, start=1):
        Path(f"{n}.txt").write_text(text)
    run("add", *(f"{n}.txt" for n in range(1, len(HISTORY) + 1)))
    return own


def test_what_dispatches_tell_of_one_meeting_is_one_line_with_its_history(moved: Path) -> None:
    lines = run("agenda").stdout.splitlines()
    assert lines[0] == "2031-03-14  talks, Norway, Sweden, Turku (FIN), took place"
    assert [line.split(", on the word of")[0].split("  (")[0] for line in lines[1:]] == [
        "    2031-03-03  set for 12 March 2031 in Turku",
        "    2031-03-08  moved to 14 March 2031",
        "    2031-03-14  reported as held",
    ]
    (item,) = json.loads(run("agenda", "--json").stdout)
    assert [step["address"] for step in item["history"]] == ["1/e1", "2/e1", "3/e1"]
    assert all(step["why"] for step in item["history"][1:])
    with onrecord.open_store() as opened:
        assert [item] == json.loads(json.dumps(opened.agenda().to_dict()))


def test_reports_that_tell_nothing_new_share_a_line(own: Path) -> None:
    for n in range(3):
        Path(f"{n}.txt").write_text(TALKS)
    run("add", "0.txt", "1.txt", "2.txt")
    assert run("agenda").stdout.splitlines()[2:] == ["    2031-03-03  2 reports that tell nothing new  (2/e1, 3/e1)"]


def test_the_agenda_as_a_calendar(moved: Path) -> None:
    Path("vague.txt").write_text("OSLO, March 8, 2031 (Nordwire) - Norway and Denmark will hold talks in May.")
    run("add", "vague.txt")
    done = run("agenda", "--ics")
    parsed = Calendar.from_ical(done.stdout_bytes)
    (event,) = parsed.events
    assert (str(event["DTSTART"].dt), event["SEQUENCE"], event["STATUS"]) == ("2031-03-14", 2, "CONFIRMED")
    assert done.stderr == "onrecord: left out 1 appointment vaguer than a week, for which a calendar has no day\n"
    assert run("agenda", "--ics").stdout_bytes == done.stdout_bytes
    assert run("agenda", "--ics", "--json").exit_code == 2


def test_what_has_no_day_is_left_out_by_bounds_and_counted(own: Path) -> None:
    Path("a.txt").write_text("Norway rejected the offer, Minister Sigrun Aasland said.")
    run("add", "a.txt")
    result = run("statements", "--since", "2031-01-01")
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "onrecord: nothing found",
        "onrecord: left out 2 statements whose day nobody knows",
    ]


def test_a_dispatch_is_shown_by_number_and_by_name(store: Path) -> None:
    assert run("show", "2").stdout == run("show", "talks").stdout
    assert run("show", "2").stdout.startswith("talks\n")
    shown = json.loads(run("show", "talks", "--json").stdout)
    assert shown["dispatch"]["id"] == 2
    with onrecord.open_store(store) as opened:
        assert Record.from_dict(shown["record"]) == opened.show(2).record


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "nothing"], "there is no such dispatch in"),
        (["show", "99"], "there is no such dispatch in"),
        (["statements", "--speaker", "!"], "'!' is no name"),
        (["search", "--", "-talks"], "there is no word to look for"),
    ],
)
def test_a_question_without_an_answer_says_what_to_do(store: Path, arguments: list[str], says: str) -> None:
    with pytest.raises(onrecord.OnRecordError, match=says):
        run(*arguments)


def test_the_port_that_the_help_tells_is_the_one_of_the_room() -> None:
    (port,) = (option for option in cli.onrecord.commands["serve"].params if option.name == "port")
    assert port.default == web.PORT


def test_no_question_makes_a_store(own: Path) -> None:
    for command in (["search", "x"], ["statements"], ["show", "1"], ["export"], ["verify"], ["reread"], ["serve"]):
        with pytest.raises(StoreError, match=r"there is no such store; make one with onrecord add"):
            run(*command)
    assert list(own.iterdir()) == []


# export


def test_export_writes_the_records_that_read_prints(store: Path) -> None:
    lines = run("export").stdout.splitlines()
    read = run("read", "--jsonl", str(store.parent / "denial.txt"), str(store.parent / "talks.txt")).stdout.splitlines()
    assert lines == read
    assert len(run("export", "--until", "2031-03-03").stdout.splitlines()) == 1


def test_export_of_a_table_has_words_beside_their_spans_and_names_for_ids(store: Path) -> None:
    (first, *_) = csv.DictReader(io.StringIO(run("export", "--format", "csv", "--table", "events").stdout))
    with onrecord.open_store(store) as opened:
        text = opened.show(int(first["dispatch"])).record.article.text
    start, end = map(int, first["trigger_spans"].split()[0].split("-"))
    assert text[start:end] == first["trigger"].split(" … ")[0]
    tables = {
        name: list(csv.DictReader(io.StringIO(run("export", "--format", "csv", "--table", name).stdout)))
        for name in ("dispatches", "actors", "statements", "times", "figures", "conditions", "disputes")
    }
    assert [row["dateline_place"] for row in tables["dispatches"]] == ["MINSK", "OSLO"]
    assert [row["speakers"] for row in tables["statements"] if row["act"] == "deny"] == ["Belarus"]
    assert [(row["words"], row["value"], row["unit"]) for row in tables["figures"]] == [
        ("3,000 troops", "3000", "troops")
    ]
    assert tables["conditions"] == []


def test_an_exported_file_is_there_whole_or_not_at_all(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = store.parent / "out.jsonl"
    run("export", "--output", str(target))
    assert len(target.read_text().splitlines()) == 2
    monkeypatch.setattr(Record, "to_json", lambda *_, **__: 1 / 0)
    assert run("export", "--output", str(target)).exit_code != 0
    assert len(target.read_text().splitlines()) == 2
    assert [path.name for path in store.parent.iterdir() if "out" in path.name] == ["out.jsonl"]
    target.unlink()


@pytest.mark.parametrize("arguments", [["--table", "events"], ["--format", "csv", "--table", "wars"]])
def test_export_refuses_what_makes_no_sense(store: Path, arguments: list[str]) -> None:
    assert run("export", *arguments).exit_code == 2


# verify


def test_verify_names_the_fact_that_was_changed(own: Path) -> None:
    Path("a.txt").write_text(TALKS)
    run("add", "a.txt")
    assert run("verify").stdout == "1 dispatch: all as read\n"
    with sqlite3.connect("onrecord.db") as database:
        database.execute("UPDATE statements SET act = 'promise' WHERE id = 's1'")
    database.close()
    assert status_of("verify") == 1
    assert run("verify").stderr.startswith("onrecord: dispatch 1 (a), statement s1: it is not what was read")
    (problem,) = json.loads(run("verify", "--json").stdout)["problems"]
    assert problem["where"] == "dispatch 1 (a), statement s1"


def test_a_number_is_a_number_even_where_a_dispatch_has_it_for_a_name(own: Path) -> None:
    Path("a.jsonl").write_text(json.dumps({"id": "2", "text": TALKS}) + "\n" + json.dumps({"id": "x", "text": DENIAL}))
    run("add", "a.jsonl")
    assert run("show", "2").stdout.startswith("x\n")
