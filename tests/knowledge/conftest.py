"""The bundled knowledge, read and indexed once for all tests of this folder."""

from __future__ import annotations

import pytest

import knowledge
from knowledge.models import KnowledgeBase
from knowledge.understanding import Understander
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def bundled() -> KnowledgeBase:
    return knowledge.load(ROOT / "knowledge" / "data")


@pytest.fixture(scope="session")
def understander(bundled: KnowledgeBase) -> Understander:
    return Understander(bundled)
