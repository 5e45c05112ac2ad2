"""What a button says back to the bot when it is pressed: at most 64 bytes, with the version of their meaning in front.

    1c:Jx2kP9aQ:2     choose the third thing offered under the reply Jx2kP9aQ
    1h:Jx2kP9aQ:1     that reply was helpful (0: it was not)
    1o:Jx2kP9aQ:0     that reply is out of date
    1b:Jx2kP9aQ:0     bring the answer that may have got lost

Beside these there are ``1t:`` (``notices``), ``1f:`` (``own_data``), ``1g`` (``curator_data``) and ``1s``
(``setup_data``). Anything else is a button of another version of the bot, or forged: ``read`` returns None for it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

VERSION = "1"
LONGEST = 64
"""Bytes that Telegram carries (https://core.telegram.org/bots/api#inlinekeyboardbutton)."""

_SHAPE = re.compile(r"1([chob]):([A-Za-z0-9_-]{8}):(\d{1,3})", re.ASCII)


class Kind(StrEnum):
    """What pressing a button means."""

    CHOOSE = "c"
    """Ask, or browse to, what the button offers."""
    HELPFUL = "h"
    """Say whether the reply helped."""
    OUTDATED = "o"
    """Say that the reply is out of date."""
    BRING = "b"
    """Bring the answer that may have got lost."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, as it comes back."""

    kind: Kind
    """What it means."""
    code: str
    """The reply it stands under."""
    number: int
    """Which of the things offered, from 0; or 1 for helpful and 0 for not."""


def new_code() -> str:
    """Return a code for a reply, 8 characters.

    Drawn at random and not counted, so that a button from before a restart can never mean another reply's.
    """
    return secrets.token_urlsafe(6)


def write(pressed: Pressed) -> str:
    """Return the data of a button."""
    return f"{VERSION}{pressed.kind}:{pressed.code}:{pressed.number}"


def read(data: str | None) -> Pressed | None:
    """Return what a button means; None where it means nothing to this version of the bot."""
    shape = _SHAPE.fullmatch(data or "")
    return Pressed(Kind(shape[1]), shape[2], int(shape[3])) if shape else None
