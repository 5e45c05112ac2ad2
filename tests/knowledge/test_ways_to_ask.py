"""Ways to ask by language bring their own words; years and short texts are fields; checks and names of any subject."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge
from knowledge.findings import Shape
from knowledge.models import KnowledgeBase, Number
from knowledge.understanding import Understander
from tests.knowledge.small import SMALLEST, write

KINDS = """\
title: harbours
kinds:
  harbour:
    called: {en: {one: harbour, other: harbours}, de: {one: Hafen, other: Häfen}}
    fields: [bay, berths, depth, dug, pilot, phone, facts]
  bay:
    called: {en: {one: bay, other: bays}, de: {one: Bucht, other: Buchten}}
    fields: [facts]
  source:
    called: {en: {one: source, other: sources}, de: {one: Quelle, other: Quellen}}
    fields: [facts]
fields:
  bay:
    type: entry
    of: [bay]
    ask: {en: [which bay is _ in]}
    say: {en: "{name} is in {value}."}
    question: {en: "Which bay is {name} in?"}
  berths:
    type: number
    ask: {en: [how many berths does _ have], de: [wie viele Liegeplätze hat _]}
    say: {en: "{name} has {value} berths.", de: "{name} hat {value} Liegeplätze."}
    question: {en: "How many berths does {name} have?"}
  depth:
    type: number
    ask: {en: [how many fathoms is _]}
    largest: {en: [deepest]}
    smallest: {en: [shallowest]}
    above: {en: [deeper than]}
    say: {en: "{name} is {value} fathoms deep."}
    question: {en: "How many fathoms is {name}?"}
  dug:
    type: year
    ask: {en: [when was _ dredged, how old is _]}
    smallest: {en: [oldest]}
    say: {en: "{name} was dredged in {value}."}
    question: {en: "When was {name} dredged?"}
  pilot:
    type: text
    ask: {en: [who pilots ships into _]}
    say: {en: "Pilot of {name}: {value}."}
    question: {en: "Who is the pilot of {name}?"}
  phone:
    type: text
    ask: {en: [phone number of _]}
    say: {en: "Ring {name}: {value}."}
    question: {en: "What is the phone number of {name}?"}
"""
ENTRIES = """\
source: almanac
heading: Harbours
dated: as of 2024
entries:
- {id: almanac, kind: source, title: The almanac, short: almanac, summary: An almanac.}
- {id: gull, kind: bay, title: Gull Bay, names: {any: [Gull Bay]}, summary: A bay.}
- {id: seal, kind: bay, title: Seal Bay, names: {any: [Seal Bay]}, summary: A bay.}
- {id: rook, kind: harbour, title: "Rook No. 2", names: {any: ["Rook No. 2"]}, summary: A harbour., bay: gull,
   berths: 12, depth: 3, dug: 1890, pilot: Captain Moss, phone: "555 12"}
- {id: wren, kind: harbour, title: Wren, names: {any: [Wren]}, summary: Another harbour., bay: seal,
   berths: 30, depth: 9, dug: 1950}
"""


@pytest.fixture(scope="module")
def understander(tmp_path_factory: pytest.TempPathFactory) -> Understander:
    files = {"kinds.yaml": KINDS, "entries/sea.yaml": ENTRIES}
    return Understander(knowledge.load(write(tmp_path_factory.mktemp("harbours"), files)))


@pytest.fixture(scope="module")
def known(understander: Understander) -> KnowledgeBase:
    return understander.knowledge


def told(understander: Understander, text: str) -> str:
    finding = understander.understand(text).parts[0].finding
    said = [f"{finding.verdict} {statement.id}".strip() for statement in finding.statements]
    return " ".join(said) if finding.shape is not Shape.NOTHING else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many berths has Wren got?", "wren.berths"),
        ("berth count of wren", "wren.berths"),
        ("Wie viele Liegeplätze hat Wren?", "wren.berths"),
        ("when was wren dredged?", "wren.dug"),
        ("how old is Wren?", "wren.dug"),
        ("phone number of Rook No. 2", "rook.phone"),
        ("how many berths does Rook No. 2 have?", "rook.berths"),
        ("which harbour is the deepest?", "wren.depth"),
        ("which is the shallowest?", "rook.depth"),
        ("the oldest harbour", "rook.dug"),
        ("is Wren in Seal Bay?", "yes wren.bay"),
        ("is Wren in Gull Bay?", "no wren.bay"),
        # Recorded of one, and not of the other.
        ("phone number of Wren", ""),
        ("who pilots ships into Wren?", ""),
        # A word that nobody knows asks for more than what it is.
        ("what is the tonnage of Wren?", ""),
        ("what is Wren?", "wren.summary"),
    ],
)
def test_words_of_its_own(understander: Understander, text: str, expected: str) -> None:
    assert told(understander, text) == expected


def test_years_and_texts_are_kept_as_they_are(known: KnowledgeBase) -> None:
    assert known.entries["rook"].values["dug"] == Number(1890)
    assert known.entries["rook"].values["pilot"] == "Captain Moss"


def test_figures_count_by_their_own_words(known: KnowledgeBase) -> None:
    assert {known.fields[name].unit for name in ("berths", "depth", "dug")} == {"of_berths", "of_depth", "of_dug"}
    assert known.fields["bay"].unit == ""


def test_a_word_for_what_is_usually_recorded_nowhere_is_recorded_here(known: KnowledgeBase) -> None:
    english = known.languages["en"].concepts
    assert [concept for concept, forms in english.items() if "phone" in forms] == ["of_phone"]
    assert "whatsapp" in english["phone"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("dug: 1950", "dug: about 1950", "dug must be a year, as in 1998, not 'about 1950'"),
        ("dug: 1950", "dug: 19500", "dug must be a year, as in 1998, not '19500'"),
        ("dug: 1950", 'pilot: ""', "pilot must be a text of one line (put it in quotes), not ''"),
        ("dug: 1950", "pilot: 7", "pilot must be a text of one line (put it in quotes), not '7'"),
    ],
)
def test_what_is_no_year_or_text(tmp_path: Path, old: str, new: str, expected: str) -> None:
    with pytest.raises(knowledge.KnowledgeProblems) as caught:
        knowledge.load(write(tmp_path, {"kinds.yaml": KINDS, "entries/sea.yaml": ENTRIES.replace(old, new)}))
    assert [problem.text for problem in caught.value.problems] == [expected]


def test_a_plain_list_makes_no_words(tmp_path: Path) -> None:
    known = knowledge.load(write(tmp_path, SMALLEST))
    assert not any(concept.startswith("of_") for concept in known.concepts)
    assert known.fields["berths"].unit == ""
