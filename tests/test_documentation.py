"""The manual tells the truth: its examples run, its commands and pages exist, its reference is up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import scores
import write_reference
from onrecord import cli
from onrecord.reading import pipeline

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES.append(ROOT / "tests" / "dispatches" / "README.md")
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def blocks(page: Path, language: str) -> Iterator[str]:
    """The code of one language on a page."""
    yield from re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_python_examples_of_a_page_run(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(blocks(page, "python"))
    exec(compile(code, str(page), "exec"), {"__name__": "example"})
    assert ("print(" in code) == bool(capsys.readouterr().out)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_make_target_on_a_page_exists(page: Path) -> None:
    named = set(re.findall(r"(?:^|`|\$ )make ([a-z]+)", page.read_text(encoding="utf-8"), re.M))
    assert named <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_and_option_on_a_page_exists(page: Path) -> None:
    for name, rest in re.findall(r"(?:^|`|\$ |: )onrecord ([a-z]+)\b(.*)", page.read_text(encoding="utf-8"), re.M):
        assert name in cli.onrecord.commands
        known = {option for parameter in cli.onrecord.commands[name].params for option in parameter.opts} | {"--help"}
        assert set(re.findall(r"(?<![\w-])--[a-z]+", rest.split("`")[0].split("-->")[0])) <= known


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    written_by_command = {"scores.md"}  # `make scores` needs data that are not part of the project
    missing = [x for x in links if not (page.parent / x).exists() and Path(x).name not in written_by_command]
    assert missing == []


def test_every_page_of_the_manual_is_in_its_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if page != "index.md" and f"({page})" not in index] == []


def test_the_reference_is_what_the_source_says_now() -> None:
    for name, text in write_reference.pages().items():
        written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
        assert written == text, f"docs/reference/{name} is out of date: run make docs"


def test_the_example_of_the_readme_is_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert write_reference.with_examples(readme) == readme, "run make docs"


def test_every_reader_is_told_of_and_can_be_found_by_name() -> None:
    page = (ROOT / "docs" / "reference" / "readers.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert [name for name in pipeline.READERS if f"## {name}\n" not in page or f"\n{name} = " not in project] == []


def test_make_help_tells_of_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [target for target in TARGETS if not re.search(rf"^{target}:.*  ## \w", makefile, re.M)] == []


def test_the_lock_pins_everything_by_hash_and_names_no_other_source() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", "\n".join(line for line in lock.split("\n") if not line.startswith("#")).strip())
    assert len(pins) > 50
    assert [
        pin.split(" ")[0] for pin in pins if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin, re.S)
    ] == []
    assert not re.search(r"https?:|file:|--(?:extra-)?index|--find-links| @ ", lock)


def test_scores_without_the_data_say_what_to_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_SHARED", str(tmp_path))
    with pytest.raises(scores.ScoreError, match="set ONRECORD_SHARED to the folder that holds"):
        scores.shared()


def test_the_figures_of_a_report_are_found_and_those_without_gold_left_out() -> None:
    report = (
        "14 records\n"
        "layout            precision 80.0  recall 40.0  f1 53.3  found 5  gold 10\n"
        "times             precision 0.0  recall 0.0  f1 0.0  found 5  gold 0\n"
        "act               accuracy 75.5  paired 49\n"
        "tokens.cue           P  81.23  R  38.90  F1  52.60  gold  5000 found  4000\n"
        "strict   precision   81.5  recall      80  f1    80.7\n"
        "count    gold    1788  found    1700\n"
        "dates          3 of   4\n"
    )
    assert scores.figures(report) == {
        "layout": {"precision": 80.0, "recall": 40.0, "f1": 53.3, "gold": 10.0},
        "act": {"accuracy": 75.5, "gold": 49.0},
        "tokens.cue": {"precision": 81.23, "recall": 38.9, "f1": 52.6, "gold": 5000.0},
        "strict": {"precision": 81.5, "recall": 80.0, "f1": 80.7},
        "dates": {"gold": 4.0, "accuracy": 75.0},
    }
