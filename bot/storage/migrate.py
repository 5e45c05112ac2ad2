"""Brings the tables up to date, step by step, with Alembic; steps are only ever added."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.errors import SchemaError

STEPS = Path(__file__).parent / "migrations"
"""Folder of the steps."""


def upgrade(connection: Connection, target: str = "head") -> None:
    """Apply the steps up to ``target``, within the transaction of the connection.

    Raises:
        SchemaError: The tables are at a step that this version of the bot does not have.
    """
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, target)
    except (CommandError, ResolutionError) as error:
        raise SchemaError(
            f"the tables of the database are not those of this version of the bot ({error}); update the bot, "
            "or give it a database of its own"
        ) from error


def latest_step() -> str | None:
    """Return the id of the last step in the folder."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known_steps() -> frozenset[str]:
    """Return the ids of all steps in the folder."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    # Alembic reads the option as a format string.
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
