"""What is wrong with the knowledge files, on the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.web.site import CURATOR, Site, running


@pytest.fixture
async def own_site(tmp_path: Path) -> AsyncIterator[Site]:
    async with running(tmp_path) as site:
        yield site


async def test_curators_are_told_in_one_line_above_the_queue(own_site: Site) -> None:
    async with own_site.browser(f"telegram:{CURATOR}") as browser:
        assert 'role="alert"' not in (await browser.get("/desk")).text
        own_site.web.curation.live.problem = "entries/karlsruhe.yaml:7: <b> is no field"
        shown = (await browser.get("/desk")).text
        assert 'role="alert"' in shown
        assert "The knowledge files have a problem" in shown
        assert "entries/karlsruhe.yaml:7: &lt;b&gt; is no field" in shown
