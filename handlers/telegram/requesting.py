"""Requests to Telegram that end: whatever a server does, and whatever it sends.

httpx counts the seconds between two pieces of an answer, so a server that drips would hold a call for ever. And
python-telegram-bot gives up on all updates of an answer where it cannot read one of them, asks for the same ones
again at once, and writes them into its log: such an update is emptied here, so that it is acknowledged like others.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from http import HTTPStatus
from typing import Any

from telegram import Bot, Chat, ChatMember, Update, User
from telegram._utils.types import ODVInput
from telegram.error import TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.counting import Counts, Fate, Kind
from bot.storage.arrived import Arrived

logger = logging.getLogger(__name__)

SLACK = 30.0
"""Seconds that an answer may take from its first piece to its last, beyond the time-out for the first one."""

REST = 1.0
"""Seconds before updates are asked for again after an answer without any that can be acknowledged."""

LARGEST = 2**63 - 1
"""Largest number that is stored."""

MAY_BE_NUMBERS = ("message_thread_id", "migrate_to_chat_id", "migrate_from_chat_id")
"""What of a message is a number where it is there at all, and is used as one."""


class Calls(HTTPXRequest):
    """Requests that take so long and no longer."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send a request; see ``BaseRequest.do_request``."""
        first = read_timeout if isinstance(read_timeout, int | float) else self.read_timeout or 0.0
        timeouts = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        try:
            async with asyncio.timeout(first + SLACK):
                return await super().do_request(url, method, request_data, *timeouts)
        except TimeoutError as error:
            raise TimedOut("the answer does not come to an end") from error


Take = Callable[[Sequence[Arrived]], Awaitable[None]]
"""Stores updates."""


class Polling(BaseRequest):
    """Requests for updates: all of an answer are stored at once, and one that cannot be read stands in nobody's way.

    Args:
        request: What makes the requests.
        take: Stores updates before they are handed on.
        counts: Where it is counted what cannot be read; None where nobody looks.
    """

    def __init__(self, request: BaseRequest, take: Take, counts: Counts | None = None) -> None:
        self._request = request
        self._take = take
        self._counts = counts
        self.unreadable = 0
        """Updates that could not be read."""

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return self._request.read_timeout

    async def initialize(self) -> None:
        """Make ready."""
        await self._request.initialize()

    async def shutdown(self) -> None:
        """Give back what is held."""
        await self._request.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        """Make a request; returns status and body of the answer."""
        status, body = await self._request.do_request(url, method, request_data, *args, **timeouts)
        if status != HTTPStatus.OK or not url.endswith("/getUpdates"):
            return status, body
        found = _updates(body)
        arrived, readable = [], []
        for raw in found:
            update, why = read(raw)
            known = raw if update is not None else self._emptied(raw, why)
            if known is not None:
                readable.append(known)
            if update is not None:
                arrived.append(as_arrived(update, raw))
        if found and not readable:
            await asyncio.sleep(REST)
        if arrived:
            await self._take(arrived)
        if readable != found:
            body = json.dumps({"ok": True, "result": readable}).encode()
        return status, body

    def _emptied(self, raw: Any, why: str) -> Any:
        """Return the number of an update that cannot be read, as one without content; None where nobody knows it."""
        self.unreadable += 1
        if self._counts is not None:
            self._counts.update(Kind.OTHER, Fate.REFUSED)
        number = raw.get("update_id") if isinstance(raw, dict) else None
        known = _is_number(number)
        # Never what it says: that is somebody's.
        logger.warning("update %s cannot be read, and is left alone: %s", number if known else "without number", why)
        return {"update_id": number} if known else None


def as_arrived(update: Update, raw: Any) -> Arrived:
    """Return an update as it is stored: as it came."""
    chat = update.effective_chat
    return Arrived(update.update_id, chat.id if chat else None, json.dumps(raw))


def read(raw: object, bot: Bot | None = None) -> tuple[Update | None, str]:
    """Return an update; None and why, without a word of its content, where it cannot be read or stored.

    Args:
        raw: What came.
        bot: Whose update it is.
    """
    try:
        update = Update.de_json(raw, bot) if isinstance(raw, dict) else None
        why = "no object" if update is None else _lacking(update)
    except RecursionError:
        why = "nested too deeply"
    except Exception as error:  # noqa: BLE001 - whatever its fields do to the library
        why = type(error).__name__
    return (None, why) if why else (update, "")


def _lacking(update: Update) -> str:
    """Return what an update lacks that the library has read all the same."""
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if not all(isinstance(part, kind) for part, kind in _parts(update)):
        return "a part is missing"
    numbers = (update.update_id, chat.id if chat else 0, user.id if user else 0, message.message_id if message else 0)
    others = [getattr(message, name, None) for name in MAY_BE_NUMBERS]
    marked = [*getattr(message, "entities", ()), *getattr(message, "caption_entities", ())]
    places = (place for one in marked for place in (one.offset, one.length))
    if not all(map(_is_number, (*numbers, *(number for number in others if number is not None), *places))):
        return "a number that is none"
    if not all(isinstance(text, str | None) for text in _texts(update)):
        return "a text that is none"
    return ""


def _parts(update: Update) -> Iterator[tuple[object, type]]:
    """Return what has to be there, and what it has to be."""
    message, member = update.effective_message, update.my_chat_member
    query = update.callback_query or update.inline_query
    if message is not None:
        yield message.chat, Chat
    if query is not None:
        yield from ((query.from_user, User), (query.id, str))
    if update.inline_query is not None:
        yield update.inline_query.query, str
    if member is not None:
        yield from ((member.chat, Chat), (member.from_user, User))
        yield from ((member.old_chat_member, ChatMember), (member.new_chat_member, ChatMember))


def _texts(update: Update) -> Iterator[object]:
    """Return what handlers take for text."""
    query, user = update.callback_query, update.effective_user
    message, chat = update.effective_message, update.effective_chat
    if message is not None:
        yield from (getattr(message, name, None) for name in ("text", "caption"))
    if chat is not None:
        yield from (chat.type, chat.title)
    if user is not None:
        yield from (user.language_code, user.username, user.first_name)
    if query is not None:
        yield query.data


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def _updates(body: bytes) -> list[Any]:
    """Return what an answer holds; nothing where it is none, which the library tells itself."""
    text = body.decode("utf-8", "replace")
    try:
        answer = json.loads(text)
    except RecursionError:
        return list(_one_by_one(text))
    except ValueError:
        return []
    found = answer.get("result") if isinstance(answer, dict) else None
    return found if isinstance(found, list) else []


def _one_by_one(text: str) -> Iterator[Any]:
    """Parse the objects of the first list in a text each by itself; one that is too deep comes as its number alone."""
    depth, begun, place, size = 0, 0, text.find("["), len(text)
    while 0 <= (place := place + 1) < size:
        sign = text[place]
        if sign == '"':
            place = _end_of_string(text, place)
        elif sign in "{[":
            begun = place if depth == 0 else begun
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth < 0:
                return
            if depth == 0:
                yield _parsed(text[begun : place + 1])


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        # Its number comes first in what Telegram sends; inside of what people write a quote is escaped.
        _, found, rest = text.partition('"update_id"')
        digits = rest.lstrip(" :\n\t")[:20].partition(",")[0].strip(" }\n\t")
        return {"update_id": int(digits), "message": 0} if found and digits.isdecimal() and digits.isascii() else None
    except ValueError:
        return None


def _end_of_string(text: str, place: int) -> int:
    """Return where a string ends that begins at a place."""
    place += 1
    while place < len(text) and text[place] != '"':
        place += 2 if text[place] == "\\" else 1
    return place
