"""Speaks HTTP/1.1 with the bot: forms, JSON and files in, JSON out, kept alive; drops and stalls on demand."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from email.parser import BytesParser
from email.policy import HTTP
from email.utils import formatdate
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.telegram_api.faults import Answer, Fault, Faults, drip
from tests.telegram_api.rules import ApiError
from tests.telegram_api.state import Telegram

_JSON_VALUES = {
    "allowed_updates",
    "link_preview_options",
    "reply_markup",
    "reply_parameters",
    "commands",
    "scope",
    "results",
    "button",
    "caption_entities",
}


class BotApiServer:
    """Serves a ``Telegram`` on the loopback, on a port of the system's choosing.

    Args:
        telegram: Who answers.
    """

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.url = ""
        """What to set TELEGRAM_API_URL to."""
        self.faults = Faults()
        """What goes wrong."""
        self.latency = 0.0
        """Seconds that a call takes, half of them before it has an effect; getUpdates waits by itself."""
        self.clock_ahead = 0.0
        """Seconds that Telegram's clock is ahead of ours."""
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    def drop(self, method: str) -> None:
        """Close the connection on the next call of a method, without an answer."""
        self.goes_wrong(method, Fault.DROP)

    def goes_wrong(self, method: str, *faults: Fault | Answer) -> None:
        """Let the next calls of a method go wrong."""
        self.faults.next.setdefault(method, deque()).extend(faults)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; returns whether the connection stays open."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        _, target, _ = head[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        token, _, method = urlsplit(target).path.removeprefix("/bot").partition("/")
        fault = self.faults.take(method)
        if fault is not None:
            await self.telegram.tell()
        if fault is Fault.DROP:
            return False
        if fault is Fault.STALL:
            await reader.read()
            return False
        if isinstance(fault, Answer):
            await _send(writer, fault.status, fault.content)
            return True
        pause = self.latency / 2 if method != "getUpdates" else 0
        await asyncio.sleep(pause)
        status, answer = await self._call(token, method, _values(body, headers.get("content-type", "")))
        await asyncio.sleep(pause)
        if fault is Fault.LOSE:
            return False
        if fault is Fault.HANG:
            await reader.read()
            return False
        if fault is Fault.DRIP:
            await drip(writer, _response(status, json.dumps(answer).encode()))
        await _send(writer, status, json.dumps(answer).encode(), self.clock_ahead)
        return headers.get("connection", "").lower() != "close"

    async def _call(self, token: str, method: str, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        try:
            if token != self.telegram.token:
                raise ApiError(401, "Unauthorized")
            return 200, {"ok": True, "result": await self.telegram.call(method, values)}
        except ApiError as error:
            return error.code, error.body()


def _response(status: int, content: bytes, ahead: float = 0.0) -> bytes:
    head = f"HTTP/1.1 {status} X\r\nDate: {formatdate(time.time() + ahead, usegmt=True)}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


async def _send(writer: asyncio.StreamWriter, status: int, content: bytes, ahead: float = 0.0) -> None:
    writer.write(_response(status, content, ahead))
    await writer.drain()


def _values(body: bytes, kind: str) -> dict[str, Any]:
    if kind.startswith("application/json"):
        loaded: dict[str, Any] = json.loads(body or b"{}")
        return loaded
    if kind.startswith("multipart/form-data"):
        return _parts(body, kind)
    pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
    return {name: json.loads(value) if name in _JSON_VALUES else value for name, value in pairs}


def _parts(body: bytes, kind: str) -> dict[str, Any]:
    """Return the fields of a multipart form; a file as a pair of name and content, where ``attach://`` names it."""
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    fields: dict[str, Any] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if part.get_filename():
            files[name] = (part.get_filename(), content)
        else:
            text = content.decode()
            fields[name] = json.loads(text) if name in _JSON_VALUES else text
    for name, value in fields.items():
        if isinstance(value, str) and value.startswith("attach://"):
            fields[name] = files[value.removeprefix("attach://")]
    return {**files, **fields}
