"""Grouping files run from the command line: how well wishes are told apart, and what is confused worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from bot.assistant import Assistant
from bot.curation.grouping import Grouper
from bot.curation.grouping_files import read_wanted
from bot.curation.grouping_quality import SEEDS, Asked, Quality, measured

MOST_SHOWN = 10
"""Lines of each sort of confusion that are printed."""

_SHOWN = 90
"""Characters of a question that are printed."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What the grouping must reach; shares, 0 to 1."""

    precision: float = 0.95
    """Least share of the pairs grouped together that want the same."""
    recall: float = 0.85
    """Least share of the pairs that want the same that are grouped together."""


def run_grouping(assistant: Assistant, paths: Sequence[Path], output: TextIO, aims: Aims) -> int:
    """Group the questions of each file, and print how well that went.

    Args:
        assistant: Whose understanding is measured.
        paths: Grouping files.
        output: Gets the report.
        aims: What must be reached.

    Returns:
        Exit status: 0 where each file reaches the aims, else 1.

    Raises:
        QuestionFileError: A file is not as it should be.
    """
    status = 0
    for path in paths:
        asked = _asked(assistant, path)
        found = measured(asked, Grouper())
        output.write(_report(path, asked, found, aims))
        status = max(status, _status(found, aims))
    return status


def grouping_records(assistant: Assistant, paths: Sequence[Path], aims: Aims) -> tuple[list[dict[str, Any]], int]:
    """Group the questions of each file; return the figures as plain values, and the exit status.

    Raises:
        QuestionFileError: A file is not as it should be.
    """
    status, records = 0, []
    for path in paths:
        asked = _asked(assistant, path)
        found = measured(asked, Grouper())
        records.append(
            {"file": str(path), "questions": len(asked), "precision": found.precision, "recall": found.recall}
        )
        status = max(status, _status(found, aims))
    return records, status


def _status(found: Quality, aims: Aims) -> int:
    return 1 if found.precision < aims.precision or found.recall < aims.recall else 0


def _asked(assistant: Assistant, path: Path) -> list[Asked]:
    """Read the wish in each question of a file."""
    understander = assistant.understander
    return [
        Asked(text, wanted.wish, understander.wish(understander.understand(text)))
        for wanted in read_wanted([path])
        for text in wanted.questions
    ]


def _report(path: Path, asked: Sequence[Asked], found: Quality, aims: Aims) -> str:
    """Return the figures of one file, and below them what is confused worst."""
    wishes = len({question.wanted for question in asked})
    lines = [
        f"{path}: {len(asked)} questions, {wishes} wishes, grouped in {len(SEEDS)} orders",
        _figure("precision", found.precision, found.worst_precision, aims.precision),
        _figure("recall", found.recall, found.worst_recall, aims.recall),
    ]
    if found.mixed:
        lines.append(f"grouped together wrongly, {len(found.mixed)} pair{'s' * (len(found.mixed) != 1)}:")
        lines += [
            f"    {pair.orders} of {len(SEEDS)}: {_shown(pair.one.text)} + {_shown(pair.other.text)}"
            for pair in found.mixed[:MOST_SHOWN]
        ]
    if found.split:
        lines.append(f"torn apart, {len(found.split)} wish{'es' * (len(found.split) != 1)}:")
        lines += [
            f"    {100 * split.lost:3.0f} % of pairs lost: {_shown(split.wanted)}; stray: {_shown(split.stray)}"
            for split in found.split[:MOST_SHOWN]
        ]
    return "\n".join([*lines, ""])


def _figure(name: str, mean: float, worst: float, aim: float) -> str:
    verdict = "reached" if mean >= aim else "missed"
    return f"{name:<9}  mean {100 * mean:5.1f} %  worst {100 * worst:5.1f} %  aim {100 * aim:.1f} % {verdict}"


def _shown(text: str) -> str:
    """Return a question on one line, quoted, so that nothing in it can move the cursor."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
