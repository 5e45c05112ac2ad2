"""Which languages a table of questions is in, where its rows do not say: told question by question, then as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

from knowledge.compiling import build_lexicon
from knowledge.models import KnowledgeBase
from knowledge.speaking import LanguageFinder
from knowledge.spelling import Speller
from knowledge.tables import Table
from knowledge.text import tokens

SPOKEN = 0.4
"""Least share of the words of a question that speak for its language: of a related one they are a quarter at most."""

AHEAD = 0.5
"""Votes by which that language must be ahead of the next."""

FOREIGN = 1.5
"""Votes from which a question is in another language than its table: a single word is at home in any."""

FEW = 0.01
"""Share of the questions that are in such a language at least: "merci beaucoup" among thousands is a loan."""

MANY = 1 / 3
"""Share of the questions that must plainly be in the language of a table."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of the questions of a table whose rows name no language."""

    home: str
    """The language of most of them; empty where it cannot be told."""
    questions: Mapping[str, int]
    """How many are in each language, most first."""


def tell_languages(table: Table, common: KnowledgeBase, otherwise: str) -> Told:
    """Give the questions of a table that name no language the one that they are in.

    A question that does not tell is taken for one of the table's language: most words of a short one are names.

    Args:
        table: is changed.
        common: knows words of languages; entries it needs none.
        otherwise: language of all of them where that of the table cannot be told.
    """
    unsaid = [
        (answer, text) for answer in table.answers.values() for text, said in answer.questions.items() if not said
    ]
    if not unsaid:
        return Told("", {})
    plainly = _plainly((text for _, text in unsaid), common)
    most = Counter(language for language, _ in plainly if language).most_common(1)
    home = most[0][0] if most and most[0][1] >= MANY * len(unsaid) else ""
    others = Counter(language for language, votes in plainly if votes >= FOREIGN) if home else Counter[str]()
    found = Counter[str]()
    for (answer, text), (language, votes) in zip(unsaid, plainly, strict=True):
        foreign = votes >= FOREIGN and others[language] >= FEW * len(unsaid)
        answer.questions[text] = language if foreign else home or otherwise
        found[answer.questions[text]] += 1
    return Told(home, dict(found.most_common()))


def _plainly(texts: Iterable[str], common: KnowledgeBase) -> list[tuple[str, float]]:
    """Return the language that each text is plainly in, with its votes; an empty one for a text that does not tell."""
    lexicon = build_lexicon(common)
    finder = LanguageFinder(lexicon, Speller(lexicon))
    return [_language(text, finder) for text in texts]


def _language(text: str, finder: LanguageFinder) -> tuple[str, float]:
    cut = tokens(text)
    spelt = sum(token.text.isalpha() for token in cut)
    first, second = nlargest(2, [*((votes, code) for code, votes in finder.votes(cut).items()), (0.0, ""), (0.0, "")])
    plain = first[0] >= SPOKEN * spelt and first[0] >= second[0] + AHEAD
    return (first[1], first[0]) if plain else ("", 0.0)
