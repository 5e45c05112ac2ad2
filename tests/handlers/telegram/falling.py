"""The bot as it is started for people, as a process that is killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.settings import Settings
from tests.conftest import ROOT
from tests.telegram_api import BotApiServer, Telegram

TOKEN = "99:TEST-token"


def environment(server: BotApiServer, database: str, **more: str) -> dict[str, str]:
    """Return an environment with these settings and no others."""
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "DATABASE_URL": database}
    return {**kept, **given, "SECRET_KEY": "a key of the tests alone", **more}


@contextlib.asynccontextmanager
async def running(variables: Mapping[str, str], log: Path | None = None) -> AsyncIterator[Process]:
    """Start the bot, and kill it at the end without a word."""
    with contextlib.ExitStack() as files:
        errors = files.enter_context(log.open("ab")) if log is not None else asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            sys.executable, "run_bot.py", "telegram", cwd=ROOT, env=dict(variables), stderr=errors
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


def answers(telegram: Telegram) -> Counter[int]:
    """Return how many messages the bot has sent into each chat."""
    return Counter(m["chat"]["id"] for m in telegram.messages.values() if m["from"]["is_bot"])


async def handled(url: str) -> None:
    """Wait until every update that has arrived is handled, whoever handled it."""
    async with asyncio.timeout(120):
        while await counted(url, "SELECT count(*) FROM inbox WHERE done_at IS NULL") != (0,):  # noqa: ASYNC110 - tells nobody
            await asyncio.sleep(0.2)


async def counted(url: str, query: str) -> tuple[int, ...]:
    """Return the figures that a query counts."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = (await connection.execute(sa.text(query))).one()
    await engine.dispose()
    return tuple(found)
