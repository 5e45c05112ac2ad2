"""The whole loop over HTTP: a miss, a curator, a live answer, the asker told, undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.curation import opened
from bot.curation.gaps import GroupState
from bot.messages import Outcome
from bot.questions import Case, Turn
from bot.settings import Settings
from bot.sign_in import Role, open_doorkeeper
from bot.storage import Database
from handlers.telegram import changing, curator_data
from handlers.telegram.curator_data import Verb
from handlers.telegram.typed_text import PATIENCE
from tests.handlers.telegram.desk_world import (
    ASKER,
    COST,
    CURATOR,
    GROUP,
    ORGANISER,
    SECOND,
    STRANGER,
    TOPIC,
    DeskWorld,
    eventually,
    hashed,
    label_with,
    labels,
)
from tests.telegram_api import ApiError

TELL_ME = "🔔 Tell me when there is an answer"
pytestmark = pytest.mark.usefixtures("few_golden")


async def previewed(desk: DeskWorld, curator: int = CURATOR, say: str = "It costs 100 euros a year.") -> dict[str, Any]:
    """Let a curator answer the first group, up to the preview."""
    anna = desk.person(curator)
    queue = await anna.asks("/unanswered")
    await anna.presses(queue, label_with(queue, "Cyberforum"))
    await desk.telegram.until(lambda: "14 days" in queue["text"])
    asked = await anna.chooses(queue, label_with(queue, "Write an answer about"))
    assert asked["text"].startswith("✍️ Write the answer")
    source = await anna.asks(say, reply_to_message=asked)
    assert "Where does it come from" in source["text"]
    shown = await anna.asks("by phone, 12 May")
    await desk.telegram.until(lambda: "Tried on" in shown["text"] or "not" in shown["text"])
    return shown


async def test_the_whole_loop(desk: DeskWorld) -> None:
    async with desk.bot():
        asker, curator = desk.person(ASKER), desk.person(CURATOR)
        miss = await asker.asks(COST)
        assert labels(miss)[-1] == TELL_ME
        assert "90 days" in await asker.presses(miss, TELL_ME)
        await desk.telegram.until(lambda: TELL_ME not in labels(miss))
        in_topic = await desk.person(18, language_code="de").asks(
            "@clusters_bot Was kostet die Mitgliedschaft beim Cyberforum?", GROUP, **TOPIC
        )
        await desk.person(18).presses(in_topic, labels(in_topic)[-1])
        await desk.telegram.until(lambda: "Bescheid" not in str(labels(in_topic)))

        preview = await previewed(desk)
        assert labels(preview) == ["Publish", "Drop"]
        await curator.presses(preview, "Publish")
        await desk.telegram.until(lambda: "revision 1" in preview["text"])

        told = await desk.hears(ASKER, "You asked, and now there is an answer")
        assert COST in told["text"]
        assert "100 euros" in told["text"]
        german = await desk.hears(-100, "Sie haben gefragt")
        assert "100 euros" in german["text"]
        assert german["message_thread_id"] == 42
        assert german["reply_to_message"]["text"].startswith("@clusters_bot Was kostet")
        assert await desk.desk.notices.of_person(hashed(ASKER)) == []

        assert "100 euros" in (await asker.asks("what does membership of cyberforum cost?"))["text"]
        undo = await curator.chooses(preview, "Undo 1")
        await desk.telegram.until(lambda: "Publish" in labels(undo))
        await curator.presses(undo, "Publish")
        await desk.telegram.until(lambda: "revision 2" in undo["text"])
        assert "don't know" in (await asker.asks(COST))["text"]
        history = await curator.asks("/history")
        assert "undone by 2" in history["text"]


async def test_none_of_these_offers_it_for_the_question_refused(desk: DeskWorld) -> None:
    async with desk.bot():
        asker = desk.person(ASKER)
        asked = await asker.asks("tell me about the car cluster")
        assert "None of these" in labels(asked), asked["text"]
        refused = await asker.chooses(asked, "None of these")
        await asker.presses(refused, TELL_ME)
        await desk.telegram.until(lambda: TELL_ME not in labels(refused))
        (notice,) = await desk.desk.notices.of_person(hashed(ASKER))
        assert notice.text == "tell me about the car cluster"
        assert notice.address == {"chat": ASKER, "thread": None, "message": None}


async def test_nobody_keeps_a_notice_for_somebody_else(desk: DeskWorld) -> None:
    async with desk.bot():
        asked = await desk.person(18).asks(f"@clusters_bot {COST}", GROUP, **TOPIC)
        assert "somebody else" in await desk.person(STRANGER).presses(asked, TELL_ME)
        assert await desk.desk.notices.of_person(hashed(STRANGER)) == []
        forged = {**asked, "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "1t:99999"}]]}}
        assert "too old" in await desk.person(18).presses(forged, "x")


async def test_a_button_from_before_a_restart_keeps_its_meaning(desk: DeskWorld) -> None:
    async with desk.bot():
        miss = await desk.person(ASKER).asks(COST)
    async with desk.bot():
        await desk.person(ASKER).presses(miss, TELL_ME)
        await desk.telegram.until(lambda: TELL_ME not in labels(miss))
        assert len(await desk.desk.notices.of_person(hashed(ASKER))) == 1


async def test_a_restart_neither_loses_nor_repeats_a_notice(desk: DeskWorld) -> None:
    async with desk.bot():
        for number in range(20, 24):
            miss = await desk.person(number).asks(COST)
            await desk.person(number).presses(miss, TELL_ME)
            await desk.telegram.until(lambda miss=miss: TELL_ME not in labels(miss))
        preview = await previewed(desk)
        await desk.person(CURATOR).presses(preview, "Publish")
        await desk.telegram.until(lambda: "revision 1" in preview["text"])
        # At once: some may have been told by then, some not.
    async with desk.bot():
        for number in range(20, 24):
            await desk.hears(number, "now there is an answer")
    async with desk.bot():
        await desk.person(CURATOR).asks("/history")
    told = [m["chat"]["id"] for m in desk.telegram.messages.values() if "now there is an answer" in m["text"]]
    assert sorted(told) == [20, 21, 22, 23]


async def test_who_has_blocked_the_bot_is_forgotten(desk: DeskWorld) -> None:
    async with desk.bot():
        miss = await desk.person(ASKER).asks(COST)
        await desk.person(ASKER).presses(miss, TELL_ME)
        await desk.telegram.until(lambda: TELL_ME not in labels(miss))
        desk.telegram.blocked.add(ASKER)
        preview = await previewed(desk)
        await desk.person(CURATOR).presses(preview, "Publish")

        async def forgotten() -> bool:
            return not await desk.desk.notices.of_person(hashed(ASKER))

        await eventually(forgotten)


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


class TestTyping:
    async def asked(self, desk: DeskWorld) -> dict[str, Any]:
        curator = desk.person(CURATOR)
        await desk.person(ASKER).asks(COST)
        group = await curator.asks("/gap 1")
        return await curator.chooses(group, label_with(group, "Write an answer about"))

    async def test_too_late_is_told(self, desk: DeskWorld) -> None:
        async with desk.bot():
            await self.asked(desk)
            desk.now += PATIENCE + timedelta(seconds=1)
            answer = await desk.person(CURATOR).asks("It costs 100 euros.")
            assert "I don't know any more what that was for" in answer["text"]
            assert "640" in (await desk.person(CURATOR).asks("How many members does Cyberforum have?"))["text"]

    async def test_after_a_restart_it_goes_on(self, desk: DeskWorld) -> None:
        async with desk.bot():
            request = await self.asked(desk)
        async with desk.bot():
            answer = await desk.person(CURATOR).asks("It costs 100 euros.", reply_to_message=request)
            assert "Where does it come from" in answer["text"]

    async def test_a_reply_to_a_request_that_nobody_remembers_is_told(self, desk: DeskWorld) -> None:
        async with desk.bot():
            request = await self.asked(desk)
            await desk.person(CURATOR).asks("/cancel")
            answer = await desk.person(CURATOR).asks("It costs 100 euros.", reply_to_message=request)
            assert "I don't know any more what that was for" in answer["text"]

    async def test_other_messages_in_between(self, desk: DeskWorld) -> None:
        async with desk.bot():
            curator = desk.person(CURATOR)
            await self.asked(desk)
            other = await curator.asks("/help")
            follow_up = await curator.asks("How many members does Cyberforum have?", reply_to_message=other)
            assert "640" in follow_up["text"]
            assert "come from" in (await curator.asks("It costs 100 euros."))["text"]
            assert "nothing was changed" in (await curator.asks("/cancel"))["text"]
            assert "nothing to cancel" in (await curator.asks("/cancel"))["text"]


class TestWork:
    async def test_two_curators(self, desk: DeskWorld) -> None:
        async with desk.bot():
            await desk.person(ASKER).asks(COST)
            first, second = desk.person(CURATOR), desk.person(SECOND)
            theirs = await second.asks("/gap 1")
            mine = await first.asks("/gap 1")
            await first.presses(mine, "Take")
            await desk.telegram.until(lambda: "taken by telegram:1" in mine["text"])
            refused = await second.chooses(theirs, "Spam")
            assert "taken by telegram:1" in refused["text"]
            await first.presses(mine, "Give back")
            await desk.telegram.until(lambda: "Take" in labels(mine))
            changed = await second.chooses(theirs, "Spam")
            assert "has changed since" in changed["text"]
            await first.presses(mine, "Out of scope")
            await desk.telegram.until(lambda: "revision 1" in mine["text"])
            closed = await second.chooses(theirs, "Take")
            assert "closed already" in closed["text"]

    async def test_the_second_to_publish_is_told(self, desk: DeskWorld) -> None:
        async with desk.bot():
            await desk.person(ASKER).asks(COST)
            one, other = await previewed(desk), await previewed(desk, SECOND, "It costs nothing.")
            await desk.person(CURATOR).presses(one, "Publish")
            await desk.telegram.until(lambda: "revision 1" in one["text"])
            refused = await desk.person(SECOND).chooses(other, "Publish")
            assert "published in the meantime" in refused["text"]

    async def test_snooze_comment_merge_and_split(self, desk: DeskWorld) -> None:
        async with desk.bot():
            curator = desk.person(CURATOR)
            await desk.person(ASKER).asks(COST)
            await desk.person(18).asks("Who is the director of Nanovalley?")
            page = await curator.asks("/gap 1")
            await curator.chooses(page, "Comment")
            assert "💬 telegram:1: ask Anna" in (await curator.asks("ask Anna"))["text"]
            await curator.chooses(page, "Merge")
            merged = await curator.asks("#2")
            assert "2 people, 2 times" in merged["text"]
            listed = await curator.chooses(merged, "Split")
            place = next(line for line in listed["text"].splitlines() if "director" in line).partition(".")[0]
            split = await curator.asks(place)
            assert split["text"].startswith("#3 Who is the director")
            await curator.presses(split, "💤 7 d")
            await desk.telegram.until(lambda: "snoozed" in split["text"])
            assert "Nanovalley" not in str(labels(await curator.asks("/unanswered")))
            desk.pass_time(days=8)
            assert "Nanovalley" in str(labels(await curator.asks("/unanswered")))

    async def test_another_entry_and_a_field(self, desk: DeskWorld) -> None:
        async with desk.bot():
            curator = desk.person(CURATOR)
            await desk.person(ASKER).asks(COST)
            page = await curator.asks("/gap 1")
            await curator.chooses(page, "Another entry …")
            found = await curator.asks("nano valey")
            await curator.presses(found, label_with(found, "Nanovalley"))
            await desk.telegram.until(lambda: "Another name for Nanovalley …" in labels(found))
            await curator.chooses(found, "Another name for Nanovalley …")
            preview = await curator.asks("Nanotal")
            await desk.telegram.until(lambda: "Publish" in labels(preview))
            assert "#1 stays open" in preview["text"]
            await curator.presses(preview, "Drop")
            await desk.telegram.until(lambda: "Dropped" in preview["text"])

    async def test_a_golden_question_that_would_break_blocks(
        self, desk: DeskWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        members = "How many members does Cyberforum have?"
        must = Case(Path("golden"), 1, (Turn(members, Outcome.ANSWERED, "count", says=("640",)),))
        monkeypatch.setattr(opened, "golden_cases", lambda folder: [must])
        async with desk.bot():
            asker, curator = desk.person(ASKER), desk.person(CURATOR)
            answer = await asker.asks(members)
            await asker.presses(answer, "👎")
            await desk.telegram.until(lambda: "👎" not in labels(answer))
            page = await curator.asks("/gap 1")
            assert "the answer did not help 1" in page["text"]
            await curator.chooses(page, "Another entry …")
            found = await curator.asks("Cyberforum")
            await curator.presses(found, label_with(found, "Cyberforum"))
            await desk.telegram.until(lambda: "website" in str(labels(found)).lower())
            preview = await curator.chooses(found, next(name for name in labels(found) if "website" in name.lower()))
            await desk.telegram.until(lambda: "Tried on" in preview["text"])
            assert "⛔ Must stay right and would be wrong: 1" in preview["text"]
            assert members in preview["text"]
            assert labels(preview) == ["Drop"]
            draft = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]
            data = curator_data.write(Verb.PUBLISH, draft)
            forged = {**preview, "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}}
            refused = await curator.chooses(forged, "x")
            assert "cannot be published" in refused["text"]
            assert await desk.desk.revisions.latest() == 0

    async def test_a_field_is_filled_in(self, desk: DeskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        # Some golden questions list what has a figure, and so would another one.
        monkeypatch.setattr(opened, "golden_cases", lambda folder: [])
        async with desk.bot():
            curator = desk.person(CURATOR)
            await desk.person(ASKER).asks("How many members does Eco World Styria have?")
            page = await curator.asks("/gap 1")
            await curator.chooses(page, label_with(page, "Fill in: How many members"))
            assert "come from" in (await curator.asks("more than 150"))["text"]
            preview = await curator.asks("by phone, 12 May")
            await desk.telegram.until(lambda: "Publish" in labels(preview), 60)
            assert "more than 150" in preview["text"]
            await curator.presses(preview, "Publish")
            await desk.telegram.until(lambda: "revision 1" in preview["text"])
            answer = await desk.person(ASKER).asks("How many members does Eco World Styria have?")
            assert "150" in answer["text"]

    async def test_a_preview_that_takes_long_says_how_far_it_is(
        self, desk: DeskWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(changing, "PROGRESS_EVERY", 0.02)
        async with desk.bot():
            await desk.person(ASKER).asks(COST)
            await previewed(desk)
        said = [values["text"] for method, values in desk.telegram.transcript if method == "editMessageText"]
        assert any(text.startswith("Trying it out on other questions") for text in said)

    async def test_what_does_not_fit_is_told(self, desk: DeskWorld) -> None:
        async with desk.bot():
            curator = desk.person(CURATOR)
            await desk.person(ASKER).asks(COST)
            page = await curator.asks("/gap 1")
            await curator.chooses(page, "Another entry …")
            found = await curator.asks("Nanovalley")
            await curator.presses(found, label_with(found, "Nanovalley"))
            await desk.telegram.until(lambda: "Another name for Nanovalley …" in labels(found))
            await curator.chooses(found, "Another name for Nanovalley …")
            refused = await curator.asks("Cyberforum")
            await desk.telegram.until(lambda: "one moment" not in refused["text"].lower())
            assert "Publish" not in labels(refused)
            assert "cyberforum" in refused["text"].lower()

    async def test_numbers_that_are_none(self, desk: DeskWorld) -> None:
        async with desk.bot():
            curator = desk.person(CURATOR)
            assert "/gap 12" in (await curator.asks("/gap"))["text"]
            assert "/gap 12" in (await curator.asks("/gap ٣"))["text"]
            assert "no group 999" in (await curator.asks("/gap 999"))["text"]
            assert "Nothing is open" in (await curator.asks("/unanswered"))["text"]
            assert "Nothing was changed so far" in (await curator.asks("/history"))["text"]

    async def test_a_page_that_cannot_be_edited_is_sent_anew(self, desk: DeskWorld) -> None:
        async with desk.bot():
            await desk.person(ASKER).asks(COST)
            queue = await desk.person(CURATOR).asks("/unanswered")
            desk.telegram.refuse("editMessageText", ApiError(400, "Bad Request: message can't be edited"))
            page = await desk.person(CURATOR).chooses(queue, labels(queue)[0])
            assert "14 days" in page["text"]
