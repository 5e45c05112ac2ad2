"""What the tests of groups share: a bot with the bundled knowledge and a real database, and a group that has it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.telegram import pace
from tests.handlers.telegram.desk_world import ASKER, ORGANISER, DeskWorld
from tests.telegram_api.groups import Group


@pytest.fixture(autouse=True)
def unhurried(few_golden: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot say more into a group than a test has the patience for, and try previews on few questions."""
    monkeypatch.setattr(pace, "GROUP_BURST", 1000)


@pytest.fixture
async def world(desk: DeskWorld) -> AsyncIterator[DeskWorld]:
    async with desk.bot():
        yield desk


@pytest.fixture
def group(world: DeskWorld) -> Group:
    """A group with an admin and a member, which has the bot already."""
    made = Group(world.telegram)
    made.has(world.telegram.bot)
    made.has(world.person(ORGANISER).user, "creator")
    made.has(world.person(ASKER).user)
    return made
