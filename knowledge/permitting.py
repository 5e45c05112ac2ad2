"""What a question asks leave for against what is told: "may a foreign firm join?" wants a yes or a no."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.findings import Finding, Shape
from knowledge.language import Language
from knowledge.query import Query

ONE_OF_ALL = frozenset({"any", "define", "list", "stand_for"})
"""Concepts by which a question asks for something, and not whether it may be: "is there one I can join?"."""

FIGURES = frozenset({"count", "size", "amount"})
"""Concepts by which a question that begins with "can you tell me" asks for a figure."""


class Permitting:
    """Knows the words of some languages by which it is asked whether something may be done, or can be."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        """Keep the words that ask for leave, by language."""
        self._asking = {code: language.forms("permission") for code, language in languages.items()}

    def unsettled(self, query: Query, finding: Finding, *, sure: bool) -> bool:
        """Tell whether it is asked if something may be done, and what would be told says neither yes nor no.

        Args:
            query: the question.
            finding: what would be told. What something is never settles it.
            sure: nearly all phrasings like it ask for just that.
        """
        if finding.shape is not Shape.FACT or finding.verdict or not query.topics or query.has(*ONE_OF_ALL, *FIGURES):
            return False
        doubtful = not sure or query.names_unknown or finding.statements[0].is_summary
        return doubtful and self._asks_leave(query)

    def _asks_leave(self, query: Query) -> bool:
        """Tell whether a yes/no question has a word that asks for leave."""
        if not query.yes_no:
            return False
        text = f" {' '.join(span.text for span in query.spans)} "
        return any(f" {form} " in text for form in self._asking.get(query.language, ()))
