"""What an organiser types → a plan; one thing wrong or several, each said by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.entry_search import entry_called
from bot.errors import EventError, EventProblems
from bot.events.dates import read_moment, zone_name
from bot.events.event import (
    LONGEST_AGENDA,
    LONGEST_PLACE,
    LONGEST_QUESTION,
    LONGEST_TITLE,
    MOST_QUESTIONS,
    Plan,
    Release,
)
from bot.settings import zone_named
from knowledge.models import KnowledgeBase

FIELDS = ("title", "place", "date", "zone", "language", "focus", "questions", "agenda", "closes", "release")
"""What can be said about an event, in the order in which it is asked for."""

NOTHING = frozenset({"", "-", "–", "—"})
"""What people write where they want to leave something out."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Reads what organisers type."""

    knowledge: KnowledgeBase
    """Entries that an event can be about, and languages that it can be in."""
    zone: str
    """Time zone where nothing is said."""
    now: datetime
    """What days are counted from, with a time zone."""

    def plan(self, typed: Mapping[str, str], before: Plan | None = None) -> Plan:
        """Return a plan.

        Args:
            typed: What was typed, by name of ``FIELDS``; what is missing stays as it was before.
            before: The plan that is changed; None for a new one.

        Raises:
            EventProblems: Something does not fit; everything that does not, by name.
        """
        text = {**(written(before) if before else {}), **typed}
        problems: dict[str, EventError] = {}

        def read(name: str, reading: Callable[[str], object]) -> object:
            try:
                return reading(text.get(name, ""))
            except EventError as error:
                problems[name] = error
                return None

        zone = read("zone", self._zone)
        language = read("language", self._language)
        in_zone, in_language = str(zone or self.zone), str(language or "en")
        values = {
            "title": read("title", self._title),
            "place": read("place", lambda value: _short("place", value, LONGEST_PLACE)),
            "starts_at": read("date", lambda value: self._moment(value, in_zone, in_language, before)),
            "zone": zone,
            "language": language,
            "focus": read("focus", self._focus),
            "questions": read("questions", self._questions),
            "agenda": read("agenda", lambda value: _short("agenda", value, LONGEST_AGENDA, lines=True)),
            "closes_at": read("closes", lambda value: self._closing(value, in_zone, in_language, before)),
            "release": read("release", self._release),
        }
        starts, closes = values["starts_at"], values["closes_at"]
        if isinstance(starts, datetime) and isinstance(closes, datetime) and closes <= starts:
            problems["closes"] = EventError("closes_early")
        if problems:
            raise EventProblems({name: problems[name] for name in FIELDS if name in problems})
        return Plan(**values)  # type: ignore[arg-type]  # each was read by the reader of its own type

    def checked(self, name: str, text: str, typed: Mapping[str, str], before: Plan | None = None) -> str:
        """Return a text that somebody typed for one thing, once it is sure that it fits.

        Raises:
            EventError: It does not fit.
        """
        try:
            self.plan({**typed, name: text}, before)
        except EventProblems as error:
            if name in error.problems:
                raise error.problems[name] from error
        return text

    def _title(self, text: str) -> str:
        title = _short("title", text, LONGEST_TITLE)
        if not title:
            raise EventError("no_title")
        return title

    def _zone(self, text: str) -> str:
        return zone_name(text) if text.strip() not in NOTHING else self.zone

    def _language(self, text: str) -> str:
        code = text.strip().lower() or "en"
        if code in self.knowledge.phrases:
            return code
        for known, language in self.knowledge.languages.items():
            if known in self.knowledge.phrases and language.name.casefold() == code:
                return known
        raise EventError("no_language", text=code[:40], known=", ".join(sorted(self.knowledge.phrases)))

    def _focus(self, text: str) -> str:
        if text.strip() in NOTHING:
            return ""
        entry = entry_called(text.strip(), self.knowledge)
        if entry is None:
            raise EventError("no_focus", text=text.strip()[:80])
        return entry

    @staticmethod
    def _questions(text: str) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in text.splitlines())
        found = tuple(dict.fromkeys(line for line in lines if line not in NOTHING))
        if len(found) > MOST_QUESTIONS:
            raise EventError("many_questions", most=MOST_QUESTIONS)
        if any(len(question) > LONGEST_QUESTION for question in found):
            raise EventError("long_question", most=LONGEST_QUESTION)
        return found

    def _moment(self, text: str, zone: str, language: str, before: Plan | None) -> datetime:
        # What was not touched is not read again: a day that is over by now can stay.
        if before is not None and (text, zone) == (written(before)["date"], before.zone):
            return before.starts_at
        return read_moment(text, zone, language, self.now)

    def _closing(self, text: str, zone: str, language: str, before: Plan | None) -> datetime | None:
        if text.strip() in NOTHING:
            return None
        if before is not None and (text, zone) == (written(before)["closes"], before.zone):
            return before.closes_at
        return read_moment(text, zone, language, self.now)

    @staticmethod
    def _release(text: str) -> Release:
        try:
            return Release(text.strip() or Release.BY_HAND.value)
        except ValueError as error:
            raise EventError("no_release", text=text[:40]) from error


def written(plan: Plan) -> dict[str, str]:
    """Return a plan as somebody would type it."""
    zone = zone_named(plan.zone)

    def moment(at: datetime | None) -> str:
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""

    return {
        "title": plan.title,
        "place": plan.place,
        "date": moment(plan.starts_at),
        "zone": plan.zone,
        "language": plan.language,
        "focus": plan.focus,
        "questions": "\n".join(plan.questions),
        "agenda": plan.agenda,
        "closes": moment(plan.closes_at),
        "release": plan.release.value,
    }


def _short(name: str, text: str, most: int, *, lines: bool = False) -> str:
    """Return a text without spaces to spare.

    Raises:
        EventError: It is too long.
    """
    kept = "\n".join(" ".join(line.split()) for line in text.strip().splitlines()) if lines else " ".join(text.split())
    if kept in NOTHING:
        return ""
    if len(kept) > most:
        raise EventError("too_long", what=name, most=most)
    return kept
