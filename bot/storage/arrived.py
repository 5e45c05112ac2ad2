"""An update as it is stored, and what was about to be said of one when the bot fell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Saying(StrEnum):
    """What is about to be said, so that whoever takes over knows what to do about it."""

    ANSWER = "answer"
    """The answer to a question: it can be found again, and shown when it is wanted."""
    EDIT = "edit"
    """Something in place of what stands there: it can be said again, and looks as if it had been said once."""
    WORD = "word"
    """Anything else; whoever wanted it is asked to look, and to repeat what they did."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it arrived."""

    id: int
    """Telegram's number of it."""
    chat: int | None
    """Chat that it belongs to, whose updates are handled in order."""
    payload: str
    """The update as JSON; gone once it is handled."""
    lately: int = 0
    """How many of the chat's updates have arrived lately, this one included."""
    interrupted: Saying | None = None
    """What an instance was about to say that is gone since; None where none was."""
