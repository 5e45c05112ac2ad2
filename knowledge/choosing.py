"""One of the things named side by side: "is it in Styria or in Veneto?", "which has mentors, X or Y?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.facts import VALUE, WITHIN, Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.lexicon import SKIP
from knowledge.models import Fact, FieldType
from knowledge.query import Item, Query, Sort
from knowledge.ranking import Ranker
from knowledge.scoring import Scored
from knowledge.text import words

WHOLE = 0.9
"""Share of a question with one of the things named side by side from which a statement explains it."""

ASKED = 0.6
"""Share of a way to ask from which a statement that names a place or holds a figure is what is asked for."""

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
        """Tell the statement that decides between things named side by side, or those that hold of each of them."""
        sides = self._sides(query)
        known = [item for item in sides if item.sort in {Sort.ENTITY, Sort.HINT, Sort.NUMBER}]
        figures = any(item.sort is Sort.NUMBER and item not in sides for item in query.items)
        if not known or figures or query.has(*COMPARES, *ADVISES) or self._lists(query, known):
            return None
        rest = tuple(item for item in query.items if item not in sides)
        said = {item.sort for item in rest if not item.aside or item.sort is Sort.ENTITY}
        asks = query.yes_no or query.has("who", "which")
        if Sort.ENTITY not in said and not (Sort.CONCEPT in said and asks):
            return None  # "do I start my firm in X or in Y?" asks for advice
        holding = [best for item in known if (best := self._holding(query, item, rest)) is not None]
        found = {best.statement.id: best for best in holding}
        if len(found) > 1 and len(holding) == len(known) and Sort.ENTITY in said:
            told = tuple(best.statement for best in found.values())
            return Finding(Shape.SEVERAL, Rule.CHOSEN_BETWEEN, SCORE, told, ranked=tuple(found.values()))
        if len(found) == 1:
            (best,) = found.values()
            open_ended = len(known) == 1 and any(item.ids & OR_ELSE for item in sides)
            verdict = "yes" if open_ended and query.yes_no else ""
            return Finding(
                Shape.FACT, Rule.CHOSEN_BETWEEN, best.score, (best.statement,), verdict=verdict, ranked=(best,)
            )
        right = self._right_one(query, rest, known) if not found else None
        return Finding(Shape.FACT, Rule.CHOSEN_BETWEEN, SCORE, (right,)) if right is not None else None

    def offers(self, query: Query) -> bool:
        """Tell whether a question offers things to choose from, so that neither yes nor no answers it."""
        rights = [self._beside(query, at, 1) for at in self._places(query)]
        return any(item is not None and not item.ids & OR_ELSE for item in rights)

    def undecided(self, query: Query, finding: Finding) -> bool:
        """Tell whether a fact speaks of none of the things that a question offers: "is it in Padua or in Venice?"."""
        told = finding.statements[0] if finding.shape is Shape.FACT and query.yes_no else None
        pairs = ((self._beside(query, at, -1), self._beside(query, at, 1)) for at in self._places(query))
        return told is not None and any(
            left is not None
            and right is not None
            and not right.ids & OR_ELSE
            and all(item.sort in {Sort.UNKNOWN, Sort.PLACE, Sort.CONCEPT} for item in (left, right))
            and all(item.ids.isdisjoint(told.concepts) for item in (left, right))
            for left, right in pairs
        )

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
            found += self._before(query, at, pair[0])
        if any(item.sort is Sort.CONCEPT and not item.ids & NAMES_NOTHING for item in found):
            return []
        kinds = {self._kind(item) for item in found if item.sort in {Sort.ENTITY, Sort.HINT, Sort.NUMBER}}
        return found if len(found) > 1 and (len(kinds) == 1 or query.yes_no) else []

    def _before(self, query: Query, at: int, last: Item | None) -> Iterator[Item]:
        """Yield what stands right before the last but one of several things of a kind: "food, timber or energy"."""
        if last is None or last.sort not in {Sort.ENTITY, Sort.HINT}:
            return
        texts = [span.text for span in query.spans]
        place = max((n for n in range(at) if texts[n] == last.text), default=0) - 1
        while place >= 0:
            item = next((i for i in query.items if i.text == texts[place]), None)
            if item is None or item.sort not in {Sort.ENTITY, Sort.HINT} or self._kind(item) != self._kind(last):
                return
            yield item
            place -= 1

    def _kind(self, item: Item) -> str:
        """Return the kind of entry that a word names, or that it is a figure."""
        return "" if item.sort is Sort.NUMBER else self.ranker.knowledge.entries[min(item.ids)].kind

    def _lists(self, query: Query, known: Sequence[Item]) -> bool:
        """Tell whether others are asked for that have to do with any of these: "clusters in Styria or Veneto"."""
        return bool(query.kind) and not query.yes_no and all(self._kind(item) != query.kind for item in known)

    def _holding(self, query: Query, item: Item, rest: tuple[Item, ...]) -> Scored | None:
        """Return the statement that holds with one of the things, if everything else that is asked fits it."""
        items = (*rest, item)
        named = tuple(e for i in items if i.sort in {Sort.ENTITY, Sort.HINT} for e in sorted(i.ids))
        figures = tuple(e for e in sorted(item.ids) if item.sort is Sort.NUMBER)
        single = replace(query, items=items, entities=named, numbers=figures, kind="", many=False, direct=False)
        for scored in self.ranker.rank(single)[:3]:
            if not self.ranker.good(scored) or scored.explained < WHOLE:
                return None
            told = scored.statement
            held = told.entry in item.ids or any(told.relations.get(e, 0.0) >= VALUE for e in item.ids)
            if scored.asked >= ASKED and told.fact is not None:
                held |= any(told.relations.get(e, 0.0) >= WITHIN and self._speaks_of(told.fact, e) for e in item.ids)
            if scored.asked >= ASKED and item.sort is Sort.NUMBER:
                said = told.fact is None or any(figure in words(told.fact.say["en"]) for figure in item.ids)
                held |= said and not item.ids.isdisjoint(told.numbers)
            if held and not (told.is_summary and not told.cues):
                return scored
        return None

    def _speaks_of(self, fact: Fact, entry: str) -> bool:
        """Tell whether a fact names an entry, rather than being about something that lies in it."""
        return self.ranker.knowledge.entries[entry].title["en"] in fact.say["en"]

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
