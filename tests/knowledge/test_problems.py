"""What does not fit in files that can be read, with the line and what to do; every problem at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.small import ENGLISH, ENTRIES, FILES, KINDS, SEA, line_of, problems


# What is put into the file of entries in place of "  region: north", and the problem.
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("  region: south", "boats: region points to south, which is no entry; add it or correct the name"),
        ("  region: guide", "boats: region points to guide, which is of kind source; it must be a region"),
        ("  region: [north]", "region must be an entry id, not \"['north']\""),
        ("  region:", "region must be an entry id, not ''"),
        ("  partners: north", "partners must be a list of entry ids, as in [kit, fzi], not 'north'"),
        ("  partners: []", "partners must be a list of entry ids, as in [kit, fzi], not '[]'"),
        ("  regoin: north", "regoin is not a field of cluster; known are: region, members, partners, website"),
        ("  heading: no", 'YAML does not read no as text; put it in quotes: "no"'),
        ("  heading: 1.10", 'YAML does not read 1.10 as text; put it in quotes: "1.10"'),
        ("  heading: 2011-07-01", 'YAML does not read 2011-07-01 as text; put it in quotes: "2011-07-01"'),
        ("  heading: 012", 'YAML does not read 012 as text; put it in quotes: "012"'),
        ("  heading: 1_000", 'YAML does not read 1_000 as text; put it in quotes: "1_000"'),
        ("  heading: 12:30", 'YAML does not read 12:30 as text; put it in quotes: "12:30"'),
        ("  heading: ~", 'YAML does not read ~ as text; put it in quotes: "~"'),
        ("  heading: .inf", 'YAML does not read .inf as text; put it in quotes: ".inf"'),
        ("  heading: !!str north", "tag:yaml.org,2002:str is a tag, and tags are not read; remove it"),
        ("  words: {en: [1]}", "item 1 must be text (put it in quotes), not 1"),
        ("  words: {en: boat}", "en must be a list, as in [a, b], not boat"),
        ("  also: [true]", "item 1 must be text (put it in quotes), not true"),
        ("  heading: 9", "heading must be text (put it in quotes), not 9"),
        ('  heading: ""', "heading is empty; fill it or remove it"),
        ("  title: Ships", "title stands here again (first in line 18); keep one"),
    ],
)
def test_a_wrong_line_in_an_entry(tmp_path: Path, lines: str, expected: str) -> None:
    text = ENTRIES.replace("  region: north", lines)
    assert problems(tmp_path, {SEA: text}) == [f"{SEA}:{line_of(text, lines)}: {expected}"]


@pytest.mark.parametrize("value", ["many", "true", "[60]", "-5", '"640 or so"', "1" * 400])
def test_a_number_that_is_none(tmp_path: Path, value: str) -> None:
    text = ENTRIES.replace("more than 60", value)
    (found,) = problems(tmp_path, {SEA: text})
    assert found.startswith(
        f"{SEA}:{line_of(text, '  members')}: members must be a number, as in 49 or more than 640, not "
    )


@pytest.mark.parametrize("value", ["boats.example", "ftp://boats.example", "7"])
def test_an_address_that_is_none(tmp_path: Path, value: str) -> None:
    text = ENTRIES.replace("http://boats.example", value)
    expected = f"website must be a web address that begins with http:// or https://, not '{value}'"
    assert problems(tmp_path, {SEA: text}) == [f"{SEA}:{line_of(text, '  website')}: {expected}"]


def test_two_entries_that_claim_one_name(tmp_path: Path) -> None:
    text = ENTRIES.replace("[North]", "[North, boats-UNITED]")
    first, second = line_of(text, "boats-UNITED"), line_of(text, "Boats United")
    expected = f"boats: the name 'Boats United' belongs to north ({SEA}:{first}); keep it once"
    assert problems(tmp_path, {SEA: text}) == [f"{SEA}:{second}: {expected}"]


def test_a_name_that_a_language_gives_to_somebody_else(tmp_path: Path) -> None:
    english = ENGLISH + "entries:\n  north: [The Far North, boats united]\n  boats: {names: [north]}\n"
    where = f"({SEA}:{line_of(ENTRIES, 'Boats United')})"
    assert problems(tmp_path, {"vocabulary/en.yaml": english}) == [
        f"vocabulary/en.yaml:8: north: the name 'boats united' belongs to boats {where}; keep it once",
        f"vocabulary/en.yaml:9: boats: the name 'north' belongs to north ({SEA}:14); keep it once",
    ]


def test_a_name_without_letters(tmp_path: Path) -> None:
    assert problems(tmp_path, {SEA: ENTRIES.replace("[North]", '["?!"]')}) == [
        f"{SEA}:14: north: the name '?!' has no letters or digits; remove it"
    ]


def test_two_entries_of_one_id(tmp_path: Path) -> None:
    more = "source: guide\nheading: H\ndated: D\nentries:\n- {id: north, kind: region, title: Up, summary: Up}\n"
    assert problems(tmp_path, {"entries/shore.yaml": more}) == [
        f"entries/shore.yaml:5: north is taken ({SEA}:11); give it another id"
    ]


def test_two_facts_of_one_id(tmp_path: Path) -> None:
    text = ENTRIES + "  - {id: age, say: S, question: Q, ask: [a]}\n"
    assert problems(tmp_path, {SEA: text}) == [
        f"{SEA}:{line_of(text, '{id: age')}: boats: there is a fact age already; give it another id"
    ]


# What is put into a file of the small folder in place of something else; a file that is not there is made.
@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("kinds.yaml", "word: cluster", "word: klub", "kind cluster: there is no concept klub"),
        ("kinds.yaml", "fields: [region, ", "fields: [port, region, ", "kind cluster: there is no field port"),
        ("kinds.yaml", "of: [region]", "of: [land]", "field region: there is no kind land"),
        ("kinds.yaml", "type: url", "type: web", "type must be one of 'number', 'year', 'entry', 'entries'"),
        (
            "kinds.yaml",
            '"{name} is in',
            '"{nmae} is in',
            "field region: there is no {nmae} to fill in; known here: {count}",
        ),
        ("kinds.yaml", '"{name} is in', '"{name is in', "field region: a brace stands alone"),
        ("kinds.yaml", "word: region", "colour: blue", "colour is not a known field here"),
        ("vocabulary/concepts.yaml", "region: {}", "region: {near: [place]}", "region: there is no concept place"),
        ("vocabulary/concepts.yaml", "region: {}", "region: {role: lite}", "role must be one of 'operator'"),
        ("vocabulary/en.yaml", "  region: [", "  boat: [", "there is no concept boat; add it to vocabulary"),
        (
            "vocabulary/en.yaml",
            "concepts:",
            "entries:\n  boots: [B]\nconcepts:",
            "there is no entry boots; correct the",
        ),
        ("vocabulary/en.yaml", "concepts:", "smalltalk:\n  shout: [oi]\nconcepts:", "nothing is said to shout"),
        ("vocabulary/en.yaml", "language: en", "language: de", "language is de in a file named en"),
        ("decision.yaml", "", "answer: 155\n", "answer: input should be less than or equal to 100; correct it"),
        ("decision.yaml", "", "answer: high\n", "answer must be a whole number, not high"),
        ("notes.yaml", "", "a: b\n", "is not read from here; move it to entries/, phrasings/, vocabulary/ or locale/"),
        (
            "locale/de.yaml",
            "",
            "screen:\n  new: '{nam}'\n",
            "screen.new: there is no {nam} to fill in; known here: none",
        ),
        ("locale/de.yaml", "", "screen:\n  hey: Hallo\n", "screen.hey is not in English; remove it or add it to"),
        ("locale/de.yaml", "", "screen: Hallo\n", "screen must hold key: text pairs"),
        ("locale/de.yaml", "", "- Hallo\n", "must be a mapping of sections, each with key: text pairs"),
        (SEA, "id: north", "id: The North", "The North is no id; use a-z, 0-9, hyphens"),
        (
            SEA,
            "kind: region",
            "kind: region\n  partial: [harbour]",
            "north: there is no kind harbour; known are: cluster",
        ),
        (SEA, "kind: region", "kind: harbour", "north: there is no kind harbour; known are: cluster"),
        (SEA, "source: guide", "source: book", "the source book is no entry"),
        (SEA, "say: It is old.", "say: {de: Es ist alt.}", "boats: say needs an English text (en)"),
        (SEA, "say: It is old.", "say: S\n    colour: blue", "colour is not a known field here"),
        (SEA, "say: It is old.", "say: S\n    entries: [ship]", "boats: entries names ship, which is no entry"),
        (
            SEA,
            "title: Boats",
            "title: [Boats]",
            "title must be text (put it in quotes) or a mapping of names to values",
        ),
    ],
)
def test_what_does_not_fit(tmp_path: Path, name: str, old: str, new: str, expected: str) -> None:
    text = FILES.get(name, "").replace(old, new, 1)
    line = line_of(text, new) + new.count("\n", 0, -1) - new.count("\nconcepts")
    found = problems(tmp_path, {name: text})
    assert any(problem.startswith(f"{name}:{line}: {expected}") for problem in found), found


def test_every_problem_of_every_file_at_once(tmp_path: Path) -> None:
    sea = ENTRIES.replace("region: north", "region: south").replace("more than 60", "many")
    shore = "source: guide\nheading: H\ndated: D\nentries:\n- id: dock\n  kind: region\n  title: Dock\n  depth: 4\n"
    changed = {
        SEA: sea,
        "entries/shore.yaml": shore,
        "entries/tab.yaml": "a:\n\tb\n",
        "kinds.yaml": KINDS.replace("of: [region]", "of: [land]"),
        "vocabulary/en.yaml": ENGLISH.replace("[region]", "[no, 1.5]"),
    }
    found = problems(tmp_path, {**changed})
    assert [line.split(": ", maxsplit=1)[0] for line in found] == [
        f"{SEA}:20",
        f"{SEA}:21",
        "entries/shore.yaml:5",
        "entries/tab.yaml:2",
        "kinds.yaml:21",
        "vocabulary/en.yaml:6",
        "vocabulary/en.yaml:6",
    ]


def test_one_mistake_is_told_once(tmp_path: Path) -> None:
    """What leans on something that is there, but wrong in itself, is not called dangling."""
    text = ENTRIES.replace("  summary: A region.\n", "")
    assert problems(tmp_path, {SEA: text}) == [f"{SEA}:11: summary is missing; add it"]
    assert problems(tmp_path / "kinds", {"kinds.yaml": KINDS.replace("type: url", "type: web")}) == [
        "kinds.yaml:37: type must be one of 'number', 'year', 'entry', 'entries', 'url' or 'text', not web"
    ]
