"""The formats of the files as JSON Schemas, so that editors complete and underline while somebody writes.

Made from the models that the files are read with, with what each field is for. Draft 7, which the YAML language server
and every editor built on it understand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from bot.curation.grouping_files import WishItem
from bot.field_docs import class_doc, field_docs
from bot.questions import DialogueItem, KnownFailures, QuestionItem
from knowledge import entry_schema, schema, vocabulary_schema
from knowledge.entry_schema import EntryModel

DRAFT = "http://json-schema.org/draft-07/schema#"
"""Version of JSON Schema."""

Section = dict[schema.Text, schema.Text | dict[schema.Text, schema.Text]]
"""Texts by key; a name by its plural forms."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file."""

    about: str
    """What such a file holds, in a few words."""
    files: tuple[str, ...]
    """Which files of a knowledge folder are such, as patterns; the first kind that fits counts."""
    holds: Any
    """What it holds: a model, or a type made of models."""


FILE_KINDS: Mapping[str, FileKind] = {
    "entries": FileKind("Entries of one topic", ("entries/*.yaml",), entry_schema.EntriesFile),
    "kinds": FileKind("Kinds of entry and their fields", ("kinds.yaml",), schema.KindsFile),
    "concepts": FileKind("What words can mean", ("vocabulary/concepts.yaml",), vocabulary_schema.ConceptsFile),
    "language": FileKind("The words of one language", ("vocabulary/*.yaml",), vocabulary_schema.LanguageFile),
    "phrasings": FileKind("How people ask, by what they ask for", ("phrasings/*.yaml",), schema.PhrasingsFile),
    "locale": FileKind("What the bot says, by section and key", ("locale/*.yaml",), dict[schema.Text, Section]),
    "decision": FileKind("When to answer, to offer, to hold back", ("decision.yaml",), schema.DecisionFile),
    "wishes": FileKind("What people want that is often not recorded", ("wishes.yaml",), schema.WishesFile),
    "board": FileKind("What the board of an event holds back", ("board.yaml",), schema.BoardFile),
    "exported": FileKind("Which revisions stand in the files", ("exported.yaml",), schema.ExportedFile),
    "known-failures": FileKind("Cases known to fail", ("golden/_known_failures.yaml",), KnownFailures),
    "golden": FileKind("Questions, and what must come back", ("golden/*.yaml",), list[DialogueItem | QuestionItem]),
    "grouping": FileKind("Wishes, each in several wordings", (), list[WishItem]),
}
"""Kinds of file by name."""


def file_name(kind: str) -> str:
    """Return the name of the file that holds a schema."""
    return f"{kind}.schema.json"


def kind_of(name: str) -> str | None:
    """Return the kind of a file of a knowledge folder; None where it is of none.

    Args:
        name: path relative to the folder, as in ``entries/styria.yaml``.
    """
    fits = (kind for kind, held in FILE_KINDS.items() for pattern in held.files if _fits(name, pattern))
    return next(fits, None)


def _fits(name: str, pattern: str) -> bool:
    return Path(name).match(pattern) and name.count("/") == pattern.count("/")


def file_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file.

    Raises:
        KeyError: There is no such kind.
    """
    held = FILE_KINDS[kind]
    made = TypeAdapter(held.holds).json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = made.pop("$defs", {})
    models = {model.__name__: model for model in _models(BaseModel)}
    if made.get("title") in models:
        _describe(made, models[made["title"]])
    for name, definition in definitions.items():
        if name in models:
            _describe(definition, models[name])
    found = {"$schema": DRAFT, "$id": file_name(kind), **made, "title": held.about}
    if definitions:
        found["definitions"] = definitions
    tidied: dict[str, Any] = _tidied(found)
    return tidied


def text_of(found: Mapping[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _tidied(value: Any) -> Any:
    """Return a schema without what says nothing, and as strict as the files are read.

    Defaults that are empty, and null, which no file can hold, are left out; of names that must follow a pattern no
    others may stand beside them.
    """
    if isinstance(value, list):
        return [_tidied(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _tidied(item) for key, item in value.items() if key != "default" or item or item is False}
    if "$ref" in found:
        found.pop("default", None)
    if "patternProperties" in found:
        found["additionalProperties"] = False
    if isinstance(found.get("anyOf"), list):
        choices = [choice for choice in found.pop("anyOf") if choice != {"type": "null"}]
        found |= choices[0] if len(choices) == 1 else {"anyOf": choices}
    return found


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        if model.__module__.startswith(("knowledge.", "bot.")):
            yield model
        yield from _models(model)


def _describe(definition: dict[str, Any], model: type[BaseModel]) -> None:
    """Put what the fields are for into the schema of a model, in place of titles made of their names."""
    docs = field_docs(model)
    definition["description"] = class_doc(model)
    definition.pop("title", None)
    for name, field in definition.get("properties", {}).items():
        field.pop("title", None)
        field["description"] = docs[name]
    if model is EntryModel:
        # The fields of its kind stand beside those that every entry has.
        values: list[dict[str, Any]] = [{"type": ["string", "integer"]}, {"type": "array", "items": {"type": "string"}}]
        definition["additionalProperties"] = {"anyOf": values}
