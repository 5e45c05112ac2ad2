"""What the log comes to, in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.messages import Outcome
from bot.storage.question_log import LoggedQuestion
from bot.storage.sql_figures import Day, SqlFigures
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_log import SqlQuestionLog
from tests.bot.storage.made import NOW, gap


async def test_questions_are_counted_by_day_entry_and_language(engine: AsyncEngine) -> None:
    log, figures = SqlQuestionLog(engine), SqlFigures(engine)
    asked = [
        (0, Outcome.ANSWERED, "en", ("harbour", "boats")),
        (0, Outcome.ANSWERED, "de", ("harbour",)),
        (1, Outcome.UNANSWERED, "de", ()),
        (1, Outcome.SMALLTALK, "de", ()),
        (1, Outcome.SUGGESTED, "fr", ("boats",)),
        (40, Outcome.ANSWERED, "en", ("harbour",)),
    ]
    for number, (back, outcome, language, entries) in enumerate(asked):
        moment = NOW - timedelta(days=back)
        await log.record(
            LoggedQuestion("test", str(number), moment, "?", outcome, 1.0, language, "conversation", entries=entries)
        )
    await SqlGroups(engine).add(gap())
    days = await figures.days(NOW, 3)
    names = [(NOW - timedelta(days=back)).date().isoformat() for back in (2, 1, 0)]
    assert [day.day for day in days] == names
    assert [(day.questions, day.answered) for day in days] == [(0, 0), (2, 0), (2, 2)]
    assert sum(day.gaps for day in days) == 1
    assert [day.share for day in (*days, Day("", 4, 1, 0))] == [0.0, 0.0, 1.0, 0.25]
    since = NOW - timedelta(days=30)
    assert await figures.served() == {"harbour": 3, "boats": 1}
    assert await figures.served(since) == {"boats": 1, "harbour": 2}
    assert await figures.languages(since) == {"de": 2, "en": 1, "fr": 1}
