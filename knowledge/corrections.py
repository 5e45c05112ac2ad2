"""A correction of the last question → what was meant: "no, the Austrian one", "sorry, I meant the mobility one"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.context import Carried, Carry, Context, Reading
from knowledge.editing import Editor
from knowledge.facts import Index
from knowledge.models import KnowledgeBase
from knowledge.query import Item, Query, Sort


@dataclass(frozen=True, slots=True)
class Corrections:
    """Reads corrections."""

    knowledge: KnowledgeBase
    """Entries and their kinds."""
    index: Index
    """What entries lie in."""
    edit: Editor
    """Edits queries."""

    def reading(self, query: Query, context: Context, last: Query) -> Reading | None:
        """Ask the last question about another thing than was understood; None where no other is named."""
        wrong = frozenset(context.subjects[:1]) if len(context.subjects) == 1 else frozenset()
        named = [i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT} and not i.ids <= wrong]
        named = self._meant(named, query, last)
        query = self._without_kinds(query, named)
        direct = [i for i in named if self._is_instead(i, wrong)]
        if direct:
            topics = self.edit.with_topics(query, last) if query.asks_nothing or not query.topics else query
            items = tuple(i for i in topics.items if not i.ids & wrong and i.sort not in {Sort.UNKNOWN, Sort.PLACE})
            return _read(self.edit.having(topics, items), Carry.CORRECTED, wrong)
        again = replace(last, language=query.language, spans=query.spans)
        likely = self._by_part_of_name(query, wrong)
        if likely:
            return _read(self._asked_of(likely, again), Carry.CORRECTED_NAME, wrong)
        same = self._same_of(named, context.told)
        if same is not None:
            return _read(replace(self._asked_of(same, again), like=context.told), Carry.CORRECTED, wrong)
        if named and wrong:
            return self._described(named, next(iter(wrong)), again, context.told)
        if not named:
            return None
        renamed = self.edit.renamed(query, last, context.subjects)
        return _read(renamed, Carry.CORRECTED, renamed.exclude)

    def like(self, query: Query, context: Context, last: Query) -> Reading | None:
        """Ask the last question about another of the kind by part of its name: "and the cyber one?"."""
        wrong = frozenset(context.subjects[:1]) if len(context.subjects) == 1 else frozenset()
        likely = self._by_part_of_name(query, wrong)
        again = replace(last, language=query.language, spans=query.spans)
        return _read(self._asked_of(likely, again), Carry.CORRECTED_NAME, wrong) if likely else None

    @staticmethod
    def _meant(named: list[Item], query: Query, last: Query) -> list[Item]:
        """Return the names that were meant: "I said Romania but meant Russia"; none where that one is not known."""
        others = [i for i in named if not i.ids <= set(last.entities)]
        strange = any(i.sort in {Sort.UNKNOWN, Sort.PLACE, Sort.CONCEPT} for i in query.items)
        return others or ([] if strange else named)

    def _without_kinds(self, query: Query, named: list[Item]) -> Query:
        """Leave out what only says of what kind the thing meant is: "wrong region, I meant X"."""
        kinds = {self.knowledge.entries[e].kind for i in named if i.sort is Sort.ENTITY for e in i.ids}
        words = {self.knowledge.kinds[kind].word for kind in kinds}
        return self.edit.having(query, tuple(i for i in query.items if not i.ids or not i.ids <= words))

    def _is_instead(self, named: Item, wrong: frozenset[str]) -> bool:
        """Tell whether a name stands for the thing meant, and does not only say where it lies or what it is in."""
        kinds = {self.knowledge.entries[s].kind for s in wrong}
        fields = [
            self.knowledge.fields[f]
            for kind in kinds
            for f in self.knowledge.kinds[kind].fields
            if f in self.knowledge.fields
        ]
        tells_where = {of for field in fields if field.within for of in field.of}
        kind = self.edit.kind_of(named)
        return kind in kinds or (named.sort is Sort.ENTITY and bool(kinds) and kind not in tells_where)

    def _same_of(self, named: Sequence[Item], told: str) -> str | None:
        """Return the one entry named of which the same is on record as was told of another; None for none."""
        name = told.partition(".")[2]
        found = [e for i in named if i.sort is Sort.ENTITY for e in sorted(i.ids) if f"{e}.{name}" in self.index.by_id]
        return found[0] if len(found) == 1 and not self._is_summary(told) else None

    def _is_summary(self, told: str) -> bool:
        """Tell whether what was told last is what something is."""
        return told in self.index.by_id and self.index.by_id[told].is_summary

    def _described(self, named: Sequence[Item], subject: str, last: Query, told: str) -> Reading:
        """Ask of the one that is described by its place or its sector: "the Austrian one", "the mobility one".

        What the correction says nothing of stays as it was: another place, and the sector of the one talked about.
        """
        wrong = frozenset({subject})
        kind = self.knowledge.entries[subject].kind
        placed = any(self.edit.is_place(e) for i in named for e in i.ids)
        stays = [e for e in sorted(self.index.within.get(subject, ())) if self.edit.is_place(e) is not placed]
        alike = [e for e in self.index.of_kind[kind] if e != subject]
        meant = [e for e in alike if all(i.ids & set(self.index.within.get(e, ())) for i in named)]
        near = [e for e in meant if not set(stays).isdisjoint(self.index.within.get(e, ()))] or meant
        if len(near) == 1 and (self._is_summary(told) or not placed):
            return _read(self._asked_of(near[0], last), Carry.CORRECTED, wrong)
        kept = [i for i in last.items if i.sort in {Sort.CONCEPT, Sort.OPTIONAL, Sort.HINT}]
        edited = self.edit.having(last, (*named, *map(self.edit.entity, stays[:1]), *kept))
        return _read(replace(edited, kind=kind), Carry.CORRECTED, wrong)

    def _asked_of(self, entry: str, last: Query) -> Query:
        """Ask the last question of an entry."""
        topics = (i for i in last.items if i.sort in {Sort.CONCEPT, Sort.OPTIONAL})
        return self.edit.having(last, (self.edit.entity(entry), *topics))

    def _by_part_of_name(self, query: Query, wrong: frozenset[str]) -> str:
        """Return the one entry like the wrong one whose name has a word of the correction in it."""
        kinds = {self.knowledge.entries[s].kind for s in wrong}
        parts = [i.text for i in query.items if i.sort in {Sort.UNKNOWN, Sort.HINT, Sort.PLACE} and len(i.text) >= 3]
        found = {
            entry.id
            for entry in self.knowledge.entries.values()
            for part in parts
            if entry.kind in kinds and entry.id not in wrong and part in entry.title["en"].casefold()
        }
        return found.pop() if len(found) == 1 else ""


def _read(query: Query, how: Carry, wrong: frozenset[str]) -> Reading:
    """Return a reading that points at what was said, and does not mean what was understood wrongly."""
    return Reading(replace(query, exclude=wrong, pointed=True), Carried(how), sure=True)
