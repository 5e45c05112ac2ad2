"""A storm of texts that nobody means as a question: nothing may raise, and each is answered in its time.

    python -m benchmarks.storm [HOW_MANY] [SEED]

Most texts are short, as in a chat; one in a thousand is as long as 64 KB. The same seed brings the same storm.
"""

from __future__ import annotations

import asyncio
import heapq
import random
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from bot.assistant import Assistant
from bot.messages import Question
from bot.prepared import prepare
from bot.storage import NoQuestionLog
from tests.nasty import KINDS_OF_NASTY, nasty

ROOT = Path(__file__).parent.parent
HOW_MANY = 100_000
LONGEST = 65_536
ALLOWED = 50.0
"""Milliseconds that an answer may take."""
SHOWN = 10
CONVERSATIONS = 100
"""Conversations that the texts are spread over, so that each has a past."""


@dataclass(order=True, slots=True)
class Slow:
    """An answer that took its time."""

    took: float
    """Milliseconds of the processor: what else the machine does is not counted."""
    kind: str = field(compare=False)
    """Kind of text."""
    text: str = field(compare=False)
    """What was asked."""

    def __str__(self) -> str:
        """Return the line."""
        shown = self.text[:60].encode("unicode_escape").decode("ascii")
        return f"{self.took:8.1f} ms  {self.kind}, {len(self.text):,} characters: {shown[:90]}"


@dataclass(slots=True)
class Storm:
    """How it went."""

    slowest: list[Slow] = field(default_factory=list)
    """The slowest answers, as a heap."""
    late: int = 0
    """Answers that took longer than allowed."""
    failed: int = 0
    """Texts that raised an error."""

    def note(self, slow: Slow) -> None:
        """Take down how long an answer took."""
        self.late += slow.took > ALLOWED
        if len(self.slowest) < SHOWN:
            heapq.heappush(self.slowest, slow)
        else:
            heapq.heappushpop(self.slowest, slow)


def size(chance: random.Random) -> int:
    """Return the length of a text: mostly up to 200 characters, one in twenty up to 4,000, one in a thousand 64 KB."""
    draw = chance.random()
    if draw < 0.949:
        return chance.randrange(1, 200)
    if draw < 0.999:
        return chance.randrange(200, 4_000)
    return chance.randrange(4_000, LONGEST + 1)


async def rage(assistant: Assistant, how_many: int, chance: random.Random) -> Storm:
    """Ask so many texts."""
    storm = Storm()
    watched = sys.stderr.isatty()
    for number in range(how_many):
        kind = chance.choice(KINDS_OF_NASTY)
        text = nasty(kind, size(chance), chance)
        begin = time.process_time()
        try:
            await assistant.ask(Question(text, f"storm:{number % CONVERSATIONS}"))
        except Exception:  # noqa: BLE001 - this is what is looked for
            storm.failed += 1
            if storm.failed <= SHOWN:
                print(f"{kind}: {text[:200]!r}\n{traceback.format_exc()}")
        storm.note(Slow((time.process_time() - begin) * 1e3, kind, text))
        if watched and number % 100 == 0:
            print(f"\r{number:,} of {how_many:,}", end="", file=sys.stderr)
    return storm


def main() -> int:
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    assistant = Assistant(prepare(ROOT / "knowledge" / "data", None), log=NoQuestionLog())
    begin = time.perf_counter()
    storm = asyncio.run(rage(assistant, how_many, random.Random(seed)))  # noqa: S311 - the same storm each time
    took = time.perf_counter() - begin
    print(
        f"{how_many:,} texts in {took:.0f} s: {storm.failed} raised an error, {storm.late} took over {ALLOWED:.0f} ms"
    )
    for slow in sorted(storm.slowest, reverse=True):
        print(slow)
    return 1 if storm.failed or storm.late else 0


if __name__ == "__main__":
    sys.exit(main())
