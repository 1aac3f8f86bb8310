"""Whole records of some sample dispatches, reviewed by eye and written anew by `make golden`."""

from __future__ import annotations

import pytest
import regenerate


@pytest.mark.parametrize("name", regenerate.NAMES)
def test_the_record_is_the_one_that_was_reviewed(name: str) -> None:
    path = regenerate.GOLDEN / f"{name}.json"
    assert path.exists(), f"no golden record {path}: make golden writes it; look at it before you commit it"
    assert regenerate.golden(name).split("\n") == path.read_text(encoding="utf-8").split("\n"), (
        "the readers make another record now: if it is a better one, make golden and look at what changed"
    )
