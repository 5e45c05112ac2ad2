"""What was found when something was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How something is."""

    OK = "ok"
    """As it should be."""
    BAD = "!!"
    """Something has to be done."""
    UNSET = "--"
    """It is not used, or can be better; nothing has to be done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the bot, and how it is."""

    part: str
    """What was looked at, in one word."""
    mark: Mark
    """How it is."""
    says: str
    """What was found, without secrets."""
    todo: str = ""
    """What to do; empty for nothing."""

    def record(self) -> dict[str, str]:
        """Return it as JSON has it."""
        return {"part": self.part, "mark": self.mark.value, "says": self.says, "do": self.todo}


def text(findings: Sequence[Finding]) -> str:
    """Return a line for each."""
    width = max((len(finding.part) for finding in findings), default=0)
    return "".join(
        f"{finding.mark.value} {finding.part:<{width}}  {finding.says}{f' → {finding.todo}' if finding.todo else ''}\n"
        for finding in findings
    )
