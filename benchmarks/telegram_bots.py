"""The bots that ``telegram.py`` compares, each a process: ``python -m benchmarks.telegram_bots NAME PORT DATABASE``."""

from __future__ import annotations

import logging
import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

TOKEN = "99:BENCH"  # noqa: S105 - no bot's token
AT_ONCE = 32


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def bare(base: str, request: HTTPXRequest | None, at_once: int) -> None:
    """Run a bot that repeats what it is told, and nothing else."""
    builder = Application.builder().token(TOKEN).base_url(base)
    if request is not None:
        builder = builder.request(request)
    if at_once > 1:
        builder = builder.concurrent_updates(at_once)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(timeout=1)


def whole(base: str, database: str) -> None:
    """Run the bot as it is, but for Telegram's limits."""
    from handlers.commands.options import Options
    from handlers.commands.parts import put_together
    from handlers.commands.telegram_parts import telegram_parts
    from handlers.telegram import application, pace

    pace.BURST, pace.GROUP_BURST = 1_000_000, 1_000_000
    parts = put_together(Options(database=database), keeps=True)
    settings = parts.settings.model_copy(
        update={
            "telegram_bot_token": type(parts.settings).model_validate({"telegram_bot_token": TOKEN}).telegram_bot_token
        }
    )
    settings = settings.model_copy(update={"telegram_api_url": base})
    application.run(application.build_application(telegram_parts(parts), settings), settings)


def main(name: str, port: int, database: str) -> None:
    logging.basicConfig(level=logging.WARNING)
    base = f"http://127.0.0.1:{port}/bot"
    if name == "defaults":
        bare(base, None, 1)
    elif name == "same":
        from handlers.telegram.transport import requests

        bare(base, requests(AT_ONCE)[0], AT_ONCE)
    else:
        whole(base, database)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
