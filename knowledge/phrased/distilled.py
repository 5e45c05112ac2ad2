"""Text → what it means in English, by word vectors distilled from a model of sentences.

The vectors are made by ``benchmarks/distilling.py`` from all-MiniLM-L6-v2 (Reimers and Gurevych, 2019; Apache-2.0),
which has read a billion pairs of sentences that mean the same; they come with the bot. A piece is a word or a part of
one, in the vocabulary of BERT (Devlin et al., 2019; Apache-2.0). Beside WordLlama they know other things: both together
find more than either alone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from knowledge.phrased.word_vectors import WordVectors

MEANINGS = Path(__file__).parent / "meanings"
"""Where the pieces and their vectors are kept."""

PIECES, VECTORS = MEANINGS / "pieces.txt", MEANINGS / "vectors.npy"
"""The pieces, one a line, the frequent ones first; and a row for each, of whole numbers from -127 to 127."""

WIDTH = 256
"""Figures of a vector."""

FURTHEST = 4.0
"""What 127 stands for, in standard deviations of all figures."""

UNKNOWN = "[UNK]"
"""The piece that stands for what is in no piece; it means nothing."""


@cache
def distilled_vectors() -> WordVectors:
    """Return the vectors, read once a process."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers  # noqa: PLC0415 - only tables need it

    cutter = Tokenizer(models.WordPiece(pieces(PIECES), unk_token=UNKNOWN))
    cutter.normalizer = normalizers.BertNormalizer(lowercase=True)
    cutter.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return WordVectors(np.load(VECTORS), cutter)


def is_piece(word: str) -> bool:
    """Return whether a word, folded, is a piece of its own: of English words nearly all are."""
    return word in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(pieces(PIECES))


def pieces(path: Path) -> dict[str, int]:
    """Return the pieces of a list with their numbers, from 0."""
    return {piece: number for number, piece in enumerate(path.read_text(encoding="utf-8").splitlines())}
