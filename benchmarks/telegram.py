"""Updates a second, processor time of each, and how long people wait: the whole bot beside bare ones that echo.

    python -m benchmarks.telegram

Part of ``make bench``. Of a few rounds, in which all bots take turns, the medians count.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bot_api import Traffic
from benchmarks.running import BOTS, asked, running

COUNT = 1_500
SLOW_COUNT = 500
"""How many where calls take their time: a bot that makes one call after the other takes half a minute for these."""
ROUNDS = 3
RATES = {1.0: 30, 10.0: 300, 100.0: 2_000}
"""Updates a second at which waiting is measured, with how many updates each."""
TELEGRAM = 0.05
"""Seconds that a call of the real Telegram takes, about."""


@contextlib.contextmanager
def sqlite() -> Iterator[str]:
    """Return the address of a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


def throughput(bot: str, traffic: Traffic, *, webhook: bool) -> tuple[float, float]:
    """Return updates a second, and milliseconds of processor time an update."""
    with sqlite() as database, running(bot, traffic, database, webhook=webhook) as run:
        run.begin()
        run.end()
    return traffic.count / run.seconds, run.spent * 1000 / traffic.count


def compared(traffic: Traffic, *, webhook: bool) -> None:
    """Print how the bots compare."""
    how = "webhook" if webhook else "polling"
    print(f"by {how}, {traffic.count} updates of as many people, each call takes {traffic.latency * 1000:.0f} ms")
    rounds = [{bot: throughput(bot, traffic, webhook=webhook) for bot in BOTS} for _ in range(ROUNDS)]
    rates = {bot: statistics.median(one[bot][0] for one in rounds) for bot in BOTS}
    for bot, what in BOTS.items():
        cost = statistics.median(one[bot][1] for one in rounds)
        print(f"  {what:<52} {rates[bot]:>7.0f} updates/s {cost:>6.2f} ms of CPU each")
    ratios = rates["whole"] / rates["defaults"], rates["whole"] / rates["same"]
    print(f"  whole / defaults {ratios[0]:.2f} (aim 2), whole / same {ratios[1]:.2f} (aim 0.85)", flush=True)


def waiting(rate: float, count: int, texts: list[str]) -> None:
    """Print how long people wait at so many updates a second."""
    with sqlite() as database, running("whole", Traffic(texts, count, count, rate=rate), database) as run:
        run.begin()
        run.end()
    cuts = statistics.quantiles(run.waits, n=100, method="inclusive")
    print(f"  {rate:>5.0f} updates/s: {cuts[49] * 1000:>7.1f} ms p50 {cuts[98] * 1000:>8.1f} ms p99", flush=True)


def main() -> None:
    texts = asked()
    for latency in (0.0, TELEGRAM):
        for webhook in (False, True):
            count = SLOW_COUNT if latency else COUNT
            compared(Traffic(texts, count, count, latency), webhook=webhook)
    print("from an update to its answer, by polling, calls take no time")
    for rate, count in RATES.items():
        waiting(rate, count, texts)


if __name__ == "__main__":
    main()
