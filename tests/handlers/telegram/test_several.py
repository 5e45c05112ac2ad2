"""Three instances on one PostgreSQL: one is killed, one cut off, and nothing is lost or said twice."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import new_database, postgres
from tests.handlers.telegram.balancer import SECRET, Balancer, free_port, proxy
from tests.handlers.telegram.falling import (
    LOST,
    SAID,
    TALK,
    all_brought,
    answers,
    counted,
    environment,
    handled,
    running,
)
from tests.telegram_api import BotApiServer

PEOPLE = range(100, 130)
pytestmark = pytest.mark.usefixtures("indexed")


async def test_one_killed_and_one_cut_off_lose_nothing_and_say_nothing_twice(
    server: BotApiServer, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    telegram, url = server.telegram, new_database("postgresql", tmp_path)
    server.latency = 0.05
    ports = [free_port() for _ in range(3)]
    balancer = Balancer(telegram, ports)
    async with proxy(Path(postgres().pgdata)) as wire, contextlib.AsyncExitStack() as stack:
        name = url.partition("?")[0].rpartition("/")[2]
        through = f"postgresql+asyncpg://postgres@127.0.0.1:{wire.port}/{name}"
        processes = [
            await stack.enter_async_context(
                running(
                    environment(
                        server,
                        database,
                        WEBHOOK_URL="https://bot.example/hook",
                        WEBHOOK_SECRET=SECRET,
                        WEBHOOK_PORT=str(port),
                    ),
                    tmp_path / f"{port}.log",
                )
            )
            for port, database in zip(ports, (url, url, through), strict=True)
        ]
        for turn, text in enumerate(TALK):
            asking = [asyncio.create_task(balancer.asks(number, text)) for number in PEOPLE]
            if turn == 1:
                await telegram.until(lambda: sum(answers(telegram).values()) > len(PEOPLE) + 5, seconds=90)
                processes[0].send_signal(signal.SIGKILL)
                wire.cut()
            await asyncio.gather(*asking)
            await handled(url)
            wire.mend()
        brought, needless = await all_brought(telegram, balancer.push)
        await asyncio.sleep(1)
    for number in PEOPLE:
        said = [m["text"] for (chat, _), m in telegram.messages.items() if chat == number and m["from"]["is_bot"]]
        told = [next(part for part in SAID if part in text) for text in said if LOST not in text]
        # Each answer in the order asked, and none twice; one that got lost stands where it was told to be.
        assert told == list(SAID), said
    record_property("told of an answer that was lost, and of one that was not", (brought, needless))
    asked = len(TALK) * len(PEOPLE)
    kept = await counted(url, "SELECT count(*), count(DISTINCT update_id) FROM questions")
    assert kept == (asked, asked)
