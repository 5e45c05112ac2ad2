"""The schema of one folder's entries: true of its files, and as narrow as the check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator

import knowledge
import run_bot
from bot.own_schema import own_entries_schema
from knowledge.loader import read_file
from tests.bot.test_knowledge_check import ORDERLY
from tests.conftest import ROOT
from tests.knowledge.small import write_knowledge

SEA = "entries/sea.yaml"


@pytest.mark.parametrize("folder", ["knowledge/data", "knowledge/examples/technology-parks", "tests/games"])
def test_each_file_of_a_folder_fits_its_own_schema(folder: str) -> None:
    validator = Draft7Validator(own_entries_schema(knowledge.load(ROOT / folder)))
    for path in sorted((ROOT / folder / "entries").glob("*.yaml")):
        errors = [f"{list(error.path)} {error.message[:120]}" for error in validator.iter_errors(read_file(path).value)]
        assert errors == [], path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("region: north", "region: south"),
        ("region: north", "region: mill"),
        ("partners: [mill]", "partners: [north]"),
        ("partners: [mill]", "partners: mill"),
        ("kind: cluster", "kind: clutser"),
        ("members: more than 60", "members: [60]"),
        ("members: more", "memebrs: more"),
        ("website: http://boats.eu", "website: boats.eu"),
        ("source: guide", "source: mill"),
        ("title: The Mill", "title: The Mill\n  website: http://mill.eu"),
        ("ask: [who supports _]", "ask: [who supports _]\n    entries: [meal]"),
    ],
)
def test_it_underlines_what_the_check_refuses(old: str, new: str, tmp_path: Path) -> None:
    schema = own_entries_schema(knowledge.load(write_knowledge(tmp_path, {**ORDERLY})))
    right = ORDERLY[SEA]
    assert old in right
    wrong = right.replace(old, new)
    validator = Draft7Validator(schema)
    assert list(validator.iter_errors(yaml.safe_load(right))) == []
    assert list(validator.iter_errors(yaml.safe_load(wrong))) != []


def test_the_command(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path / "known", {**ORDERLY})
    said = ["knowledge", "schema", "--of", str(folder)]
    printed = json.loads(CliRunner().invoke(run_bot.main, [*said, "entries"]).stdout)
    assert printed == own_entries_schema(knowledge.load(folder))
    assert printed["definitions"]["EntryModel"]["properties"]["region"] == {
        "enum": ["north"],
        "description": "Where is it?",
    }
    CliRunner().invoke(run_bot.main, [*said, "--to", str(tmp_path / "to")])
    assert json.loads((tmp_path / "to" / "entries.schema.json").read_text(encoding="utf-8")) == printed
    assert len(list((tmp_path / "to").iterdir())) > 10
    broken = CliRunner().invoke(run_bot.main, ["knowledge", "schema", "--of", str(tmp_path / "nowhere"), "entries"])
    assert "there is no such folder" in str(broken.exception)
