"""Events as text and as records, for the command line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.events.activity import Slot
from bot.events.codes import shown
from bot.events.event import Event
from bot.events.links import Links
from bot.events.planning import written
from bot.settings import zone_named
from bot.storage.sql_event_figures import Totals

BARS = " ▁▂▃▄▅▆▇█"
"""Eight heights of a bar in one line."""


def event_table(events: Sequence[Event], now: datetime) -> str:
    """Return events as a table, the latest first."""
    if not events:
        return "There is no event yet. Set one up with: run_bot.py event new"
    lines = ["  ID  date              state    code            title"]
    for event in events:
        plan = event.plan
        lines.append(
            f"{event.id:>4}  {written(plan)['date']:<16}  {event.state(now):<7}  {shown(event.code)}  {plan.title}"
        )
    return "\n".join(lines)


def event_record(event: Event, links: Links, now: datetime) -> dict[str, Any]:
    """Return an event as plain values."""
    return {
        "id": event.id,
        "code": shown(event.code),
        "state": event.state(now).value,
        "organiser": event.organiser,
        **written(event.plan),
        "questions": list(event.plan.questions),
        "starts_at": event.plan.starts_at.isoformat(),
        "ends_at": event.plan.ends_at.isoformat(),
        "links": links.of(event),
    }


def event_text(event: Event, links: Links, now: datetime) -> str:
    """Return an event as lines, one for each thing that is known of it."""
    plan = written(event.plan)
    local = event.plan.ends_at.astimezone(zone_named(event.plan.zone))
    lines = [
        f"Event {event.id}: {plan['title']}",
        f"code       {shown(event.code)} ({event.state(now)}, until {local:%Y-%m-%d %H:%M})",
        f"begins     {plan['date']} ({plan['zone']})",
        f"place      {plan['place'] or '–'}",
        f"language   {plan['language']}",
        f"about      {plan['focus'] or '–'}",
        f"board      {plan['release'].replace('_', ' ')}",
        *(f"question   {question}" for question in event.plan.questions),
        *(f"agenda     {line}" for line in plan["agenda"].splitlines()),
        *(f"{f'link {name}':<10} {address}" for name, address in links.of(event).items()),
    ]
    if not links.bot:
        lines.append("The name of the bot is not known yet: start `run_bot.py telegram` once, or set BOT_NAME.")
    return "\n".join(lines)


def stats_text(
    event: Event, totals: Totals, topics: Sequence[tuple[str, int]], missed: int, slots: Sequence[Slot]
) -> str:
    """Return the figures of an event, with the activity over time in one line."""
    lines = [
        f"Event {event.id}: {event.plan.title}",
        f"people     {totals.people}",
        f"questions  {totals.questions}, {totals.share:.0%} answered",
        f"missed     {missed}",
        *(f"topic      {title} ({times})" for title, times in topics),
        *([f"activity   {_bars(slots, event.plan.zone)}"] if slots else []),
    ]
    return "\n".join(lines)


def _bars(slots: Sequence[Slot], zone: str) -> str:
    """Return questions over time as a row of bars, between the first moment and the last."""
    most = max(slot.answered + slot.open for slot in slots)
    bars = "".join(BARS[-(-8 * (slot.answered + slot.open) // most)] for slot in slots)
    first, last = (slots[place].begins_at.astimezone(zone_named(zone)) for place in (0, -1))
    return f"{first:%d %b %H:%M} {bars} {last:%H:%M}"
