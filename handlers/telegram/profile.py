"""What Telegram itself shows of the bot: its descriptions and menus, in every language; only what differs is sent.

It is done while the bot answers already, and nothing waits for it. What fails is told, and tried with the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from telegram import Bot, BotCommandScopeChat
from telegram.constants import BotDescriptionLimit
from telegram.error import BadRequest, TelegramError

from bot.errors import BotError, PhraseError
from bot.phrases import FALLBACK, Phrases
from handlers.telegram.menus import Menu

logger = logging.getLogger(__name__)

LOCK = 0x0C1_057A
"""Any number: the advisory lock under which one instance after the other looks at what is shown."""

MENUS = "menus"
"""Name under which it is remembered whose chats have menus of their own."""


class Stored(Protocol):
    """Where facts are kept from one start to the next."""

    async def remember(self, name: str, value: str) -> None:
        """Keep a fact."""

    async def recall(self, name: str) -> str | None:
        """Return a fact."""


class Profile:
    """Makes what Telegram shows be what the locale says.

    Args:
        bot: Whose profile it is.
        phrases: The fixed words.
        menus: The menus of commands.
        opening: Opens what is kept from one start to the next; None where nothing is.
        turn: Waits until no other instance does the same; None where there is none.
    """

    def __init__(
        self,
        bot: Bot,
        phrases: Phrases,
        menus: Iterable[Menu],
        opening: Callable[[], Awaitable[Stored]] | None = None,
        turn: Callable[[], AbstractAsyncContextManager[None]] | None = None,
    ) -> None:
        self._bot = bot
        self._phrases = phrases
        self._menus = tuple(menus)
        self._opening = opening
        self._turn = turn
        self._task: asyncio.Task[None] | None = None
        self.sent = 0
        """How much had to be sent."""

    def begin(self) -> None:
        """Begin to look and to send."""
        self._task = asyncio.create_task(self.update())

    async def end(self) -> None:
        """Stop, wherever it is."""
        if self._task is not None:
            task, self._task = self._task, None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def update(self) -> None:
        """Compare all that is shown with what it should be, and send what differs. Raises nothing."""
        try:
            async with contextlib.AsyncExitStack() as stack:
                if self._turn is not None:
                    # Without a database each looks for itself.
                    with contextlib.suppress(BotError):
                        await stack.enter_async_context(self._turn())
                await self._all()
        except TelegramError as error:
            logger.warning("what Telegram shows of the bot is as it was, the next start tries again: %s", error)
        except Exception:
            logger.exception("what Telegram shows of the bot is as it was")
        else:
            logger.info("what Telegram shows of the bot is up to date, %d parts were sent", self.sent)

    async def _all(self) -> None:
        for language in self._languages():
            await self._tried(self._texts, language)
            for menu in self._menus:
                await self._tried(self._menu, menu, language)
        await self._tried(self._forget_others)

    def _languages(self) -> list[str]:
        """Return the languages, the one for everybody else first, which Telegram knows by an empty name."""
        return ["", *(language for language in self._phrases.languages if language != FALLBACK)]

    async def _tried(self, part: Callable[..., Awaitable[None]], *about: object) -> None:
        """Do one part; what Telegram refuses of it keeps it from no other."""
        try:
            await part(*about)
        except BadRequest as error:
            # The chat of somebody who never wrote to the bot is not there, for example.
            logger.warning("a part of what Telegram shows of the bot is refused: %s", error)

    async def _texts(self, language: str) -> None:
        bot = self._bot
        description = _within(self._said("profile.description", language), BotDescriptionLimit.MAX_DESCRIPTION_LENGTH)
        if description and (await bot.get_my_description(language)).description != description:
            await bot.set_my_description(description, language)
            self.sent += 1
        limit = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
        short = _within(self._said("profile.short_description", language), limit)
        if short and (await bot.get_my_short_description(language)).short_description != short:
            await bot.set_my_short_description(short, language)
            self.sent += 1

    async def _menu(self, menu: Menu, language: str) -> None:
        wanted = menu.said(self._phrases, language or FALLBACK)
        if not wanted or tuple(await self._bot.get_my_commands(menu.scope, language)) == tuple(wanted):
            return
        await self._bot.set_my_commands(wanted, menu.scope, language)
        self.sent += 1

    async def _forget_others(self) -> None:
        """Take the menus of those back who are no longer curators or organisers."""
        if self._opening is None:
            return
        theirs = {str(menu.scope.chat_id) for menu in self._menus if isinstance(menu.scope, BotCommandScopeChat)}
        try:
            stored = await self._opening()
            before = set((await stored.recall(MENUS) or "").split())
            for person in sorted(before - theirs):
                for language in self._languages():
                    await self._bot.delete_my_commands(BotCommandScopeChat(int(person)), language)
                    self.sent += 1
            if before != theirs:
                await stored.remember(MENUS, " ".join(sorted(theirs)))
        except BotError as error:
            logger.warning("who had a menu of their own is not known: %s", error)

    def _said(self, key: str, language: str) -> str:
        """Return a text; empty where there is none."""
        try:
            return self._phrases.say(language or FALLBACK, key)
        except PhraseError:
            return ""


def _within(text: str, limit: int) -> str:
    """Cut a text, after a word if it can be, where Telegram would refuse it: subjects and questions may be long."""
    if len(text) <= limit:
        return text
    room = text[: limit - 1]
    whole = room.rpartition(" ")[0]
    return f"{whole if len(whole) > limit / 2 else room}…"
