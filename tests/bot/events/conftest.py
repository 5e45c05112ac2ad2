"""Events over a fresh database, with a clock that tests set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.events.event import Event, Plan, Release
from bot.events.opened import Events, open_events
from bot.messages import Occasion, Question, Reply
from bot.privacy import person_hasher
from bot.settings import Settings
from bot.storage import Database, LazyGapLog, LazyQuestionLog
from tests.conftest import ROOT, bundled_understander
from tests.databases import new_database

START = datetime(2027, 3, 12, 13, 0, tzinfo=UTC)
ORGANISER = "telegram:23"


def plan(**changes: object) -> Plan:
    made = {"title": "Holztag 2027", "place": "Graz", "starts_at": START, "zone": "Europe/Vienna", "language": "de"}
    return Plan(**{**made, "focus": "styria", "release": Release.AUTOMATIC, **changes})  # type: ignore[arg-type]


@dataclass
class Room:
    """Events, and an assistant that people in the room ask."""

    events: Events
    assistant: Assistant
    now: datetime = START
    asked: int = 0
    codes: list[str] = field(default_factory=list)

    def person(self, name: str) -> str:
        assert self.assistant.hasher is not None
        return self.assistant.hasher(f"test:{name}")

    async def event(self, organiser: str = ORGANISER, **changes: object) -> Event:
        return await self.events.organising.create(organiser, plan(**changes))

    async def ask(self, event: Event, text: str, person: str = "anna", language: str | None = None) -> Reply:
        self.asked += 1
        self.now += timedelta(seconds=1)
        at = Occasion(event.code, event.plan.title, event.plan.focus)
        return await self.assistant.ask(
            Question(
                text,
                f"test:{person}",
                channel="test",
                person=person,
                language=language,
                update=str(self.asked),
                at=at,
                asked_at=self.now,
            )
        )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_database(request.param, tmp_path)


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[Room]:
    settings = Settings(
        _env_file=None,
        knowledge_dir=ROOT / "knowledge" / "data",
        database_url=database_url,
        bot_name="clusters_bot",
        web_url="https://bot.example.org",
    )
    database = Database(settings.database_url)
    assistant = Assistant(
        bundled_understander(),
        log=LazyQuestionLog(database),
        hasher=person_hasher(b"a key of the tests alone"),
        gaps=LazyGapLog(database),
    )
    made: Room
    events = await open_events(database, settings, clock=lambda: made.now)
    made = Room(events, assistant)
    yield made
    await database.close()
