"""Answers questions in bulk: one JSON object a line in, one a line out, in the same order, flushed line by line."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from bot.messages import Question, Reply
from handlers.screen import Answering

logger = logging.getLogger(__name__)

CHANNEL = "batch"

_WANTED = 'one object a line is expected: {"conversation": "c1", "text": "How many members does Cyberforum have?"}'


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A line of the input."""

    conversation: str
    """Name of the conversation; lines with the same one share their context."""
    text: str
    """The question."""


class BadLineError(ValueError):
    """A line is no such object; its text says why."""


def run_batch(
    assistant: Answering,
    source: BinaryIO,
    sink: BinaryIO,
    runner: asyncio.Runner,
    rows: Mapping[str, str] | None = None,
) -> None:
    """Answer line by line until the input ends.

    A line that is no question, or that cannot be answered, gets ``{"error": …}`` in its place.

    Args:
        assistant: Who answers.
        source: Lines in UTF-8, whatever the locale.
        sink: Gets ASCII: everything else is escaped, so that no text whatsoever can break a line.
        rows: Ids of entries in the table that they came from, where those are others.
        runner: Runs what has to be awaited. Reading stays outside of it, so that Ctrl-C ends it at once.
    """
    for number, raw in enumerate(source, 1):
        answer = _answer(assistant, raw, number, runner, rows or {})
        sink.write(json.dumps(answer, ensure_ascii=True).encode("ascii") + b"\n")
        sink.flush()


def parse_line(raw: bytes) -> BatchLine:
    """Read a line.

    Raises:
        BadLineError: It is not UTF-8, not JSON, or not the object that is expected.
    """
    try:
        # A byte order mark is what some editors put at the start of a file.
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLineError(f"not UTF-8 (byte {error.start}); {_WANTED}") from error
    except RecursionError as error:
        raise BadLineError(f"nested too deeply; {_WANTED}") from error
    except ValueError as error:
        raise BadLineError(f"not JSON: {error}; {_WANTED}") from error
    if not isinstance(data, dict):
        raise BadLineError(f"a JSON {type(data).__name__}, not an object; {_WANTED}")
    for name in ("conversation", "text"):
        if not isinstance(data.get(name), str):
            what = "is not a string" if name in data else "is missing"
            raise BadLineError(f'"{name}" {what}; {_WANTED}')
    return BatchLine(data["conversation"], data["text"])


def describe(conversation: str, reply: Reply, rows: Mapping[str, str]) -> dict[str, object]:
    """Return a reply as an object of the batch format; entries of a table by their ids there."""
    return {
        "conversation": conversation,
        "outcome": reply.outcome.value,
        "reply": reply.plain(with_options=False),
        "entries": [rows.get(entry, entry) for entry in reply.entries],
        "score": round(reply.score, 4),
        "candidates": [
            {"entry": rows.get(candidate.entry, candidate.entry), "score": round(candidate.score, 4)}
            for candidate in reply.candidates
        ],
        "options": [option.label for option in reply.options],
        "sources": list(reply.sources),
        "language": reply.language,
    }


def _answer(
    assistant: Answering, raw: bytes, number: int, runner: asyncio.Runner, rows: Mapping[str, str]
) -> dict[str, object]:
    try:
        line = parse_line(raw)
    except BadLineError as error:
        return {"error": str(error)}
    question = Question(line.text, f"{CHANNEL}:{line.conversation}", channel=CHANNEL)
    try:
        # Not runner.run: it changes how the process takes Ctrl-C and back, which takes as long as some answers.
        return describe(line.conversation, runner.get_loop().run_until_complete(assistant.ask(question)), rows)
    except Exception:
        # One question that cannot be answered must not cost the other ten thousand their answers.
        logger.exception("line %d could not be answered", number)
        return {"error": "this question could not be answered; the log on standard error says why"}
