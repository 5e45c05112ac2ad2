"""The words of the curators' screens against the code that needs them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

from bot.curation.changes import Action
from bot.curation.gaps import Cause, GroupState
from tests.conftest import ROOT, bundled_understander

PHRASES = bundled_understander().knowledge.phrases


def raised() -> Iterator[tuple[str, set[str]]]:
    """Yield the key of each curation error that is raised anywhere, with the values that it brings."""
    for folder in ("bot", "handlers"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CurationError":
                    key = node.args[0]
                    assert isinstance(key, ast.Constant), f"{file}:{node.lineno}"
                    yield str(key.value), {str(keyword.arg) for keyword in node.keywords}


def test_each_error_of_curation_is_said_with_the_values_that_it_brings() -> None:
    for key, values in raised():
        for language, texts in PHRASES.items():
            text = texts.get(f"desk_error.{key}")
            assert text, (language, key)
            assert {name for _, name, _, _ in Formatter().parse(text) if name} <= values, (language, key)


def test_each_action_cause_and_state_has_a_name() -> None:
    for section, names in (("action", Action), ("cause", Cause), ("group_state", GroupState)):
        for name in names:
            assert all(texts.get(f"{section}.{name.value}") for texts in PHRASES.values()), (section, name)


def test_what_may_be_missing_has_a_name() -> None:
    named = set()
    for file in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CurationError":
                for keyword in node.keywords:
                    if keyword.arg == "what" and isinstance(keyword.value, ast.Constant):
                        named.add(keyword.value.value)
    assert named
    for texts in PHRASES.values():
        assert all(f"desk_field.{name}" in texts for name in named)
