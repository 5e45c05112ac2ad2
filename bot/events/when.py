"""When an event is, in words of its language and in its time zone."""

from __future__ import annotations

from datetime import datetime

from bot.events.event import Plan
from bot.settings import zone_named


def when(plan: Plan, language: str | None = None) -> str:
    """Return day and hour of an event: ``Freitag, 12. März 2027, 14:00``.

    Args:
        plan: The event.
        language: Language to say it in; its own where nothing is said.
    """
    return moment(plan.starts_at, plan, language)


def moment(at: datetime, plan: Plan, language: str | None = None) -> str:
    """Return a moment in an event's time zone, in words."""
    from babel.dates import format_date, format_time  # noqa: PLC0415 - slow to import, and questions do without

    local, spoken = at.astimezone(zone_named(plan.zone)), language or plan.language
    return f"{format_date(local, 'full', locale=spoken)}, {format_time(local, 'short', locale=spoken)}"
