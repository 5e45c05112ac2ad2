"""What the tests of curating share: a folder to write into."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bot.curation.edited import DATA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled knowledge."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
