"""The clock jumps by hours, forwards and backwards: nothing is lost or comes twice, nobody counts as a flood."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.curation.notices import Notice
from bot.events.codes import payload
from bot.events.event import Plan
from handlers.telegram.floods import MOST_OF_A_PERSON
from tests.handlers.telegram.desk_world import ASKER, COST, DeskWorld, eventually, hashed, label_with
from tests.handlers.telegram.faulty import MEMBERS, MENTORS, ROOM, answers, handled, said, wait_please

JUMPS = pytest.mark.parametrize("hours", [7, -7], ids=["forwards", "backwards"])


@pytest.fixture
def clocked(faulty: DeskWorld) -> DeskWorld:
    faulty.clocked = True
    return faulty


@JUMPS
async def test_what_is_in_hand_when_the_clock_jumps_is_answered_once(clocked: DeskWorld, hours: int) -> None:
    async with clocked.bot():
        clocked.server.latency = 1.5
        people = range(100, 110)
        for number in people:
            await clocked.person(number).types(MEMBERS)
        await clocked.telegram.until(lambda: any(m == "sendMessage" for m, _ in clocked.telegram.transcript), ROOM)
        clocked.pass_time(hours=hours)
        await clocked.telegram.until(lambda: all(answers(clocked, number) for number in people), ROOM)
        # Long enough for what is given up to be taken over.
        await asyncio.sleep(1)
        await handled(clocked)
        assert [answers(clocked, number) for number in people] == [1] * 10


@JUMPS
async def test_what_was_stored_before_a_fall_is_answered_after_a_jump(clocked: DeskWorld, hours: int) -> None:
    async with clocked.bot():
        clocked.telegram.refusing[17] = wait_please(15)
        await clocked.person(17).types(MEMBERS)
        await clocked.telegram.until(lambda: any(m == "sendMessage" for m, _ in clocked.telegram.transcript), ROOM)
    clocked.pass_time(hours=hours)
    clocked.telegram.refusing.clear()
    async with clocked.bot():
        await clocked.hears(17, "640", ROOM)
        await handled(clocked)
        assert answers(clocked, 17) == 1


async def test_what_was_put_off_does_not_wait_for_hours_when_the_clock_is_set_back(clocked: DeskWorld) -> None:
    async with clocked.bot():
        clocked.telegram.refusing[17] = wait_please(300)
        await clocked.person(17).types(MEMBERS)
        await clocked.telegram.until(lambda: any(m == "sendMessage" for m, _ in clocked.telegram.transcript), ROOM)
        await asyncio.sleep(1)
        clocked.pass_time(hours=-7)
        clocked.telegram.refusing.clear()
        assert clocked.application is not None
        clocked.application.bot.rate_limiter._until.clear()
        await clocked.hears(17, "640", ROOM)
        await handled(clocked)
        assert answers(clocked, 17) == 1


@JUMPS
async def test_nobody_counts_as_a_flood_because_of_a_jump(clocked: DeskWorld, hours: int) -> None:
    async with clocked.bot():
        anna = clocked.person(17)
        for _ in range(MOST_OF_A_PERSON - 2):
            await anna.types(MENTORS)
        await clocked.telegram.until(lambda: answers(clocked, 17, "49") == MOST_OF_A_PERSON - 2, ROOM)
        clocked.pass_time(hours=hours)
        for _ in range(MOST_OF_A_PERSON - 2):
            await anna.types(MEMBERS)
        await clocked.telegram.until(lambda: answers(clocked, 17) == MOST_OF_A_PERSON - 2, ROOM)
        await handled(clocked)
        assert len(said(clocked, 17)) == 2 * (MOST_OF_A_PERSON - 2)


@JUMPS
async def test_a_conversation_goes_on_or_begins_anew(clocked: DeskWorld, hours: int) -> None:
    async with clocked.bot():
        anna = clocked.person(17)
        await anna.asks(MEMBERS)
        clocked.pass_time(hours=hours)
        answer = await anna.asks("and mentors?")
        if hours < 0:
            assert "49" in answer["text"]
        assert "640" in (await anna.asks(MEMBERS))["text"]
        assert "49" in (await anna.asks("and mentors?"))["text"]


@JUMPS
async def test_an_event_survives_a_jump(clocked: DeskWorld, hours: int) -> None:
    async with clocked.bot():
        assert clocked.events is not None
        plan = Plan(
            "Hall", "Graz", clocked.now + timedelta(hours=1), "UTC", "en", questions=("Which clusters are there?",)
        )
        event = await clocked.events.organising.create("console", plan)
        anna, ben = clocked.person(17), clocked.person(18)
        assert "Welcome" in (await anna.asks(f"/start {payload(event.code)}"))["text"]
        clocked.pass_time(hours=hours)
        assert (await ben.asks(f"/start {payload(event.code)}"))["text"]
        assert "640" in (await anna.asks(MEMBERS))["text"]
        clocked.pass_time(hours=-hours)
        assert "640" in (await ben.asks(MEMBERS))["text"]
        assert (await clocked.events.figures.totals(event.id, event.code)).people >= 1


async def test_a_notice_does_not_wait_for_hours_when_the_clock_is_set_back(clocked: DeskWorld) -> None:
    async with clocked.bot():
        anna = clocked.person(ASKER)
        miss = await anna.asks(COST)
        await anna.presses(miss, label_with(miss, "Tell me"))

        async def kept() -> bool:
            return bool(await clocked.desk.notices.of_person(hashed(ASKER)))

        await eventually(kept, ROOM)
        (notice,) = await clocked.desk.notices.of_person(hashed(ASKER))
        assert isinstance(notice, Notice)
        later = clocked.now + timedelta(minutes=2)
        await clocked.desk.notices.later(notice.id, later)
        async with clocked.desk.notices._engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE notices SET state = 'due'")
        assert await clocked.desk.notices.claim("telegram", clocked.now) == []
        assert len(await clocked.desk.notices.claim("telegram", clocked.now - timedelta(hours=8))) == 1
