"""What an organiser takes home: figures, activity, topics, questions with answers, what is still missing.

Nothing in it lets fewer than three people stand out: topics, languages, questions and wishes of fewer are put together
and only counted, but for questions that the organiser has released for everybody to see.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.events.activity import Slot, activity
from bot.events.event import Event
from bot.events.opened import Events
from bot.knowing import Knowing
from bot.storage.sql_event_figures import Asked, Missed, Totals

FEWEST = 3
"""People whom a line of the report stands for at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question, topic or wish of the report, whoever asked for it how."""

    text: str
    """What it was about, in words."""
    answer: str
    """The answer as it is now; empty for none."""
    times: int
    """How often it was asked."""
    people: int
    """How many people asked it; 0 where that must not be told."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an event came to."""

    event: Event
    """The event."""
    until: datetime
    """When it ended, or when the report was made if it goes on."""
    totals: Totals
    """People, questions, answered."""
    slots: tuple[Slot, ...]
    """Questions over time."""
    languages: tuple[tuple[str, int], ...]
    """Languages and how often they were spoken; an empty code for those of fewer than three people together."""
    topics: tuple[Line, ...]
    """What was asked about, most people first."""
    questions: tuple[Line, ...]
    """What was asked and is answered."""
    questions_of_few: int
    """Questions that were answered and are not among these, since fewer than three people asked for the same."""
    answered_since: tuple[Line, ...]
    """What the room could not get answered, and can now."""
    missing: tuple[Line, ...]
    """What is still not answered."""
    missing_of_few: int
    """Wishes that are in neither list, since fewer than three people had the same."""


class Reports:
    """Writes reports.

    Args:
        events: Where events are kept and counted.
        assistant: Answers as it would now.
    """

    def __init__(self, events: Events, assistant: Knowing) -> None:
        self._events = events
        self._assistant = assistant

    async def of(self, event: Event) -> Report:
        """Return the report of an event as it is now.

        Raises:
            StorageError: The database fails.
        """
        figures, now = self._events.figures, self._events.clock()
        asked = await figures.all(event.code)
        decisions = await self._events.stored.decisions(event.id)
        released = {key for key, shown in decisions.items() if shown}
        questions = await self._alike([one for one in asked if one.outcome == "answered"], event, released)
        wishes = [self._wish(one, event, released) for one in await figures.missed(event.code)]
        shown = [line for line in wishes if line is not None]
        title = self._assistant.composer.wording.title
        known = self._assistant.knowledge.entries
        return Report(
            event=event,
            until=event.over_since(now) or now,
            totals=await figures.totals(event.id, event.code),
            slots=activity([(one.asked_at, one.outcome == "answered") for one in asked]),
            languages=_languages(asked),
            topics=tuple(
                Line(title(topic.entry, event.plan.language), "", topic.times, topic.people)
                for topic in await figures.topics(event.code)
                if topic.people >= FEWEST and topic.entry in known
            ),
            questions=tuple(line for line in questions if line.text),
            questions_of_few=sum(line.times for line in questions if not line.text),
            answered_since=tuple(line for line in shown if line.answer),
            missing=tuple(line for line in shown if not line.answer),
            missing_of_few=len(wishes) - len(shown),
        )

    async def _alike(self, asked: Sequence[Asked], event: Event, released: set[tuple[str, str]]) -> list[Line]:
        """Return questions, those that the same is told to as one; without a text where too few people asked."""
        found: dict[tuple[str, ...], _Alike] = {}
        answers: dict[str, tuple[tuple[str, ...], str]] = {}
        for one in asked:
            if one.text not in answers:
                answers[one.text] = self._told(one.text, event)
                # Thousands of questions take seconds: in between others get their turn.
                await asyncio.sleep(0)
            told, answer = answers[one.text]
            alike = found.setdefault(told or (*one.entries, one.text), _Alike(answer))
            alike.add(one, (one.channel, one.update) in released)
        lines = [alike.line() for alike in found.values()]
        return sorted(lines, key=lambda line: (-line.people, -line.times, line.text))

    def _told(self, text: str, event: Event) -> tuple[tuple[str, ...], str]:
        """Return what is told to a question now, by ids, and in the event's language; nothing for one that leans."""
        understander, composer = self._assistant.understander, self._assistant.composer
        understanding = understander.understand(text)
        findings = [part.finding for part in understanding.parts if part.finding.answered]
        if not findings:
            return (), ""
        told = [i for finding in findings for i in (*(s.id for s in finding.statements), *finding.entries)]
        reply = composer.reply(replace(understanding, language=event.plan.language))
        return tuple(told), reply.plain(with_options=False)

    def _wish(self, missed: Missed, event: Event, released: set[tuple[str, str]]) -> Line | None:
        """Return a wish with its answer, if there is one by now; None where too few people had it."""
        seen = next((t for t, key in zip(missed.texts, missed.deliveries, strict=True) if key in released), None)
        enough = missed.people >= FEWEST
        if not enough and seen is None:
            return None
        text = seen or missed.texts[-1]
        answer = self._told(text, event)[1] if missed.closed else ""
        return Line(text, answer, missed.times, missed.people if enough else 0)


@dataclass(slots=True)
class _Alike:
    """Questions that the same is told to."""

    answer: str
    texts: dict[str, int] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    times: int = 0
    released: str = ""

    def add(self, asked: Asked, released: bool) -> None:
        self.texts[asked.text] = self.texts.get(asked.text, 0) + 1
        self.people |= {asked.person} if asked.person else set()
        self.times += 1
        self.released = asked.text if released and not self.released else self.released

    def line(self) -> Line:
        enough = len(self.people) >= FEWEST
        often = max(self.texts, key=lambda text: (self.texts[text], -len(text)))
        text = often if enough else self.released
        return Line(text, self.answer if text else "", self.times, len(self.people) if enough else 0)


def _languages(asked: Iterable[Asked]) -> tuple[tuple[str, int], ...]:
    """Return how often each language was spoken; those of fewer than three people together, without a name."""
    people: dict[str, set[str]] = {}
    times: dict[str, int] = {}
    for one in asked:
        people.setdefault(one.language, set()).add(one.person or one.update)
        times[one.language] = times.get(one.language, 0) + 1
    many = {language for language, who in people.items() if len(who) >= FEWEST}
    few = sum(count for language, count in times.items() if language not in many)
    named = sorted(((language, times[language]) for language in many), key=lambda pair: (-pair[1], pair[0]))
    return (*named, *([("", few)] if few else []))
