"""The pages, watched: probes at their own port, counted things at another."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx
import pytest

from bot.counting import Counts
from bot.settings import Settings
from bot.storage import database
from handlers.web.application import Served
from handlers.web.watched import watched
from tests.handlers.telegram.test_watched import free_port, samples
from tests.handlers.web.site import running


async def test_probes_stand_before_the_pages_and_metrics_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    async with running(tmp_path) as site:
        counts = Counts()
        site.web.assistant.counts = counts
        settings = Settings(_env_file=None, metrics_port=port)
        served = Served(settings, site.web.assistant, site.web.assistant.log, None, counts)  # type: ignore[arg-type]
        async with watched(served, site.web), httpx.AsyncClient(base_url=site.address) as client:
            await site.gap()
            ready = await client.get("/readyz")
            assert (ready.status_code, ready.text) == (200, "ready\n")
            assert "set-cookie" not in ready.headers
            assert ready.headers["cache-control"] == "no-store"
            assert (await client.get("/metrics")).status_code == 404
            told = samples((await client.get(f"http://127.0.0.1:{port}/metrics")).text)
            assert told["bot_questions_total", "other", "unanswered"] == 1
            assert told["bot_event_streams",] == 0
            assert told["bot_revision",] == 0

            async def fails(_: object) -> None:
                raise sqlite3.OperationalError("disk I/O error")

            monkeypatch.setattr(database, "version", fails)
            gone = await client.get("/readyz")
            assert (gone.status_code, gone.text) == (503, "database: does not answer\n")
            assert (await client.get("/healthz")).status_code == 200
