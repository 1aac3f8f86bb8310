"""Showing a store at an address of this computer, until it is stopped.

The port is taken before the server starts, so that a port in use is told in one sentence, and port 0 becomes the free
port that the operating system gives.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from collections.abc import Callable

import uvicorn

from onrecord.record import OnRecordError
from onrecord.store import Store
from onrecord.web.app import app_of

HOST = "127.0.0.1"
"""This computer and nobody else: a store may hold what is not for the network."""

PORT = 8377

PATIENCE = 3
"""Seconds that pages under way have to finish when the server is stopped."""


class ServingError(OnRecordError):
    """A port that cannot be had."""


def serve(store: Store, port: int = PORT, *, on_ready: Callable[[str], None] = lambda _: None) -> None:
    """Show a store at `http://127.0.0.1:PORT/` until Ctrl-C.

    Args:
        store: what is shown.
        port: where; 0 for any that is free.
        on_ready: told the address as soon as it answers.

    Raises:
        ServingError: the port is taken, or may not be.
    """
    with listening(port) as taken:
        on_ready(f"http://{HOST}:{taken.getsockname()[1]}/")
        with contextlib.suppress(KeyboardInterrupt):  # how uvicorn says that Ctrl-C has ended it
            server_of(store).run(sockets=[taken])


def server_of(store: Store) -> uvicorn.Server:
    """The server of a store's pages: it tells of failures and of nothing else."""
    return uvicorn.Server(
        uvicorn.Config(
            app_of(store),
            access_log=False,
            lifespan="off",
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
            ws="none",
        )
    )


def listening(port: int) -> socket.socket:
    """A socket that listens on a port of this computer.

    Raises:
        ServingError: the port is taken, or may not be.
    """
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # on Windows the same option would let two servers share the port
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((HOST, port))
        taken.listen()
    except (OSError, OverflowError) as error:
        taken.close()
        number = getattr(error, "errno", None)
        cause = "another program has it" if number == errno.EADDRINUSE else str(error).lower()
        raise ServingError(f"port {port} of {HOST}: {cause}; choose another with --port, or 0 for a free one") from None
    return taken
