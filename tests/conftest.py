"""What all tests share: one reader, loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import onrecord


@pytest.fixture(scope="session")
def read() -> Callable[..., onrecord.Record]:
    return onrecord.read
