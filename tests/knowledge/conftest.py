"""The bundled knowledge, read and indexed once for all tests of this folder."""

from __future__ import annotations

import pytest

from knowledge.models import KnowledgeBase
from knowledge.understanding import Understander
from tests.conftest import bundled_understander


@pytest.fixture(scope="session")
def bundled(understander: Understander) -> KnowledgeBase:
    return understander.knowledge


@pytest.fixture(scope="session")
def understander() -> Understander:
    return bundled_understander()
