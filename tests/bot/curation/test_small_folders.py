"""Curators of a knowledge base of two files: what they add makes the files it needs, and leaves common ones alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import knowledge
from bot.curation.changes import Action, Change, worked_out
from bot.curation.export import planned
from bot.curation.export import write as write_changes
from knowledge.amending import read_base
from knowledge.edits import inverse
from knowledge.places import COMMON
from knowledge.understanding import Understander
from tests.knowledge.small import SMALLEST, write

TODAY = date(2026, 11, 26)
EXAMPLES = [("how deep is the water in rook bay", "en")]
CHANGES = {
    "a word": Change(Action.ALIAS, "concept:link", {"name": "pigeon", "language": "en"}),
    "a name": Change(Action.ALIAS, "rook", {"name": "Rookie"}),
    "a field": Change(Action.FILL, "rook", {"field": "berths", "value": "14", "source": "a letter"}),
    "a statement": Change(Action.ANSWER, "rook", {"say": "The water is 4 m deep.", "source": "a letter"}),
    "an entry": Change(
        Action.ENTRY, "harbour", {"title": "Gull Cove", "say": "Another harbour.", "source": "a letter"}
    ),
    "a way to ask": Change(Action.ATTACH, "rook.berths"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, SMALLEST)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_curator_adds_is_live_and_can_be_written_into_files(folder: Path, change: Change) -> None:
    before = {path: path.read_bytes() for path in COMMON.rglob("*.yaml")}
    understander = Understander(knowledge.load(folder))
    worked = worked_out(change, EXAMPLES, understander, TODAY)
    live = read_base(folder, understander).amended(worked.edits).knowledge
    write_changes(folder, planned(folder, worked.edits))
    written = knowledge.load(folder)
    assert written.entries.keys() == live.entries.keys()
    assert written.languages == live.languages
    assert {p.text for p in written.phrasings} == {p.text for p in live.phrasings}
    assert {path: path.read_bytes() for path in COMMON.rglob("*.yaml")} == before


def test_the_source_stays_when_what_named_it_is_taken_back(folder: Path) -> None:
    understander = Understander(knowledge.load(folder))
    first = worked_out(CHANGES["an entry"], EXAMPLES, understander, TODAY).edits
    base = read_base(folder, understander)
    second = worked_out(CHANGES["a field"], EXAMPLES, base.amended(first), TODAY).edits
    left = base.amended((*first, *second, *inverse(first))).knowledge
    assert "gull-cove" not in left.entries
    assert left.entries["rook"].origins["berths"].source == "curators"
    assert left.entries["curators"].title["de"] == "die Kuratoren"
