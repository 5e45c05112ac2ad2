"""Query → bounds: figures, and on which side of each others are meant: "at least 12 seats", "between 10 and 20"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.comparing import COMPARISONS
from knowledge.facts import Statement
from knowledge.lexicon import SKIP
from knowledge.models import Field, FieldType, KnowledgeBase, Number, Role
from knowledge.query import INCLUSIVE, Query, Sort
from knowledge.span import Span
from knowledge.text import words

PRICES = frozenset({"cost", "how_much", "amount"})
"""Concepts of figures of which less is enough: "a room for 50 euros" may cost less, "for 12 people" may have more."""

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
    fields: frozenset[str] = frozenset()
    """Fields that the words beside it ask for; empty where they say none."""

    def holds(self, value: Number) -> bool:
        """Tell whether a figure is within the bound; "more than 60" is more than 60."""
        if self.above:
            return value.value > self.figure or (value.value == self.figure and (self.itself or bool(value.about)))
        return value.value < self.figure or (value.value == self.figure and self.itself and not value.about)


class BoundReader:
    """Reads bounds from the questions to one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, statements: Iterable[Statement]) -> None:
        """Keep the words that stand around figures, and the fields that words ask for."""

        def forms(key: str) -> dict[str, Collection[str]]:
            return {code: language.forms(key) for code, language in knowledge.languages.items()}

        self._for = forms("kind_preposition")
        self._or = forms("alternatives")
        self._joins = forms("joins")
        self._between, self._to = forms("between"), forms("up_to")
        self._sizes = frozenset(item.id for item in knowledge.fields.values() if item.size)
        self._fields: dict[str, set[str]] = {}
        self._counted: dict[str, set[str]] = {}
        seen: set[str] = set()
        for statement in statements:
            item = statement.field
            if item is None or item.type not in {FieldType.NUMBER, FieldType.YEAR} or item.id in seen:
                continue
            seen.add(item.id)
            for word in _counted(item, knowledge):
                self._counted.setdefault(word, set()).add(item.id)
            for concept in {item.unit}.union(*(cue.all for cue in statement.cues)):
                if concept in knowledge.concepts and knowledge.concepts[concept].role is Role.TOPIC:
                    self._fields.setdefault(f"c:{concept}", set()).add(item.id)

    def read(self, query: Query, *, sized: bool) -> tuple[Bound, ...]:
        """Return the bounds that a question names, one for each figure, two for a range.

        Args:
            query: the question.
            sized: whether more of what its words mean is as good, where it says only for how many something is.

        Returns:
            The bounds in the order of their figures; fewer than there are figures where one of them is no bound.
        """
        known = {i.text: next(iter(i.ids)) for i in query.items if i.sort is Sort.NUMBER}
        places = [n for n, s in enumerate(query.spans) if _figure(known.get(s.text, "")) is not None]
        figures = {n: float(_figure(known[query.spans[n].text]) or 0) for n in places}
        found: dict[int, Bound] = {}
        for first, second in pairwise(places):
            if first not in found and self._is_range(query, first, second):
                fields = self._beside(query, second, places)
                low, high = sorted((figures[first], figures[second]))
                found[first] = Bound(low, above=True, itself=True, fields=fields)
                found[second] = Bound(high, above=False, itself=True, fields=fields)
        for place in places:
            if place not in found:
                compared = self._comparing(query, place, places)
                bound = self._bound(query, figures[place], compared, self._beside(query, place, places), sized=sized)
                found |= {place: bound} if bound else {}
        bounds = [found[place] for place in places if place in found]
        return tuple(bounds) if len(bounds) < len(places) else self._shared(query, places, bounds)

    def _shared(self, query: Query, places: Sequence[int], bounds: Sequence[Bound]) -> tuple[Bound, ...]:
        """Let a bound that says nothing of its own mean what the next or the last one does.

        "At least 10 and at most 20 seats", "more than 10 seats, but fewer than 20".
        """
        found, joins = list(bounds), self._joins.get(query.language, ())
        if len(found) > 1 and not found[-1].fields and places[-1] == len(query.spans) - 1:
            found[-1] = replace(found[-1], fields=found[-2].fields)
        for n in range(len(found) - 2, -1, -1):
            between = query.spans[places[n] + 1 : places[n + 1]]
            if not found[n].fields and all(s.text in joins or s.ids & _COMPARE for s in between):
                found[n] = replace(found[n], fields=found[n + 1].fields)
        return tuple(found)

    def compared(self, query: Query) -> frozenset[str]:
        """Return the fields that words compare by: “longer than”, and not “more than … metres”."""
        return self.asked(i for span in query.spans if not span.ids.isdisjoint(_COMPARE) for i in span.ids)

    def is_for(self, query: Query) -> bool:
        """Tell whether a figure says for how many something is: "for 12 people"."""
        leading = self._for.get(query.language, ())
        figures = {i.text for i in query.items if i.sort is Sort.NUMBER}
        said = [s for s in query.spans if s.ids.isdisjoint(_COMPARE)]  # "for more than 12 people"
        return any(after.text in figures and before.text in leading for before, after in pairwise(said))

    def _is_range(self, query: Query, first: int, second: int) -> bool:
        """Tell whether two figures are the ends of a range: "between 10 and 20", "10 to 20", "10-20"."""
        joined = [span.text for span in query.spans[first + 1 : second]]
        said = " ".join(["", *(span.text for span in query.spans[max(first - 2, 0) : first])])
        if any(said.endswith(f" {form}") for form in self._between.get(query.language, ())):
            return len(joined) <= 1
        compared = first and not query.spans[first - 1].ids.isdisjoint(_COMPARE)
        return not compared and (not joined or (len(joined) == 1 and joined[0] in self._to.get(query.language, ())))

    def _comparing(self, query: Query, place: int, places: Sequence[int]) -> frozenset[str]:
        """Return the meanings of the comparison before a figure, or of the only one, for the only figure after it."""
        start = max((p for p in places if p < place), default=-1)
        before = [s.ids for s in query.spans[start + 1 : place] if not s.ids.isdisjoint(_COMPARE)]
        if before:
            return before[-1]
        compared = [s.ids for s in query.spans if not s.ids.isdisjoint(_COMPARE)]
        return compared[0] if len(compared) == len(places) == 1 else frozenset()

    def _beside(self, query: Query, place: int, places: Sequence[int]) -> frozenset[str]:
        """Return the fields that the words around a figure ask for: those after it, and one that compares."""
        end = min((p for p in places if p > place), default=len(query.spans))
        following = query.spans[place + 1 : end]
        counted = self._first_asked(following) or frozenset(
            name for span in following[:1] for name in self._counted.get(span.text, ())
        )
        compared = self.asked(self._comparing(query, place, places))
        return (counted & compared) or compared or counted

    def _first_asked(self, spans: Sequence[Span]) -> frozenset[str]:
        for span in spans:
            if asked := self.asked(span.ids):
                return asked
            if span.meanings and span.ids != {SKIP}:
                break
        return frozenset()

    def asked(self, meanings: Iterable[str]) -> frozenset[str]:
        """Return the fields of figures that a word asks for."""
        return frozenset(name for meaning in meanings for name in self._fields.get(meaning, ()))

    def _bound(
        self, query: Query, figure: float, compared: frozenset[str], fields: frozenset[str], *, sized: bool
    ) -> Bound | None:
        """Return the bound that a figure and the words beside it mean; None for none."""
        above, below = "c:more_than" in compared, "c:less_than" in compared
        if above and below:
            return None
        if above or below:
            itself = any(f"c:{c}" in compared for c in INCLUSIVE) or self._or_more(query)
            return Bound(figure, above, itself=itself, fields=fields)
        if not self.is_for(query):
            return None
        if len(query.numbers) > 1:
            # "for 12 people under 50 euros": more places are as good.
            return Bound(figure, above=True, itself=True, fields=fields) if fields and fields <= self._sizes else None
        if query.has(*PRICES):
            return Bound(figure, above=False, itself=True, fields=fields)
        return Bound(figure, above=True, itself=True, fields=fields) if sized else None

    def _or_more(self, query: Query) -> bool:
        """Tell whether "or" stands before the word that compares: "12 seats or more"."""
        joining = self._or.get(query.language, ())
        return any(before.text in joining and after.ids & _COMPARE for before, after in pairwise(query.spans))


def _counted(item: Field, knowledge: KnowledgeBase) -> Iterator[str]:
    """Yield what ways to ask for a field count, although the vocabulary gives it no meaning: “how many people …”."""
    for text, code in item.ask:
        way = " ".join(words(text.replace("_", " ")))
        forms = knowledge.languages[code].concepts.get("count", ()) if code in knowledge.languages else ()
        begun = [form for form in (" ".join(words(f)) for f in forms) if way.startswith(f"{form} ")]
        if begun:
            yield way[len(max(begun, key=len)) :].split()[0]


def by_field(bounds: Sequence[Bound]) -> Iterator[tuple[frozenset[str], tuple[Bound, ...]]]:
    """Yield the fields that are asked for, with the bounds for each of them."""
    for fields in dict.fromkeys(bound.fields for bound in bounds):
        yield fields, tuple(bound for bound in bounds if bound.fields == fields)


def _figure(text: str) -> float | None:
    """Return a figure as it is typed, and None for what is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
