"""A Bot API server of the tests' own, on the loopback: real HTTP, Telegram's rules, people who type and press.

    async with BotApiServer(Telegram("99:TOKEN")) as server:
        …  # a bot at server.url
        reply = await server.telegram.person(17).asks("How many members does Cyberforum have?")

``http_server`` speaks HTTP, ``state`` is Telegram, ``rules`` are its limits, ``people`` use it;
``faults`` are what goes wrong on the way;
``groups`` are where they meet, ``inline`` is what they type behind the bot's name elsewhere.
"""

from __future__ import annotations

from tests.telegram_api.faults import Answer, Fault
from tests.telegram_api.http_server import BotApiServer
from tests.telegram_api.rules import ApiError
from tests.telegram_api.state import Telegram

TOKEN = "99:TEST"
"""Token of the bot of the tests."""

__all__ = ["TOKEN", "Answer", "ApiError", "BotApiServer", "Fault", "Telegram"]
