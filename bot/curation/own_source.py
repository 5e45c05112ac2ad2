"""The entry that curators' own statements name as their source, and the file that it stands in."""

from __future__ import annotations

from knowledge.edits import Edit, Op
from knowledge.models import KnowledgeBase

CURATED = "entries/curated.yaml"
"""File of the entries that curators add; all else that they add stands where it belongs."""

CURATORS = "curators"
"""Entry of the source that curators' own statements name."""

_TEXTS = "desk.own_source."


def says(file: str, key: str, value: str) -> Edit:
    """Return the edit that makes sure that a file says something; it is never taken back."""
    return Edit(file, (key,), Op.SET, value, value)


def source_edits(knowledge: KnowledgeBase, dated: str) -> tuple[Edit, ...]:
    """Return the edits that make the source of curators' own statements, where it is not there yet.

    They are never taken back: other statements may name it by then.

    Args:
        knowledge: as it is.
        dated: date of what the source says of itself, in words.
    """
    if CURATORS in knowledge.entries:
        return ()
    texts = {
        key: {code: texts[_TEXTS + key] for code, texts in knowledge.phrases.items() if _TEXTS + key in texts}
        for key in ("title", "short", "summary")
    }
    item = {"id": CURATORS, "kind": _kind_of_sources(knowledge), **texts}
    return (*file_edits(knowledge, dated), Edit(CURATED, ("entries",), Op.ADD, item, item))


def file_edits(knowledge: KnowledgeBase, dated: str) -> tuple[Edit, ...]:
    """Return the edits that begin the file of curators' own entries, where there is none yet."""
    if any(entry.origin.file == CURATED for entry in knowledge.entries.values()):
        return ()
    heading = knowledge.phrases["en"][f"{_TEXTS}heading"]
    head = {"source": CURATORS, "heading": heading, "dated": dated}
    return tuple(says(CURATED, key, value) for key, value in head.items())


def _kind_of_sources(knowledge: KnowledgeBase) -> str:
    """Return the kind of the sources that there are: there is at least one, since everything comes from one."""
    return next(knowledge.entries[entry.origin.source].kind for entry in knowledge.entries.values())
