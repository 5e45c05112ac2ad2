"""What the board shows to the room: figures, topics, questions that may be seen, what nobody could answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.events.event import Event, Release
from bot.events.opened import Events
from bot.events.presentable import held_back
from bot.knowing import Knowing
from bot.messages import Outcome
from bot.storage.sql_event_figures import Asked, Missed, Totals

MOST_TOPICS = 6
"""Topics shown."""
MOST_LATEST = 6
"""Questions shown: as many as can be read from the last row."""
MOST_MISSED = 4
"""Wishes shown that nobody could answer."""
LOOKED_THROUGH = 60
"""Latest questions that are looked through for some that may be shown."""
REMEMBERED = 5_000
"""Questions whose filter is remembered."""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question on the board."""

    text: str
    """The question."""
    outcome: Outcome
    """What became of it."""
    asked_at: datetime
    """When it was asked."""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board, at one moment."""

    event: Event
    """The event."""
    totals: Totals
    """People, questions, answered."""
    topics: tuple[tuple[str, int], ...]
    """What was asked about most, in the event's language, and how often."""
    latest: tuple[ShownQuestion, ...]
    """The latest questions that may be seen."""
    missed: tuple[str, ...]
    """What nobody could answer, as far as it may be seen."""
    missed_unseen: int
    """How many more of these there are."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that an organiser can release or hold back."""

    asked: Asked
    """The question."""
    decided: bool | None
    """What an organiser has decided; None for nothing."""
    held: str
    """Why the filters hold it back; empty for nothing."""

    def shown(self, release: Release) -> bool:
        """Tell whether the board shows it."""
        if self.decided is not None:
            return self.decided
        return release is Release.AUTOMATIC and not self.held


class Boards:
    """Puts boards together.

    Args:
        events: Where events are kept and counted.
        assistant: Knows the words, as they are now.
    """

    def __init__(self, events: Events, assistant: Knowing) -> None:
        self._events = events
        self._assistant = assistant
        self._filtered: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def of(self, event: Event) -> Board:
        """Return the board of an event as it is now.

        Raises:
            StorageError: The database fails.
        """
        totals = await self._events.figures.totals(event.id, event.code)
        topics = await self._events.figures.topics(event.code, MOST_TOPICS)
        candidates = await self.candidates(event, LOOKED_THROUGH)
        visible = [one.asked for one in candidates if one.shown(event.plan.release)]
        missed = [one for one in await self._events.figures.missed(event.code) if not one.closed]
        seen = self._seen(missed, event, await self._events.stored.decisions(event.id))
        wording = self._assistant.composer.wording
        return Board(
            event=event,
            totals=totals,
            topics=tuple(
                (wording.title(topic.entry, event.plan.language), topic.times)
                for topic in topics
                if topic.entry in self._assistant.knowledge.entries
            ),
            latest=tuple(ShownQuestion(one.text, one.outcome, one.asked_at) for one in _once(visible)[:MOST_LATEST]),
            missed=tuple(seen[:MOST_MISSED]),
            missed_unseen=len(missed) - len(seen[:MOST_MISSED]),
        )

    async def candidates(self, event: Event, most: int) -> Sequence[Candidate]:
        """Return the latest questions, newest first, each with what was decided and what the filters say.

        Raises:
            StorageError: The database fails.
        """
        decisions = await self._events.stored.decisions(event.id)
        return [
            Candidate(asked, decisions.get((asked.channel, asked.update)), self._held(asked))
            for asked in await self._events.figures.latest(event.code, most)
        ]

    def _seen(self, missed: Sequence[Missed], event: Event, decisions: Mapping[tuple[str, str], bool]) -> list[str]:
        """Return a text for each wish that may be seen: of a question that is released, or passes the filters."""
        found: list[str] = []
        automatic = event.plan.release is Release.AUTOMATIC
        for wish in missed:
            for text, key in zip(wish.texts, wish.deliveries, strict=True):
                shown = decisions.get(key)
                if shown or (shown is None and automatic and not self._filter(key, text, None)):
                    found.append(text)
                    break
        return found

    def _held(self, asked: Asked) -> str:
        return self._filter((asked.channel, asked.update), asked.text, asked.language)

    def _filter(self, key: tuple[str, str], text: str, language: str | None) -> str:
        """Return why a question is held back, remembered: the board asks again with every question of the room."""
        known = self._filtered.get(key)
        if known is None:
            why = held_back(text, self._assistant.understander, language)
            known = self._filtered[key] = why.value if why else ""
            while len(self._filtered) > REMEMBERED:
                self._filtered.popitem(last=False)
        return known


def _once(asked: Iterable[Asked]) -> list[Asked]:
    """Return questions without those whose text stood before: thirty people may have pressed the same button."""
    found: dict[str, Asked] = {}
    for one in asked:
        found.setdefault(one.text.casefold(), one)
    return list(found.values())
