"""``run_bot.py doctor``: each line, with what makes it complain."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import run_bot
from bot.secret_key import key_beside
from bot.settings import Settings
from bot.storage.database import open_database
from handlers.checkup import own_side as own
from handlers.checkup.finding import Finding, Mark, text
from handlers.checkup.own_side import own_side
from handlers.checkup.telegram_side import telegram_side
from tests.conftest import ROOT
from tests.databases import new_database, postgres
from tests.disks import disk, remount
from tests.handlers.web.site import running
from tests.telegram_api import ApiError, BotApiServer, Telegram

__all__ = ["disk"]
TOKEN = "99:TEST"
HOOK = "https://bot.example.org/secret-path"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(Telegram(TOKEN)) as served:
        yield served


def settings(server: BotApiServer | None = None, **more: Any) -> Settings:
    known = {"telegram_api_url": server.url, "telegram_bot_token": TOKEN} if server else {}
    return Settings(_env_file=None, **{**known, **more})


async def telegram(settings: Settings) -> dict[str, Finding]:
    found = await telegram_side(settings)
    assert TOKEN not in text(found)
    assert "secret-path" not in text(found)
    return {finding.part: finding for finding in found}


class TestTelegram:
    async def test_all_is_well(self, server: BotApiServer) -> None:
        found = await telegram(settings(server))
        assert [finding.mark for finding in found.values()] == [Mark.OK] * 4
        assert found["token"].says == "Telegram knows the bot as @clusters_bot"
        assert "privacy mode is on" in found["rights"].says
        assert found["webhook"].says == "none, the bot polls; 0 updates wait"

    async def test_no_token(self) -> None:
        assert (await telegram(settings()))["token"].mark is Mark.UNSET

    async def test_a_token_that_is_refused(self, server: BotApiServer) -> None:
        found = await telegram(settings(server, telegram_bot_token="98:OTHER"))
        assert found["token"].mark is Mark.BAD
        assert "refuses the token (401)" in found["token"].says
        assert "@BotFather" in found["token"].todo
        assert found.keys() == {"token", "clock"}

    async def test_a_telegram_in_trouble(self, server: BotApiServer) -> None:
        server.telegram.refuse("getMe", ApiError(502, "Bad Gateway"))
        assert (await telegram(settings(server)))["token"].says == "Telegram answers 502"

    async def test_a_telegram_that_cannot_be_reached(self, server: BotApiServer) -> None:
        found = await telegram(settings(server, telegram_api_url="http://127.0.0.1:9/bot"))
        assert "cannot be reached at http://127.0.0.1:9/bot (ConnectError)" in found["token"].says
        server.drop("getMe")
        assert "cannot be reached" in (await telegram(settings(server)))["token"].says

    async def test_rights(self, server: BotApiServer) -> None:
        server.telegram.bot |= {"can_read_all_group_messages": True, "supports_inline_queries": True}
        found = (await telegram(settings(server)))["rights"]
        assert "privacy mode is off" in found.says
        assert "inline mode is on" in found.says
        server.telegram.bot["can_join_groups"] = False
        found = (await telegram(settings(server)))["rights"]
        assert found.mark is Mark.UNSET
        assert "/setjoingroups" in found.todo

    @pytest.mark.parametrize(("ahead", "told"), [(45, "45 s behind Telegram"), (-45, "s ahead of Telegram")])
    async def test_a_clock_that_is_wrong(self, server: BotApiServer, ahead: int, told: str) -> None:
        server.clock_ahead = ahead
        found = (await telegram(settings(server)))["clock"]
        assert found.mark is Mark.BAD
        assert told.removeprefix("45 ") in found.says
        server.clock_ahead = ahead / 2
        assert (await telegram(settings(server)))["clock"].mark is Mark.OK

    async def test_a_webhook_that_does_not_fit(self, server: BotApiServer) -> None:
        found = (await telegram(settings(server, webhook_url=HOOK)))["webhook"]
        assert (found.mark, "does not know of it" in found.says) == (Mark.BAD, True)
        server.telegram.webhook = {"url": HOOK}
        assert (await telegram(settings(server, webhook_url=HOOK)))["webhook"].mark is Mark.OK
        found = (await telegram(settings(server)))["webhook"]
        assert (found.mark, "but the bot would poll" in found.says) == (Mark.BAD, True)
        found = (await telegram(settings(server, webhook_url="https://other.example.org/x")))["webhook"]
        assert found.says == "Telegram sends updates to https://bot.example.org/…, which is not WEBHOOK_URL"

    async def test_a_webhook_in_trouble(self, server: BotApiServer) -> None:
        server.telegram.webhook = {"url": HOOK}
        trouble = {"last_error_date": int(time.time()) - 60, "last_error_message": "Connection refused"}
        server.telegram.webhook_troubles = trouble
        found = (await telegram(settings(server, webhook_url=HOOK)))["webhook"]
        assert (found.mark, "Connection refused" in found.says) == (Mark.BAD, True)
        server.telegram.webhook_troubles = {**trouble, "last_error_date": int(time.time()) - 9000}
        assert (await telegram(settings(server, webhook_url=HOOK)))["webhook"].mark is Mark.OK
        server.telegram.webhook_troubles = {"pending_update_count": 101}
        found = (await telegram(settings(server, webhook_url=HOOK)))["webhook"]
        assert (found.mark, found.says) == (Mark.BAD, "101 updates wait")


async def machine(tmp_path: Path, **more: Any) -> dict[str, Finding]:
    known = {"database_url": f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}", "web_port": 9}
    return {finding.part: finding for finding in await own_side(settings(**{**known, **more}))}


class TestMachine:
    async def test_nothing_is_there_yet_and_nothing_is_made(self, tmp_path: Path) -> None:
        found = await machine(tmp_path)
        assert {part: finding.mark.value for part, finding in found.items()} == {
            "database": "--", "disk": "ok", "knowledge": "ok", "curators": "--", "organisers": "--", "key": "--",
            "web": "--",
        }  # fmt: skip
        assert "CURATOR_IDS is empty" in found["curators"].says
        assert made_in(tmp_path) == []

    async def test_all_is_well(self, tmp_path: Path) -> None:
        await (await open_database(new_database("sqlite", tmp_path))).dispose()
        key_beside(tmp_path / "bot.sqlite3")
        async with running(tmp_path) as site:
            found = await machine(tmp_path, curator_ids="1,2", organiser_ids="3", web_url=site.address)
        assert {finding.mark for finding in found.values()} == {Mark.OK}
        assert "can be written to" in found["database"].says
        assert found["curators"].says == "2 in CURATOR_IDS"
        with sqlite3.connect(tmp_path / "bot.sqlite3") as connection:
            assert connection.execute("SELECT count(*) FROM remembered").fetchone() == (0,)
        connection.close()

    async def test_a_database_that_is_none(self, tmp_path: Path) -> None:
        spoil(tmp_path / "bot.sqlite3")
        found = (await machine(tmp_path))["database"]
        assert (found.mark, "not a database" in found.says) == (Mark.BAD, True)

    async def test_a_database_that_cannot_be_made(self, disk: Path) -> None:
        remount(disk, "ro")
        found = (await machine(disk))["database"]
        assert (found.mark, f"may not write to {disk}" in found.says) == (Mark.BAD, True)

    async def test_a_database_that_others_can_read(self, tmp_path: Path) -> None:
        await (await open_database(new_database("sqlite", tmp_path))).dispose()
        (tmp_path / "bot.sqlite3").chmod(0o644)
        found = (await machine(tmp_path))["database"]
        assert (found.mark, found.todo) == (Mark.BAD, f"chmod 600 {tmp_path / 'bot.sqlite3'}*")

    @pytest.mark.parametrize(
        ("step", "mark", "told"), [("9999", Mark.BAD, "later version"), ("0003", Mark.UNSET, "brought up to")]
    )
    async def test_tables_of_another_version(self, tmp_path: Path, step: str, mark: Mark, told: str) -> None:
        await (await open_database(new_database("sqlite", tmp_path))).dispose()
        with sqlite3.connect(tmp_path / "bot.sqlite3") as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (step,))
        connection.close()
        found = (await machine(tmp_path))["database"]
        assert (found.mark, told in found.says) == (mark, True)

    async def test_a_database_that_somebody_else_holds(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        await (await open_database(new_database("sqlite", tmp_path))).dispose()
        monkeypatch.setattr("bot.storage.database.BUSY_MILLISECONDS", 100)
        holder = sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        found = (await machine(tmp_path))["database"]
        holder.close()
        assert (found.mark, "database is locked" in found.says) == (Mark.BAD, True)

    async def test_a_postgresql_that_is_read_only_or_away(self, tmp_path: Path) -> None:
        url = new_database("postgresql", tmp_path)
        assert "holds no tables yet" in (await machine(tmp_path, database_url=url))["database"].says
        await (await open_database(url)).dispose()
        found = await machine(tmp_path, database_url=url, secret_key="k" * 16)
        assert found["database"].mark is Mark.OK
        assert (found["key"].mark, found["disk"].mark) == (Mark.OK, Mark.UNSET)
        name = url.partition("?")[0].rpartition("/")[2]
        postgres().psql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        found = await machine(tmp_path, database_url=url)
        assert (found["database"].mark, "read-only" in found["database"].says) == (Mark.BAD, True)
        away = await machine(tmp_path, database_url="postgresql+asyncpg://me:hush@127.0.0.1:9/x")
        assert away["database"].mark is Mark.BAD
        assert "hush" not in text(list(away.values()))

    async def test_a_disk_that_is_nearly_full(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(own, "LEAST_FREE", shutil.disk_usage(tmp_path).free * 2)
        found = (await machine(tmp_path / "not" / "there"))["disk"]
        assert (found.mark, "make room" in found.todo) == (Mark.BAD, True)

    async def test_knowledge_that_is_broken_or_gone(self, tmp_path: Path) -> None:
        shutil.copytree(ROOT / "knowledge" / "data", tmp_path / "data")
        with (tmp_path / "data" / "entries" / "cloe.yaml").open("a", encoding="utf-8") as file:
            file.write("- id: x\n  kind: nonsense\n")
        found = (await machine(tmp_path, knowledge_dir=tmp_path / "data"))["knowledge"]
        assert (found.mark, "cloe.yaml:" in found.says) == (Mark.BAD, True)
        assert "knowledge check" in found.todo
        assert (await machine(tmp_path, knowledge_dir=tmp_path / "none"))["knowledge"].mark is Mark.BAD

    async def test_a_key_that_others_can_read_or_that_is_none(self, tmp_path: Path) -> None:
        key_beside(tmp_path / "bot.sqlite3")
        file = tmp_path / "bot.sqlite3.key"
        file.chmod(0o644)
        found = (await machine(tmp_path))["key"]
        assert (found.mark, found.todo) == (Mark.BAD, f"chmod 600 {file}")
        file.write_text("short", encoding="utf-8")
        assert "is no key" in (await machine(tmp_path))["key"].says
        file.write_bytes(b"\xff\xfe")
        assert (await machine(tmp_path))["key"].mark is Mark.BAD

    async def test_pages_that_do_not_answer_or_are_somebody_elses(self, tmp_path: Path, server: BotApiServer) -> None:
        found = (await machine(tmp_path, web_url="http://127.0.0.1:9"))["web"]
        assert (found.mark, "nothing answers" in found.says) == (Mark.BAD, True)
        other = server.url.removesuffix("/bot")
        found = (await machine(tmp_path, web_url=other))["web"]
        assert (found.mark, "not as the pages of this bot do" in found.says) == (Mark.BAD, True)


def made_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def spoil(file: Path) -> None:
    file.write_text("nothing of the kind" * 100, encoding="utf-8")


class TestCommand:
    @pytest.fixture(autouse=True)
    def _environment(self, clean_environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
        clean_environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'bot.sqlite3'}")
        clean_environment.setenv("WEB_PORT", "9")

    def test_one_line_each_and_nothing_wrong(self) -> None:
        ran = CliRunner().invoke(run_bot.main, ["doctor"])
        assert ran.exit_code == 0, ran.output
        assert all(line[:3] in {"ok ", "-- "} for line in ran.output.splitlines())
        assert len(ran.output.splitlines()) == 9

    def test_as_json_and_something_wrong(self, tmp_path: Path) -> None:
        spoil(tmp_path / "bot.sqlite3")
        ran = CliRunner().invoke(run_bot.main, ["doctor", "--json"])
        assert ran.exit_code == 1
        found = {record["part"]: record for record in json.loads(ran.output)}
        assert found["database"]["mark"] == "!!"
        assert found["database"]["do"].startswith("check DATABASE_URL")

    def test_settings_that_are_wrong(self, clean_environment: pytest.MonkeyPatch) -> None:
        clean_environment.setenv("WEB_PORT", "x")
        clean_environment.setenv("WEBHOOK_URL", "https://bot.example.org/hook")
        ran = CliRunner().invoke(run_bot.main, ["doctor"])
        assert ran.exit_code == 1
        assert [line.split()[2] for line in ran.output.splitlines()] == ["WEB_PORT", "WEBHOOK_SECRET"]
