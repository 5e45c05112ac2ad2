from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.sql_digests import SqlDigests
from bot.storage.sql_groups import SqlGroups
from tests.bot.storage.test_retention import gap

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SLOT = NOW - timedelta(hours=4)
ANNA = "telegram:1"


async def test_who_comes_back_keeps_what_they_chose(engine: AsyncEngine) -> None:
    digests = SqlDigests(engine)
    await digests.begin(ANNA, 8, "en", NOW)
    await digests.choose(ANNA, 17, "en", NOW)
    await digests.begin(ANNA, 8, "de", NOW + timedelta(days=1))
    found = await digests.of(ANNA)
    assert found is not None
    assert (found.hour, found.language, found.wanted, found.last_sent) == (17, "de", True, NOW)
    await digests.switch_off(ANNA)
    await digests.begin(ANNA, 8, "de", NOW)
    assert await digests.subscriptions() == []
    assert await digests.of("telegram:2") is None


async def test_a_digest_is_claimed_once(engine: AsyncEngine) -> None:
    digests, other = SqlDigests(engine), SqlDigests(engine)
    await digests.begin(ANNA, 8, "en", SLOT - timedelta(seconds=1))
    assert await digests.claim(ANNA, SLOT, NOW)
    assert not await other.claim(ANNA, SLOT, NOW)
    await digests.give_back(ANNA, None)
    assert await other.claim(ANNA, SLOT, NOW)
    assert not await digests.claim("telegram:2", SLOT, NOW)


async def test_a_group_alerts_each_curator_once(engine: AsyncEngine) -> None:
    digests, groups = SqlDigests(engine), SqlGroups(engine)
    number = await groups.add(gap("What does membership of Cyberforum cost?", "1", NOW))
    assert await digests.claim_alerts(ANNA, 2, NOW) == ()
    await groups.add(replace(gap("What does membership of Cyberforum cost?", "2", NOW), person="2"))
    assert [group.id for group in await digests.claim_alerts(ANNA, 2, NOW)] == [number]
    assert await digests.claim_alerts(ANNA, 2, NOW) == ()
    assert len(await digests.claim_alerts("telegram:2", 2, NOW)) == 1
    await digests.give_back_alerts(ANNA, [number])
    assert len(await digests.claim_alerts(ANNA, 2, NOW)) == 1


async def test_a_digest_tells_what_is_new_wanted_and_old(engine: AsyncEngine) -> None:
    digests, groups = SqlDigests(engine), SqlGroups(engine)
    assert (await digests.digest(SLOT, NOW)).empty
    old = await groups.add(gap("Who is the director of Nanovalley?", "1", SLOT - timedelta(days=3)))
    new = await groups.add(gap("What does membership of Cyberforum cost?", "2", NOW))
    await groups.add(replace(gap("What does membership of Cyberforum cost?", "3", NOW), person="3"))
    digest = await digests.digest(SLOT, NOW)
    assert digest.waiting == 2
    assert [group.id for group in digest.new] == [new]
    assert [group.id for group in digest.wanted] == [new, old]
    assert [group.id for group in digest.oldest] == [old, new]
