"""Links and sessions of the web desk, in SQLite and in PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import CurationError
from bot.settings import Settings
from bot.sign_in import LINK_LIVES, SESSION_LIVES, DeskLinks, Doorkeeper, Role, token_hash
from bot.storage import Database
from bot.storage.desk_tables import sessions, sign_ins
from bot.storage.sql_sign_ins import SqlSignIns
from tests.bot.storage.made import NOW

ME = "telegram:17"


def doorkeeper(engine: AsyncEngine, time: list[timedelta]) -> Doorkeeper:
    return Doorkeeper(SqlSignIns(engine), clock=lambda: NOW + time[0], curators={17})


async def test_a_link_becomes_one_session(engine: AsyncEngine) -> None:
    keeper = doorkeeper(engine, [timedelta()])
    link = await keeper.link(ME, Role.CURATOR)
    entered = [token for token in await asyncio.gather(*(keeper.enter(link) for _ in range(10))) if token]
    assert len(entered) == 1
    admitted = await keeper.admitted(entered[0])
    assert admitted is not None
    assert (admitted.person, admitted.role, admitted.expires_at) == (ME, Role.CURATOR, NOW + SESSION_LIVES)
    await keeper.leave(entered[0])
    assert await keeper.admitted(entered[0]) is None


async def test_only_hashes_are_kept_and_not_for_long(engine: AsyncEngine) -> None:
    time = [timedelta()]
    keeper = doorkeeper(engine, time)
    link = await keeper.link(ME, Role.CURATOR)
    session = await keeper.enter(link)
    assert session is not None
    async with engine.connect() as connection:
        assert (await connection.scalars(sa.select(sign_ins.c.token_hash))).all() == [token_hash(link)]
        assert (await connection.scalars(sa.select(sessions.c.token_hash))).all() == [token_hash(session)]
    assert await keeper.admitted(token_hash(session)) is None
    time[0] = LINK_LIVES
    assert await keeper.admitted(session) is not None
    time[0] = SESSION_LIVES
    assert await keeper.admitted(session) is None
    await keeper.link(ME, Role.CURATOR)
    async with engine.connect() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(sessions)) == 0
        assert await connection.scalar(sa.select(sa.func.count()).select_from(sign_ins)) == 1


async def test_other_screens_get_whole_addresses_for_curators_alone(engine: AsyncEngine) -> None:
    settings = Settings(_env_file=None, curator_ids=frozenset({17}), web_url="https://bot.example")
    database = Database(engine.url.render_as_string(hide_password=False))
    links = DeskLinks(database, settings)
    try:
        assert (await links.link(ME)).startswith("https://bot.example/sign-in?link=")
        with pytest.raises(CurationError):
            await links.link("telegram:18")
    finally:
        await database.close()
