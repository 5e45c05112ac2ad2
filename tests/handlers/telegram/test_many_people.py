"""A full hall: five hundred people scan the poster at once, and Telegram counts what is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.events.codes import payload
from bot.events.event import Plan
from tests.handlers.telegram.desk_world import DeskWorld
from tests.telegram_api.limits import SendLimits

PEOPLE = 500
pytestmark = pytest.mark.usefixtures("few_golden")


@pytest.fixture
async def world(desk: DeskWorld) -> AsyncIterator[DeskWorld]:
    async with desk.bot():
        yield desk


async def test_everybody_gets_the_welcome_and_nobody_twice(world: DeskWorld) -> None:
    assert world.events is not None
    plan = Plan("Hall", "Graz", world.now + timedelta(hours=1), "UTC", "en", questions=("Which clusters are there?",))
    event = await world.events.organising.create("console", plan)
    telegram = world.telegram
    telegram.limits = SendLimits()
    for number in range(PEOPLE):
        await telegram.person(1000 + number).types(f"/start {payload(event.code)}")
    await telegram.until(lambda: len(telegram.messages) == 2 * PEOPLE, seconds=60)
    welcomed = Counter(m["chat"]["id"] for m in telegram.messages.values() if "Welcome to “Hall”" in m["text"])
    assert welcomed == dict.fromkeys(range(1000, 1000 + PEOPLE), 1)
    # A machine that stands still for a moment sends in a bunch what was to go out evenly; that is waited out.
    assert telegram.limits.refused <= PEOPLE // 100
    assert (await world.events.figures.totals(event.id, event.code)).people == PEOPLE
