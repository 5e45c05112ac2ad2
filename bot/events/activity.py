"""When a room asked: questions counted in steps of a length that suits how long it went on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST_SLOTS = 24
"""Steps at most: more cannot be told apart on a phone."""

STEPS = (
    timedelta(minutes=5),
    timedelta(minutes=10),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
)
"""Lengths of a step, the shortest first."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One step of time."""

    begins_at: datetime
    """When it begins, UTC."""
    answered: int
    """Questions answered in it."""
    open: int
    """Questions not answered in it."""


def activity(asked: Sequence[tuple[datetime, bool]]) -> tuple[Slot, ...]:
    """Return the steps between the first question and the last; none where nothing was asked.

    Args:
        asked: When questions were asked, each with whether it was answered.
    """
    if not asked:
        return ()
    moments = [at for at, _ in asked]
    first, last = min(moments), max(moments)
    step = next((step for step in STEPS if (last - first) / step < MOST_SLOTS - 1), STEPS[-1])
    start = _floor(first, step)
    counted: dict[int, list[int]] = {place: [0, 0] for place in range(int((last - start) / step) + 1)}
    for at, answered in asked:
        counted[int((at - start) / step)][0 if answered else 1] += 1
    latest = sorted(counted)[-MOST_SLOTS:]
    return tuple(Slot(start + place * step, *counted[place]) for place in latest)


def _floor(moment: datetime, step: timedelta) -> datetime:
    """Return the beginning of the step that a moment lies in, counted from midnight."""
    midnight = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((moment - midnight) // step) * step
