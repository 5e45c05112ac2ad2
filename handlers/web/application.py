"""Builds the web application and runs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.assistant import Assistant
from bot.counting import Counts
from bot.curation.live import following
from bot.curation.opened import open_curation
from bot.curation.retention import Retention
from bot.errors import CurationError, EventError, StorageError
from bot.events.board import Boards
from bot.events.opened import open_events
from bot.events.report import Reports
from bot.settings import Settings
from bot.sign_in import open_doorkeeper
from bot.storage import Database, QuestionLog
from bot.storage.sql_budgets import SqlBudgets
from bot.storage.sql_exchanges import SqlExchanges
from bot.storage.sql_figures import SqlFigures
from handlers.listening import listen, quiet_server
from handlers.probes import Checks, ProbePaths
from handlers.readiness import database_answers, knowledge_loaded
from handlers.web import (
    attending,
    board,
    charts,
    chat,
    drafts,
    entries,
    event_page,
    event_papers_page,
    group,
    history,
    organising,
    privacy,
    queue,
    releasing,
    signing_in,
    trying,
)
from handlers.web.boards import Walls
from handlers.web.context import Web, hand_over
from handlers.web.limits import Limits
from handlers.web.previews import Previews
from handlers.web.rendering import failure, said, shown
from handlers.web.security import Entrance, MembersOnly
from handlers.web.transcripts import Transcripts
from handlers.web.watched import watched
from handlers.web.watches import Watches

logger = logging.getLogger(__name__)

STATIC_FILES = Path(__file__).parent / "static"
"""Folder of what is served as it is."""


GONE = {"no_group", "no_revision", "draft_gone", "no_entry", "no_event"}
"""Errors that mean that there is no such page."""


@dataclass(frozen=True, slots=True)
class Served:
    """What the pages are opened from."""

    settings: Settings
    """What was set from outside."""
    assistant: Assistant
    """Who answers visitors."""
    log: QuestionLog
    """Questions that people have asked."""
    database: Database
    """Where all is kept; to be closed by whoever opened it."""
    counts: Counts | None = None
    """What is counted; None where nobody looks."""


def routes() -> list[BaseRoute]:
    """Return all routes; those below ``/desk`` are for curators, those below ``/events`` for organisers."""
    return [
        *chat.ROUTES,
        *privacy.ROUTES,
        *signing_in.ROUTES,
        *queue.ROUTES,
        *group.ROUTES,
        *drafts.ROUTES,
        *trying.ROUTES,
        *entries.ROUTES,
        *history.ROUTES,
        *charts.ROUTES,
        *attending.ROUTES,
        *board.ROUTES,
        *organising.ROUTES,
        *event_page.ROUTES,
        *releasing.ROUTES,
        *event_papers_page.ROUTES,
        Mount("/static", StaticFiles(directory=STATIC_FILES)),
    ]


def build_app(web: Web) -> Starlette:
    """Return the application.

    Args:
        web: What it is put together from.
    """
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(ProbePaths, checks=web.checks), Middleware(Entrance, web=web), Middleware(MembersOnly)],
        exception_handlers={
            HTTPException: _no_page,
            CurationError: _not_possible,
            EventError: _not_possible,
            StorageError: _no_database,
            Exception: _broken,
        },
    )
    # It would lead to the host that a server in front asks for, not to the one that people see.
    app.router.redirect_slashes = False
    hand_over(app, web)
    return app


@contextlib.asynccontextmanager
async def opened(served: Served, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> AsyncIterator[Web]:
    """Open what the pages need, and follow what is published for as long as they are served.

    Args:
        served: What to open.
        clock: Tells the time, with a time zone.

    Raises:
        StorageError: The database cannot be opened.
    """
    assistant = served.assistant
    folder = served.settings.knowledge_dir
    curation = await open_curation(served.database, folder, assistant.understander, served.log, clock=clock)
    assistant.use(curation.live.understander)
    curation.live.on_change(assistant.use)
    events = await open_events(served.database, served.settings, clock=clock)
    engine = await served.database.engine()
    walls = Walls(events, Boards(events, assistant), assistant)
    web = Web(
        settings=served.settings,
        assistant=assistant,
        curation=curation,
        figures=SqlFigures(engine),
        doorkeeper=await open_doorkeeper(served.database, served.settings, clock),
        previews=Previews(curation.desk),
        transcripts=Transcripts(SqlExchanges(engine), assistant.hasher, clock),
        limits=Limits(shared=SqlBudgets(engine), hasher=assistant.hasher, now=clock),
        events=events,
        reports=Reports(events, assistant),
        walls=walls,
        watches=Watches(walls.look),
        clock=clock,
        checks=Checks({"database": database_answers(served.database), "knowledge": knowledge_loaded(served.assistant)}),
    )
    stopping = asyncio.Event()
    retention = Retention(curation.retention, timedelta(days=served.settings.retention_days), clock)
    deleting = asyncio.create_task(retention.run(stopping))
    keeping_ready = asyncio.create_task(curation.desk.keep_ready(stopping))
    async with following(curation.live):
        try:
            yield web
        finally:
            stopping.set()
            await deleting
            await keeping_ready
            await web.watches.close()
            await web.previews.close()


def serve(served: Served) -> None:
    """Serve the pages until SIGINT or SIGTERM; what is in hand is finished first.

    Raises:
        StartError: Nothing can listen at that address.
        StorageError: The database cannot be opened.
    """
    asyncio.run(_serve(served))


async def _serve(served: Served) -> None:
    settings = served.settings
    listening = listen(settings.web_host, settings.web_port, "WEB_PORT")
    try:
        async with opened(served) as web, watched(served, web):
            logger.info("serving the pages at %s", settings.web_address)
            await server(build_app(web)).serve(sockets=[listening])
    finally:
        listening.close()
        await served.database.close()


def server(app: Starlette) -> uvicorn.Server:
    """Return what serves the pages; it ends the streams of boards before it waits for all requests to end."""
    web: Web = app.state.web
    return quiet_server(app, web.watches.close)


async def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return said(request, "error.no_page" if status == 404 else "error.not_so", status)


async def _not_possible(request: Request, error: Exception) -> Response:
    gone = isinstance(error, CurationError | EventError) and error.key in GONE
    return shown(
        request, "message.html", 404 if gone else 409, title_key="error.title", message=failure(request, error)
    )


async def _no_database(request: Request, error: Exception) -> Response:
    logger.warning("a page could not be shown: %s", error)
    return shown(request, "message.html", 503, title_key="error.title", message=failure(request, error))


async def _broken(request: Request, error: Exception) -> Response:
    # Only the kind of error: its text may repeat what was typed.
    logger.error("a page failed: %s", type(error).__name__)
    return said(request, "error.broken", 500)
