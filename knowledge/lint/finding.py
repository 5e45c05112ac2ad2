"""What a rule says about one place, and how grave that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.errors import Problem
from knowledge.lint.folder import Folder


class Level(StrEnum):
    """How grave something is."""

    ERROR = "error"
    """People would be told something wrong; the check fails."""
    WARNING = "warning"
    """Worth a look; the check fails only where it is strict."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found in one place."""

    level: Level
    """How grave it is."""
    rule: str
    """Name of the rule; ``format`` for what the folder cannot be used with."""
    problem: Problem
    """Where it is, what is wrong, and what to do about it."""
    more: int = 0
    """Findings of the same rule in the same file that this one stands for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for."""

    name: str
    """What it is called in reports, words joined by hyphens."""
    level: Level
    """How grave it is."""
    about: str
    """What it looks for, in a line of documentation."""
    find: Callable[[Folder], Iterator[Problem]]
    """Yields what it finds, in any order."""
