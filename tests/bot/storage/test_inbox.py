from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.arrived import Arrived, Saying
from bot.storage.database import open_database
from bot.storage.sql_inbox import KEPT, LEASE, MOST_ALONE, MOST_ATTEMPTS, SqlInbox
from bot.storage.steady_tables import inbox
from tests.databases import new_database

NOW = datetime(2027, 3, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def boxes(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[SqlInbox, SqlInbox]]:
    """The inbox of one database, as two instances see it."""
    url = new_database(request.param, tmp_path)
    engines = [await open_database(url), await open_database(url)]
    yield SqlInbox(engines[0], "one"), SqlInbox(engines[1], "two")
    for engine in engines:
        await engine.dispose()


def arrived(*updates: tuple[int, int | None]) -> list[Arrived]:
    return [Arrived(number, chat, f'{{"update_id": {number}}}') for number, chat in updates]


def ids(found: object) -> list[int]:
    assert isinstance(found, list | tuple)
    return [one.id for one in found]


async def test_an_update_that_arrives_again_is_handled_once(boxes: tuple[SqlInbox, SqlInbox]) -> None:
    one, two = boxes
    assert ids(await one.accept(arrived((1, 7), (2, 8)), NOW)) == [1, 2]
    assert ids(await one.accept(arrived((2, 8), (3, 9)), NOW)) == [3]
    assert ids(await two.accept(arrived((1, 7)), NOW)) == []
    await one.done([1, 2, 3], NOW)
    assert ids(await two.accept(arrived((1, 7)), NOW)) == []
    assert await one.waiting() == 0


async def test_what_a_dead_instance_had_in_hand_is_taken_over_once_its_claim_ends(
    boxes: tuple[SqlInbox, SqlInbox],
) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7), (2, 8)), NOW)
    assert ids(await two.claim(NOW + LEASE / 2, 10)) == []
    await one.renew(NOW + LEASE / 2)
    assert ids(await two.claim(NOW + LEASE * 1.2, 10)) == []
    assert ids(await two.claim(NOW + LEASE * 2, 10)) == [1, 2]
    assert ids(await one.claim(NOW + LEASE * 2, 10)) == []


async def test_who_is_alone_takes_over_at_once(boxes: tuple[SqlInbox, SqlInbox]) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7)), NOW)
    assert ids(await two.claim(NOW, 10, alone=True)) == [1]


async def test_the_updates_of_a_chat_keep_their_order_across_instances(boxes: tuple[SqlInbox, SqlInbox]) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7)), NOW)
    assert ids(await two.accept(arrived((2, 7), (3, 8)), NOW)) == [3]
    assert ids(await two.claim(NOW, 10)) == []
    await one.done([1], NOW)
    assert ids(await two.claim(NOW, 10)) == [2]
    assert ids(await two.accept(arrived((4, 7)), NOW)) == [4]


@pytest.mark.parametrize("saying", [Saying.ANSWER, Saying.WORD])
async def test_what_was_being_said_comes_as_interrupted_until_that_is_told(
    boxes: tuple[SqlInbox, SqlInbox], saying: Saying
) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7), (2, 7)), NOW)
    assert await one.answering(1, saying)
    found = await two.claim(NOW + LEASE * 2, 10)
    assert [(one.id, one.interrupted) for one in found] == [(1, saying)]
    assert '"update_id": 1' in found[0].payload
    # Not told yet: whoever is next does it.
    found = await one.claim(NOW + LEASE * 4, 10)
    assert [(one.id, one.interrupted) for one in found] == [(1, saying)]
    # About to be told: where that is interrupted too, nobody knows whether it was, and it is told again.
    assert await one.answering(1, saying)
    found = await two.claim(NOW + LEASE * 6, 10)
    assert [(one.id, one.interrupted) for one in found] == [(1, saying)]
    await two.done([1], NOW + LEASE * 6)
    assert ids(await two.claim(NOW + LEASE * 6, 10)) == [2]
    assert await one.waiting() == 1


