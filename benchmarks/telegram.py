"""Updates a second and processor time each: the whole bot beside bare ones that echo; part of ``make bench``."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

COUNT = 1_000
ROUNDS = 3
BOTS = {
    "defaults": "bare echo bot, python-telegram-bot's defaults",
    "same": "bare echo bot, our transport and concurrency",
    "whole": "the whole bot: real questions, log written",
}
QUESTIONS = [
    "How many members does Cyberforum have?",
    "Which clusters work with wood?",
    "Welche Cluster gibt es?",
    "Who is Porter?",
]


def measure(bot: str, latency: float) -> tuple[float, float]:
    """Return updates a second, and milliseconds of processor time an update."""
    with tempfile.TemporaryDirectory() as folder:
        api = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bot_api", str(COUNT), str(latency)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert api.stdin is not None
        assert api.stdout is not None
        api.stdin.write(json.dumps(QUESTIONS) + "\n")
        api.stdin.flush()
        port = api.stdout.readline().strip()
        database = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        process = subprocess.Popen([sys.executable, "-m", "benchmarks.telegram_bots", bot, port, database])
        seconds = float(api.stdout.readline())
        spent = processor(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        api.kill()
        api.wait()
    return COUNT / seconds, spent * 1000 / COUNT


def processor(pid: int) -> float:
    """Return the processor time that a process has used, in seconds; starting up included."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    for latency in (0.0, 0.05):
        print(f"by polling, {COUNT} updates of as many people, each call takes {latency * 1000:.0f} ms")
        rates: dict[str, float] = {}
        for bot, what in BOTS.items():
            rounds = [measure(bot, latency) for _ in range(ROUNDS)]
            rates[bot] = statistics.median(rate for rate, _ in rounds)
            cost = statistics.median(spent for _, spent in rounds)
            print(f"  {what:<52} {rates[bot]:>7.0f} updates/s {cost:>6.2f} ms of CPU each")
        ratios = rates["whole"] / rates["defaults"], rates["whole"] / rates["same"]
        print(f"  whole / defaults {ratios[0]:.2f} (aim 2), whole / same {ratios[1]:.2f} (aim 0.85)")


if __name__ == "__main__":
    main()
