"""Curators at work in a chat: what they type, the buttons of a gap, and two of them at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.curation import opened
from bot.messages import Outcome
from bot.questions import Case, Turn
from handlers.telegram import changing, curator_data
from handlers.telegram.curator_data import Verb
from handlers.telegram.typed_text import PATIENCE
from tests.handlers.telegram.desk_world import ASKER, COST, CURATOR, SECOND, DeskWorld, label_with, labels, previewed
from tests.telegram_api import ApiError

pytestmark = pytest.mark.usefixtures("few_golden")


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
