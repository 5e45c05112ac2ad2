"""Sheets to print, and how to read them back as a stranger's tools do."""

from __future__ import annotations

import io
import os
import shutil
from itertools import combinations

import pypdfium2
import pytest
import zxingcpp
from hypothesis import strategies as st
from PIL import Image

from handlers.paper.activity import Activity, Bar
from handlers.paper.drawing import Box, Page, Squares, Text
from handlers.paper.fonts import Face, printable
from handlers.paper.report import ReportSheet, Section
from handlers.paper.sheets import Sheet

ADDRESS = "https://t.me/clusters_bot?start=e_bano-kiru-feso"

GERMAN = (
    "Mitteleuropäische Fachkonferenz für Wirtschaftsclustermanagement, Automobilzulieferindustrie und "
    "Donaudampfschifffahrtsgesellschaftskapitänsausbildung mit anschließender Podiumsdiskussion in Stuttgart!!"
)
"""200 letters, and one word that is longer than a line in large letters."""

TITLES = {
    "german": GERMAN,
    "compound": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "russian": "Встреча деловых кластеров Центральной Европы: кто есть кто в автомобильной отрасли и что нас ждёт",
    "umlauts": "Österreichs größte Übersicht: Käfer, Möbel, Süßes, Ärger",
    "greek": "Συνάντηση επιχειρηματικών συνεργατικών σχηματισμών στη Θεσσαλονίκη",
    "english": "Cluster Day",
    "widest": "W" * 200,
    "mixed": "Zürich → Łódź: 10 000 € · № 1 — „Kőszeg“ & <Şişli> ĳ",
}

WORST = 'a\ud800\x00\x1b]]>&<!--"\u202e日本語 العربية 👩‍👩‍👧 e\u0301\u0301\u0301 \ufffe\U0010ffff\u00ad\u200b\ue000'

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
in_a_browser = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="there is no Chromium here: apt-get install chromium"
)

any_text = st.text(st.characters(exclude_categories=()), max_size=200)
wide_text = st.text("WMÄЖЩΩ‱mil -/.", max_size=200)
words = st.lists(
    st.sampled_from([*GERMAN.split(), *TITLES["russian"].split(), "👍", "日本", "a-b", "@bot"]), max_size=12
)
texts = st.one_of(any_text, wide_text, words.map(" ".join).map(lambda text: text[:200]))


def sheet(title: str = "Cluster Day", **changes: object) -> Sheet:
    values: dict[str, object] = {
        "title": title,
        "place_and_time": "Linz, Tabakfabrik · 26 November 2026, 2 pm",
        "language": "en",
        "address": ADDRESS,
        "code": "BANO-KIRU-FESO",
        "heading": "Ask about business clusters",
        "scan": "Scan with your phone’s camera",
        "type_it": "or write this to @clusters_bot:",
        "try_these": "For example:",
        "questions": ("How many members does Cyberforum have?", "Which cluster is for robotics?"),
        "elsewhere": "Without Telegram: bot.example.org/e/bano-kiru-feso",
    }
    return Sheet(**{**values, **changes})  # type: ignore[arg-type]


def activity(bars: int = 8) -> Activity:
    stretches = tuple(
        Bar(f"{9 + number // 2}:{number % 2 * 3}0", number * 3 % 14, number % 4) for number in range(bars)
    )
    return Activity("Questions over the day", stretches, "answered", "still open")


def report_sheet(title: str = "Cluster Day", lines: int = 3, **changes: object) -> ReportSheet:
    asked = tuple(f"Question {number}: how many members does Cyberforum have?" for number in range(lines))
    values: dict[str, object] = {
        "title": title,
        "subtitle": "Linz, 26 November 2026",
        "language": "en",
        "figures": (("128", "questions"), ("34", "people"), ("81 %", "answered")),
        "activity": activity(),
        "sections": (
            Section("Asked most", asked, "… and {count} more"),
            Section("Still open", asked[:4], "… and {count} more"),
        ),
        "footer": "No names are kept.",
    }
    return ReportSheet(**{**values, **changes})  # type: ignore[arg-type]


def codes_in(picture: Image.Image | bytes) -> list[str]:
    """Return what the QR codes in a picture hold, as another decoder reads them."""
    image = Image.open(io.BytesIO(picture)) if isinstance(picture, bytes) else picture
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"), zxingcpp.BarcodeFormat.QRCode)]


def rendered(document: bytes, scale: float = 1.5) -> Image.Image:
    opened = pypdfium2.PdfDocument(document)
    picture = opened[0].render(scale=scale).to_pil()
    opened.close()
    return picture


def text_in(document: bytes) -> str:
    opened = pypdfium2.PdfDocument(document)
    text = "".join(page.get_textpage().get_text_range() for page in opened)
    opened.close()
    return text


def squeezed(text: str) -> str:
    """Return the letters only: no line ends, and no hyphens, with which words may be broken."""
    return "".join(text.replace("\ufffe", "").replace("\x02", "").replace("-", "").split())


def printed(title: str) -> str:
    return squeezed(printable(title, Face.BOLD))


def check_order(page: Page) -> None:
    """Check that nothing lies beyond the page, on other texts, or on the white rim of a QR code."""
    for mark in page.marks:
        box = mark.zone if isinstance(mark, Squares) else mark.box
        assert box.left >= 0, mark
        assert box.top >= 0, mark
        assert box.right <= page.width + 1e-6, mark
        assert box.bottom <= page.height + 1e-6, mark
    written = [mark for mark in page.marks if isinstance(mark, Text)]
    for one, other in combinations(written, 2):
        assert not overlap(one.box, other.box), (one, other)
    for code in page.marks:
        if isinstance(code, Squares):
            for mark in page.marks:
                assert mark is code or not overlap(mark.box, code.zone), mark


def overlap(one: Box, other: Box) -> bool:
    slack = 1e-6
    return (
        one.left < other.right - slack
        and other.left < one.right - slack
        and one.top < other.bottom - slack
        and other.top < one.bottom - slack
    )
