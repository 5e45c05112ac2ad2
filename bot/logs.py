"""Where the program's own messages go: standard error, with secrets blacked out."""

from __future__ import annotations

import logging
from collections.abc import Iterable

_BLACKED_OUT = "<secret>"


class RedactingFormatter(logging.Formatter):
    """Blacks secrets out of the finished line, tracebacks included.

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
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, _BLACKED_OUT)
        return line


def set_up_logging(level: int, secrets: Iterable[str] = ()) -> None:
    """Send messages of ``level`` and above to standard error.

    Args:
        level: A level of ``logging``; libraries that tell every request are kept at WARNING.
        secrets: What must not be seen in any of them.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s", secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # The first two write the whole address of each request, token included; the third its plugins one by one; the
    # others each step of making a sheet, with all letters on it.
    for chatty in ("httpx", "httpcore", "alembic", "fontTools", "fpdf", "PIL"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
