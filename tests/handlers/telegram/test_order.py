from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from telegram import Update

from handlers.telegram import order
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.order import ChatByChat
from tests.handlers.telegram.echo_world import message


def update(number: int, chat: int) -> Update:
    made = Update.de_json({"update_id": number, "message": message("x", chat={"id": chat, "type": "private"})}, None)
    assert made is not None
    return made


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)


async def test_a_chat_is_handled_in_order_and_chats_at_the_same_time() -> None:
    processor = ChatByChat(8, Arrivals(None))
    log: list[str] = []
    gates = {name: asyncio.Event() for name in ("a1", "b1")}

    async def handle(name: str) -> None:
        log.append(f"{name} begins")
        if name in gates:
            await gates[name].wait()
        log.append(f"{name} ends")

    async with processor:
        for number, (name, chat) in enumerate([("a1", 1), ("a2", 1), ("b1", 2), ("a3", 1)]):
            await processor.process_update(update(number, chat), handle(name))
        await until(lambda: len(log) == 2)
        assert log == ["a1 begins", "b1 begins"]
        assert (processor.waiting, processor.in_hand) == (2, 2)
        gates["b1"].set()
        gates["a1"].set()
        await until(lambda: processor.in_hand == 0)
    assert [line for line in log if line.startswith("a")] == [
        f"a{number} {does}" for number in (1, 2, 3) for does in ("begins", "ends")
    ]


async def test_who_writes_little_does_not_wait_for_who_writes_much() -> None:
    processor = ChatByChat(1, Arrivals(None))
    log: list[int] = []

    async def handle(chat: int) -> None:
        await asyncio.sleep(0)
        log.append(chat)

    for number in range(50):
        await processor.process_update(update(number, 1), handle(1))
    for chat in (2, 3):
        await processor.process_update(update(100 + chat, chat), handle(chat))
    await until(lambda: processor.in_hand == 0)
    assert log.index(2) < 4
    assert log.index(3) < 6
    assert len(log) == 52


async def test_when_too_many_wait_the_next_one_waits_where_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "FULL", 3)
    processor = ChatByChat(1, Arrivals(None))
    gate = asyncio.Event()
    handed_over = []
    for number in range(4):
        await processor.process_update(update(number, 1), gate.wait())
    late = asyncio.create_task(processor.process_update(update(9, 2), gate.wait()))
    late.add_done_callback(handed_over.append)
    await asyncio.sleep(0.05)
    assert handed_over == []
    gate.set()
    await late
    await until(lambda: processor.in_hand == 0)


async def test_stopping_finishes_what_is_in_hand_and_drops_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "PATIENCE", 0.1)
    processor = ChatByChat(2, Arrivals(None))
    done: list[int] = []

    async def handle(number: int, seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append(number)

    for number, seconds in enumerate([0.02, 60, 0.01]):
        await processor.process_update(update(number, number), handle(number, seconds))
    await processor.finish()
    assert done == [0]
    assert (processor.waiting, processor.in_hand) == (0, 0)


async def test_a_failure_lets_the_next_one_in(caplog: pytest.LogCaptureFixture) -> None:
    processor = ChatByChat(8, Arrivals(None))

    async def fail() -> None:
        raise ValueError("x")

    async def succeed() -> None:
        done.append(True)

    done: list[bool] = []
    await processor.process_update(update(1, 1), fail())
    await processor.process_update(update(2, 1), succeed())
    await processor.process_update("no update at all", succeed())
    await until(lambda: len(done) == 2)
    assert "could not be handled" in caplog.text
