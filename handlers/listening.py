"""A place to listen at, and a server there that writes nothing of what people send into the log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from starlette.applications import Starlette

from bot.errors import StartError

LAST_WORDS = 20
"""Seconds that requests have to end when the server goes down; a viewer who reads nothing more would hold it up."""


def listen(host: str, port: int, variable: str) -> socket.socket:
    """Return a socket that listens; port 0 stands for any that is free.

    Args:
        host: Where to listen.
        port: The port.
        variable: Setting that the port comes from.

    Raises:
        StartError: Nothing can listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Asyncio sends small packets at once only where the protocol is named: without that each page takes 40 ms longer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise StartError(f"cannot listen at {host}:{port} ({error.strerror}): set WEB_HOST and {variable}") from error
    return listening


def quiet_server(
    app: Starlette, before_end: Callable[[], Awaitable[None]] | None = None, *, signals: bool = True
) -> uvicorn.Server:
    """Return a server that writes no addresses into the log: they hold questions and links.

    Args:
        app: What it serves.
        before_end: Called before it waits for all requests to end.
        signals: Whether it ends at SIGINT and SIGTERM; else whoever serves looks after them.
    """
    logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)
    return _Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            server_header=False,
            lifespan="off",
            proxy_headers=True,
            timeout_graceful_shutdown=LAST_WORDS,
        ),
        before_end,
        signals=signals,
    )


class _Server(uvicorn.Server):
    """A server that does something before it waits for all requests to end, and lets others finish after it.

    Uvicorn's own would raise the signal that stopped it once more when it has ended, and end the process before
    anything else can be put away.
    """

    def __init__(
        self, config: uvicorn.Config, before_end: Callable[[], Awaitable[None]] | None, *, signals: bool
    ) -> None:
        super().__init__(config)
        self._before_end = before_end
        self._signals = signals

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGINT and SIGTERM, and at nothing else."""
        loop = asyncio.get_running_loop()
        minded = self._signals and threading.current_thread() is threading.main_thread()
        signals = (signal.SIGINT, signal.SIGTERM) if minded else ()
        for number in signals:
            loop.add_signal_handler(number, self.stop)
        try:
            yield
        finally:
            for number in signals:
                loop.remove_signal_handler(number)

    def stop(self) -> None:
        """Finish what is in hand and end; told twice, end at once."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is in hand."""
        if self._before_end is not None:
            await self._before_end()
        await super().shutdown(sockets)
