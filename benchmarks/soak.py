"""The whole bot under traffic for a long time: whether what it holds in memory grows.

    python -m benchmarks.soak [MINUTES] [UPDATES_A_SECOND]

Printed every minute: updates, memory, processor time. It ends with 1 where memory goes on growing: more than
``ALLOWED`` megabytes for 100,000 updates, by the line that fits best what was measured after the first third.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bot_api import Traffic
from benchmarks.running import asked, memory, processor, running

MINUTES = 30.0
RATE = 60.0
"""Updates a second."""
PEOPLE = 500
"""People who write in turn, so that each has a conversation that goes on. What is remembered of each is bounded, and
full once they have written ten times: it has to be within the first third."""
ALLOWED = 8.0
"""Megabytes for 100,000 updates: an object of 80 bytes that each leaves behind would be found."""
LOOKED_EVERY = 5.0


def main() -> int:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else RATE
    traffic = Traffic(asked(), int(minutes * 60 * rate), PEOPLE, rate=rate)
    print(f"{traffic.count:,} updates of {PEOPLE:,} people in {minutes:g} minutes")
    samples: list[tuple[float, float]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        running("whole", traffic, f"sqlite:///{Path(folder) / 'soak.sqlite3'}") as run,
    ):
        run.begin()
        begun, told = time.monotonic(), 0.0
        while (passed := time.monotonic() - begun) < minutes * 60:
            samples.append((passed * rate, memory(run.pid)))
            if passed >= told:
                told += 60
                spent = processor(run.pid) - run.begun_with
                print(f"  {passed / 60:>5.1f} min {samples[-1][1]:>7.1f} MB {spent:>7.1f} s of CPU", flush=True)
            time.sleep(LOOKED_EVERY)
        run.end()
    later = samples[len(samples) // 3 :]
    slope = statistics.linear_regression([n for n, _ in later], [held for _, held in later]).slope * 100_000
    cuts = statistics.quantiles(run.waits, n=100, method="inclusive")
    print(f"{samples[0][1]:.1f} MB at first, {later[0][1]:.1f} MB after a third, {later[-1][1]:.1f} MB at the end")
    print(f"growing by {slope:.1f} MB for 100,000 updates; {ALLOWED:g} are allowed")
    print(f"{run.spent * 1000 / traffic.count:.2f} ms of CPU an update, {cuts[49] * 1000:.0f} ms p50, "
          f"{cuts[98] * 1000:.0f} ms p99 from an update to its answer")  # fmt: skip
    return int(slope > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
