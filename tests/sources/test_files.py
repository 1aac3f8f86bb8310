"""Files, folders and standard input become dispatches, to the letter; what cannot be read is told in its place."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.record import LONGEST_DISPATCH, Dispatch, OnRecordError
from onrecord.sources import Failure, Found, LeftOut, Renamed, dispatches

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


def found(*inputs: Path | str, stdin: bytes = b"", **known: str) -> list[Found]:
    return list(dispatches([str(x) for x in inputs], stdin=io.BytesIO(stdin), **known))


def only(*inputs: Path | str, stdin: bytes = b"", **known: str) -> Dispatch:
    (dispatch,) = found(*inputs, stdin=stdin, **known)
    assert isinstance(dispatch, Dispatch), dispatch
    return dispatch


def problem(*inputs: Path | str, stdin: bytes = b"") -> str:
    (failure,) = found(*inputs, stdin=stdin)
    assert isinstance(failure, Failure), failure
    assert isinstance(failure.error, OnRecordError), failure.error
    return str(failure.error)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS.filter(lambda text: text.strip() and not text.startswith("\ufeff")))
def test_a_text_file_is_read_to_the_letter(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wire.txt"
    path.write_bytes(text.encode("utf-8"))
    assert only(path).text == text


@pytest.mark.parametrize(
    "text",
    [
        "One.\r\nTwo.\r",
        "\n\n  Talks\u00a0began.  \n\n",
        "Cafe\u0301 talks\u2028began",
        "“No,” she said\x0b",
        "\x1b[1mTalks",
    ],
)
def test_line_ends_and_odd_characters_stay(tmp_path: Path, text: str) -> None:
    (tmp_path / "wire.txt").write_bytes(text.encode("utf-8"))
    assert only(tmp_path / "wire.txt").text == text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_bytes(b"\xef\xbb\xbfTalks began.")
    assert only(tmp_path / "wire.txt").text == "Talks began."


def test_a_text_file_is_named_by_its_stem_and_told_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "oslo.talks.txt").write_text("Talks began.")
    dispatch = only(tmp_path / "oslo.talks.txt", published="2022-03-03", outlet="Nordwire")
    assert dispatch.id == "oslo.talks"
    assert dispatch.uri == str(tmp_path / "oslo.talks.txt")
    assert (dispatch.published, dispatch.outlet, dispatch.source_sha256) == ("2022-03-03", "Nordwire", None)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("e.txt", b"", "it is empty"),
        ("e.txt", b" \r\n\t ", "it is empty"),
        ("e.txt", "\u2003\u00a0".encode(), "there is no text in it"),
        ("e.html", b"", "it is empty"),
        ("e.txt", b"\x7fELF\0\0\1", "binary"),
        ("scan.pdf", b"%PDF-1.7\0\xff\xfe", "binary"),
        ("e.html", b"<html>\0\0", "binary"),
        ("e.txt", b"Caf\xe9 talks began, he said.", "byte 3 is not UTF-8"),
        ("e.txt", "Talks began.".encode("utf-16"), "UTF-16"),
        ("e.html", b"<html><body></body></html>", "no article"),
        ("e.html", b"<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav></body></html>", "no article"),
        ("e.html", b"Talks", "no article"),
        ("e.json", b'{\n "text": "Talks began."\n}', "one object a line"),
        ("e.json", b'[\n {"text": "Talks began."}\n]', "one object a line"),
    ],
)
def test_what_is_no_dispatch_is_told_with_its_name_and_a_remedy(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    told = problem(tmp_path / name)
    assert told.startswith(f"{tmp_path / name}: ")
    assert says in told
    assert "; " in told, "no remedy"
    assert "\n" not in told


def test_a_missing_file_is_told() -> None:
    assert problem("nowhere/talks.txt").startswith("nowhere/talks.txt: there is no such file")


def test_a_text_too_long_is_refused_and_not_cut(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("a " * (LONGEST_DISPATCH // 2) + "b")
    assert "5,000,001 characters are more than the 5,000,000" in problem(tmp_path / "long.txt")
    (tmp_path / "long.txt").write_text("é " * (LONGEST_DISPATCH // 2))
    assert len(only(tmp_path / "long.txt").text) == LONGEST_DISPATCH


def test_a_file_of_any_size_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(2**40)
    assert "larger than 20,000,000 bytes" in problem(tmp_path / "huge.txt")


def test_a_folder_is_read_by_name_and_below(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "c.pdf", ".hidden.txt", "deep/er/d.txt", ".git/e.txt", "notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Talks began.")
    everything = found(tmp_path)
    assert [x.id for x in everything if isinstance(x, Dispatch)] == ["a", "b", "d"]
    assert [Path(x.name).name for x in everything if isinstance(x, LeftOut)] == ["c.pdf", "notes.md"]
    assert len(everything) == 5


def test_a_folder_without_dispatches_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    left_out, failure = found(tmp_path)
    assert isinstance(left_out, LeftOut)
    assert isinstance(failure, Failure)
    assert "no file in it ends in .txt" in str(failure.error)


def test_a_link_in_a_circle_ends_and_a_lost_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks began.")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "lost.txt").symlink_to(tmp_path / "gone.txt")
    dispatch, failure, left_out = found(tmp_path)
    assert isinstance(dispatch, Dispatch)
    assert isinstance(failure, Failure)
    assert "lost.txt: there is no such file" in str(failure.error)
    assert isinstance(left_out, LeftOut)


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("Talks began.")
    assert [type(x) for x in found(tmp_path)] == [Dispatch, LeftOut]


def test_a_file_name_that_is_no_text_is_written_out(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("Talks began.")
    assert only(os.fsdecode(path)).id == r"caf\xe9"


def test_ids_do_not_collide_within_a_batch(tmp_path: Path) -> None:
    for folder in ("march", "april"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "talks.txt").write_text("Talks began.")
    march, april = tmp_path / "march" / "talks.txt", tmp_path / "april" / "talks.txt"
    everything = found(march, april, april, march)
    assert [x.id for x in everything if isinstance(x, Dispatch)] == [
        "talks",
        "april/talks",
        "april/talks-2",
        "march/talks",
    ]
    assert next(x for x in everything if isinstance(x, Renamed)) == Renamed("talks", "april/talks")


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"Talks began.\n", ["Talks began.\n"]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'\xef\xbb\xbf {"text": "One."}', ["One."]),
        (b'{"Talks," he said, "began."}', None),
        (b"[Oslo] Talks began.", ["[Oslo] Talks began."]),
        (b"{Oslo} Talks began.", ["{Oslo} Talks began."]),
    ],
)
def test_standard_input_is_recognised_by_its_content(data: bytes, texts: list[str] | None) -> None:
    everything = found("-", stdin=data)
    if texts is None:
        assert [type(x) for x in everything] == [Failure]
    else:
        assert [x.text for x in everything if isinstance(x, Dispatch)] == texts


def test_a_page_on_standard_input_is_recognised() -> None:
    page = b"<!-- x --><!DOCTYPE html><html><body><p>Talks on the old border accord began in Oslo.</p></body></html>"
    dispatch = only("-", stdin=page)
    assert dispatch.text == "Talks on the old border accord began in Oslo."
    assert (dispatch.id, dispatch.uri) == ("stdin", None)
    assert dispatch.source_sha256 == hashlib.sha256(page).hexdigest()


def test_a_file_that_is_named_outright_is_read_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "wire").write_text("Talks began.")
    (tmp_path / "lines.log").write_text('{"text": "Talks ended."}\n')
    everything = found(tmp_path / "wire", tmp_path / "lines.log")
    assert [x.text for x in everything if isinstance(x, Dispatch)] == ["Talks began.", "Talks ended."]


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks began.")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    everything = found(tmp_path / "b.txt", tmp_path / "gone.txt", tmp_path / "a.txt")
    assert [type(x) for x in everything] == [Failure, Failure, Dispatch]
