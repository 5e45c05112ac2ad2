"""Words that are in no lexicon → the words that were meant, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.spelling import LONGEST_WORD, Speller
from knowledge.understanding import Understander

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=LONGEST_WORD + 20)


@pytest.fixture(scope="module")
def speller(understander: Understander) -> Speller:
    return Speller(understander.lexicon)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("membrs", "members"),
        ("memebrs", "members"),
        ("univeristies", "universities"),
        ("nanovalely", "nanovalley"),
        ("karlsrhue", "karlsruhe"),
        ("nottinghem", "nottingham"),
        ("kaliningrd", "kaliningrad"),
    ],
)
def test_a_typing_error_is_mended(speller: Speller, typed: str, meant: str) -> None:
    found, alike = speller.correct(typed, "en")
    assert found == meant or meant.startswith(found)
    assert 0.5 < alike < 1


@pytest.mark.parametrize("word", ["australia", "hungary", "history", "window", "password"])
def test_a_common_word_is_left_alone(speller: Speller, word: str) -> None:
    assert speller.correct(word, "en") == ("", 0.0)


@pytest.mark.parametrize("word", ["", "abc", "xylquorpid", "x" * (LONGEST_WORD + 1), "kit2", "\ud800" * 6])
def test_what_nothing_is_near_to(speller: Speller, word: str) -> None:
    assert speller.correct(word, "en") == ("", 0.0)


@pytest.mark.parametrize(("typed", "meant"), [("mmbrs", "members"), ("clstr", "cluster")])
def test_a_word_without_vowels(speller: Speller, typed: str, meant: str) -> None:
    assert speller.complete(typed, "en") == meant


@given(word=LETTERS, language=st.sampled_from(["en", "de", "ru", "xx"]))
def test_any_word_can_be_looked_up(understander: Understander, word: str, language: str) -> None:
    speller = understander.linker.speller
    found, alike = speller.correct(word, language)
    assert 0 <= alike <= 1
    assert bool(found) == (alike > 0)
    assert isinstance(speller.complete(word, language), str)
