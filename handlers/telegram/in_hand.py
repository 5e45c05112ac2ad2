"""The update that is being handled, known to whatever it makes the bot say: marked before the first word is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar

Mark = Callable[[], Awaitable[None]]

_mark: ContextVar[Mark | None] = ContextVar("mark", default=None)


def take_in_hand(mark: Mark | None) -> None:
    """Remember, for all that goes on in this task from now on, how the update is marked that it handles."""
    _mark.set(mark)


async def about_to_answer() -> None:
    """Mark the update in hand as one whose answer is about to be sent; nothing happens outside of one.

    Raises:
        NotOurs: It is not to be answered here, now or later.
    """
    mark = _mark.get()
    if mark is not None:
        await mark()
        _mark.set(None)
