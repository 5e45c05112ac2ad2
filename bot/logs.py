"""Where the program's own messages go: standard error, as text or JSON, without secrets or what people said."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

Form = Literal["text", "json"]
"""How a message is written: a line to read, or a line of JSON."""

OWN = ("bot", "handlers", "knowledge", "run_bot", "__main__")
"""Names that our own loggers begin with; what all others say is somebody else's."""

SPEAKING = ("bot.", "knowledge.", "telegram.error", "builtins.OSError")
"""Beginnings of kinds of errors whose text says what happened and never repeats what somebody typed."""

_BLACKED_OUT = "<secret>"
_TOKEN = re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}")
_ERROR = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_STANDARD = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}


class Discreet(logging.Filter):
    """Takes out of a library's message whatever it may have been told by people.

    python-telegram-bot puts whole updates into its messages, the driver of the database the values of a statement,
    asyncio the text of an error. Of all these only the first line of the fixed part is kept, with numbers and with
    errors that are known to say nothing else.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every message pass, cleaned."""
        if record.name.partition(".")[0] not in OWN:
            # A single mapping is handed over as it is, instead of in a tuple.
            told = record.args if isinstance(record.args, tuple) else (record.args,) if record.args else ()
            record.args = tuple(_harmless(value) for value in told)
            record.msg = str(record.msg).partition("\n")[0]
            try:
                record.getMessage()
            except (TypeError, ValueError):
                record.args = ()
            # Values that other libraries hang onto their messages are not ours to pass on.
            for name in set(vars(record)) - _STANDARD:
                delattr(record, name)
        return True


class RedactingFormatter(logging.Formatter):
    """Blacks secrets out of the finished line, tracebacks included; a traceback says where, and what only if harmless.

    A token stands in the address of every request to Telegram, so it may turn up in any error.

    Args:
        template: Format of a line, as for ``logging.Formatter``.
        secrets: What must not be seen.
    """

    def __init__(self, template: str, secrets: Iterable[str] = ()) -> None:
        super().__init__(template)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        return self.redacted(super().format(record))

    def formatException(self, ei: _ERROR) -> str:  # noqa: N802 - the name of the library
        """Return a traceback that repeats nothing that was typed."""
        return traceback_of(ei[1]) if ei[1] is not None else ""

    def redacted(self, line: str) -> str:
        """Return a line with the secrets, and whatever else looks like a token, blacked out."""
        for secret in self._secrets:
            line = line.replace(secret, _BLACKED_OUT)
        return _TOKEN.sub(_BLACKED_OUT, line)


class JsonFormatter(RedactingFormatter):
    """Writes a message as one line of JSON: ``time``, ``level``, ``logger``, ``event``, ``fields``.

    Args:
        secrets: What must not be seen.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(message)s", secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        fields: dict[str, Any] = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            fields["error"] = type(record.exc_info[1]).__name__
            fields["traceback"] = traceback_of(record.exc_info[1])
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            "fields": fields,
        }
        return self.redacted(json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__))


def set_up_logging(level: int, secrets: Iterable[str] = (), form: Form = "text") -> None:
    """Send messages of ``level`` and above to standard error.

    Args:
        level: A level of ``logging`` for our own messages; libraries are kept at WARNING, for below that they tell
            every request with its address, token included, and every update with its text.
        secrets: What must not be seen in any of them.
        form: How they are written.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(form, secrets))
    handler.addFilter(Discreet())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in OWN:
        logging.getLogger(name).setLevel(level)


def traceback_of(error: BaseException) -> str:
    """Return where an error came from, cause before effect; what it says only where that repeats nothing typed."""
    lines: list[str] = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines += [traceback_of(cause), "which led to:"]
    if error.__traceback__ is not None:
        lines.append("Traceback (most recent call last):")
        lines += [piece.rstrip("\n") for piece in traceback.format_tb(error.__traceback__)]
    lines.append(said(error))
    return "\n".join(lines)


def said(error: BaseException) -> str:
    """Return the kind of an error, and its text where that repeats nothing that was typed."""
    kind = type(error).__name__
    return f"{kind}: {error}" if _speaks(error) else kind


def _speaks(error: BaseException) -> bool:
    kinds = [f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__]
    return any(kind.startswith(SPEAKING) for kind in kinds)


def _harmless(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return said(value) if isinstance(value, BaseException) else f"<{type(value).__name__}>"


def _formatter(form: Form, secrets: Iterable[str]) -> logging.Formatter:
    if form == "json":
        return JsonFormatter(secrets)
    return RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s", secrets)
