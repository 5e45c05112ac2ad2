"""YAML text → plain values that know their lines; strict about everything in which YAML surprises.

Built from the parser's events, without recursion and without aliases, so that neither nesting nor a YAML bomb costs
more than the size of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
"""Keys and positions from the root of a file to a value."""

LARGEST = 8 * 1024 * 1024
"""Bytes a data file may have."""

DEEPEST = 20
"""Levels a data file may nest; ours need seven."""

MOST_PROBLEMS = 100
"""Problems that are told of one file; what has more is no data file, or has one cause."""

_INT = re.compile(r"-?(?:0|[1-9][0-9]*)$")
_TRUE = {"true": True, "false": False}
# YAML 1.1 reads these as something else than the text they look like: https://yaml.org/type/
_SURPRISE = re.compile(
    r"(?:y|n|yes|no|on|off|null|~|"
    r"[-+]?[0-9]*\.[0-9_]+(?:e[-+]?[0-9]+)?|[0-9]+\.|[-+]?0[0-9_]+|0[xob][0-9a-f_]+|\+[0-9]+|"
    r"[-+]?[0-9]+_[0-9_]*(?:\.[0-9_]*)?|[-+]?\.inf|\.nan|"
    r"[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)$",
    re.IGNORECASE,
)


CUT = re.compile(r"[ \t]+#\w")
"""What stands behind a text that YAML cuts off: "we are the #1"; comments mostly have a space after the #."""


@dataclass(slots=True)
class Tree:
    """What a YAML file holds."""

    value: Any = None
    """Dicts, lists, strings, whole numbers and truth values; None where nothing could be read."""
    lines: dict[Path, int] = field(default_factory=dict)
    """Line of each value, from 1, by its path."""
    problems: list[tuple[int, str]] = field(default_factory=list)
    """What is wrong: line and text."""
    cut: list[int] = field(default_factory=list)
    """Lines of texts behind which a # begins a comment that may have been meant as text."""

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def scalar(text: str) -> tuple[Any, str]:
    """Read a plain scalar.

    Returns:
        The value, and what is wrong with it or an empty string. Only whole numbers and ``true``/``false`` are read
        as anything but text; what YAML 1.1 would turn into something else must be put in quotes.
    """
    if _INT.match(text):
        return int(text) if len(text) < 16 else text, ""
    if text.lower() in _TRUE:
        return _TRUE[text.lower()], ""
    if text and _SURPRISE.match(text):
        return text, f'YAML does not read {text} as text; put it in quotes: "{text}"'
    return text, ""


@dataclass(slots=True)
class Open:
    """A mapping or list whose end has not come yet."""

    value: Any
    """The dict or list being filled."""
    path: Path
    """Where it stands."""
    key: str | None = None
    """Key that waits for its value."""
    skip: bool = False
    """The value of a key that was refused is read and dropped."""
