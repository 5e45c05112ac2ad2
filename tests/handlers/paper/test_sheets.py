"""Poster and table card: whole, in order, and readable by a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.paper.drawing import Page, Squares, Text
from handlers.paper.pdf import pdf
from handlers.paper.qr import LONGEST
from handlers.paper.sheets import Sheet, card, poster
from handlers.paper.svg import svg
from tests.handlers.paper.samples import (
    ADDRESS,
    TITLES,
    WORST,
    check_order,
    codes_in,
    printed,
    rendered,
    sheet,
    squeezed,
    text_in,
    texts,
)  # fmt: skip

KINDS = [poster, card]
kinds = pytest.mark.parametrize("kind", KINDS, ids=["poster", "card"])
titles = pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)


def written(page: Page) -> str:
    return "".join(mark.text for mark in page.marks if isinstance(mark, Text))


def code_of(page: Page) -> Squares:
    return next(mark for mark in page.marks if isinstance(mark, Squares))


def test_sizes_are_those_of_the_paper() -> None:
    large, small = poster(sheet()), card(sheet())
    assert (large.width, large.height, small.width, small.height) == (210, 297, 105, 148)
    assert code_of(large).side >= 80
    assert code_of(small).side >= 45


@kinds
@titles
def test_the_title_is_whole_and_the_code_is_read_back(kind: Callable[[Sheet], Page], title: str) -> None:
    page = kind(sheet(title))
    check_order(page)
    document = pdf([page])
    assert codes_in(rendered(document)) == [ADDRESS]
    assert printed(title) in squeezed(text_in(document))
    assert "BANOKIRUFESO" in squeezed(text_in(document))


@kinds
def test_the_poster_can_be_read_from_afar(kind: Callable[[Sheet], Page]) -> None:
    page = kind(sheet())
    sizes = {mark.text: mark.size for mark in page.marks if isinstance(mark, Text)}
    share = page.width / 210
    assert sizes["Ask about"] >= 17 * share  # capitals of 12 mm on the poster
    assert sizes["BANO-KIRU-FESO"] >= 15 * share
    assert min(sizes.values()) >= 2.5


@kinds
def test_what_is_empty_takes_no_room(kind: Callable[[Sheet], Page]) -> None:
    page = kind(sheet("", place_and_time="", heading="", scan="", type_it="", try_these="", questions=(), elsewhere=""))
    check_order(page)
    assert written(page) == "BANO-KIRU-FESO"
    assert "For example:" not in written(kind(sheet(questions=("", "👍"))))


@kinds
@pytest.mark.parametrize("address", ["a", "x" * LONGEST, "https://bot.example.org/ö?ж=1"])
def test_any_address_that_a_code_can_hold(kind: Callable[[Sheet], Page], address: str) -> None:
    page = kind(sheet(TITLES["german"], address=address))
    check_order(page)
    assert codes_in(rendered(pdf([page]), scale=3)) == [address]


@kinds
def test_examples_are_whole_or_left_out(kind: Callable[[Sheet], Page]) -> None:
    long = (
        "Which clusters support suppliers of the car industry on their way to electric mobility, and what do they ask?"
    )
    page = kind(sheet(questions=(long, f"A {long}", f"B {long}")))
    assert squeezed(long) in squeezed(written(page))
    assert "…" not in written(page)
    assert "B Which" not in written(kind(sheet(questions=(long * 6, "B Which one?"))))


@kinds
def test_addresses_and_accounts_are_never_cut_off(kind: Callable[[Sheet], Page]) -> None:
    address = "https://assistant.business-clusters-of-central-europe.example.org/meetings/2026/bano-kiru-feso"
    account = "@business_clusters_of_central_europe_bot"
    page = kind(
        sheet(elsewhere=f"Without Telegram: {address}", type_it=f"or write this to our bot {account} as it is:")
    )
    check_order(page)
    assert squeezed(address) in squeezed(written(page))
    assert account in squeezed(written(page))
    assert min(mark.size for mark in page.marks if isinstance(mark, Text)) >= 1.7


sheets = st.builds(
    Sheet,
    title=texts,
    place_and_time=texts,
    language=st.just("de"),
    address=st.integers(1, LONGEST).map(lambda length: "x" * length),
    code=st.text(max_size=40),
    heading=texts,
    scan=texts,
    type_it=texts,
    try_these=texts,
    questions=st.lists(texts, max_size=4).map(tuple),
    elsewhere=texts,
)


@kinds
@settings(max_examples=150, deadline=None)
@given(sheets)
def test_whatever_is_written_stays_in_its_place(kind: Callable[[Sheet], Page], any_sheet: Sheet) -> None:
    page = kind(any_sheet)
    check_order(page)
    assert squeezed(written(page)).startswith(printed(any_sheet.title))
    svg(page).encode()


@kinds
@settings(max_examples=10, deadline=None)
@given(title=texts, question=texts)
def test_every_sheet_can_be_written_as_pdf(kind: Callable[[Sheet], Page], title: str, question: str) -> None:
    document = pdf([kind(sheet(title, questions=(question,)))])
    assert codes_in(rendered(document)) == [ADDRESS]


@kinds
def test_the_worst_text_everywhere(kind: Callable[[Sheet], Page]) -> None:
    page = kind(Sheet(WORST, WORST, "en", ADDRESS, WORST, WORST, WORST, WORST, WORST, (WORST,) * 3, WORST))
    check_order(page)
    assert codes_in(rendered(pdf([page]))) == [ADDRESS]
