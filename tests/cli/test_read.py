"""`onrecord read` with a reader that reads nothing: what is read, told, counted and printed, and the exit status."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import cli
from onrecord.cli.telling import Tally
from onrecord.reader import LARGEST_BATCH, Reader
from onrecord.record import Article, Dispatch, Record, sha256_of


class Copyist(Reader):
    """A reader whose records hold nothing but the article; it fails on dispatches with CRASH in them."""

    def _read(self, batch: list[Dispatch]) -> Iterator[tuple[Dispatch, Record]]:
        for dispatch in batch:
            yield dispatch, self._copied(dispatch)

    def _copied(self, dispatch: Dispatch) -> Record:
        if "CRASH" in dispatch.text:
            raise KeyError("an index\nof ours")
        return Record(
            article=Article(
                id=dispatch.id,
                text=dispatch.text,
                sha256=sha256_of(dispatch.text),
                uri=dispatch.uri,
                published=dispatch.published,
                outlet=dispatch.outlet,
            )
        )


@pytest.fixture(autouse=True)
def copyist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("onrecord.reader.Reader", Copyist)
    monkeypatch.delenv("ONRECORD_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.onrecord, ["read", *arguments], input=stdin, standalone_mode=True)


def status_of(*arguments: str) -> int:
    """The status that the command hands to `main`, as the runner of click does not."""
    result: int = cli.onrecord.main(["read", *arguments], standalone_mode=False)
    return result


def write(name: str, text: str = "Talks began.") -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_json_is_one_indented_object() -> None:
    out = run("--json", write("talks.txt")).stdout
    assert out.startswith('{\n  "article": {\n    "id": "talks"')
    assert Record.from_json(out).article.uri == "talks.txt"


def test_jsonl_is_a_record_a_line_and_keeps_the_text_to_the_letter() -> None:
    Path("talks.txt").write_bytes("“No,”\r\nhe\u2028said\u00a0".encode())
    lines = run("--jsonl", "talks.txt", write("b.txt")).stdout_bytes.split(b"\n")
    assert [json.loads(line)["article"]["text"] for line in lines[:2]] == [
        "“No,”\r\nhe\u2028said\u00a0",
        "Talks began.",
    ]
    assert lines[2:] == [b""]


@pytest.mark.parametrize("inputs", [("a.txt", "b.txt"), ("folder",), ("wires.jsonl",), ("-",)])
def test_json_of_several_dispatches_points_to_jsonl_and_prints_nothing(inputs: tuple[str, ...]) -> None:
    for name in ("a.txt", "b.txt", "folder/a.txt", "folder/b.txt"):
        write(name)
    lines = '{"text": "Talks began."}\n{"text": "Talks ended."}\n'
    write("wires.jsonl", lines)
    result = run("--json", *inputs, stdin=lines.encode())
    assert (result.exit_code, result.stdout) == (2, "")
    assert "use --jsonl" in result.stderr


def test_json_of_a_folder_with_one_dispatch_is_that_dispatch() -> None:
    write("folder/talks.txt")
    assert Record.from_json(run("--json", "folder").stdout).article.id == "talks"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--jsonl",),
        ("--json", "--jsonl", "a.txt"),
        ("--published", "2022-02-30", "a.txt"),
        ("--published", "3 March", "a.txt"),
        ("--nonsense", "a.txt"),
    ],
)
def test_a_mistaken_call_ends_with_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")


def test_the_user_tells_what_the_input_does_not() -> None:
    write("wires.jsonl", '{"text": "Talks began.", "published": "2022-01-02"}\n{"text": "Ended.", "outlet": "Fjord"}\n')
    out = run("--jsonl", "--published", "2022-03-03", "--outlet", "Nordwire", "wires.jsonl").stdout
    articles = [json.loads(line)["article"] for line in out.splitlines()]
    assert [(a["published"], a["outlet"]) for a in articles] == [("2022-01-02", "Nordwire"), ("2022-03-03", "Fjord")]


def test_what_cannot_be_read_is_told_a_line_each_and_the_rest_goes_on() -> None:
    write("wires.jsonl", '{"text": "Talks began."}\nnonsense\n{"text": 7}\n')
    Path("cafe.txt").write_bytes(b"caf\xe9")
    result = run("--jsonl", "wires.jsonl", "gone.txt", "cafe.txt", write("talks.txt"), write("empty.txt", ""))
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == ["wires-1", "talks"]
    names = ["wires.jsonl, line 2", "wires.jsonl, line 3", "gone.txt", "cafe.txt", "empty.txt"]
    told = result.stderr.splitlines()
    assert [line.split(": ")[:2] for line in told] == [["onrecord", name] for name in names]
    assert status_of("--jsonl", "gone.txt") == 1
    assert status_of("--jsonl", "talks.txt") == 0


def test_a_fault_of_ours_costs_one_dispatch_and_one_line() -> None:
    for i in range(20):
        write(f"{i:02}.txt", "CRASH" if i in (5, 6) else "Talks began.")
    result = run("--jsonl", *(f"{i:02}.txt" for i in range(20)))
    assert len(result.stdout.splitlines()) == 18
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["05.txt", "06.txt"]
    assert "KeyError" in result.stderr
    assert "ONRECORD_DEBUG=1" in result.stderr
    assert "Traceback" not in result.stderr


def test_debug_shows_the_traceback_and_the_rest_goes_on() -> None:
    result = run("--jsonl", "--debug", write("a.txt", "CRASH"), write("b.txt"))
    assert "Traceback" in result.stderr
    assert "in _copied" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_a_fault_in_a_source_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.sources.plain.text_of", lambda *_: 1 / 0)
    result = run("--jsonl", write("a.txt"), write("wires.jsonl", '{"text": "Talks began."}'))
    assert result.stderr.startswith("onrecord: a.txt: something went wrong that should not (ZeroDivisionError")
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stdout.splitlines()) == 1


def test_other_files_of_a_folder_are_counted() -> None:
    for name in ("d/a.txt", "d/b.pdf", "d/c.docx", "d/.hidden"):
        write(name)
    result = run("--jsonl", "d")
    assert result.stderr == "onrecord: left out 2 files of other kinds; name a file to have it read all the same\n"
    assert status_of("--jsonl", "d") == 0


def test_changed_ids_are_told() -> None:
    result = run("--jsonl", write("a/talks.txt"), write("b/talks.txt"))
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == ["talks", "b/talks"]
    assert result.stderr == ("onrecord: changed 1 id that stood in this batch already: b/talks for the second talks\n")


def test_several_records_are_shown_one_after_another() -> None:
    out = run(write("a.txt"), write("b.txt", "Talks ended.")).stdout
    assert out == "a\n  from       a.txt\n\nTEXT\nTalks began.\n\n\nb\n  from       b.txt\n\nTEXT\nTalks ended.\n"


def test_an_error_stays_on_its_line_whatever_the_name() -> None:
    result = run("gone\n\x1b[31m.txt")
    assert result.stderr.splitlines() == ["onrecord: gone ␛[31m.txt: there is no such file or folder; check the path"]


def test_dispatches_are_taken_no_further_ahead_than_a_batch() -> None:
    taken: list[str] = []

    def source() -> Iterator[Dispatch]:
        for i in range(1000):
            taken.append(str(i))
            yield Dispatch(id=str(i), text="Talks began.")

    found = Copyist().read_many(source())
    next(found)
    assert len(taken) == 1
    for _ in range(100):
        next(found)
    assert len(taken) <= 101 + LARGEST_BATCH


def test_no_reader_is_made_when_there_is_nothing_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.reading.pipeline.build", None)
    monkeypatch.setattr("onrecord.reader.Reader", Reader)
    assert status_of("gone.txt") == 1


def test_a_fault_tells_where_a_line_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    dispatch = Dispatch(id="n-7", text="CRASH", uri="wires.jsonl#n-7")
    assert list(Copyist().read_many([dispatch], on_error=tally.unread)) == []
    assert capsys.readouterr().err.startswith("onrecord: wires.jsonl#n-7: something went wrong")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_to_who_waits_for_many_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("d/a.txt", "d/b.txt"):
        write(name)
    monkeypatch.setenv("TERM", "xterm")
    shown = {}
    for inputs in ("d", "d/a.txt"):
        for out in (io.TextIOWrapper(io.BytesIO()), Terminal()):
            bar = Terminal()
            monkeypatch.setattr("sys.stderr", bar)
            monkeypatch.setattr("sys.stdout", out)
            status_of(inputs)
            shown[inputs, type(out)] = "2/2" in bar.getvalue()
    assert shown == {
        ("d", io.TextIOWrapper): True,
        ("d", Terminal): False,
        ("d/a.txt", io.TextIOWrapper): False,
        ("d/a.txt", Terminal): False,
    }
