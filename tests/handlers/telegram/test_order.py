from __future__ import annotations

import asyncio

import pytest
from telegram import Update

from handlers.telegram.arrivals import Arrivals
from handlers.telegram.order import ChatByChat
from tests.handlers.telegram.recording import message


def update(number: int, chat: int) -> Update:
    made = Update.de_json({"update_id": number, "message": message("x", chat={"id": chat, "type": "private"})}, None)
    assert made is not None
    return made


async def test_a_chat_is_handled_in_order_and_chats_at_the_same_time() -> None:
    processor = ChatByChat(8, Arrivals(None))
    log: list[str] = []
    gates = {name: asyncio.Event() for name in ("a1", "b1")}

    async def handle(name: str) -> None:
        log.append(f"{name} begins")
        if name in gates:
            await gates[name].wait()
        log.append(f"{name} ends")

    async with processor, asyncio.TaskGroup() as tasks:
        for number, (name, chat) in enumerate([("a1", 1), ("a2", 1), ("b1", 2), ("a3", 1)]):
            tasks.create_task(processor.process_update(update(number, chat), handle(name)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert log == ["a1 begins", "b1 begins"]
        gates["b1"].set()
        gates["a1"].set()
    assert [line for line in log if line.startswith("a")] == [
        f"a{number} {does}" for number in (1, 2, 3) for does in ("begins", "ends")
    ]
    assert processor._turns == {}
    assert processor._waiting == {}


async def test_a_failure_lets_the_next_one_in() -> None:
    processor = ChatByChat(8, Arrivals(None))

    async def fail() -> None:
        raise ValueError("x")

    async def succeed() -> None:
        done.append(True)

    done: list[bool] = []
    with pytest.raises(ValueError, match="x"):
        await processor.process_update(update(1, 1), fail())
    await processor.process_update(update(2, 1), succeed())
    await processor.process_update("no update at all", succeed())
    assert done == [True, True]
    assert processor._turns == {}
