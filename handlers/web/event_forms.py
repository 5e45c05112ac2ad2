"""Forms ↔ what the planner reads: fields of an event, how they are filled at first, what does not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import available_timezones

from bot.assistant import Assistant
from bot.errors import EventError
from bot.events.event import MOST_QUESTIONS, Plan
from bot.events.planning import FIELDS, written
from bot.events.starters import starter_questions
from handlers.web.routes import Form

QUESTION = "question"
"""Begins the names of the fields of questions to begin with: ``question1``."""

MOMENTS = ("date", "closes")
"""Fields that browsers have a calendar for."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form of an event, as it stands on the page."""

    typed: Mapping[str, str]
    """What stands in its fields, by name."""
    questions: tuple[str, ...]
    """Questions to begin with, one for each of their fields."""
    proposed: str
    """Language and entry that the questions were proposed for; empty where they are the organiser's."""
    problems: Mapping[str, str] = field(default_factory=dict)
    """What does not fit, in words, by name of the field; an empty name for what belongs to none."""

    def moment(self, name: str) -> str:
        """Return a moment as calendars of browsers want it."""
        text = self.typed.get(name, "")
        return text.replace(" ", "T") if _MOMENT.fullmatch(text) else text

    def in_calendar(self, name: str) -> bool:
        """Tell whether a calendar can show what stands in a field: it would drop anything else."""
        text = self.typed.get(name, "")
        return not text or _MOMENT.fullmatch(text) is not None


def typed_in(form: Form, assistant: Assistant) -> dict[str, str]:
    """Return what was typed, by name of what the planner reads.

    Questions that were proposed for another language or entry, and were left as they were, are proposed anew.
    """
    typed = {name: form.get(name) for name in FIELDS if name != "questions"}
    for name in MOMENTS:
        if _MOMENT.fullmatch(typed[name]):
            typed[name] = typed[name].replace("T", " ")
    questions = tuple(question for question in (form.get(f"{QUESTION}{n}") for n in places()) if question)
    before = form.get("proposed")
    if before and before != purpose(typed) and questions == proposed(assistant, *before.partition("|")[::2]):
        questions = proposed(assistant, typed["language"], typed["focus"])
    return {**typed, "questions": "\n".join(questions)}


def filled_new(assistant: Assistant, language: str, zone: str) -> Filled:
    """Return the form of a new event."""
    typed = {"language": language, "zone": zone, "focus": ""}
    return Filled(typed, _places(proposed(assistant, language, "")), purpose(typed))


def filled_from(plan: Plan) -> Filled:
    """Return the form of an event that there is."""
    return Filled(written(plan), _places(plan.questions), "")


def filled_again(typed: Mapping[str, str], form: Form, problems: Mapping[str, str]) -> Filled:
    """Return a form as it was sent, with what does not fit."""
    questions = tuple(typed["questions"].splitlines())
    return Filled(typed, _places(questions), purpose(typed) if form.get("proposed") else "", problems)


def filled_with_proposals(typed: Mapping[str, str], assistant: Assistant) -> Filled:
    """Return a form as it was sent, with questions to begin with that suit its language and what it is about."""
    return Filled(typed, _places(proposed(assistant, typed["language"], typed["focus"])), purpose(typed))


def proposed(assistant: Assistant, language: str, focus: str) -> tuple[str, ...]:
    """Return questions to begin with, for the language and the entry of an event."""
    about = focus if focus in assistant.knowledge.entries else ""
    spoken = assistant.phrases.language(language)
    return starter_questions(assistant.understander, assistant.composer.wording, spoken, about)


def problems_of(error: EventError) -> Mapping[str, EventError]:
    """Return what does not fit, by name of its field; an empty name where it belongs to none."""
    own = getattr(error, "problems", None)
    if own is not None:
        return dict(own)
    return {"closes" if error.key == "closes_early" else "": error}


def purpose(typed: Mapping[str, str]) -> str:
    """Return what questions are proposed for."""
    return f"{typed.get('language', '')}|{typed.get('focus', '')}"


def places() -> range:
    """Return the numbers of the fields of questions."""
    return range(1, MOST_QUESTIONS + 1)


@cache
def zones() -> tuple[str, ...]:
    """Return the names of time zones that a form offers while somebody types."""
    named = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
    return tuple(sorted(named))


def _places(questions: tuple[str, ...]) -> tuple[str, ...]:
    """Return questions with empty ones for the fields that are left."""
    return (*questions, *[""] * MOST_QUESTIONS)[: max(MOST_QUESTIONS, len(questions))]
