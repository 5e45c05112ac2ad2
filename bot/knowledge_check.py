"""A knowledge folder looked at: what it cannot be used with, and what will not do it good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import QuestionFileError
from bot.golden import golden_questions
from knowledge.build import build
from knowledge.errors import KnowledgeProblems, Problem
from knowledge.lint.finding import Finding, Level
from knowledge.lint.folder import FORMAT, Folder
from knowledge.lint.reach import not_found
from knowledge.lint.rules import lint
from knowledge.loader import read_common, read_common_words, read_folder
from knowledge.models import KnowledgeBase
from knowledge.places import Source
from knowledge.understanding import Understander


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a folder."""

    findings: tuple[Finding, ...]
    """All of it, sorted by file and line."""
    knowledge: KnowledgeBase | None
    """What is known; None where the folder cannot be used."""

    def count(self, level: Level) -> int:
        """Return how many findings are so grave."""
        return sum(finding.level is level for finding in self.findings)


def check_folder(folder: Path, today: str, understood: Callable[[], Understander] | None = None) -> Checked:
    """Look at a knowledge folder and its golden questions.

    Args:
        folder: the knowledge folder.
        today: the day, as in ``2026-05-01``; reviews due before are overdue.
        understood: prepares what understands questions about it, to ask everything; None to ask nothing.
    """
    read = _read(folder)
    golden, wrong = _golden(folder)
    findings = [Finding(Level.ERROR, FORMAT, problem) for problem in wrong]
    if isinstance(read, KnowledgeProblems):
        findings += [Finding(Level.ERROR, FORMAT, problem) for problem in read.problems]
        return Checked(_sorted(findings), None)
    knowledge, sources = read
    looked_at = Folder(knowledge, tuple(sources), read_common().sources, golden, today)
    findings += lint(looked_at)
    if understood is not None:
        findings += not_found(looked_at, understood())
    return Checked(_sorted(findings), knowledge)


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.problem, finding.rule)))


def _read(folder: Path) -> tuple[KnowledgeBase, list[Source]] | KnowledgeProblems:
    """Read a folder; return what is known with its files, or what is wrong."""
    sources, problems = read_folder(folder)
    if not sources:
        return KnowledgeProblems(problems)
    words = read_common_words(folder, problems)
    knowledge = build(sources, words, problems, read_common())
    return KnowledgeProblems(problems) if problems else (knowledge, sources)


def _golden(folder: Path) -> tuple[dict[str, list[Problem]], list[Problem]]:
    """Read the golden questions; return where they name which entry, and what is wrong with their files."""
    try:
        cases = golden_questions(folder)
    except QuestionFileError as error:
        return {}, [replace(problem, file=_within(problem.file, folder)) for problem in error.problems]
    found: dict[str, list[Problem]] = {}
    for case in cases:
        for entry in {entry for turn in case.turns for entry in turn.entries}:
            found.setdefault(entry, []).append(Problem(_within(str(case.file), folder), case.line, ""))
    return found, []


def _within(file: str, folder: Path) -> str:
    return Path(file).relative_to(folder).as_posix()
