"""The bundled knowledge is only one folder: nothing of its subject stands in Python, or in what is common to all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from knowledge import entry_schema, schema
from knowledge.models import FieldType, KnowledgeBase
from knowledge.places import COMMON
from knowledge.text import fold
from tests.conftest import ROOT

DATA = ROOT / "knowledge" / "data"
SOURCES = [
    ROOT / "run_bot.py",
    *(file for folder in ("knowledge", "bot", "handlers") for file in sorted((ROOT / folder).rglob("*.py"))),
]
TEXTS = sorted(file for file in COMMON.rglob("*.yaml") if file.name not in {"board.yaml", "exported.yaml"})

NAMED_AS_EXAMPLES = {
    "handlers/batch.py": "How many members does Cyberforum have?",
    "handlers/commands/events.py": "Region or cluster that questions are about",
    "handlers/commands/unanswered_changes.py": "kind:cluster",
    "run_bot.py": "How many members does Cyberforum have?",
}
"""Help and errors of commands that show how to call them, with what they show."""

OF_THE_BOT = {"evaluation", "field", "knowledge", "network"}
"""Words for the bot's own parts and faults that are concepts of the subject as well."""

CURATORS = "curators"
"""The source that curators' own statements name, in whatever subject."""

NAMES_OF_THE_PROJECT = {"bot/storage/backup_file.py": "cluster-bot backup"}
"""Where the name of the program itself stands."""


def words_of(model: type) -> set[str]:
    return {field.alias or name for name, field in getattr(model, "model_fields", {}).items()}


FORMAT = set().union(
    *(words_of(m) for module in (schema, entry_schema) for m in vars(module).values() if isinstance(m, type))
)
"""Words of the format itself, in which a subject may well have fields of the same name: ``source``, ``number``."""


def common_concepts() -> set[str]:
    return set(yaml.safe_load((COMMON / "vocabulary" / "concepts.yaml").read_text(encoding="utf-8"))["concepts"])


@pytest.fixture(scope="module")
def ids(bundled: KnowledgeBase) -> set[str]:
    """Ids of what the subject has: kinds, fields, entries, facts and concepts, but for those that any subject has."""
    facts = {fact.id for entry in bundled.entries.values() for fact in entry.facts}
    own = {*bundled.kinds, *bundled.fields, *bundled.entries, *bundled.concepts, *facts}
    return own - common_concepts() - FORMAT - OF_THE_BOT - set(FieldType) - {"summary", CURATORS}


def pattern(forms: Iterable[str], knowledge: KnowledgeBase) -> re.Pattern[str]:
    """Return what finds forms, and the words for those kinds of which there are many to choose from."""
    kinds = (fold(form) for kind in knowledge.kinds.values() if kind.facet for form in kind.singular)
    longest_first = sorted({*forms, *kinds}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b")


@pytest.fixture(scope="module")
def names(bundled: KnowledgeBase) -> re.Pattern[str]:
    """Names of entries in any language."""
    entries = [entry for entry in bundled.entries.values() if entry.id != CURATORS]
    called = {name for entry in entries for held in entry.names.values() for name in held}
    # Short ones, and those that stand somewhere without a capital, are words as well: "UK", "transport".
    words = {fold(name) for name in called if not name[:1].isupper()}
    return pattern((fold(n) for n in called if len(n) > 4 and fold(n) not in words), bundled)


@pytest.fixture(scope="module")
def titles(bundled: KnowledgeBase) -> re.Pattern[str]:
    """English names of entries that have fields of their own."""
    entries = [e for e in bundled.entries.values() if e.id != CURATORS and len(bundled.kinds[e.kind].fields) > 1]
    return pattern((fold(entry.title["en"]) for entry in entries), bundled)


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts in a Python file with their lines, docstrings and the like left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_nothing_of_the_subject_stands_in_python(file: Path, ids: set[str], names: re.Pattern[str]) -> None:
    name = file.relative_to(ROOT).as_posix()
    allowed = (NAMED_AS_EXAMPLES | NAMES_OF_THE_PROJECT).get(name)
    for line, text in literals(file):
        if allowed and allowed in text:
            continue
        assert text not in ids, f"{name}:{line}: {text!r} belongs to the bundled subject"
        found = names.search(fold(text))
        assert not found, f"{name}:{line}: {found and found[0]!r} belongs to the bundled subject"


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.relative_to(COMMON).as_posix())
def test_nothing_of_the_subject_stands_in_what_is_common(file: Path, titles: re.Pattern[str]) -> None:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        found = titles.search(fold(line)) if not line.lstrip().startswith("#") else None
        assert not found, f"{file.relative_to(COMMON)}:{number}: {found and found[0]!r} belongs to the bundled subject"
