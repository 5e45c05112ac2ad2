"""The bot as python-telegram-bot has it, but that it does not let Telegram forget what is still in hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import ExtBot


class UnhurriedBot(ExtBot[int]):
    """Asks for updates from the first one on that nothing keeps but Telegram.

    Those that come once more are known, and left alone; those that are new are handled meanwhile.

    Args:
        first_in_hand: Returns the number of that update; None where there is none.
        args: What any bot takes.
        named: The same.
    """

    def __init__(self, first_in_hand: Callable[[], Awaitable[int | None]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._first_in_hand = first_in_hand

    async def get_updates(self, offset: int | None = None, *args: Any, **named: Any) -> tuple[Update, ...]:
        """Ask for updates; see ``Bot.get_updates``."""
        first = await self._first_in_hand()
        return await super().get_updates(offset if first is None else min(first, offset or first), *args, **named)
