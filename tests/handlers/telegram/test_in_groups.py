"""Groups over HTTP, with the bundled knowledge and a real database: every sentence of docs/groups.md."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.events.codes import payload, shown
from bot.events.event import Event, Plan
from bot.events.opened import Events
from bot.phrases import Phrases
from bot.settings import Settings
from bot.storage import MemoryQuestionLog
from bot.storage.sql_chats import ChatSettings
from handlers.telegram import admins, application, pace
from handlers.telegram.context import Parts
from tests.conftest import bundled_understander
from tests.fakes import EchoAssistant
from tests.handlers.telegram.desk_world import ASKER, ORGANISER, STRANGER, TOKEN, DeskWorld, few_golden, labels
from tests.handlers.telegram.echo_world import polling
from tests.handlers.telegram.faulty import handled
from tests.telegram_api import ApiError, BotApiServer, Telegram
from tests.telegram_api.groups import Group
from tests.telegram_api.people import Person

__all__ = ["few_golden"]
pytestmark = pytest.mark.usefixtures("few_golden")

WOOD = "Which clusters work with wood?"
CAR = "tell me about the car cluster"
DIRECTOR = "Who is the managing director of Cyberforum?"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot say more into a group than a test has the patience for."""
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


def events(world: DeskWorld) -> Events:
    assert world.events is not None
    return world.events


async def chosen(world: DeskWorld, chat: int) -> ChatSettings:
    return await events(world).chats.of(chat)


async def set_up(world: DeskWorld, **changes: Any) -> Event:
    made = {
        "title": "Holztag <2027>",
        "place": "Graz",
        "starts_at": world.now + timedelta(hours=1),
        "zone": "Europe/Vienna",
        "language": "de",
        "questions": ("Welche Cluster gibt es?",),
    }
    return await events(world).organising.create(f"telegram:{ORGANISER}", Plan(**{**made, **changes}))


def bots(world: DeskWorld, chat: int) -> list[dict[str, Any]]:
    """Return what the bot has said in a chat."""
    return [m for (c, _), m in world.telegram.messages.items() if c == chat and m["from"]["is_bot"]]


async def settle(world: DeskWorld) -> None:
    """Wait until the bot has dealt with everything."""
    await world.settled()


async def reads(world: DeskWorld, group: Group, person: Person, text: str, **changes: Any) -> list[str]:
    """Write something into a group and return what the bot has said there then."""
    before = len(bots(world, group.id))
    await person.types(text, group.chat, **changes)
    await settle(world)
    return [message["text"] for message in bots(world, group.id)[before:]]


def url(message: dict[str, Any]) -> str:
    return str(message["reply_markup"]["inline_keyboard"][0][0]["url"])


