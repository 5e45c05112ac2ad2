"""A site for each test, with a handful of golden questions: replaying all of them is tested elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.curation import opened
from tests.handlers.web.site import Site, running


@pytest.fixture
async def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    all_cases = opened.golden_cases
    monkeypatch.setattr(opened, "golden_cases", lambda folder: all_cases(folder)[::40])
    async with running(tmp_path) as served:
        yield served
