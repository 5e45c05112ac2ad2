"""Shorthand and signs that stand for words → the words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from knowledge.text import tokens
from knowledge.understanding import Understander
from tests.conftest import ROOT

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/knowledge/shorthand.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["typed"])
def test_shorthand_is_written_out(understander: Understander, case: dict[str, Any]) -> None:
    cut = tokens(case["typed"], signs=True)
    written = understander.linker.shorthand.written_out(cut, case["language"])
    assert [token.text for token in written] == case["words"]
    assert [token.start for token in written] == sorted(token.start for token in written)


def test_signs_are_no_words_of_what_is_stored() -> None:
    assert [token.text for token in tokens("🚗 60+ w/o")] == ["60", "w", "o"]
