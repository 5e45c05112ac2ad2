"""How far learning is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]
"""Is told the share that is done, from 0 to 1."""


def within(progress: Progress | None, start: float, end: float) -> Progress | None:
    """Return what is told how far a part is.

    Args:
        progress: is told how far the whole is; None where nobody waits.
        start: share of the whole that is done before the part, 0 to 1.
        end: share of the whole that is done after it.
    """
    return None if progress is None else lambda share: progress(start + share * (end - start))
