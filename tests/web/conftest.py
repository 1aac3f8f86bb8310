"""A store that holds the sample dispatches, read once, and a way to ask the reading room of any store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import onrecord
from onrecord.record import Dispatch
from onrecord.sources import dispatches
from onrecord.store import Store, open_store
from onrecord.web.app import app_of

SAMPLES = Path(__file__).resolve().parent.parent / "dispatches"

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = [x for x in dispatches([str(SAMPLES)]) if isinstance(x, Dispatch)]
    with open_store(tmp_path_factory.mktemp("room") / "samples.db") as kept:
        kept.add(found, onrecord.Reader())
        yield kept


@pytest.fixture(scope="session")
def numbers(store: Store) -> dict[str, int]:
    """The number of each sample by its name."""
    return {entry.name: entry.id for entry in store.dispatches()}


def asking(store: Store) -> Ask:
    """What asks a store's reading room for an address, as a browser does, and follows where it is sent."""
    transport = httpx.ASGITransport(app_of(store), raise_app_exceptions=False)

    def ask(address: str, method: str = "GET", **options: object) -> httpx.Response:
        async def answer() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1:8377", follow_redirects=True
            ) as client:
                return await client.request(method, address, **options)  # type: ignore[arg-type]

        return asyncio.run(answer())

    return ask


@pytest.fixture(scope="session", name="asking")
def _asking() -> Callable[[Store], Ask]:
    return asking


@pytest.fixture(scope="session")
def ask(store: Store) -> Ask:
    return asking(store)
