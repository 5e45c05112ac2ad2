"""The schema of the entries of one knowledge folder, with its kinds, fields and ids: editors complete these, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.file_schemas import file_schema
from knowledge.entry_schema import EntryModel
from knowledge.models import Field, FieldType, KnowledgeBase

FACTS = "facts"
"""What stands among the fields of a kind whose entries may have facts."""


def own_entries_schema(knowledge: KnowledgeBase) -> dict[str, Any]:
    """Return the schema of files of entries, as narrow as the folder allows: what it underlines, the check refuses."""
    found = file_schema("entries")
    definitions = found["definitions"]
    ids = _one_of(knowledge.entries)
    entry = definitions["EntryModel"]
    entry["properties"] |= {name: _value(item, knowledge) for name, item in knowledge.fields.items()}
    entry["properties"]["kind"] |= {"enum": list(knowledge.kinds)}
    entry["additionalProperties"] = False
    usual = [name for name in EntryModel.model_fields if name != FACTS]
    entry["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind.id}}},
            "then": {"propertyNames": {"enum": [*usual, *kind.fields]}},
        }
        for kind in knowledge.kinds.values()
    ]
    for holder in (entry, definitions["FactModel"]):
        holder["properties"]["entries"] |= {"items": ids}
    sources = _one_of(e for e in knowledge.entries if e in _sources(knowledge))
    for holder in (found, definitions["FactModel"], definitions["OriginModel"]):
        holder["properties"]["source"] |= sources
    return found


def _sources(knowledge: KnowledgeBase) -> set[str]:
    """Return the entries that others come from, and all of their kinds."""
    used = {entry.origin.source for entry in knowledge.entries.values()}
    kinds = {knowledge.entries[source].kind for source in used}
    return {entry.id for entry in knowledge.entries.values() if entry.kind in kinds}


def _value(item: Field, knowledge: KnowledgeBase) -> Mapping[str, Any]:
    """Return what a field may hold."""
    targets = _one_of(entry.id for entry in knowledge.entries.values() if entry.kind in item.of)
    holds: dict[FieldType, dict[str, Any]] = {
        FieldType.NUMBER: {"type": ["integer", "string"]},
        FieldType.YEAR: {"type": "integer"},
        FieldType.ENTRY: targets,
        FieldType.ENTRIES: {"type": "array", "minItems": 1, "items": targets},
        FieldType.URL: {"type": "string", "pattern": "^https?://"},
        FieldType.TEXT: {"type": "string", "minLength": 1},
    }
    return {**holds[item.type], "description": item.question["en"].format(name="it")}


def _one_of(names: Iterable[str]) -> dict[str, Any]:
    return {"enum": list(names)}
