"""Which kind of entry a question asks for, and whether for one or for a list."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.lexicon import SKIP
from knowledge.models import KnowledgeBase, Role
from knowledge.span import Match, Span

ASKS_WHICH = frozenset(f"c:{c}" for c in ("which", "list", "count", "any", "names", "who", "where"))
"""Meanings of words after which the thing asked for is named."""

SHORT = 4
"""Spans of a question so short that a word for a kind in it is what it asks for."""


@dataclass(frozen=True, slots=True)
class KindAsked:
    """What kind of entry is asked for."""

    kind: str
    """The kind, or empty."""
    many: bool
    """Asks for a list."""
    direct: bool
    """The word for the kind follows the word that asks."""


@dataclass(slots=True)
class KindFinder:
    """Finds the kind asked for, in one knowledge base."""

    knowledge: KnowledgeBase
    """Kinds and concepts."""
    by_word: dict[str, str] = field(default_factory=dict)
    """Kinds by the concept that names them."""
    near_words: frozenset[str] = frozenset()
    """Meanings near to the words for kinds: "reference links" are links."""
    singular: frozenset[str] = frozenset()
    """Forms of the words for kinds that mean one of them."""
    nameless: frozenset[str] = frozenset()
    """Kinds whose entries have no names: they are only asked for by their kind or topic."""

    def find(self, clause: list[Span], concepts: frozenset[str]) -> KindAsked:
        """Find the kind of entry asked for, and whether a list is wanted.

        "Which cluster", "list the clusters", "any cluster", "the nanotech cluster": the first word for a kind after
        a word that asks, or beside a name, or in a question that says little else.
        """
        kind, direct = self._first(clause, asking=bool(concepts & {"list", "count", "any", "recommend_me", "names"}))
        kind = next((k for span in clause for k in self._named(span) if k in self.nameless), "") or kind
        # "Who is Michael Porter?" looks for nobody else.
        looked_for = "one" in concepts or ("who" in concepts and "define" not in concepts)
        if not kind and looked_for and any(m.id.startswith("e:") for s in clause for m in s.meanings):
            # "The Austrian one", "who does food?": what all of this is about goes without saying.
            kind = self.knowledge.main
        if not kind and (len(clause) <= SHORT or any(span.how is Match.NUMBER for span in clause)):
            kind = next((k for span in clause for k in self._named(span)), "")
        return KindAsked(kind, bool(concepts & {"list", "names"}) or self._plural(clause, kind), direct)

    def _named(self, span: Span) -> list[str]:
        """Return the kinds that a span is a word for."""
        return [self.by_word[i[2:]] for i in sorted(span.ids) if i.startswith("c:") and i[2:] in self.by_word]

    def _first(self, clause: list[Span], *, asking: bool) -> tuple[str, bool]:
        """Return the first kind after a word that asks or beside a name, and whether nothing stands between."""
        adjacent = False
        for position, span in enumerate(clause):
            kinds = self._named(span)
            if span.ids & ASKS_WHICH:
                asking = adjacent = True
            elif not span.named and any(m.id.startswith("c:") and not self._light(m.id) for m in span.meanings):
                adjacent = adjacent and (bool(kinds) or not span.ids.isdisjoint(self.near_words))
            if kinds and not span.named and (asking or self._beside(clause, position)):
                return kinds[0], adjacent
        return "", False

    def _plural(self, clause: list[Span], kind: str) -> bool:
        """Tell a plural of the word for a kind from a singular, where the language shows it."""
        # Without a list of singulars, forms tell nothing.
        word = f"c:{self.knowledge.kinds[kind].word}" if kind and self.knowledge.kinds[kind].singular else ""
        return any(word in span.ids and span.text not in self.singular for span in clause) if word else False

    @staticmethod
    def _beside(clause: list[Span], position: int) -> bool:
        """Tell whether a name stands beside a position, function words aside: "cluster della Stiria"."""
        for step in (-1, 1):
            at = position + step
            while 0 <= at < len(clause) and clause[at].meanings and clause[at].ids == {SKIP}:
                at += step
            if 0 <= at < len(clause) and any(m.id.startswith("e:") for m in clause[at].meanings):
                return True
        return False

    def _light(self, meaning: str) -> bool:
        concept = self.knowledge.concepts.get(meaning.removeprefix("c:"))
        return concept is not None and concept.role in {Role.LIGHT, Role.SOFT}
