"""Those who want to be told when there is an answer: what is kept of them, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

KEPT_FOR = timedelta(days=90)
"""How long an address is kept at most."""


class NoticeState(StrEnum):
    """How far a notice has come; once it was sent, nothing of it is kept."""

    WAITING = "waiting"
    """There is no answer yet."""
    DUE = "due"
    """There is an answer; the asker is to be told."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who wants to be told."""

    id: int
    """Number; 0 before it is stored."""
    group: int
    """Group of the question."""
    channel: str
    """``telegram`` or ``web``."""
    update: str
    """Id of the delivery that asked."""
    address: Mapping[str, Any]
    """Where to tell: chat, topic and message for Telegram, the visitor's session for the web."""
    person: str | None
    """Keyed hash of the asker."""
    language: str
    """Language of the reply, ISO 639-1."""
    text: str
    """The question, scrubbed."""
    asked_at: datetime
    """When it was asked."""
    expires_at: datetime
    """When it is forgotten, told or not."""
    state: NoticeState = NoticeState.WAITING
    """How far it has come."""
    attempts: int = 0
    """How often telling has failed."""
