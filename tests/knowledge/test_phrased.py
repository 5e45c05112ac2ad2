"""What a question is scored by, beside how like an entry it is."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.phrased import distilled
from knowledge.phrased.meaning import Meanings
from knowledge.phrased.ranker import PhrasingRanker, Phrasings

TEXTS = (
    ("how do i pay my bill", "pay"),
    ("where can i settle an invoice", "pay"),
    ("show me the way to the station", "way"),
    ("which road leads to the airport", "way"),
    ("what is the weather tomorrow", "weather"),
    ("will it rain on sunday", "weather"),
)


@pytest.fixture(scope="module")
def ranker() -> PhrasingRanker:
    return PhrasingRanker(Phrasings(*zip(*TEXTS, strict=True)))


def known(ranker: PhrasingRanker, text: str) -> float:
    """Return how much of a plain text stands in any phrasing."""
    return ranker.signs(ranker.vectoriser.vector(text))[0][1].known


@pytest.mark.parametrize(("text", "entry"), TEXTS)
def test_a_phrasing_is_known_whole_and_found(ranker: PhrasingRanker, text: str, entry: str) -> None:
    assert known(ranker, text) == pytest.approx(1, abs=0.1)
    assert ranker.rank(text)[0].entry == entry


def test_the_more_words_stand_in_no_phrasing_the_less_is_known(ranker: PhrasingRanker) -> None:
    texts = ("how do i pay my bill", "how do i pay my zugzwang", "how do zugzwang qwyjibo fnord", "zzz")
    shares = [known(ranker, text) for text in texts]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[1] + 0.1
    assert shares[1] > shares[2] + 0.1


def test_what_is_known_speaks_for_an_answer(ranker: PhrasingRanker) -> None:
    _, signs = ranker.signs(ranker.vectoriser.vector("how do i pay my bill"))[0]
    assert ranker.scale.probability(signs) > ranker.scale.probability(signs._replace(known=0.2))


def test_every_piece_has_a_vector() -> None:
    assert np.load(distilled.VECTORS).shape == (len(distilled.pieces(distilled.PIECES)), distilled.WIDTH)


@pytest.mark.parametrize(
    ("text", "nearer", "further"),
    [
        ("car", "automobile", "banana"),
        ("how do i pay my bill", "settle an invoice", "bill the policeman"),
        ("lavatory", "toilets", "lecture"),
        ("firms", "companies", "forms"),
    ],
)
def test_what_means_the_same_in_english_is_near(text: str, nearer: str, further: str) -> None:
    meant, near, far = (distilled.distilled_vectors().total(t) for t in (text, nearer, further))

    def alike(other: np.ndarray) -> float:
        return float(meant @ other / np.linalg.norm(meant) / np.linalg.norm(other))

    assert alike(near) > alike(far)


@pytest.mark.parametrize(
    ("texts", "least", "most"),
    [
        (("how do i pay my bill", "show me the way to the station"), 1, 1),
        (("wie bezahle ich meine rechnung", "zeige mir den weg zum bahnhof"), 0, 0),
        (("cómo pago mi factura", "muéstrame el camino a la estación"), 0, 0),
        (("bill", "rechnung", "way", "station"), 0.4, 0.6),
        (("как оплатить счёт", "где вокзал"), 0, 0),
    ],
)
def test_english_meanings_count_as_far_as_phrasings_are_english(
    texts: tuple[str, ...], least: float, most: float
) -> None:
    assert least <= Meanings([text.split() for text in texts]).english <= most
