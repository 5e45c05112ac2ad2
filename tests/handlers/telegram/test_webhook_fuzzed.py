"""Whatever is sent to the webhook: it is taken, refused or ignored, and never a fault of ours."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Bot

from bot.counting import Counts
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.webhook import SECRET, Webhook, build_app
from tests.telegram_api import TOKEN

BOT = Bot(TOKEN)
KNOWN = "s3cret"
PATH = "/hook"

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
MESSAGE: dict[str, Any] = {
    "message_id": 5,
    "date": 1_700_000_000,
    "chat": {"id": 17, "type": "private"},
    "from": {"id": 17, "is_bot": False, "first_name": "Anna"},
    "text": "hi",
}
KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "poll", "x"]
UPDATES = st.fixed_dictionaries(
    {"update_id": st.integers(0, 2**40) | TREES}, optional={kind: st.just(MESSAGE) | TREES for kind in KINDS}
)
BODIES = st.binary(max_size=400) | (UPDATES | TREES).map(lambda tree: json.dumps(tree).encode())
HEADERS = st.sampled_from([KNOWN, "", "wrong", "s3cre", "S3CRET", KNOWN * 100, "\u00e4"])


async def posted(body: bytes, secret: str, counts: Counts) -> tuple[int, int]:
    """Post a body; return the status, and how many updates were taken."""
    arrivals = Arrivals(None)
    app = build_app(Webhook(BOT, arrivals, KNOWN, counts), f"https://bot.example{PATH}")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        response = await client.post(PATH, content=body, headers=[(SECRET.encode(), secret.encode("latin-1"))])
    return response.status_code, arrivals.qsize()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=BODIES, secret=st.just(KNOWN) | HEADERS)
def test_any_body(body: bytes, secret: str) -> None:
    counts = Counts()
    status, taken = asyncio.run(posted(body, secret, counts))
    if secret != KNOWN:
        assert (status, taken) == (403, 0)
    else:
        assert status in {200, 400}
    # What was not taken was counted, and the other way round.
    assert sum(counts.refusals.values()) == 1 - taken
