"""Edits of the knowledge as people read them: where, what stood there, what stands there then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.edits import Edit, Op


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """One edit, as it is read."""

    place: str
    """File and path in it."""
    before: str
    """What stood there; empty for nothing."""
    after: str
    """What stands there then; empty for nothing."""


def edits_shown(edits: Sequence[Edit]) -> list[ShownEdit]:
    """Return edits as they are read; those that only make sure of something are left out."""
    return [_shown(edit) for edit in edits if not (edit.op is Op.SET and edit.was == edit.value)]


def _shown(edit: Edit) -> ShownEdit:
    place = f"{edit.file}: {' › '.join(part.removeprefix('=') for part in edit.path)}"
    if edit.op is Op.ADD:
        return ShownEdit(place, "", _text(edit.value))
    if edit.op is Op.DROP:
        return ShownEdit(place, _text(edit.value), "")
    after = "" if edit.op is Op.UNSET else _text(edit.value)
    return ShownEdit(place, "" if edit.was is None else _text(edit.was), after)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_plain(held)}" for name, held in value.items())
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, str | int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
