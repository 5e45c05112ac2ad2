"""Several instances behind a load balancer, as Telegram sees them: it sends an update until somebody has taken it."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.telegram_api import Telegram

SECRET = "s3cret"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@dataclass
class Balancer:
    """Hands updates to instances by chance."""

    telegram: Telegram
    ports: list[int]
    """Where instances listen; dead ones are tried like all others."""
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - who gets what
    sent: int = 0
    refused: int = 0

    async def push(self, update: dict[str, Any]) -> None:
        """Send an update until somebody has taken it."""
        async with httpx.AsyncClient(timeout=20) as client:
            for attempt in range(400):
                port = self.chance.choice(self.ports)
                try:
                    answer = await client.post(f"http://127.0.0.1:{port}/hook", json=update, headers=HEADERS)
                except httpx.HTTPError:
                    answer = None
                if answer is not None and answer.status_code == 200:
                    self.sent += 1
                    return
                self.refused += 1
                await asyncio.sleep(min(0.05 * (attempt + 1), 0.5))
        raise AssertionError(f"nobody has taken update {update['update_id']}")

    async def asks(self, number: int, text: str) -> None:
        """Let somebody write a message, and send it to an instance; in order, as Telegram does for a chat."""
        await self.telegram.person(number).types(text)
        await self.push(self.telegram.take())


@contextlib.asynccontextmanager
async def proxy(folder: Path) -> AsyncIterator[Proxy]:
    """Stand between an instance and PostgreSQL, so that it can be cut off."""
    made = Proxy(folder)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        made.cut()
        await server.wait_closed()


class Proxy:
    """Passes bytes on to the socket of PostgreSQL in a folder, until it is cut."""

    def __init__(self, folder: Path) -> None:
        self._socket = next(folder.glob(".s.PGSQL.*[0-9]"))
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.broken = False

    def cut(self) -> None:
        """Cut all connections, and let none be made."""
        self.broken = True
        for writer in list(self._writers):
            writer.transport.abort()

    def mend(self) -> None:
        """Let connections be made again."""
        self.broken = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.broken:
            writer.transport.abort()
            return
        there_reader, there = await asyncio.open_unix_connection(self._socket)
        self._writers |= {writer, there}
        try:
            await asyncio.gather(_pass(reader, there), _pass(there_reader, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._writers -= {writer, there}
            for one in (writer, there):
                one.transport.abort()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