def payload_of(message: dict[str, Any]) -> str:
    return url(message).partition("?start=")[2]


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
        await settle(world)
        assert len(bots(world, group.id)) == 1

    async def test_added_again_it_says_so_again(self, world: DeskWorld) -> None:
        group, anna = Group(world.telegram), world.person(ASKER)
        for times in (1, 2):
            await group.adds_bot(anna)
            await world.telegram.until(lambda times=times: len(bots(world, group.id)) == times)
            await group.removes_bot(anna)
            await settle(world)
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
        await settle(world)
        assert bots(world, group.id) == []
        await group.bot_becomes("member", anna)
        await world.hears(group.id, "Hello!")

    async def test_what_could_not_be_said_is_said_the_next_time(self, world: DeskWorld) -> None:
        group, anna = Group(world.telegram), world.person(ASKER)
        error = ApiError(400, "Bad Request: not enough rights to send text messages to the chat")
        world.telegram.refuse("sendMessage", error)
        await group.adds_bot(anna, message=False)
        await settle(world)
        assert bots(world, group.id) == []
        await group.service(anna, new_chat_members=[world.telegram.bot])
        await world.hears(group.id, "Hello!")

    async def test_others_who_come_and_go_are_none_of_its_business(self, world: DeskWorld, group: Group) -> None:
        ben = world.person(18)
        await group.service(ben, new_chat_members=[ben.user])
        await group.service(ben, left_chat_member=ben.user)
        await settle(world)
        assert bots(world, group.id) == []

    async def test_a_channel_is_left_alone(self, world: DeskWorld) -> None:
        channel = Group(world.telegram, -900, type="channel")
        await channel.bot_becomes("administrator", world.person(ASKER))
        await settle(world)
        assert bots(world, -900) == []

    async def test_kicked_while_answering_it_knows_that_it_is_out(self, world: DeskWorld, group: Group) -> None:
        event = await set_up(world)
        await events(world).chats.introduce(group.id, world.now)
        await events(world).chats.choose(group.id, event_id=event.id)
        world.telegram.blocked.add(group.id)
        await world.person(ASKER).types(f"/ask {WOOD}", group.chat)
        await settle(world)
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
        await settle(world)
        assert "🔔" in (await anna.asks("/mydata"))["text"]
        private = Group(world.telegram, ASKER, type="private")
        await private.bot_becomes("kicked", anna)
        await settle(world)
        await private.bot_becomes("member", anna)
        assert f"🔔 {DIRECTOR}" not in (await anna.asks("/mydata"))["text"]


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


class TestSupergroups:
    @pytest.mark.parametrize("told", [("to", "from"), ("from", "to"), ("to",), ("from",)])
    async def test_all_that_is_kept_follows(self, world: DeskWorld, told: tuple[str, ...]) -> None:
        old, event, anna = Group(world.telegram, -7, type="group"), await set_up(world), world.person(ASKER)
        await events(world).chats.introduce(-7, world.now)
        await events(world).chats.choose(-7, event_id=event.id, language="it", quiet=True)
        before = await anna.asks(f"/ask {CAR}", old.chat)
        new = await old.becomes_supergroup(anna, -1007, told=told)
        await settle(world)
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
            await settle(world)
        assert (await chosen(world, -1007)).event == event.id

    async def test_an_answer_follows_as_well(self, world: DeskWorld) -> None:
        old, event, anna = Group(world.telegram, -7, type="group"), await set_up(world), world.person(ASKER)
        await events(world).chats.choose(-7, event_id=event.id)
        await old.becomes_supergroup(anna, -1007, told=())
        await anna.types(f"/ask {WOOD}", old.chat)
        assert "timber" in (await world.hears(-1007, "timber"))["text"]
        assert (await chosen(world, -1007)).event == event.id


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
        await organiser.presses(panel, label_of(panel, "domanda"))
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


