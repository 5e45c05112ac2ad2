"""Telegram itself: chats, messages, updates waiting to be fetched, and the methods of the Bot API."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.telegram_api.groups import GroupMethods
from tests.telegram_api.inline import InlineMethods
from tests.telegram_api.limits import SendLimits
from tests.telegram_api.profile import ProfileMethods
from tests.telegram_api.rules import ApiError, checked_buttons, checked_caption, checked_text

if TYPE_CHECKING:
    from tests.telegram_api.people import Person

_SIMPLY_TRUE = {
    "logOut", "sendChatAction", "setChatMenuButton", "setMyName",
}  # fmt: skip


class Telegram(InlineMethods, GroupMethods, ProfileMethods):
    """One bot's view of Telegram.

    Args:
        token: The token that is accepted.
        username: User name of the bot.
    """

    def __init__(self, token: str, username: str = "clusters_bot") -> None:
        super().__init__()
        self.token = token
        self.bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Clusters",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }
        self.transcript: list[tuple[str, dict[str, Any]]] = []
        """Every method called, with its values, getUpdates left out."""
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        """Every message that is there, by chat and id."""
        self.answered: dict[str, dict[str, Any]] = {}
        """Answers to pressed buttons, by id of the callback."""
        self.chats: dict[int, dict[str, Any]] = {}
        """Every chat that the bot may write to."""
        self.blocked: set[int] = set()
        """Chats that have blocked or removed the bot."""
        self.limits: SendLimits | None = None
        """What refuses messages that are too many; None for nobody counts."""
        self.files: dict[str, tuple[str, bytes]] = {}
        """Files that were sent, by their id: name and content."""
        self.webhook: dict[str, Any] = {}
        """What setWebhook said."""
        self.refusing: dict[int, ApiError] = {}
        """What whatever is said in a chat is refused with, for now."""
        self.webhook_troubles: dict[str, Any] = {}
        """What getWebhookInfo tells besides: ``last_error_date``, ``last_error_message`` …"""
        self._waiting: deque[dict[str, Any]] = deque()
        self._open_queries: set[str] = set()
        self._refusals: dict[str, deque[ApiError]] = {}
        self._poll = 0
        self._last_update = 0
        self._last_message = 0
        self._changed = asyncio.Condition()

    def person(self, number: int, **changes: Any) -> Person:
        """Return somebody who uses Telegram."""
        from tests.telegram_api.people import Person

        return Person(self, number, changes)

    def refuse(self, method: str, error: ApiError) -> None:
        """Answer the next call of a method with an error."""
        self._refusals.setdefault(method, deque()).append(error)

    def numbered_from(self, number: int) -> None:
        """Give the next message that comes into being a number."""
        self._last_message = number - 1

    def next_message(self) -> int:
        """Return the id of a new message."""
        self._last_message += 1
        return self._last_message

    async def deliver(self, **content: Any) -> int:
        """Queue an update for the bot; returns its id."""
        self._last_update += 1
        self._waiting.append({"update_id": self._last_update, **content})
        query = content.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            self._open_queries.add(query["id"])
        await self.tell()
        return self._last_update

    def take(self) -> dict[str, Any]:
        """Take the latest update out of the queue, to be sent to a webhook."""
        return self._waiting.pop()

    async def until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something has happened.

        Raises:
            TimeoutError: It has not.
        """
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

    @property
    def unacknowledged(self) -> int:
        """Updates that the bot has not yet acknowledged."""
        return len(self._waiting)

    async def call(self, method: str, values: dict[str, Any]) -> Any:
        """Carry out a method of the Bot API.

        Raises:
            ApiError: Telegram refuses.
        """
        if method != "getUpdates":
            self.transcript.append((method, values))
        if self._refusals.get(method):
            raise self._refusals[method].popleft()
        if method in _SIMPLY_TRUE:
            return True
        action = getattr(self, f"_{method}", None)
        if action is None:
            raise ApiError(404, "Not Found: method not found")
        try:
            return await action(values)
        finally:
            await self.tell()

    async def tell(self) -> None:
        """Let whoever waits for something look again."""
        async with self._changed:
            self._changed.notify_all()

    async def _getMe(self, _values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Telegram's names
        return self.bot

    async def _getUpdates(self, values: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self.webhook.get("url"):
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        mine = self._poll
        offset = int(values.get("offset", 0))
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()
        await self.tell()
        wanted = values.get("allowed_updates")
        if wanted:
            self._waiting = deque(u for u in self._waiting if any(kind in u for kind in wanted))
        deadline = time.monotonic() + float(values.get("timeout", 0))
        while not self._waiting and self._poll == mine and (left := deadline - time.monotonic()) > 0:
            try:
                await self.until(lambda: bool(self._waiting) or self._poll != mine, left)
            except TimeoutError:
                break
        if self._poll != mine:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return list(self._waiting)[: int(values.get("limit", 100))]

    async def _setWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = values
        return True

    async def _deleteWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = {}
        if values.get("drop_pending_updates"):
            self._waiting.clear()
        return True

    async def _getWebhookInfo(self, _values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        told = {"url": "", "has_custom_certificate": False, "pending_update_count": self.unacknowledged}
        return {**told, "url": self.webhook.get("url", ""), **self.webhook_troubles}

    async def _sendMessage(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        text, entities = checked_text(values)
        return self._sent(values, {"text": text, "entities": entities})

    async def _sendDocument(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._sent(values, {"document": self._kept(values["document"]), **checked_caption(values)})

    async def _sendPhoto(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        photo = {**self._kept(values["photo"]), "width": 1200, "height": 600}
        return self._sent(values, {"photo": [photo], **checked_caption(values)})

    def _kept(self, file: tuple[str, bytes]) -> dict[str, Any]:
        name, content = file
        number = f"file{len(self.files)}"
        self.files[number] = (name, content)
        return {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": len(content)}

    def _sent(self, values: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(values)
        if self.limits is not None:
            self.limits.count(chat["id"])
        message: dict[str, Any] = {
            "message_id": self.next_message(),
            "date": int(time.time()),
            "chat": chat,
            "from": self.bot,
            **content,
        }
        buttons = checked_buttons(values)
        if buttons and "inline_keyboard" in buttons:
            # Others, such as ForceReply, are for the client alone; no message comes back with them.
            message["reply_markup"] = buttons
        if "message_thread_id" in values:
            message |= {"message_thread_id": int(values["message_thread_id"]), "is_topic_message": True}
        replied = (chat["id"], int(values.get("reply_parameters", {}).get("message_id", 0)))
        if replied in self.messages:
            message["reply_to_message"] = self.messages[replied]
        self.messages[chat["id"], message["message_id"]] = message
        return message

    async def _editMessageText(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        text, entities = checked_text(values)
        return self._edit(values, {"text": text, "entities": entities, "reply_markup": checked_buttons(values)})

    async def _editMessageReplyMarkup(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._edit(values, {"reply_markup": checked_buttons(values)})

    async def _deleteMessage(self, values: dict[str, Any]) -> bool:  # noqa: N802
        chat = self._chat(values)
        if self.messages.pop((chat["id"], int(values["message_id"])), None) is None:
            raise ApiError(400, "Bad Request: message to delete not found")
        return True

    async def _answerCallbackQuery(self, values: dict[str, Any]) -> bool:  # noqa: N802
        if values["callback_query_id"] not in self._open_queries:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._open_queries.discard(values["callback_query_id"])
        self.answered[values["callback_query_id"]] = values
        return True

    def _chat(self, values: dict[str, Any]) -> dict[str, Any]:
        number = int(values["chat_id"])
        self.check_not_moved(number)
        if number in self.refusing:
            raise self.refusing[number]
        if number in self.blocked:
            why = "blocked by the user" if number > 0 else "kicked from the supergroup chat"
            raise ApiError(403, f"Forbidden: bot was {why}")
        if number not in self.chats:
            raise ApiError(400, "Bad Request: chat not found")
        return self.chats[number]

    def _edit(self, values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(values)
        message = self.messages.get((chat["id"], int(values["message_id"])))
        if message is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if all(message.get(name) == value for name, value in changes.items()):
            raise ApiError(400, "Bad Request: message is not modified: specified new message content and reply markup "
                           "are exactly the same as a current content and reply markup of the message")  # fmt: skip
        message |= {**changes, "edit_date": int(time.time())}
        if message["reply_markup"] is None:
            del message["reply_markup"]
        return message
