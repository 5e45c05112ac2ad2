"""PDF: the same bytes each time, one page a sheet, with title and language."""

from __future__ import annotations

import subprocess
import sys

import pypdfium2
import pytest

from handlers.paper.pdf import pdf
from handlers.paper.report import report
from handlers.paper.sheets import card, poster
from tests.handlers.paper.samples import TITLES, WORST, report_sheet, sheet

AGAIN = """
import hashlib
from handlers.paper.pdf import pdf
from handlers.paper.sheets import poster
from tests.handlers.paper.samples import GERMAN, sheet
print(hashlib.sha256(pdf([poster(sheet(GERMAN))])).hexdigest())
"""


def test_sheets_of_different_sizes_in_one_file() -> None:
    document = pypdfium2.PdfDocument(pdf([poster(sheet()), card(sheet()), report(report_sheet())]))
    sizes = [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document]
    assert sizes == [(210, 297), (105, 148), (210, 297)]
    document.close()


@pytest.mark.parametrize("title", [*TITLES.values(), "日本 👍 العربية"])
def test_title_and_language_are_told(title: str) -> None:
    written = pdf([poster(sheet(title, language="de-AT"))])
    document = pypdfium2.PdfDocument(written)
    assert document.get_metadata_dict()["Title"] == title
    assert b"/Lang (de-AT)" in written
    document.close()


def test_a_file_is_small() -> None:
    assert len(pdf([poster(sheet(TITLES["german"]))])) < 40_000


def test_another_process_writes_the_same_bytes_at_another_time() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", AGAIN], capture_output=True, check=True, text=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert pdf([card(sheet(WORST))]) == pdf([card(sheet(WORST))])


def test_whoever_prints_nothing_waits_for_no_library() -> None:
    code = (
        "import sys; from handlers.paper import activity, pdf, qr, report, sheets, svg; "
        "print({'fpdf', 'PIL', 'fontTools', 'segno', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "set()"
