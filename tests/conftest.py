"""What all tests share: no test reads this machine's settings, and fixed texts come from the bundled locale."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from bot.phrases import Phrases
from bot.prepared import prepare
from bot.settings import STATE_DIR, Settings
from knowledge.understanding import Understander
from tests.fakes import EchoAssistant

ROOT = Path(__file__).parent.parent


@functools.cache
def bundled_understander() -> Understander:
    """Return what understands questions about the bundled knowledge: indexed once, and kept as the commands keep it."""
    return prepare(ROOT / "knowledge" / "data", STATE_DIR / "cache")


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return Phrases(bundled_understander().knowledge.phrases)


@pytest.fixture
def assistant() -> EchoAssistant:
    return EchoAssistant()


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without any of the bot's variables, in an empty folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch
