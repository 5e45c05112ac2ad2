"""/mine, /mydata, /forget, /privacy over HTTP, with a real database."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import bundled_understander
from tests.handlers.telegram.desk_world import ASKER, COST, CURATOR, GROUP, DeskWorld, hashed, labels


def rows(desk: DeskWorld, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(desk.database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def waiting(desk: DeskWorld, person: int) -> None:
    """Let somebody miss and ask to be told."""
    miss = await desk.person(person).asks(COST)
    label = labels(miss)[-1]
    await desk.person(person).presses(miss, label)
    await desk.telegram.until(lambda: label not in labels(miss))


async def test_own_questions_are_listed(desk: DeskWorld) -> None:
    async with desk.bot():
        anna = desk.person(ASKER)
        assert (await anna.asks("/mine"))["text"] == "You have no open questions."
        await waiting(desk, ASKER)
        await anna.asks("Who is the director of Nanovalley?")
        await desk.person(18).asks("What is the turnover of Nanovalley?")
        text = (await anna.asks("/mine"))["text"]
        assert f"🔔 {desk.now.date()} {COST}" in text
        assert f"• {desk.now.date()} Who is the director of Nanovalley?" in text
        assert "turnover" not in text


async def test_all_that_is_kept_is_shown(desk: DeskWorld) -> None:
    async with desk.bot():
        await waiting(desk, ASKER)
        await desk.person(ASKER).asks("How many members does Cyberforum have?")
        text = (await desk.person(ASKER).asks("/mydata"))["text"]
        assert "Questions kept of you: 2" in text
        assert "not answered well: 1" in text
        assert f"🔔 {COST} (chat {ASKER}" in text


async def test_everything_is_forgotten_once_confirmed(desk: DeskWorld) -> None:
    async with desk.bot():
        anna = desk.person(ASKER)
        await waiting(desk, ASKER)
        await waiting(desk, 18)
        answer = await anna.asks("How many members does Cyberforum have?")
        asked = await anna.asks("/forget")
        await anna.presses(asked, "Not after all")
        await desk.telegram.until(lambda: "nothing was changed" in asked["text"])
        assert "Questions kept of you: 2" in (await anna.asks("/mydata"))["text"]
        asked = await anna.asks("/forget")
        await anna.presses(asked, "Forget me")
        await desk.telegram.until(lambda: asked["text"].startswith("Done"))
        assert "Questions kept of you: 0" in (await anna.asks("/mydata"))["text"]
        assert (await anna.asks("/mine"))["text"] == "You have no open questions."
        assert (
            "nothing to explain" in (await anna.asks("/why"))["text"]
            or "no answer to explain" in (await anna.asks("/why"))["text"]
        )
        assert "too old" in await anna.presses(answer, "👍")
    for everything in ("SELECT * FROM questions", "SELECT * FROM gaps", "SELECT * FROM notices"):
        assert hashed(ASKER) not in str(rows(desk, everything)), everything
        assert hashed(18) in str(rows(desk, everything)), everything
    conversations = rows(desk, "SELECT conversation FROM questions WHERE person IS NULL")
    assert len(set(conversations)) == len(conversations) == 2


async def test_a_curator_is_forgotten_too(desk: DeskWorld) -> None:
    async with desk.bot():
        curator = desk.person(CURATOR)
        await curator.asks("/digest 7")
        assert "As a curator you get a digest" in (await curator.asks("/mydata"))["text"]
        asked = await curator.asks("/forget")
        await curator.presses(asked, "Forget me")
        await desk.telegram.until(lambda: asked["text"].startswith("Done"))
        assert rows(desk, "SELECT * FROM digests") == []


@pytest.mark.parametrize("command", ["/mine", "/mydata", "/forget"])
async def test_a_group_never_reads_it(desk: DeskWorld, command: str) -> None:
    async with desk.bot():
        answer = await desk.person(ASKER).asks(command, GROUP)
        assert "in private" in answer["text"]
        assert labels(answer) == []


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es"])
async def test_privacy_says_for_how_long(desk: DeskWorld, language: str) -> None:
    desk.settings["kept_for"] = timedelta(days=123)
    async with desk.bot():
        text = (await desk.person(ASKER, language_code=language).asks("/privacy"))["text"]
    assert all(word in text for word in ("123", "90", "/forget", "/mydata", "/mine"))


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es"])
def test_words_over_the_chat_are_short_enough(language: str) -> None:
    """Telegram takes 200 characters there (https://core.telegram.org/bots/api#answercallbackquery)."""
    texts = bundled_understander().knowledge.phrases[language]
    floating = ["curation.stranger", "curation.nothing_kept", "notice.kept", "desk_error.storage"]
    floating += [key for key in texts if key.startswith("screen.") and ("_button" in key or "thanks" in key)]
    assert {key: len(texts[key]) for key in floating if len(texts[key]) > 190} == {}


async def test_a_database_that_cannot_be_opened_costs_nobody_the_answer(desk: DeskWorld) -> None:
    desk.database = Path("/proc/no/such/place.sqlite3")
    async with desk.bot():
        anna = desk.person(ASKER)
        assert "640" in (await anna.asks("How many members does Cyberforum have?"))["text"]
        assert "🔔" not in str(labels(await anna.asks(COST)))
        assert "does not answer" in (await anna.asks("/mine"))["text"]
        assert "does not answer" in (await desk.person(CURATOR).asks("/unanswered"))["text"]
