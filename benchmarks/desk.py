"""The curators' desk under load: the queue over ten thousand open questions, a preview over a thousand.

python -m benchmarks.desk
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.curation.changes import Action, Change
from bot.curation.gaps import Wanted
from bot.curation.opened import golden_cases, open_curation
from bot.prepared import prepare
from bot.settings import CHECKOUT, STATE_DIR
from bot.storage import Database, LazyQuestionLog
from bot.storage.curation_tables import gaps, groups
from knowledge.wishes import Wish

OPEN = 10_000
"""Open questions, each in a group of its own."""

REPLAYED = 1_000
"""Questions that a preview asks again."""

ROUNDS = 9
"""Measurements of which the median is printed."""

FOLDER = CHECKOUT / "knowledge" / "data"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def main() -> None:
    """Print how long a curator waits."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measured(f"sqlite+aiosqlite:///{folder}/desk.sqlite3"))


async def _measured(url: str) -> None:
    database = Database(url)
    known = prepare(FOLDER, STATE_DIR / "cache")
    cases = golden_cases(FOLDER)[:REPLAYED]
    curation = await open_curation(database, FOLDER, known, LazyQuestionLog(database), replayed=0, golden=cases)
    await _fill(database)
    opened = [await _seconds(curation.groups.queue(Wanted(), NOW)) for _ in range(ROUNDS)]
    print(f"queue over {OPEN:,} open groups: median {statistics.median(opened) * 1000:.1f} ms")
    drafted, previewed = [], []
    for number in range(ROUNDS):
        change = Change(Action.ALIAS, next(iter(known.knowledge.entries)), {"name": f"Another Name {number}"})
        begun = time.perf_counter()
        draft = await curation.desk.draft("bench", change)
        drafted.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        _, impact = await curation.desk.preview(draft.id)
        previewed.append(time.perf_counter() - begun)
    print(f"draft: median {statistics.median(drafted):.2f} s")
    first, rest = previewed[0], statistics.median(previewed[1:])
    print(f"preview over {impact.replayed:,} questions: first {first:.2f} s, then median {rest:.2f} s")
    await database.close()


async def _fill(database: Database) -> None:
    """Fill the queue, with one gap a group."""
    engine = await database.engine()
    rows = [_group(number) for number in range(1, OPEN + 1)]
    async with engine.begin() as connection:
        await connection.execute(groups.insert(), rows)
        numbers = (await connection.scalars(sa.select(groups.c.id))).all()
        await connection.execute(gaps.insert(), [_gap(number) for number in numbers])


def _group(number: int) -> dict[str, object]:
    seen = NOW - timedelta(minutes=number)
    made = {"state": "open", "title": f"question {number}", "language": "en", "wishes": [], "version": 1, "ignored": 0}
    return {**made, "times": number % 17 + 1, "people": number % 7 + 1, "first_seen": seen, "last_seen": seen}


def _gap(number: int) -> dict[str, object]:
    made = {"channel": "telegram", "update_id": str(number), "cause": "unanswered", "asked_at": NOW, "language": "en"}
    lists = {"offered": [], "why": [], "candidates": [], "wish": Wish(text=f"question {number}").to_json()}
    return {**made, **lists, "group_id": number, "text": f"question {number}"}


async def _seconds(work: object) -> float:
    begun = time.perf_counter()
    await work  # type: ignore[misc]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
