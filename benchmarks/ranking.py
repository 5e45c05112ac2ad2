"""How well and how fast entries are found by their phrasings, beside usual ways; and what many phrasings cost.

    .venv/bin/python -m benchmarks.ranking [PHRASINGS.csv QUESTIONS.jsonl [--typos]]

Without files a fifth of the bundled phrasings is held back and asked, and those that nobody can answer are asked, too.
With files it takes a table and questions as ``../shared/benchmarks/score.py`` does. All are measured in one process, in
time of the processor, on one thread.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import string
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.rankers import RANKERS, Pairs, Rank, ours
from knowledge import load
from knowledge.intents import SMALLTALK, UNKNOWN
from knowledge.phrased.words import plain

ROOT = Path(__file__).parent.parent
ASKED = 1_000
"""Questions that each is asked, at most, taken evenly."""
SIZES = (10_000, 30_000, 100_000)
"""Phrasings whose cost is looked at."""
EACH = 50
"""Phrasings of an entry there."""

WORDS = 8_000
"""Different words in them."""
SYLLABLES = [first + middle + last for first in "bdfgklmnprst" for middle in "aeiou" for last in ("", "n", "r", "s")]

Questions = Sequence[tuple[str, str]]
"""What is asked, with the entry that answers it; empty where none does."""


def bundled() -> tuple[Pairs, Questions]:
    """Return the bundled phrasings in two parts."""
    found = [p for p in load(ROOT / "knowledge" / "data").phrasings if not p.intent.startswith(SMALLTALK)]
    pairs = [(plain(p.text), p.intent) for p in found if p.intent != UNKNOWN and crc32(p.text.encode()) % 5]
    known = {intent for _, intent in pairs}
    asked = [(p.text, p.intent) for p in found if p.intent in known and not crc32(p.text.encode()) % 5]
    outside = [(p.text, "") for p in found if p.intent == UNKNOWN]
    return pairs, [*asked, *outside]


def from_files(table: Path, questions: Path) -> tuple[Pairs, Questions]:
    """Return a table and questions of files."""
    with table.open(encoding="utf-8", newline="") as file:
        pairs = [(plain(row["question"]), row["id"]) for row in csv.DictReader(file)]
    lines = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    return pairs, [(line["text"], line["entry"] or "") for line in lines]


def misspelt(text: str, drawn: random.Random) -> str:
    """Return a text with an error in about every third word of four letters or more."""
    words = text.split()
    for place, word in enumerate(words):
        if len(word) >= 4 and drawn.random() < 0.3:
            at = drawn.randrange(len(word) - 1)
            letter = drawn.choice(string.ascii_lowercase)
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            dropped = word[:at] + word[at + 1 :]
            added = word[:at] + letter + word[at:]
            other = word[:at] + letter + word[at + 1 :]
            words[place] = drawn.choice((swapped, dropped, added, other))
    return " ".join(words)


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return how likely a question that has an answer scores above one that has none; ties count half."""
    if not inside or not outside:
        return 0.0
    ranked = sorted([(score, 1) for score in inside] + [(score, 0) for score in outside])
    below = total = 0.0
    at = 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        tied = ranked[at:end]
        own = sum(known for _, known in tied)
        total += own * (below + (len(tied) - own) / 2)
        below += len(tied) - own
        at = end
    return total / (len(inside) * len(outside))


def compared(pairs: Pairs, questions: Questions) -> None:
    """Print how each does."""
    every = max(len(questions) // ASKED, 1)
    asked = questions[::every]
    entries = len({entry for _, entry in pairs})
    print(f"{len(pairs)} phrasings of {entries} entries, {len(asked)} questions")
    print(f"{'':26}{'top-1':>8}{'AUROC':>8}{'ms each':>9}{'x ours':>8}{'build s':>9}")
    own = 0.0
    for name, build in RANKERS.items():
        begun = time.process_time()
        rank = build(pairs)
        built = time.process_time() - begun
        rank(asked[0][0])
        begun = time.process_time()
        found = [rank(text) for text, _ in asked]
        each = 1000 * (time.process_time() - begun) / len(asked)
        own = own or each
        inside = [(entry == got, score) for (_, entry), (got, score) in zip(asked, found, strict=True) if entry]
        outside = [score for (_, entry), (_, score) in zip(asked, found, strict=True) if not entry]
        right = sum(hit for hit, _ in inside) / len(inside)
        area = auroc([score for _, score in inside], outside)
        print(f"{name:26}{right:8.3f}{area:8.3f}{each:9.2f}{each / own:8.2f}{built:9.1f}")


def many(size: int) -> Pairs:
    """Return so many phrasings of made-up words, the same each time."""
    drawn = random.Random(size)  # noqa: S311 - no secret
    words = ["".join(drawn.choice(SYLLABLES) for _ in range(drawn.randint(1, 4))) for _ in range(WORDS)]
    topics = [drawn.sample(words, 8) for _ in range(size // EACH)]
    return [
        (" ".join((*drawn.sample(topic, 3), *drawn.sample(words, 4))), f"e{number}")
        for number, topic in enumerate(topics)
        for _ in range(EACH)
    ]


def grown(size: int) -> None:
    """Print what so many phrasings cost: seconds to learn, milliseconds a question, megabytes at most."""
    pairs = many(size)
    begun = time.process_time()
    rank: Rank = ours(pairs)
    learned = time.process_time() - begun
    texts = [text for text, _ in pairs[:: size // 200]]
    begun = time.process_time()
    for text in texts:
        rank(text)
    each = 1000 * (time.process_time() - begun) / len(texts)
    print(json.dumps([learned, each, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def growth() -> None:
    """Print what more and more phrasings cost, each in a process of its own."""
    print(
        f"\n{'phrasings':>10}{'learning s':>12}{'ms each':>9}{'MB':>7}   as many times as the line above, and phrasings"
    )
    before: list[float] = []
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.ranking", "--grow", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        figures: list[float] = json.loads(done.stdout)
        learned, each, memory = figures
        ratio = f"   {learned / before[0]:.1f}, {each / before[1]:.1f}, {memory / before[2]:.1f}" if before else ""
        times = f"; {size / SIZES[SIZES.index(size) - 1]:.1f}" if before else ""
        print(f"{size:>10,}{learned:>12.1f}{each:>9.2f}{memory:>7.0f}{ratio}{times}")
        before = figures


def main() -> None:
    """Compare and grow, or do one part of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="PHRASINGS.csv QUESTIONS.jsonl")
    parser.add_argument("--typos", action="store_true")
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    threadpool_limits(1)
    if given.grow:
        grown(given.grow)
        return
    if len(given.files) not in {0, 2}:
        parser.error("give a table and questions, or neither")
    pairs, questions = from_files(*given.files) if given.files else bundled()
    if given.typos:
        drawn = random.Random(0)  # noqa: S311 - no secret
        questions = [(misspelt(text, drawn), entry) for text, entry in questions]
    compared(pairs, questions)
    if not given.files:
        growth()


if __name__ == "__main__":
    main()
