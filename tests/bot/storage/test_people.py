from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.notices import Notice
from bot.storage.sql_digests import SqlDigests
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_log import SqlQuestionLog
from bot.storage.sql_notices import SqlNotices
from bot.storage.sql_people import SqlPeople
from tests.bot.storage.test_retention import gap, logged

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
COST = "What does membership of Cyberforum cost?"


async def test_somebody_is_shown_and_forgotten_and_nobody_else(engine: AsyncEngine) -> None:
    people, groups, log = SqlPeople(engine), SqlGroups(engine), SqlQuestionLog(engine)
    notices, digests = SqlNotices(engine), SqlDigests(engine)
    for update in ("anna", "ben"):
        number = await groups.add(gap(COST, update, NOW))
        await log.record(logged(update, NOW, person=update))
        await log.record(logged(f"{update} again", NOW + timedelta(minutes=1), person=update))
        until = NOW + timedelta(days=90)
        await notices.ask(Notice(0, number, "telegram", update, {"chat": 1}, update, "en", COST, NOW, until))
        await digests.begin(f"telegram:{update}", 8, "en", NOW)

    found = await people.gap("telegram", "anna")
    assert found is not None
    assert (found[0], found[1].text) == (number, COST)
    assert await people.gap("telegram", "nobody") is None
    (question,) = await people.open_questions("anna")
    assert (question.text, question.told) == (COST, True)
    kept = await people.kept("anna", "telegram:anna")
    assert (kept.questions, kept.gaps, len(kept.notices), kept.digest, kept.first_asked) == (2, 1, 1, True, NOW)
    assert len(kept.latest) == 2

    gone = await people.forget("anna", "telegram:anna")
    assert (gone.questions, gone.gaps, gone.notices) == (2, 1, 1)
    nothing = await people.kept("anna", "telegram:anna")
    assert (nothing.questions, nothing.gaps, nothing.notices, nothing.digest) == (0, 0, (), False)
    others = await people.kept("ben", "telegram:ben")
    assert (others.questions, others.gaps, len(others.notices), others.digest) == (2, 1, 1, True)
    torn = [question.conversation for question in await log.recent() if question.person is None]
    assert len(set(torn)) == 2
    assert "c" not in torn
    assert (await people.forget("anna", "telegram:anna")).questions == 0
