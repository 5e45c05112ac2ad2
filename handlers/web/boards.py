"""A board as a piece of a page: what is on it, in the event's language, and when it has to be made anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.assistant import Assistant
from bot.events.board import Board, Boards
from bot.events.codes import shown
from bot.events.event import Event, State
from bot.events.links import Links
from bot.events.opened import Events
from handlers.event_papers import only_here, percent, without_scheme
from handlers.event_words import hour, place_and_time, short_moment
from handlers.paper.qr import qr_svg
from handlers.web.watches import Seen
from handlers.web.words import Words, environment

SIZES = (60, 110)
"""Characters up to which a title is written large, and up to which it is written less large."""

WIDTH = 100.0
"""Length of the longest bar, in the units of its drawing."""


@dataclass(frozen=True, slots=True)
class Walls:
    """Renders boards.

    Args:
        events: Where events are kept and counted.
        boards: Puts boards together.
        assistant: Knows the words, as they are now.
    """

    events: Events
    """Where events are kept and counted."""
    boards: Boards
    """Puts boards together."""
    assistant: Assistant
    """Knows the words, as they are now."""

    async def look(self, secret: str, known: str) -> Seen | None:
        """Return a board as it is now; None where it is as it was.

        Args:
            secret: Of the board.
            known: Mark of how it was.

        Raises:
            LookupError: There is no such board.
            StorageError: The database fails.
        """
        event = await self.events.stored.by_board(secret)
        if event is None:
            raise LookupError
        mark = await self._mark(event)
        return None if mark == known else Seen(mark, await self.rendered(event))

    async def rendered(self, event: Event) -> str:
        """Return the board of an event as a piece of a page.

        Raises:
            StorageError: The database fails.
        """
        board = await self.boards.of(event)
        links = await self.events.links()
        now = self.events.clock()
        plan, ended = event.plan, event.over_since(now)
        address = links.scan(event)
        code = Markup(qr_svg(address)) if address and ended is None else ""  # noqa: S704 - drawn by our own hand
        words = Words(self.assistant.phrases, plan.language)
        return (
            environment()
            .get_template("_board.html")
            .render(
                say=words.say,
                board=board,
                plan=plan,
                where=place_and_time(plan),
                size=sum(len(plan.title) > most for most in SIZES),
                code=shown(event.code),
                qr=code,
                bot=links.bot,
                there=_there(event, links),
                ended=ended is not None and short_moment(ended, plan.zone, plan.language),
                share=percent(board.totals.share, plan.language),
                topics=_bars(board),
                updated=hour(now, plan.zone, plan.language),
                hour=lambda at: hour(at, plan.zone, plan.language),
            )
        )

    async def _mark(self, event: Event) -> str:
        """Return what differs whenever something on the board does."""
        counted = await self.events.figures.mark(event.id, event.code)
        decided = sorted((await self.events.stored.decisions(event.id)).items())
        over = event.state(self.events.clock()) is not State.OPEN
        links = await self.events.links()
        # What is known may have changed too: another understander has other titles and filters.
        parts = (counted, decided, over, event, links, id(self.assistant.understander))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _bars(board: Board) -> list[dict[str, Any]]:
    """Return the topics, each with the length of its bar."""
    most = max((times for _, times in board.topics), default=1) or 1
    return [{"name": name, "times": times, "length": round(WIDTH * times / most, 1)} for name, times in board.topics]


def _there(event: Event, links: Links) -> str:
    """Return where somebody gets on without Telegram; empty where that is nowhere but on this machine."""
    page = links.page(event)
    if not links.bot:
        return without_scheme(links.web)
    return "" if only_here(page) else without_scheme(page)
