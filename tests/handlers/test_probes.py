from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.counting import Counts, Operation, Spread
from bot.errors import StorageError
from bot.messages import Outcome
from bot.version import VERSION
from handlers.metrics import Gauge, exposition
from handlers.probes import Checks, ProbePaths
from tests.conftest import ROOT


async def fine() -> str:
    return ""


async def missing() -> str:
    return "nothing is loaded"


async def failing() -> str:
    raise StorageError("cannot open the database: password of me at secret.host")


async def ask(app: ProbePaths, path: str, method: str = "GET") -> tuple[int, str]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    await app({"type": "http", "path": path, "method": method}, receive, send)
    return sent[0]["status"], sent[1]["body"].decode()


async def test_one_line_for_each_part_that_fails_and_no_secrets() -> None:
    hanging = asyncio.Event()
    looks = 0

    async def hangs() -> str:
        nonlocal looks
        looks += 1
        await hanging.wait()
        return ""

    checks = Checks({"a": fine, "database": failing, "knowledge": missing, "updates": hangs}, patience=0.05)
    app = ProbePaths(None, checks)
    for _ in range(2):
        status, text = await ask(app, "/readyz")
        assert status == 503
        assert text.splitlines() == [
            "database: does not answer",
            "knowledge: nothing is loaded",
            "updates: does not answer within 0.05 s",
        ]
    assert looks == 1
    hanging.set()
    await asyncio.sleep(0)
    assert "updates" not in (await ask(app, "/readyz"))[1]
    assert await ask(app, "/healthz") == (200, "ok\n")


async def test_metrics_are_not_for_everybody() -> None:
    passed_on: list[str] = []

    async def pages(scope: Any, receive: Any, send: Any) -> None:
        passed_on.append(scope["path"])
        await send({"status": 200})
        await send({"body": b""})

    app = ProbePaths(pages, Checks({}))
    await ask(app, "/metrics")
    await ask(app, "/readyz", "POST")
    assert passed_on == ["/metrics", "/readyz"]
    assert await ask(app, "/readyz") == (200, "ready\n")


async def test_labels_are_bounded_and_a_value_that_cannot_be_read_is_left_out() -> None:
    counts = Counts()

    async def unread() -> float:
        raise StorageError("gone")

    show = exposition(counts, [Gauge("bot_inbox_waiting", "x", unread)])
    empty = (await show())[0].decode()
    for channel in ("telegram", "anything at all", "web"):
        counts.question(channel, Outcome.ANSWERED)
    counts.queried(Operation.SELECT, 0.002)
    full = (await show())[0].decode()
    names = re.compile(r"^[^# ].*?(?= [^ ]*$)", re.MULTILINE)
    assert [n for n in names.findall(empty) if n.startswith("bot_")] == [
        n for n in names.findall(full) if n.startswith("bot_")
    ]
    assert 'bot_questions_total{channel="other",outcome="answered"} 1.0' in full
    assert 'bot_database_seconds_bucket{le="0.0025",operation="select"} 1.0' in full
    assert "bot_inbox_waiting" not in full


def test_spreads_count_in_the_first_class_that_is_long_enough() -> None:
    spread = Spread((1, 2))
    for seconds in (0.5, 1, 1.5, 99):
        spread.add(seconds)
    assert spread.counts == [2, 1, 1]
    assert spread.total == 102


def test_the_version_is_that_of_the_project() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
