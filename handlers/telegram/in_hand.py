"""The update that is being handled, known to whatever it makes the bot say: marked before the first word is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass


class NotOurs(Exception):
    """An update is not to be answered here: another instance has it, or nobody can tell."""


Mark = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class InHand:
    """An update in hand, and what has become of it so far."""

    mark: Mark
    """Keeps that an answer is about to be sent."""
    unmark: Callable[[], Awaitable[bool]]
    """Takes that back: it was refused; returns whether that worked."""
    can_wait: bool = False
    """Whether it can be put off, to be handled once more: it is stored."""
    said: bool = False
    """Whether something has been sent, or may have been: handling it once more could say that twice."""
    put_off: float | None = None
    """Seconds until it is to be handled once more; None where it is done with."""
    marked: bool = False
    """Whether it is marked now."""

    async def about_to_answer(self) -> None:
        """Mark it before something is sent.

        Raises:
            NotOurs: It is not to be answered here, now or later.
        """
        if not self.marked:
            await self.mark()
            self.marked = True

    async def refused(self) -> None:
        """Take the mark back where nothing was sent: a fall while the bot waits must not cost the answer."""
        if self.marked and not self.said:
            self.marked = not await self.unmark()


_in_hand: ContextVar[InHand | None] = ContextVar("in_hand", default=None)


def take_in_hand(update: InHand | None) -> None:
    """Remember, for all that goes on in this task from now on, which update it handles."""
    _in_hand.set(update)


def in_hand() -> InHand | None:
    """Return the update that this task handles; None outside of one."""
    return _in_hand.get()
