"""Where questions are kept. Importing this costs nothing: the database library is loaded with the first question."""

from __future__ import annotations

from bot.storage.lazy import LazyConversations, LazyGapLog, LazyQuestionLog
from bot.storage.memory import MemoryQuestionLog
from bot.storage.opened import Database
from bot.storage.question_log import LoggedQuestion, NoQuestionLog, QuestionLog, logged_question

__all__ = [
    "Database",
    "LazyConversations",
    "LazyGapLog",
    "LazyQuestionLog",
    "LoggedQuestion",
    "MemoryQuestionLog",
    "NoQuestionLog",
    "QuestionLog",
    "logged_question",
    "open_log",
]


def open_log(database_url: str) -> QuestionLog:
    """Return the log kept in a database; it is opened, and its tables made, when it is first used."""
    return LazyQuestionLog(Database(database_url))
