"""What curators' buttons say back: at most 64 bytes, with the version of their meaning in front.

    1gp:12:3:8f3a01c2     the proposal 8f3a01c2 for group 12, as it was at version 3
    1gb:Jx2kP9aQrs81vTyz  publish that draft

Everything stands in the button itself, so it works after a restart, and in a chat of any age: what it stands for is
looked up, and the version of the group tells whether somebody was there in the meantime.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "1g"
"""Version and kind, first of all."""

_SHAPE = re.compile(r"1g([a-zA-Z])((?::[A-Za-z0-9_-]{1,24}){1,3})", re.ASCII)


class Verb(StrEnum):
    """What pressing a curator's button does."""

    QUEUE = "q"
    """Show the queue from a place on."""
    OPEN = "o"
    """Show a group."""
    PROPOSAL = "p"
    """Do what is proposed for a group."""
    DISMISS = "d"
    """Dismiss a group, for a reason."""
    TAKE = "t"
    """Take a group."""
    RELEASE = "r"
    """Give a group back."""
    SNOOZE = "z"
    """Put a group out of sight for some days."""
    COMMENT = "c"
    """Write a comment."""
    MERGE = "m"
    """Make a group part of another."""
    SPLIT = "x"
    """Take questions out of a group."""
    OTHER = "e"
    """Name another entry."""
    ENTRY = "E"
    """Show what can be done with an entry."""
    KINDS = "n"
    """Show the kinds that a new entry can be of."""
    PUBLISH = "b"
    """Publish a draft."""
    DROP = "k"
    """Drop a draft."""
    UNDO = "u"
    """Draft the undoing of a revision."""
    HISTORY = "h"
    """Show revisions from a place on."""
    OFF = "f"
    """No digests and alerts any more."""


@dataclass(frozen=True, slots=True)
class Button:
    """A curator's button, as it comes back."""

    verb: Verb
    """What it does."""
    values: tuple[str, ...]
    """To what."""

    def number(self, place: int = 0) -> int:
        """Return a value that is a number; -1 for one that is none."""
        text = self.values[place] if place < len(self.values) else ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

    def text(self, place: int) -> str:
        """Return a value; an empty string where there is none."""
        return self.values[place] if place < len(self.values) else ""


def write(verb: Verb, *values: object) -> str:
    """Return the data of a button."""
    return ":".join([f"{PREFIX}{verb.value}", *map(str, values)])


def read(data: object) -> Button | None:
    """Return what a button does; None where it means nothing to this version of the bot."""
    shape = _SHAPE.fullmatch(data) if isinstance(data, str) else None
    try:
        return Button(Verb(shape[1]), tuple(shape[2][1:].split(":"))) if shape else None
    except ValueError:
        return None


def short(*parts: str) -> str:
    """Return a name of 10 characters for something whose own is too long for a button."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
