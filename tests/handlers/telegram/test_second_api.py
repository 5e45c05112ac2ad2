"""The main scenarios over somebody else's Bot API, so that the bot is not only right about the tests' own one.

``lo-bot-api-emulator`` checks every request by a contract of its own. Its getMe names no user, and it knows no
previews, topics or protected content: both are put right here, in what it is handed.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator

from bot.events.codes import payload
from bot.events.event import Plan
from tests.handlers.telegram.desk_world import TOKEN, DeskWorld
from tests.handlers.telegram.faulty import MEMBERS
from tests.telegram_api import BotApiServer, Telegram

UNKNOWN = ("link_preview_options", "message_thread_id", "protect_content")
ROOM = 60


class SecondApi(LoBotApiEmulator):  # type: ignore[misc]
    """The other Bot API, and one person in front of it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, dict[str, Any]]] = []
        self._messages = itertools.count(5_000)
        self._changed = asyncio.Condition()

    async def read_request(self, request: web.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        fields, uploads = await super().read_request(request)
        return {name: value for name, value in fields.items() if name not in UNKNOWN}, uploads

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        fields, _ = await self.read_request(request) if method not in {"getUpdates", "getMe"} else ({}, {})
        response: web.Response = await super().handle(request)
        body = json.loads(response.body)
        if method == "getMe":
            body["result"] |= {"id": 99, "is_bot": True, "first_name": "Clusters", "username": "clusters_bot"}
            return web.json_response(body)
        if method != "getUpdates":
            async with self._changed:
                self.said.append((method, {**fields, "ok": body["ok"], "error": body.get("description")}))
                self._changed.notify_all()
        return response

    async def sends(self, **content: Any) -> None:
        await self.enqueue_update(content, token=TOKEN)

    async def hears(self, method: str, part: str, since: int = 0) -> dict[str, Any]:
        """Wait until the bot has said something."""

        def found() -> list[dict[str, Any]]:
            said = self.said[since:]
            return [values for name, values in said if name == method and part in str(values.get("text", ""))]

        async with asyncio.timeout(ROOM), self._changed:
            await self._changed.wait_for(lambda: bool(found()))
        return found()[-1]

    async def types(self, text: str) -> None:
        command = {"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}
        entities = [command] if text.startswith("/") else []
        await self.sends(message={**self.message(text), "entities": entities})

    def message(self, text: str, sender: dict[str, Any] | None = None) -> dict[str, Any]:
        anna = {"id": 17, "is_bot": False, "first_name": "Anna", "language_code": "en"}
        chat = {"id": 17, "type": "private", "first_name": "Anna"}
        made = {"message_id": next(self._messages), "date": int(time.time()), "chat": chat, "from": sender or anna}
        return {**made, "text": text}

    async def presses(self, data: str) -> None:
        under = self.message("x", {"id": 99, "is_bot": True, "first_name": "Clusters"})
        anna = self.message("x")["from"]
        await self.sends(callback_query={"id": "1", "from": anna, "chat_instance": "1", "data": data, "message": under})


@contextlib.asynccontextmanager
async def second_api() -> AsyncIterator[tuple[SecondApi, str]]:
    api = SecondApi()
    runner = web.AppRunner(api.app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield api, f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    finally:
        await runner.cleanup()


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[DeskWorld, SecondApi]]:
    monkeypatch.setattr("bot.curation.opened.golden_cases", lambda folder: [])
    async with second_api() as (api, url):
        server = BotApiServer(Telegram(TOKEN))
        server.url = url
        yield DeskWorld(server, tmp_path / "bot.sqlite3"), api


async def test_start_question_follow_up_button_event_and_stop(world: tuple[DeskWorld, SecondApi]) -> None:
    made, api = world
    async with made.bot():
        await api.types("/start")
        await api.hears("sendMessage", "")
        await api.types(MEMBERS)
        answer = await api.hears("sendMessage", "640")
        await api.types("and mentors?")
        await api.hears("sendMessage", "49")
        rows = json.loads(answer["reply_markup"])["inline_keyboard"]
        await api.presses(rows[0][0]["callback_data"])
        await api.hears("answerCallbackQuery", "")
        await api.hears("sendMessage", f"› {rows[0][0]['text']}")
        assert made.events is not None
        plan = Plan(
            "Hall", "Graz", made.now + timedelta(hours=1), "UTC", "en", questions=("Which clusters are there?",)
        )
        event = await made.events.organising.create("console", plan)
        await api.types(f"/start {payload(event.code)}")
        await api.hears("sendMessage", "Welcome to “Hall”!")
    # It knows nothing of what Telegram shows of a bot, which keeps the bot from nothing.
    refused = [(name, values["error"]) for name, values in api.said if not values["ok"] and "etMy" not in name]
    assert refused == []
    said = len(api.said)
    await api.types(MEMBERS)
    async with made.bot():
        await api.hears("sendMessage", "640", said)
    answers = [values for method, values in api.said[said:] if method == "sendMessage"]
    assert len(answers) == 1
