"""What can be wrong with a knowledge base.

    KnowledgeError
    ├── KnowledgeProblems   every problem of a folder at once, each with file, line and what to do
    └── EditError           an edit is none, or does not fit the file it changes

Reading, not answering, raises: a loaded knowledge base answers any text without an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place."""

    file: str
    """Path of the file, relative to the knowledge folder."""
    line: int
    """Line in that file, from 1; 0 where the whole file or folder is meant, which is shown as its first line."""
    text: str
    """What is wrong, and what to do about it."""

    def __str__(self) -> str:
        """Return ``file:line: what is wrong and what to do``."""
        return f"{self.file}:{max(self.line, 1)}: {self.text}"

    def within(self, folder: Path) -> str:
        """Return the same, with the file named by way of its knowledge folder."""
        return f"{folder / self.file if self.file != str(folder) else folder}:{max(self.line, 1)}: {self.text}"


class KnowledgeError(Exception):
    """A knowledge base cannot be used."""


class KnowledgeProblems(KnowledgeError):
    """A knowledge base has problems; all of them are listed.

    Attributes:
        problems: what is wrong, sorted by file and line; never empty.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, sorted, each once."""
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class EditError(KnowledgeError):
    """An edit is none, or does not fit the file it changes.

    Attributes:
        line: line of the file that it does not fit, from 1; 0 for none.
    """

    def __init__(self, text: str, line: int = 0) -> None:
        """Keep what is wrong, and where."""
        self.line = line
        super().__init__(text)
