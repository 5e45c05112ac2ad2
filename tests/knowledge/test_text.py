"""One form in which everything is compared, whatever was typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import LONGEST, MOST_TOKENS, SENTENCE_ENDS, fold, sound, tokens, words

ANYTHING = st.text(st.characters(), max_size=300)
"""Any text, with control characters, any script and lone surrogates."""


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Värmland", "varmland"),
        ("VÄRMLAND", "varmland"),
        ("pôles de compétitivité", "poles de competitivite"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("Ｃｙｂｅｒ", "cyber"),
        ("“KIT’s” – 2011", '"kit\'s" - 2011'),
        ("Сyberfоrum", "cyberforum"),  # the first С and the о are Cyrillic
        ("Карлсруэ", "карлсруэ"),
        ("Йошкар", "иошкар"),
        ("sooooo", "soo"),
        ("c\u200by\u00adb\u202eer", "c y b er"),
        ("\ud800", " "),
        ("Z̷̡̛a̵l̶g̷o̸", "zalgo"),
        ("ǣ", "ae"),
        ("", ""),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANYTHING)
def test_folding_takes_anything_and_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_twice_changes_nothing_for_any_letter() -> None:
    assert [hex(code) for code in range(0x30000) if fold(fold(chr(code))) != fold(chr(code))] == []


@pytest.mark.parametrize(
    ("typed", "cut"),
    [
        ("How many members?", ("how", "many", "members", "?")),
        ("AC-Styria", ("ac", "styria")),
        ("KIT's website", ("kit", "s", "website")),
        ("R & D, R&D", ("r&d", "r&d")),
        ("see www.cyberforum.de/x?y, ok", ("see", "cyberforum.de", "ok")),
        ("at www.kestrel.example, https://kestrel.example/a", ("at", "kestrel.example", "kestrel.example")),
        ("in styria.and then", ("in", "styria", "and", "then")),
        ("1,000 or 3.5", ("1,000", "or", "3.5")),
        ("U.K. firms", ("u", "k", ".", "firms")),
        ("🚗 clstr 🌱", ("clstr",)),
        ("a\nb", ("a", "\n", "b")),
    ],
)
def test_cutting(typed: str, cut: tuple[str, ...]) -> None:
    assert tuple(token.text for token in tokens(typed)) == cut


def test_words_leave_out_what_ends_a_clause() -> None:
    assert words("Who? Me. And: you!") == ("who", "me", "and", "you")


def test_a_capital_tells_only_where_there_are_small_letters() -> None:
    assert [token.capital for token in tokens("is Magna one")] == [False, True, False]
    assert [token.capital for token in tokens("IS MAGNA ONE")] == [False, False, False]


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    assert len(tokens("word " * 20_000)) == MOST_TOKENS
    assert len(tokens("x" * 64_000)[0].text) <= LONGEST


@given(ANYTHING)
def test_tokens_stand_where_they_say(text: str) -> None:
    cut = tokens(text)
    assert len(cut) <= MOST_TOKENS
    assert all(token.text and token.start < token.end for token in cut)
    assert all(one.end <= two.start for one, two in pairwise(cut))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("krugman", "crewgman"),
        ("kaitsi", "katesi"),
        ("tartu", "tartoo"),
        ("fraunhofer", "frownhofer"),
        ("lyon", "lion"),
    ],
)
def test_what_sounds_alike_has_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@given(ANYTHING)
def test_anything_sounds_like_something(text: str) -> None:
    assert sound(fold(text)).isascii()


@given(st.text(alphabet=st.sampled_from("aAeÉß .&!?:-'’_1,2\nщ日www.co.at"), max_size=300))
def test_words_are_the_tokens_without_the_ends(text: str) -> None:
    assert words(text) == tuple(token.text for token in tokens(text) if token.text not in SENTENCE_ENDS)
