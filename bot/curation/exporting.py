"""Which revisions and golden questions are written into the files of a knowledge folder, and that they were."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.curation.export import FileChange, planned
from bot.curation.live import exported_until
from bot.curation.revisions import GoldenQuestion, Revision
from bot.questions import GOLDEN
from knowledge.edits import Edit, Op
from knowledge.loader import read_file
from knowledge.models import KnowledgeBase
from knowledge.places import EXPORTED

CURATED = f"{GOLDEN}/_curated.yaml"
"""File of the golden questions that curators' revisions brought."""

_HEAD = "# Questions that curators have seen to. Written by `knowledge export`.\n"


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written."""

    revisions: tuple[int, ...]
    """Revisions that do not stand in the files yet."""
    changes: tuple[FileChange, ...]
    """Files that change."""


def planned_export(
    folder: Path,
    knowledge: KnowledgeBase,
    revisions: Sequence[Revision],
    golden: Sequence[GoldenQuestion],
    gone: Sequence[GoldenQuestion],
) -> Export:
    """Return what is to be written so that the files hold all revisions.

    Args:
        folder: the knowledge folder.
        knowledge: as the files hold it now.
        revisions: all revisions, oldest first.
        golden: questions that revisions in force have to answer.
        gone: questions of revisions that were taken back.

    Raises:
        ExportError: an edit does not fit a file.
    """
    until = exported_until(knowledge)
    new = [revision for revision in revisions if revision.published_at > until]
    if not new:
        return Export((), ())
    edits = [edit for revision in new for edit in revision.edits]
    latest = max(revision.published_at for revision in new).isoformat()
    edits.append(Edit(EXPORTED, ("until",), Op.SET, latest, knowledge.exported or None))
    changes = (*planned(folder, edits), *_golden(folder, golden, gone))
    return Export(tuple(revision.id for revision in new), changes)


def _golden(folder: Path, golden: Sequence[GoldenQuestion], gone: Sequence[GoldenQuestion]) -> tuple[FileChange, ...]:
    """Return the change of the file of golden questions: new ones are added, those taken back go."""
    path = folder / CURATED
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    held = read_file(path).value if before else []
    wanted = {str(item["ask"][0]): item for item in held or []}
    for question in gone:
        wanted.pop(question.ask, None)
    for question in golden:
        entry = {"entry": question.entry} if question.entry else {}
        wanted[question.ask] = {**entry, "kind": "curated", "ask": [question.ask], "expect": "answered"}
    after = _HEAD + "\n".join(map(_item, wanted.values())) if wanted else ""
    return (FileChange(CURATED, before, after),) if after != before and (after or before) else ()


def without_marker(changes: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """Return the changes that a curator wants to see: the note of what was exported is none of them."""
    return tuple(change for change in changes if change.file != EXPORTED)


def _item(item: Mapping[str, Any]) -> str:
    """Return a golden question as YAML; texts in the quotes of JSON, which YAML reads as well."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in item.items()]
    return "- " + "\n  ".join(lines) + "\n"
