"""Misspelt words → those of phrasings that were meant, the words around them deciding between several."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.phrased.correcting import Corrector

TEXTS = (
    "what do i want from the bank",
    "is there room in the bank",
    "i came from there",
    "my name is here",
    "pay the bill",
    "pay my bill",
    "the ball is round",
    "call the house",
    "pull the rope",
)
SCRIPTS = ("cluster", "clusters", "Straße", "κλάδος", "кластер", "бассейн", "kümelenme", "ähnlichkeiten")
COMMON = ("in", "weather", "loan", "the", "hat")


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector(TEXTS, COMMON)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what do i wnat", "what do i want"),  # swapped
        ("what do i wnt", "what do i want"),  # of three letters, one being lost
        ("pay the bll", "pay the bill"),  # not ball, which is as near
        ("the bll is round", "the ball is round"),
        ("i came rfom there", "i came from there"),  # not room, which is as many errors away
        ("i vame from", "i came from"),  # not name
        ("my vame is", "my name is"),
        ("pull the rpe", "pull the rope"),
        ("is the weathr fine", "is the weather fine"),  # a common word that is in no phrasing
        ("my hat", "my hat"),  # common, and a letter from what
        ("xyz", "xyz"),
        ("the loanword", "the loanword"),  # nothing is near
        ("pay by ibm", "pay by ibm"),
        ("4bill", "4bill"),
    ],
)
def test_a_misspelt_word_is_read_as_the_one_that_was_meant(corrector: Corrector, typed: str, meant: str) -> None:
    assert corrector.corrected(typed)[0] == meant


def test_what_was_counted_outlives_a_cache(corrector: Corrector) -> None:
    again = pickle.loads(pickle.dumps(corrector))  # noqa: S301 - just written
    assert all(
        again.corrected(f"{verb} the bll") == corrector.corrected(f"{verb} the bll") for verb in ("pay", "throw")
    )


def test_a_short_word_stays_where_no_words_of_a_language_are_known() -> None:
    assert Corrector(TEXTS, ()).corrected("what do i wnt")[0] == "what do i wnt"


@given(st.sampled_from(SCRIPTS), st.data())
def test_whatever_one_letter_was_typed_wrong_the_word_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("aeznßяжωç"))
    typed = data.draw(
        st.sampled_from(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
    )
    known = Corrector([other for other in SCRIPTS if other == word or not other.startswith(word[:4])], ())
    assert known.corrected(typed)[0] == word
