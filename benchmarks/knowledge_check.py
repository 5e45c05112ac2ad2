"""How long `knowledge check` takes for a thousand entries, golden questions and phrasings included.

    .venv/bin/python -m benchmarks.knowledge_check

Printed per entry count, and as a ratio to half as many: two is linear.
"""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

from handlers.knowledge_commands import check_knowledge
from tests.knowledge.many import write_many

ENTRIES = (500, 1_000, 2_000)
TURNS = 3


def seconds(folder: Path) -> float:
    """Return the least time of some turns."""
    taken = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        check_knowledge(folder, io.StringIO(), today="2026-01-01")
        taken.append(time.perf_counter() - begun)
    return min(taken)


def main() -> None:
    before = 0.0
    for entries in ENTRIES:
        with tempfile.TemporaryDirectory() as name:
            taken = seconds(write_many(Path(name), entries))
        ratio = f"  {taken / before:.2f} times as long as {entries // 2}" if before else ""
        print(f"knowledge check of {entries} entries: {taken:.2f} s{ratio}")
        before = taken


if __name__ == "__main__":
    main()
