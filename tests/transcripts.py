"""Transcripts in the documentation: blocks marked ``transcript``, in which a line that begins with › was typed.

What the bot says now is put in their place by: .venv/bin/python -m tests.transcripts
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from pathlib import Path

from bot.assistant import Assistant
from bot.phrases import Phrases
from bot.storage import NoQuestionLog
from handlers.terminal import PROMPT, Terminal, TerminalChat
from tests.conftest import bundled_understander

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
"""Every page of the documentation."""

BLOCK = re.compile(r"(?<=^```transcript\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)


def typed(block: str) -> list[str]:
    """Return what was typed in a transcript."""
    return [line.removeprefix(PROMPT) for line in block.splitlines() if line.startswith(PROMPT)]


def held(assistant: Assistant, lines: list[str]) -> str:
    """Type lines into a chat as a pipe would, ``--no-log``; return them with what the bot says to each."""
    output = io.StringIO()
    waiting = iter(lines)

    def read(_prompt: str) -> str:
        line = next(waiting, None)
        if line is None:
            raise EOFError
        output.write(f"{PROMPT}{line}\n")
        return f"{line}\n"

    terminal = Terminal(read, output, interactive=False)
    with asyncio.Runner() as runner:
        runner.run(assistant.forget_context("terminal"))
        TerminalChat(assistant, Phrases(assistant.knowledge.phrases), terminal).run(runner)
    return output.getvalue()


def written() -> Iterator[tuple[Path, str]]:
    """Yield every transcript of the documentation with its page."""
    for page in PAGES:
        yield from ((page, block) for block in BLOCK.findall(page.read_text(encoding="utf-8")))


def rewrite(assistant: Assistant) -> None:
    """Let every transcript of the documentation say what the bot says now."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(BLOCK.sub(lambda found: held(assistant, typed(found[1])), text), encoding="utf-8")


if __name__ == "__main__":
    rewrite(Assistant(bundled_understander(), log=NoQuestionLog()))
