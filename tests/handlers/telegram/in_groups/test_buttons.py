"""Buttons below an answer in a group: they are those of whoever asked."""

from __future__ import annotations

from tests.handlers.telegram.desk_world import ASKER, ORGANISER, STRANGER, DeskWorld, labels
from tests.handlers.telegram.in_groups.said import DIRECTOR, events, set_up
from tests.telegram_api.groups import Group


class TestButtons:
    async def test_an_answer_that_an_anonymous_admin_waits_for_is_the_admins(
        self, world: DeskWorld, group: Group
    ) -> None:
        organiser = world.person(ORGANISER)
        short = await organiser.asks(f"/ask {DIRECTOR}", group.chat, **group.anonymously())
        tell_me = labels(short)[1]
        assert "somebody else" in await world.person(ASKER).presses(short, tell_me)
        assert "days" in await organiser.presses(short, tell_me)

    async def test_a_button_of_an_anonymous_admin_is_the_admins(self, world: DeskWorld, group: Group) -> None:
        organiser, asker = world.person(ORGANISER), world.person(ASKER)
        answer = await organiser.asks("/ask How many members does Cyberforum have?", group.chat, **group.anonymously())
        follow_up = labels(answer)[0]
        assert "somebody else" in await asker.presses(answer, follow_up)
        assert "Cyberforum" in (await organiser.chooses(answer, follow_up))["text"]

    async def test_topics_belong_to_whoever_asked(self, world: DeskWorld, group: Group) -> None:
        topics = await world.person(ASKER).asks("/topics", group.chat)
        assert "somebody else" in await world.person(STRANGER).presses(topics, labels(topics)[0])

    async def test_what_is_asked_without_the_events_focus(self, world: DeskWorld, group: Group) -> None:
        event = await set_up(world, language="en", focus="styria")
        await events(world).chats.choose(group.id, event_id=event.id)
        anna = world.person(ASKER)
        answer = await anna.asks("/ask Which clusters are there?", group.chat)
        assert answer["text"].startswith("For Styria, because you are at “Holztag <2027>”:")
        other = await anna.chooses(answer, labels(answer)[3])
        assert "9 clusters, Styria" not in other["text"]
        # What the event of a group is about, one member cannot switch off for others.
        ben = await world.person(18).asks("/ask Which clusters are there?", group.chat)
        assert ben["text"].startswith("For Styria")
