"""What `knowledge check` prints: as text, as JSON, or as annotations that GitHub shows beside the lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from bot.knowledge_check import Checked, check_folder
from handlers.terminal import tolerate_any_text
from knowledge.lint.finding import Finding, Level
from knowledge.lint.folder import FORMAT
from knowledge.lint.rules import grouped
from knowledge.models import KnowledgeBase
from knowledge.understanding import Understander

TEXT, JSON, GITHUB = "text", "json", "github"
"""Formats of the report."""


def check_knowledge(
    folder: Path,
    output: TextIO,
    *,
    today: str,
    form: str = TEXT,
    strict: bool = False,
    every: bool = False,
    understood: Callable[[], Understander] | None = None,
) -> int:
    """Print everything that is wrong with a knowledge folder, and how much that is.

    Args:
        folder: The knowledge folder.
        output: Gets the report; files are named from where one stands.
        today: The day, as in ``2026-05-01``.
        form: One of the formats above.
        strict: Let warnings fail the check, too.
        every: Tell each warning, also where a rule has many in one file.
        understood: Prepares what understands questions, to ask everything; None to ask nothing.

    Returns:
        Exit status: 0 where nothing is wrong, else 1.
    """
    tolerate_any_text(output)
    checked = check_folder(folder, today, understood)
    told = list(checked.findings) if every or form == JSON else grouped(checked.findings)
    if form == JSON:
        output.write(json.dumps(_as_object(folder, checked), ensure_ascii=False, indent=2) + "\n")
    else:
        say = _annotation if form == GITHUB else _line
        output.writelines(f"{say(finding, folder)}\n" for finding in told)
        output.write(f"{folder}: {_summary(checked)}\n")
    failed = checked.count(Level.ERROR) or (strict and checked.findings)
    return 1 if failed else 0


def _line(finding: Finding, folder: Path) -> str:
    """Return a finding as ``file:line: what is wrong and what to do``; a warning says that it is one."""
    problem = finding.problem
    warning = "warning: " if finding.level is Level.WARNING else ""
    said = replace(problem, text=f"{warning}{problem.text}{_more(finding)}{_rule(finding)}")
    return said.within(folder)


def _more(finding: Finding) -> str:
    return f" (and {finding.more} more like it in this file; --all tells each)" if finding.more else ""


def _rule(finding: Finding) -> str:
    return "" if finding.rule == FORMAT else f" [{finding.rule}]"


def _annotation(finding: Finding, folder: Path) -> str:
    """Return a finding as GitHub's workflow commands have it.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    problem = finding.problem
    file = folder / problem.file if problem.file != str(folder) else folder
    properties = {"file": str(file), "line": str(max(problem.line, 1)), "title": finding.rule}
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.level} {shown}::{_message(problem.text + _more(finding))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _as_object(folder: Path, checked: Checked) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "findings": [
            {
                "level": str(finding.level),
                "rule": finding.rule,
                "file": finding.problem.file,
                "line": max(finding.problem.line, 1),
                "text": finding.problem.text,
            }
            for finding in checked.findings
        ],
        "errors": checked.count(Level.ERROR),
        "warnings": checked.count(Level.WARNING),
        "holds": _held(checked.knowledge) if checked.knowledge else None,
    }


def _held(known: KnowledgeBase) -> dict[str, int]:
    """Count what a knowledge base holds."""
    return {
        "entries": len(known.entries),
        "kinds": len(known.kinds),
        "statements": sum(len(entry.facts) + len(entry.values) for entry in known.entries.values()),
        "languages": len(known.languages),
        "answers_in": len(known.phrases),
    }


def _summary(checked: Checked) -> str:
    """Return the last line: whether all is well, and how much there is."""
    if checked.knowledge is None:
        errors = checked.count(Level.ERROR)
        them = "it" if errors == 1 else "them"
        return f"{_counted(errors, 'error', 'errors')}; correct {them} to see what else there is"
    held = _held(checked.knowledge)
    holds = (
        f"{_counted(held['entries'], 'entry', 'entries')} of {_counted(held['kinds'], 'kind', 'kinds')} with "
        f"{_counted(held['statements'], 'statement', 'statements')}, "
        f"asked for in {_counted(held['languages'], 'language', 'languages')}, answered in {held['answers_in']}"
    )
    return f"{', '.join(_found(checked)) or 'all is well'}: {holds}"


def _found(checked: Checked) -> Iterator[str]:
    """Yield how many errors and warnings there are; of errors also none, where there are warnings."""
    errors, warnings = checked.count(Level.ERROR), checked.count(Level.WARNING)
    if errors:
        yield _counted(errors, "error", "errors")
    elif warnings:
        yield "no errors"
    if warnings:
        yield _counted(warnings, "warning", "warnings")


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
