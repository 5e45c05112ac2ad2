"""What the buttons under ``/setup`` say back: at most 64 bytes, with the version of their meaning in front.

    1sl:de     the group's language is German; 1sl:- as each asks
    1sq:1      answer commands and replies only; 1sq:0 mentions as well
    1se:-      belong to no event any more

The group is the chat that the button stands in. Who presses is checked each time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "1s"
"""Version and kind, first of all."""

NONE = "-"
"""Value that stands for nothing chosen."""

_SHAPE = re.compile(r"1s([leq]):([a-z]{2,8}|[01]|-)", re.ASCII)


class Setting(StrEnum):
    """What is chosen for a group."""

    LANGUAGE = "l"
    """The language that the bot speaks there."""
    QUIET = "q"
    """Whether it keeps quiet when it is mentioned."""
    EVENT = "e"
    """The event that the group belongs to; a button can only end that."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, as it comes back."""

    setting: Setting
    """What is chosen."""
    value: str
    """As what."""


def write(choice: Choice) -> str:
    """Return the data of a button."""
    return f"{PREFIX}{choice.setting.value}:{choice.value}"


def read(data: object, languages: tuple[str, ...]) -> Choice | None:
    """Return what a button chooses; None where it means nothing to this version of the bot.

    Args:
        data: As it comes back.
        languages: Languages that the bot speaks.
    """
    shape = _SHAPE.fullmatch(data) if isinstance(data, str) else None
    if shape is None:
        return None
    choice = Choice(Setting(shape[1]), shape[2])
    allowed = {
        Setting.LANGUAGE: (*languages, NONE),
        Setting.QUIET: ("0", "1"),
        Setting.EVENT: (NONE,),
    }
    return choice if choice.value in allowed[choice.setting] else None
