"""The bundled knowledge as it stands, edits of it, and how much of a file an edit has touched."""

from __future__ import annotations

import functools
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import knowledge
from bot.curation.export import FileChange
from knowledge.edits import Edit, Op
from knowledge.loader import read_folder

DATA = Path(knowledge.__file__).parent / "data"

FACT = {
    "id": "canteen",
    "say": 'Yes: "Zur Mensa", 12 tables; see #4.',
    "question": "Is there a canteen?",
    "ask": ["is there a canteen", "where to eat, and what"],
    "source": "curators",
    "heading": "by phone, 12 May",
    "dated": "as of 2026",
}


def edit(file: str, path: str, op: Op, value: Any = None, was: Any = None) -> Edit:
    return Edit(file, tuple(path.split("/")), op, value, was)


def counted(change: FileChange) -> tuple[int, int]:
    """Return how many lines are taken out, and how many are put in."""
    old, new = change.old.split("\n"), change.new.split("\n")
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return len(old) - same, len(new) - same


@functools.cache
def bundled() -> list[Any]:
    return read_folder(DATA)[0]
