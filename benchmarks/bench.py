"""How fast an answer comes, beside a plain fuzzy search over the same names and phrasings; cold start; memory.

Every question of ``knowledge/data/golden`` is asked once, so that nothing is remembered from an earlier round. Both are
measured in the same process, in time of the processor, so that what else the machine does counts for neither. Half of
the questions come one after the other, as when many people ask; the others each after a fuzzy search, which leaves
nothing of the bot's in the processor's own memory, as when somebody asks for the first time in a while.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.assistant import Assistant
from bot.messages import Question
from bot.prepared import prepare
from bot.questions import GOLDEN, read_questions
from bot.storage import NoQuestionLog
from knowledge.models import KnowledgeBase
from knowledge.text import fold

ROOT = Path(__file__).parent.parent
RUN = [sys.executable, str(ROOT / "run_bot.py"), "--no-log"]
QUESTION = "How many members does Cyberforum have?"
STARTS = 5
"""Cold starts, of which the median counts."""
IN_A_ROW = 50
"""Questions that come one after the other before the other program has its turn."""
CHAT_QUESTIONS = 50
"""Questions asked in the chat before its memory is read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report."""

    what: str
    """What was measured."""
    ours: float
    """The bot's figure."""
    theirs: float
    """What it is compared with."""
    unit: str
    """Unit of both."""
    other: str
    """What it is compared with, in words."""

    def __str__(self) -> str:
        """Return the line, with how many times ours goes into the other."""
        ratio = self.theirs / self.ours
        figures = f"{self.ours:>12,.1f} {self.unit:<4}{self.theirs:>12,.1f} {self.unit:<4}{ratio:>8.2f} x"
        return f"{self.what:<34}{figures}  {self.other}"


def main() -> None:
    assistant = Assistant(prepare(ROOT / "knowledge" / "data", None), log=NoQuestionLog())
    texts = questions()
    choices = phrasings(assistant.knowledge)
    in_a_row, theirs = asyncio.run(answer_times(assistant, texts[::2], choices, IN_A_ROW))
    apart, beside = asyncio.run(answer_times(assistant, texts[1::2], choices, 1))
    fuzzy = f"process.extract (WRatio) over {len(choices):,} names and phrasings"
    rows = [
        *told("in a row", in_a_row, theirs, fuzzy),
        *told("after other work", apart, beside, fuzzy),
        Row("cold start of ask", start_time([*RUN, "ask", QUESTION]), 1000, "ms", "the second that is allowed"),
        Row("memory of the terminal chat", chat_memory(texts[:CHAT_QUESTIONS]), 200, "MB", "what is allowed"),
    ]
    print(f"{len(texts):,} questions, each asked once")
    print(f"{'':<34}{'the bot':>15}{'compared with':>17}{'ratio':>11}")
    for row in rows:
        print(row)


def questions() -> list[str]:
    """Return what is typed in the question files, dialogues left out: a turn of one means nothing by itself."""
    cases = read_questions(sorted((ROOT / "knowledge" / "data" / GOLDEN).glob("*.yaml")))
    return [case.turns[0].ask for case in cases if len(case.turns) == 1]


def phrasings(known: KnowledgeBase) -> list[str]:
    """Return every name, and every way to ask for a field or fact with the name in its place, folded."""
    found: dict[str, None] = {}
    for entry in known.entries.values():
        names = [name for listed in entry.names.values() for name in listed]
        asks = [ask for fact in entry.facts for ask, _ in fact.ask]
        asks += [ask for key in entry.values if key in known.fields for ask, _ in known.fields[key].ask]
        title = entry.title["en"]
        found |= dict.fromkeys(fold(text) for text in (title, *names, *(ask.replace("_", title) for ask in asks)))
    return list(found)


def told(how: str, ours: Sequence[float], theirs: Sequence[float], other: str) -> Iterator[Row]:
    """Yield the lines of answers that came in one way."""
    for percent in (50, 99):
        what = f"answer {how}, p{percent}"
        yield Row(what, percentile(ours, percent), percentile(theirs, percent), "µs", other)
    yield Row(f"answer {how}, slowest", max(ours), max(theirs), "µs", other)


async def answer_times(
    assistant: Assistant, texts: Sequence[str], choices: Sequence[str], at_once: int
) -> tuple[list[float], list[float]]:
    """Return the microseconds of each answer and of each fuzzy search, so many at once of each in turns."""
    await assistant.ask(Question(QUESTION, "warm-up"))
    ours, theirs = [], []
    for start in range(0, len(texts), at_once):
        asked = texts[start : start + at_once]
        for text in asked:
            begin = time.process_time()
            await assistant.ask(Question(text, f"bench:{text}"))
            ours.append((time.process_time() - begin) * 1e6)
        for text in asked:
            begin = time.process_time()
            process.extract(fold(text), choices, scorer=fuzz.WRatio, limit=5)
            theirs.append((time.process_time() - begin) * 1e6)
    return ours, theirs


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def start_time(command: Sequence[str]) -> float:
    """Return the milliseconds a command takes from its start to its end, the median of a few."""
    return statistics.median(
        timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(STARTS)
    )


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e3


def chat_memory(texts: Sequence[str]) -> float:
    """Return the megabytes that a chat holds after some questions; not a number where the system does not tell."""
    command = [*RUN, "chat"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as chat:
        if chat.stdin is None or chat.stdout is None:
            raise RuntimeError("the chat has no pipes")
        # A word of our own, answered last, tells that all others have been.
        chat.stdin.write("".join(" ".join(text.split()) + "\n" for text in texts) + "/unheard-of\n")
        chat.stdin.flush()
        while "/help" not in chat.stdout.readline():
            pass
        status = Path(f"/proc/{chat.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        held = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), float("nan"))
        chat.stdin.close()
        chat.stdout.read()
    return held


if __name__ == "__main__":
    main()
