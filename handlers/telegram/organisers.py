"""Who is an organiser: asked anew with every message and every button, whatever was shown to whom."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import User

from bot.errors import BotError, EventError, EventProblems, StorageError
from bot.events.opened import Events
from bot.events.planning import Planner
from bot.phrases import Phrases
from handlers.event_words import said_problem
from handlers.telegram.admission import Refused
from handlers.telegram.context import BotContext
from handlers.telegram.meetings import Meetings
from handlers.telegram.view import CHANNEL


@dataclass(frozen=True, slots=True)
class Organiser:
    """An organiser at work."""

    id: int
    """Telegram's id."""
    language: str
    """Language of the words said to them."""
    events: Events
    """What they work with."""
    meetings: Meetings
    """What the screen needs for them."""

    @property
    def name(self) -> str:
        """Whose their events are."""
        return f"{CHANNEL}:{self.id}"


async def organiser(context: BotContext, user: User) -> Organiser:
    """Return somebody as an organiser.

    Raises:
        Refused: They are none, or nothing is kept.
        StorageError: The database cannot be opened.
    """
    meetings = context.parts.meetings
    if meetings is None:
        raise Refused("curation.nothing_kept")
    if not meetings.organises(user):
        raise Refused("meeting.stranger", id=user.id)
    language = context.parts.phrases.language(user.language_code)
    return Organiser(user.id, language, await meetings.events(), meetings)


def planner(context: BotContext, who: Organiser) -> Planner:
    """Return what reads what an organiser types."""
    return Planner(context.assistant.knowledge, who.meetings.settings.time_zone, who.meetings.clock())


def words_of(error: BotError | Refused, phrases: Phrases, language: str | None) -> str:
    """Return what to say about an error, in somebody's language."""
    if isinstance(error, Refused):
        return phrases.say(language, error.key, **error.values)
    if isinstance(error, EventProblems):
        return "\n".join(words_of(problem, phrases, language) for problem in error.problems.values())
    if isinstance(error, EventError):
        return said_problem(error, phrases, phrases.language(language))
    if isinstance(error, StorageError):
        return phrases.say(language, "desk_error.storage")
    return str(error)
