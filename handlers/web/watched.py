"""The pages as whoever watches them sees them, at a port of their own."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Protocol

from bot.counting import Counts
from bot.settings import Settings
from handlers.listening import listen
from handlers.probes import Probes
from handlers.web.context import Web


class Countable(Protocol):
    """What says whether there is anything to watch."""

    @property
    def settings(self) -> Settings:
        """What was set from outside."""

    @property
    def counts(self) -> Counts | None:
        """What is counted."""


@contextlib.asynccontextmanager
async def watched(served: Countable, web: Web) -> AsyncIterator[None]:
    """Answer whoever watches the pages, for as long as they are served; nobody where METRICS_PORT is not set.

    Raises:
        StartError: Nothing can listen at that port.
    """
    port, counts = served.settings.metrics_port, served.counts
    if port is None or counts is None:
        yield
        return
    from handlers.metrics import exposition  # noqa: PLC0415 - only whoever is watched needs it
    from handlers.standing import knowledge_gauges, streams_gauge  # noqa: PLC0415

    gauges = (*knowledge_gauges(lambda: web.curation.live), streams_gauge(lambda: web.watches.viewers))
    probes = Probes(listen(served.settings.web_host, port, "METRICS_PORT"), web.checks, exposition(counts, gauges))
    await probes.begin()
    try:
        yield
    finally:
        await probes.end()
