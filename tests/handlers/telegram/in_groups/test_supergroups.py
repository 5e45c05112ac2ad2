"""A group becomes a supergroup under another number: what is kept of it follows."""

from __future__ import annotations

import pytest

from bot.storage.sql_chats import ChatSettings
from tests.handlers.telegram.desk_world import ASKER, DeskWorld
from tests.handlers.telegram.in_groups.said import CAR, WOOD, bots, chosen, events, payload_of, set_up
from tests.telegram_api.groups import Group


class TestSupergroups:
    @pytest.mark.parametrize("told", [("to", "from"), ("from", "to"), ("to",), ("from",)])
    async def test_all_that_is_kept_follows(self, world: DeskWorld, told: tuple[str, ...]) -> None:
        old, event, anna = Group(world.telegram, -7, type="group"), await set_up(world), world.person(ASKER)
        await events(world).chats.introduce(-7, world.now)
        await events(world).chats.choose(-7, event_id=event.id, language="it", quiet=True)
        before = await anna.asks(f"/ask {CAR}", old.chat)
        new = await old.becomes_supergroup(anna, -1007, told=told)
        await world.settled()
        assert await chosen(world, -1007) == ChatSettings("it", event.id, quiet=True, introduced=True)
        assert await chosen(world, -7) == ChatSettings()
        assert bots(world, new.id) == []
        assert "car industry cluster" in (await anna.asks(f"/start {payload_of(before)}"))["text"]

    @pytest.mark.parametrize("left", [0, 1, 2])
    async def test_leaving_the_old_one_loses_nothing(self, world: DeskWorld, left: int) -> None:
        old, event, anna = Group(world.telegram, -7, type="group"), await set_up(world), world.person(ASKER)
        await events(world).chats.introduce(-7, world.now)
        await events(world).chats.choose(-7, event_id=event.id)
        new = await old.becomes_supergroup(anna, -1007, told=())

        async def to() -> None:
            await old.service(anna, migrate_to_chat_id=-1007)

        async def gone() -> None:
            await old.bot_becomes("left", anna)

        async def from_() -> None:
            await new.service(anna, migrate_from_chat_id=-7)

        told = [to, from_]
        told.insert(left, gone)
        for tell in told:
            await tell()
            await world.settled()
        assert (await chosen(world, -1007)).event == event.id

    async def test_an_answer_follows_as_well(self, world: DeskWorld) -> None:
        old, event, anna = Group(world.telegram, -7, type="group"), await set_up(world), world.person(ASKER)
        await events(world).chats.choose(-7, event_id=event.id)
        await old.becomes_supergroup(anna, -1007, told=())
        await anna.types(f"/ask {WOOD}", old.chat)
        assert "timber" in (await world.hears(-1007, "timber"))["text"]
        assert (await chosen(world, -1007)).event == event.id
