"""Inline mode: people type behind the bot's name in any chat, and choose one of the cards that come back."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from tests.telegram_api.rules import ApiError, checked_buttons, checked_text

if TYPE_CHECKING:
    from tests.telegram_api.people import Person
    from tests.telegram_api.state import Telegram

MOST_RESULTS = 50
LONGEST_ID = 64

_queries = itertools.count(1)


class InlineMethods:
    """What the Bot API takes as an answer to an inline query."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: dict[str, dict[str, Any]] = {}
        """Answers to inline queries, by id of the query."""
        self.open_inline: set[str] = set()
        """Inline queries that wait for an answer."""

    async def _answerInlineQuery(self, values: dict[str, Any]) -> bool:  # noqa: N802 - Telegram's names
        number = values["inline_query_id"]
        if number not in self.open_inline:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        _check(values)
        self.open_inline.discard(number)
        self.inline[number] = values
        return True


async def types_inline(person: Person, telegram: Telegram, text: str) -> dict[str, Any]:
    """Type behind the bot's name and wait for what is offered; returns the values of answerInlineQuery."""
    number = f"q{next(_queries)}"
    telegram.open_inline.add(number)
    await telegram.deliver(
        inline_query={"id": number, "from": person.user, "query": text, "offset": "", "chat_type": "private"}
    )
    await telegram.until(lambda: number in telegram.inline)
    return telegram.inline[number]


async def sends_card(person: Person, telegram: Telegram, result: dict[str, Any], chat: dict[str, Any]) -> None:
    """Send a card that was offered into a chat, where the bot may see it."""
    text, entities = checked_text(_message(result))
    marked = {"entities": entities, "reply_markup": result["reply_markup"], "via_bot": telegram.bot}
    await person.types(text, chat, **marked)


def _check(values: dict[str, Any]) -> None:
    results = values["results"]
    if len(results) > MOST_RESULTS:
        raise ApiError(400, "Bad Request: RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise ApiError(400, "Bad Request: RESULT_ID_DUPLICATE")
    if not all(1 <= len(one.encode()) <= LONGEST_ID for one in ids):
        raise ApiError(400, "Bad Request: RESULT_ID_INVALID")
    for result in results:
        if result["type"] != "article" or not result.get("title"):
            raise ApiError(400, "Bad Request: ARTICLE_TITLE_EMPTY")
        checked_text(_message(result))
        checked_buttons(result)
    start = (values.get("button") or {}).get("start_parameter", "x")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
        raise ApiError(400, "Bad Request: START_PARAM_INVALID")


def _message(result: dict[str, Any]) -> dict[str, Any]:
    """Return the message of a card as sendMessage would take it."""
    content = result["input_message_content"]
    return {"text": content["message_text"], "parse_mode": content.get("parse_mode")}
