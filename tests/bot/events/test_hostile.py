"""Whatever is sent instead of a code: never a traceback, never an event that the text is no code of."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.events.attending import Coming
from bot.events.codes import CONSONANTS, VOWELS, payload, typed_code
from bot.events.event import Event
from bot.events.opened import Events, open_events
from bot.settings import Settings
from bot.storage import Database
from handlers.telegram.event_data import read
from tests.bot.events.conftest import plan

TEXTS = st.one_of(
    st.text(max_size=200),
    st.binary(max_size=100).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.text(f"{CONSONANTS}{VOWELS}-", min_size=8, max_size=16),
    st.from_regex(r"[a-z]{4}-[a-z]{4}-[a-z]{4}", fullmatch=True),
    st.sampled_from(["' OR 1=1 --", "%", "_" * 12, "\x00", "../../etc", "<script>", "ﬀﬀﬀﬀﬀﬀ", "БАНО-КИРУ-ФЕСО"]),
)


@dataclass
class Hall:
    """A database with two events, and a loop to ask it in."""

    runner: asyncio.Runner
    events: Events
    open: Event
    revoked: Event


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    path: Path = tmp_path_factory.mktemp("hall") / "bot.sqlite3"
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}")
    with asyncio.Runner() as runner:
        database = Database(settings.database_url)

        async def made() -> Hall:
            events = await open_events(database, settings, clock=lambda: datetime(2027, 3, 1, tzinfo=UTC))
            both = [await events.organising.create("console", plan(title=title)) for title in ("Open", "Revoked")]
            await events.organising.revoke(both[1].id, "console")
            return Hall(runner, events, *both)

        yield runner.run(made())
        runner.run(database.close())


numbers = itertools.count()


@given(text=TEXTS)
@example(text="\ud800" * 12)
@example(text="a" * 100_000)
def test_a_text_leads_to_an_event_only_by_its_code(hall: Hall, text: str) -> None:
    found = hall.runner.run(hall.events.attending.come(text, f"p{next(numbers)}", "test", "en"))
    if found.event is None:
        assert found.coming in {Coming.NO_CODE, Coming.UNKNOWN, Coming.REVOKED}
    else:
        assert found.event == hall.open
        assert OSA.distance(typed_code(text), found.event.code) <= 1


@given(data=st.data())
def test_nothing_of_a_revoked_event_comes_out(hall: Hall, data: st.DataObject) -> None:
    code = payload(hall.revoked.code)
    place = data.draw(st.integers(0, len(code)))
    text = code[:place] + data.draw(st.sampled_from(["", "x", " ", "-"])) + code[place:]
    found = hall.runner.run(hall.events.attending.come(text, f"p{next(numbers)}", "test", "en"))
    assert found.event is None


@given(text=st.one_of(TEXTS, st.from_regex(r"1e[a-z](:[a-z0-9]{1,12}){0,3}")))
def test_data_of_a_button_means_something_or_nothing(text: str) -> None:
    button = read(text)
    assert button is None or (button.event < 10**9 and len(text.encode()) <= 64)
