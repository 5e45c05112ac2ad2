"""Drafts, revisions and notices, in SQLite and in PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.changes import Action, Change
from bot.curation.gaps import GroupState
from bot.curation.notices import KEPT_FOR, NoticeState
from bot.curation.revisions import Closing
from bot.errors import CurationError
from bot.storage.sql_group_work import SqlGroupWork
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_notices import CLAIM, SqlNotices
from bot.storage.sql_revisions import SqlRevisions
from tests.bot.storage.made import NOW, draft, gap, notice

IN_HAND = Closing(1, 1)


async def test_a_draft_is_read_back_whole_and_dropped(engine: AsyncEngine) -> None:
    revisions = SqlRevisions(engine)
    await revisions.keep_draft(draft(group=IN_HAND))
    assert await revisions.draft("d") == draft(group=IN_HAND)
    await revisions.drop_draft("d")
    assert await revisions.draft("d") is None


async def test_publishing_does_all_at_once(engine: AsyncEngine) -> None:
    groups, revisions, notices = SqlGroups(engine), SqlRevisions(engine), SqlNotices(engine)
    await groups.add(gap())
    assert await notices.ask(notice(1))
    assert not await notices.ask(notice(1))
    await revisions.keep_draft(draft(group=IN_HAND))
    published = await revisions.publish(draft(group=IN_HAND), "because", NOW)
    assert (published.id, published.closed, await revisions.latest()) == (1, (1,), 1)
    assert await revisions.revision(1) == published
    assert await revisions.draft("d") is None
    group = await groups.group(1)
    assert group is not None
    assert (group.state, group.closed_by) == (GroupState.CLOSED, 1)
    assert [question.ask for question in await revisions.golden()] == ["phone of the forum"]
    assert [due.update for due in await notices.claim("telegram", NOW)] == ["1"]


async def test_what_is_taken_back_is_open_again(engine: AsyncEngine) -> None:
    groups, revisions, notices = SqlGroups(engine), SqlRevisions(engine), SqlNotices(engine)
    await groups.add(gap())
    await notices.ask(notice(1))
    await revisions.keep_draft(draft(group=IN_HAND))
    await revisions.publish(draft(group=IN_HAND), "", NOW)
    undo = draft("u", after=1, change=Change(Action.UNDO, "1"), golden=())
    await revisions.keep_draft(undo)
    taken_back = await revisions.publish(undo, "", NOW)
    assert taken_back.undoes == 1
    first = await revisions.revision(1)
    group = await groups.group(1)
    assert first is not None
    assert group is not None
    assert (first.undone_by, group.state, group.closed_by) == (2, GroupState.OPEN, None)
    assert await revisions.golden() == []
    assert len(await revisions.golden_gone()) == 1
    assert await notices.claim("telegram", NOW) == []
    again = replace(undo, id="v", after=2)
    await revisions.keep_draft(again)
    with pytest.raises(CurationError, match="undone already"):
        await revisions.publish(again, "", NOW)


async def test_whoever_comes_second_is_told(engine: AsyncEngine) -> None:
    groups, work, revisions = SqlGroups(engine), SqlGroupWork(engine), SqlRevisions(engine)
    await groups.add(gap())
    for draft_id in ("d", "e"):
        await revisions.keep_draft(draft(draft_id, group=IN_HAND))
    both = await asyncio.gather(
        *(revisions.publish(draft(draft_id, group=IN_HAND), "", NOW) for draft_id in ("d", "e")),
        return_exceptions=True,
    )
    refused = [outcome for outcome in both if isinstance(outcome, CurationError)]
    assert [error.key for error in refused] == ["superseded"]
    assert await revisions.latest() == 1
    with pytest.raises(CurationError, match="draft gone"):
        await revisions.publish(draft("nobody knows"), "", NOW)
    await groups.add(gap("2"))
    await work.take(1, "ben")
    late = draft("f", after=1, group=Closing(1, 4))
    await revisions.keep_draft(late)
    with pytest.raises(CurationError, match="group taken"):
        await revisions.publish(late, "", NOW)
    stale = draft("g", after=1, group=Closing(1, 2))
    await revisions.keep_draft(stale)
    with pytest.raises(CurationError, match="group changed"):
        await revisions.publish(stale, "", NOW)


async def test_a_dismissed_group_stays_so_and_counts(engine: AsyncEngine) -> None:
    groups, revisions, notices = SqlGroups(engine), SqlRevisions(engine), SqlNotices(engine)
    await groups.add(gap())
    await notices.ask(notice(1))
    away = draft(group=IN_HAND, change=Change(Action.DISMISS, "", {"reason": "spam"}), edits=(), golden=())
    await revisions.keep_draft(away)
    await revisions.publish(away, "", NOW)
    await groups.add(gap("2", "b"))
    group = await groups.group(1)
    assert group is not None
    assert (group.state, group.reason, group.ignored, group.times) == (GroupState.DISMISSED, "spam", 1, 2)
    assert await notices.claim("telegram", NOW) == []


async def test_a_closed_group_that_is_asked_for_in_vain_opens_again(engine: AsyncEngine) -> None:
    groups, revisions = SqlGroups(engine), SqlRevisions(engine)
    await groups.add(gap())
    await revisions.keep_draft(draft(group=IN_HAND))
    await revisions.publish(draft(group=IN_HAND), "", NOW)
    await groups.add(gap("2"))
    group = await groups.group(1)
    assert group is not None
    assert (group.state, group.closed_by) == (GroupState.OPEN, None)


async def test_history_and_export(engine: AsyncEngine) -> None:
    revisions = SqlRevisions(engine)
    for number in range(3):
        made = draft(str(number), after=number, entry="kit" if number == 1 else "cyberforum")
        await revisions.keep_draft(made)
        await revisions.publish(made, f"reason {number}", NOW + timedelta(minutes=number))
    assert [r.reason for r in await revisions.history(limit=2)] == ["reason 2", "reason 1"]
    assert [r.id for r in await revisions.history(entry="kit")] == [2]
    assert [r.id for r in await revisions.since(1)] == [2, 3]
    await revisions.exported([1, 2], NOW)
    assert [r.exported_at for r in await revisions.since()] == [NOW, NOW, None]


async def test_a_notice_is_told_once_by_one_instance(engine: AsyncEngine) -> None:
    groups, notices, revisions = SqlGroups(engine), SqlNotices(engine), SqlRevisions(engine)
    await groups.add(gap())
    for number in range(1, 6):
        await notices.ask(notice(1, str(number)))
    await revisions.keep_draft(draft(group=IN_HAND))
    await revisions.publish(draft(group=IN_HAND), "", NOW)
    claims = await asyncio.gather(*(notices.claim("telegram", NOW, 3) for _ in range(4)))
    ids = [claimed.id for claim in claims for claimed in claim]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == 5
    assert await notices.claim("telegram", NOW + CLAIM / 2) == []
    await notices.told(ids[0])
    await notices.later(ids[1], NOW + timedelta(hours=1))
    await notices.still_waiting(ids[2])
    again = await notices.claim("telegram", NOW + CLAIM)
    assert {claimed.id for claimed in again} == set(ids[3:])
    assert {claimed.attempts for claimed in again} == {1}
    kept = {one.id: one.state for one in await notices.of_person("a")}
    assert ids[0] not in kept
    assert kept[ids[2]] is NoticeState.WAITING
    assert await notices.forget_channel("telegram", {"chat": 99}) == 0
    assert await notices.forget_channel("telegram", {"chat": 17}) == 4


async def test_nobody_is_kept_for_longer_than_promised(engine: AsyncEngine) -> None:
    groups, notices = SqlGroups(engine), SqlNotices(engine)
    await groups.add(gap())
    await notices.ask(notice(1))
    assert await notices.expire(NOW + KEPT_FOR - timedelta(seconds=1)) == 0
    assert await notices.expire(NOW + KEPT_FOR) == 1
    assert await notices.group_of("telegram", "1") == 1
    assert await notices.group_of("telegram", "9") is None
