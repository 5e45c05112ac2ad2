"""What every page has at hand: the parts of the bot, and who is looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request

from bot.assistant import Assistant
from bot.curation.opened import Curation
from bot.events.opened import Events
from bot.events.report import Reports
from bot.settings import Settings
from bot.sign_in import CURATING, Admitted, Doorkeeper
from bot.storage.sql_figures import SqlFigures
from handlers.probes import Checks
from handlers.web.boards import Walls
from handlers.web.limits import Limits
from handlers.web.previews import Previews
from handlers.web.transcripts import Transcripts
from handlers.web.watches import Watches


@dataclass(frozen=True, slots=True)
class Web:
    """What the pages are put together from."""

    settings: Settings
    """What was set from outside."""
    assistant: Assistant
    """Who answers visitors."""
    curation: Curation
    """What curators work with."""
    figures: SqlFigures
    """What the log comes to."""
    doorkeeper: Doorkeeper
    """Who lets curators in."""
    previews: Previews
    """Impacts that are being worked out."""
    transcripts: Transcripts
    """What visitors see of their conversations."""
    limits: Limits
    """How much anybody may ask for."""
    events: Events
    """Events, who is at them, and what they come to."""
    reports: Reports
    """Writes reports of events."""
    walls: Walls
    """Renders boards of events."""
    watches: Watches
    """Who is looking at boards."""
    clock: Callable[[], datetime]
    """Tells the time, with a time zone."""
    checks: Checks
    """What the pages are not ready without."""

    @property
    def secure(self) -> bool:
        """Whether people reach the pages by https, so that cookies must not travel otherwise."""
        return self.settings.web_address.startswith("https://")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is looking at a page, and how."""

    token: str
    """The visitor's cookie; never stored and never logged."""
    person: str
    """What the visitor is known by, made of the cookie."""
    csrf: str
    """What a form must bring along, so that no other site can send it."""
    language: str
    """Language of the page, ISO 639-1."""
    session: str = ""
    """The cookie of a session at the desk; empty for none."""
    admitted: Admitted | None = None
    """Who is signed in."""
    organiser: str = ""
    """Whose events they may see and change, ``console`` for everybody's; empty for nobody's."""

    @property
    def curating(self) -> bool:
        """Whether they may work at the curators' desk."""
        return self.admitted is not None and self.admitted.role in CURATING

    @property
    def curator(self) -> str:
        """Who is signed in, as authors of changes are known; empty for nobody."""
        return self.admitted.person if self.admitted is not None else ""

    @property
    def conversation(self) -> str:
        """Key of the visitor's conversation."""
        return f"web:{self.person}"


def hand_over(app: Starlette, web: Web) -> None:
    """Give an application its parts."""
    app.state.web = web


def web_of(request: Request) -> Web:
    """Return the parts of the application that a request came to."""
    return cast("Web", request.app.state.web)


def visit_of(request: Request) -> Visit:
    """Return who sent a request."""
    return cast("Visit", request.scope["visit"])
