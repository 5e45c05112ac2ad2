"""People in front of Telegram: they type, press, change what they wrote, and read what comes back."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.telegram_api.rules import units
from tests.telegram_api.state import Telegram

_callbacks = itertools.count(1)


class Person:
    """Somebody who uses Telegram.

    Args:
        telegram: Where.
        number: Id of the person, and of the private chat with the bot.
        changes: Other fields of the user: ``language_code``, ``first_name`` …
    """

    def __init__(self, telegram: Telegram, number: int, changes: dict[str, Any]) -> None:
        self._telegram = telegram
        self.user = {"id": number, "is_bot": False, "first_name": "Anna", "language_code": "en", **changes}
        self.chat = {"id": number, "type": "private", "first_name": self.user["first_name"]}
        telegram.chats.setdefault(number, self.chat)

    async def types(self, text: str, chat: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        """Send a message; returns it."""
        where = chat or self.chat
        self._telegram.chats.setdefault(where["id"], where)
        message = {
            "message_id": self._telegram.next_message(),
            "date": int(time.time()),
            "chat": where,
            "from": self.user,
            "text": text,
            **changes,
        }
        marked = _entities(text)
        if marked:
            message["entities"] = marked
        self._telegram.messages[where["id"], message["message_id"]] = message
        await self._telegram.deliver(message=message)
        return message

    async def asks(self, text: str, chat: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        """Send a message and wait for the bot's next one in that chat."""
        seen = set(self._telegram.messages)
        sent = await self.types(text, chat, **changes)
        return await self._next(seen | {(sent["chat"]["id"], sent["message_id"])}, sent["chat"]["id"])

    async def changes(self, message: dict[str, Any], text: str) -> None:
        """Change a message that was sent."""
        message |= {"text": text, "edit_date": int(time.time())}
        await self._telegram.deliver(edited_message=dict(message))

    async def presses(self, message: dict[str, Any], label: str) -> str:
        """Press a button; returns the word that floats over the chat once the bot has answered."""
        buttons = itertools.chain(*message["reply_markup"]["inline_keyboard"])
        data = next(button["callback_data"] for button in buttons if button["text"] == label)
        number = str(next(_callbacks))
        query = {"id": number, "from": self.user, "chat_instance": "1", "data": data, "message": message}
        await self._telegram.deliver(callback_query=query)
        await self._telegram.until(lambda: number in self._telegram.answered)
        word: str = self._telegram.answered[number].get("text", "")
        return word

    async def chooses(self, message: dict[str, Any], label: str) -> dict[str, Any]:
        """Press a button and wait for the bot's next message."""
        seen = set(self._telegram.messages)
        await self.presses(message, label)
        return await self._next(seen, message["chat"]["id"])

    async def _next(self, seen: set[tuple[int, int]], chat: int) -> dict[str, Any]:
        def fresh() -> list[dict[str, Any]]:
            return [
                message
                for key, message in self._telegram.messages.items()
                if key not in seen and key[0] == chat and message["from"]["is_bot"]
            ]

        await self._telegram.until(lambda: bool(fresh()))
        return fresh()[0]


def _entities(text: str) -> list[dict[str, Any]]:
    """Mark commands and mentions, as Telegram does."""
    entities = []
    place = 0
    for word in text.split(" "):
        kind = {"/": "bot_command", "@": "mention"}.get(word[:1])
        if kind and len(word) > 1:
            name = word.rstrip("?!.,")
            entities.append({"type": kind, "offset": place, "length": units(name)})
        place += units(word) + 1
    return entities
