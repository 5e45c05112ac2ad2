"""A bot that is initialised, for every test of the Telegram screen; and a world in which everything may fail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.curation import opened
from bot.phrases import Phrases
from handlers.telegram import arrivals, failures, requesting, transport, unstored
from tests.fakes import EchoAssistant
from tests.handlers.telegram.desk_world import TOKEN, DeskWorld
from tests.handlers.telegram.echo_world import EchoWorld, echo_world
from tests.telegram_api import BotApiServer, Telegram


@pytest.fixture
async def world(phrases: Phrases, assistant: EchoAssistant) -> AsyncIterator[EchoWorld]:
    async with echo_world(phrases, assistant) as made:
        yield made


@pytest.fixture
async def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DeskWorld]:
    """A world in which the bot tries again soon; without golden questions, for nothing is published in it."""
    monkeypatch.setattr(failures, "PUT_OFF", 0.5)
    monkeypatch.setattr(arrivals, "LONGEST_DELAY", 1.0)
    monkeypatch.setattr(unstored, "RESTED", 0.3)
    monkeypatch.setattr(requesting, "SLACK", 2.0)
    monkeypatch.setattr(transport, "PATIENCE", 3.0)
    monkeypatch.setattr(opened, "golden_cases", lambda folder: [])
    async with BotApiServer(Telegram(TOKEN)) as server:
        yield DeskWorld(server, tmp_path / "bot.sqlite3")
