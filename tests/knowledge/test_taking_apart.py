"""Runs of words without spaces → the words; a word in which others merely hide stays whole."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.span import Match
from knowledge.taking_apart import LONGEST_RUN, RunCutter
from knowledge.understanding import Understander
from tests.conftest import ROOT

RUNS: dict[str, Any] = yaml.safe_load((ROOT / "tests/knowledge/runs_of_words.yaml").read_text(encoding="utf-8"))
WHOLE = [(language, word) for language, words in RUNS["whole"].items() for word in words]
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", max_size=LONGEST_RUN + 20)


@pytest.fixture(scope="module")
def cutter(understander: Understander) -> RunCutter:
    return understander.linker.runs


@pytest.mark.parametrize("case", RUNS["together"], ids=lambda case: case["run"])
def test_a_run_of_words_is_taken_apart(cutter: RunCutter, case: dict[str, Any]) -> None:
    assert list(cutter.take_apart(case["run"], case["language"])) == case["words"]


@pytest.mark.parametrize(("language", "word"), WHOLE)
def test_a_word_in_which_others_hide_stays_whole(cutter: RunCutter, language: str, word: str) -> None:
    assert cutter.take_apart(word, language) == ()


@pytest.mark.parametrize("run", ["", "xylquorpid", "x" * 5000, "1" * 60])
def test_what_is_no_run_of_words(cutter: RunCutter, run: str) -> None:
    assert cutter.take_apart(run, "en") == ()


def test_a_compound_is_taken_apart(cutter: RunCutter) -> None:
    assert "zahl" in cutter.take_apart("mitgliederzahl", "de")


@pytest.mark.parametrize(
    ("word", "run"),
    [
        ("companiesjoinapole", True),
        ("clusterisfor", True),
        ("nanovaley", False),
        ("clustering", False),
        ("mitgliederzahl", False),
    ],
)
def test_what_seems_a_word_with_an_ending_may_be_a_run(cutter: RunCutter, word: str, run: bool) -> None:
    assert bool(cutter.going_on(word, "en")) == run


def test_a_name_misspelt_is_no_run(cutter: RunCutter) -> None:
    assert cutter.take_apart("nanovaley", "es")  # "nano", "va", "ley"
    assert cutter.going_on("nanovaley", "es") == ()


@pytest.mark.parametrize("case", RUNS["asked"], ids=lambda case: case["ask"])
def test_a_run_alone_tells_its_language(understander: Understander, case: dict[str, Any]) -> None:
    spans, language = understander.linker.link(case["ask"])
    assert language == case["language"]
    assert all(span.how is Match.APART for span in spans)


@given(run=LETTERS, language=st.sampled_from(["en", "de", "ru", "xx"]))
def test_any_run_can_be_looked_up(understander: Understander, run: str, language: str) -> None:
    cutter = understander.linker.runs
    pieces = cutter.take_apart(run, language)
    assert all(piece in run for piece in pieces)
    assert len(pieces) != 1
    assert isinstance(cutter.going_on(run, language), tuple)
