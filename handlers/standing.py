"""Values that are read when somebody asks for the metrics: how the knowledge stands, how much waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from handlers.metrics import Gauge

if TYPE_CHECKING:
    from bot.curation.live import LiveKnowledge


def knowledge_gauges(live: Callable[[], LiveKnowledge | None]) -> tuple[Gauge, ...]:
    """Return how the published knowledge stands.

    Args:
        live: Returns it; None while the database cannot be opened.
    """

    async def revision() -> float:
        now = live()
        return now.revision if now else 0

    async def problem() -> float:
        now = live()
        return float(bool(now.problem)) if now else 0

    return (
        Gauge("bot_revision", "Number of the revision that is answered from.", revision),
        Gauge("bot_revision_problem", "1 where a later revision could not be taken over.", problem),
    )


def updates_gauges(
    stored: Callable[[], Awaitable[int]], queued: Callable[[], int], in_hand: Callable[[], int]
) -> tuple[Gauge, ...]:
    """Return how many updates wait.

    Args:
        stored: Returns how many are stored and not handled, of all instances.
        queued: Returns how many wait in the memory of this one.
        in_hand: Returns how many this one handles right now.
    """

    async def waiting() -> float:
        return await stored()

    async def here() -> float:
        return queued()

    async def now() -> float:
        return in_hand()

    return (
        Gauge("bot_inbox_waiting", "Updates stored and not handled yet, of all instances.", waiting),
        Gauge("bot_updates_queued", "Updates that wait in the memory of this process.", here),
        Gauge("bot_updates_in_hand", "Updates that this process handles right now.", now),
    )


def streams_gauge(viewers: Callable[[], int]) -> Gauge:
    """Return how many streams of boards are open.

    Args:
        viewers: Returns it.
    """

    async def read() -> float:
        return viewers()

    return Gauge("bot_event_streams", "Streams of event boards that are open.", read)
