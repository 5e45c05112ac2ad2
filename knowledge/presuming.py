"""What a question takes for granted against what is told: "why are there no members?" asks for no members."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.findings import Finding, Shape
from knowledge.held_words import denials_of, denies
from knowledge.language import Language
from knowledge.query import Query
from knowledge.text import words

MADE = "create"
"""Concept of words that somebody made something by: founded, set up."""

WHO, WHY = "c:who", "c:why"
"""Meanings of words that ask for somebody, and for a reason."""

OPENING = 2
"""First words of a question, "and who …"."""


class Presuming:
    """Knows the words of some languages by which a question takes for granted that something is not so."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        """Keep the words that deny, by language."""
        self._denials = {code: language.forms("denial") for code, language in languages.items()}
        self._all = denials_of(languages.values())

    def unfounded(self, query: Query, finding: Finding) -> bool:
        """Tell whether a reason is asked for something that what would be told knows nothing of.

        That is so where something is not the case, and none of the statements denies anything, or where a word stands
        for what nobody recorded: "why did he reject it?".
        """
        if not query.has("why") or finding.shape not in {Shape.FACT, Shape.SEVERAL}:
            return False
        return query.unrecorded_asked or (self._denies(query) and not any(map(self._denied, _texts(finding))))

    @staticmethod
    def uncredited(query: Query, finding: Finding) -> bool:
        """Tell whether it is asked who made something, and those would be told who only have to do with it.

        "Which cluster did X found?" is not answered by those that X takes part in. Where something lies, it was made,
        but that does not say by whom.
        """
        if not query.has(MADE) or finding.shape not in {Shape.FACT, Shape.SEVERAL}:
            return False
        fields = [s for s in finding.statements if s.field and isinstance(s.value, tuple)]
        pointing = [s for s in fields if s.field and (asks_who_made(query) or not s.field.within)]
        silent = all(MADE not in cue.all for s in pointing for cue in s.cues)
        return bool(pointing) and len(pointing) == len(finding.statements) and silent

    def _denies(self, query: Query) -> bool:
        """Tell whether a word that denies follows the one that asks why."""
        denials = self._denials.get(query.language, frozenset())
        asked = next((n for n, span in enumerate(query.spans) if WHY in span.ids), len(query.spans))
        return denies(" ".join(span.text for span in query.spans[asked:]), denials)

    def _denied(self, text: str) -> bool:
        return denies(" ".join(words(text)), self._all)


def asks_who_made(query: Query) -> bool:
    """Tell whether a question begins with asking who made something: "who set up the food cluster?"."""
    return query.has(MADE) and any(WHO in span.ids for span in query.spans[query.scene :][:OPENING])


def _texts(finding: Finding) -> list[str]:
    """Return the texts that would be told; the value of a field denies nothing."""
    return [text for s in finding.statements if s.fact is not None for text in s.fact.say.values()]
