"""Entries of a kind, listed or counted: "which clusters …", "how many regions …", "the sectors of …"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.counted import units
from knowledge.findings import MOST_OPTIONS, UNNAMED, Finding, Rule, Shape
from knowledge.grouping import Group, Grouper
from knowledge.models import FieldType
from knowledge.query import Query, Sort
from knowledge.ranking import Ranker
from knowledge.ruling_out import names_beside
from knowledge.scoring import Scored
from knowledge.values_said import half_understood, say_values

LEAST_EXPLAINED_LIST = 0.75
"""Least share of a question that the entries of a list explain."""

LEAST_LISTED = 0.62
"""Least share of a question, weighed by its names, that the entries of a list explain."""

MOST_SAID = 12
"""Entries of which it is said what a field holds, rather than only that it is there."""


class Lister:
    """Lists the entries of one knowledge base."""

    def __init__(self, ranker: Ranker) -> None:
        """Keep what ranks and the words for places."""
        self.ranker = ranker
        kinds = ranker.knowledge.kinds.values()
        self.grouper = Grouper(
            ranker.index,
            {e.id: e.kind for e in ranker.knowledge.entries.values()},
            {kind.id: kind.word for kind in kinds},
            ranker.knowledge.main,
        )
        knowledge = ranker.knowledge
        self._units = units(knowledge)
        words = {knowledge.kinds[knowledge.entries[e].kind].word for e in ranker.index.places}
        self._place_words = frozenset(words).union(
            *(knowledge.concepts[w].near for w in words if w in knowledge.concepts)
        )

    def listed(self, query: Query, ranked: list[Scored]) -> Finding | None:
        """List or count entries of the kind asked for, where that explains as much as the best statement."""
        if not self._asks_for_kind(query, ranked):
            return None
        if self.grouper.none_there(query):
            return Finding(Shape.NOTHING, Rule.NOWHERE, ranked[0].score if ranked else 0.0, ranked=tuple(ranked[:12]))
        return self._all_or_one(query, ranked)

    def _all_or_one(self, query: Query, ranked: list[Scored]) -> Finding | None:
        """List or count entries of the kind, or tell of the only one, unless a statement explains more."""
        values = self._values(query, ranked)
        group = Group.of(self.grouper.of_kind(query)) if values is None else None
        if group is None:
            return values or self._nowhere(query, ranked)
        weak = group.strongest < LEAST_LISTED or group.explained < LEAST_EXPLAINED_LIST
        if weak or self._told_better(query, ranked, group):
            return None
        if self._is_unfiltered(query, group):
            return self._by_facet(query, list(group.chosen), tuple(ranked[:12]))
        if half_understood(query, group.chosen):
            return Finding(Shape.NOTHING, Rule.UNCLEAR, group.strongest, ranked=tuple(ranked[:12]))
        if query.has("count"):
            return self._counted(query, ranked) or self._shown(Shape.COUNT, Rule.COUNTED, query, group, ranked)
        return self._one_or_many(query, ranked, group)

    def fitting(self, query: Query) -> Finding | None:
        """List or count the entries that names and everyday words lead to, whatever else the question says."""
        leading = {i.sort for i in query.items if not (i.sort is Sort.ENTITY and i.ids <= self.ranker.index.places)}
        if leading.isdisjoint({Sort.ENTITY, Sort.HINT}) and any(i.sort is Sort.UNKNOWN for i in query.items):
            return None  # "a shipbuilding cluster in Veneto": the word that decides is the unknown one
        items = tuple(i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT, Sort.PLACE})
        asked = replace(query, items=items)
        group = Group.of(self.grouper.of_kind(asked)) or Group.of(self.grouper.of_kind(self.grouper.agreeing(asked)))
        named = any(i.sort in {Sort.ENTITY, Sort.HINT} for i in items)
        if group is None or not named or self.grouper.none_there(query):
            return None
        if query.has("count"):
            return self._shown(Shape.COUNT, Rule.COUNTED, query, group, [])
        return self._one_or_many(query, [], group)

    def _asks_for_kind(self, query: Query, ranked: list[Scored]) -> bool:
        """Tell whether entries of a kind are wanted, rather than something about one of them."""
        if not query.kind or self._named_itself(query) or (query.has("count") and not self._counts_kind(query)):
            return False
        if (
            not query.entities
            and query.has("define")
            and not query.many
            and not query.has("any", "recommend_me", "count")
        ):
            return False
        return not (ranked and self._lists_kind(ranked[0], query))

    def _is_unfiltered(self, query: Query, group: Group) -> bool:
        """Tell whether all entries of a kind are asked for that can be narrowed down by a facet."""
        kind = self.ranker.knowledge.kinds[query.kind]
        beside = set(kind.also) - self._units
        if query.entities or query.numbers or query.topics_but("count", *self._place_words, *beside):
            return False
        return bool(kind.facet) and len(group.chosen) > MOST_OPTIONS

    def _holds_kind(self, best: Scored, query: Query) -> bool:
        """Tell whether the best statement lists entries of the kind, while the question wants only some of them."""
        item = best.statement.field
        return item is not None and item.type is FieldType.ENTRIES and query.kind in item.of

    def _holds_others(self, best: Scored, query: Query) -> bool:
        """Tell whether the best statement only holds what was named, and none of the kind: a town, and no clusters."""
        item, value = best.statement.field, best.statement.value
        held = isinstance(value, tuple) and not set(value).isdisjoint(query.entities)
        return held and item is not None and query.kind == self.grouper.main and query.kind not in item.of

    def _nowhere(self, query: Query, ranked: list[Scored]) -> Finding | None:
        """Say that there is no such entry in the place named, unless a statement explains the question."""
        if not any(e in self.ranker.index.places for e in query.entities):
            return None
        best = ranked[0] if ranked else None
        said = (
            best is not None and self.ranker.good(best) and not (best.statement.is_summary and not best.statement.cues)
        )
        if best is not None and said and not (query.direct and self._holds_others(best, query)):
            return None
        score = best.score if best else 0.0
        return Finding(Shape.NOTHING, Rule.NOWHERE, score, ranked=tuple(ranked[:12]))

    def _told_better(self, query: Query, ranked: list[Scored], group: Group) -> bool:
        """Tell whether one statement explains the question better than a list of entries."""
        best = ranked[0] if ranked else None
        if best is None or query.has("count") or not self.ranker.good(best) or self._holds_kind(best, query):
            return False
        if best.explained > group.explained + 0.02:
            return True
        if not query.direct and self._settles(best, ranked, group.strongest):
            return True
        told = self.ranker.knowledge.entries[best.statement.entry].kind
        if (query.direct and query.many and len(group.chosen) > 1) or best.statement.is_summary or told == query.kind:
            return False
        if min(best.asked, best.fit) <= 0.8:
            return False
        outright = best.score >= group.strongest and best.score > max(s.score for s in group.chosen) + 0.05
        return outright or best.score > group.strongest - (0.0 if query.direct else 0.03)

    def _one_or_many(self, query: Query, ranked: list[Scored], group: Group) -> Finding:
        """Tell the one entry that fits, offer a few, narrow many down, or list them."""
        chosen = group.chosen
        if len(chosen) == 1:
            # What an everyday word leads to is near, and no yes: new materials are not all textiles.
            led = any(i.sort is Sort.HINT and i.qualifies for i in query.items)
            verdict = "yes" if query.yes_no and query.has("any") and not led else ""
            return Finding(
                Shape.FACT,
                Rule.ONE_FITS,
                max(group.strongest, chosen[0].score),
                (chosen[0].statement,),
                filters=query.entities,
                verdict=verdict,
                ranked=tuple(ranked[:12]),
            )
        open_ended = query.has("any", "recommend_me", "who", "where") or query.direct
        if say_values(chosen) and MOST_OPTIONS < len(chosen) <= MOST_SAID:
            return self._shown(Shape.SEVERAL, Rule.ALL_FIT, query, group, ranked)
        if len(chosen) > MOST_OPTIONS:
            return self._shown(Shape.LIST, Rule.ALL_FIT, query, group, ranked)
        if not query.many and (query.has("define") or not open_ended):
            return self._shown(Shape.OPTIONS, Rule.ONE_OF_SEVERAL, query, group, ranked)
        shape = Shape.SEVERAL if any(s.statement.field for s in chosen) else Shape.LIST
        return self._shown(shape, Rule.ALL_FIT, query, group, ranked)

    def _shown(self, shape: Shape, rule: Rule, query: Query, group: Group, ranked: list[Scored]) -> Finding:
        """Return the entries of a group in one shape or another; no count where not all of them are on record."""
        known = self.ranker.knowledge.entries
        if shape is Shape.COUNT and any(query.kind in known[e].partial for e in query.entities):
            return Finding(Shape.NOTHING, Rule.NOT_ALL, group.strongest, ranked=tuple(ranked[:12]))
        return Finding(
            shape,
            rule,
            group.strongest,
            () if shape is Shape.COUNT else tuple(s.statement for s in group.chosen),
            () if shape is Shape.OPTIONS else tuple(s.statement.entry for s in group.chosen),
            query.kind,
            () if shape is Shape.OPTIONS else query.entities,
            ranked=tuple(ranked[:12]),
        )

    def _settles(self, best: Scored, ranked: list[Scored], strongest: float) -> bool:
        """Tell whether one statement alone, and no list, is what was asked for."""
        if (
            not self.ranker.good(best)
            or best.statement.is_summary
            or best.asked <= 0.95
            or best.score < strongest - 0.03
        ):
            return False
        return not any(s.statement.entry != best.statement.entry and s.score >= best.score - 0.02 for s in ranked[1:4])

    def _lists_kind(self, best: Scored, query: Query) -> bool:
        """Tell whether the best statement is itself the list wanted, in the source's order."""
        item = best.statement.field
        others = [e for e in query.entities if e != best.statement.entry]
        return (
            item is not None
            and item.type is FieldType.ENTRIES
            and query.kind in item.of
            and not others
            and best.about == 1.0
            and self.ranker.good(best)
        )

    def _named_itself(self, query: Query) -> bool:
        """Tell whether an entry of the kind asked for is named: then it is not looked for."""
        named = (e for i in query.items if i.sort is Sort.ENTITY and not i.aside for e in i.ids)
        return any(self.ranker.knowledge.entries[e].kind == query.kind for e in named)

    def _counts_kind(self, query: Query) -> bool:
        """Tell whether "how many" counts entries of the kind, not something else that they have."""
        word = self.ranker.knowledge.kinds[query.kind].word
        near = self.ranker.knowledge.concepts[word].near if word in self.ranker.knowledge.concepts else frozenset()
        if query.counted and query.counted.isdisjoint({word, *near}):
            return False
        return not any(i.ids & (self._units - {word}) for i in query.topics)

    def _counted(self, query: Query, ranked: list[Scored]) -> Finding | None:
        """Prefer a figure that the source gives over our own count."""
        word = self.ranker.knowledge.kinds[query.kind].word
        for scored in ranked[:8]:
            item = scored.statement.field
            if (
                item
                and item.type is FieldType.NUMBER
                and item.unit == word
                and self.ranker.good(scored)
                and scored.asked >= 0.8
                and scored.about >= UNNAMED
            ):
                return Finding(
                    Shape.FACT,
                    Rule.FIGURE,
                    scored.score,
                    (scored.statement,),
                    ranked=tuple(ranked[:12]),
                )
        return None

    def _by_facet(self, query: Query, chosen: list[Scored], top: tuple[Scored, ...]) -> Finding:
        """Offer places instead of everything, with figures that the source gives for other places."""
        facets = list(self.ranker.facets(s.statement.entry for s in chosen))
        word = self.ranker.knowledge.kinds[query.kind].word
        for statement in self.ranker.index.statements:
            if statement.field and statement.field.unit == word:
                around = sorted(self.ranker.index.within[statement.entry] & self.ranker.index.places)
                facets += [place for place in around if place not in facets]
        return Finding(
            Shape.OPTIONS,
            Rule.LONG,
            max(s.score for s in chosen),
            facet=tuple(facets[:MOST_OPTIONS]),
            kind=query.kind,
            ranked=top,
        )

    def _values(self, query: Query, ranked: list[Scored]) -> Finding | None:
        """List what a field holds for several entries: the sectors of the Styrian clusters."""
        rows = [
            s
            for s in ranked[:60]
            if self.ranker.good(s)
            and s.statement.field
            and query.kind in s.statement.field.of
            and self.ranker.knowledge.entries[s.statement.entry].kind != query.kind
            and s.asked >= 0.5
        ]
        if len(rows) < 2 or rows[0].score < ranked[0].score - 0.05:
            return None
        same = [s for s in rows if s.statement.field is rows[0].statement.field and s.score >= rows[0].score - 0.05]
        if len(same) < 2 or rows[0].about == 1.0 or names_beside(query, [s.statement for s in same]):
            return None
        found: dict[str, None] = {}
        for scored in same:
            for target in scored.statement.value if isinstance(scored.statement.value, tuple) else ():
                found.setdefault(target)
        shape = Shape.COUNT if query.has("count") else Shape.LIST
        return Finding(
            shape,
            Rule.VALUES,
            same[0].score,
            tuple(s.statement for s in same),
            tuple(found),
            query.kind,
            tuple(query.entities),
            ranked=tuple(ranked[:12]),
        )
