"""The bots that are compared, each a process: ``python -m benchmarks.telegram_bots NAME PORT DATABASE WEBHOOK``.

PORT is where the Bot API listens, WEBHOOK where the bot is to listen for updates; 0 for polling.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from benchmarks.bot_api import SECRET

TOKEN = "99:BENCH"  # noqa: S105 - no bot's token
AT_ONCE = 32
ADDRESS = "https://bot.example/hook"


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def bare(base: str, request: HTTPXRequest | None, at_once: int, webhook: int) -> None:
    """Run a bot that repeats what it is told, and nothing else."""
    builder = Application.builder().token(TOKEN).base_url(base)
    if request is not None:
        builder = builder.request(request)
    if at_once > 1:
        builder = builder.concurrent_updates(at_once)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if webhook:
        asyncio.run(hook(application, webhook))
    else:
        application.run_polling(timeout=1)


async def hook(application: Application, webhook: int) -> None:  # type: ignore[type-arg]
    """Take updates by a webhook of Starlette's, as the examples of python-telegram-bot show it."""

    async def take(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(json.loads(await request.body()), application.bot))
        return Response()

    app = Starlette(routes=[Route("/hook", take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=webhook, access_log=False, log_level="warning"))
    async with application:
        await application.start()
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
        await application.bot.set_webhook(ADDRESS, secret_token=SECRET)
        await serving
        await application.stop()


def whole(base: str, database: str, webhook: int) -> None:
    """Run the bot as it is, but for Telegram's limits."""
    from handlers.commands.options import Options
    from handlers.commands.parts import put_together
    from handlers.commands.telegram_parts import telegram_parts
    from handlers.telegram import floods, pace
    from handlers.telegram.application import build_application
    from handlers.telegram.running import run

    pace.BURST, pace.GROUP_BURST = 1_000_000, 1_000_000
    floods.MOST_OF_A_PERSON = 1_000_000
    parts = put_together(Options(database=database), keeps=True)
    given = {"telegram_bot_token": TOKEN}
    if webhook:
        given |= {"webhook_url": ADDRESS, "webhook_secret": SECRET, "webhook_port": str(webhook)}
    known = type(parts.settings).model_validate(given)
    settings = parts.settings.model_copy(update={name: getattr(known, name) for name in given})
    settings = settings.model_copy(update={"telegram_api_url": base})
    object.__setattr__(parts, "settings", settings)
    run(build_application(telegram_parts(parts), settings), settings)


def main(name: str, port: int, database: str, webhook: int) -> None:
    logging.basicConfig(level=logging.WARNING)
    base = f"http://127.0.0.1:{port}/bot"
    if name == "defaults":
        bare(base, None, 1, webhook)
    elif name == "same":
        from handlers.telegram.transport import requests

        bare(base, requests(AT_ONCE)[0], AT_ONCE, webhook)
    else:
        whole(base, database, webhook)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
