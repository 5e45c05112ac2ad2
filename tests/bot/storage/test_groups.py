"""Gaps and their groups, in SQLite and in PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.gaps import Cause, GroupState, Wanted
from bot.errors import CurationError
from bot.storage.sql_group_work import SqlGroupWork
from bot.storage.sql_groups import SqlGroups
from tests.bot.storage.made import NOW, gap, wish


async def test_the_same_wish_lands_in_one_group(engine: AsyncEngine) -> None:
    groups = SqlGroups(engine)
    first = await groups.add(gap("1", "a"))
    assert await groups.add(gap("2", "b")) == first
    assert await groups.add(gap("3", "b")) == first
    other = await groups.add(gap("4", "a", wish("nanovalley", "phone", "phone nanovalley")))
    assert other != first
    found, total = await groups.queue(Wanted(), NOW)
    assert (total, [group.id for group in found]) == (2, [first, other])
    assert (found[0].people, found[0].times) == (2, 3)
    assert found[0].last_seen == NOW + timedelta(minutes=3)
    assert [gap.update for gap in await groups.gaps(first)] == ["3", "2", "1"]
    assert (await groups.gaps(other))[0] == gap("4", "a", wish("nanovalley", "phone", "phone nanovalley"))


async def test_a_delivery_that_comes_twice_is_one_gap(engine: AsyncEngine) -> None:
    groups = SqlGroups(engine)
    assert await groups.add(gap()) == await groups.add(gap(cause=Cause.UNHELPFUL))
    group = await groups.group(1)
    assert group is not None
    assert group.times == 1


async def test_many_at_once_make_one_group(engine: AsyncEngine) -> None:
    groups = SqlGroups(engine)
    found = await asyncio.gather(*(groups.add(gap(str(n), str(n))) for n in range(1, 13)))
    assert len(set(found)) == 1
    group = await groups.group(found[0])
    assert group is not None
    assert (group.times, group.people) == (12, 12)


async def test_the_queue_is_filtered(engine: AsyncEngine) -> None:
    groups = SqlGroups(engine)
    await groups.add(gap("1"))
    await groups.add(gap("2", "b", wish("kit"), language="de", event="spring", text="100%_Preis?"))

    async def ids(**wanted: object) -> list[int]:
        return [group.id for group in (await groups.queue(Wanted(**wanted), NOW))[0]]

    assert await ids(language="de") == [2]
    assert await ids(event="spring") == [2]
    assert await ids(search="cyber") == [1]
    assert await ids(search="%_preis") == [2]
    assert await ids(search="_") == [2]
    assert await ids(since=NOW + timedelta(seconds=90)) == [2]
    assert await ids(states=(GroupState.CLOSED,)) == []
    assert await ids(limit=1, offset=1) == [1]


async def test_a_dismissed_group_counts_and_stays(engine: AsyncEngine) -> None:
    groups, work = SqlGroups(engine), SqlGroupWork(engine)
    await groups.add(gap("1"))
    await work.snooze(1, "anna", NOW + timedelta(days=1))
    assert (await groups.queue(Wanted(), NOW))[1] == 0
    assert (await groups.queue(Wanted(), NOW + timedelta(days=2)))[1] == 1


async def test_a_group_in_somebodys_hands_is_left_alone(engine: AsyncEngine) -> None:
    groups, work = SqlGroups(engine), SqlGroupWork(engine)
    await groups.add(gap("1"))
    taken = await work.take(1, "anna")
    assert taken.assigned == "anna"
    with pytest.raises(CurationError) as caught:
        await work.take(1, "ben")
    assert (caught.value.key, caught.value.values["curator"]) == ("group_taken", "anna")
    assert (await work.release(1, "anna")).assigned is None
    assert (await work.take(1, "ben")).version > taken.version


async def test_groups_are_merged_and_split(engine: AsyncEngine) -> None:
    groups, work = SqlGroups(engine), SqlGroupWork(engine)
    one = await groups.add(gap("1", "a"))
    two = await groups.add(gap("2", "b", wish("kit", "phone", "phone kit"), text="phone of KIT"))
    merged = await work.merge(two, one, "anna")
    assert (merged.id, merged.times, merged.people) == (one, 2, 2)
    gone = await groups.group(two)
    assert gone is not None
    assert (gone.state, gone.merged_into) == (GroupState.MERGED, one)
    # What was merged by hand stays together: the next such question goes where the group went.
    assert await groups.add(gap("3", "c", wish("kit", "phone", "phone kit"))) == one
    with pytest.raises(CurationError, match="nothing to split"):
        await work.split(one, ["never asked"], "anna")
    new = await work.split(one, ["Phone of KIT"], "anna")
    assert (new.title, new.times, new.state) == ("phone of KIT", 1, GroupState.OPEN)
    left = await groups.group(one)
    assert left is not None
    assert left.times == 2
    for number, into in ((one, one), (99, one), (one, 99)):
        with pytest.raises(CurationError):
            await work.merge(number, into, "anna")


async def test_details_show_what_a_curator_wants_to_see(engine: AsyncEngine) -> None:
    groups, work = SqlGroups(engine), SqlGroupWork(engine)
    for number in range(1, 6):
        await groups.add(gap(str(number), str(number), language="de" if number == 5 else "en"))
    await work.comment(1, "anna", "  Called them. ", NOW)
    details = await work.details(1, NOW + timedelta(days=1))
    assert len(details.examples) == 3
    assert details.languages == {"en": 4, "de": 1}
    assert details.causes == {Cause.UNANSWERED: 5}
    assert details.trend[-1] == 5
    assert [comment.text for comment in details.comments] == ["Called them."]
    with pytest.raises(CurationError, match="no group"):
        await work.details(9, NOW)
    with pytest.raises(CurationError, match="missing"):
        await work.comment(1, "anna", " ", NOW)
