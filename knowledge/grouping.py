"""Which entries of a kind fit a question, each with the statement that fits best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.facts import Index
from knowledge.query import Item, Query, Sort
from knowledge.scoring import Scored, Scorer


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of a kind that fit a question, with the statement that fits best for each."""

    chosen: tuple[Scored, ...]
    """Those that fit about as well as the best."""
    explained: float
    """Share of the question that the best explains."""
    strongest: float
    """The same, weighed by the names."""

    @classmethod
    def of(cls, scored: list[Scored]) -> Group | None:
        """Choose from the entries of a kind; None where there are none."""
        if not scored:
            return None
        explained = max(s.explained for s in scored)
        strongest = max(s.explained * s.about for s in scored)
        chosen = [s for s in scored if s.explained >= explained - 0.02 and s.explained * s.about >= strongest - 0.04]
        return cls(tuple(chosen), explained, strongest)


@dataclass(frozen=True, slots=True)
class Grouper:
    """Groups the entries of one knowledge base."""

    index: Index
    """Entries by kind, and their statements."""
    kinds: Mapping[str, str]
    """The kind of each entry."""
    words: Mapping[str, str]
    """The concept that names each kind."""
    main: str
    """The kind that all of the knowledge is about; empty for none."""

    def of_kind(self, query: Query) -> list[Scored]:
        """Return the best statement about each entry of the kind asked for that the names in the question speak for."""
        counted = {"count", "part", "list", "names", "any", "should", "recommend", "recommend_me", "join", "fit"}
        word = self.words.get(query.kind, "")
        # It is we who count them: no statement has to say how many there are.
        kept = (i for i in query.items if i.sort is not Sort.CONCEPT or not i.ids <= counted)
        rest = replace(query, items=tuple(replace(i, counted=False) if word in i.ids else i for i in kept))
        # Whatever is of the kind explains the word for it.
        topics = [i for i in rest.topics if not i.ids <= {word}]
        places = [i.ids for i in rest.items if i.sort is Sort.ENTITY and i.ids <= self.index.places]
        named = [i.ids for i in rest.surely_named]
        several = self._apart(rest)
        whole = Scorer(rest)
        found: list[Scored] = []
        for entry in self.index.of_kind.get(query.kind, ()):
            if query.among and entry not in query.among:
                continue
            lies_in = self.index.within[entry]
            asked = self._within_one(rest, several, lies_in)
            if any(ids.isdisjoint(self.index.related[entry]) for ids in named if ids not in several):
                continue
            there = [bool(ids & lies_in) for ids in places]
            elsewhere = not any(there) if set(places) & set(several) else not all(there)
            if query.excludes(entry, lies_in) or (not topics and places and elsewhere):
                continue  # a cluster with members in France is no cluster in France
            if several and len(asked.items) < len(rest.items) and not self._within_each(asked, several):
                continue
            direct = [i for i in rest.items if i.sort is Sort.ENTITY and entry in i.ids]
            if direct and len(direct) == len([i for i in rest.items if i.sort is Sort.ENTITY]):
                continue
            scorer = whole if asked is rest else Scorer(asked)
            rows = [s for s in map(scorer.score, self.index.about[entry]) if not s.refused]
            if rows and not topics and not query.has("where"):
                rows = [s for s in rows if s.statement.is_summary] or rows
            if rows:
                most = max(s.explained * s.about for s in rows)
                fitting = [s for s in rows if s.explained * s.about >= most - 0.06]
                found.append(
                    max(fitting, key=lambda s: (round(s.score, 3), round(s.explained, 3), s.statement.is_summary))
                )
        return found

    def none_there(self, query: Query) -> bool:
        """Tell whether no entry of the kind in the place named has to do with what people do: cheese in Karlsruhe."""
        for_me = query.has("recommend_me", "person_like_me")
        hints = {e for i in query.items if i.sort is Sort.HINT and (for_me or not i.aside) for e in i.ids}
        named = (i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT} and i.ids <= self.index.places)
        places = {e for i in named for e in i.ids}
        hints -= places
        there = [e for e in self.index.of_kind.get(query.kind or self.main, ()) if places & self.index.within[e]]
        return bool(hints and there) and all(hints.isdisjoint(self.index.related[e]) for e in there)

    def agreeing(self, query: Query) -> Query:
        """Leave out the words that lead elsewhere than most do: "software for factories' energy" is about energy.

        Args:
            query: of a kind, with nothing but names and everyday words.
        """
        places = [i for i in query.items if i.ids <= self.index.places]
        words = {i.ids: i for i in query.items if i not in places}.values()
        named = [i for i in words if i.sort is Sort.ENTITY]
        asked_for = [i for i in (*places, *named) if any(self.kinds[e] == query.kind for e in i.ids)]
        there = [] if asked_for else self.index.of_kind.get(query.kind, ())
        there = [e for e in there if all(i.ids & self.index.within[e] for i in (*places, *named))]
        led = Counter({entry: sum(self._leads(item, entry) for item in words) for entry in there})
        most = max(led.values(), default=0)
        suited = frozenset(entry for entry, count in led.items() if count == most > 0)
        agreed = tuple(item for item in words if suited and all(self._leads(item, entry) for entry in suited))
        return replace(query, items=(*places, *agreed), among=suited) if suited else query

    def _leads(self, item: Item, entry: str) -> bool:
        """Tell whether a word leads to what an entry deals with."""
        return not item.ids.isdisjoint(self.index.within[entry])

    def _apart(self, query: Query) -> tuple[frozenset[str], ...]:
        """Return what is named side by side: "in Karlsruhe and Styria", "energy or the environment".

        Those are several names of one kind, none of which lies in another.
        """
        named = [i.ids for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT} and not i.aside]
        around = {e for ids in named for entry in ids for e in self.index.within[entry]}
        by_kind: dict[frozenset[str], dict[frozenset[str], None]] = {}
        for ids in named:
            if not ids & around:
                by_kind.setdefault(frozenset(self.kinds[e] for e in ids), {})[ids] = None
        return tuple(ids for group in by_kind.values() if len(group) > 1 for ids in group)

    def _within_each(self, asked: Query, several: tuple[frozenset[str], ...]) -> bool:
        """Tell whether of each kind of things named side by side one is left."""
        kinds = {frozenset(self.kinds[e] for e in ids) for ids in several}
        return kinds <= {frozenset(self.kinds[e] for e in i.ids) for i in asked.items if i.ids in several}

    @staticmethod
    def _within_one(query: Query, several: tuple[frozenset[str], ...], lies_in: frozenset[str]) -> Query:
        """Drop those of several places that an entry does not lie in."""
        if not several:
            return query
        items = tuple(i for i in query.items if i.ids not in several or i.ids & lies_in)
        return replace(query, items=items, entities=tuple(e for i in items for e in sorted(i.ids)))
