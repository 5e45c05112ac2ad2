from __future__ import annotations

import pytest

from handlers.screen import browse_path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/topics", ()),
        (" /topics  region styria ", ("region", "styria")),
        ("/topicsx", None),
        ("topics", None),
        ("", None),
        ("what about /topics", None),
    ],
)
def test_browsing_is_told_from_asking(text: str, path: tuple[str, ...] | None) -> None:
    assert browse_path(text) == path
