"""The golden questions of a knowledge folder."""

from __future__ import annotations

from pathlib import Path

from bot.questions import GOLDEN, KNOWN_FAILURES, Case, read_questions


def golden_files(folder: Path) -> list[Path]:
    """Return the files of golden questions in a knowledge folder, sorted; none where it has none."""
    return sorted(path for path in (folder / GOLDEN).glob("*.yaml") if path.name != KNOWN_FAILURES)


def golden_questions(folder: Path) -> list[Case]:
    """Read the golden questions of a knowledge folder.

    Raises:
        QuestionFileError: With every problem of every file.
    """
    return read_questions(golden_files(folder))
