"""Codes of events in groups: who binds a group by one, and what is said to the wrong ones."""

from __future__ import annotations

from bot.events.codes import payload, shown
from bot.storage.sql_chats import ChatSettings
from tests.handlers.telegram.desk_world import ASKER, ORGANISER, STRANGER, DeskWorld
from tests.handlers.telegram.in_groups.said import WOOD, chosen, events, set_up
from tests.telegram_api.groups import Group


class TestCodes:
    async def test_a_group_link_binds_the_group_of_an_admin(self, world: DeskWorld, group: Group) -> None:
        event, organiser = await set_up(world), world.person(ORGANISER)
        said = await organiser.asks(f"/start@clusters_bot {payload(event.code)}", group.chat)
        assert "gehört jetzt zu „Holztag <2027>“" in said["text"]
        assert "/ask Welche Cluster gibt es?" in said["text"]
        assert await chosen(world, group.id) == ChatSettings("de", event.id)
        await world.person(ASKER).asks(f"/ask {WOOD}", group.chat)
        assert [one.text for one in await events(world).figures.all(event.code)] == [WOOD]
        again = await organiser.asks(f"/start@clusters_bot {payload(event.code)}", group.chat)
        assert "gehört schon" in again["text"]

    async def test_whoever_just_added_it_binds_a_group_without_an_event(self, world: DeskWorld) -> None:
        group, anna, one, other = Group(world.telegram), world.person(ASKER), await set_up(world), await set_up(world)
        group.has(anna.user)
        await group.adds_bot(anna)
        await world.hears(group.id, "Hello!")
        assert "gehört jetzt" in (await anna.asks(f"/start {payload(one.code)}", group.chat))["text"]
        assert "Admins" in (await anna.asks(f"/start {payload(other.code)}", group.chat))["text"]
        assert (await chosen(world, group.id)).event == one.id

    async def test_a_stranger_binds_nothing(self, world: DeskWorld, group: Group) -> None:
        event = await set_up(world)
        said = await world.person(STRANGER).asks(f"/start {payload(event.code)}", group.chat)
        assert said["text"].startswith("Only the admins of this group choose that.")
        assert (await chosen(world, group.id)).event is None

    async def test_an_anonymous_admin_binds(self, world: DeskWorld, group: Group) -> None:
        event = await set_up(world)
        said = await world.person(ORGANISER).asks(f"/setup {shown(event.code)}", group.chat, **group.anonymously())
        assert "gehört jetzt" in said["text"]

    async def test_a_clear_word_for_each_code_that_leads_nowhere(self, world: DeskWorld, group: Group) -> None:
        organiser = world.person(ORGANISER)
        over, back, open_ = await set_up(world), await set_up(world), await set_up(world)
        await events(world).organising.close(over.id, over.organiser)
        await events(world).organising.revoke(back.id, back.organiser)

        async def told(text: str) -> str:
            return str((await organiser.asks(f"/setup {text}", group.chat))["text"])

        assert "“Holztag <2027>” is over" in await told(payload(over.code))
        assert "taken back" in await told(payload(back.code))
        assert "Holztag" not in await told(payload(back.code))
        assert "no code of an event" in await told("hello there")
        misspelt = ("b" if open_.code[0] != "b" else "d") + open_.code[1:]
        assert f"meinen {shown(open_.code)}" in await told(misspelt)
        for _ in range(5):
            await told("bano-kiru-feso")
        assert "keine Veranstaltung" in await told("bano-kiru-feso")
        assert "falsche Codes" in await told("bano-kiru-feso")

    async def test_wrong_codes_of_a_group_are_not_those_of_another(self, world: DeskWorld, group: Group) -> None:
        other, organiser, event = Group(world.telegram, -501), world.person(ORGANISER), await set_up(world)
        for _ in range(7):
            wrong = await organiser.asks("/setup bano-kiru-feso", group.chat, **group.anonymously())
        assert "Too many wrong codes" in wrong["text"]
        said = await organiser.asks(f"/setup {payload(event.code)}", other.chat, **other.anonymously())
        assert "gehört jetzt" in said["text"]
