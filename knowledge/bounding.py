"""Entries above or below a figure: "rooms with at least 12 seats", "rooms under 50 euros", "a room for 12 people"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.comparing import COMPARISONS
from knowledge.facts import Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.models import HELD, Number, Value
from knowledge.query import INCLUSIVE, Item, Query, Sort
from knowledge.ranking import Ranker
from knowledge.scoring import Scored, Scorer
from knowledge.text import words

SCORE = 0.8
"""Score of such a list."""

EXPLAINED = 0.8
"""Least share of a question, figures aside, that a statement explains."""

PRICES = frozenset({"cost", "how_much", "amount"})
"""Concepts of figures of which less is enough: "a room for 50 euros" may cost less, "for 12 people" may have more."""

ANY_OF_THEM = ("any", "exist", "recommend_me", "count")
"""Concepts by which all that fit are wanted, whether or not the question says so."""


_COMPARE = frozenset(f"c:{concept}" for concept in COMPARISONS)
# The same, as meanings of words.


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure, and on which side of it others are meant."""

    figure: float
    """The figure."""
    above: bool
    """Larger ones are meant, rather than smaller ones."""
    itself: bool
    """The figure itself is meant, too."""

    def holds(self, value: Number) -> bool:
        """Tell whether a figure is within the bound; "more than 60" is more than 60."""
        if self.above:
            return value.value > self.figure or (value.value == self.figure and (self.itself or bool(value.about)))
        return value.value < self.figure or (value.value == self.figure and self.itself and not value.about)