async def test_that_it_was_interrupted_is_not_forgotten_where_telling_is_refused(
    boxes: tuple[SqlInbox, SqlInbox],
) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7)), NOW)
    await one.answering(1)
    later = NOW + LEASE * 2
    await two.claim(later, 10)
    assert await two.answering(1)
    assert await two.not_answering(1)
    await two.put_off([1], later, later)
    found = await one.claim(later + LEASE, 10)
    assert [(one.id, one.interrupted) for one in found] == [(1, Saying.ANSWER)]


async def test_what_was_about_to_be_put_in_place_of_something_is_handled_again(
    boxes: tuple[SqlInbox, SqlInbox],
) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7), (2, 8)), NOW)
    assert await one.answering(1, Saying.EDIT)
    assert await one.answering(2, Saying.EDIT)
    # Something is sent after all, and cannot be sent again.
    assert await one.answering(2, Saying.WORD)
    assert not await one.answering(2, Saying.WORD)
    found = await two.claim(NOW + LEASE * 2, 10)
    assert [(one.id, one.interrupted) for one in found] == [(1, None), (2, Saying.WORD)]
    assert await two.answering(1, Saying.EDIT)


async def test_what_an_earlier_version_was_saying_comes_as_interrupted(boxes: tuple[SqlInbox, SqlInbox]) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7)), NOW)
    await one.answering(1)
    async with one._engine.begin() as connection:
        await connection.execute(inbox.update().values(saying=None))
    assert [one.interrupted for one in await two.claim(NOW + LEASE * 2, 10)] == [Saying.WORD]


async def test_an_update_that_brings_everything_down_is_told_of_and_left_alone_in_the_end(
    boxes: tuple[SqlInbox, SqlInbox],
) -> None:
    one, _ = boxes
    await one.accept(arrived((1, 7)), NOW)
    moment = NOW
    for number in range(MOST_ATTEMPTS + MOST_ALONE):
        moment += LEASE * 2
        found = await boxes[1 - number % 2].claim(moment, 10)
        assert [(update.id, update.interrupted) for update in found] == [(1, None)]
    moment += LEASE * 2
    assert [(update.id, update.interrupted) for update in await boxes[1].claim(moment, 10)] == [(1, Saying.WORD)]
    assert ids(await one.claim(moment + LEASE * 2, 10)) == []
    assert await one.waiting() == 0


async def test_updates_that_were_never_reached_are_tried_one_at_a_time(boxes: tuple[SqlInbox, SqlInbox]) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7), (2, 8), (3, 9)), NOW)
    moment = NOW
    for number in range(MOST_ATTEMPTS):  # whoever takes them falls before their turn comes
        moment += LEASE * 2
        assert ids(await boxes[1 - number % 2].claim(moment, 10)) == [1, 2, 3]
    await two.accept(arrived((4, 10)), moment)
    moment += LEASE * 2
    await two.release()
    for number, others in ((1, [4]), (2, []), (3, [])):
        assert ids(await one.claim(moment, 10)) == [number, *others]
        assert ids(await one.claim(moment, 10)) == []
        await one.done([number], moment)
    assert await one.waiting() == 1


async def test_what_is_in_hand_is_not_taken_over_from_oneself_however_late_it_is(
    boxes: tuple[SqlInbox, SqlInbox],
) -> None:
    one, _ = boxes
    await one.accept(arrived((1, 7)), NOW)
    assert ids(await one.claim(NOW + timedelta(hours=5), 10)) == []


async def test_what_is_given_back_is_free_at_once(boxes: tuple[SqlInbox, SqlInbox]) -> None:
    one, two = boxes
    await one.accept(arrived((1, 7)), NOW)
    await one.release()
    assert ids(await two.claim(NOW, 10)) == [1]


async def test_what_was_handled_is_forgotten_after_two_days(boxes: tuple[SqlInbox, SqlInbox]) -> None:
    one, _ = boxes
    await one.accept(arrived((1, None), (2, None)), NOW)
    await one.done([1], NOW)
    assert await one.purge(NOW + KEPT + timedelta(seconds=1)) == 1
    assert await one.waiting() == 1
