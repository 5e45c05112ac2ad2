"""What goes on by the clock, with three instances on one database: each thing is done by one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.digest import Digest, DigestSender, Subscription
from bot.curation.gaps import Group
from bot.curation.notices import Notice
from bot.curation.retention import EVERY, Retention
from bot.curation.revisions import Closing
from bot.curation.telling import Teller
from bot.errors import StorageError
from bot.messages import Outcome, Question, Reply
from bot.storage.database import open_database
from bot.storage.sql_digests import SqlDigests
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_notices import SqlNotices
from bot.storage.sql_retention import SqlRetention
from bot.storage.sql_revisions import SqlRevisions
from tests.bot.storage.made import draft, gap, notice, wish
from tests.databases import new_database

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CURATORS = [f"telegram:{number}" for number in range(1, 6)]
ROUNDS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
async def instances(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[AsyncEngine]]:
    """Three instances: each with connections of its own."""
    url = new_database(request.param, tmp_path)
    engines = [await open_database(url) for _ in range(3)]
    yield engines
    for engine in engines:
        await engine.dispose()


@dataclass
class Sent:
    """What was sent, by whichever instance; each message takes a moment."""

    digests: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    async def digest(self, to: Subscription, digest: Digest) -> None:
        await asyncio.sleep(0.01)
        self.digests.append(to.curator)

    async def alert(self, to: Subscription, groups: Sequence[Group]) -> None:
        await asyncio.sleep(0.01)
        self.alerts += [to.curator] * len(groups)

    async def tell(self, notice: Notice, reply: Reply) -> None:
        await asyncio.sleep(0.01)
        self.told.append(notice.id)

    def answer(self, question: Question) -> Reply:
        return Reply(Outcome.ANSWERED, "so")

    async def forget_context(self, conversation: str) -> None:
        pass


async def test_each_curator_gets_one_digest_and_one_alert(instances: list[AsyncEngine]) -> None:
    sent = Sent()
    for curator in CURATORS:
        await SqlDigests(instances[0]).begin(curator, 8, "en", NOW - timedelta(days=1))
    groups = SqlGroups(instances[0])
    for person in ("1", "2", "3"):
        await groups.add(replace(gap(person, person, wish()), asked_at=NOW - timedelta(hours=5)))
    senders = [
        DigestSender(SqlDigests(engine), sent, curators=frozenset(CURATORS), people=2, zone=UTC, clock=lambda: NOW)
        for engine in instances
    ]
    for _ in range(ROUNDS):
        await asyncio.gather(*(sender.round() for sender in senders))
    assert sorted(sent.digests) == sorted(sent.alerts) == CURATORS


async def test_whoever_waits_is_told_once(instances: list[AsyncEngine]) -> None:
    sent = Sent()
    groups, notices = SqlGroups(instances[0]), SqlNotices(instances[0])
    group = await groups.add(gap())
    for number in range(30):
        await notices.ask(
            replace(notice(group, str(number)), address={"chat": number, "thread": None, "message": None})
        )
    await _answered(instances[0], group)
    tellers = [
        Teller(SqlNotices(engine), sent, sent, channel="telegram", clock=lambda: NOW, pace=Unhurried())
        for engine in instances
    ]
    for _ in range(ROUNDS):
        await asyncio.gather(*(teller.round() for teller in tellers))
    assert len(sent.told) == len(set(sent.told)) == 30


class Unhurried:
    """Lets everybody go on at once."""

    async def turn(self, chat: object) -> None:
        pass


async def _answered(engine: AsyncEngine, group: int) -> None:
    """Publish an answer, so that notices are due."""
    closing = Closing(group, 1)
    revisions = SqlRevisions(engine)
    await revisions.keep_draft(draft(group=closing, closes=(closing,)))
    await revisions.publish(draft(group=closing, closes=(closing,)), "", NOW)


async def test_one_instance_deletes_what_is_too_old(instances: list[AsyncEngine]) -> None:
    now = [NOW]
    begun = 0

    class Counted(SqlRetention):
        async def drop_drafts(self, before: datetime) -> int:
            nonlocal begun
            begun += 1
            return await super().drop_drafts(before)

    rounds = [Retention(Counted(engine), timedelta(days=1), lambda: now[0]) for engine in instances]
    for hour in range(1, 4):
        await asyncio.gather(*(one.round() for one in rounds))
        await asyncio.gather(*(one.round() for one in rounds))
        assert begun == hour
        now[0] += EVERY
    # A clock that was set back does not stop it for as long as it was ahead.
    now[0] -= timedelta(days=30)
    await rounds[0].round()
    assert begun == 4


async def test_a_round_that_failed_is_done_by_another_instance(instances: list[AsyncEngine]) -> None:
    class Failing(SqlRetention):
        async def end(self, now: datetime) -> int:
            raise StorageError("gone")

    done = 0

    class Fine(SqlRetention):
        async def end(self, now: datetime) -> int:
            nonlocal done
            done += 1
            return await super().end(now)

    with pytest.raises(StorageError):
        await Retention(Failing(instances[0]), timedelta(days=1), lambda: NOW).round()
    await Retention(Fine(instances[1]), timedelta(days=1), lambda: NOW).round()
    assert done == 1
