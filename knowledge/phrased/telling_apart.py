"""Whether the likeliest entry of a question is clearly likelier than the next, where few phrasings tell them apart.

From many phrasings of an entry the shares are learned well, and the scale knows how much a small lead is worth. Of an
entry with one question or two nobody knows how else people ask for it, so the lead itself has to say more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from knowledge.phrased.ranker import Alike, Phrasings
from knowledge.phrased.words import cut

FEW = 5
"""Phrasings of an entry below which a small lead is worth nothing."""

LEAD = 4.0
"""How many times the share of the next entry such an entry must have to be told."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Tells entries apart of which there are few phrasings."""

    known: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    """The words of the phrasings, and of what it is called, of each entry that has few."""
    asked: frozenset[tuple[str, frozenset[str]]] = frozenset()
    """The entries that have few, each with the words of one of its phrasings."""

    @classmethod
    def of(cls, asked: Phrasings, labels: Phrasings) -> Apart:
        """Keep the words of entries that have few phrasings.

        Args:
            asked: phrasings by what they ask for.
            labels: what the entries are called.
        """
        texts: dict[str, list[str]] = {entry: [] for entry in labels.entries}
        for text, entry in asked.pairs:
            texts.setdefault(entry, []).append(text)
        few = {entry: listed for entry, listed in texts.items() if len(listed) < FEW}
        phrased = frozenset((entry, frozenset(cut(text))) for entry, listed in few.items() for text in listed)
        for text, entry in labels.pairs:
            if entry in few:
                few[entry].append(text)
        known = {entry: tuple(dict.fromkeys(frozenset(cut(text)) for text in few[entry])) for entry in few}
        return cls(known, phrased)

    def rivals(self, text: str, ranked: tuple[Alike, ...]) -> tuple[str, ...]:
        """Return the entries that may be meant as well as the likeliest one, itself first; none where it is clear.

        Args:
            text: the question, plain and corrected.
            ranked: entries, likeliest first.
        """
        if len(ranked) < 2 or ranked[0].entry not in self.known:
            return ()
        best, *others = ranked
        said = frozenset(cut(text))
        if (best.entry, said) in self.asked:  # what it is merely called may be a word of the others, too: "sauna"
            return ()
        near = [other for other in others if best.share < LEAD * other.share]
        if self._holds(best.entry, said):  # it says nothing that the other does not say, too: "library card"
            near += [other for other in others if other not in near and self._holds(other.entry, said)]
        return (best.entry, *(other.entry for other in near)) if near else ()

    def _holds(self, entry: str, said: Collection[str]) -> bool:
        """Tell whether all that is said stands in one phrasing of an entry."""
        return any(words.issuperset(said) for words in self.known.get(entry, ()))
