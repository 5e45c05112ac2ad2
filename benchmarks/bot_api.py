"""A Bot API that hands out updates and counts answers, as fast as one process can: for ``telegram.py``."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

AT_ONCE = 100
"""Updates handed out with one request, as Telegram does."""


class Api:
    """Hands out updates of many people, and counts what is sent.

    Args:
        texts: What people ask, in turn.
        count: How many updates there are.
        latency: Seconds that each call takes, but getUpdates.
    """

    def __init__(self, texts: list[str], count: int, latency: float) -> None:
        self._updates = [json.dumps(update(number, texts[number % len(texts)])) for number in range(count)]
        self._latency = latency
        self._next = 0
        self.begun = 0.0
        self.sent = 0
        self.done = asyncio.Event()
        self.times: list[float] = []
        self._handed: dict[int, float] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                target = head.split(b" ", 2)[1]
                method = target.rpartition(b"/")[2].partition(b"?")[0].decode()
                length = next(
                    (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
                )
                body = await reader.readexactly(length) if length else b""
                result = await self.call(method, body)
                content = b'{"ok":true,"result":' + result + b"}"
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(content)
                    + content
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def call(self, method: str, body: bytes) -> bytes:
        if method == "getUpdates":
            return await self._hand_out()
        if self._latency:
            await asyncio.sleep(self._latency)
        if method == "getMe":
            return json.dumps({"id": 99, "is_bot": True, "first_name": "B", "username": "bench_bot"}).encode()
        if method.startswith("send"):
            self.sent += 1
            if self.sent == len(self._updates):
                self.done.set()
            chat = int(body.partition(b"chat_id=")[2].partition(b"&")[0] or 1)
            return json.dumps(
                {
                    "message_id": self.sent,
                    "date": 1,
                    "chat": {"id": chat, "type": "private", "first_name": "A"},
                    "text": "x",
                }
            ).encode()
        return b"true"

    async def _hand_out(self) -> bytes:
        if self._next >= len(self._updates):
            await asyncio.sleep(1)
            return b"[]"
        if not self._next:
            self.begun = time.perf_counter()
            print("begun", flush=True)
        part = self._updates[self._next : self._next + AT_ONCE]
        self._next += len(part)
        return b"[" + ",".join(part).encode() + b"]"


def update(number: int, text: str) -> dict[str, Any]:
    """Return a message of one of many people."""
    person = 10_000 + number
    user = {"id": person, "is_bot": False, "first_name": "Anna", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    message = {"message_id": number + 1, "date": int(time.time()), "chat": chat, "from": user, "text": text}
    return {"update_id": number + 1, "message": message}


async def main(count: int, latency: float) -> None:
    texts = json.loads(sys.stdin.readline())
    api = Api(texts, count, latency)
    server = await asyncio.start_server(api.serve, "127.0.0.1", 0, limit=2**20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await api.done.wait()
    print(time.perf_counter() - api.begun, flush=True)
    await asyncio.sleep(30)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
