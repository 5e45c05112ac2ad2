"""Runs the Telegram bot, by polling or by webhook, from the first try to reach Telegram until all in hand is done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import StartError
from bot.settings import Settings
from handlers.stopping import told_to_stop
from handlers.telegram import webhook
from handlers.telegram.context import BotApplication, parts_of
from handlers.telegram.reaching import reach

logger = logging.getLogger(__name__)

POLL = timedelta(seconds=25)
"""How long Telegram holds a request for updates open."""

UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
"""Kinds of update that are asked for; all others never arrive."""


def run(application: BotApplication, settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; what is in hand is finished first.

    Raises:
        StartError: The token is refused, the address is not to be had, or somebody else reads the bot's updates.
    """
    for name in ("telegram.ext", "telegram.ext.Updater", "telegram.request.BaseRequest"):
        # A filter is asked about what its own logger says, and no other.
        logging.getLogger(name).addFilter(_one_line_for_the_network)
    if settings.webhook_url is not None and settings.webhook_secret is None:
        # Without it anybody could send updates.
        raise StartError("WEBHOOK_SECRET is missing: WEBHOOK_URL is set")
    try:
        asyncio.run(_run(application, settings))
    except InvalidToken as error:
        raise StartError(
            f"TELEGRAM_BOT_TOKEN is refused by {settings.telegram_api_url}: copy it from @BotFather once more"
        ) from error
    except TelegramError as error:
        raise StartError(f"Telegram does not accept the set-up: {error}") from error
    fatal = parts_of(application).fatal
    if fatal is not None:
        raise StartError(fatal)


async def _run(application: BotApplication, settings: Settings) -> None:
    parts = parts_of(application)
    with told_to_stop() as stopping:
        parts.stop = stopping.set
        try:
            if parts.probes is not None:
                # Whoever watches the bot is answered from the first moment on.
                await parts.probes.begin(waiting="updates: Telegram has not been reached yet")
            if not await _unless(stopping, _initialize(application, settings)):
                return
            if settings.webhook_url is None:
                await _poll(application, stopping)
            else:
                async with started(application):
                    await webhook.serve(application, settings, UPDATES, stopping)
        finally:
            await application.shutdown()
            await _called(application.post_shutdown, application)


async def _initialize(application: BotApplication, settings: Settings) -> None:
    """Initialize the application, once Telegram can be reached.

    Raises:
        telegram.error.InvalidToken: Telegram answers, and refuses the token.
    """
    while True:
        await reach(application.bot.token, settings.telegram_api_url)
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning("Telegram went away again (%s)", error)
        else:
            return


@contextlib.asynccontextmanager
async def started(application: BotApplication) -> AsyncIterator[None]:
    """Have an initialized application handle updates, and finish those in hand at the end."""
    await _called(application.post_init, application)
    await application.start()
    try:
        yield
    finally:
        await application.stop()
        await _called(application.post_stop, application)


async def _poll(application: BotApplication, stopping: asyncio.Event) -> None:
    updater = application.updater
    assert updater is not None  # noqa: S101 - an application is built with one

    def failing(error: TelegramError) -> None:
        application.create_task(application.process_error(error=error, update=None))

    async with started(application):
        polling = updater.start_polling(
            timeout=POLL, bootstrap_retries=-1, allowed_updates=UPDATES, error_callback=failing
        )
        try:
            if await _unless(stopping, polling):
                counts = parts_of(application).arrivals.counts
                if counts is not None:
                    # Telegram has just said yes to polling; the first request for updates may take as long as it likes.
                    counts.heard()
                await stopping.wait()
        finally:
            if updater.running:
                await updater.stop()


async def _unless(stopping: asyncio.Event, doing: Coroutine[Any, Any, object]) -> bool:
    """Do something, and break it off when told to stop; returns whether it came to its end."""
    task = asyncio.ensure_future(doing)
    told = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
        if not task.done():
            task.cancel()
        await asyncio.wait((task, told))
    if task.cancelled():
        return False
    task.result()
    return True


async def _called(hook: Callable[[BotApplication], Awaitable[object]] | None, application: BotApplication) -> None:
    """Call what an application does before or after something, if there is anything."""
    if hook is not None:
        await hook(application)


def _one_line_for_the_network(record: logging.LogRecord) -> bool:
    """Turn the library's tracebacks of what Telegram says into one line each; what ends the bot is told at its end."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, InvalidToken | Conflict):
        return False
    if isinstance(error, TelegramError | ValueError):
        # What is no JSON is the page of a server in front of Telegram's, and what it says is of no use.
        said = f" ({error})" if isinstance(error, TelegramError) else ""
        record.msg, record.args = f"{record.getMessage()}{said}", ()
        record.exc_info, record.exc_text = None, None
    return True
