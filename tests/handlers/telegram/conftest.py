"""A bot that is initialised, for every test of the Telegram screen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.phrases import Phrases
from tests.fakes import EchoAssistant
from tests.handlers.telegram.recording import World, make_world


@pytest.fixture
async def world(phrases: Phrases, assistant: EchoAssistant) -> AsyncIterator[World]:
    made = make_world(phrases, assistant)
    async with made.application:
        yield made
