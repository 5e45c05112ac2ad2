"""An organiser's events as texts with buttons: the list, a card, what can be changed, what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.events.codes import shown
from bot.events.event import Event, Release, State
from bot.events.links import Links
from bot.events.planning import written
from bot.phrases import Phrases
from bot.storage.sql_event_figures import Totals
from bot.wording import pick
from handlers.event_words import day_and_hour, place_and_time
from handlers.telegram.curator_view import Page
from handlers.telegram.event_data import Verb, button
from handlers.telegram.markup import escape
from knowledge.models import KnowledgeBase

CHANGEABLE = ("title", "place", "date", "zone", "language", "focus", "questions", "agenda", "closes")
"""What has a button of its own to change it."""

MOST_LISTED = 20
"""Events in the list."""

SHEETS = ("poster", "card", "qr")
"""What can be printed."""


@dataclass(frozen=True, slots=True)
class EventView:
    """Words and buttons for one organiser."""

    phrases: Phrases
    """The fixed words."""
    knowledge: KnowledgeBase
    """Names of what events are about."""
    language: str
    """Language of the organiser."""
    now: datetime
    """Tells which events go on."""

    def say(self, key: str, **values: object) -> str:
        """Return a text of the section ``meeting``."""
        return self.phrases.say(self.language, f"meeting.{key}", **values)

    def field(self, name: str) -> str:
        """Return what a field of an event is called."""
        return self.phrases.say(self.language, f"event_web.field.{name}")

    def events(self, events: Sequence[Event]) -> Page:
        """Return the list of an organiser's events."""
        if not events:
            return Page(escape(self.say("list_empty")))
        rows = []
        for event in events[:MOST_LISTED]:
            mark = "🟢" if event.state(self.now) is State.OPEN else "⚪"
            day = written(event.plan)["date"][:10]
            rows.append([button(f"{mark} {day} {event.plan.title}"[:60], Verb.CARD, event.id)])
        return Page(escape(self.say("list", count=len(events))), InlineKeyboardMarkup(rows))

    def card(self, event: Event, links: Links) -> Page:
        """Return an event with all that an organiser can do with it."""
        state, plan = event.state(self.now), event.plan
        ends = event.over_since(self.now) or plan.ends_at
        lines = [
            f"<b>{escape(plan.title)}</b>",
            escape(f"{place_and_time(plan, self.language)} ({plan.zone})"),
            escape(self.say("code", code="")) + f"<code>{shown(event.code)}</code>",
            escape(self.say(f"state_{state}", when=day_and_hour(ends, plan.zone, self.language))),
        ]
        if plan.focus in self.knowledge.entries:
            lines.append(escape(self.say("focus", name=pick(self.knowledge.entries[plan.focus].title, self.language))))
        lines += ["", *(f"• {escape(question)}" for question in plan.questions)] if plan.questions else []
        if state is State.OPEN:
            lines += ["", *(f"{escape(self.say(f'link_{n}'))}: {escape(a)}" for n, a in links.of(event).items())]
        return Page("\n".join(lines), InlineKeyboardMarkup(self._buttons(event, state)))

    def changes(self, event: Event) -> Page:
        """Return what can be changed of an event, with how it is now."""
        now = written(event.plan)
        lines = [f"{escape(self.field(name))}: {escape(now[name] or '–')}" for name in CHANGEABLE]
        asked = [button(self.field(name), Verb.EDIT, event.id, name) for name in CHANGEABLE]
        rows = [asked[place : place + 3] for place in range(0, len(asked), 3)]
        automatic = event.plan.release is Release.AUTOMATIC
        lines.append(escape(self.say("release_automatic" if automatic else "release_by_hand")))
        rows.append(
            [button(self.say("by_hand" if automatic else "automatic"), Verb.RELEASE, event.id, int(not automatic))]
        )
        rows.append([button(self.say("back"), Verb.CARD, event.id)])
        return Page("\n".join(lines), InlineKeyboardMarkup(rows))

    def confirm(self, event: Event, verb: Verb) -> Page:
        """Ask whether an event is really to be closed, or its code taken back."""
        key = "close" if verb is Verb.CLOSE else "revoke"
        rows = [[button(self.say(f"{key}_yes"), verb, event.id, 1), button(self.say("back"), Verb.CARD, event.id)]]
        return Page(escape(self.say(f"{key}_sure", title=event.plan.title)), InlineKeyboardMarkup(rows))

    def figures(self, event: Event, totals: Totals, topics: Sequence[tuple[str, int]], missed: int) -> str:
        """Return the figures of an event."""
        lines = [
            f"<b>{escape(event.plan.title)}</b>",
            escape(self.say("figures_people", count=totals.people)),
            escape(self.say("figures_questions", count=totals.questions, share=f"{totals.share:.0%}")),
            escape(self.say("figures_missed", count=missed)),
        ]
        lines += [f"• {escape(title)} ({times})" for title, times in topics]
        return "\n".join(lines)

    def _buttons(self, event: Event, state: State) -> list[list[InlineKeyboardButton]]:
        def one(key: str, verb: Verb, value: object = "") -> InlineKeyboardButton:
            return button(self.say(key), verb, event.id, value)

        going_on = [
            [one(f"send_{sheet}", Verb.SHEET, sheet) for sheet in SHEETS],
            [one("edit", Verb.EDIT), one("close", Verb.CLOSE), one("revoke", Verb.REVOKE)],
        ]
        always = [[one("stats", Verb.STATS), one("report", Verb.REPORT), one("copy", Verb.COPY)]]
        return [*(going_on if state is State.OPEN else []), *always, [one("all_events", Verb.LIST)]]
