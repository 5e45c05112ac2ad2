"""How long the board of a full hall takes: 500 people, 5,000 questions; part of ``make bench``."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.assistant import Assistant
from bot.events.board import Boards
from bot.events.event import Event, Plan, Release
from bot.events.opened import Events, open_events
from bot.events.report import Reports
from bot.prepared import prepare
from bot.settings import STATE_DIR, Settings
from bot.storage import Database, LazyQuestionLog
from bot.storage.event_tables import attendances
from bot.storage.tables import questions
from knowledge.understanding import Understander

PEOPLE, QUESTIONS, ROUNDS = 500, 5_000, 30
AIM = 200.0
"""Milliseconds that a board may take."""


async def measure() -> None:
    settings = Settings(_env_file=None)
    understander = prepare(settings.knowledge_dir, STATE_DIR / "cache")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{Path(folder) / 'bench.sqlite3'}")
        database = Database(settings.database_url)
        events = await open_events(database, settings)
        event = await full_hall(database, events, understander)
        assistant = Assistant(understander, log=LazyQuestionLog(database))
        boards = Boards(events, assistant)
        first = await timed(boards, event)
        rounds = [await timed(boards, event) for _ in range(ROUNDS)]
        marks = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            await events.figures.mark(event.id, event.code)
            marks.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        await Reports(events, assistant).of(event)
        report = time.perf_counter() - begun
        await database.close()
    median, worst = statistics.median(rounds), max(rounds)
    print(f"board of {PEOPLE} people and {QUESTIONS:,} questions (aim: under {AIM:.0f} ms)")
    print(f"  first {first:.0f} ms, then median {median:.0f} ms, worst {worst:.0f} ms: {median / AIM:.2f} of the aim")
    print(f"  has anything changed? median {statistics.median(marks):.1f} ms")
    print(f"  report {report:.1f} s")


async def timed(boards: Boards, event: Event) -> float:
    begun = time.perf_counter()
    await boards.of(event)
    return (time.perf_counter() - begun) * 1000


async def full_hall(database: Database, events: Events, understander: Understander) -> Event:
    """Fill a database as a full hall would, without waiting for each question to be understood."""
    now = datetime.now(UTC)
    plan = Plan("Hall", "Graz", now, "UTC", "en", "styria", release=Release.AUTOMATIC)
    event = await events.organising.create("console", plan)
    known = list(understander.knowledge.entries)
    asked = [p.text for p in understander.knowledge.phrasings if p.language == "en" and "_" not in p.text]
    rows = [
        {
            "channel": "bench",
            "update_id": str(number),
            "asked_at": now + timedelta(seconds=number),
            "text": asked[number % len(asked)],
            "outcome": "unanswered" if number % 7 == 0 else "answered",
            "score": 0.9,
            "language": "en",
            "conversation": f"c{number % PEOPLE}",
            "person": f"p{number % PEOPLE}",
            "event": event.code,
            "entries": [known[number % len(known)]],
            "candidates": [],
            "offered": [],
            "why": [],
        }
        for number in range(QUESTIONS)
    ]
    there = [
        {"event_id": event.id, "person": f"p{number}", "channel": "bench", "language": "en", "joined_at": now}
        | {"focused": True}
        for number in range(PEOPLE)
    ]
    async with (await database.engine()).begin() as connection:
        await connection.execute(sa.insert(questions), rows)
        await connection.execute(sa.insert(attendances), there)
    return event


if __name__ == "__main__":
    asyncio.run(measure())
