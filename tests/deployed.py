"""Commands of what stands in deploy/, started as they would be on a server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

from bot.settings import Settings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
TOKEN = "99:TEST"
SECRET = "s" * 20


def environment(**more: str) -> dict[str, str]:
    names = {name.upper() for name in Settings.model_fields}
    return {**{name: value for name, value in os.environ.items() if name not in names}, **more}


def ours(command: list[str]) -> list[str]:
    """Return a command with the Python of these tests in place of the one that it names."""
    return [sys.executable if Path(word).name == "python" else word for word in command]


@contextlib.asynccontextmanager
async def started(command: list[str], folder: Path, **more: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *ours(command), cwd=folder, env=environment(**more), stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: Process, seconds: float) -> str:
    """Ask a process to end, and return what it has said."""
    process.send_signal(signal.SIGTERM)
    _, said = await asyncio.wait_for(process.communicate(), seconds)
    assert process.returncode == 0, said.decode()
    return said.decode()
