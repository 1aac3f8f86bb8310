"""`serve` shows a store at a port of this computer until it is stopped, and says so when it cannot."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from onrecord.store import open_store
from onrecord.web import ServingError, serve
from onrecord.web.serving import HOST, listening

SERVER = """
import sys
from onrecord.store import open_store
from onrecord.web import serve
with open_store(sys.argv[1]) as store:
    serve(store, 0, on_ready=lambda address: print(address, flush=True))
print("ended", flush=True)
"""


def test_a_port_that_is_taken_is_named_with_the_remedy(tmp_path: Path) -> None:
    told: list[str] = []
    with listening(0) as taken, open_store(tmp_path / "room.db") as store:
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=rf"port {port} of {HOST}: another program has it; .* --port"):
            serve(store, port, on_ready=told.append)
    assert told == []


def test_a_number_that_is_no_port_is_told_as_that() -> None:
    with pytest.raises(ServingError, match="port 99999"):
        listening(99999)


def test_the_server_answers_at_the_address_it_tells_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVER, str(tmp_path / "room.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        address = process.stdout.readline().strip()
        assert address.startswith(f"http://{HOST}:")
        assert "There is nothing in this store yet" in httpx.get(address).text
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "ended\n"
        assert process.stderr.read() == ""
        assert process.wait() == 0
