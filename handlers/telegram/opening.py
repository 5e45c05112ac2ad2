"""What happens when the application starts and ends: the log, what curators work with, what goes on behind it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from telegram import Bot
from telegram.ext import Application

from bot.curation.digest import DigestSender
from bot.curation.opened import Curation
from bot.curation.retention import Retention
from bot.curation.telling import Teller
from bot.errors import BotError
from bot.events.links import BOT_NAME
from bot.storage.in_turn import in_turn
from handlers.telegram.context import Parts, parts_of
from handlers.telegram.curating import Curating, Work
from handlers.telegram.digests import TelegramDigests
from handlers.telegram.menus import menus
from handlers.telegram.notices import TelegramDelivery
from handlers.telegram.profile import LOCK, Profile
from handlers.telegram.view import CHANNEL

if TYPE_CHECKING:
    from bot.storage.sql_events import SqlEvents

logger = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def opened(application: AnyApplication) -> None:
    """Open all within the event loop. That it cannot be opened costs nobody the answer; it is tried again."""
    parts = parts_of(application)
    if parts.probes is not None:
        await parts.probes.begin()
    try:
        await parts.log.open()
    except BotError as error:
        logger.error("questions are not logged for now: %s", error)  # noqa: TRY400 - the line says it all
    curating = parts.curating
    if curating is not None:
        await curating.begin(lambda curation: works(application.bot, parts, curating, curation))
    await _name_known(application)
    parts.profile = _profile(application.bot, parts)
    parts.profile.begin()
    logger.info("answering as @%s", application.bot.username)


def _profile(bot: Bot, parts: Parts) -> Profile:
    """Return what Telegram is to show of the bot."""
    curating, meetings = parts.curating, parts.meetings

    async def stored() -> SqlEvents:
        assert meetings is not None  # noqa: S101 - handed over only where there are any
        return (await meetings.events()).stored

    @contextlib.asynccontextmanager
    async def turn() -> AsyncIterator[None]:
        assert meetings is not None  # noqa: S101 - the same
        async with in_turn(await meetings.database.engine(), LOCK):
            yield

    offered = menus(
        curating.curators if curating is not None else frozenset(),
        meetings.settings.organiser_ids if meetings is not None else frozenset(),
        desk=curating is not None and curating.sign_ins is not None,
    )
    return Profile(
        bot,
        parts.phrases,
        offered,
        stored if meetings is not None else None,
        turn if meetings is not None else None,
    )


async def _name_known(application: AnyApplication) -> None:
    """Remember the bot's name for links that other screens make; that it cannot be remembered holds up nothing."""
    meetings = parts_of(application).meetings
    if meetings is None:
        return
    try:
        await (await meetings.events()).stored.remember(BOT_NAME, application.bot.username)
    except BotError as error:
        logger.warning("the name of the bot is not remembered: %s", error)


async def stopped(application: AnyApplication) -> None:
    """End what goes on in the background, while messages can still be sent."""
    parts = parts_of(application)
    if parts.profile is not None:
        await parts.profile.end()
    if parts.turns is not None:
        await parts.turns.finish()
    if parts.curating is not None:
        await parts.curating.end()
    await parts.arrivals.close()


async def closed(application: AnyApplication) -> None:
    """Close the log, and what an application that never ran has opened."""
    await stopped(application)
    parts = parts_of(application)
    if parts.probes is not None:
        await parts.probes.end()
    await parts.log.close()


def works(bot: Bot, parts: Parts, curating: Curating, curation: Curation) -> dict[str, Work]:
    """Return what goes on in the background, by name."""
    teller = Teller(
        curation.notices,
        parts.assistant,
        TelegramDelivery(bot, parts.phrases),
        channel=CHANNEL,
        clock=curating.clock,
    )
    digests = DigestSender(
        curation.digests,
        TelegramDigests(bot, parts.phrases),
        curators={f"{CHANNEL}:{curator}" for curator in curating.curators},
        people=curating.alert_people,
        zone=curating.zone,
        clock=curating.clock,
    )
    retention = Retention(curation.retention, curating.kept_for, curating.clock)
    return {
        "following revisions": curation.live.follow,
        "keeping previews ready": curation.desk.keep_ready,
        "telling askers": teller.run,
        "telling curators": digests.run,
        "deleting what is too old": retention.run,
        "keeping what has arrived": lambda stopping: parts.arrivals.keep(bot, stopping, alone=parts.polls),
    }
