"""The update that is being handled, known to whatever it makes the bot say: marked before the first word is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass

from bot.storage.arrived import Saying


class NotOurs(Exception):
    """An update is not to be answered here: another instance has it, or nobody can tell."""


Mark = Callable[[Saying], Awaitable[None]]


@dataclass(slots=True)
class InHand:
    """An update in hand, and what has become of it so far."""

    mark: Mark
    """Keeps what is about to be sent."""
    unmark: Callable[[], Awaitable[bool]]
    """Takes that back: it was refused; returns whether that worked."""
    can_wait: bool = False
    """Whether it can be put off, to be handled once more: it is stored."""
    said: bool = False
    """Whether something has been sent, or may have been: handling it once more could say that twice."""
    put_off: float | None = None
    """Seconds until it is to be handled once more; None where it is done with."""
    saying: Saying = Saying.WORD
    """What would be sent now."""
    interrupted: bool = False
    """Whether its answer was being said by an instance that is gone: then only that is told, with a button for it."""
    marked: Saying | None = None
    """What it is marked as now; None where it is not."""

    async def about_to_answer(self, *, again: bool = False) -> None:
        """Mark it before something is sent.

        Args:
            again: Whether sending it twice does no harm.

        Raises:
            NotOurs: It is not to be answered here, now or later.
        """
        if self.marked is None or (self.marked is Saying.EDIT and not again):
            saying = Saying.EDIT if again else self.saying
            await self.mark(saying)
            self.marked = saying

    async def refused(self) -> None:
        """Take the mark back where nothing was sent: a fall while the bot waits must not cost the answer."""
        if self.marked is not None and not self.said and await self.unmark():
            self.marked = None


_in_hand: ContextVar[InHand | None] = ContextVar("in_hand", default=None)


def take_in_hand(update: InHand | None) -> None:
    """Remember, for all that goes on in this task from now on, which update it handles."""
    _in_hand.set(update)


def in_hand() -> InHand | None:
    """Return the update that this task handles; None outside of one."""
    return _in_hand.get()


def answer_follows() -> bool:
    """Note that what is sent next answers a question; returns whether it may have been sent by an instance gone since.

    Then it is not to be sent, but whoever asked is to be told.
    """
    hand = _in_hand.get()
    if hand is None:
        return False
    hand.saying = Saying.ANSWER
    return hand.interrupted
