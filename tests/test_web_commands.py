"""``web`` and ``desk-link`` as they are typed: real processes, a real port."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests import processes
from tests.conftest import ROOT

RUN = [sys.executable, str(ROOT / "run_bot.py")]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with a free port and a database of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return processes.environment(DATABASE_URL=f"sqlite:///{tmp_path / 'web.sqlite3'}", WEB_PORT=str(port))


def run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, *arguments], capture_output=True, text=True, env=environment, cwd=ROOT, check=False, timeout=60
    )


def test_a_link_from_the_console_opens_the_desk(environment: dict[str, str]) -> None:
    server = subprocess.Popen([*RUN, "web"], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        address = f"http://127.0.0.1:{environment['WEB_PORT']}"
        with httpx.Client(base_url=address, follow_redirects=True, headers={"Accept-Language": "en"}) as client:
            for _ in range(300):
                try:
                    client.get("/")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            link = run("desk-link", environment=environment).stdout.strip()
            assert re.fullmatch(rf"{address}/sign-in\?link=[\w-]{{43}}", link)
            csrf = re.findall(r'name="csrf" value="(\w+)"', client.get(link).text)[0]
            page = client.post("/sign-in", data={"csrf": csrf, "link": link.partition("=")[2]})
            assert "Nothing waits here." in page.text
            again = run("web", environment=environment)
            assert again.returncode == 2
            assert "cannot listen at 127.0.0.1" in again.stderr
            assert "Traceback" not in again.stderr
    finally:
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=30)
    assert "Traceback" not in told
    assert "link=" not in told


def test_the_link_begins_with_the_public_address_and_keeps_only_a_hash(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment["WEB_URL"] = "https://bot.example.org/"
    link = run("desk-link", "--role", "organiser", environment=environment).stdout.strip()
    assert link.startswith("https://bot.example.org/sign-in?link=")
    with sqlite3.connect(tmp_path / "web.sqlite3") as connection:
        rows = connection.execute("SELECT token_hash, person, role FROM sign_ins").fetchall()
    connection.close()
    assert [row[1:] for row in rows] == [("console", "organiser")]
    assert rows[0][0] != link.partition("=")[2]
