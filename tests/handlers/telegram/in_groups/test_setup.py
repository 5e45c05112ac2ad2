"""What the admins of a group choose with /setup: its language, its event, how quiet the bot is."""

from __future__ import annotations

import pytest

from bot.events.codes import payload
from bot.storage.sql_chats import ChatSettings
from handlers.telegram import admins
from tests.handlers.telegram.desk_world import ASKER, ORGANISER, STRANGER, DeskWorld, label_with, labels
from tests.handlers.telegram.in_groups.said import WOOD, chosen, reads, set_up
from tests.telegram_api.groups import Group


class TestSetup:
    async def test_only_admins_are_shown_what_they_can_choose(self, world: DeskWorld, group: Group) -> None:
        asked = await world.person(ASKER, language_code="fr").asks("/setup", group.chat)
        assert asked["text"].startswith("Seuls les administrateurs")
        assert labels(asked) == []
        panel = await world.person(ORGANISER).asks("/setup", group.chat)
        assert labels(panel) == [
            "Deutsch", "English", "Español", "Français", "Italiano", "✓ As each asks", "Don't answer when only named",
        ]  # fmt: skip
        assert "What I can see here: commands" in panel["text"]
        assert "Event: none" in panel["text"]
        anonymous = await world.person(ORGANISER).asks("/settings", group.chat, **group.anonymously())
        assert len(labels(anonymous)) == 7

    async def test_a_language_is_that_of_all_that_is_said_there(self, world: DeskWorld, group: Group) -> None:
        organiser, anna = world.person(ORGANISER), world.person(ASKER)
        panel = await organiser.asks("/setup", group.chat)
        assert await organiser.presses(panel, "Italiano") == "Done."
        await world.telegram.until(lambda: "✓ Italiano" in labels(panel))
        assert "Lingua: Italiano" in panel["text"]
        assert "Ciao!" in (await anna.asks("/help", group.chat))["text"]
        assert "Conservo" in (await anna.asks("/privacy", group.chat))["text"]
        assert (await anna.asks("/ask", group.chat))["text"].startswith("Che cosa")
        assert "guida 9.2" in (await anna.asks("/ask Cyberforum", group.chat))["text"]
        # The text itself still wins.
        english = await anna.asks("/ask How many members does Cyberforum have?", group.chat)
        assert "Cyberforum has more than 640 members." in english["text"]
        await organiser.presses(panel, "✓ Italiano")
        await organiser.presses(panel, label_with(panel, "domanda"))
        await world.telegram.until(lambda: "✓ As each asks" in labels(panel))
        assert (await chosen(world, group.id)).language is None

    async def test_quiet_answers_commands_and_replies_alone(self, world: DeskWorld, group: Group) -> None:
        organiser, anna = world.person(ORGANISER), world.person(ASKER)
        assert len(await reads(world, group, anna, f"@clusters_bot {WOOD}")) == 1
        panel = await organiser.asks("/setup", group.chat)
        await organiser.presses(panel, "Don't answer when only named")
        await world.telegram.until(lambda: "Answer when named as well" in labels(panel))
        assert await reads(world, group, anna, f"@clusters_bot {WOOD}") == []
        assert await reads(world, group, anna, "@clusters_bot") == []
        answer = await anna.asks(f"/ask {WOOD}", group.chat)
        assert len(await reads(world, group, anna, "and in Veneto?", reply_to_message=answer)) == 1
        await organiser.presses(panel, "Answer when named as well")
        assert len(await reads(world, group, anna, f"@clusters_bot {WOOD}")) == 1

    async def test_an_event_is_left_by_a_button(self, world: DeskWorld, group: Group) -> None:
        organiser, event = world.person(ORGANISER), await set_up(world, language="en")
        await organiser.asks(f"/setup {payload(event.code)}", group.chat)
        panel = await organiser.asks("/setup", group.chat)
        assert "Event: Holztag <2027>" in panel["text"]
        await organiser.presses(panel, "Belong to no event")
        await world.telegram.until(lambda: "Event: none" in panel["text"])
        assert (await chosen(world, group.id)).event is None

    async def test_who_presses_is_checked_each_time(
        self, world: DeskWorld, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(admins, "REMEMBERED", 0.0)
        organiser = world.person(ORGANISER)
        panel = await organiser.asks("/setup", group.chat)
        assert "Only the admins" in await world.person(ASKER).presses(panel, "Deutsch")
        assert "Das wählen nur" in await world.person(STRANGER, language_code="de").presses(panel, "Deutsch")
        group.has(organiser.user, "member")
        assert "Only the admins" in await organiser.presses(panel, "Deutsch")
        assert (await chosen(world, group.id)).language is None

    @pytest.mark.parametrize("data", ["1sl:xx", "1sq:2", "1se:5", "1s", "1sl:", "1sz:1", "1sl:de:x"])
    async def test_a_button_that_means_nothing_gets_a_word(self, world: DeskWorld, group: Group, data: str) -> None:
        organiser = world.person(ORGANISER)
        panel = await organiser.asks("/setup", group.chat)
        forged = {**panel, "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}}
        assert "too old" in await organiser.presses(forged, "x")
        assert await chosen(world, group.id) == ChatSettings()

    async def test_in_private_it_tells_what_can_be_set(self, world: DeskWorld) -> None:
        said = await world.person(ASKER, language_code="de").asks("/settings")
        assert "die Ihres Telegram: Deutsch" in said["text"]
        assert "/privacy" in said["text"]
        assert "/setup" in (await world.person(ASKER).asks("/setup"))["text"]
