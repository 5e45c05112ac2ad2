"""Texts in boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.paper.breaking import broken, pieces
from handlers.paper.fonts import Face, printable, width
from handlers.paper.layout import ELLIPSIS, cut, fit, fit_all, wrap
from tests.handlers.paper.samples import TITLES, printed, squeezed, texts


def test_lines_are_filled_from_the_left() -> None:
    assert wrap("one two three four", width("one two th", 5), 5) == ("one two", "three four")
    assert wrap("", 50, 5) == ()
    assert wrap(" \n ", 50, 5) == ()


def test_long_words_are_broken_between_syllables() -> None:
    lines = wrap("Donaudampfschifffahrtsgesellschaft", 50, 6)
    assert lines == ("Donaudampf-", "schifffahrtsge-", "sellschaft")
    assert all(width(line, 6) <= 50 for line in lines)


def test_words_part_where_a_person_put_a_hyphen() -> None:
    assert list(pieces("Cluster-Konferenz")) == ["Cluster-", "Konferenz"]
    assert list(pieces("und/oder")) == ["und/", "oder"]
    assert list(pieces("e-mail")) == ["e-mail"]
    assert list(pieces("-5")) == ["-5"]


def test_addresses_get_no_hyphen() -> None:
    address = "https://bot.example.org/events/banokirufeso"
    lines = wrap(f"Ask at {address}", 40, 5)
    assert "".join(lines).replace(" ", "") == f"Askat{address}"
    assert list(pieces("bot.example.org/e/bano-kiru-feso")) == ["bot.example.org/e/bano-kiru-feso"]


@pytest.mark.parametrize("word", ["ab", "Straße", "strengths", "1234567890", "ъъъъъъъъ", "----------", "a" * 50])
def test_breaking_always_comes_to_an_end(word: str) -> None:
    head, tail = broken(word, lambda _: False)
    assert head
    assert tail
    assert squeezed(head + tail) == squeezed(word)


@given(texts, st.floats(30, 200), st.floats(2, 12))
def test_lines_are_never_too_wide_and_nothing_is_lost(text: str, room: float, size: float) -> None:
    lines = wrap(text, room, size)
    assert all(width(line, size) <= room + 1e-5 for line in lines)
    assert squeezed("".join(lines)) == squeezed(printable(text))


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize(("room", "height"), [(174, 35), (89, 19)])
def test_titles_are_whole_and_large_enough(title: str, room: float, height: float) -> None:
    block = fit(title, room, height, 9, Face.BOLD)
    assert not block.cut
    assert squeezed("".join(block.lines)) == printed(title)
    assert block.width <= room + 1e-5
    assert block.height <= height + 1e-5
    assert block.size >= (2.3 if title == TITLES["widest"] else 2.6)


@given(texts, st.floats(20, 200), st.floats(4, 60))
def test_any_title_fits_any_box(title: str, room: float, height: float) -> None:
    block = fit(title, room, height, 10, Face.BOLD)
    assert not block.cut
    assert squeezed("".join(block.lines)) == printed(title)
    assert block.width <= room + 1e-5
    assert block.height <= height + 1e-5


def test_words_are_rather_made_smaller_than_broken() -> None:
    block = fit("Wirtschaftsclusterkonferenz", 100, 40, 8, Face.BOLD)
    assert block.lines == ("Wirtschaftsclusterkonferenz",)


def test_lines_come_out_about_equally_long() -> None:
    block = fit("one two three four five six seven eight nine ten eleven twelve", 90, 60, 6)
    longest, shortest = (pick(width(line, 6) for line in block.lines) for pick in (max, min))
    assert len(block.lines) == 3
    assert shortest > longest * 0.6


def test_other_texts_are_cut_off_only_when_they_are_as_small_as_they_may_be() -> None:
    text = "How many members does Cyberforum have? " * 20
    block = fit(text, 80, 20, 6, least=4)
    assert block.cut
    assert block.size == 4
    assert block.lines[-1].endswith(ELLIPSIS)
    assert block.height <= 20
    assert block.width <= 80
    assert not fit(text[:80], 80, 20, 6, least=4).cut
    assert cut("one two three", 200, 5, Face.REGULAR, 1).lines == ("one two three",)


@given(st.lists(texts, max_size=5), st.floats(30, 120), st.floats(10, 80))
def test_lists_fit_their_box_in_one_size(several: list[str], room: float, height: float) -> None:
    blocks = fit_all(several, room, height, 6, 4)
    assert len(blocks) == sum(bool(printable(text)) for text in several)
    assert len({block.size for block in blocks}) <= 1
    assert all(block.width <= room + 1e-5 for block in blocks)
    assert sum(block.height for block in blocks) <= height + 1e-5
