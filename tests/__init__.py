"""Tests mirror the packages; ``fakes`` and ``conftest`` hold what they share."""
