"""Makes a first knowledge base of somebody's own: all of it or nothing, and tried before it is there."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

import knowledge
from bot.assistant import Assistant
from bot.evaluation import evaluate
from bot.questions import GOLDEN, read_questions
from bot.storage import NoQuestionLog
from knowledge.start_files import Say, files_of
from knowledge.starting import Start, wrong_with
from knowledge.understanding import Understander


class NewKnowledgeError(Exception):
    """A knowledge base cannot be made there, or not of that; the text says what to do."""


def check_place(folder: Path) -> None:
    """Make sure that a knowledge base can be made in a folder.

    Raises:
        NewKnowledgeError: something is there, or nothing can be written there.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NewKnowledgeError(f"{folder} is no folder; name another one")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise NewKnowledgeError(f"{folder} is not empty; name a new folder, or empty this one")
    except OSError as error:
        raise NewKnowledgeError(f"{folder} cannot be read ({error.strerror}); name another folder") from error


def make(folder: Path, start: Start, say: Say) -> tuple[int, list[str]]:
    """Write a first knowledge base, once it has been found to be right.

    It is written beside the folder and takes its place when it is complete: whoever interrupts it leaves nothing half.

    Args:
        folder: where to; must not exist or be empty.
        start: what it is made of.
        say: says what stands in its files besides, in its language.

    Returns:
        How many golden questions it answers as they want, and those that it does not: they were left out.

    Raises:
        NewKnowledgeError: it cannot be written, or something is wrong with what it is made of.
    """
    check_place(folder)
    wrong = wrong_with(start)
    if wrong:
        raise NewKnowledgeError("\n".join(wrong))
    target = folder.absolute()
    draft: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name[:60]}.", dir=target.parent))
        for name, text in files_of(start, say).items():
            path = draft / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        answered, failing = _tried(draft)
        draft.chmod(0o777 & ~_umask())
        draft.rename(target)
    except OSError as error:
        raise NewKnowledgeError(f"{folder} cannot be written ({error.strerror}); name another folder") from error
    except knowledge.KnowledgeProblems as error:
        raise NewKnowledgeError(f"that makes no knowledge base: {error.problems[0].text}") from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
    return answered, failing


def _tried(folder: Path) -> tuple[int, list[str]]:
    """Ask the golden questions; those that go wrong are commented out.

    Raises:
        KnowledgeProblems: it breaks a rule of the format.
    """
    assistant = Assistant(Understander(knowledge.load(folder)), log=NoQuestionLog())
    (file,) = (folder / GOLDEN).glob("*.yaml")
    cases = read_questions([file])

    async def wrong() -> list[str]:
        return [a.turn.ask async for r in evaluate(assistant, cases) for a in r.answers if a.faults]

    failing = asyncio.run(wrong())
    if failing:
        _leave_out(file, failing)
    return len(cases) - len(failing), failing


def _leave_out(file: Path, failing: list[str]) -> None:
    """Comment out the questions of a file that hold wordings that go wrong."""
    head, *items = file.read_text(encoding="utf-8").split("\n- ")
    kept = [head]
    for item in items:
        asked = next(line for line in item.splitlines() if line.strip().startswith("ask:"))
        bad = any(_quoted(text) in asked for text in failing)
        kept.append(
            ("\n# not yet as wanted:\n# - " + item.replace("\n", "\n# ").rstrip("# ")) if bad else f"\n- {item}"
        )
    file.write_text("".join(kept).rstrip("\n") + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _umask() -> int:
    """Return what new files may not be; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
