"""What buttons of events say back: at most 64 bytes, with the version of their meaning in front.

    1ec:12          show the card of event 12
    1ee:12:place    type another place for event 12
    1ex:12:1        close event 12, for sure

Everything stands in the button itself, so it works after a restart; whose event it is, is looked up with each press.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import InlineKeyboardButton

PREFIX = "1e"
"""Version and kind, first of all."""

_SHAPE = re.compile(r"1e([a-zA-Z]):(\d{1,9})(?::([a-z_]{1,16}|\d))?", re.ASCII)


class Verb(StrEnum):
    """What pressing a button does."""

    LIST = "l"
    """Show the organiser's events."""
    CARD = "c"
    """Show an event."""
    EDIT = "e"
    """Show what can be changed; or ask for one thing that is named."""
    CLOSE = "x"
    """Close an event, once confirmed."""
    REVOKE = "r"
    """Take the code back, once confirmed."""
    COPY = "y"
    """Ask for the day of an event like it."""
    SHEET = "p"
    """Send what can be printed: ``poster``, ``card``, ``qr``."""
    STATS = "s"
    """Show figures and activity."""
    REPORT = "t"
    """Send the report."""
    RELEASE = "m"
    """Show questions on the board by themselves, or only those released."""
    FOCUS = "f"
    """Switch an attendee's focus on or off."""
    LEAVE = "v"
    """Leave an event."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button, as it comes back."""

    verb: Verb
    """What it does."""
    event: int
    """To which event."""
    value: str = ""
    """With what."""


def button(label: str, verb: Verb, event: int, value: object = "") -> InlineKeyboardButton:
    """Return a button."""
    data = f"{PREFIX}{verb.value}:{event}" + (f":{value}" if value != "" else "")
    return InlineKeyboardButton(label, callback_data=data)


def read(data: object) -> Button | None:
    """Return what a button does; None where it means nothing to this version of the bot."""
    shape = _SHAPE.fullmatch(data) if isinstance(data, str) else None
    try:
        return Button(Verb(shape[1]), int(shape[2]), shape[3] or "") if shape else None
    except ValueError:
        return None
