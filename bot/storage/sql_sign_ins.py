"""Links and sessions of the web desk in the database, by the hashes of their tokens."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.sign_in import Admitted, Role
from bot.storage.database import storage_errors, writing
from bot.storage.desk_tables import sessions, sign_ins


class SqlSignIns:
    """Keeps links in the table ``sign_ins`` and sessions in ``sessions``.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_link(self, token_hash: str, admitted: Admitted) -> None:
        """Keep a link."""
        async with writing(self._engine) as connection:
            await connection.execute(sign_ins.insert().values(token_hash=token_hash, **_row(admitted)))

    async def use_link(self, token_hash: str, now: datetime) -> Admitted | None:
        """Use a link up; None where there is none, it was used, or its time is over. Of many at once one succeeds."""
        good = (sign_ins.c.token_hash == token_hash) & sign_ins.c.used_at.is_(None) & (sign_ins.c.expires_at > now)
        async with writing(self._engine) as connection:
            # One statement both asks and takes, so that no two requests find the link unused.
            done = await connection.execute(sign_ins.update().where(good).values(used_at=now))
            if done.rowcount != 1:
                return None
            row = (await connection.execute(sa.select(sign_ins).where(sign_ins.c.token_hash == token_hash))).one()
        return Admitted(row.person, Role(row.role), row.expires_at)

    async def add_session(self, token_hash: str, admitted: Admitted) -> None:
        """Keep a session."""
        async with writing(self._engine) as connection:
            await connection.execute(sessions.insert().values(token_hash=token_hash, **_row(admitted)))

    async def session(self, token_hash: str, now: datetime) -> Admitted | None:
        """Return a session that is not over."""
        wanted = sa.select(sessions).where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(wanted)).first()
        return Admitted(row.person, Role(row.role), row.expires_at) if row else None

    async def drop_session(self, token_hash: str) -> None:
        """End a session."""
        async with writing(self._engine) as connection:
            await connection.execute(sessions.delete().where(sessions.c.token_hash == token_hash))

    async def expire(self, now: datetime) -> None:
        """Forget links and sessions whose time is over."""
        async with writing(self._engine) as connection:
            await connection.execute(sign_ins.delete().where(sign_ins.c.expires_at <= now))
            await connection.execute(sessions.delete().where(sessions.c.expires_at <= now))


def _row(admitted: Admitted) -> dict[str, object]:
    return {"person": admitted.person, "role": admitted.role.value, "expires_at": admitted.expires_at}
