"""What goes wrong between a bot and Telegram: connections that drop, calls that hang, answers that drip."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """What goes wrong with a call."""

    DROP = "the connection is closed before the call has an effect"
    STALL = "the call has no effect, and is never answered"
    LOSE = "the connection is closed after the call has had its effect"
    HANG = "the call has its effect, and is never answered"
    DRIP = "the call has its effect, and its answer comes byte by byte, without an end"


@dataclass(frozen=True)
class Answer:
    """An answer that is sent instead of Telegram's own; the call has no effect."""

    status: int
    content: bytes


class Faults:
    """Goes wrong on demand."""

    def __init__(self) -> None:
        self.next: dict[str, deque[Fault | Answer]] = {}
        """What goes wrong with the next calls of a method."""
        self.always: dict[str, Fault | Answer] = {}
        """What goes wrong with all calls of a method, for now."""
        self.happened: list[tuple[str, Fault | Answer]] = []
        """What went wrong."""

    def take(self, method: str) -> Fault | Answer | None:
        """Return what goes wrong with a call."""
        waiting = self.next.get(method)
        found = waiting.popleft() if waiting else self.always.get(method)
        if found is not None:
            self.happened.append((method, found))
        return found


async def drip(writer: asyncio.StreamWriter, content: bytes) -> None:
    """Send an answer byte by byte, and leave its last byte out."""
    for byte in content[:-1]:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.3)
    await asyncio.Event().wait()
