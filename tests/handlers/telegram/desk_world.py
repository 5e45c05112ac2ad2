"""The bot with a real database and the bundled knowledge, over HTTP, and a clock that is set by hand."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.curation import opened
from bot.curation.opened import Curation, open_curation
from bot.errors import BotError
from bot.events.opened import Events
from bot.phrases import Phrases
from bot.privacy import person_hasher
from bot.settings import Settings
from bot.sign_in import DeskLinks
from bot.storage import Database, LazyConversations, LazyGapLog, LazyQuestionLog
from bot.storage.sql_inbox import open_inbox
from handlers.telegram.application import build_application
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.context import BotApplication, Parts
from handlers.telegram.curating import Curating
from handlers.telegram.kept_replies import KeptReplies
from handlers.telegram.meetings import Meetings
from handlers.telegram.typed_text import EventTyping, TypedTexts, Typing
from tests.conftest import ROOT, bundled_understander
from tests.handlers.telegram.echo_world import begin_polling, settled
from tests.telegram_api import TOKEN, BotApiServer, Telegram
from tests.telegram_api.people import Person

CURATOR, SECOND, ORGANISER, OTHER_ORGANISER, ASKER, STRANGER = 1, 2, 3, 4, 17, 66
GROUP = {"id": -100, "type": "supergroup", "title": "Meeting", "is_forum": True}
TOPIC = {"message_thread_id": 42, "is_topic_message": True}
KEY = b"a key for the tests"
HASHER = person_hasher(KEY)
COST = "What does membership of Cyberforum cost?"
TELL_ME = "🔔 Tell me when there is an answer"


def utc_now() -> datetime:
    return datetime.now(UTC)


def hashed(person: int) -> str:
    return HASHER(f"telegram:{person}")


@dataclass
class DeskWorld:
    """One database and one Telegram; bots come and go."""

    server: BotApiServer
    database: Path
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    web: str = "https://bot.example.org"
    """Address of the pages."""
    folder: Path = ROOT / "knowledge" / "data"
    """The knowledge."""
    url: str = ""
    """Address of another database than that."""
    settings: dict[str, Any] = field(default_factory=dict)
    """What curating is told beside its defaults."""
    clocked: bool = False
    """Whether what arrives is dated by the clock that is set by hand, too."""
    curation: Curation | None = None
    events: Events | None = None
    assistant: Assistant | None = None
    application: BotApplication | None = None

    @property
    def telegram(self) -> Telegram:
        return self.server.telegram

    @property
    def desk(self) -> Curation:
        assert self.curation is not None
        return self.curation

    def person(self, number: int, **changes: Any) -> Person:
        return self.telegram.person(number, **changes)

    def pass_time(self, **by: float) -> None:
        self.now += timedelta(**by)

    @contextlib.asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        """Run a bot, as ``run_polling`` does."""
        understander = bundled_understander()
        database = Database(self.url or f"sqlite+aiosqlite:///{self.database}")
        log = LazyQuestionLog(database)
        assistant = Assistant(
            understander,
            log=log,
            hasher=HASHER,
            gaps=LazyGapLog(database),
            kept=LazyConversations(database),
            clock=self._clock if self.clocked else utc_now,
        )

        assert assistant.recaller is not None
        assistant.recaller.alone = True

        async def opening() -> Curation:
            made = await open_curation(database, self.folder, understander, log, clock=self._clock, replayed=50)
            assistant.use(made.live.understander)
            made.live.on_change(assistant.use)
            return made

        settings = Settings(
            _env_file=None,
            telegram_bot_token=TOKEN,
            telegram_api_url=self.server.url,
            curator_ids=frozenset({CURATOR, SECOND}),
            organiser_ids=frozenset({ORGANISER, OTHER_ORGANISER}),
            web_url=self.web,
        )
        curating = Curating(
            opening,
            HASHER,
            curators=settings.curator_ids,
            sign_ins=DeskLinks(database, settings),
            clock=self._clock,
            **self.settings,
        )
        curating.typed = TypedTexts(Typing, database)
        meetings = Meetings(database, settings, HASHER, clock=self._clock)
        meetings.typed = TypedTexts(EventTyping, database)
        parts = Parts(assistant, Phrases(understander.knowledge.phrases), log, curating=curating, meetings=meetings)
        parts.shown = KeptReplies(database, self._clock)
        parts.arrivals = Arrivals(lambda: open_inbox(database), self._clock if self.clocked else utc_now)
        application = build_application(parts, settings)
        self.application, self.assistant = application, assistant
        assert application.updater is not None
        assert application.post_init is not None
        assert application.post_stop is not None
        assert application.post_shutdown is not None
        try:
            async with application:
                await application.post_init(application)
                self.curation = curating.curation
                with contextlib.suppress(BotError):
                    self.events = await meetings.events()
                await application.start()
                await begin_polling(application)
                try:
                    yield
                finally:
                    await application.updater.stop()
                    await application.stop()
                    await application.post_stop(application)
        finally:
            await application.post_shutdown(application)

    def _clock(self) -> datetime:
        return self.now

    async def settled(self) -> None:
        """Wait until the bot has dealt with everything that was sent to it."""
        assert self.application is not None
        await settled(self.application, self.telegram)

    def said(self, chat: int, text: str) -> dict[str, Any] | None:
        """Return the latest message of the bot in a chat that has this in it."""
        found = [
            m
            for (c, _), m in self.telegram.messages.items()
            if c == chat and m["from"]["is_bot"] and text in m.get("text", m.get("caption", ""))
        ]
        return found[-1] if found else None

    async def hears(self, chat: int, text: str, seconds: float = 30) -> dict[str, Any]:
        """Wait until the bot says something in a chat."""
        await self.telegram.until(lambda: self.said(chat, text) is not None, seconds)
        found = self.said(chat, text)
        assert found is not None
        return found


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Wait until something is so in the database."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - a database tells nobody of what has changed
            await asyncio.sleep(0.1)


def labels(message: dict[str, Any]) -> list[str]:
    """Return the labels of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def label_with(message: dict[str, Any], text: str) -> str:
    """Return the label of the button that has a text in it."""
    return next(label for label in labels(message) if text in label)


async def previewed(desk: DeskWorld, curator: int = CURATOR, say: str = "It costs 100 euros a year.") -> dict[str, Any]:
    """Let a curator answer the first group, up to the preview."""
    anna = desk.person(curator)
    queue = await anna.asks("/unanswered")
    await anna.presses(queue, label_with(queue, "Cyberforum"))
    await desk.telegram.until(lambda: "14 days" in queue["text"])
    asked = await anna.chooses(queue, label_with(queue, "Write an answer about"))
    assert asked["text"].startswith("✍️ Write the answer")
    source = await anna.asks(say, reply_to_message=asked)
    assert "Where does it come from" in source["text"]
    shown = await anna.asks("by phone, 12 May")
    await desk.telegram.until(lambda: "Tried on" in shown["text"] or "not" in shown["text"])
    return shown


@pytest.fixture
def few_golden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a hundred golden questions, so that a preview takes no time."""
    whole = opened.golden_cases
    monkeypatch.setattr(opened, "golden_cases", lambda folder: whole(folder)[:60])
