from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.changes import Action, Change
from bot.curation.gaps import Cause, Gap, GroupState
from bot.curation.notices import Notice
from bot.curation.retention import DRAFTS_KEPT, Retention
from bot.curation.revisions import Draft
from bot.messages import Outcome
from bot.storage import LoggedQuestion, steady_tables
from bot.storage.arrived import Arrived
from bot.storage.desk_tables import sessions, sign_ins
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_inbox import SqlInbox
from bot.storage.sql_log import SqlQuestionLog
from bot.storage.sql_notices import SqlNotices
from bot.storage.sql_retention import SqlRetention
from bot.storage.sql_revisions import SqlRevisions
from knowledge.wishes import Wish
from tests.conftest import bundled_understander

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEPT = timedelta(days=365)
OLD = NOW - KEPT - timedelta(seconds=1)


def wish(text: str) -> Wish:
    understander = bundled_understander()
    found = understander.wish(understander.understand(text))
    assert found is not None
    return found


def gap(text: str, update: str, at: datetime) -> Gap:
    return Gap("telegram", update, Cause.UNANSWERED, at, text, "en", wish(text), person=update)


def logged(update: str, at: datetime, person: str | None = None) -> LoggedQuestion:
    return LoggedQuestion("telegram", update, at, "x", Outcome.ANSWERED, 1.0, "en", "c", person=person)


async def test_what_is_too_old_goes_and_the_rest_stays(engine: AsyncEngine) -> None:
    groups, log, notices, revisions = (
        SqlGroups(engine),
        SqlQuestionLog(engine),
        SqlNotices(engine),
        SqlRevisions(engine),
    )
    first, second = "What does membership of Cyberforum cost?", "what does Cyberforum membership cost"
    number = await groups.add(gap(first, "1", OLD))
    assert await groups.add(gap(second, "2", NOW)) == number
    alone = await groups.add(gap("Who is the director of Nanovalley?", "3", OLD))
    await log.record(logged("1", OLD))
    await log.record(logged("2", NOW))
    notice = Notice(0, number, "telegram", "1", {"chat": 1}, "1", "en", first, OLD, NOW + KEPT)
    for update, asked, until in (("1", OLD, NOW + KEPT), ("2", NOW, NOW), ("4", NOW, NOW + timedelta(seconds=1))):
        await notices.ask(replace(notice, update=update, person=update, asked_at=asked, expires_at=until))
    for name, at in (("old", NOW - DRAFTS_KEPT - timedelta(seconds=1)), ("new", NOW - DRAFTS_KEPT)):
        await revisions.keep_draft(Draft(name, "telegram:1", at, Change(Action.DISMISS), (), "", 0))
    async with engine.begin() as connection:
        for table in (sign_ins, sessions):
            for name, until in (("old", NOW), ("new", NOW + timedelta(seconds=1))):
                row = {"token_hash": name, "person": "telegram:1", "role": "curator", "expires_at": until}
                await connection.execute(table.insert().values(**row))

    assert await Retention(SqlRetention(engine), KEPT, lambda: NOW).round() == 7

    group, emptied = await groups.group(number), await groups.group(alone)
    assert group is not None
    assert emptied is not None
    assert (group.title, group.state) == (second, GroupState.OPEN)
    assert (emptied.title, emptied.state, emptied.closed_by) == ("", GroupState.CLOSED, None)
    assert [question.update for question in await log.recent()] == ["2"]
    assert [len(await notices.of_person(person)) for person in ("1", "2", "4")] == [0, 0, 1]
    assert await revisions.draft("old") is None
    assert await revisions.draft("new") is not None
    async with engine.connect() as connection:
        for table in (sign_ins, sessions):
            assert (await connection.scalars(sa.select(table.c.token_hash))).all() == ["new"]

    again = "who is the director of nanovalley"
    assert await groups.add(gap(again, "5", NOW)) == alone
    reopened = await groups.group(alone)
    assert reopened is not None
    assert (reopened.title, reopened.state) == (again, GroupState.OPEN)


async def test_a_shorter_time_is_kept_to_at_the_next_start(engine: AsyncEngine) -> None:
    log, deleting = SqlQuestionLog(engine), SqlRetention(engine)
    await log.record(logged("1", NOW - timedelta(days=10)))
    assert await Retention(deleting, KEPT, lambda: NOW).round() == 0
    soon = NOW + timedelta(minutes=1)
    assert await Retention(deleting, KEPT, lambda: soon).round() == 0
    assert await Retention(deleting, timedelta(days=7), lambda: soon).round() == 1
    await log.record(logged("2", NOW - timedelta(days=10)))
    assert await Retention(deleting, KEPT, lambda: soon).round() == 0
    assert await Retention(deleting, timedelta(days=7), lambda: soon).round() == 0


async def test_what_is_kept_for_a_moment_goes_when_it_is_over(engine: AsyncEngine) -> None:
    inbox = SqlInbox(engine, "a")
    for number, at in ((1, NOW - timedelta(days=3)), (2, NOW), (3, NOW - timedelta(days=3))):
        await inbox.accept([Arrived(number, number, "{}")], at)
        if number != 3:
            await inbox.done([number], at)
    row = {"turns": [], "version": 1}
    async with engine.begin() as connection:
        for key, at in (("old", NOW - timedelta(minutes=16)), ("new", NOW)):
            await connection.execute(steady_tables.conversations.insert().values(key=key, touched_at=at, **row))
            await connection.execute(steady_tables.typed_texts.insert().values(person=key, typing={}, asked_at=at))
    async with engine.begin() as connection:
        late = NOW - timedelta(minutes=61)
        await connection.execute(
            steady_tables.typed_texts.update().where(steady_tables.typed_texts.c.person == "old").values(asked_at=late)
        )
    assert await SqlRetention(engine).end(NOW) == 3
    async with engine.connect() as connection:
        kept = [
            (await connection.scalars(sa.select(column))).all()
            for column in (
                steady_tables.inbox.c.id,
                steady_tables.conversations.c.key,
                steady_tables.typed_texts.c.person,
            )
        ]
    # What was never handled stays, however old: nothing that was accepted is lost.
    assert [sorted(rows) for rows in kept] == [[2, 3], ["new"], ["new"]]
