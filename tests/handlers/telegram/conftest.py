"""What the tests of the Telegram screen share: a Telegram, bots in it, databases, an index that is made once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.curation import opened
from bot.phrases import Phrases
from handlers.telegram import failures, requesting, transport, unstored, written_later
from tests.conftest import ROOT
from tests.databases import new_database
from tests.fakes import EchoAssistant
from tests.handlers.telegram.desk_world import DeskWorld, few_golden
from tests.handlers.telegram.echo_world import EchoWorld, echo_world
from tests.telegram_api import TOKEN, BotApiServer, Telegram

__all__ = ["few_golden"]


@pytest.fixture(scope="session")
def indexed() -> None:
    """Index the knowledge once: a bot that is killed while it does so never gets to it."""
    subprocess.run([sys.executable, "run_bot.py", "--no-log", "knowledge", "index"], cwd=ROOT, check=True)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(Telegram(TOKEN)) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a fresh database, once of each kind."""
    return new_database(request.param, tmp_path)


@pytest.fixture
async def world(phrases: Phrases, assistant: EchoAssistant) -> AsyncIterator[EchoWorld]:
    async with echo_world(phrases, assistant) as made:
        yield made


@pytest.fixture
def desk(server: BotApiServer, tmp_path: Path) -> DeskWorld:
    """A world with curators and organisers, whose bot does not run yet."""
    return DeskWorld(server, tmp_path / "bot.sqlite3")


@pytest.fixture
def faulty(desk: DeskWorld, monkeypatch: pytest.MonkeyPatch) -> DeskWorld:
    """A world in which the bot tries again soon; without golden questions, for nothing is published in it."""
    monkeypatch.setattr(failures, "PUT_OFF", 0.5)
    monkeypatch.setattr(written_later, "LONGEST_DELAY", 1.0)
    monkeypatch.setattr(unstored, "RESTED", 0.3)
    monkeypatch.setattr(requesting, "SLACK", 2.0)
    monkeypatch.setattr(transport, "PATIENCE", 3.0)
    monkeypatch.setattr(opened, "golden_cases", lambda folder: [])
    return desk
