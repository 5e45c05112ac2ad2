"""Floods: who writes too much is asked once to slow down, and everybody else is answered meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from handlers.telegram import arrivals, floods, pace
from handlers.telegram.context import parts_of
from tests.handlers.telegram.desk_world import GROUP, DeskWorld
from tests.handlers.telegram.faulty import MEMBERS, MENTORS, ROOM, answers, handled, said
from tests.telegram_api.limits import SendLimits
from tests.telegram_api.people import Person

SLOW_DOWN = "That was a lot at once! I go on answering in a minute."
FLOOD = 300


async def writes_much(person: Person, *where: dict[str, object]) -> None:
    for number in range(FLOOD):
        await person.types(f"/ask {MENTORS}" if number % 2 else "/ask and its website?", *where)


async def test_one_person(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna, ben = faulty.person(17), faulty.person(18)
        await writes_much(anna)
        assert "640" in (await ben.asks(MEMBERS))["text"]
        await handled(faulty)
        assert said(faulty, 17).count(SLOW_DOWN) == 1
        assert len(said(faulty, 17)) == floods.MOST_OF_A_PERSON + 1
        assert faulty.application is not None
        assert parts_of(faulty.application).arrivals.floods.updates == FLOOD - floods.MOST_OF_A_PERSON


async def test_one_group(faulty: DeskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "MOST_OF_A_GROUP", 4)
    async with faulty.bot():
        anna, ben, others = faulty.person(17), faulty.person(18), {**GROUP, "id": -200}
        await writes_much(anna, GROUP)
        assert "640" in (await ben.asks(f"/ask {MEMBERS}", others))["text"]
        assert "640" in (await ben.asks(MEMBERS))["text"]
        await handled(faulty)
        assert said(faulty, GROUP["id"]).count(SLOW_DOWN) == 1
        assert len(said(faulty, GROUP["id"])) == 5


async def test_many_people_with_what_telegram_allows(faulty: DeskWorld) -> None:
    async with faulty.bot():
        faulty.telegram.limits = SendLimits()
        people = range(1_000, 1_400)
        await asyncio.gather(*(faulty.person(number).types(MEMBERS) for number in people))
        await faulty.telegram.until(lambda: all(answers(faulty, number) for number in people), 2 * ROOM)
        await handled(faulty)
        assert [answers(faulty, number) for number in people] == [1] * len(people)


async def test_more_than_memory_holds_waits_in_the_database(faulty: DeskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "FULL", 3)
    monkeypatch.setattr("handlers.telegram.order.FULL", 3)
    monkeypatch.setattr(pace, "BURST_EVERY", 1.0)
    async with faulty.bot():
        people = range(100, 160)
        for number in people:
            await faulty.person(number).types(MEMBERS)
        await faulty.telegram.until(lambda: all(answers(faulty, number) for number in people), ROOM)
        await handled(faulty)
        assert [answers(faulty, number) for number in people] == [1] * len(people)


async def test_the_next_minute_is_another_one(faulty: DeskWorld) -> None:
    faulty.clocked = True
    async with faulty.bot():
        await writes_much(faulty.person(17))
        await handled(faulty)
        faulty.pass_time(minutes=2)
        assert "640" in (await faulty.person(17).asks(MEMBERS))["text"]


async def test_somebody_who_types_inline_without_a_pause_waits_behind_nobody_but_themselves(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        for number in range(FLOOD):
            query = {"id": f"flood{number}", "from": anna.user, "query": "members of", "offset": ""}
            faulty.telegram.open_inline.add(query["id"])
            await faulty.telegram.deliver(inline_query=query)
        assert "640" in (await faulty.person(18).asks(MEMBERS))["text"]
        assert "640" in (await anna.asks(MEMBERS))["text"]
