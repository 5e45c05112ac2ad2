"""The bot comes into a group, is silenced, thrown out, blocked: what it says of itself, and when."""

from __future__ import annotations

from pathlib import Path

from bot.phrases import Phrases
from bot.settings import Settings
from bot.storage import MemoryQuestionLog
from bot.storage.sql_chats import ChatSettings
from handlers.telegram import application
from handlers.telegram.context import Parts
from tests.conftest import bundled_understander
from tests.fakes import EchoAssistant
from tests.handlers.telegram.desk_world import ASKER, TOKEN, DeskWorld, labels
from tests.handlers.telegram.echo_world import polling
from tests.handlers.telegram.in_groups.said import DIRECTOR, WOOD, bots, chosen, events, set_up
from tests.telegram_api import ApiError, BotApiServer, Telegram
from tests.telegram_api.groups import Group


class TestBeingAdded:
    async def test_it_says_once_what_it_does_and_what_it_sees(self, world: DeskWorld) -> None:
        group, anna = Group(world.telegram, is_forum=True), world.person(ASKER, language_code="de")
        await group.adds_bot(anna)
        said = await world.hears(group.id, "Wirtschaftscluster")
        assert "Befehle, Antworten auf meine Nachrichten" in said["text"]
        assert "/setup" in said["text"]
        # In General, which is where a message without a topic goes.
        assert "message_thread_id" not in said
        await group.bot_becomes("administrator", anna)
        await group.bot_becomes("silenced", anna)
        await group.bot_becomes("member", anna)
        await world.settled()
        assert len(bots(world, group.id)) == 1

    async def test_added_again_it_says_so_again(self, world: DeskWorld) -> None:
        group, anna = Group(world.telegram), world.person(ASKER)
        for times in (1, 2):
            await group.adds_bot(anna)
            await world.telegram.until(lambda times=times: len(bots(world, group.id)) == times)
            await group.removes_bot(anna)
            await world.settled()
        assert not (await chosen(world, group.id)).introduced

    async def test_an_admin_sees_all(self, world: DeskWorld) -> None:
        group = Group(world.telegram)
        await group.adds_bot(world.person(ASKER), "administrator")
        assert "all messages, for I am an admin" in (await world.hears(group.id, "Hello!"))["text"]

    async def test_privacy_mode_off_sees_all(self, tmp_path: Path) -> None:
        async with BotApiServer(Telegram(TOKEN)) as server:
            server.telegram.bot["can_read_all_group_messages"] = True
            world = DeskWorld(server, tmp_path / "bot.sqlite3")
            async with world.bot():
                group = Group(world.telegram)
                await group.adds_bot(world.person(ASKER))
                assert "set up that way" in (await world.hears(group.id, "Hello!"))["text"]

    async def test_silenced_from_the_start_it_speaks_when_it_may(self, world: DeskWorld) -> None:
        group, anna = Group(world.telegram), world.person(ASKER)
        await group.adds_bot(anna, "silenced", message=False)
        await world.settled()
        assert bots(world, group.id) == []
        await group.bot_becomes("member", anna)
        await world.hears(group.id, "Hello!")

    async def test_what_could_not_be_said_is_said_the_next_time(self, world: DeskWorld) -> None:
        group, anna = Group(world.telegram), world.person(ASKER)
        error = ApiError(400, "Bad Request: not enough rights to send text messages to the chat")
        world.telegram.refuse("sendMessage", error)
        await group.adds_bot(anna, message=False)
        await world.settled()
        assert bots(world, group.id) == []
        await group.service(anna, new_chat_members=[world.telegram.bot])
        await world.hears(group.id, "Hello!")

    async def test_others_who_come_and_go_are_none_of_its_business(self, world: DeskWorld, group: Group) -> None:
        ben = world.person(18)
        await group.service(ben, new_chat_members=[ben.user])
        await group.service(ben, left_chat_member=ben.user)
        await world.settled()
        assert bots(world, group.id) == []

    async def test_a_channel_is_left_alone(self, world: DeskWorld) -> None:
        channel = Group(world.telegram, -900, type="channel")
        await channel.bot_becomes("administrator", world.person(ASKER))
        await world.settled()
        assert bots(world, -900) == []

    async def test_kicked_while_answering_it_knows_that_it_is_out(self, world: DeskWorld, group: Group) -> None:
        event = await set_up(world)
        await events(world).chats.introduce(group.id, world.now)
        await events(world).chats.choose(group.id, event_id=event.id)
        world.telegram.blocked.add(group.id)
        await world.person(ASKER).types(f"/ask {WOOD}", group.chat)
        await world.settled()
        assert await chosen(world, group.id) == ChatSettings()

    async def test_the_group_says_it_again_when_asked(self, world: DeskWorld, group: Group) -> None:
        topic = {"message_thread_id": 42, "is_topic_message": True}
        said = await world.person(ASKER).asks("/start@clusters_bot", group.chat, **topic)
        assert "Hello!" in said["text"]
        assert said["message_thread_id"] == 42

    async def test_whoever_blocks_it_in_private_is_told_nothing_more(self, world: DeskWorld) -> None:
        anna = world.person(ASKER)
        miss = await anna.asks(DIRECTOR)
        await anna.presses(miss, labels(miss)[-1])
        await world.settled()
        assert "🔔" in (await anna.asks("/mydata"))["text"]
        private = Group(world.telegram, ASKER, type="private")
        await private.bot_becomes("kicked", anna)
        await world.settled()
        await private.bot_becomes("member", anna)
        assert f"🔔 {DIRECTOR}" not in (await anna.asks("/mydata"))["text"]


async def test_where_nothing_is_kept_it_introduces_itself_and_offers_no_choice() -> None:
    phrases = Phrases(bundled_understander().knowledge.phrases)
    async with BotApiServer(Telegram(TOKEN)) as server:
        settings = Settings(_env_file=None, telegram_bot_token=TOKEN, telegram_api_url=server.url)
        running = application.build_application(Parts(EchoAssistant(), phrases, MemoryQuestionLog()), settings)
        async with polling(running):
            group, anna = Group(server.telegram), server.telegram.person(ASKER)
            group.has(anna.user, "creator")
            await group.adds_bot(anna)
            await server.telegram.until(lambda: any(m["chat"] == group.chat for m in server.telegram.messages.values()))
            assert "keeps nothing" in (await anna.asks("/setup", group.chat))["text"]
            assert "keeps nothing" in (await anna.asks("/start bano-kiru-feso", group.chat))["text"]
            short = await anna.asks("/ask options", group.chat)
            assert labels(short) == ["Go on in private"]
            said = [m["text"] for m in server.telegram.messages.values() if m["from"]["is_bot"]]
            assert sum(text.startswith("Hello!") for text in said) == 1
