"""What a group is not troubled with: options, misses and remarks; whoever asked goes on in private."""

from __future__ import annotations

from tests.handlers.telegram.desk_world import ASKER, ORGANISER, STRANGER, DeskWorld, labels
from tests.handlers.telegram.faulty import handled
from tests.handlers.telegram.in_groups.said import CAR, DIRECTOR, WOOD, payload_of, reads, url
from tests.telegram_api.groups import Group


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
        await world.settled()
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
