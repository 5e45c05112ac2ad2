"""What the Telegram screen is put together from, as settings and options say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.curation.opened import Curation, open_curation
from bot.sign_in import Role, open_doorkeeper, sign_in_address
from handlers.commands.parts import Parts
from handlers.telegram.context import Parts as TelegramParts
from handlers.telegram.curating import Curating

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage import Database


class DeskLinks:
    """Makes links by which curators come from Telegram to the web desk.

    Args:
        database: Where they are kept.
        settings: Who is a curator, and where the desk is.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def link(self, person: str) -> str:
        """Return a link that works once, within ten minutes.

        Args:
            person: Who signs in by it: ``telegram:17``.

        Raises:
            CurationError: They are no curator.
            StorageError: The database fails.
        """
        doorkeeper = await open_doorkeeper(self._database, self._settings)
        return sign_in_address(self._settings.web_address, await doorkeeper.link(person, Role.CURATOR))


def telegram_parts(parts: Parts) -> TelegramParts:
    """Return the parts of the Telegram screen; where nothing is kept, there is nothing for curators.

    Args:
        parts: What every screen is put together from.
    """
    made = TelegramParts(parts.assistant, parts.phrases, parts.log)
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
    return made
