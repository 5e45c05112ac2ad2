from __future__ import annotations

import html
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from handlers.telegram.callback_data import LONGEST
from handlers.telegram.markup import LONGEST_MESSAGE, escape, plain, split, units


class Strict(HTMLParser):
    """Collects the text of HTML and refuses tags that are not closed in order."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_limits_are_those_of_telegram() -> None:
    assert LONGEST_MESSAGE == MessageLimit.MAX_TEXT_LENGTH
    assert LONGEST == InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


@given(st.text(st.characters()))
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    sendable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert plain(escape(text)) == sendable
    escape(text).encode("utf-8")


@pytest.mark.parametrize(
    ("markup", "limit", "parts"),
    [
        ("short", 10, ["short"]),
        ("", 10, []),
        (" \n ", 1, []),
        ("one two three", 8, ["one two", "three"]),
        ("line one\nline two", 12, ["line one", "line two"]),
        ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
        ("<i>one two three</i> four", 8, ["<i>one two</i>", "<i>three</i>", "four"]),
        ("<b>a<i>bc</i></b>", 2, ["<b>a<i>b</i></b>", "<b><i>c</i></b>"]),
        ('<a href="x">ab</a>', 1, ['<a href="x">a</a>', '<a href="x">b</a>']),
        ("&amp;&lt;&gt;", 2, ["&amp;&lt;", "&gt;"]),
        ("😀😀", 3, ["😀", "😀"]),
    ],
)
def test_cuts(markup: str, limit: int, parts: list[str]) -> None:
    assert split(markup, limit) == parts


TEXTS = st.lists(
    st.tuples(st.sampled_from(["", "b", "i", "u"]), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)),
    max_size=8,
)


@given(TEXTS, st.integers(2, 30))
def test_parts_fit_are_well_formed_and_lose_nothing(pieces: list[tuple[str, str]], limit: int) -> None:
    markup = "".join(f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text) for tag, text in pieces)
    parts = split(markup, limit)
    shown = [plain(part) for part in parts]
    assert all(0 < units(text) <= limit for text in shown)
    assert all(html.unescape(plain(part)) is not None and Strict(part) for part in parts)
    whole = "".join(text for _, text in pieces)
    assert "".join("".join(shown).split()) == "".join(whole.split())
