"""What is counted, in the format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/).

The only module that knows the library. Everything is put together when somebody asks; nobody pays for it otherwise.
"""

from __future__ import annotations

import platform
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.counting import Channel, Counts, Fate, Kind, Operation, Refusal, SendFault, Spread
from bot.errors import BotError
from bot.messages import Outcome
from bot.version import VERSION
from handlers.probes import Exposition

Reading = Callable[[], Awaitable[float]]
"""Reads a value now; raises ``BotError`` where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A value that is read when somebody asks."""

    name: str
    """Name of the metric."""
    help: str
    """What it is."""
    read: Reading
    """Reads it; where it cannot be read now, it is left out."""


def exposition(counts: Counts, gauges: Iterable[Gauge]) -> Exposition:
    """Return what shows all that is counted.

    Args:
        counts: What is counted.
        gauges: What is read when somebody asks.
    """
    read = tuple(gauges)
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    shown = _Shown(counts)
    registry.register(shown)

    async def show() -> tuple[bytes, str]:
        values: list[tuple[Gauge, float]] = []
        for gauge in read:
            try:
                values.append((gauge, await gauge.read()))
            except BotError:
                continue  # a value that is missing says so better than one that is wrong
        shown.values = values
        return generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4

    return show


class _Shown(Collector):
    """Turns what is counted into the metrics of the library."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self.values: list[tuple[Gauge, float]] = []

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics."""
        counts = self._counts
        build = GaugeMetricFamily("bot_build_info", "Version of the bot.", labels=["version", "python"])
        build.add_metric([VERSION, platform.python_version()], 1)
        yield build
        yield _counter(
            "bot_updates", "Updates of Telegram, by what became of them.", {"kind": Kind, "fate": Fate}, counts.updates
        )
        refusals = {(refusal,): number for refusal, number in counts.refusals.items()}
        yield _counter("bot_webhook_refused", "Requests to the webhook refused.", {"reason": Refusal}, refusals)
        yield _spreads("bot_update_seconds", "Seconds to handle an update.", "kind", counts.handling)
        yield _counter(
            "bot_questions", "Questions, by outcome.", {"channel": Channel, "outcome": Outcome}, counts.questions
        )
        faults = {(fault,): number for fault, number in counts.send_faults.items()}
        yield _counter("bot_send_errors", "Calls of Telegram that went wrong.", {"error": SendFault}, faults)
        yield CounterMetricFamily("bot_send_retries", "Calls of Telegram made once more.", value=counts.retries)
        yield _spreads("bot_database_seconds", "Seconds of a statement.", "operation", counts.querying)
        errors = {(operation,): number for operation, number in counts.database_errors.items()}
        yield _counter("bot_database_errors", "Statements that failed.", {"operation": Operation}, errors)
        if counts.heard_at is not None:
            since = counts.clock() - counts.heard_at
            yield GaugeMetricFamily("bot_updates_heard_seconds", "Seconds since updates last came in.", value=since)
        for gauge, value in self.values:
            yield GaugeMetricFamily(gauge.name, gauge.help, value=value)


def _counter(name: str, told: str, labels: Mapping[str, type[StrEnum]], numbers: Mapping[Any, int]) -> Metric:
    """Return a counter; every combination of labels is there from the beginning, so that rates begin at nought."""
    family = CounterMetricFamily(name, told, labels=list(labels))
    combinations: list[tuple[StrEnum, ...]] = [()]
    for members in labels.values():
        combinations = [(*before, member) for before in combinations for member in members]
    for combination in combinations:
        family.add_metric([member.value for member in combination], numbers.get(combination, 0))
    return family


def _spreads(name: str, told: str, label: str, spreads: Mapping[Any, Spread]) -> Metric:
    family = HistogramMetricFamily(name, told, labels=[label])
    for member, spread in spreads.items():
        below, buckets = 0, []
        for bound, number in zip((*map(str, spread.bounds), "+Inf"), spread.counts, strict=True):
            below += number
            buckets.append((bound, float(below)))
        family.add_metric([member.value], buckets, sum_value=spread.total)
    return family
