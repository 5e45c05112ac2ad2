"""What a call to Telegram that failed means: surely nothing was done, perhaps something was, or it never will be.

A message that was surely not sent is sent again. One that may have been sent is not: nobody is answered twice.
"""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

_NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.WriteError, httpx.WriteTimeout)
"""A request of which Telegram has at most a part."""

_GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message can't be deleted",
    "message_id_invalid",
    "message to be replied not found",
    "message to reply not found",
)
"""What Telegram says where a message is not there any more, in small letters."""


def passes(error: TelegramError) -> bool:
    """Tell whether the same call may succeed later: Telegram or the network is at fault, not what was said."""
    return isinstance(error, RetryAfter) or (isinstance(error, NetworkError) and not isinstance(error, BadRequest))


def surely_not_done(error: TelegramError) -> bool:
    """Tell whether a failed call surely had no effect; a time-out or a lost connection leaves that open."""
    if not passes(error):
        return True
    if isinstance(error, RetryAfter):
        return True
    cause = error.__cause__
    if cause is None or isinstance(cause, TelegramError):
        # Telegram's servers have answered, and not by a success.
        return "gateway time" not in error.message.lower()
    return isinstance(cause, _NEVER_ARRIVED)


def seconds_of(error: TelegramError) -> float:
    """Return how long Telegram asks to wait; 0 where it does not."""
    if not isinstance(error, RetryAfter):
        return 0.0
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def is_gone(error: BadRequest) -> bool:
    """Tell whether a message is not there any more, or may not be touched any more."""
    return any(said in error.message.lower() for said in _GONE)
