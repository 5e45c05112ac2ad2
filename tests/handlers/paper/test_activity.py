"""The picture of activity."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.paper.activity import Activity, Bar, activity_png, marks
from handlers.paper.drawing import Line, Page, Rectangle, Text
from tests.handlers.paper.samples import WORST, activity, check_order, texts


def page(shown: Activity) -> Page:
    return Page(120, 60, shown.title, "", marks(shown, 4, 4, 112, 52, 4.2))


def shown_texts(shown: Activity) -> list[str]:
    return [mark.text for mark in page(shown).marks if isinstance(mark, Text)]


@pytest.mark.parametrize("bars", [0, 1, 2, 12, 60, 500])
def test_a_picture_for_a_chat(bars: int) -> None:
    picture = activity_png(activity(bars))
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    assert image.size == (1200, 600)
    assert len(picture) < 60_000
    assert len(image.convert("RGB").getcolors(1 << 20)) > 10
    assert picture == activity_png(activity(bars))


def test_nothing_asked_still_has_its_title_and_its_zero() -> None:
    for shown in (activity(0), Activity("Quiet", (Bar("9:00", 0, 0), Bar("10:00", -1, 0)), "answered", "open")):
        assert shown.title in shown_texts(shown)
        assert "0" in shown_texts(shown)
        check_order(page(shown))


def test_open_and_answered_differ_without_colours() -> None:
    answered = page(Activity("", (Bar("", 5, 0),), "", "")).marks
    still_open = page(Activity("", (Bar("", 0, 5),), "", "")).marks
    slanted = [mark for mark in still_open if isinstance(mark, Line) and mark.x1 != mark.x2 and mark.y1 != mark.y2]
    assert len(slanted) > 5
    assert not [mark for mark in answered if isinstance(mark, Line) and mark.x1 != mark.x2 and mark.y1 != mark.y2]


def test_bars_are_as_tall_as_their_numbers() -> None:
    filled = [
        mark for mark in page(Activity("", (Bar("a", 10, 0), Bar("b", 5, 0)), "", "")).marks
        if isinstance(mark, Rectangle) and mark.fill not in {"", "#ffffff"}
    ]  # fmt: skip
    tall, low = filled
    assert tall.height == pytest.approx(2 * low.height)
    assert tall.box.bottom == pytest.approx(low.box.bottom)


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 7, 10, 11, 99, 100, 101, 12345])
def test_the_scale_is_round(most: int) -> None:
    figures = [int(text) for text in shown_texts(Activity("", (Bar("x", most, 0),) * 90, "", "")) if text.isdigit()]
    assert figures[0] == 0
    assert max(figures) >= most
    assert 2 <= len(figures) <= 5
    assert str(figures[1]).rstrip("0") in {"1", "2", "5"}


def test_quarters_of_an_hour_are_named_evenly() -> None:
    bars = tuple(Bar(f"{8 + number // 4}:{number % 4 * 15:02}", 1, 1) for number in range(40))
    named = [text for text in shown_texts(Activity("", bars, "", "")) if ":" in text]
    assert named == ["8:00", "10:00", "12:00", "14:00", "16:00"]


@settings(max_examples=150, deadline=None)
@given(
    texts, st.lists(st.tuples(texts, st.integers(-3, 10**9), st.integers(-3, 10**9)), max_size=40), texts, texts,
)  # fmt: skip
def test_everything_stays_in_its_place(
    title: str, bars: list[tuple[str, int, int]], answered: str, still_open: str
) -> None:
    check_order(page(Activity(title, tuple(Bar(*bar) for bar in bars), answered, still_open)))


def test_the_worst_text_everywhere() -> None:
    activity_png(Activity(WORST, (Bar(WORST, 1, 1),), WORST, WORST))
