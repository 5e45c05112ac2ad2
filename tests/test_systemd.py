"""The units of systemd in deploy/, run without systemd: the very commands of the files."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.deployed import DEPLOY, TOKEN, ended, started
from tests.handlers.telegram.test_watched import asked, free_port
from tests.processes import environment
from tests.telegram_api import BotApiServer, Telegram


def unit(name: str) -> dict[str, list[str]]:
    """Return all values of a unit, by name."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        key, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def as_systemd_runs_it(line: str, instance: str = "") -> list[str]:
    """Return a command line as systemd would start it."""
    return shlex.split(line.replace("%i", instance).replace("%%", "%").replace("$$", "$"))


class TestUnits:
    def test_it_is_hardened(self) -> None:
        found = unit("clusterbot@.service")
        wanted = {
            "NoNewPrivileges": "yes",
            "ProtectSystem": "strict",
            "StateDirectory": "clusterbot",
            "Restart": "on-failure",
        }
        assert {name: found[name] for name in wanted} == {name: [value] for name, value in wanted.items()}
        assert found["User"] == ["clusterbot"]

    @pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
    def test_systemd_understands_them(self) -> None:
        units = [str(path) for path in sorted(DEPLOY.glob("clusterbot*.*"))]
        ran = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
        # Nothing of it is installed on this machine.
        complaints = [line for line in ran.stderr.splitlines() if "clusterbot" in line]
        assert [line for line in complaints if "is not executable" not in line] == []

    @pytest.mark.parametrize("instance", ["telegram", "web"])
    async def test_it_starts_and_ends_in_time(self, instance: str, tmp_path: Path) -> None:
        found, port = unit("clusterbot@.service"), free_port()
        values = {"DATABASE_URL": f"sqlite:///{tmp_path / 'bot.sqlite3'}", "METRICS_PORT": str(port)}
        async with (
            BotApiServer(Telegram(TOKEN)) as server,
            started(
                as_systemd_runs_it(found["ExecStart"][0], instance),
                ROOT,
                TELEGRAM_BOT_TOKEN=TOKEN,
                TELEGRAM_API_URL=server.url,
                WEB_PORT=str(free_port()),
                **values,
            ) as process,
            httpx.AsyncClient() as client,
        ):
            await asked(client, f"http://127.0.0.1:{port}/readyz", 200)
            began = time.monotonic()
            await ended(process, float(found["TimeoutStopSec"][0]))
            assert time.monotonic() - began < 10
            assert f"SIG{found['KillSignal'][0].removeprefix('SIG')}" == "SIGTERM"

    async def test_a_setting_that_is_wrong_is_not_tried_again(self) -> None:
        found = unit("clusterbot@.service")
        command = as_systemd_runs_it(found["ExecStart"][0], "telegram")
        async with started(command, ROOT, TELEGRAM_BOT_TOKEN="none") as process:
            await process.communicate()
        assert str(process.returncode) in found["RestartPreventExitStatus"]

    def test_a_backup_every_night_and_old_ones_go(self, tmp_path: Path) -> None:
        values = {"DATABASE_URL": f"sqlite:///{tmp_path / 'bot.sqlite3'}", "STATE": str(tmp_path)}
        run = {"cwd": ROOT, "env": environment(**values), "capture_output": True}
        subprocess.run([sys.executable, "run_bot.py", "ask", "hello"], check=True, **run)
        old = tmp_path / "bot-20200101-000000.gz"
        old.touch()
        os.utime(old, (0, 0))
        for line in unit("clusterbot-backup.service")["ExecStart"]:
            command = as_systemd_runs_it(line)
            command[-1] = command[-1].replace("/opt/clusterbot/.venv/bin/python", shlex.quote(sys.executable))
            subprocess.run(command, check=True, **run)
        made = [path.name for path in tmp_path.glob("*.gz")]
        assert len(made) == 1
        assert re.fullmatch(r"bot-\d{8}-\d{6}\.gz", made[0])
