"""The whole loop over HTTP: a miss, a curator, a live answer, the asker told, undone."""

from __future__ import annotations

import pytest

from tests.handlers.telegram.desk_world import (
    ASKER,
    COST,
    CURATOR,
    GROUP,
    STRANGER,
    TELL_ME,
    TOPIC,
    DeskWorld,
    eventually,
    hashed,
    labels,
    previewed,
)

pytestmark = pytest.mark.usefixtures("few_golden")


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
