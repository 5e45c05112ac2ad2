"""What all tests share: no test reads this machine's settings, and fixed texts come from the bundled locale."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
import yaml

from bot.phrases import Phrases
from bot.prepared import prepare
from bot.settings import STATE_DIR, Settings
from knowledge.places import COMMON
from knowledge.understanding import Understander
from tests.fakes import EchoAssistant

ROOT = Path(__file__).parent.parent
LOCALE = COMMON / "locale"


def locale_texts() -> dict[str, dict[str, str]]:
    """Return the fixed texts of the screens by language, keys as the knowledge hands them over."""
    texts = {}
    for file in LOCALE.glob("??.yaml"):
        screen = yaml.safe_load(file.read_text(encoding="utf-8"))["screen"]
        texts[file.stem] = {f"screen.{key}": text for key, text in screen.items()}
    return texts


@functools.cache
def bundled_understander() -> Understander:
    """Return what understands questions about the bundled knowledge: indexed once, and kept as the commands keep it."""
    return prepare(ROOT / "knowledge" / "data", STATE_DIR / "cache")


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return Phrases(locale_texts())


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
