"""One of the things named side by side: "is it in Styria or in Veneto?", "which has mentors, X or Y?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.facts import VALUE, Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.lexicon import SKIP
from knowledge.models import FieldType
from knowledge.query import Item, Query, Sort
from knowledge.ranking import Ranker
from knowledge.scoring import Scored

WHOLE = 0.95
"""Share of a question with one of the things named side by side from which a statement explains it."""

SCORE = 0.9
"""Score of an answer that tells what the right one would have been."""

COMPARES = ("compare", "more_than", "less_than", "most", "least", "size", "both", "count")
"""Concepts by which the things named side by side are compared or counted, and none of them is chosen."""

ADVISES = ("better", "should", "recommend", "recommend_me")
"""Concepts by which advice is asked for, which nothing on record decides."""

OR_ELSE = frozenset({"other", "different", "not"})
"""Concepts after "or" that leave open what else it may be: "or something else", "or not"."""

NAMES_NOTHING = OR_ELSE | {"elsewhere"}
"""Concepts beside "or" that name nothing known."""


class Chooser:
    """Chooses between the things that questions to one knowledge base name side by side."""

    def __init__(self, ranker: Ranker) -> None:
        """Keep what ranks, and the words for "or" by language."""
        self.ranker = ranker
        self._either = {code: known.forms("either") for code, known in ranker.knowledge.languages.items()}

    def open_ended(self, query: Query) -> Query:
        """Return a query without what only leaves a question open: "… or something else?"."""
        for at in self._places(query):
            right = self._beside(query, at, 1)
            left = self._beside(query, at, -1)
            names = left is not None and left.sort in {Sort.ENTITY, Sort.HINT}
            if right is not None and right.sort is Sort.CONCEPT and right.ids & OR_ELSE and not names:
                return replace(query, items=tuple(i for i in query.items if i is not right), yes_no=True)
        return query

    def chosen(self, query: Query) -> Finding | None:
        """Tell the statement that decides between things named side by side; None where none does, or several do."""
        sides = self._sides(query)
        known = [item for item in sides if item.sort in {Sort.ENTITY, Sort.HINT}]
        if not known or query.has(*COMPARES, *ADVISES) or query.numbers or self._lists(query, known):
            return None
        rest = tuple(item for item in query.items if item not in sides)
        said = {item.sort for item in rest if not item.aside or item.sort is Sort.ENTITY}
        asks = query.yes_no or query.has("who", "which")
        if Sort.ENTITY not in said and not (Sort.CONCEPT in said and asks):
            return None  # "do I start my firm in X or in Y?" asks for advice
        found: dict[str, Scored] = {}
        for item in known:
            best = self._holding(query, item, rest)
            if best is not None:
                found.setdefault(best.statement.id, best)
        if len(found) == 1:
            (best,) = found.values()
            open_ended = len(known) == 1 and any(item.ids & OR_ELSE for item in sides)
            verdict = "yes" if open_ended and query.yes_no else ""
            return Finding(
                Shape.FACT, Rule.CHOSEN_BETWEEN, best.score, (best.statement,), verdict=verdict, ranked=(best,)
            )
        right = self._right_one(query, rest, known) if not found else None
        return Finding(Shape.FACT, Rule.CHOSEN_BETWEEN, SCORE, (right,)) if right is not None else None

    def _places(self, query: Query) -> Iterator[int]:
        """Yield where a word for "or" stands between others."""
        forms = self._either.get(query.language, frozenset())
        yield from (n for n, span in enumerate(query.spans[:-1]) if n and span.text in forms)

    def _beside(self, query: Query, at: int, step: int) -> Item | None:
        """Return the next word before or after a place that wants to be explained, function words aside."""
        at += step
        while 0 <= at < len(query.spans) and query.spans[at].ids == {SKIP}:
            at += step
        if not 0 <= at < len(query.spans):
            return None
        return next((item for item in query.items if item.text == query.spans[at].text), None)

    def _sides(self, query: Query) -> list[Item]:
        """Return the things named side by side, as far as they are names of one kind or of nothing known."""
        found: list[Item] = []
        for at in self._places(query):
            pair = [self._beside(query, at, -1), self._beside(query, at, 1)]
            found += [item for item in pair if item is not None and item not in found]
        if any(item.sort is Sort.CONCEPT and not item.ids & NAMES_NOTHING for item in found):
            return []
        kinds = {self._kind(item) for item in found if item.sort in {Sort.ENTITY, Sort.HINT}}
        return found if len(found) > 1 and (len(kinds) == 1 or query.yes_no) else []

    def _kind(self, item: Item) -> str:
        return self.ranker.knowledge.entries[min(item.ids)].kind

    def _lists(self, query: Query, known: Sequence[Item]) -> bool:
        """Tell whether others are asked for that have to do with any of these: "clusters in Styria or Veneto"."""
        return bool(query.kind) and not query.yes_no and all(self._kind(item) != query.kind for item in known)

    def _holding(self, query: Query, item: Item, rest: tuple[Item, ...]) -> Scored | None:
        """Return the statement that holds with one of the things, if everything else that is asked fits it."""
        items = (*rest, item)
        named = tuple(e for i in items if i.sort in {Sort.ENTITY, Sort.HINT} for e in sorted(i.ids))
        single = replace(query, items=items, entities=named, kind="", many=False, direct=False)
        for scored in self.ranker.rank(single)[:3]:
            if not self.ranker.good(scored) or scored.explained < WHOLE:
                return None
            told = scored.statement
            held = any(told.entry in item.ids or told.relations.get(e, 0.0) >= VALUE for e in item.ids)
            if held and not (told.is_summary and not told.cues):
                return scored
        return None

    def _right_one(self, query: Query, rest: tuple[Item, ...], known: Sequence[Item]) -> Statement | None:
        """Return what a thing's field holds that may hold such as are named, but holds neither of them."""
        subjects = [item for item in rest if item.sort is Sort.ENTITY]
        others = any(item.sort is Sort.CONCEPT for item in rest)
        if others or len(subjects) != 1 or len(subjects[0].ids) != 1 or query.strange:
            return None
        (subject,) = subjects[0].ids
        kind = self._kind(known[0])
        fields = [
            s
            for s in self.ranker.index.about.get(subject, ())
            if s.field is not None
            and (s.field.within or s.field.type is FieldType.ENTRY)
            and isinstance(s.value, tuple)
            and kind in s.field.of
        ]
        return fields[0] if len(fields) == 1 else None
