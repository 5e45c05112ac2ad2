"""What a file holds against the model of what it may hold: every misfit in a curator's words, with its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.errors import Problem
from knowledge.yaml_tree import Path, Tree

Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": "text (put it in quotes)",
    "list_type": "a list, as in [a, b]",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "dict_type": "a mapping of names to values",
    "dict_attributes_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
}
"""Pydantic's name of a type error → what was wanted there."""

_SENTENCES = {
    "extra_forbidden": "{name} is not a known field here; check its spelling or remove it",
    "missing": "{name} is missing; add it",
    "string_too_short": "{name} is empty; fill it or remove it",
    "too_short": "{name} is empty; fill it or remove it",
    "string_pattern_mismatch": "{given} is no id; use a-z, 0-9, hyphens or underscores",
    "literal_error": "{name} must be one of {expected}, not {given}",
    "enum": "{name} must be one of {expected}, not {given}",
}
"""Pydantic's name of any other error → what to say."""

_BRANCHES = ("dict[", "list[", "constrained-str", "function-")
"""How pydantic's names of the branches of a union begin; they are no keys of the file."""


def read_model(model: type[Model], name: str, tree: Tree, problems: list[Problem]) -> Model | None:
    """Check what a file holds against a model.

    Args:
        model: what the file may hold.
        name: the file, as problems shall name it.
        tree: what it holds.
        problems: list to append every misfit to.

    Returns:
        The model, or None where something does not fit.
    """
    try:
        return model.model_validate(tree.value)
    except ValidationError as error:
        problems += misfits(error, name, tree)
        return None


def misfits(error: ValidationError, name: str, tree: Tree, above: Path = ()) -> list[Problem]:
    """Return what does not fit as problems, those about one value in one sentence.

    Args:
        error: pydantic's.
        name: the file, as problems shall name it.
        tree: what the file holds.
        above: path in the file to what was checked.
    """
    by_place: dict[Path, list[Mapping[str, Any]]] = {}
    for item in error.errors(include_url=False):
        by_place.setdefault(_place((*above, *item["loc"]), tree), []).append(item)
    return [Problem(name, tree.line(path), _sentence(path, found)) for path, found in by_place.items()]


def _place(loc: tuple[int | str, ...], tree: Tree) -> Path:
    """Return the path of the value in the file: without the branches of unions, and ``[key]`` for a key itself."""
    path: Path = ()
    for part in loc:
        branch = isinstance(part, str) and (
            part in {"[key]", "str"} or part[:1].isupper() or part.startswith(_BRANCHES)
        )
        if not branch or (*path, part) in tree.lines:
            path = (*path, part)
    return path


def _sentence(path: Path, errors: list[Mapping[str, Any]]) -> str:
    """Say what is wrong with one value and what to do."""
    error = next((e for e in errors if e["type"] not in _WANTED), errors[0])
    sort, given = str(error["type"]), _shown(error.get("input"))
    name = f"item {path[-1] + 1}" if path and isinstance(path[-1], int) else path[-1] if path else "the file"
    if sort in _WANTED:
        wanted = " or ".join(dict.fromkeys(_WANTED[str(e["type"])] for e in errors))
        return f"{name} must be {wanted}, not {given}"
    if sort in _SENTENCES:
        return _SENTENCES[sort].format(name=name, given=given, expected=error.get("ctx", {}).get("expected", ""))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{name}: {message[:1].lower()}{message[1:]}; correct it"


def _shown(given: object) -> str:
    """Return a value as a message shows it, in at most 40 characters."""
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list):
        return "a list"
    if isinstance(given, bool):
        return str(given).lower()
    shown = str(given)
    return shown if len(shown) <= 40 else shown[:39] + "…"
