"""Grouping files: questions by what they want, to measure the grouping with (``docs/questions.md``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.errors import QuestionFileError
from bot.questions import OneOrMore, Strict
from knowledge.errors import Problem
from knowledge.loader import read_file
from knowledge.misfits import misfits
from knowledge.schema import Text


class WishItem(Strict):
    """A wish, and questions in which people have it."""

    wish: Text
    """What is wanted, in words; stands in a file once."""
    questions: OneOrMore
    """Questions of people who want it, in any language."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish of a grouping file."""

    wish: str
    """What is wanted, in words."""
    questions: tuple[str, ...]
    """In which questions; never empty."""


def is_grouping_file(path: Path) -> bool:
    """Tell whether a file holds wishes rather than questions to be answered."""
    return path.suffix != ".jsonl" and _holds_wishes(read_file(path).value)


def read_wanted(paths: Sequence[Path]) -> list[Wanted]:
    """Read grouping files.

    Raises:
        QuestionFileError: With every problem of every file.
    """
    problems: list[Problem] = []
    found: list[Wanted] = []
    for path in paths:
        tree = read_file(path)
        problems += [Problem(str(path), line, text) for line, text in tree.problems]
        first: dict[str, int] = {}
        for position, value in enumerate([] if tree.problems else tree.value):
            line = tree.line((position,))
            try:
                item = WishItem.model_validate(value)
            except ValidationError as error:
                problems += misfits(error, str(path), tree, (position,))
                continue
            if first.setdefault(item.wish, line) != line:
                text = f"{item.wish[:60]!r} stands in line {first[item.wish]} already; put the questions together"
                problems.append(Problem(str(path), line, text))
            found.append(Wanted(item.wish, tuple(item.questions)))
    if problems:
        raise QuestionFileError(problems)
    return found


def _holds_wishes(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) and "wish" in item for item in value)
