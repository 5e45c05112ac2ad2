"""The bot as it is started for people, as a process that is killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tests import processes
from tests.handlers.telegram.desk_world import labels
from tests.telegram_api import TOKEN, BotApiServer, Fault, Telegram

TALK = ("How many members does Cyberforum have?", "and mentors?", "and its website?")
SAID = ("640", "49", "cyberforum")
LOST = "my answer may have got lost"

Push = Callable[[dict[str, Any]], Awaitable[None]]


def environment(server: BotApiServer, database: str, **more: str) -> dict[str, str]:
    """Return an environment with these settings and no others."""
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "DATABASE_URL": database}
    return processes.environment(**given, SECRET_KEY="a key of the tests alone", **more)


@contextlib.asynccontextmanager
async def running(variables: Mapping[str, str], log: Path | None = None) -> AsyncIterator[Process]:
    """Start the bot, and kill it at the end without a word."""
    with contextlib.ExitStack() as files:
        errors = files.enter_context(log.open("ab")) if log is not None else asyncio.subprocess.DEVNULL
        command = (sys.executable, "run_bot.py", "telegram")
        async with processes.started(*command, within=variables, errors=errors) as process:
            yield process


def answers(telegram: Telegram) -> Counter[int]:
    """Return how many messages the bot has sent into each chat."""
    return Counter(m["chat"]["id"] for m in telegram.messages.values() if m["from"]["is_bot"])


async def stopped_at(server: BotApiServer, method: str, fault: Fault, calls: int = 1) -> None:
    """Wait until so many calls of a method have gone wrong, and let none go wrong any more."""
    await server.telegram.until(lambda: server.faults.happened.count((method, fault)) == calls, seconds=60)
    server.faults.always.clear()
    server.faults.happened.clear()


def said(telegram: Telegram, chat: int) -> list[dict[str, Any]]:
    """Return what the bot has said in a chat, as it stands now."""
    return [m for (c, _), m in telegram.messages.items() if c == chat and m["from"]["is_bot"]]


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


async def all_brought(telegram: Telegram, push: Push | None = None) -> tuple[int, int]:
    """Let all who were told that an answer may have got lost press the button where it has; returns both counts.

    Args:
        telegram: Where they were told.
        push: Hands an update to an instance; None where they are asked for.
    """
    brought = needless = 0
    for (chat, _), notice in list(telegram.messages.items()):
        if LOST not in notice["text"] or not notice["from"]["is_bot"]:
            continue
        answer = SAID[TALK.index(notice["reply_to_message"]["text"])]
        theirs = [m["text"] for (other, _), m in telegram.messages.items() if other == chat and m["from"]["is_bot"]]
        if any(answer in text for text in theirs):
            needless += 1
            continue
        brought += 1
        (button,) = labels(notice)
        for _ in range(2):
            pressing = asyncio.create_task(telegram.person(chat).presses(dict(notice), button))
            if push is not None:
                await telegram.until(lambda: telegram.unacknowledged > 0)
                await push(telegram.take())
            await pressing
        await telegram.until(lambda notice=notice, answer=answer: answer in notice["text"])
    return brought, needless
