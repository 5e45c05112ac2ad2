"""What can go wrong outside the knowledge, as sentences for the person who runs the bot.

    BotError
    ├── SettingsError     a variable is missing or bad; every problem at once; exit 2
    ├── StorageError      the database cannot be opened, read or written
    │   ├── RowRefused    a row does not fit those that are there: somebody else was first
    │   └── SchemaError   the database belongs to another version of the bot
    ├── BackupError       a backup cannot be made, or is not whole; nothing is changed
    ├── PhraseError       a fixed text is missing in the locale data, or lacks a value
    ├── QuestionFileError a file of questions to evaluate with is not as it should be; every problem at once; exit 2
    ├── ExportError       curators' changes cannot be written into the knowledge files; every problem at once
    ├── CurationError     a curator's change does not fit, or somebody was first; the desk says so in their language
    ├── EventError        what an organiser wants is not possible; screens say so in their language
    │   └── EventProblems several things an organiser has said do not fit; every one at once
    └── StartError        a screen cannot start or go on: token refused, second consumer; exit 2

A message says what is wrong and what to do, on one line, without secrets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from knowledge.errors import Problem


class BotError(Exception):
    """Base of all; its text is meant to be shown as it stands, without a traceback."""

    exit_code: ClassVar[int] = 1
    """Exit status of the command that ends with this error."""


class SettingsError(BotError):
    """Variables of the environment, of ``.env`` or options are missing or bad.

    Attributes:
        problems: One line each, starting with the name of the variable.
    """

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class StorageError(BotError):
    """The database cannot be opened, read or written.

    Attributes:
        values_at_fault: Whether it was for what was to be stored, so that something else may be stored all the same.
    """

    def __init__(self, message: str, *, values_at_fault: bool = False) -> None:
        self.values_at_fault = values_at_fault
        super().__init__(message)


class RowRefused(StorageError):
    """A row does not fit those that are there: somebody else was first."""


class SchemaError(StorageError):
    """The tables are not those that this version of the bot knows."""


class BackupError(BotError):
    """A backup cannot be made, is not whole, or does not belong where it is to go; nothing is changed."""


class PhraseError(BotError):
    """A fixed text is missing in the locale data, or wants a value that it was not given.

    Attributes:
        key: Key of the text, e.g. ``screen.start``.
        language: Language that was asked for.
    """

    def __init__(self, key: str, language: str, reason: str) -> None:
        self.key = key
        self.language = language
        super().__init__(f"locale text {key!r} for language {language!r}: {reason}")


class QuestionFileError(BotError):
    """Files of questions are not as they should be.

    Attributes:
        problems: What is wrong, each with file, line and what to do.
    """

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ExportError(BotError):
    """Curators' changes cannot be written into the knowledge files.

    Attributes:
        problems: What is wrong, each with file, line and what to do.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class CurationError(BotError):
    """A curator's change is not possible as it is.

    Attributes:
        key: what is wrong; screens say ``desk_error.<key>`` of the locale data.
        values: what stands for the placeholders of that text.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        told = ", ".join(f"{name} {value}" for name, value in values.items())
        super().__init__(f"{key.replace('_', ' ')}{': ' if told else ''}{told}")


class EventError(BotError):
    """What an organiser wants is not possible as it is.

    Attributes:
        key: what is wrong; screens say ``event_error.<key>`` of the locale data.
        values: what stands for the placeholders of that text.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        told = ", ".join(f"{name} {value}" for name, value in values.items())
        super().__init__(f"{key.replace('_', ' ')}{': ' if told else ''}{told}")


class EventProblems(EventError):
    """Several things that an organiser has said do not fit.

    Attributes:
        problems: What is wrong, by name of what was said.
    """

    def __init__(self, problems: Mapping[str, EventError]) -> None:
        self.problems = dict(problems)
        super().__init__("problems")


class StartError(BotError):
    """A screen cannot start or go on."""

    exit_code = 2
