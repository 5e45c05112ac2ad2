"""Words typed with the wrong keyboard layout switched on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.keyboard import other_layout
from knowledge.text import fold


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("сниукащкгь", "cyberforum"),
        ("тфтщмфддун", "nanovalley"),
        ("rkfcnths", "кластеры"),
        ("ghbdtn", "привет"),
    ],
)
def test_the_other_layout(typed: str, meant: str) -> None:
    assert other_layout(fold(typed)) == meant


@pytest.mark.parametrize("word", ["", "kit", "кит", "cyberфорум", "cyber4um", "karlsruhe!", "ärger", "\ud800" * 5])
def test_what_no_layout_explains(word: str) -> None:
    assert other_layout(word) == ""


@given(st.text(alphabet="abcdefghijklmnoprstuvwxyz", min_size=4))
def test_there_and_back(word: str) -> None:
    """All letters but q, which shares its key with the й that folding turns into и."""
    assert other_layout(other_layout(word)) == word


@given(st.text(st.characters()))
def test_anything_can_be_asked(word: str) -> None:
    assert isinstance(other_layout(word), str)
