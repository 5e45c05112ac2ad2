"""A Bot API that hands out updates and counts answers, as fast as one process can: see ``running.py``.

It is told on standard input, in one line of JSON, what ``Traffic`` says, and tells in turn at which port it listens,
when it begins (``begun``), and at the end in one line of JSON the seconds that it took and how long each answer did.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

AT_ONCE = 100
"""Updates handed out with one request, as Telegram does."""

CONNECTIONS = 40
"""Connections on which updates are sent to a webhook, as Telegram does."""

SECRET = "bench"  # noqa: S105 - no secret
LOOKED_EVERY = 0.005


@dataclass(frozen=True)
class Traffic:
    """What happens."""

    texts: Sequence[str]
    """What people write, in turn."""
    count: int
    """How many updates there are."""
    people: int
    """How many people write them, in turn."""
    latency: float = 0.0
    """Seconds that each call takes, but getUpdates."""
    rate: float = 0.0
    """Updates a second; 0 for all at once."""
    webhook: int = 0
    """Port of a webhook that they are sent to; 0 for polling."""

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


class Api:
    """Hands out updates of many people, and counts what is sent.

    Args:
        traffic: What happens.
    """

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._next = 0
        self._begun = 0.0
        self._asked: dict[int, list[float]] = {}
        self.answered = 0
        self.waits: list[float] = []
        self.known = asyncio.Event()
        """Set when the bot has said where its webhook is, or asks for updates."""
        self.done = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method = head.split(b" ", 2)[1].rpartition(b"/")[2].partition(b"?")[0].decode()
                result = await self.call(method, await body_of(head, reader))
                content = b'{"ok":true,"result":' + result + b"}"
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(content)
                    + content
                )
                await writer.drain()
        writer.close()

    async def call(self, method: str, body: bytes) -> bytes:
        if method == "getUpdates":
            return await self._hand_out()
        if self._traffic.latency:
            await asyncio.sleep(self._traffic.latency)
        if method == "getMe":
            return json.dumps({"id": 99, "is_bot": True, "first_name": "B", "username": "bench_bot"}).encode()
        if method == "setWebhook":
            self.known.set()
        if method.startswith("send"):
            return self._sent(int(body.partition(b"chat_id=")[2].partition(b"&")[0] or 1))
        if method.startswith("getMy"):
            return b"[]" if method == "getMyCommands" else b'{"description":"","short_description":""}'
        return b"true"

    def _sent(self, chat: int) -> bytes:
        """Count an answer; the first one to an update counts."""
        if self._asked.get(chat):
            self.waits.append(time.perf_counter() - self._asked[chat].pop(0))
            self.answered += 1
            if self.answered == self._traffic.count:
                self.done.set()
        sent = {"message_id": 10**6 + self.answered, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"}
        return json.dumps(sent).encode()

    async def _hand_out(self) -> bytes:
        if self._traffic.webhook:
            await asyncio.sleep(1)
            return b"[]"
        self.known.set()
        for _ in range(int(1 / LOOKED_EVERY)):
            found = self.due(AT_ONCE)
            if found:
                return b"[" + ",".join(found).encode() + b"]"
            await asyncio.sleep(LOOKED_EVERY)
        return b"[]"

    def due(self, most: int) -> list[str]:
        """Return updates that have happened by now and were not handed out yet."""
        now, traffic = time.perf_counter(), self._traffic
        if not self._begun:
            self._begun = now
            print("begun", flush=True)
        happened = int((now - self._begun) * traffic.rate) + 1 if traffic.rate else traffic.count
        happened = min(happened, traffic.count)
        found = []
        for number in range(self._next, min(happened, self._next + most)):
            person = 10_000 + number % traffic.people
            when = self._begun + number / traffic.rate if traffic.rate else now
            self._asked.setdefault(person, []).append(when)
            found.append(json.dumps(update(number, person, traffic.texts[number % len(traffic.texts)])))
        self._next += len(found)
        return found

    async def push(self) -> None:
        """Send updates to the webhook, one after the other, until all are sent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._traffic.webhook)
        while self._next < self._traffic.count:
            for body in self.due(1):
                writer.write(
                    f"POST /hook HTTP/1.1\r\nHost: bench\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
                    f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
                )
                head = await reader.readuntil(b"\r\n\r\n")
                await body_of(head, reader)
                assert b" 200 " in head.partition(b"\r\n")[0], head
            if self._traffic.rate:
                await asyncio.sleep(LOOKED_EVERY)

    @property
    def report(self) -> dict[str, Any]:
        return {"seconds": time.perf_counter() - self._begun, "waits": self.waits}


async def body_of(head: bytes, reader: asyncio.StreamReader) -> bytes:
    """Return what follows the head of a request or answer."""
    lengths = (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    length = next(lengths, 0)
    return await reader.readexactly(length) if length else b""


def update(number: int, person: int, text: str) -> dict[str, Any]:
    """Return a message of one of many people."""
    user = {"id": person, "is_bot": False, "first_name": "Anna", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    message = {"message_id": number + 1, "date": int(time.time()), "chat": chat, "from": user, "text": text}
    return {"update_id": number + 1, "message": message}


async def main() -> None:
    traffic = Traffic(**json.loads(sys.stdin.readline()))
    api = Api(traffic)
    server = await asyncio.start_server(api.serve, "127.0.0.1", 0, limit=2**20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await api.known.wait()
    pushing = [asyncio.create_task(api.push()) for _ in range(CONNECTIONS)] if traffic.webhook else []
    await api.done.wait()
    print(json.dumps(api.report), flush=True)
    await asyncio.gather(*pushing)
    await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main())
