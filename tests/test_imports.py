"""Who may know whom: the rule of the house, held by import-linter (its contracts stand in pyproject.toml)."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

ROOT = Path(__file__).resolve().parent.parent
LINTER = Path(sys.executable).with_name("lint-imports")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(onrecord.__path__, "onrecord.")
    if not module.name.endswith("__main__")
]


def test_nobody_imports_what_stands_above() -> None:
    done = subprocess.run([LINTER, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_an_import_against_the_rule_is_found(tmp_path: Path) -> None:
    (tmp_path / "onrecord" / "reading").mkdir(parents=True)
    rooms = ("cli", "web", "exports", "store", "shown", "reader", "linking", "sources", "ontology", "record")
    for module in ("__init__", *rooms, "spelling", "reading/__init__", "reading/pipeline"):
        (tmp_path / "onrecord" / f"{module}.py").touch()
    (tmp_path / "onrecord" / "record.py").write_text("import onrecord.reading.pipeline\n")
    contracts = "[tool.importlinter]" + (ROOT / "pyproject.toml").read_text().split("[tool.importlinter]")[1]
    (tmp_path / "pyproject.toml").write_text(contracts)
    done = subprocess.run(
        [LINTER, "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "onrecord.record is not allowed to import onrecord.reading" in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is(name: str) -> None:
    assert (importlib.import_module(name).__doc__ or "").strip(), f"{name} has no docstring"