class TestUnsure:
    async def test_options_are_not_put_before_everybody(self, world: DeskWorld, group: Group) -> None:
        anna = world.person(ASKER)
        short = await anna.asks(f"/ask {CAR}", group.chat)
        assert short["text"] == "I am not sure what you mean. Let's go on in private, so that we disturb nobody."
        assert labels(short) == ["Go on in private"]
        assert url(short).startswith("https://t.me/clusters_bot?start=q-")
        assert len(payload_of(short)) <= 64
        whole = await anna.asks(f"/start {payload_of(short)}")
        assert whole["text"].startswith(f"› {CAR}\nWhich one do you mean")
        assert "AC Styria" in labels(whole)
        assert "car industry cluster in Styria" in (await anna.chooses(whole, "AC Styria"))["text"]

    async def test_it_goes_on_after_a_fall_too(self, faulty: DeskWorld) -> None:
        group, anna = Group(faulty.telegram, -700), faulty.person(ASKER)
        async with faulty.bot():
            short = await anna.asks(f"/ask {CAR}", group.chat)
            await handled(faulty)
        async with faulty.bot():
            whole = await anna.asks(f"/start {payload_of(short)}")
            assert whole["text"].startswith(f"› {CAR}\nWhich one do you mean")
            assert "car industry cluster in Styria" in (await anna.chooses(whole, "AC Styria"))["text"]
            # To anybody else it is nothing.
            assert "Which one do you mean" not in (await faulty.person(66).asks(f"/start {payload_of(short)}"))["text"]

    async def test_it_goes_on_where_it_was(self, world: DeskWorld, group: Group) -> None:
        anna = world.person(ASKER)
        short = await anna.asks(f"/ask {CAR}", group.chat)
        # Another question in between changes nothing about that one.
        await anna.asks(f"/ask {WOOD}", group.chat)
        await anna.asks(f"/start {payload_of(short)}")
        assert "AC Styria is the car" in (await anna.asks("the second one"))["text"]
        assert "Styria" in (await anna.asks("and where is it?"))["text"]

    async def test_what_is_not_known_goes_on_in_private_and_is_logged_once(
        self, world: DeskWorld, group: Group
    ) -> None:
        anna = world.person(ASKER)
        short = await anna.asks(f"/ask {DIRECTOR}", group.chat)
        assert short["text"].startswith("I don't know that yet, and have passed it on.")
        whole = await anna.asks(f"/start {payload_of(short)}")
        assert "There are other things I know about Cyberforum" in whole["text"]
        assert any("🔔" in label for label in labels(whole))
        word = await anna.presses(whole, labels(whole)[-1])
        assert "tell you" in word
        await settle(world)
        assert f"🔔 {DIRECTOR}" in (await anna.asks("/mydata"))["text"]
        assert (await anna.asks("/mydata"))["text"].count(f"• {DIRECTOR}") == 1

    async def test_nobody_else_reads_it(self, world: DeskWorld, group: Group) -> None:
        short = await world.person(ASKER).asks(f"/ask {CAR}", group.chat)
        told = await world.person(STRANGER).asks(f"/start {payload_of(short)}")
        assert told["text"].startswith("Hello! I answer questions about business clusters")
        assert CAR not in told["text"]
        for invented in ("q-", "q-AAAAAAAA", "q-" + "A" * 62, "q-äöü"):
            assert "Hello!" in (await world.person(ASKER).asks(f"/start {invented}"))["text"]

    async def test_an_anonymous_admin_goes_on_by_their_own_name(self, world: DeskWorld, group: Group) -> None:
        organiser = world.person(ORGANISER)
        short = await organiser.asks(f"/ask {CAR}", group.chat, **group.anonymously())
        assert "Which one" in (await organiser.asks(f"/start {payload_of(short)}"))["text"]
        assert "Hello!" in (await world.person(ASKER).asks(f"/start {payload_of(short)}"))["text"]

    async def test_an_edited_question_is_treated_alike(self, world: DeskWorld, group: Group) -> None:
        anna = world.person(ASKER)
        asked = await anna.types(f"/ask {WOOD}", group.chat)
        answer = await world.hears(group.id, "timber")
        await anna.changes(asked, f"/ask {CAR}")
        await world.telegram.until(lambda: "not sure" in answer["text"])
        assert labels(answer) == ["Go on in private"]

    async def test_in_private_nothing_changes(self, world: DeskWorld) -> None:
        assert "AC Styria" in labels(await world.person(ASKER).asks(CAR))

    async def test_remarks_are_left_alone(self, world: DeskWorld, group: Group) -> None:
        anna = world.person(ASKER)
        answer = await anna.asks(f"/ask {WOOD}", group.chat)
        for remark in ("👍", "haha", "...", "lol"):
            assert await reads(world, group, anna, remark, reply_to_message=answer) == [], remark
        assert await reads(world, group, anna, "@clusters_bot 👋") == []
        assert await reads(world, group, anna, "@clusters_bot thanks!") != []


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


def label_of(message: dict[str, Any], text: str) -> str:
    return next(label for label in labels(message) if text in label)


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
