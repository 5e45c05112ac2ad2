"""SQLite beside PostgreSQL: how fast the log and the queue are, and the whole bot over each.

    python -m benchmarks.databases

Part of ``make bench``. PostgreSQL is the one of the tests, on the same machine; it waits for its disk with each commit,
SQLite in the mode that the bot uses does not. Medians of a few rounds.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.bot_api import Traffic
from benchmarks.running import asked, running
from bot.messages import Outcome
from bot.storage.arrived import Arrived
from bot.storage.database import open_database
from bot.storage.question_log import LoggedQuestion
from bot.storage.sql_inbox import SqlInbox
from bot.storage.sql_log import SqlQuestionLog
from tests.databases import new_database

KINDS = ("sqlite", "postgresql")
ROWS = 1_000
AT_ONCE = 32
BATCH = 100
ROUNDS = 3
COUNT = 1_000
PAYLOAD = "x" * 400
"""As long as an update with a short text."""


def logged(number: int) -> LoggedQuestion:
    when = datetime.now(UTC)
    return LoggedQuestion("bench", str(number), when, "How many members?", Outcome.ANSWERED, 1.0, "en", "c", why=("a",))


async def in_turn(work: Callable[[int], Awaitable[object]]) -> None:
    for number in range(ROWS):
        await work(number)


async def at_once(work: Callable[[int], Awaitable[object]]) -> None:
    """Do all, so many at the same time."""
    numbers = iter(range(ROWS))

    async def worker() -> None:
        for number in numbers:
            await work(number)

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))


async def measured(url: str) -> dict[str, float]:
    """Return rows a second, by what was done."""
    engine = await open_database(url)
    found = {}
    for name, work in works(engine).items():
        begun = time.perf_counter()
        await work()
        found[name] = ROWS / (time.perf_counter() - begun)
    await engine.dispose()
    return found


def works(engine: AsyncEngine) -> dict[str, Callable[[], Awaitable[None]]]:
    log, inbox = SqlQuestionLog(engine), SqlInbox(engine, "bench")

    async def batches() -> None:
        for begin in range(2 * ROWS, 3 * ROWS, BATCH):
            numbers = range(begin, begin + BATCH)
            await inbox.accept([Arrived(n, n, PAYLOAD) for n in numbers], datetime.now(UTC))

    def accepted(base: int) -> Callable[[int], Awaitable[object]]:
        return lambda n: inbox.accept([Arrived(base + n, base + n, PAYLOAD)], datetime.now(UTC))

    return {
        "log: one question after the other": lambda: in_turn(lambda n: log.record(logged(n))),
        f"log: {AT_ONCE} at once": lambda: at_once(lambda n: log.record(logged(ROWS + n))),
        "queue: one update after the other": lambda: in_turn(accepted(0)),
        f"queue: {AT_ONCE} at once": lambda: at_once(accepted(ROWS)),
        f"queue: {BATCH} with one answer of Telegram": batches,
        f"queue: {AT_ONCE} at once marked as answered": lambda: at_once(inbox.answering),
    }


def whole(kind: str) -> float:
    """Return updates a second of the whole bot."""
    with tempfile.TemporaryDirectory() as folder:
        url = new_database(kind, Path(folder))
        with running("whole", Traffic(asked(), COUNT, COUNT), url) as run:
            run.begin()
            run.end()
    return COUNT / run.seconds


def main() -> None:
    rounds: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for _ in range(ROUNDS):
        for kind, found in rounds.items():
            with tempfile.TemporaryDirectory() as folder:
                found.append(asyncio.run(measured(new_database(kind, Path(folder)))))
            found[-1]["the whole bot, by polling"] = whole(kind)
    print(f"{'a second':<52}{'SQLite':>10}{'PostgreSQL':>12}")
    for name in rounds["sqlite"][0]:
        rates = [statistics.median(one[name] for one in rounds[kind]) for kind in KINDS]
        print(f"{name:<52}{rates[0]:>10,.0f}{rates[1]:>12,.0f}")


if __name__ == "__main__":
    main()
