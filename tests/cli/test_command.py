"""The command itself, in a process of its own: exit status, pipes, interrupts, permissions, start-up."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.record import Record

COMMAND = [sys.executable, "-m", "onrecord.cli"]
LINE = b'{"text": "OSLO, March 3. /Nordwire/. Talks began on Thursday, Minister Anna Holm said."}\n'

ENV = {key: value for key, value in os.environ.items() if key not in ("ONRECORD_DEBUG", "NO_COLOR", "FORCE_COLOR")}


def run(*arguments: str, before: tuple[str, ...] = (), **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*before, *COMMAND, *arguments],
        capture_output=True,
        check=False,
        timeout=120,
        env=ENV,
        **options,  # type: ignore[call-overload]
    )


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV
    )


def test_a_batch_with_good_and_bad_inputs(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_bytes(b"TURKU, March 3. Talks began, Minister Anna Holm said.\r\n")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    done = run("read", "--jsonl", ".", cwd=tmp_path)
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert Record.from_json(line).article.text == "TURKU, March 3. Talks began, Minister Anna Holm said.\r\n"
    assert done.stderr.decode().splitlines() == [
        "onrecord: ./bad.txt: byte 0 is not UTF-8; convert the file, e.g. with "
        "iconv -f WINDOWS-1252 -t UTF-8 INPUT > OUTPUT"
    ]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["read", "--help"], 0),
        (["read"], 2),
        (["write"], 2),
        (["read", "--json", "a", "b"], 2),
        (["read", "gone.txt"], 1),
        (["add"], 2),
        (["add", "--store", "new.db", "gone.txt"], 1),
        (["statements", "--since", "yesterday"], 2),
        (["statements", "--store", "gone.db"], 1),
    ],
)
def test_help_and_errors_answer_before_spacy_is_loaded(tmp_path: Path, arguments: list[str], status: int) -> None:
    # a spaCy that cannot be imported stands in front of the real one
    (tmp_path / "spacy.py").write_text("raise SystemExit('spaCy was imported')")
    done = subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        check=False,
        env=ENV | {"PYTHONPATH": str(tmp_path)},
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == status, done.stderr
    assert b"spaCy" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_records_come_as_dispatches_come_and_ctrl_c_ends_quietly() -> None:
    with start("read", "--jsonl", "-") as process:
        process.stdin.write(LINE)
        process.stdin.flush()
        # standard input is still open: the record comes before the end of the input
        assert json.loads(process.stdout.readline())["article"]["id"] == "stdin-1"
        process.send_signal(signal.SIGINT)
        process.wait(60)
        assert process.returncode == 130
        assert process.stderr.read().strip() == b""


@pytest.mark.parametrize("form", [["--jsonl"], []])
def test_a_reader_that_leaves_ends_it_quietly(form: list[str]) -> None:
    with start("read", *form, "-") as process:
        process.stdin.write(LINE)
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write(LINE * 200)
        process.stdin.close()
        process.wait(60)
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "read", "--jsonl", "-"], input=LINE, stdout=full, stderr=subprocess.PIPE, check=False, env=ENV
        )
    assert done.returncode == 1
    assert done.stderr == (
        b"onrecord: the output cannot be written (no space left on device); make room, or write elsewhere\n"
    )


def test_json_is_utf8_in_any_locale(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“Talks began,” Minister Åsa Holm said.", encoding="utf-8")
    latin = ENV | {"PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(
        [*COMMAND, "read", "--json", "a.txt"], capture_output=True, check=True, env=latin, cwd=tmp_path
    )
    assert json.loads(done.stdout)["article"]["text"] == "“Talks began,” Minister Åsa Holm said."
    done = subprocess.run([*COMMAND, "read", "a.txt"], capture_output=True, check=True, env=latin, cwd=tmp_path)
    assert "?Talks began,?" in done.stdout.decode("latin-1")
    assert "Åsa Holm" in done.stdout.decode("latin-1")


def unprivileged() -> tuple[str, ...]:
    """What runs a command so that file permissions hold for it: root passes over them unless it gives that up."""
    if os.geteuid() != 0:
        return ()
    given_up = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    if shutil.which("setpriv") is None or subprocess.run([*given_up, "true"], check=False).returncode != 0:
        pytest.skip("runs as root, and cannot give up its right to read everything (setpriv)")
    return given_up


def test_what_may_not_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name in ("closed/a.txt", "open/closed/b.txt", "open/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "secret.txt").write_text("Talks began.")
    locked = [tmp_path / "closed", tmp_path / "open" / "closed", tmp_path / "secret.txt"]
    for path in locked:
        path.chmod(0)
    try:
        done = run("read", "closed", "open", "secret.txt", "closed/a.txt", before=unprivileged(), cwd=tmp_path)
    finally:
        for path in locked:
            path.chmod(0o700)
    denied = "it may not be read (permission denied); make it readable, or read it as a user who may"
    assert done.stderr.decode().splitlines() == [
        f"onrecord: closed: {denied}",
        "onrecord: open/c.txt: it is empty; give a dispatch with words in it",
        f"onrecord: open/closed: {denied}",
        f"onrecord: secret.txt: {denied}",
        f"onrecord: closed/a.txt: {denied}",
    ]
    assert done.returncode == 1
