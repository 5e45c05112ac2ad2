"""Processes of the bot: in which environment they start, and that none outlives its test."""

from __future__ import annotations

import asyncio
import contextlib
import os
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import IO

from bot.settings import Settings
from tests.conftest import ROOT


def environment(**settings: str) -> dict[str, str]:
    """Return this machine's environment with these settings of the bot and no others."""
    names = {name.upper() for name in Settings.model_fields}
    return {**{name: value for name, value in os.environ.items() if name not in names}, **settings}


@contextlib.asynccontextmanager
async def started(
    *command: str,
    within: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    errors: int | IO[bytes] = asyncio.subprocess.PIPE,
) -> AsyncIterator[Process]:
    """Start a process, and kill it at the end without a word.

    Args:
        command: what is run.
        within: its environment; that of the tests where none is given.
        folder: where it runs.
        errors: where its errors go.
    """
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=within, stderr=errors)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
