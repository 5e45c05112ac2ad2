"""What tests of faults have in common: what was said in a world, and kept in it."""

from __future__ import annotations

from handlers.telegram.context import parts_of
from tests.handlers.telegram.desk_world import DeskWorld, eventually
from tests.telegram_api import ApiError

MEMBERS = "How many members does Cyberforum have?"
MENTORS = "How many mentors does Cyberforum have?"
ROOM = 60
"""Seconds that a wait is given."""


def wait_please(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def said(world: DeskWorld, chat: int) -> list[str]:
    """Return what the bot has said in a chat."""
    return [m["text"] for (c, _), m in world.telegram.messages.items() if c == chat and m["from"]["is_bot"]]


def answers(world: DeskWorld, chat: int, part: str = "640") -> int:
    return sum(part in text for text in said(world, chat))


async def handled(world: DeskWorld) -> None:
    """Wait until every update that arrived is done with, and kept as such."""
    assert world.application is not None
    inbox = await parts_of(world.application).arrivals._opened()

    async def nothing_left() -> bool:
        return world.telegram.unacknowledged == 0 and await inbox.waiting() == 0

    await eventually(nothing_left, ROOM)


async def put_off(world: DeskWorld) -> None:
    """Wait until an update was put off."""
    assert world.application is not None
    waiting = parts_of(world.application).arrivals

    async def so() -> bool:
        return waiting.put_off_often > 0

    await eventually(so, ROOM)


async def logged(world: DeskWorld) -> int:
    assert world.assistant is not None
    return sum((await world.assistant.log.totals()).values())


async def gone_wrong(world: DeskWorld) -> None:
    """Wait until a call has gone wrong."""

    async def so() -> bool:
        return bool(world.server.faults.happened)

    await eventually(so, ROOM)


def unstored(world: DeskWorld) -> int:
    """Return how many updates could not be stored."""
    assert world.application is not None
    return len(parts_of(world.application).arrivals.unstored.remembered)
