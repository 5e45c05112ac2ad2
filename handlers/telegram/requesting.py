"""Requests to Telegram that end: whatever a server does, and whatever it sends.

httpx counts the seconds between two pieces of an answer, so a server that drips would hold a call for ever. And
python-telegram-bot gives up on all updates of an answer where it cannot read one of them, asks for the same ones
again at once, and writes them into its log: such an update is emptied here, so that it is acknowledged like others.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

from telegram import Chat, Message, Update
from telegram._utils.types import ODVInput
from telegram.error import TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

logger = logging.getLogger(__name__)

SLACK = 30.0
"""Seconds that an answer may take from its first piece to its last, beyond the time-out for the first one."""

READ_TIMEOUT = 5.0
"""Seconds between two pieces of an answer at most, where a call says nothing else."""

REST = 1.0
"""Seconds before updates are asked for again after an answer without any that can be acknowledged."""

LARGEST = 2**63 - 1
"""Largest number that is stored."""


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
        first = read_timeout if isinstance(read_timeout, int | float) else READ_TIMEOUT
        timeouts = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        try:
            async with asyncio.timeout(first + SLACK):
                return await super().do_request(url, method, request_data, *timeouts)
        except TimeoutError as error:
            raise TimedOut("the answer does not come to an end") from error


class Polling(Calls):
    """Requests for updates, in which one that cannot be read stands in nobody's way."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.unreadable = 0
        """Updates that could not be read."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer as it stands in JSON; of one that is nested too deeply, whatever else there is."""
        try:
            return HTTPXRequest.parse_json_payload(payload)
        except RecursionError:
            return {"ok": True, "result": list(_one_by_one(payload.decode("utf-8", "replace")))}

    async def post(self, url: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any) -> Any:
        """Ask for updates; see ``BaseRequest.post``."""
        found = await super().post(url, request_data, *timeouts, **more)
        if not url.endswith("/getUpdates") or not isinstance(found, list):
            return found
        updates = [update for update in map(self._emptied, found) if update is not None]
        if found and not updates:
            await asyncio.sleep(REST)
        return updates

    def _emptied(self, raw: Any) -> Any:
        """Return an update, without its content where that cannot be read; None where nobody knows its number."""
        why = unreadable(raw)
        if not why:
            return raw
        self.unreadable += 1
        number = raw.get("update_id") if isinstance(raw, dict) else None
        known = _is_number(number)
        # Never what it says: that is somebody's.
        logger.warning("update %s cannot be read, and is left alone: %s", number if known else "without number", why)
        return {"update_id": number} if known else None


def unreadable(raw: object) -> str:
    """Return why an update cannot be read or stored, without a word of its content; empty where it can be."""
    try:
        update = Update.de_json(raw, None) if isinstance(raw, dict) else None  # type: ignore[arg-type]
        if update is None:
            return "no object"
        chat, user, message = update.effective_chat, update.effective_user, update.effective_message
        if isinstance(message, Message) and not isinstance(message.chat, Chat):
            return "a message from nowhere"
        numbers = (
            update.update_id,
            chat.id if chat else 0,
            user.id if user else 0,
            message.message_id if message else 0,
        )
        if not all(map(_is_number, numbers)):
            return "a number that is none"
        update.to_json()
    except RecursionError:
        return "nested too deeply"
    except Exception as error:  # noqa: BLE001 - whatever its fields do to the library
        return type(error).__name__
    return ""


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


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
