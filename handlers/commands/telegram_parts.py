"""What the Telegram screen is put together from, as settings and options say."""

from __future__ import annotations

from datetime import timedelta

from bot.curation.live import LiveKnowledge
from bot.curation.opened import Curation, open_curation
from bot.sign_in import DeskLinks
from bot.storage.sql_inbox import open_inbox
from handlers.commands.parts import Parts
from handlers.listening import listen
from handlers.probes import Checks, Probes
from handlers.readiness import database_answers, knowledge_loaded
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.context import Parts as TelegramParts
from handlers.telegram.curating import Curating
from handlers.telegram.hearing import updates_come
from handlers.telegram.kept_replies import KeptReplies
from handlers.telegram.meetings import Meetings
from handlers.telegram.typed_text import EventTyping, TypedTexts, Typing


def telegram_parts(parts: Parts) -> TelegramParts:
    """Return the parts of the Telegram screen; where nothing is kept, there is nothing for curators.

    Args:
        parts: What every screen is put together from.
    """
    made = _made(parts)
    made.probes = _probes(parts, made)
    return made


def _made(parts: Parts) -> TelegramParts:
    made = TelegramParts(parts.assistant, parts.phrases, parts.log, arrivals=Arrivals(None, counts=parts.counts))
    if parts.assistant.hasher is None:
        return made
    settings, folder = parts.settings, parts.settings.knowledge_dir
    # As the folder stands: revisions are laid over this one, however often opening is tried.
    understander = parts.assistant.understander

    async def opening() -> Curation:
        curation = await open_curation(parts.database, folder, understander, parts.log)
        parts.assistant.use(curation.live.understander)
        curation.live.on_change(parts.assistant.use)
        return curation

    made.curating = Curating(
        opening,
        parts.assistant.hasher,
        curators=settings.curator_ids,
        sign_ins=DeskLinks(parts.database, settings),
        kept_for=timedelta(days=settings.retention_days),
        alert_people=settings.alert_people,
        zone=settings.zone,
    )
    if parts.assistant.recaller is not None:
        # Whoever polls is the only one to do so.
        parts.assistant.recaller.alone = settings.webhook_url is None
    made.shown = KeptReplies(parts.database)
    made.arrivals = Arrivals(lambda: open_inbox(parts.database), counts=parts.counts)
    made.curating.typed = TypedTexts(Typing, parts.database)
    made.meetings = Meetings(parts.database, settings, parts.assistant.hasher)
    made.meetings.typed = TypedTexts(EventTyping, parts.database)
    return made


def _probes(parts: Parts, made: TelegramParts) -> Probes | None:
    """Return what answers whoever watches the bot; None where METRICS_PORT is not set."""
    settings, counts = parts.settings, parts.counts
    if settings.metrics_port is None or counts is None:
        return None
    from handlers.metrics import exposition
    from handlers.standing import knowledge_gauges, updates_gauges

    def live() -> LiveKnowledge | None:
        curation = made.curating.curation if made.curating else None
        return curation.live if curation else None

    checks = {
        "database": database_answers(parts.database),
        "knowledge": knowledge_loaded(parts.assistant),
        "updates": updates_come(settings, counts),
    }
    arrivals = made.arrivals

    def queued() -> int:
        return arrivals.qsize() + (made.turns.waiting if made.turns else 0)

    def in_hand() -> int:
        return made.turns.in_hand if made.turns else 0

    gauges = (*knowledge_gauges(live), *updates_gauges(arrivals.waiting, queued, in_hand))
    return Probes(
        listen(settings.web_host, settings.metrics_port, "METRICS_PORT"), Checks(checks), exposition(counts, gauges)
    )
