"""What a question asks of something for which it is not recorded, though it is of others: no other field answers it."""

from __future__ import annotations

from itertools import dropwhile

from knowledge.doubting import asks_more
from knowledge.facts import Index, Statement
from knowledge.findings import Finding, Shape
from knowledge.models import FieldType, KnowledgeBase
from knowledge.query import UNKNOWN_SHORT, Query, Sort
from knowledge.ruling_out import carried
from knowledge.scenes import around_main
from knowledge.scoring import asked
from knowledge.tallying import OPERATORS

OUTRIGHT = 0.75
"""How much of a way to ask for a field a question must hold to ask for that and nothing else."""

CLEARLY = 0.1
"""How much more of a way to ask for what is missing a question must hold."""


class Missing:
    """Knows what is recorded of some entries of a kind and not of others."""

    def __init__(self, knowledge: KnowledgeBase, index: Index) -> None:
        """Keep one statement of each field, for its ways to ask."""
        self.knowledge, self.index = knowledge, index
        self._of_field: dict[str, Statement] = {}
        self._around = around_main(knowledge) | {knowledge.entries[place].kind for place in index.places}
        self._holding = {f.of[0] for f in knowledge.fields.values() if f.within and len(f.of) == 1}
        for statement in index.statements:
            if statement.field is not None:
                self._of_field.setdefault(statement.field.id, statement)

    def lacking(self, query: Query, finding: Finding, *, sure: bool) -> bool:
        """Tell whether something else would be told where a field is asked for that an entry could have and has not.

        "Who are the partners of X?" is not answered by what X is, nor by a fact that says nothing of partners.

        Args:
            query: the question.
            finding: what would be told.
            sure: nearly all phrasings like it ask for just that.
        """
        told = finding.statements[0] if finding.shape is Shape.FACT else None
        if told is None:
            return False
        if not sure and (self._means_another(query, told) or self._asks_of_others(query, told)):
            return True
        if self._names_nothing(query, told) or _numbers_otherwise(query, told) or _counts_others(query, told):
            return True
        if self._knows_none(query, told) or (query.has("part") and self._says_more(query, told)):
            return True
        return told.entry in query.entities and (self._says_only_where(query, told) or self._lacks_field(query, told))

    def _means_another(self, query: Query, told: Statement) -> bool:
        """Tell whether a fact about one of many, which nobody named, leaves out a part of what is asked."""
        if told.entry in query.entities or any(i.sort in {Sort.ENTITY, Sort.HINT} for i in query.items):
            return False
        advises = not told.is_summary and query.has("recommend_me") and not query.has("person_like_me")
        one_of_many = bool(self.knowledge.kinds[self.knowledge.entries[told.entry].kind].facet)
        return one_of_many and (advises or asks_more(query, told))

    def _asks_of_others(self, query: Query, told: Statement) -> bool:
        """Tell whether all that is asked is a field that others have, and a fact says nothing of it."""
        topics = [item for item in query.topics if not item.ids <= OPERATORS]
        goes_on = carried(query) or "and" in query.leaning
        if told.is_summary or goes_on or not topics or not all(i.ids.isdisjoint(told.concepts) for i in topics):
            return False
        return any(_wants(query, statement) for statement in self._of_field.values())

    def _lacks_field(self, query: Query, told: Statement) -> bool:
        """Tell whether a field is asked for outright that the entry could have and has not."""
        silent = any(item.ids.isdisjoint(told.concepts) for item in query.topics)
        if silent and told.is_summary and query.has("where") and not self._is_somewhere(told.entry):
            return True  # "where was she a professor?" is not answered by what she did
        if not silent and (not told.is_summary or told.cues):
            return False
        if not any(item.ids - OPERATORS for item in query.topics):
            return False  # "where does X come in?" asks for no place
        kind = self.knowledge.kinds[self.knowledge.entries[told.entry].kind]
        absent = (self._of_field[f] for f in kind.fields if f in self._of_field and not self._has(told.entry, f))
        return any(_wants(query, statement) for statement in absent)

    def _names_nothing(self, query: Query, told: Statement) -> bool:
        """Tell whether a fact names nothing of the kind whose name is asked for: "name the two that support X"."""
        trade = any(i.sort is Sort.HINT and i.wanted and not i.aside for i in query.items)
        if trade and told.fact is not None and not (told.fact.entries or told.fact.items):
            return True  # "which carmakers belong to it?" is not answered by what it works on
        so_many = query.has("list", "name") and (query.has("two", "both") or bool(query.numbers)) and not query.yes_no
        if told.field is not None and told.field.unit:
            return so_many  # "name the 30 of them" is not answered by there being 30
        if not (so_many or query.has("names")) or told.fact is None or told.is_summary or told.fact.items:
            return False
        entries = self.knowledge.entries
        named = (e for e in (told.entry, *told.fact.entries) if e in entries and e not in query.entities)
        return not any(query.kind in {"", entries[e].kind} for e in named)

    def _knows_none(self, query: Query, told: Statement) -> bool:
        """Tell whether a place or a sector is asked for, and what something is has to do with none: "X's sector?"."""
        plain = told.is_summary and not told.cues
        if not plain or query.yes_no or not query.direct or query.kind not in self._around:
            return False
        entries = self.knowledge.entries
        return all(entries[e].kind != query.kind for e in (told.entry, *told.relations) if e in entries)

    def _says_only_where(self, query: Query, told: Statement) -> bool:
        """Tell whether a field says where those are from whose names are asked: "which universities are in X?"."""
        if told.field is None or not told.field.of or not self._holding.issuperset(told.field.of):
            return False
        words = {self.knowledge.kinds[kind].word for kind in told.field.of}
        asked = words | {c for word in words for c in self.knowledge.concepts[word].near}
        return any(item.listed for item in query.topics) and not query.has("where", *asked)

    def _says_more(self, query: Query, told: Statement) -> bool:
        """Tell whether a question says more than what is told of and what is counted: "how many of them are French"."""
        unit = told.field.unit if told.field is not None else ""
        kinds = {kind.word for kind in self.knowledge.kinds.values()}  # "across the country" says no more
        counted = {told.entry, *self.index.within[told.entry], unit, "part", *kinds}
        counted |= set(told.concepts) if told.fact is not None else set()
        return any(
            item.sort in {Sort.CONCEPT, Sort.ENTITY} and item.ids.isdisjoint(counted) and not item.ids <= OPERATORS
            for item in dropwhile(lambda item: "part" not in item.ids, query.items)
            if not item.aside
        )

    def _is_somewhere(self, entry: str) -> bool:
        """Tell whether an entry lies in a place, or belongs to something by a field of that."""
        others = (s.value for s in self.index.by_entry.get(entry, ()) if s.entry != entry)
        return bool(self.index.within.get(entry)) or any(entry in value for value in others if isinstance(value, tuple))

    def _has(self, entry: str, field: str) -> bool:
        return f"{entry}.{field}" in self.index.by_id

    def asked(self, query: Query, finding: Finding) -> bool:
        """Tell whether a fact that was found is not what the question asks for.

        That is so where a field that the entry lacks is asked for more clearly, and where what something is would be
        told although a word that nobody knows asks for more: "the weight of X".
        """
        if finding.shape is not Shape.FACT or query.pointed:
            return False
        told = finding.statements[0]
        if told.is_summary:
            return any(i.sort is Sort.UNKNOWN and not i.aside and i.weight > UNKNOWN_SHORT for i in query.items)
        if told.entry not in query.entities:
            return False
        entry = self.knowledge.entries[told.entry]
        held = asked(told, query, named=True)[0] + CLEARLY
        lacking = (f for f in self.knowledge.kinds[entry.kind].fields if f not in entry.values and f in self._of_field)
        return any(asked(self._of_field[f], query, named=True)[0] > held for f in lacking)


def _numbers_otherwise(query: Query, told: Statement) -> bool:
    """Tell whether a section is named by its number, and a fact says nothing of that: "section 9.1"."""
    parts = [number for number in query.numbers if "." in number]
    return told.fact is not None and any(part not in told.fact.say["en"] for part in parts)


def _counts_others(query: Query, told: Statement) -> bool:
    """Tell whether a number of something else would be told: "how many research centres are among the members?"."""
    if told.field is None or told.field.type is not FieldType.NUMBER:
        return False
    counted = [i for i in query.items if i.counted and i.sort is Sort.CONCEPT and not i.aside]
    meant = {told.field.unit, *told.field.also}.union(*(cue.all for cue in told.cues))
    return bool(counted) and all(i.ids.isdisjoint(meant) for i in counted)


def _wants(query: Query, statement: Statement) -> bool:
    """Tell whether a question asks for a field outright, by more than the words that say how to answer."""
    share, fit = asked(statement, query, named=True)
    return share >= OUTRIGHT and fit >= OUTRIGHT
