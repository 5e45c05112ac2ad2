"""Figures in words → digits."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from knowledge.number_words import SMALLEST, in_digits
from knowledge.text import tokens, words
from knowledge.understanding import Understander
from tests.conftest import ROOT

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/knowledge/number_words.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["typed"])
def test_figures_in_words_are_read(understander: Understander, case: dict[str, Any]) -> None:
    cut = [token for token in tokens(case["typed"]) if token.text != ","]
    written = in_digits(cut, case["language"], understander.lexicon.number_words)
    assert [token.text for token in written] == [word for text in case["words"] for word in words(text)]
    assert [token.start for token in written] == sorted(token.start for token in written)


def test_each_language_has_its_figures_up_to_a_hundred(understander: Understander) -> None:
    for code, language in understander.knowledge.languages.items():
        forms = language.follow_up["numbers"]
        known = understander.lexicon.number_words[code]
        assert len(forms) == 100, code
        for figure in range(SMALLEST, 100):
            assert [t.text for t in known.in_digits(tokens(forms[figure]))] == [str(figure)], (code, forms[figure])
