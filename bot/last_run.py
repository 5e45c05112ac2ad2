"""What an evaluation remembers of the last one of the same knowledge folder: which cases passed.

Kept in a file of its own for each knowledge folder, replaced whole. A file that is missing or broken is no earlier run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.evaluation import Result
from bot.questions import Case


@dataclass(frozen=True, slots=True)
class LastRun:
    """The earlier runs of a knowledge folder, of each case the last one."""

    when: datetime | None = None
    """When the last one was; None where there was none."""
    passed: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    """Whether each case passed, by its file in full and its name."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the last run."""

    failing: tuple[Case, ...]
    """Cases that passed then and fail now."""
    passing: tuple[Case, ...]
    """Cases that failed then and pass now."""
    new: int
    """Cases that were not asked then."""


def file_of(folder: Path, state: Path) -> Path:
    """Return the file that remembers the runs of a knowledge folder, among those in a folder of state."""
    return state / f"{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.json"


def read_last_run(file: Path) -> LastRun:
    """Return what a file remembers; nothing where it is missing or broken."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        passed = {str(name): {str(c): bool(p) for c, p in cases.items()} for name, cases in held["passed"].items()}
        return LastRun(datetime.fromisoformat(held["when"]), passed)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return LastRun()


def changes(last: LastRun, results: Sequence[Result]) -> Changes:
    """Return what differs from the last run, of the cases that both have."""
    failing, passing, new = list[Case](), list[Case](), 0
    for result in results:
        before = last.passed.get(_key(result.case), {}).get(result.case.name)
        now = passes(result)
        new += before is None
        if before is True and not now:
            failing.append(result.case)
        if before is False and now:
            passing.append(result.case)
    return Changes(tuple(failing), tuple(passing), new)


def passes(result: Result) -> bool:
    """Tell whether all turns of a case were as they should be."""
    return not any(answer.faults for answer in result.answers)


def keep_run(file: Path, last: LastRun, results: Sequence[Result], now: datetime) -> None:
    """Remember a run, and of files that were not run what was remembered before; those that are gone are forgotten.

    Raises:
        OSError: The file cannot be written.
    """
    passed: dict[str, dict[str, bool]] = {}
    for result in results:
        passed.setdefault(_key(result.case), {})[result.case.name] = passes(result)
    held = {name: cases for name, cases in last.passed.items() if Path(name).is_file()} | passed
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            json.dump({"when": now.isoformat(), "passed": held}, written)
        Path(draft).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise


def _key(case: Case) -> str:
    return str(case.file.resolve())
