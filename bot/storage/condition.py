"""How a database is, for whoever looks after it: nothing in it is changed, and it is not brought up to date."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.database import HEAD, connect, storage_errors, version, writing
from bot.storage.event_tables import remembered
from bot.storage.migrate import known_steps

_PROBE = "written by doctor, and taken back"


@dataclass(frozen=True, slots=True)
class Condition:
    """How a database is."""

    schema: str | None
    """Step of the migrations that its tables are at; None where it holds none."""
    size: int
    """Bytes that it takes."""

    @property
    def current(self) -> bool:
        """Whether its tables are those of this version."""
        return self.schema == HEAD

    @property
    def later(self) -> bool:
        """Whether its tables are of a later version."""
        return self.schema is not None and self.schema not in known_steps()


async def condition(url: str) -> Condition:
    """Return how a database is.

    Args:
        url: Its address, with driver; a file of SQLite must be there, or it is made.

    Raises:
        StorageError: It cannot be opened, or not be written to.
    """
    engine = connect(url)
    try:
        with storage_errors("open", engine):
            async with engine.connect() as connection:
                schema = await version(connection)
                postgres = engine.dialect.name == "postgresql"
                asked = "pg_database_size(current_database())" if postgres else "page_count * page_size"
                pages = "" if postgres else " FROM pragma_page_count(), pragma_page_size()"
                size = int(await connection.scalar(sa.text(f"SELECT {asked}{pages}")) or 0)
        if schema is not None and schema >= "0003":
            async with writing(engine) as connection:
                await connection.execute(remembered.insert().values(name=_PROBE, value=""))
                await connection.execute(remembered.delete().where(remembered.c.name == _PROBE))
    finally:
        await engine.dispose()
    return Condition(schema, size)
