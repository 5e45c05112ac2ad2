"""What the loader refuses, with the line and what to do; every problem at once."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

import knowledge
from knowledge.loader import read_common, read_file, read_text
from knowledge.models import Number
from knowledge.places import COMMON
from tests.conftest import ROOT
from tests.knowledge.small import ENGLISH, ENTRIES, FILES, KINDS, SMALLEST, write, write_knowledge

SEA = "entries/sea.yaml"


def problems(folder: Path, changed: dict[str, str | bytes | None]) -> list[str]:
    """Return what is wrong with the small folder once it is changed; all of it, as it is printed."""
    with pytest.raises(knowledge.KnowledgeProblems) as caught:
        knowledge.load(write_knowledge(folder, changed))
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, part: str) -> int:
    """Return the line of a text, from 1, in which a part of it begins."""
    return text.count("\n", 0, text.index(part)) + 1


def test_the_bundled_knowledge_is_all_right() -> None:
    assert knowledge.load(ROOT / "knowledge" / "data").entries


def test_a_small_folder_becomes_frozen_values(tmp_path: Path) -> None:
    known = knowledge.load(write_knowledge(tmp_path))
    boats = known.entries["boats"]
    assert boats.values == {
        "region": ("north",),
        "members": Number(60.0, "more than"),
        "website": "http://boats.example",
    }
    assert boats.origin.line == line_of(ENTRIES, "- id: boats")
    assert [fact.id for fact in boats.facts] == ["summary", "age"]
    assert boats.facts[1].origin.line == line_of(ENTRIES, "- id: age")


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


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ("", "1: is empty; fill it or delete it"),
        ("# nothing but a comment\n", "1: is empty; fill it or delete it"),
        ("a: b\n---\nc: d\n", "2: a second document begins with ---; one file holds one"),
        ("a:\n\t- b\n", "2: is indented with a tab; use spaces"),
        ("a:\n  b: c\n\td: e\n", "3: is indented with a tab; use spaces"),
        ("a: b\n c: d\n", "2: the line above has a text already, or no colon; write key: value"),
        ("a\nb: c\n", "2: the line above has a text already, or no colon; write key: value"),
        (
            "x: 1\ntitle: Parks: a guide\n",
            "2: the text has a colon with a space after it; put the whole text in quotes",
        ),
        ('x: 1\na: "b\nc: d\n', "2: a quotation mark is opened here and never closed; close it"),
        ("x: 1\na: [b, c\nd: e\n", "2: a list that begins here with [ lacks a comma or its ]"),
        ("a: @home\n", "1: no text may begin with @; put it in quotes"),
        ("a: - b\n", "1: a list begins behind its key; put each - on a line of its own below it"),
        ("a: 'it's'\n", "1: does not fit what stands above; begin lines that belong together in the same column"),
        ("- a\nb: c\n", "2: does not fit what stands above; begin lines that belong together in the same column"),
        ("a: b\x00\n", "1: holds the character '\\x00', which YAML does not allow; remove it"),
        ("a: b\n\nc: \ufffe\n", "3: holds the character '\\ufffe', which YAML does not allow; remove it"),
        ("? [a, b]\n: c\n", "1: a key must be text; quote it or move it to the right of a colon"),
        ("a: &x b\nc: *x\n", "2: *x is an alias; write the value out"),
        ("a: &x {k: v}\nb:\n  <<: *x\n", "3: *x is an alias; write the value out"),
        ("{a: " * 40 + "b" + "}" * 40, "1: nests deeper than 20 levels; flatten it"),
        ("a: !!python/object/apply:os.system [ls]\n", "1: tag:yaml.org,2002:python/object/apply:os.system is a tag"),
        ("a: Köln\n".encode("latin-1"), "1: is not UTF-8 (byte 4); save it as UTF-8"),
        ("a: b\nc: Köln\n".encode("latin-1"), "2: is not UTF-8 (byte 9); save it as UTF-8"),
        ("a: b\n".encode("utf-16"), "1: is not UTF-8 (byte 0); save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_data_file(tmp_path: Path, bad: str | bytes, expected: str) -> None:
    found = problems(tmp_path, {"entries/bad.yaml": bad})
    assert any(line.startswith(f"entries/bad.yaml:{expected}") for line in found)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert knowledge.load(write_knowledge(tmp_path, {SEA: b"\xef\xbb\xbf" + ENTRIES.encode()})).entries


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a x\nb: [" + "*a, " * 500_000 + "x]\n",
        "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" if n else "l0: &l0 [x]\n" for n in range(30)),
        "[" * 2_000_000,
        "{a: " * 500_000,
        "".join(" " * depth + "a:\n" for depth in range(1500)),
        "a: b\n" * 400_000,
        "- no\n" * 400_000,
        "a: &a\n  <<: *a\n",
        "&a [*a, *a]\n",
    ],
    ids=["aliases", "laughs", "brackets", "braces", "indentation", "one-key", "booleans", "merge-itself", "itself"],
)
def test_a_bomb_ends_in_an_error_within_a_second(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(bomb, encoding="utf-8")
    begin = time.perf_counter()
    tree = read_file(path)
    assert time.perf_counter() - begin < 1
    assert 0 < len(tree.problems) <= 101


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert read_file(tmp_path / "folder.yaml").problems == [(0, "is no file; name a file")]
    assert read_file(tmp_path / "nowhere.yaml").problems == [(0, "there is no such file; correct the name")]


def test_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.loader.LARGEST", 2**20)
    (tmp_path / "a.yaml").write_text("a: b\n" * 2**18, encoding="utf-8")
    assert read_file(tmp_path / "a.yaml").problems == [(0, "is larger than 1 MB; split it")]


def test_values_are_read_as_they_look() -> None:
    tree = read_text("a: 7\nb: '7'\nc: true\nd: no one\ne: v1.10\nf: -3\n'y': |\n  two\n  lines\ng: x # comment\n")
    assert tree.value == {
        "a": 7, "b": "7", "c": True, "d": "no one", "e": "v1.10", "f": -3, "y": "two\nlines\n", "g": "x",
    }  # fmt: skip
    assert tree.problems == []
    assert tree.lines[("g",)] == 10


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


def test_a_file_that_nothing_works_without(tmp_path: Path) -> None:
    assert "kinds.yaml:1: is missing; see docs/knowledge.md for what it holds" in problems(
        tmp_path, {"kinds.yaml": None}
    )


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    for folder, what in ((tmp_path / "nowhere", "there is no such folder"), (tmp_path, "holds no .yaml file")):
        with pytest.raises(knowledge.KnowledgeProblems, match=f"{re.escape(str(folder))}:1: {what}"):
            knowledge.load(folder)


def test_a_file_with_another_ending_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    assert problems(tmp_path, {"entries/more.yml": "a: b\n"}) == ["entries/more.yml:1: is not read; rename it to .yaml"]


def test_a_list_of_words_that_is_not_utf_8(tmp_path: Path) -> None:
    found = problems(tmp_path, {"words/de.txt": "eins\nfünf\n".encode("latin-1")})
    assert found == ["words/de.txt:2: is not UTF-8 (byte 6); save it as UTF-8"]


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


class TestLayers:
    """A folder is laid over ``knowledge/common``."""

    def test_two_files_are_enough(self, tmp_path: Path) -> None:
        known = knowledge.load(write(tmp_path, SMALLEST))
        assert known.kinds["harbour"].word == "harbour"
        assert {"en", "de", "ru"} <= known.languages.keys()
        assert "how many" in known.languages["en"].concepts["count"]
        assert known.phrases["en"]["kind.harbour.other"] == "harbours"
        assert known.phrases["de"]["reply.unanswered"]

    def test_greetings_speak_of_the_subject(self, tmp_path: Path) -> None:
        said = knowledge.load(write(tmp_path, SMALLEST)).phrases
        assert "harbours" in said["en"]["smalltalk.greeting"]
        assert "How many berths does Rook Bay have?" in said["en"]["screen.start"]
        assert not any("{subject}" in text or "{example" in text for texts in said.values() for text in texts.values())
        # Where a language has no words of the subject, the English ones stand in.
        assert "How many berths does Rook Bay have?" in said["fr"]["screen.start"]

    def test_examples_of_its_own_are_shown(self, tmp_path: Path) -> None:
        kinds = SMALLEST["kinds.yaml"] + 'examples: {en: ["Any room in {Rook} Bay?"]}\n'
        said = knowledge.load(write(tmp_path, {**SMALLEST, "kinds.yaml": kinds})).phrases["en"]
        assert "Any room in {Rook} Bay?" in said["screen.welcome_terminal"].format()

    def test_what_a_folder_says_stands_instead_of_what_is_common(self, tmp_path: Path) -> None:
        own = {
            "locale/en.yaml": "smalltalk:\n  greeting: Ahoy!\n",
            "vocabulary/en.yaml": "language: en\nskip: ahoy\nconcepts: {link: [pigeon]}\n",
            "vocabulary/concepts.yaml": "concepts:\n  weather: {role: topic}\n  tide: {near: [weather]}\n",
            "decision.yaml": "answer: 61\n",
            "words/en.txt": "yonder\n",
        }
        plain, known = (
            knowledge.load(write(tmp_path / name, {**SMALLEST, **more})) for name, more in (("a", {}), ("b", own))
        )
        assert known.phrases["en"]["smalltalk.greeting"] == "Ahoy!"
        assert known.phrases["en"]["smalltalk.thanks"] == plain.phrases["en"]["smalltalk.thanks"]
        assert set(known.languages["en"].concepts["link"]) == {*plain.languages["en"].concepts["link"], "pigeon"}
        assert set(known.languages["en"].skip) == {*plain.languages["en"].skip, "ahoy"}
        assert known.languages["en"].common == plain.languages["en"].common | {"yonder"}
        assert (plain.concepts["weather"].role, known.concepts["weather"].role) == ("outside", "topic")
        assert "tide" in known.concepts["weather"].near
        assert known.decision == {**plain.decision, "answer": 0.61}

    def test_what_its_things_are_called_means_nothing_else(self, tmp_path: Path) -> None:
        kinds = SMALLEST["kinds.yaml"].replace("one: harbour, other: harbours", "one: record, other: records")
        english = knowledge.load(write(tmp_path, {**SMALLEST, "kinds.yaml": kinds})).languages["en"]
        assert [concept for concept, forms in english.concepts.items() if "record" in forms] == ["harbour"]

    def test_only_the_languages_that_it_names(self, tmp_path: Path) -> None:
        kinds = "languages: [en, de]\n" + SMALLEST["kinds.yaml"]
        found = problems(tmp_path / "a", dict.fromkeys(FILES) | {**SMALLEST, "kinds.yaml": kinds})
        assert found == [
            f"kinds.yaml:{line}: kind {kind} has no name in de; add de: {{one: …, other: …}} to what it is called"
            for line, kind in ((4, "harbour"), (7, "source"))
        ]
        known = knowledge.load(write(tmp_path / "b", {**SMALLEST, "kinds.yaml": kinds.replace("[en, de]", "[en]")}))
        assert list(known.languages) == list(known.phrases) == ["en"]
        assert {phrasing.language for phrasing in (*known.phrasings, *known.themes)} == {"en"}

    @pytest.mark.parametrize(
        ("languages", "files", "expected"),
        [
            (
                "[en, xx]",
                {},
                "kinds.yaml:1: xx is no language that there is; add vocabulary/xx.yaml and locale/xx.yaml",
            ),
            (
                "[en]",
                {"vocabulary/de.yaml": "language: de\n"},
                "vocabulary/de.yaml:1: de is not among the languages of kinds.yaml; add it there or delete this file",
            ),
        ],
    )
    def test_languages_and_files_that_do_not_agree(
        self, tmp_path: Path, languages: str, files: dict[str, str], expected: str
    ) -> None:
        kinds = f"languages: {languages}\n" + SMALLEST["kinds.yaml"]
        found = problems(tmp_path, dict.fromkeys(FILES) | {**SMALLEST, **files, "kinds.yaml": kinds})
        assert any(line.startswith(expected) for line in found), found

    def test_a_new_language_needs_a_name(self, tmp_path: Path) -> None:
        found = problems(tmp_path, {"vocabulary/pl.yaml": "language: pl\n"})
        assert found == [
            "vocabulary/pl.yaml:1: name is missing; add what pl is called in itself, since it is a new language"
        ]

    def test_a_broken_common_file_is_named_by_where_it_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        common = tmp_path / "common"
        shutil.copytree(COMMON, common)
        (common / "locale" / "de.why.yaml").write_text("rule: [a]\n", encoding="utf-8")
        monkeypatch.setattr("knowledge.places.COMMON", common)
        monkeypatch.setattr("knowledge.loader.COMMON", common)
        read_common.cache_clear()
        try:
            with pytest.raises(knowledge.KnowledgeProblems) as caught:
                knowledge.load(write(tmp_path / "own", SMALLEST))
        finally:
            monkeypatch.undo()
            read_common.cache_clear()
        (found,) = caught.value.problems
        expected = f"{common}/locale/de.why.yaml:1: rule must hold key: text pairs"
        assert str(found) == found.within(tmp_path / "own") == expected
