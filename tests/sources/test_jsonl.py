"""JSON Lines: a dispatch a line, taken one by one; a broken line is told by its number and stops nothing."""

from __future__ import annotations

import io
import json

import pytest

from onrecord.record import Dispatch
from onrecord.sources import Failure, Found, Renamed, dispatches


def lines(*values: object) -> bytes:
    return b"".join((x if isinstance(x, bytes) else json.dumps(x).encode()) + b"\n" for x in values)


@pytest.fixture
def read_lines(tmp_path, monkeypatch):
    def read(data: bytes, **known: str) -> list[Found]:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "wires.jsonl").write_bytes(data)
        return list(dispatches(["wires.jsonl"], **known))

    return read


def test_a_line_gives_what_it_knows(read_lines) -> None:
    (dispatch,) = read_lines(
        lines(
            {
                "id": "n-7",
                "text": "Talks\r\nbegan.",
                "title": "Talks",
                "published": "2022-03-03T09:00:00Z",
                "outlet": "Nordwire",
                "url": "https://news.example/7",
                "more": [1],
            }
        ),
        published="1999-01-01",
        outlet="Other",
    )
    assert dispatch == Dispatch(
        id="n-7",
        text="Talks\r\nbegan.",
        title="Talks",
        published="2022-03-03",
        outlet="Nordwire",
        uri="https://news.example/7",
    )


def test_what_a_line_does_not_know_comes_from_the_user_the_file_and_the_line_number(read_lines) -> None:
    first, second = read_lines(
        lines({"text": "Talks began.", "id": None}, b"", {"text": "Talks ended.", "published": "", "id": 12}),
        published="2022-03-03",
    )
    assert (first.id, first.uri, first.published, first.outlet) == ("wires-1", "wires.jsonl#line=1", "2022-03-03", None)
    assert (second.id, second.uri, second.published) == ("12", "wires.jsonl#12", "2022-03-03")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"nonsense", "no JSON"),
        (b'{"text": "Talks', "no JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (["Talks"], "a list stands here"),
        (7, "a number stands here"),
        (None, "null stands here"),
        ({}, 'no "text"'),
        ({"text": None}, 'no "text"'),
        ({"text": 7}, '"text" is a number'),
        ({"text": ["Talks"]}, '"text" is a list'),
        ({"text": "  "}, "no text in it"),
        ({"text": "Talks.", "id": True}, '"id" is true or false'),
        ({"text": "Talks.", "id": {}}, '"id" is an object'),
        ({"text": "Talks.", "title": 7}, '"title" is a number'),
        ({"text": "Talks.", "published": "2022-02-30"}, "'2022-02-30' is no date"),
        ({"text": "Talks.", "published": "yesterday"}, "'yesterday' is no date"),
        ({"text": "Talks.", "published": 20220230}, '"published" is a number'),
        ({"text": "Talks \ud83d began."}, "surrogate"),
        ({"text": "Talks.", "outlet": "\udc00"}, "outlet has half of a surrogate"),
        (b'{"text": ' + b"[" * 100_000, "too deep"),
        (b'{"text": "Talks.", "n": ' + b"9" * 5_000 + b"}", "too long"),
    ],
)
def test_a_broken_line_is_told_by_its_number_and_the_rest_is_read(read_lines, line: object, says: str) -> None:
    before, failure, after = read_lines(lines({"text": "Talks began."}, line, {"text": "Talks ended."}))
    assert (before.text, after.text) == ("Talks began.", "Talks ended.")
    assert isinstance(failure, Failure)
    assert str(failure.error).startswith("wires.jsonl, line 2: ")
    assert says in str(failure.error)
    assert "; " in str(failure.error), "no remedy"


def test_the_same_id_twice_is_told_and_changed(read_lines) -> None:
    first, renamed, second = read_lines(lines({"id": "7", "text": "Talks began."}, {"id": "7", "text": "Talks ended."}))
    assert (first.id, second.id) == ("7", "wires/7")
    assert renamed == Renamed("7", "wires/7")


def test_a_line_separator_within_a_text_ends_no_line(read_lines) -> None:
    (dispatch,) = read_lines('{"text": "Talks\u2028began.\u0085"}\r\n'.encode())
    assert dispatch.text == "Talks\u2028began.\u0085"


def test_lines_are_taken_one_by_one() -> None:
    class Endless(io.RawIOBase):
        """A stream that never ends; whoever reads it whole never returns."""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            line = b'{"text": "Talks began."}\n'
            buffer[: len(line)] = line
            return len(line)

    found = dispatches(["-"], stdin=io.BufferedReader(Endless(), 64))
    assert [next(found).id for _ in range(3)] == ["stdin-1", "stdin-2", "stdin-3"]


def test_a_line_too_long_is_passed_over(read_lines, monkeypatch) -> None:
    monkeypatch.setattr("onrecord.sources.jsonl.LONGEST_LINE", 50)
    failure, dispatch = read_lines(lines({"text": "Talks " * 40}, {"text": "Talks ended."}))
    assert "line 1: it is longer than 50 bytes" in str(failure.error)
    assert dispatch.id == "wires-2"


def test_files_of_one_name_give_their_lines_names_of_their_own(tmp_path) -> None:
    for folder in ("march", "april"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "wires.jsonl").write_bytes(lines({"text": "Talks began."}))
    found = [x for x in dispatches([str(tmp_path)]) if isinstance(x, Dispatch)]
    assert [x.id for x in found] == ["wires-1", "march/wires-1"]
