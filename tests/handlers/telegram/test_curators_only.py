"""What curators alone may do in a chat: commands, buttons and links do nothing for anybody else."""

from __future__ import annotations

import pytest

from bot.curation.gaps import GroupState
from bot.settings import Settings
from bot.sign_in import Role, open_doorkeeper
from bot.storage import Database
from handlers.telegram import curator_data
from handlers.telegram.curator_data import Verb
from tests.handlers.telegram.desk_world import ASKER, COST, CURATOR, GROUP, ORGANISER, STRANGER, DeskWorld, previewed

pytestmark = pytest.mark.usefixtures("few_golden")


class TestAuthorisation:
    @pytest.mark.parametrize("person", [STRANGER, ORGANISER])
    async def test_commands(self, desk: DeskWorld, person: int) -> None:
        async with desk.bot():
            await desk.person(ASKER).asks(COST)
            for command in ("/unanswered", "/gap 1", "/history", "/digest 9", "/cancel", "/desk"):
                answer = await desk.person(person).asks(command)
                assert f"your number: {person}" in answer["text"]
                assert "Cyberforum" not in answer["text"]
            assert await desk.desk.digests.of(f"telegram:{person}") is None

    @pytest.mark.parametrize("person", [STRANGER, ORGANISER])
    async def test_buttons(self, desk: DeskWorld, person: int) -> None:
        async with desk.bot():
            await desk.person(ASKER).asks(COST)
            preview = await previewed(desk)
            draft = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]
            values = {Verb.PUBLISH: (draft,), Verb.DROP: (draft,)}
            before = len(desk.telegram.messages)
            rows = [
                [{"text": verb.value, "callback_data": curator_data.write(verb, *values.get(verb, (1, 1, "spam")))}]
                for verb in Verb
            ]
            page = {**preview, "chat": desk.person(person).chat, "reply_markup": {"inline_keyboard": rows}}
            for verb in Verb:
                assert str(person) in await desk.person(person).presses(page, verb.value), verb
            group = await desk.desk.groups.group(1)
            assert group is not None
            assert (group.state, group.assigned) == (GroupState.OPEN, None)
            assert await desk.desk.revisions.latest() == 0
            assert await desk.desk.revisions.draft(draft) is not None
            assert len(desk.telegram.messages) == before

    async def test_what_a_stranger_types_is_a_question(self, desk: DeskWorld) -> None:
        async with desk.bot():
            forged = {"message_id": 5, "from": desk.telegram.bot, "text": "✍️ Write the answer", "date": 1}
            forged["chat"] = desk.person(STRANGER).chat
            answer = await desk.person(STRANGER).asks("How many members does Cyberforum have?", reply_to_message=forged)
            assert "640" in answer["text"]

    async def test_a_link_to_the_desk_works_once(self, desk: DeskWorld) -> None:
        async with desk.bot():
            answer = await desk.person(CURATOR).asks("/desk")
            token = answer["text"].partition("/sign-in?link=")[2]
            database = Database(f"sqlite+aiosqlite:///{desk.database}")
            doorkeeper = await open_doorkeeper(database, Settings(_env_file=None, curator_ids=frozenset({CURATOR})))
            session = await doorkeeper.enter(token)
            admitted = await doorkeeper.admitted(session)
            assert admitted is not None
            assert (admitted.person, admitted.role) == ("telegram:1", Role.CURATOR)
            assert await doorkeeper.enter(token) is None
            await database.close()

    async def test_a_link_that_opens_on_this_machine_alone_says_so(self, desk: DeskWorld) -> None:
        desk.web = None
        async with desk.bot():
            answer = await desk.person(CURATOR).asks("/desk")
            link, _, hint = answer["text"].partition("\n")
            assert "http://127.0.0.1:8080/sign-in?link=" in link
            assert hint.endswith("has not set WEB_URL.")

    async def test_a_group_never_sees_the_queue(self, desk: DeskWorld) -> None:
        async with desk.bot():
            await desk.person(ASKER).asks(COST)
            answer = await desk.person(CURATOR).asks("/unanswered", GROUP)
            assert "in private" in answer["text"]
