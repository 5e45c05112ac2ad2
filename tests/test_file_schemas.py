"""The schemas for editors: as the models say, as committed, and true of every bundled file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

import run_bot
from bot.file_schemas import FILE_KINDS, file_name, file_schema, kind_of, text_of
from knowledge.loader import read_file
from knowledge.places import COMMON
from tests.conftest import ROOT

DATA = ROOT / "knowledge" / "data"
COMMITTED = ROOT / "docs" / "schema"
MARK = "# yaml-language-server: $schema="
UNMARKED = {"known-failures", "exported"}
"""Kinds of file that programs write."""

FOLDERS = [DATA, COMMON, *sorted(path for path in (ROOT / "knowledge" / "examples").iterdir() if path.is_dir())]
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.yaml"))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def kind(path: Path) -> str:
    folder = next(folder for folder in FOLDERS if folder in path.parents)
    found = kind_of(path.relative_to(folder).as_posix())
    assert found is not None, f"{path} is of no kind of file"
    return found


def committed(name: str) -> dict[str, Any]:
    return dict(json.loads((COMMITTED / file_name(name)).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", FILE_KINDS)
def test_what_is_committed_is_current(name: str) -> None:
    text = (COMMITTED / file_name(name)).read_text(encoding="utf-8")
    assert text == text_of(file_schema(name)), "run_bot.py knowledge schema --to docs/schema puts it right"
    Draft7Validator.check_schema(json.loads(text))


def test_nothing_else_is_committed() -> None:
    assert {path.name for path in COMMITTED.iterdir()} == {file_name(name) for name in FILE_KINDS}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_bundled_file_fits(path: Path) -> None:
    errors = [
        error.message[:200] for error in Draft7Validator(committed(kind(path))).iter_errors(read_file(path).value)
    ]
    assert errors == []


@pytest.mark.parametrize("path", [p for p in FILES if COMMON not in p.parents], ids=name_of)
def test_each_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", maxsplit=1)[0]
    if kind(path) in UNMARKED:
        return
    assert first.startswith(MARK), "an editor does not know what belongs in this file"
    assert (path.parent / first.removeprefix(MARK)).resolve() == COMMITTED / file_name(kind(path))


ENTRY = {"id": "x", "kind": "cluster", "title": "X", "summary": "X."}
FILE = {"source": "guide", "heading": "H", "dated": "about 2011", "entries": [ENTRY]}
FIELD = {"type": "number", "ask": [], "say": {"en": "x"}, "question": {"en": "x"}}


@pytest.mark.parametrize(
    ("name", "fits", "does_not"),
    [
        ("entries", FILE, {**FILE, "sources": "guide"}),
        ("entries", FILE, {**FILE, "entries": [{**ENTRY, "id": "No id"}]}),
        ("entries", {**FILE, "entries": [{**ENTRY, "size": "some 64"}]}, {**FILE, "entries": [{**ENTRY, "size": {}}]}),
        ("entries", FILE, {**FILE, "entries": [{**ENTRY, "facts": [{"id": "a"}]}]}),
        ("kinds", {"kinds": {}, "fields": {"a": FIELD}}, {"kinds": {}, "fields": {"a": {**FIELD, "type": "figure"}}}),
        ("kinds", {"kinds": {}, "fields": {}}, {"kinds": {"No name": {"fields": []}}, "fields": {}}),
        ("concepts", {"concepts": {"a": {"role": "soft"}}}, {"concepts": {"a": {"role": "hard"}}}),
        ("language", {"language": "de"}, {"language": "German"}),
        ("phrasings", {"language": "de", "phrasings": {"a.b": ["x"]}}, {"language": "de", "phrasings": {"a.b": "x"}}),
        ("locale", {"kind": {"a": {"one": "x"}, "b": "y"}}, {"kind": {"a": ["x"]}}),
        ("decision", {"answer": 55}, {"answer": 155}),
        ("wishes", {"themes": {"a": {"de": ["x"]}}}, {"themes": {"a": ["x"]}}),
        ("board", {"words": {"any": ["x"]}}, {"words": ["x"]}),
        ("exported", {"until": "x"}, {"until": ""}),
        ("known-failures", {"a": ["x"]}, ["x"]),
        (
            "golden",
            [{"kind": "a", "ask": ["x"], "expect": "answered"}],
            [{"kind": "a", "ask": ["x"], "expect": "answered", "say": ["x"]}],
        ),
        ("golden", [{"kind": "a", "turns": [{"ask": "x", "expect": "answered"}]}], [{"kind": "a", "turns": []}]),
        ("grouping", [{"wish": "a", "questions": ["x"]}], [{"wish": "a", "questions": []}]),
    ],
)  # fmt: skip
def test_an_editor_underlines_what_does_not_fit(name: str, fits: object, does_not: object) -> None:
    validator = Draft7Validator(committed(name))
    assert list(validator.iter_errors(fits)) == []
    assert list(validator.iter_errors(does_not)) != []


def test_an_editor_says_what_a_field_is_for() -> None:
    described = committed("entries")["definitions"]["FactModel"]["properties"]
    assert described["ask"]["description"].startswith("Ways to ask for it; `_` stands for the entry.")
    for name in FILE_KINDS:
        found = committed(name)
        for definition in [found, *found.get("definitions", {}).values()]:
            assert all(held.get("description") for held in definition.get("properties", {}).values()), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("entries/styria.yaml", "entries"),
        ("vocabulary/concepts.yaml", "concepts"),
        ("vocabulary/de.yaml", "language"),
        ("golden/_known_failures.yaml", "known-failures"),
        ("golden/_ambiguous.yaml", "golden"),
        ("locale/en.why.yaml", "locale"),
        ("kinds.yaml", "kinds"),
        ("entries/more/styria.yaml", None),
        ("other.yaml", None),
    ],
)
def test_which_schema_a_file_has(name: str, expected: str | None) -> None:
    assert kind_of(name) == expected


class TestCommand:
    def typed(self, *said: str | Path) -> Any:
        return CliRunner().invoke(run_bot.main, ["knowledge", "schema", *map(str, said)])

    def test_the_kinds_there_are(self) -> None:
        lines = self.typed().stdout.splitlines()
        assert [line.split()[0] for line in lines] == list(FILE_KINDS)
        assert lines[0] == "entries         Entries of one topic: entries/*.yaml"

    def test_one(self) -> None:
        assert self.typed("golden").stdout == (COMMITTED / file_name("golden")).read_text(encoding="utf-8")

    def test_all_into_a_folder(self, tmp_path: Path) -> None:
        done = self.typed("--to", tmp_path / "new" / "schema")
        assert done.exit_code == 0, done.output
        written = {path.name: path.read_bytes() for path in (tmp_path / "new" / "schema").iterdir()}
        assert written == {path.name: path.read_bytes() for path in COMMITTED.iterdir()}

    def test_one_into_a_folder(self, tmp_path: Path) -> None:
        assert self.typed("kinds", "--to", tmp_path).stdout == f"{tmp_path / 'kinds.schema.json'}\n"
        assert [path.name for path in tmp_path.iterdir()] == ["kinds.schema.json"]

    def test_what_is_no_kind_and_what_cannot_be_written(self, tmp_path: Path) -> None:
        done = self.typed("entry")
        assert done.exit_code == 2
        assert "there is no entry; known are entries, kinds, concepts" in done.stderr
        (tmp_path / "file").write_text("", encoding="utf-8")
        done = self.typed("--to", tmp_path / "file" / "schema")
        assert done.exit_code == 1
        assert "cannot be written: Not a directory; name another folder" in done.stderr
