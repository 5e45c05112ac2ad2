"""QR codes alone."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from handlers.paper.qr import LONGEST, qr_png, qr_svg, squares
from tests.handlers.paper.samples import ADDRESS, codes_in


@pytest.mark.parametrize("address", ["a", ADDRESS, "https://bot.example.org/ö?ж=1&x=<y>", "x" * LONGEST])
def test_a_picture_is_read_back(address: str) -> None:
    picture = qr_png(address)
    image = Image.open(io.BytesIO(picture))
    assert codes_in(picture) == [address]
    assert min(image.size) >= 800
    assert picture == qr_png(address)


def test_a_picture_is_crisp_and_has_its_white_rim() -> None:
    image = Image.open(io.BytesIO(qr_png(ADDRESS))).convert("L")
    step = image.width // (len(squares(ADDRESS)) + 8)
    assert image.width == step * (len(squares(ADDRESS)) + 8)
    assert set(image.getdata() if not hasattr(image, "get_flattened_data") else image.get_flattened_data()) == {0, 255}
    assert image.crop((0, 0, image.width, 4 * step)).getextrema() == (255, 255)
    assert image.crop((0, 0, 4 * step, image.height)).getextrema() == (255, 255)
    assert image.crop((image.width - 4 * step, 0, *image.size)).getextrema() == (255, 255)
    assert image.crop((0, image.height - 4 * step, *image.size)).getextrema() == (255, 255)


def test_a_stain_does_not_matter() -> None:
    image = Image.open(io.BytesIO(qr_png(ADDRESS))).convert("L")
    middle, half = image.width // 2, image.width // 10
    image.paste(255, (middle - half, middle - half, middle + half, middle + half))
    assert codes_in(image) == [ADDRESS]


def test_the_drawing_is_the_same_each_time() -> None:
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS)


@pytest.mark.parametrize("address", ["", "x" * (LONGEST + 1), "ж" * LONGEST, "\ud800"])
def test_what_no_code_can_hold(address: str) -> None:
    for draw in (squares, qr_png, qr_svg):
        with pytest.raises(ValueError, match=r"bytes|surrogates"):
            draw(address)
