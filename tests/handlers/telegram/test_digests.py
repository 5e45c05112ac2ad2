"""Digests and alerts over HTTP, by a clock that is set by hand."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.curation import digest
from bot.curation.digest import DigestSender, last_slot
from handlers.telegram.digests import TelegramDigests
from tests.handlers.telegram.desk_world import COST, CURATOR, SECOND, DeskWorld, eventually, label_with, labels
from tests.telegram_api import ApiError, BotApiServer

A_WHILE = 0.5
"""Seconds in which a bot that looks every tenth of a second would have said something."""

pytestmark = pytest.mark.usefixtures("few_golden")


@pytest.fixture
def desk(server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskWorld:
    monkeypatch.setattr(digest, "LOOKED_EVERY", 0.1)
    # In winter Vienna is an hour ahead: 9:30 there.
    now = datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
    settings = {"zone": ZoneInfo("Europe/Vienna"), "alert_people": 2}
    return DeskWorld(server, tmp_path / "bot.sqlite3", now=now, settings=settings)


def digests(desk: DeskWorld, chat: int = CURATOR) -> list[str]:
    told = [m["text"] for (c, _), m in desk.telegram.messages.items() if c == chat and m["from"]["is_bot"]]
    return [text for text in told if text.startswith("Open questions")]


def alerts(desk: DeskWorld, chat: int = CURATOR) -> list[str]:
    told = [m["text"] for (c, _), m in desk.telegram.messages.items() if c == chat and m["from"]["is_bot"]]
    return [text for text in told if text.startswith("Many people")]


@pytest.mark.parametrize(
    ("now", "hour", "slot"),
    [
        (datetime(2026, 1, 15, 8, 30, tzinfo=UTC), 8, datetime(2026, 1, 15, 7, tzinfo=UTC)),
        (datetime(2026, 1, 15, 6, 59, tzinfo=UTC), 8, datetime(2026, 1, 14, 7, tzinfo=UTC)),
        (datetime(2026, 7, 15, 6, 0, tzinfo=UTC), 8, datetime(2026, 7, 15, 6, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, 0, tzinfo=UTC), 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ],
)
def test_the_hour_is_that_of_the_zone(now: datetime, hour: int, slot: datetime) -> None:
    assert last_slot(now, hour, ZoneInfo("Europe/Vienna")) == slot


async def test_a_digest_a_day_at_the_hour_chosen(desk: DeskWorld) -> None:
    async with desk.bot():
        curator = desk.person(CURATOR)
        assert "every day at 10:00 (Europe/Vienna)" in (await curator.asks("/digest 10"))["text"]
        await desk.person(17).asks(COST)
        await asyncio.sleep(A_WHILE)
        assert digests(desk) == []
        desk.pass_time(hours=1)
        await desk.hears(CURATOR, "Open questions: 1")
        assert f"#1 👤1 {COST}" in digests(desk)[0]
        await asyncio.sleep(A_WHILE)
        assert len(digests(desk)) == 1
        assert digests(desk, SECOND) == [], "who has not started the bot gets nothing"
        page = await curator.asks("/gap 1")
        await curator.presses(page, "Spam")
        await desk.telegram.until(lambda: "revision 1" in page["text"])
        desk.pass_time(days=1)
        message = await desk.hears(CURATOR, "Open questions: 0")
        assert "telegram:1: 1" in message["text"]
    async with desk.bot():
        await asyncio.sleep(A_WHILE)
        assert len(digests(desk)) == 2, "a restart repeats nothing"
        await desk.person(CURATOR).presses(message, label_with(message, "No more"))
        await desk.telegram.until(lambda: "no digests any more" in message["text"])
        desk.pass_time(days=1)
        await asyncio.sleep(A_WHILE)
        assert len(digests(desk)) == 1
        assert "no digests" in (await desk.person(CURATOR).asks("/digest"))["text"]
        assert "/digest 8 for every day" in (await desk.person(CURATOR).asks("/digest 24"))["text"]


async def test_many_people_make_an_alert_once(desk: DeskWorld) -> None:
    async with desk.bot():
        await desk.person(CURATOR).asks("/unanswered")
        await desk.person(17).asks(COST)
        await asyncio.sleep(A_WHILE)
        assert alerts(desk) == []
        await desk.person(18).asks(COST)
        message = await desk.hears(CURATOR, "Many people want the same")
        assert "#1 👤2" in message["text"]
        await desk.person(19).asks(COST)
        await asyncio.sleep(A_WHILE)
        assert len(alerts(desk)) == 1
        await desk.person(CURATOR).presses(message, labels(message)[0])
        await desk.telegram.until(lambda: "14 days" in message["text"])


async def test_who_has_blocked_the_bot_gets_none_any_more(desk: DeskWorld) -> None:
    async with desk.bot():
        await desk.person(CURATOR).asks("/unanswered")
        desk.telegram.blocked.add(CURATOR)
        await desk.person(17).asks(COST)
        await desk.person(18).asks(COST)

        async def switched_off() -> bool:
            found = await desk.desk.digests.of("telegram:1")
            return found is not None and not found.wanted

        await eventually(switched_off)


async def test_what_could_not_be_sent_is_sent_later(desk: DeskWorld) -> None:
    async with desk.bot():
        await desk.person(CURATOR).asks("/digest 9")
        await desk.person(17).asks(COST)
        assert desk.application is not None
        assert desk.application.bot_data
        sender = DigestSender(
            desk.desk.digests,
            TelegramDigests(desk.application.bot, desk.application.bot_data["parts"].phrases),
            curators={"telegram:1"},
            people=2,
            zone=ZoneInfo("Europe/Vienna"),
            clock=lambda: desk.now,
        )
        desk.telegram.refuse("sendMessage", ApiError(500, "Internal Server Error"))
        desk.pass_time(days=1)
        await sender.round()
        await sender.round()
        await desk.hears(CURATOR, "Open questions: 1")
        assert len(digests(desk)) == 1


async def test_who_is_no_curator_any_more_gets_none(desk: DeskWorld) -> None:
    async with desk.bot():
        await desk.desk.digests.choose("telegram:66", 9, "en", desk.now)
        desk.person(66)
        await desk.person(17).asks(COST)
        desk.pass_time(days=2)
        await asyncio.sleep(A_WHILE)
        assert digests(desk, 66) == []
