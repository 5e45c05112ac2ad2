"""Typefaces: what they have, and what becomes of the rest."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given

from handlers.paper.fonts import TYPEFACES, Face, letters, missing, outline, printable, spoken, width
from tests.handlers.paper.samples import TITLES, WORST, texts


def test_the_bundle_is_small_and_has_its_licence() -> None:
    assert sum(file.stat().st_size for file in TYPEFACES.iterdir()) < 250_000
    assert "Permission is hereby granted" in (TYPEFACES / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("face", [Face.REGULAR, Face.BOLD])
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_every_letter_of_european_titles_is_there(title: str, face: Face) -> None:
    assert missing(title, face) == ""
    assert printable(title, face) == title
    assert missing("ąćęłńóśźż őű ğış țș ŵŷ ẽ Ђђ Ѓѓ Її Ґґ ά έ ώ ẞ „“»« – — … • → ✓ ☐ € £ ₴ ₽ № ™ ½ ²", face) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\n\n c\u2028d", "a b c d"),
        ("Mu\u0308nchen", "München"),
        ("Ｌｉｎｚ ① 𝐁 ﬁn", "Linz 1 B fin"),
        ("Cluster 🎉 Day 👩‍👩‍👧", "Cluster Day"),
        ("1️⃣ ❤️ 🇩🇪 ✓", "1 ✓"),
        ("Treffen 日本語 東京 Linz", "Treffen · · Linz"),
        ("日👍本", "·"),
        ("مرحبا", "·"),
        ("сто\u0301ит c\u0301\u0327\u0489", "стоит ḉ"),
        ("a\u00ad\u200b\u202e\ufeff\x00\ud800b\ue000", "ab"),
        ("10\u00a0€", "10\u00a0€"),
        ("👍", ""),
        ("", ""),
    ],
)
def test_what_is_missing_is_never_a_box(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_what_is_missing_can_be_told() -> None:
    assert missing("Treffen 日本日 🎉 Linz\u200b\x00\ud800 Mu\u0308") == "日本🎉"
    assert missing("Ж", Face.MONO) == "Ж"


@given(texts)
def test_whatever_is_printed_has_an_outline_and_a_width(text: str) -> None:
    for face in Face:
        shown = printable(text, face)
        assert all(letter in letters(face).advances for letter in shown)
        assert all(outline(letter, face) or not letter.strip() for letter in shown)
        assert printable(shown, face) == shown
        assert width(shown, 10, face) == pytest.approx(sum(width(letter, 10, face) for letter in shown))
    spoken(text).encode()


def test_metadata_keeps_letters_that_cannot_be_printed() -> None:
    assert "日本語 العربية 👩‍👩‍👧" in spoken(WORST)
    assert "\x00" not in spoken(WORST)


def test_outlines_may_be_read_by_several_threads() -> None:
    outline.cache_clear()
    letters.cache_clear()
    alphabet = sorted(letters(Face.REGULAR).names)
    found: list[list[str]] = []
    threads = [
        threading.Thread(
            target=lambda: found.append([outline.__wrapped__(letter, Face.REGULAR) for letter in alphabet])
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(one == found[0] for one in found)
