"""The bot with an assistant that repeats what it is told, over HTTP; updates may be made by hand, field by field."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError

from bot.phrases import Phrases
from bot.settings import Settings
from bot.storage import MemoryQuestionLog
from handlers.telegram.application import build_application
from handlers.telegram.context import BotApplication, Parts, parts_of
from handlers.telegram.running import UPDATES
from tests.fakes import EchoAssistant
from tests.telegram_api import TOKEN, BotApiServer, Telegram

BOT = {"id": 99, "is_bot": True, "first_name": "Bot", "username": "clusters_bot"}
GROUP = {"id": -100, "type": "supergroup", "title": "Meeting"}
DATE = 1_700_000_000
FIRST = 1001
"""Number of the first message that the bot sends."""

_NUMBERS = ("message_id", "message_thread_id")


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
        rows = self.values["reply_markup"]["inline_keyboard"] if "reply_markup" in self.values else []
        return [(button["text"], button["callback_data"]) for row in rows for button in row]


@dataclass
class EchoWorld:
    """One Telegram, the bot in it, and a few ways to write to it."""

    server: BotApiServer
    """Where the bot finds Telegram."""
    application: BotApplication
    """Handles the updates."""
    assistant: EchoAssistant
    """Who answers."""
    _callbacks: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def telegram(self) -> Telegram:
        return self.server.telegram

    async def write(self, text: str, **changes: Any) -> list[Call]:
        """Let a person write a message; returns what the bot did."""
        return await self.send(message=message(text, **changes))

    async def send(self, **content: Any) -> list[Call]:
        """Let an update arrive; returns what the bot did."""
        for one in content.values():
            self._comes_into_being(one)
        before = len(self.telegram.transcript)
        await self.telegram.deliver(**content)
        await settled(self.application, self.telegram)
        return [_call(method, values) for method, values in self.telegram.transcript[before:]]

    async def press(self, data: str, user: Mapping[str, Any] | None = None, **changes: Any) -> list[Call]:
        """Let a person press a button under the bot's last message; returns what the bot did."""
        said = [number for (_, number), one in self.telegram.messages.items() if one["from"]["id"] == BOT["id"]]
        forged = message("x", sender=BOT, message_id=max(said, default=FIRST), **changes)
        under = self.telegram.messages.get((forged["chat"]["id"], forged["message_id"]), forged)
        number = str(next(self._callbacks))
        query = {"id": number, "from": user or person(), "chat_instance": "1", "data": data, "message": under}
        return await self.send(callback_query=query)

    def _comes_into_being(self, content: Mapping[str, Any]) -> None:
        """Let Telegram know a chat, and a message, that an update tells of."""
        chat = content.get("chat") or content.get("message", {}).get("chat")
        if chat is not None:
            self.telegram.chats.setdefault(chat["id"], dict(chat))
        if "message_id" in content and "from" in content:
            self.telegram.messages[chat["id"], content["message_id"]] = dict(content)


def application_for(server: BotApiServer, assistant: EchoAssistant, phrases: Phrases) -> BotApplication:
    """Return a bot that keeps nothing."""
    settings = Settings(_env_file=None, telegram_bot_token=TOKEN, telegram_api_url=server.url)
    return build_application(Parts(assistant, phrases, MemoryQuestionLog()), settings)


@contextlib.asynccontextmanager
async def polling(application: BotApplication) -> AsyncIterator[None]:
    """Run a bot within the loop of the test, as ``run_polling`` does in a loop of its own."""
    assert application.updater is not None
    async with application:
        await application.start()
        await begin_polling(application)
        yield
        await application.updater.stop()
        await application.stop()


async def begin_polling(application: BotApplication) -> None:
    """Ask for updates, and tell the bot what goes wrong at that."""

    def failed(error: TelegramError) -> None:
        application.create_task(application.process_error(update=None, error=error))

    assert application.updater is not None
    await application.updater.start_polling(timeout=5, allowed_updates=UPDATES, error_callback=failed)


@contextlib.asynccontextmanager
async def echo_world(phrases: Phrases, assistant: EchoAssistant) -> AsyncIterator[EchoWorld]:
    """Run a bot, and a Telegram for it whose numbers are known beforehand."""
    async with BotApiServer(Telegram(TOKEN)) as server:
        server.telegram.numbered_from(FIRST)
        made = EchoWorld(server, application_for(server, assistant, phrases), assistant)
        async with polling(made.application):
            yield made


async def settled(application: BotApplication, telegram: Telegram, seconds: float = 20) -> None:
    """Wait until a bot has dealt with everything that was sent to it."""
    turns = parts_of(application).turns
    assert turns is not None
    await telegram.until(lambda: telegram.unacknowledged == 0, seconds)
    async with asyncio.timeout(seconds):
        # What is taken out of the queue is not in hand at once, but it counts as unfinished until it is.
        await application.update_queue.join()
        while turns.in_hand or turns.waiting:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


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


def _call(method: str, values: Mapping[str, Any]) -> Call:
    # A form has no numbers.
    return Call(method, {name: int(value) if name in _NUMBERS else value for name, value in values.items()})
