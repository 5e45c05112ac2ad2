from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.notices import Notice
from bot.events.event import Plan
from bot.events.organising import Organising
from bot.storage.curation_tables import notices
from bot.storage.sql_chats import ChatSettings, SqlChats
from bot.storage.sql_events import SqlEvents
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_notices import SqlNotices
from tests.bot.storage.test_retention import gap

NOW = datetime(2027, 3, 12, 13, 0, tzinfo=UTC)
OLD, NEW = -7, -1_001_234_567_890


async def an_event(engine: AsyncEngine) -> int:
    plan = Plan("Holztag", "Graz", NOW, "Europe/Vienna", "de")
    return (await Organising(SqlEvents(engine), lambda: NOW).create("console", plan)).id


async def waits(engine: AsyncEngine, chat: int, update: str) -> None:
    number = await SqlGroups(engine).add(gap("What does it cost?", update, NOW))
    address = {"chat": chat, "thread": None, "message": 4}
    await SqlNotices(engine).ask(
        Notice(0, number, "telegram", update, address, "x", "en", "?", NOW, NOW + timedelta(days=9))
    )


async def waiting(engine: AsyncEngine) -> list[object]:
    async with engine.connect() as connection:
        rows = await connection.execute(sa.select(notices.c.address))
        return [address["chat"] for (address,) in rows]


async def test_it_introduces_itself_once_each_time_it_is_added(engine: AsyncEngine) -> None:
    chats, event = SqlChats(engine), await an_event(engine)
    assert await chats.introduce(OLD, NOW)
    assert not await chats.introduce(OLD, NOW)
    await chats.choose(OLD, event_id=event, language="it", quiet=True)
    await chats.removed(OLD, NOW)
    assert await chats.of(OLD) == ChatSettings("it", None, quiet=True)
    assert await chats.introduce(OLD, NOW)
    assert await chats.of(OLD) == ChatSettings("it", None, quiet=True, introduced=True)
    await chats.not_introduced(OLD)
    assert await chats.introduce(OLD, NOW)


async def test_all_of_a_group_moves_at_once_and_once_more_does_no_harm(engine: AsyncEngine) -> None:
    chats, event = SqlChats(engine), await an_event(engine)
    await chats.introduce(OLD, NOW)
    await chats.choose(OLD, event_id=event, language="it", quiet=True)
    await waits(engine, OLD, "1")
    await waits(engine, 17, "2")
    # Both groups tell it, perhaps at the same time.
    await asyncio.gather(chats.migrated(OLD, NEW), chats.migrated(OLD, NEW))
    moved = ChatSettings("it", event, quiet=True, introduced=True)
    assert await chats.of(NEW) == moved
    assert await chats.of(OLD) == ChatSettings()
    assert sorted(map(str, await waiting(engine))) == sorted(["17", str(NEW)])
    await chats.choose(NEW, language="de")
    await chats.removed(OLD, NOW)
    await chats.migrated(OLD, NEW)
    assert (await chats.of(NEW)).language == "de"
    assert (await chats.of(NEW)).event == event


async def test_nothing_waits_for_whom_nothing_reaches(engine: AsyncEngine) -> None:
    chats = SqlChats(engine)
    for number, chat in enumerate((OLD, 17, 18)):
        await waits(engine, chat, str(number))
    await chats.removed(OLD, NOW)
    await chats.blocked(17)
    assert await waiting(engine) == [18]
    assert await chats.of(17) == ChatSettings()
