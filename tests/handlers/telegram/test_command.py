"""``run_bot.py telegram`` as a process, with the bundled knowledge and a real database."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path

from tests.handlers.telegram.desk_world import ASKER, COST, CURATOR, TOKEN, labels
from tests.processes import environment, started
from tests.telegram_api import BotApiServer, Telegram


def bot(
    server: BotApiServer, database: Path, *options: str, **more: str
) -> contextlib.AbstractAsyncContextManager[Process]:
    given = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": server.url,
        "CURATOR_IDS": str(CURATOR),
        "DATABASE_URL": f"sqlite:///{database}",
        **more,
    }
    return started(sys.executable, "run_bot.py", "telegram", *options, within=environment(**given))


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_what_somebody_waits_for_survives_a_kill(tmp_path: Path) -> None:
    async with BotApiServer(Telegram(TOKEN)) as server:
        asker, curator = server.telegram.person(ASKER), server.telegram.person(CURATOR)
        async with bot(server, tmp_path / "bot.sqlite3") as process:
            miss = await asker.asks(COST)
            label = labels(miss)[-1]
            await asker.presses(miss, label)
            await server.telegram.until(lambda: label not in labels(miss))
            process.kill()
        async with bot(server, tmp_path / "bot.sqlite3") as process:
            assert f"🔔 {COST}" in (await asker.asks("/mydata"))["text"]
            assert "#1 👤1" in labels(await curator.asks("/unanswered"))[0]
            assert "/sign-in?link=" in (await curator.asks("/desk"))["text"]
            process.send_signal(signal.SIGTERM)
            _, written = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0
        lines = written.decode()
        assert "Traceback" not in lines
        assert COST not in lines


async def test_where_nothing_is_kept_nothing_is_offered(tmp_path: Path) -> None:
    async with BotApiServer(Telegram(TOKEN)) as server, bot(server, tmp_path / "bot.sqlite3", "--no-log"):
        assert "🔔" not in str(labels(await server.telegram.person(ASKER).asks(COST)))
        assert "keeps nothing" in (await server.telegram.person(CURATOR).asks("/unanswered"))["text"]
        assert "keeps nothing" in (await server.telegram.person(ASKER).asks("/mydata"))["text"]
    assert files(tmp_path) == []
