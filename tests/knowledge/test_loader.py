"""Files that the loader reads, and those it refuses because they are no data files, with the line and what to do."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

import knowledge
from knowledge.loader import read_file, read_text
from knowledge.models import Number
from tests.conftest import ROOT
from tests.knowledge.small import ENTRIES, SEA, line_of, problems, write_knowledge


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
