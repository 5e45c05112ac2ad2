"""Commands of what stands in deploy/, started as they would be on a server."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests import processes
from tests.conftest import ROOT
from tests.processes import environment

DEPLOY = ROOT / "deploy"
TOKEN = "99:TEST"
SECRET = "s" * 20


def ours(command: list[str]) -> list[str]:
    """Return a command with the Python of these tests in place of the one that it names."""
    return [sys.executable if Path(word).name == "python" else word for word in command]


def started(command: list[str], folder: Path, **settings: str) -> AbstractAsyncContextManager[Process]:
    """Start a command of deploy/ in a folder, with these settings."""
    return processes.started(*ours(command), folder=folder, within=environment(**settings))


async def ended(process: Process, seconds: float) -> str:
    """Ask a process to end, and return what it has said."""
    process.send_signal(signal.SIGTERM)
    _, said = await asyncio.wait_for(process.communicate(), seconds)
    assert process.returncode == 0, said.decode()
    return said.decode()
