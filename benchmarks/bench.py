"""How fast an answer comes, beside a plain fuzzy search over the same names and phrasings; cold start; memory.

Every question of ``knowledge/data/golden`` is asked once, so that nothing is remembered from an earlier round. Both are
measured in the same process and the same loop, question by question, in time of the processor, so that what else the
machine does counts for neither.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
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
        return f"{self.what:<30}{figures}  {self.other}"


def main() -> None:
    assistant = Assistant(prepare(ROOT / "knowledge" / "data", None), log=NoQuestionLog())
    texts = questions()
    choices = phrasings(assistant.knowledge)
    ours, theirs = asyncio.run(answer_times(assistant, texts, choices))
    fuzzy = f"process.extract (WRatio) over {len(choices):,} names and phrasings"
    rows = [
        Row("answer, p50", percentile(ours, 50), percentile(theirs, 50), "µs", fuzzy),
        Row("answer, p99", percentile(ours, 99), percentile(theirs, 99), "µs", fuzzy),
        Row("answer, slowest", max(ours), max(theirs), "µs", fuzzy),
        Row("cold start of ask", start_time([*RUN, "ask", QUESTION]), 1000, "ms", "the second that is allowed"),
        Row("memory of the terminal chat", chat_memory(texts[:CHAT_QUESTIONS]), 200, "MB", "what is allowed"),
    ]
    print(f"{len(texts):,} questions, each asked once")
    print(f"{'':<30}{'the bot':>15}{'compared with':>17}{'ratio':>11}")
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


async def answer_times(
    assistant: Assistant, texts: Sequence[str], choices: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Return the microseconds of each answer and of each fuzzy search, in turns."""
    await assistant.ask(Question(QUESTION, "warm-up"))
    ours, theirs = [], []
    for number, text in enumerate(texts):
        begin = time.process_time()
        await assistant.ask(Question(text, f"bench:{number}"))
        between = time.process_time()
        process.extract(fold(text), choices, scorer=fuzz.WRatio, limit=5)
        end = time.process_time()
        ours.append((between - begin) * 1e6)
        theirs.append((end - between) * 1e6)
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
