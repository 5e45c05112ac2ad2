"""One bot and one Bot API, each a process of its own, and what is measured of them."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.bench import questions
from benchmarks.bot_api import Traffic

BOTS = {
    "defaults": "bare echo bot, python-telegram-bot's defaults",
    "same": "bare echo bot, our transport and concurrency",
    "whole": "the whole bot: real questions, log written",
}
DIFFERENT = 200
"""Different questions that are asked in turn, out of all that are typed in the question files."""


@dataclass
class Run:
    """A bot at work."""

    process: subprocess.Popen[bytes]
    """Its process."""
    api: subprocess.Popen[str]
    """The Bot API."""
    begun_with: float = 0.0
    """Seconds of the processor that it had used when the first update was handed out."""
    found: dict[str, Any] = field(default_factory=dict)

    def begin(self) -> None:
        """Wait for the first update."""
        assert self._line() == "begun\n"
        self.begun_with = processor(self.pid)

    def end(self) -> None:
        """Wait for the last answer."""
        self.found = json.loads(self._line())
        self.spent = processor(self.pid) - self.begun_with

    def _line(self) -> str:
        """Return what the Bot API says next, for as long as there is a bot."""
        assert self.api.stdout is not None
        while not select.select([self.api.stdout], [], [], 1)[0]:
            if self.process.poll() is not None:
                raise RuntimeError(f"the bot has ended with {self.process.returncode}")
        return self.api.stdout.readline()

    @property
    def pid(self) -> int:
        """Number of its process."""
        return self.process.pid

    @property
    def seconds(self) -> float:
        """Seconds from the first update to the last answer."""
        return float(self.found["seconds"])

    @property
    def waits(self) -> list[float]:
        """Seconds from each update to its answer."""
        return list(self.found["waits"])


@contextlib.contextmanager
def running(bot: str, traffic: Traffic, database: str, *, webhook: bool = False) -> Iterator[Run]:
    """Run one of the bots, and let traffic come to it."""
    traffic = replace(traffic, webhook=free_port() if webhook else 0)
    api = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bot_api"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert api.stdin is not None
        assert api.stdout is not None
        api.stdin.write(traffic.line())
        api.stdin.flush()
        port = api.stdout.readline().strip()
        command = [sys.executable, "-m", "benchmarks.telegram_bots", bot, port, database, str(traffic.webhook)]
        process = subprocess.Popen(command, env={**os.environ, "SECRET_KEY": "a key of the benchmarks"})
        try:
            yield Run(process, api)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    finally:
        api.kill()
        api.wait()


def asked() -> list[str]:
    """Return real questions, of all kinds."""
    found = questions()
    return found[:: max(1, len(found) // DIFFERENT)][:DIFFERENT]


def processor(pid: int) -> float:
    """Return the seconds of the processor that a process has used."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return the megabytes that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
