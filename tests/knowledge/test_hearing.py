"""Names as dictation hears them → entries; ordinary sentences → no name."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.span import Match
from knowledge.understanding import Understander
from tests.conftest import ROOT

HEARD: dict[str, Any] = yaml.safe_load((ROOT / "tests/knowledge/heard.yaml").read_text(encoding="utf-8"))


def heard_in(understander: Understander, text: str, language: str) -> set[str]:
    """Return the ids of the entries that were recognised by their sound."""
    spans, _ = understander.linker.link(text, language)
    return {m.id.removeprefix("e:") for span in spans if span.how is Match.SOUND for m in span.meanings}


@pytest.mark.parametrize("case", HEARD["named"], ids=lambda case: case["text"])
def test_a_name_heard_otherwise(understander: Understander, case: dict[str, Any]) -> None:
    spans, _ = understander.linker.link(case["text"], case["language"])
    assert case["entry"] in {m.id.removeprefix("e:") for span in spans for m in span.meanings if m.name}


@pytest.mark.parametrize("case", HEARD["ordinary"], ids=lambda case: case["text"])
def test_no_name_is_heard_in_an_ordinary_sentence(understander: Understander, case: dict[str, Any]) -> None:
    assert heard_in(understander, case["text"], case["language"]) == set()


WORDS = ("jacko", "mo", "beck", "a", "teeny", "es", "eff", "gee", "the", "in", "of", "carls", "rule", "7", "?")


@given(text=st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_spans_of_what_was_heard_stand_in_order(understander: Understander, text: str) -> None:
    spans, _ = understander.linker.link(text, "en")
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