class Bounder:
    """Finds the entries of one knowledge base whose figure is above or below another."""

    def __init__(self, ranker: Ranker) -> None:
        """Keep what ranks, and the words that say for how many something is, and "or" in "12 or more"."""
        self.ranker = ranker
        self._for, self._or = self._words("kind_preposition"), self._words("alternatives")

    def _words(self, key: str) -> dict[str, frozenset[str]]:
        """Return words of a list by language, folded."""
        return {
            code: frozenset(" ".join(words(form)) for form in language.follow_up.get(key, ()))
            for code, language in self.ranker.knowledge.languages.items()
        }

    def bounded(self, query: Query) -> Finding | None:
        """Find entries whose figure is above or below the one that a question names; None where it asks for none.

        What else it names that a short text holds, "with a projector", another statement of the same entry must say.
        """
        asks = not query.yes_no or (query.has("any", "exist") and not query.has("define"))
        if not query.numbers or not query.kind or not asks:
            return None
        held = tuple(i.ids for i in query.items if i.sort is Sort.CONCEPT and any(c.startswith(HELD) for c in i.ids))
        rest = tuple(replace(i, counted=False) for i in query.items if not self._compares(i) and i.ids not in held)
        figures = self._asked(query, rest)
        bounds = self._bounds(query, rest)
        if len(bounds) < len(query.numbers):
            # A range in other words, or one or the other: held back rather than half understood.
            mixed = len(query.numbers) > 1 and figures and query.many and not query.entities
            return Finding(Shape.NOTHING, Rule.UNCLEAR) if mixed else None
        scorer = Scorer(replace(query, items=rest))
        rows = [s for s in map(scorer.score, figures) if not s.refused and s.explained >= EXPLAINED]
        if not rows:
            return None
        within = [s for s in rows if _holds(s.statement.value, bounds)]
        beside = {s.statement.entry: self._holding(s.statement.entry, held) for s in within}
        found = [s for s in within if len(beside[s.statement.entry]) == len(held)]
        if not found:
            return Finding(Shape.NOTHING, Rule.NOTHING, ranked=tuple(rows[:12]))
        return self._found(query, found, beside)

    def _holding(self, entry: str, held: Iterable[frozenset[str]]) -> tuple[Statement, ...]:
        """Return for each of some words the statement about an entry that holds it; fewer where one is lacking."""
        about = self.ranker.index.about[entry]
        found = (next((s for s in about if not ids.isdisjoint(s.concepts)), None) for ids in held)
        return tuple(s for s in found if s is not None)

    @staticmethod
    def _compares(item: Item) -> bool:
        """Tell whether an item says which figures are meant, or only counts those that have them."""
        counts = item.sort is Sort.CONCEPT and item.ids <= {"count", "part"}
        return item.sort is Sort.NUMBER or bool(item.ids & COMPARISONS) or counts

    def _found(self, query: Query, rows: list[Scored], beside: Mapping[str, tuple[Statement, ...]]) -> Finding:
        """Tell, count or offer what is within the bound, with what else was asked of it."""
        if query.has("count"):
            entries = tuple(dict.fromkeys(r.statement.entry for r in rows))
            return Finding(Shape.COUNT, Rule.BOUNDED, SCORE, (), entries, query.kind, ranked=tuple(rows[:12]))
        if len(rows) > 1 and not query.many and not query.has(*ANY_OF_THEM):
            offered = tuple(r.statement for r in rows)
            return Finding(Shape.OPTIONS, Rule.ONE_OF_SEVERAL, SCORE, offered, ranked=tuple(rows))
        told = {s.id: s for r in rows for s in (r.statement, *beside[r.statement.entry])}
        return Finding(Shape.SEVERAL, Rule.BOUNDED, SCORE, tuple(told.values()), ranked=tuple(rows))

    def _bounds(self, query: Query, items: Iterable[Item]) -> list[Bound]:
        """Return the bounds that a question names: for each figure the comparison before it, for one that after it."""
        figures = {i.text: next(iter(i.ids)) for i in query.items if i.sort is Sort.NUMBER}
        found: list[Bound] = []
        before: frozenset[str] = frozenset()
        compared = [s for s in query.spans if not s.ids.isdisjoint(_COMPARE)]
        for span in query.spans:
            if span in compared:
                before = span.ids
            elif (figure := _figure(figures.get(span.text, ""))) is not None:
                after = compared[0].ids if len(compared) == len(figures) == 1 else frozenset[str]()
                bound = self._bound(figure, before or after, query, items)
                found += [bound] if bound else []
                before = frozenset()
        return found

    def _bound(self, figure: float, compared: frozenset[str], query: Query, items: Iterable[Item]) -> Bound | None:
        """Return the bound that a figure and the word beside it mean; None for none."""
        above, below = "c:more_than" in compared, "c:less_than" in compared
        if above and below:
            return None
        if above or below:
            itself = any(f"c:{c}" in compared for c in INCLUSIVE) or self._or_more(query)
            return Bound(figure, above, itself=itself)
        if len(query.numbers) > 1 or not self._is_for(query):
            return None  # "for 12 people under 50 euros": two figures of two sorts
        if query.has(*PRICES):
            return Bound(figure, above=False, itself=True)
        asked = [s.field for s in self._asked(query, items) if s.field]
        return Bound(figure, above=True, itself=True) if asked and all(f.size for f in asked) else None

    def _or_more(self, query: Query) -> bool:
        """Tell whether "or" stands before the word that compares: "12 seats or more"."""
        joining = self._or.get(query.language, frozenset())
        return any(before.text in joining and after.ids & _COMPARE for before, after in pairwise(query.spans))

    def _is_for(self, query: Query) -> bool:
        """Tell whether the figure says for how many something is: "for 12 people"."""
        leading = self._for.get(query.language, frozenset())
        figures = {i.text for i in query.items if i.sort is Sort.NUMBER}
        said = [s for s in query.spans if s.ids.isdisjoint(_COMPARE)]  # "for more than 12 people"
        return any(after.text in figures and before.text in leading for before, after in pairwise(said))

    def _asked(self, query: Query, items: Iterable[Item]) -> list[Statement]:
        """Return the statements of the kind asked for with the figure that the words mean.

        That is the figure that counts what they name; else one that is asked for by all of them; where there are none
        that say so, the one by which entries are large or small.
        """
        word = self.ranker.knowledge.kinds[query.kind].word
        topics = [
            i.ids
            for i in items
            if i.sort is Sort.CONCEPT
            and not i.aside
            and not i.ids <= {word, "count", "part"}
            and not self._only_compares(i)
        ]
        compared = frozenset(c for i in query.items if i.ids & COMPARISONS for c in i.ids)
        named = frozenset().union(*topics) | compared
        index = self.ranker.index
        entries = [e for e in index.of_kind.get(query.kind, ()) if not query.excludes(e, index.within[e])]
        figures = [
            s
            for e in entries
            if not query.among or e in query.among
            for s in index.about[e]
            if s.field is not None and isinstance(s.value, Number)
        ]
        if counting := [s for s in figures if s.field and s.field.unit in named]:
            return counting
        if topics:
            return [s for s in figures if all(any(not ids.isdisjoint(c.all) for c in s.cues) for ids in topics)]
        return [s for s in figures if s.field and s.field.size] if self._is_for(query) else []

    @staticmethod
    def _only_compares(item: Item) -> bool:
        return item.ids <= COMPARISONS | INCLUSIVE


def _figure(text: str) -> float | None:
    """Return a figure as it is typed, and None for what is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _holds(value: Value | None, bounds: Iterable[Bound]) -> bool:
    """Tell whether a figure is within all bounds."""
    return isinstance(value, Number) and all(bound.holds(value) for bound in bounds)
