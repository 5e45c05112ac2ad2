"""The report: one page, whatever was asked."""

from __future__ import annotations

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.paper.activity import Activity, Bar
from handlers.paper.drawing import Page, Text
from handlers.paper.pdf import pdf
from handlers.paper.report import ReportSheet, Section, report
from handlers.paper.svg import svg
from tests.handlers.paper.samples import TITLES, WORST, check_order, printed, report_sheet, squeezed, text_in, texts

numbers = st.integers(-5, 10**6)
bars = st.lists(st.builds(Bar, st.text(max_size=20), numbers, numbers), max_size=30).map(tuple)
activities = st.none() | st.builds(Activity, texts, bars, texts, texts)
sections = st.lists(
    st.builds(Section, texts, st.lists(texts, max_size=12).map(tuple), st.sampled_from(["", "… {count} more", "{}"])),
    max_size=6,
).map(tuple)


def lines(page: Page) -> list[str]:
    return [mark.text for mark in page.marks if isinstance(mark, Text)]


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("many", [0, 1, 30, 500])
def test_it_is_one_page_with_the_whole_title(title: str, many: int) -> None:
    page = report(report_sheet(title, many))
    check_order(page)
    document = pdf([page])
    opened = pypdfium2.PdfDocument(document)
    assert len(opened) == 1
    opened.close()
    assert printed(title) in squeezed(text_in(document))


def test_what_finds_no_room_is_counted() -> None:
    shown = lines(report(report_sheet(lines=500)))
    asked = [line for line in shown if line.startswith("Question ")]
    first = [line for line in asked if asked.count(line) == 1]
    assert f"… and {500 - len(first) - 4} more" in shown  # the first four stand in the other section too
    assert sum(line.startswith("… and") for line in shown) == 1, "the short section keeps all its lines"


def test_everything_is_shown_when_there_is_room() -> None:
    shown = lines(report(report_sheet(lines=3)))
    assert sum(line.startswith("Question ") for line in shown) == 6
    assert not any(line.startswith("…") for line in shown)


def test_a_section_without_lines_says_so() -> None:
    assert "–" in lines(report(report_sheet(lines=0)))


def test_long_sections_share_the_room() -> None:
    asked = tuple(f"Question {number}" for number in range(100))
    page = report(report_sheet(sections=tuple(Section(name, asked, "{count} more") for name in ("A", "B", "C"))))
    left = [line for line in lines(page) if line.endswith(" more")]
    assert len(left) == 3
    assert len(set(left)) == 1


@pytest.mark.parametrize("many", [1, 5, 6, 9, 30])
def test_any_number_of_figures(many: int) -> None:
    page = report(report_sheet(figures=tuple((str(10**number), f"figure {number}") for number in range(many))))
    check_order(page)
    assert str(10 ** (many - 1)) in squeezed("".join(lines(page)))


def test_very_many_sections_are_all_named() -> None:
    page = report(report_sheet(sections=tuple(Section(f"Section {number}", ("x",) * 9) for number in range(40))))
    check_order(page)
    assert all(f"Section {number}" in lines(page) for number in range(40))


def test_nothing_at_all() -> None:
    page = report(ReportSheet("", "", "en", (), None, ()))
    check_order(page)
    assert not lines(page)


@settings(max_examples=150, deadline=None)
@given(
    title=texts, subtitle=texts, footer=texts, activity=activities, sections=sections,
    figures=st.lists(st.tuples(texts.map(lambda text: text[:20]), texts), max_size=8).map(tuple),
)  # fmt: skip
def test_whatever_is_written_stays_in_its_place(
    title: str, subtitle: str, footer: str, activity: Activity | None, sections: tuple[Section, ...],
    figures: tuple[tuple[str, str], ...],
) -> None:  # fmt: skip
    page = report(ReportSheet(title, subtitle, "ru", figures, activity, sections, footer))
    check_order(page)
    assert squeezed("".join(lines(page))).startswith(printed(title))
    svg(page).encode()


def test_the_worst_text_everywhere() -> None:
    busy = Activity(WORST, (Bar(WORST, 1, 1),), WORST, WORST)
    check_order(
        report(ReportSheet(WORST, WORST, "en", ((WORST, WORST),), busy, (Section(WORST, (WORST,), WORST),), WORST))
    )
