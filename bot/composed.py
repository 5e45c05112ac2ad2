"""What findings say, in words: one by itself, and several one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Composed:
    """What is said for one finding."""

    lead: str
    """The sentence."""
    items: tuple[str, ...] = ()
    """List lines."""


def run_on(sentences: Sequence[str]) -> str:
    """Put sentences one after the other; after one that ends without a full stop, as in an address, on a new line."""
    text = ""
    for sentence in sentences:
        text += ((" " if text.endswith((".", "!", "?", ":")) else "\n") if text else "") + sentence
    return text


def in_a_row(composed: Sequence[Composed], *, counted: bool) -> tuple[str, tuple[str, ...]]:
    """Return what several findings say, and the lines below it; each list but the first is headed by its own words.

    Args:
        composed: what each says.
        counted: they are nothing but counts, so that the figures suffice where there are several.
    """
    if counted and len(composed) > 1:
        return " ".join(f"{c.lead.rstrip(' :')}." for c in composed), ()
    first = next((n for n, c in enumerate(composed) if c.items), len(composed))
    below = [line for c in composed[first + 1 :] if c.items for line in (c.lead, *c.items)]
    lead = [c.lead for c in composed if not c.items] + [c.lead for c in composed[first : first + 1]]
    return run_on(lead), (*(composed[first].items if first < len(composed) else ()), *below)
