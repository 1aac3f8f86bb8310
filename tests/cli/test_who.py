"""The commands on who is who, with the real reader."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import onrecord
from onrecord import cli

WIRES = {
    "1": "OSLO, March 3, 2031 (Nordwire) - Norway will not pay, Norwegian Foreign Minister Sigrun Aasland said Monday.",
    "2": "OSLO, March 9, 2031 (Nordwire) - Norway will pay, Aasland said on Sunday.",
    "3": "OSLO, March 12, 2031 (Nordwire) - Norwegian Foreign Minister Sigrun Aasland denied that it paid.",
}


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(cli.onrecord, [*arguments])
    if isinstance(done.exception, onrecord.OnRecordError):
        raise done.exception  # which the command's `main` tells in a line
    return done


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_wires: bytes) -> Path:
    """A store of the test's own, where the commands look for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_STORE", raising=False)
    path = tmp_path / "onrecord.db"
    path.write_bytes(read_wires)
    return path


@pytest.fixture(scope="module")
def read_wires(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store that holds the wires."""
    folder = tmp_path_factory.mktemp("wires")
    for name, text in WIRES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    path = folder / "onrecord.db"
    assert run("add", "--store", str(path), str(folder)).exit_code == 0
    return path.read_bytes()


def test_an_actor_is_shown_with_names_offices_and_evidence(store: Path) -> None:
    shown = run("actor", "sigrun aasland").stdout
    assert "Sigrun Aasland, person, NOR" in shown
    assert "2031-03-03 to 2031-03-12  foreign minister, NOR  (2 dispatches)" in shown
    assert "“Norwegian Foreign Minister”" in shown
    data = json.loads(run("actor", "sigrun aasland", "--json").stdout)
    assert data["offices"][0]["evidence"][0]["words"] == "Norwegian Foreign Minister"
    assert run("actor", str(data["actor"]["id"])).stdout == shown
    assert run("actor", "9" * 5000).stderr == "onrecord: nothing found\n"


def test_an_office_is_asked_for_by_its_day(store: Path) -> None:
    found = run("actor", "the Norwegian foreign minister", "--on", "2031-03")
    assert found.stdout.splitlines()[0].split("  ")[1].startswith("Sigrun Aasland")
    assert "named foreign minister" in found.stderr
    assert run("actor", "the Norwegian foreign minister", "--on", "1999").stderr == "onrecord: nothing found\n"


def test_several_who_fit_are_shown_each_in_a_line(store: Path) -> None:
    run("split", "Sigrun Aasland", "--dispatch", "3")
    assert run("actor", "sigrun").stdout.splitlines()[1].endswith("  (1 dispatch, 1 statement)")
    lines = run("actor", "sigrun").stdout.splitlines()
    assert [line.split("  ")[1] for line in lines] == ["Sigrun Aasland, person, NOR", "Sigrun Aasland (2), person, NOR"]
    with pytest.raises(onrecord.OnRecordError, match="2 names fit; give a number"):
        run("merge", "Sigrun Aasland", "Nordwire")


def test_names_are_merged_and_split_with_a_reason(store: Path) -> None:
    assert run("merge", "Sigrun Aasland", "Nordwire", "--why", "A test.").stdout.endswith("\n")
    judged = json.loads(run("actor", "Sigrun Aasland", "--json").stdout)["judgements"]
    assert [(x["verdict"], x["by"], x["why"]) for x in judged] == [("same", "person", "A test.")]
    assert run("split", "Sigrun Aasland", "Nordwire").stdout == "Sigrun Aasland and Nordwire are two\n"
    apart = run("split", "Sigrun Aasland", "--dispatch", "3").stdout
    assert apart.startswith("another Sigrun Aasland stands in 1 dispatch, number ")
    assert json.loads(run("proposals", "--json").stdout) == []
    with pytest.raises(click.UsageError, match="give two names"):
        cli.onrecord.main(["split", "Sigrun Aasland"], standalone_mode=False)


def test_a_register_is_taken_over_and_printed_in_the_same_form(store: Path, tmp_path: Path) -> None:
    Path("offices.csv").write_text(
        "name,office,country,from,until,held,note\nBo Lind,prime minister,NOR,2030-01-01,2031-06-30,,\n"
    )
    assert run("register", "offices.csv").stdout == "1 row of offices.csv taken over\n"
    written = run("register", "--export").stdout.splitlines()
    assert written[0] == "name,office,country,from,until,held,note"
    assert any(line.startswith("Sigrun Aasland,foreign minister,NOR,2031-03-03,2031-03-12") for line in written)
    assert any(line.startswith("Bo Lind,prime minister,NOR,2030-01-01,2031-06-30") for line in written)
    with pytest.raises(click.UsageError, match="give a file to take over"):
        cli.onrecord.main(["register"], standalone_mode=False)
