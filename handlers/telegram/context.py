"""What every Telegram callback has at hand, typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from telegram.ext import Application, CallbackContext, ExtBot

from bot.phrases import Phrases
from bot.storage import QuestionLog
from handlers.probes import Probes
from handlers.screen import Answering
from handlers.telegram.admins import Admins
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.curating import Curating
from handlers.telegram.meetings import Meetings
from handlers.telegram.order import ChatByChat
from handlers.telegram.profile import Profile
from handlers.telegram.shown import RecentlyShown, ShownReplies

if TYPE_CHECKING:
    from bot.curation.opened import Curation

_KEY = "parts"

BotApplication = Application[Any, "BotContext", Any, Any, Any, Any]


@dataclass(slots=True)
class Parts:
    """What the Telegram screen is put together from."""

    assistant: Answering
    """Who answers."""
    phrases: Phrases
    """The fixed words."""
    log: QuestionLog
    """Opened and closed with the application, within its event loop."""
    shown: ShownReplies = field(default_factory=RecentlyShown)
    """What stands in which chat."""
    curating: Curating | None = None
    """What curators need, and those who want to be told; None where nothing is kept."""
    meetings: Meetings | None = None
    """What events need; None where nothing is kept."""
    arrivals: Arrivals = field(default_factory=lambda: Arrivals(None))
    """Updates on their way in."""
    probes: Probes | None = None
    """Answers whoever watches the bot; None where nobody does."""
    turns: ChatByChat | None = None
    """Whose turn it is."""
    polls: bool = True
    """Whether updates are asked for rather than sent by Telegram: only one instance can do that."""
    profile: Profile | None = None
    """What Telegram itself shows of the bot; set when it starts."""
    admins: Admins = field(default_factory=Admins)
    """Who administers which group."""
    stop: Callable[[], None] = lambda: None
    """Tells the bot to stop; set when it runs."""
    fatal: str | None = None
    """Why the bot had to stop, where it did not want to."""


class BotContext(CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context of a callback, with the parts of the bot instead of untyped dictionaries."""

    @property
    def parts(self) -> Parts:
        """All parts."""
        return parts_of(self.application)

    @property
    def curation(self) -> Curation | None:
        """What curators work with; None where nothing is kept, or the database cannot be opened."""
        return self.parts.curating.curation if self.parts.curating else None

    @property
    def assistant(self) -> Answering:
        """Who answers."""
        return self.parts.assistant

    def say(self, language: str | None, key: str, **values: object) -> str:
        """Return a fixed text in somebody's language, see ``Phrases.say``."""
        return self.parts.phrases.say(language, key, **values)


def hand_over(application: Application[Any, Any, Any, Any, Any, Any], parts: Parts) -> None:
    """Give an application its parts."""
    application.bot_data[_KEY] = parts


def parts_of(application: Application[Any, Any, Any, Any, Any, Any]) -> Parts:
    """Return the parts that an application was given."""
    return cast("Parts", application.bot_data[_KEY])
