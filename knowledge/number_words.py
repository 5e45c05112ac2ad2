"""Figures written out in words → digits: "sixty", "sechshundertvierzig", "soixante et onze", "nineteen ninety-five".

Up to twelve they stay as they are: "one" and "two" are more often something else than a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.language import Language
from knowledge.text import Token, words

SMALLEST = 13
"""Smallest figure that is written in digits."""

HUNDRED = 100
"""Figures below it are written down one by one, those above it are put together from them."""

MOST_WORDS = 6
"""Words of the longest figure: "nine hundred and ninety nine" has five, "mille neuf cent soixante et onze" six."""

BESIDE = 2
"""Words before and after a figure that may be of one expression with it: "cent pour cent"."""

BEGINNING = 2
"""Letters by which a word is told from those that begin no figure."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The figures of one language in words."""

    small: Mapping[str, int]
    """Figures below a hundred by their folded words."""
    rounds: Mapping[str, int]
    """Round figures, to which a small one is added: "two hundred", "nineteen" of a year."""
    joins: frozenset[str]
    """Words between a round figure and what is added: "and"."""
    beginnings: frozenset[str]
    """First letters of all of them: most words of a text begin otherwise."""
    ends: frozenset[str]
    """Last words of round figures, as "hundred"."""
    kept: frozenset[str]
    """Expressions of the language with figures in them that say something else: "mille mercis", "pour cent"."""

    @classmethod
    def of(cls, language: Language) -> NumberWords:
        """Read the figures of a language."""
        small: dict[str, int] = {}
        for figure, form in enumerate(language.follow_up.get("numbers", ())):
            small.setdefault(" ".join(words(form)), figure)
        more = {" ".join(words(form)): figure for figure, forms in language.figures.items() for form in forms}
        small |= {form: figure for form, figure in more.items() if figure < HUNDRED and form not in small}
        rounds = {form: figure for form, figure in more.items() if figure % 10 == 0}
        beginnings = frozenset(form.split()[0][:BEGINNING] for form in (*small, *rounds))
        parts = {word for form in (*small, *rounds) for word in form.split()}
        whole = [form.replace("_", " ") for form in language.skip]
        whole += [form for said in (language.smalltalk, language.concepts) for forms in said.values() for form in forms]
        said_so = (" ".join(words(form.rstrip("*"))) for form in whole)
        kept = frozenset(form for form in said_so if " " in form and not parts.isdisjoint(form.split()))
        ends = frozenset(form.split()[-1] for form in rounds)
        return cls(small, rounds, language.forms("figure_joins"), beginnings, ends, kept)

    def in_digits(self, cut: list[Token]) -> list[Token]:
        """Return the tokens of a text with figures from :data:`SMALLEST` in digits; half a figure stays in words."""
        result: list[Token] = []
        at = 0
        while at < len(cut):
            figure, size = self._figure(cut, at)
            if figure >= SMALLEST and not self._goes_on(cut, at + size) and not self._is_kept(cut, at, size):
                result.append(replace(cut[at], text=str(figure), end=cut[at + size - 1].end))
            else:
                size = max(size, 1)
                result += cut[at : at + size]
            at += size
        return result

    def _figure(self, cut: list[Token], at: int) -> tuple[int, int]:
        """Return the figure that begins at a token and how many tokens it has; 0 and 0 where none does."""
        if cut[at].text[:BEGINNING] not in self.beginnings:
            return 0, 0
        for size in range(min(MOST_WORDS, len(cut) - at), 0, -1):
            figure = self._value(" ".join(token.text for token in cut[at : at + size]))
            if figure is not None:
                return figure, size
        return 0, 0

    def _value(self, said: str) -> int | None:
        """Return the figure that words are, written as one or apart; None where they are none."""
        known = self.small.get(said, self.rounds.get(said))
        if known is not None:
            return known
        for form, figure in self.rounds.items():
            if said.startswith(form):
                rest = said[len(form) :].strip()
                join = next((join for join in self.joins if rest.startswith(join)), "")
                added = self.small.get(rest, self.small.get(rest[len(join) :].strip(), 0))
                if 0 < added < _step(figure):
                    return figure + added
        return None

    def _goes_on(self, cut: list[Token], at: int) -> bool:
        """Tell whether a figure goes on, as "one thousand two hundred", which is neither 1000 nor 1002."""
        if at >= len(cut) or cut[at].start - cut[at - 1].end > 1:
            return False  # a comma stands between
        return cut[at].text in self.ends or self._figure(cut, at)[1] > 0

    def _is_kept(self, cut: list[Token], at: int, size: int) -> bool:
        """Tell whether the words are part of an expression that says something else."""
        starts, ends = range(max(at - BESIDE, 0), at + 1), range(at + size, min(at + size + BESIDE, len(cut)) + 1)
        return any(" ".join(t.text for t in cut[start:end]) in self.kept for start in starts for end in ends)


def in_digits(cut: list[Token], language: str, known: Mapping[str, NumberWords]) -> list[Token]:
    """Return the tokens of a text with figures in words of its language, or of English, in digits."""
    for spoken in dict.fromkeys((language, "en")):
        cut = known[spoken].in_digits(cut) if spoken in known else cut
    return cut


def _step(figure: int) -> int:
    """Return below what the figures are that are added to a round one: 10 for 70, 100 for 600 and for 1900."""
    return 10 if figure % HUNDRED else HUNDRED
