"""Events over HTTP: people come by a code, organisers set one up; each button and each refusal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.events.codes import new_code, payload, shown
from bot.events.event import Event, Plan, Release
from bot.events.opened import Events
from tests.handlers.telegram.desk_world import (
    ASKER,
    ORGANISER,
    OTHER_ORGANISER,
    STRANGER,
    TOKEN,
    DeskWorld,
    label_with,
    labels,
)
from tests.telegram_api import BotApiServer, Telegram

pytestmark = pytest.mark.usefixtures("few_golden")

CLUSTERS = "Which clusters are there?"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[DeskWorld]:
    async with BotApiServer(Telegram(TOKEN)) as server:
        made = DeskWorld(server, tmp_path / "bot.sqlite3")
        async with made.bot():
            yield made


def events(world: DeskWorld) -> Events:
    assert world.events is not None
    return world.events


async def set_up(world: DeskWorld, **changes: Any) -> Event:
    made = {
        "title": "Holztag <2027>",
        "place": "Graz",
        "starts_at": world.now + timedelta(hours=1),
        "zone": "Europe/Vienna",
        "language": "en",
        "focus": "styria",
        "questions": ("Which clusters work with wood?", CLUSTERS),
        "release": Release.AUTOMATIC,
    }
    return await events(world).organising.create(f"telegram:{ORGANISER}", Plan(**{**made, **changes}))


class TestComing:
    async def test_a_scan_opens_a_welcome_with_questions_as_buttons(self, world: DeskWorld) -> None:
        event, anna = await set_up(world, agenda="9:00 coffee"), world.person(ASKER)
        welcome = await anna.asks(f"/start {payload(event.code)}")
        assert "Welcome to “Holztag <2027>”!" in welcome["text"]
        assert "9:00 coffee" in welcome["text"]
        assert labels(welcome) == list(event.plan.questions)
        answer = await anna.chooses(welcome, "Which clusters work with wood?")
        assert "timber" in answer["text"]
        asked = await events(world).figures.all(event.code)
        assert [one.text for one in asked] == ["Which clusters work with wood?"]

    async def test_the_welcome_speaks_the_events_language(self, world: DeskWorld) -> None:
        event = await set_up(world, language="de", questions=("Welche Cluster gibt es?",))
        welcome = await world.person(ASKER, language_code="fr").asks(f"/start {payload(event.code)}")
        assert "Willkommen bei „Holztag <2027>“!" in welcome["text"]
        assert "Steiermark" in welcome["text"]

    async def test_a_lost_payload_is_no_dead_end(self, world: DeskWorld) -> None:
        event = await set_up(world)
        code = event.code
        slip = code[:3] + ("a" if code[3] != "a" else "e") + code[4:]
        for number, text in enumerate([payload(code), shown(code), f"/event {shown(code)}", f"/event {code}", slip]):
            welcome = await world.person(100 + number).asks(text)
            assert "Welcome to" in welcome["text"], text
            assert ("One letter" in welcome["text"]) == (text == slip)
        assert (await events(world).figures.totals(event.id, code)).people == 5

    async def test_scanning_twice_after_closing_revoked_or_invented_each_gets_its_word(self, world: DeskWorld) -> None:
        event, closed, revoked = await set_up(world), await set_up(world), await set_up(world)
        await events(world).organising.close(closed.id, closed.organiser)
        await events(world).organising.revoke(revoked.id, revoked.organiser)
        anna = world.person(ASKER)
        await anna.asks(f"/start {payload(event.code)}")
        said = {
            event.code: "You are at “Holztag <2027>” already",
            closed.code: "is over",
            revoked.code: "not valid any more",
            new_code(): "I don't know this code",
        }
        for code, text in said.items():
            assert text in (await anna.asks(f"/start {payload(code)}"))["text"]
        assert "Holztag" not in (await anna.asks(f"/start {payload(revoked.code)}"))["text"]

    async def test_guessing_ends_soon(self, world: DeskWorld) -> None:
        event, guesser = await set_up(world), world.person(STRANGER)
        for _ in range(6):
            assert "I don't know this code" in (await guesser.asks(shown(new_code())))["text"]
        assert "too many wrong codes" in (await guesser.asks(shown(event.code)))["text"]
        assert "Welcome" in (await world.person(ASKER).asks(shown(event.code)))["text"]

    async def test_what_only_looks_like_a_code_is_a_question(self, world: DeskWorld) -> None:
        answer = await world.person(ASKER).asks("Banane kirsche")
        assert "code" not in answer["text"]


class TestFocus:
    async def test_questions_that_name_nothing_are_about_the_events_region_until_that_is_switched_off(
        self, world: DeskWorld
    ) -> None:
        event, anna = await set_up(world), world.person(ASKER)
        await anna.asks(f"/start {payload(event.code)}")
        answer = await anna.asks(CLUSTERS)
        assert answer["text"].startswith("For Styria, because you are at “Holztag <2027>”:\n9 clusters, Styria:")
        everywhere = await anna.chooses(answer, "Not only for Styria")
        assert "because you are at" not in everywhere["text"]
        assert "because you are at" not in (await anna.asks(CLUSTERS))["text"]
        assert "640" in (await anna.asks("How many members does Cyberforum have?"))["text"]

    async def test_an_attendee_sees_where_they_are_switches_and_leaves(self, world: DeskWorld) -> None:
        event, anna = await set_up(world), world.person(ASKER)
        await anna.asks(f"/start {payload(event.code)}")
        here = await anna.asks("/event")
        assert here["text"].startswith("You are at “Holztag <2027>”")
        await anna.presses(here, "Not only for Styria")
        await world.telegram.until(lambda: "I answer for everything" in here["text"])
        await anna.presses(here, "For Styria, if I name nothing")
        await world.telegram.until(lambda: "I answer for Styria" in here["text"])
        await anna.presses(here, "Leave the event")
        await world.telegram.until(lambda: "You have left" in here["text"])
        assert "You are at no event" in (await anna.asks("/event"))["text"]
        assert "because you are at" not in (await anna.asks(CLUSTERS))["text"]

    async def test_a_button_of_somebody_elses_switches_nothing_of_theirs(self, world: DeskWorld) -> None:
        event, anna, ben = await set_up(world), world.person(ASKER), world.person(STRANGER)
        await anna.asks(f"/start {payload(event.code)}")
        here = await anna.asks("/event")
        await ben.presses(here, "Leave the event")
        at = await events(world).attending.current(world_person(world, ASKER))
        assert at is not None


def world_person(world: DeskWorld, number: int) -> str:
    assert world.assistant is not None
    assert world.assistant.hasher is not None
    return world.assistant.hasher(f"telegram:{number}")


class TestOrganising:
    async def test_an_event_is_set_up_in_four_answers(self, world: DeskWorld) -> None:
        olga = world.person(ORGANISER)
        asked = await olga.asks("/event new")
        assert asked["text"].startswith("✍️ What is the event called?")
        asked = await olga.asks("Timber day", reply_to_message=asked)
        assert "When does it begin?" in asked["text"]
        asked = await olga.asks("some day")
        assert "✍️ When does it begin?" in asked["text"]
        asked = await olga.asks((world.now + timedelta(days=30)).strftime("%Y-%m-%d 14:00"))
        assert "Where is it?" in asked["text"]
        asked = await olga.asks("Graz")
        assert "Which region or cluster" in asked["text"]
        card = await olga.asks("Steiermark")
        (event,) = await events(world).organising.mine(f"telegram:{ORGANISER}")
        assert event.plan.focus == "styria"
        assert len(event.plan.questions) == 5
        for text in (
            "Timber day",
            "Graz",
            shown(event.code),
            f"?start={payload(event.code)}",
            "?startgroup=",
            "/board/",
        ):
            assert text in card["text"]
        assert "Poster A4" in labels(card)

    async def test_what_is_printed_is_sent_as_files(self, world: DeskWorld) -> None:
        await set_up(world)
        olga = world.person(ORGANISER)
        card = await opened_card(world)
        for label, name, begins in (
            ("Poster A4", "poster-holztag-2027.pdf", b"%PDF"),
            ("Table card A6", "card-holztag-2027.pdf", b"%PDF"),
            ("QR code", "qr-holztag-2027.png", b"\x89PNG"),
            ("Report", "report-holztag-2027.pdf", b"%PDF"),
        ):
            sent = await olga.chooses(card, label)
            kept = world.telegram.files[sent["document"]["file_id"]]
            assert (kept[0], kept[1][:4]) == (name, begins)
        await world.telegram.until(lambda: any(name.endswith(".csv") for name, _ in world.telegram.files.values()))

    async def test_figures_come_with_a_picture(self, world: DeskWorld) -> None:
        event, anna = await set_up(world), world.person(ASKER)
        await anna.asks(f"/start {payload(event.code)}")
        await anna.asks(CLUSTERS)
        await anna.asks("What does membership of Cyberforum cost?")
        for text in ("/event stats", f"/event stats {shown(event.code)}"):
            sent = await world.person(ORGANISER).asks(text)
            assert "People: 1" in sent["caption"]
            assert "Questions: 2, answered: 50%" in sent["caption"]
            assert world.telegram.files[sent["photo"][0]["file_id"]][1].startswith(b"\x89PNG")

    async def test_an_event_is_changed_copied_closed_and_its_code_taken_back(self, world: DeskWorld) -> None:
        event, olga = await set_up(world), world.person(ORGANISER)
        card = await opened_card(world)
        await olga.presses(card, "Change")
        await world.telegram.until(lambda: "Place" in str(labels(card)))
        asked = await olga.chooses(card, "Place")
        changed = await olga.asks("Leoben", reply_to_message=asked)
        assert "Leoben" in changed["text"]
        await olga.presses(card, "Show only released questions")
        await world.telegram.until(lambda: "Show questions by themselves" in labels(card))
        stored = await events(world).stored.get(event.id)
        assert (stored.plan.place, stored.plan.release, stored.code) == ("Leoben", Release.BY_HAND, event.code)
        asked = await olga.chooses(changed, "Copy")
        copy = await olga.asks((world.now + timedelta(days=60)).strftime("%Y-%m-%d 09:00"), reply_to_message=asked)
        assert shown(event.code) not in copy["text"]
        await olga.presses(changed, "Close")
        await world.telegram.until(lambda: "Yes, close" in labels(changed))
        assert (await events(world).stored.get(event.id)).closed_at is None
        await olga.presses(changed, "Yes, close")
        await world.telegram.until(lambda: "Over since" in changed["text"])
        assert "is over" in (await world.person(ASKER).asks(f"/start {payload(event.code)}"))["text"]
        await olga.presses(copy, "Take code back")
        await world.telegram.until(lambda: "Yes, take back" in labels(copy))
        await olga.presses(copy, "Yes, take back")
        await world.telegram.until(lambda: "Code taken back" in copy["text"])

    async def test_cancelling_leaves_nothing(self, world: DeskWorld) -> None:
        olga = world.person(ORGANISER)
        await olga.asks("/event new")
        assert "nothing was changed" in (await olga.asks("/cancel"))["text"]
        assert await events(world).organising.mine(f"telegram:{ORGANISER}") == []
        await olga.asks("/event new")
        world.pass_time(minutes=40)
        assert "asked too long ago" in (await olga.asks("Timber day"))["text"]

    async def test_strangers_and_other_organisers_get_nowhere(self, world: DeskWorld) -> None:
        event, ben, otto = await set_up(world), world.person(STRANGER), world.person(OTHER_ORGANISER)
        for text in ("/event new", "/event list", "/event stats"):
            assert f"your number: {STRANGER}" in (await ben.asks(text))["text"]
        assert "no event yet" in (await otto.asks("/event"))["text"]
        assert "no event yet" in (await otto.asks(f"/event stats {shown(event.code)}"))["text"]
        card = await opened_card(world)
        for label in labels(card):
            await ben.presses(card, label)
            await otto.presses(card, label)
        await world.settled()
        assert world.telegram.files == {}
        assert (await events(world).stored.get(event.id)) == event


async def opened_card(world: DeskWorld) -> dict[str, Any]:
    listed = await world.person(ORGANISER).asks("/event")
    await world.person(ORGANISER).presses(listed, label_with(listed, "Holztag"))
    await world.telegram.until(lambda: "Poster A4" in labels(listed))
    return listed
