"""Everything that curators work with, put together over one open database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.curation.desk import REPLAYED, Desk
from bot.curation.impact import Replayer
from bot.curation.live import LiveKnowledge
from bot.questions import GOLDEN, KNOWN_FAILURES, Case, read_known_failures, read_questions
from bot.storage import Database, QuestionLog
from bot.storage.announced import REVISIONS, Announced
from bot.storage.sql_digests import SqlDigests
from bot.storage.sql_group_work import SqlGroupWork
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_notices import SqlNotices
from bot.storage.sql_people import SqlPeople
from bot.storage.sql_retention import SqlRetention
from bot.storage.sql_revisions import SqlRevisions
from knowledge.understanding import Understander


@dataclass(frozen=True, slots=True)
class Curation:
    """What curators work with."""

    groups: SqlGroups
    """Gaps and their groups: the queue."""
    work: SqlGroupWork
    """What is done with groups besides answering them."""
    revisions: SqlRevisions
    """Drafts and revisions: the history."""
    notices: SqlNotices
    """Who wants to be told."""
    people: SqlPeople
    """What is kept of one person."""
    digests: SqlDigests
    """What curators want to be told."""
    retention: SqlRetention
    """Deletes what is too old."""
    live: LiveKnowledge
    """The knowledge as it is now."""
    desk: Desk
    """Drafts, previews, publishes, undoes."""


async def open_curation(
    database: Database,
    folder: Path,
    understander: Understander,
    log: QuestionLog,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    replayed: int = REPLAYED,
    golden: Sequence[Case] | None = None,
) -> Curation:
    """Open the database, and take over the revisions that are published in it.

    Args:
        database: Where all is kept.
        folder: The knowledge folder.
        understander: What understands questions to the folder as it stands.
        log: Questions that people have asked.
        clock: Tells the time, with a time zone.
        replayed: Questions of the log that a preview replays.
        golden: Questions that must be answered; None for all of the folder.

    Raises:
        StorageError: The database cannot be opened.
        QuestionFileError: The golden questions of the folder are not as they should be.
    """
    engine = await database.engine()
    revisions = SqlRevisions(engine)
    groups = SqlGroups(engine)
    live = LiveKnowledge(folder, understander, revisions, Announced(engine, REVISIONS))
    await live.refresh()
    replayer = Replayer(golden_cases(folder) if golden is None else golden)
    desk = Desk(live, groups, revisions, log=log, replayer=replayer, clock=clock, replayed=replayed)
    return Curation(
        groups=groups,
        work=SqlGroupWork(engine),
        revisions=revisions,
        notices=SqlNotices(engine),
        people=SqlPeople(engine),
        digests=SqlDigests(engine),
        retention=SqlRetention(engine),
        live=live,
        desk=desk,
    )


def golden_cases(folder: Path) -> list[Case]:
    """Return the questions that a knowledge folder must answer, without those known to fail.

    Raises:
        QuestionFileError: A file is not as it should be.
    """
    files = [path for path in sorted((folder / GOLDEN).glob("*.yaml")) if path.name != KNOWN_FAILURES]
    known = read_known_failures(folder / GOLDEN / KNOWN_FAILURES)
    cases = read_questions(files) if files else []
    return [case for case in cases if case.name not in known.get(case.file.stem, ())]
