"""Events in words, for every screen: when they are, what does not fit, what entries they can be about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_date, format_datetime, format_time

from bot.assistant import Assistant
from bot.errors import EventError
from bot.events.event import Plan
from bot.phrases import Phrases
from bot.settings import zone_named


def said_problem(error: EventError, phrases: Phrases, language: str) -> str:
    """Return what does not fit, as a sentence."""
    values = dict(error.values)
    if "what" in values:
        values["what"] = phrases.say(language, f"event_web.field.{values['what']}")
    # Nothing was typed: there is nothing to repeat.
    key = "missing" if values.get("text") == "" else error.key
    return phrases.say(language, f"event_error.{key}", **values)


def day_and_hour(at: datetime, zone: str, language: str) -> str:
    """Return a moment as it is written out: "Freitag, 12. März 2027, 14:00"."""
    local = at.astimezone(zone_named(zone))
    return f"{_plain(format_date(local, 'full', locale=language))}, {hour(at, zone, language)}"


def hour(at: datetime, zone: str, language: str) -> str:
    """Return the time of day of a moment: "14:00"."""
    return _plain(format_time(at.astimezone(zone_named(zone)), "short", locale=language))


def short_moment(at: datetime, zone: str, language: str) -> str:
    """Return a moment where there is little room: "12.03.2027, 14:00"."""
    return _plain(format_datetime(at.astimezone(zone_named(zone)), "short", locale=language))


def place_and_time(plan: Plan, language: str | None = None) -> str:
    """Return where and when an event is, in its own language unless another one is given."""
    when = day_and_hour(plan.starts_at, plan.zone, language or plan.language)
    return f"{plan.place} · {when}" if plan.place else when


def focus_name(plan: Plan, assistant: Assistant, language: str) -> str:
    """Return the name of what an event is about; empty where it is about nothing, or nobody knows it any more."""
    if plan.focus not in assistant.knowledge.entries:
        return ""
    return assistant.composer.wording.title(plan.focus, language)


def focus_choices(assistant: Assistant, language: str) -> Mapping[str, Mapping[str, str]]:
    """Return what an event can be about: names of entries by id, by the name of their kind.

    First come places within others, then what lies in places and is looked for by them, then places within nothing.
    """
    knowledge, within, places = (
        assistant.knowledge,
        assistant.understander.index.within,
        assistant.understander.index.places,
    )
    wording = assistant.composer.wording
    ranked: dict[tuple[int, str], dict[str, str]] = {}
    for entry in knowledge.entries.values():
        lies = bool(within.get(entry.id))
        if entry.id in places:
            rank = 0 if lies else 2
        elif lies and knowledge.kinds[entry.kind].facet and places & within[entry.id]:
            rank = 1
        else:
            continue
        ranked.setdefault((rank, entry.kind), {})[entry.id] = wording.title(entry.id, language)
    found: dict[str, dict[str, str]] = {}
    for (_, kind), titles in sorted(ranked.items(), key=lambda one: one[0]):
        name = wording.counted(f"kind.{kind}", 2, language)
        found.setdefault(name, {}).update(sorted(titles.items(), key=lambda one: one[1].casefold()))
    return found


def _plain(text: str) -> str:
    """Return a text whose spaces every typeface has."""
    return text.replace("\u202f", "\u00a0")
