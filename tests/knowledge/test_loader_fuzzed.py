"""Any folder is either loaded or refused with its problems: random trees, and the bundled files changed at random."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import knowledge
from tests.conftest import ROOT
from tests.knowledge.small import FILES, write_knowledge

fuzzed = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates(),
    st.sampled_from(["cluster", "=x", "{name}", "_ and _", "is", "1.10", "12:30", "no", "", "a" * 3_000, 10**30]),
)  # fmt: skip
KEYS = st.sampled_from(
    ["kinds", "fields", "entries", "id", "kind", "name", "language", "word", "type", "ask", "say", "phrasings", "title"]
) | st.text(max_size=10)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)
SMALL = [name for name in FILES if name.endswith(".yaml")]
BUNDLED = ROOT / "knowledge" / "data"
BUNDLED_FILES = [
    "kinds.yaml",
    "wishes.yaml",
    "entries/cloe.yaml",
    "locale/en.yaml",
    "vocabulary/de.yaml",
]


def loads_or_says_why(folder: Path) -> None:
    """Load a folder.

    Raises:
        Exception: Anything but the problems of the knowledge.
    """
    try:
        knowledge.load(folder)
    except knowledge.KnowledgeProblems as refused:
        assert refused.problems
        assert all(problem.text.strip() and problem.line >= 0 for problem in refused.problems)


def dumped(tree: Any) -> str:
    return yaml.safe_dump(tree, allow_unicode=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_knowledge(tmp_path / "small", {})


@fuzzed
@given(name=st.sampled_from(SMALL), tree=TREES)
def test_a_random_tree(folder: Path, name: str, tree: Any) -> None:
    before = (folder / name).read_bytes()
    (folder / name).write_text(dumped(tree), encoding="utf-8")
    try:
        loads_or_says_why(folder)
    finally:
        (folder / name).write_bytes(before)


@fuzzed
@given(
    name=st.sampled_from(SMALL),
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
)
def test_random_bytes(folder: Path, name: str, content: bytes) -> None:
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(content)
    try:
        loads_or_says_why(folder)
    finally:
        (folder / name).write_bytes(before)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


@fuzzed
@given(data=st.data())
def test_a_small_folder_with_any_field_changed(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SMALL))
    before = (folder / name).read_bytes()
    tree = copy.deepcopy(yaml.safe_load(before))
    *path, last = data.draw(st.sampled_from(list(places(tree))))
    where = tree
    for key in path:
        where = where[key]
    if data.draw(st.booleans()):
        where[last] = data.draw(TREES)
    else:
        del where[last]
    (folder / name).write_text(dumped(tree), encoding="utf-8")
    try:
        loads_or_says_why(folder)
    finally:
        (folder / name).write_bytes(before)


@settings(parent=fuzzed, max_examples=8)
@given(data=st.data())
def test_a_bundled_file_with_lines_changed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("bundled") / "knowledge"
    shutil.copytree(BUNDLED, folder)
    file = folder / data.draw(st.sampled_from(BUNDLED_FILES))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        how = data.draw(st.sampled_from(["drop", "twice", "deeper", "cut", "junk", "swap"]))
        line = lines[at]
        changed = {
            "drop": "",
            "twice": line + line,
            "deeper": "  " + line,
            "cut": line[: len(line) // 2] + "\n",
            "junk": data.draw(st.text(max_size=20)) + line,
            "swap": line.replace(":", "", 1),
        }
        lines[at] = changed[how]
    file.write_text("".join(lines), encoding="utf-8", errors="replace")
    loads_or_says_why(folder)
    shutil.rmtree(folder)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_tree_of_any_depth(folder: Path, opening: str) -> None:
    (folder / "kinds.yaml").write_text(opening * 20_000, encoding="utf-8")
    loads_or_says_why(folder)


def test_anchors_that_blow_up(folder: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (folder / "kinds.yaml").write_text("\n".join(lines), encoding="utf-8")
    loads_or_says_why(folder)
