"""A python-telegram-bot application without a network: requests are recorded, updates are made by hand."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.request import BaseRequest, RequestData

from bot.phrases import Phrases
from bot.settings import Settings
from bot.storage import MemoryQuestionLog
from handlers.telegram.application import build_application
from handlers.telegram.context import BotApplication, Parts
from tests.fakes import EchoAssistant

BOT = {"id": 99, "is_bot": True, "first_name": "Bot", "username": "clusters_bot"}
DATE = 1_700_000_000


@dataclass(frozen=True)
class Call:
    """A request that the bot made."""

    method: str
    """Method of the Bot API."""
    values: Mapping[str, Any]
    """Its parameters."""

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Label and data of each button, in order."""
        rows = json.loads(self.values["reply_markup"])["inline_keyboard"] if "reply_markup" in self.values else []
        return [(button["text"], button["callback_data"]) for row in rows for button in row]


class RecordingRequest(BaseRequest):
    """Answers every request as Telegram would, unless it is told to refuse."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.refusals: dict[str, deque[tuple[int, dict[str, Any]]]] = {}
        self._last_message = 1000

    def refuse(self, method: str, code: int, description: str, **parameters: Any) -> None:
        """Answer the next request of a kind with an error."""
        body = {"ok": False, "error_code": code, "description": description}
        if parameters:
            body["parameters"] = parameters
        self.refusals.setdefault(method, deque()).append((code, body))

    @property
    def read_timeout(self) -> float | None:
        return 5

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_timeouts: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        values: dict[str, Any] = dict(request_data.json_parameters) if request_data else {}
        for number in ("message_id", "message_thread_id"):
            if number in values:
                values[number] = int(values[number])
        if name != "getMe":
            self.calls.append(Call(name, values))
        if self.refusals.get(name):
            code, body = self.refusals[name].popleft()
            return code, json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, values)}).encode()

    def _result(self, name: str, values: Mapping[str, Any]) -> object:
        if name == "getMe":
            return BOT
        if name == "getUpdates":
            return []
        if name in {"sendMessage", "editMessageText", "editMessageReplyMarkup"}:
            if name == "sendMessage":
                self._last_message += 1
            number = int(values.get("message_id", self._last_message))
            chat = {"id": int(values["chat_id"]), "type": "private"}
            return {"message_id": number, "date": DATE, "chat": chat, "from": BOT, "text": values.get("text", "x")}
        return True


@dataclass
class World:
    """The application and a few ways to write to it."""

    application: BotApplication
    """Handles the updates."""
    request: RecordingRequest
    """What it says to Telegram."""
    assistant: EchoAssistant
    """Who answers."""
    log: MemoryQuestionLog
    """Where it would be logged."""
    updates: int = 0
    """Updates made so far."""

    async def receive(self, **content: Any) -> None:
        """Let the bot handle an update with this content."""
        self.updates += 1
        update = Update.de_json({"update_id": self.updates, **content}, self.application.bot)
        await self.application.process_update(update)

    async def write(self, text: str, **changes: Any) -> list[Call]:
        """Let a person write a message; returns what the bot did."""
        return await self.send(message=message(text, **changes))

    async def send(self, **content: Any) -> list[Call]:
        """Let an update arrive; returns what the bot did."""
        before = len(self.request.calls)
        await self.receive(**content)
        return self.request.calls[before:]

    async def press(self, data: str, user: Mapping[str, Any] | None = None, **changes: Any) -> list[Call]:
        """Let a person press a button under the bot's last message."""
        under = message("x", sender=BOT, message_id=self.request._last_message, **changes)
        return await self.send(
            callback_query={
                "id": "1",
                "from": user or person(),
                "chat_instance": "1",
                "data": data,
                "message": under,
            }
        )


def make_world(phrases: Phrases, assistant: EchoAssistant) -> World:
    """Return a bot that is ready to be initialised."""
    request, log = RecordingRequest(), MemoryQuestionLog()
    settings = Settings(_env_file=None, telegram_bot_token="99:TEST")
    parts = Parts(assistant, phrases, log)
    application = build_application(parts, settings, request=request, polling=request)
    return World(application, request, assistant, log)


def person(number: int = 17, language: str = "en", **changes: Any) -> dict[str, Any]:
    """Return somebody who uses Telegram."""
    return {"id": number, "is_bot": False, "first_name": "Anna", "language_code": language, **changes}


def message(
    text: str | None,
    *,
    sender: Mapping[str, Any] | None = None,
    chat: Mapping[str, Any] | None = None,
    message_id: int = 5,
    **changes: Any,
) -> dict[str, Any]:
    """Return a message; a text that starts with a command has it marked, as Telegram does."""
    made = {
        "message_id": message_id,
        "date": DATE,
        "chat": chat or {"id": 17, "type": "private"},
        "from": sender or person(),
        **changes,
    }
    if text is not None:
        made["text"] = text
        if text.startswith("/"):
            command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
            made["entities"] = [command, *made.get("entities", ())]
    return made


GROUP = {"id": -100, "type": "supergroup", "title": "Meeting"}
