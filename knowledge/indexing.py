"""Entries → statements, and the index by which they are found. Built once from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from knowledge.asked_for import asked_for
from knowledge.facts import BEYOND, DIRECT, VALUE, WITHIN, Cue, Index, Statement
from knowledge.lexicon import SKIP
from knowledge.linking import Linker
from knowledge.models import Entry, Fact, Field, FieldType, KnowledgeBase, Number, Origin, Role, Value
from knowledge.relations import lies_in, links, places
from knowledge.span import Match

WEIGHTS = {Role.TOPIC: 1.0, Role.OPERATOR: 0.5, Role.SOFT: 0.15, Role.LIGHT: 0.15, Role.OUTSIDE: 0.0}
"""What a concept counts in a cue."""

NEAR = 0.7
"""How much a concept near to the one asked for explains it."""

IN_PASSING = 0.6
"""How much a word of the statement itself explains, against a cue or a context word."""


BY_WAY_OF_ANOTHER = 0.35
"""How strongly a place speaks for an entry without a place of its own that is linked to others there."""

_OF_A_SUMMARY = ("define", "focus", "do", "role", "connection", "information")
# Concepts with which people ask what something is.


def build_index(knowledge: KnowledgeBase, linker: Linker) -> Index:
    """Index every statement of a knowledge base."""
    return _Indexer(knowledge, linker).build()


class _Indexer:
    """Works out statements from entries."""

    def __init__(self, knowledge: KnowledgeBase, linker: Linker) -> None:
        self.knowledge = knowledge
        self.linker = linker
        self.within = {entry.id: frozenset(lies_in(knowledge, entry)) for entry in knowledge.entries.values()}
        self.linked = links(knowledge)
        self.operators = {c.id for c in knowledge.concepts.values() if c.role in {Role.OPERATOR, Role.OUTSIDE}}
        self.outside = {c.id for c in knowledge.concepts.values() if c.role is Role.OUTSIDE}

    def build(self) -> Index:
        statements = tuple(chain.from_iterable(self._statements(entry) for entry in self.knowledge.entries.values()))
        by_entry: dict[str, list[Statement]] = {}
        by_concept: dict[str, list[Statement]] = {}
        about: dict[str, list[Statement]] = {}
        for statement in statements:
            about.setdefault(statement.entry, []).append(statement)
            for related in statement.relations:
                by_entry.setdefault(related, []).append(statement)
            for concept in self._found_by(statement):
                by_concept.setdefault(concept, []).append(statement)
        of_kind: dict[str, list[str]] = {}
        for entry_id, entry in self.knowledge.entries.items():
            of_kind.setdefault(entry.kind, []).append(entry_id)
        return Index(
            statements,
            {key: tuple(found) for key, found in by_entry.items()},
            {key: tuple(found) for key, found in by_concept.items()},
            {key: tuple(found) for key, found in about.items()},
            self.within,
            self.linked,
            {entry: frozenset(r for s in found for r in s.relations) for entry, found in about.items()},
            {key: tuple(found) for key, found in of_kind.items()},
            frozenset(self.knowledge.concepts)
            - {c for s in statements for c in s.concepts}
            - asked_for(self.knowledge, self.linker),
            {s.id: s for s in statements},
            places(self.knowledge),
        )

    def _found_by(self, statement: Statement) -> set[str]:
        """Return the concepts that lead to a statement: those that weigh in its cues, and those near to them."""
        found: set[str] = set()
        for cue in statement.cues:
            for ids, weight in cue.keys:
                if weight >= WEIGHTS[Role.OPERATOR] or cue.total < WEIGHTS[Role.OPERATOR]:
                    found |= ids
                    if weight >= WEIGHTS[Role.TOPIC]:
                        found |= {near for c in ids for near in self._near(c)}
        return found

    def _near(self, concept: str) -> frozenset[str]:
        known = self.knowledge.concepts.get(concept)
        return known.near if known else frozenset()

    def _linked(self, text: str) -> tuple[set[str], set[str]]:
        """Return the concepts and the entries that a text of the data names."""
        spans = self.linker.link_known(text)
        concepts: set[str] = set()
        entries: set[str] = set()
        for span in spans:
            if span.how not in {Match.EXACT, Match.ENDING}:
                continue
            ids = span.ids
            named = {i[2:] for i in ids if i.startswith("e:")}
            entries |= named
            if not named or any(not m.name for m in span.meanings):
                concepts |= {i[2:] for i in ids if i.startswith("c:")}
        return concepts, entries

    def _words(self, phrases: Iterable[str]) -> tuple[set[str], set[str]]:
        """Return the concepts and entries of several words; a concept's own name stands for it."""
        concepts: set[str] = set()
        entries: set[str] = set()
        for phrase in phrases:
            if phrase in self.knowledge.concepts:
                concepts.add(phrase)
            else:
                found = self._linked(phrase)
                concepts |= found[0]
                entries |= found[1]
        return concepts, entries

    def _cue(self, phrasing: str, told: frozenset[str]) -> dict[frozenset[str], float]:
        """Turn a phrasing into weights by concept; of a word's several meanings any one will do."""
        cue: dict[frozenset[str], float] = {}
        for span in self.linker.link_known(phrasing.replace("_", " ")):
            ids = frozenset(i[2:] for i in span.ids if i.startswith("c:")) - (self.outside - told)
            if ids and span.how in {Match.EXACT, Match.ENDING} and not any(m.name for m in span.meanings):
                weight = max(1.0 if i in told else WEIGHTS[self.knowledge.concepts[i].role] for i in ids)
                if SKIP in span.ids:
                    weight = min(weight, WEIGHTS[Role.SOFT])
                cue[ids] = max(cue.get(ids, 0), weight)
        return cue

    def _cues(self, phrasings: Iterable[str], told: frozenset[str] = frozenset()) -> tuple[Cue, ...]:
        """Turn phrasings into different cues; ``told`` are concepts that are recorded nowhere else."""
        found: dict[frozenset[tuple[frozenset[str], float]], Cue] = {}
        for phrasing in phrasings:
            keys = self._cue(phrasing, told)
            if keys:
                every = frozenset().union(*keys)
                near = frozenset(n for c in every for n in self._near(c)) - every
                light = frozenset(c for c in every if self.knowledge.concepts[c].role is Role.LIGHT)
                ordered = tuple(sorted(keys.items(), key=lambda key: sorted(key[0])))
                found.setdefault(frozenset(ordered), Cue(ordered, sum(keys.values()), every, near, light))
        return tuple(found.values())

    def _statements(self, entry: Entry) -> Iterable[Statement]:
        for name, value in entry.values.items():
            if name in self.knowledge.fields and self.knowledge.fields[name].ask:
                yield self._field(entry, self.knowledge.fields[name], value)
        for name in self.knowledge.kinds[entry.kind].fields:
            item = self.knowledge.fields.get(name)
            if item is None or name in entry.values:
                continue
            parts = tuple(p for p in item.parts if p in entry.values)
            if parts:
                yield self._field(entry, item, None, parts)
            elif item.within and item.type is FieldType.ENTRY and item.ask and (above := self._above(entry, item)):
                yield self._field(entry, item, above)
        for fact in entry.facts:
            yield self._fact(entry, fact)

    def _above(self, entry: Entry, item: Field) -> tuple[str, ...]:
        """Return what an entry lies in by way of others: a cluster's country is that of its region."""
        found = tuple(e for e in sorted(self.within[entry.id]) if self.knowledge.entries[e].kind in item.of)
        return found if len(found) == 1 else ()

    def _relations(
        self, entry: Entry, values: Iterable[str], mentioned: Iterable[str], *, beyond: bool = True
    ) -> dict[str, float]:
        """Work out how strongly each entry speaks for a statement about an entry."""
        relations: dict[str, float] = {}
        targets = list(values)
        for target in mentioned:
            relations[target] = WITHIN
        for target in targets:
            for other in self.within[target] | (self.linked[target] if beyond else frozenset()):
                relations[other] = max(relations.get(other, 0), BEYOND)
        if not self.within[entry.id]:
            for place in {p for other in self.linked[entry.id] for p in self.within[other]}:
                relations.setdefault(place, BY_WAY_OF_ANOTHER)
        for other in self.within[entry.id]:
            relations[other] = max(relations.get(other, 0), WITHIN)
        for target in targets:
            relations[target] = VALUE
        relations[entry.id] = DIRECT
        return relations

    def _explained(
        self, cues: Iterable[Cue], *contexts: tuple[Iterable[str], float], told: frozenset[str] = frozenset()
    ) -> dict[str, float]:
        """Work out how well each concept is explained by cues and contexts."""
        explained: dict[str, float] = dict.fromkeys(told, 1.0)
        given: list[tuple[Iterable[str], float]] = [(chain.from_iterable(cue.all for cue in cues), 1.0), *contexts]
        for concepts, strength in given:
            for concept in concepts:
                if concept not in self.outside:
                    explained[concept] = max(explained.get(concept, 0), strength)
        for concept, strength in list(explained.items()):
            for near in self._near(concept) - self.operators:
                explained[near] = max(explained.get(near, 0), NEAR * strength)
        return explained

    def _describing(self, entry: Entry) -> set[str]:
        """Return the concepts that describe an entry: its kind, and what the data says of it."""
        kind = self.knowledge.kinds[entry.kind]
        concepts, _ = self._words((*entry.also, *kind.also))
        return concepts | {kind.word}

    def _field(self, entry: Entry, item: Field, value: Value | None, parts: tuple[str, ...] = ()) -> Statement:
        targets = [t for t in value if t in self.knowledge.entries] if isinstance(value, tuple) else []
        cues = self._cues(item.ask)
        also, mentioned = self._words(item.also)
        kinds = {self.knowledge.kinds[self.knowledge.entries[t].kind].word for t in targets}
        described = set().union(*(self._describing(self.knowledge.entries[t]) for t in targets)) if targets else set()
        operators = {FieldType.NUMBER: {"count"}, FieldType.URL: {"where"}}.get(item.type, {"who"})
        shown = set(
            self._linked(" ".join(item.say.get("en", "").replace("{name}", "").replace("{value}", "").split()))[0]
        )
        explained = self._explained(
            cues,
            (also, 1.0),
            (kinds, 1.0),
            (described, 1.0),
            (operators & self.knowledge.concepts.keys(), 1.0),
            (self._describing(entry), 1.0),
            ({item.unit} if item.unit else (), 1.0),
            (shown, IN_PASSING),
        )
        numbers = frozenset({f"{value.value:g}"}) if isinstance(value, Number) else frozenset({str(len(targets))})
        origin = entry.origins.get(item.id, entry.origin)
        numbers |= _years(origin)
        return Statement(
            f"{entry.id}.{item.id}",
            entry.id,
            item,
            None,
            value,
            cues,
            explained,
            self._relations(entry, targets, mentioned, beyond=len(targets) == 1 and not item.within),
            frozenset(),
            numbers,
            origin,
            parts,
        )

    def _fact(self, entry: Entry, fact: Fact) -> Statement:
        cues = self._cues((*fact.ask, *fact.question.values()), fact.explains)
        also, mentioned = self._words(fact.also)
        said, told = self._linked(fact.say.get("en", ""))
        titled, _ = self._linked(entry.title.get("en", ""))
        asked = set().union(*(self._linked(phrase.replace("_", " "))[1] for phrase in fact.ask)) if fact.ask else set()
        contexts: list[tuple[Iterable[str], float]] = [(also, 1.0), (self._describing(entry), 1.0), (titled, 1.0)]
        if fact.id == "summary":
            contexts.append((said, IN_PASSING if not fact.ask else 1.0))
            contexts.append((_OF_A_SUMMARY, 1.0))
        else:
            contexts.append((said, 0.85))
        no_if = tuple(frozenset(self._words(words)[0]) for words in fact.no_if)
        yes_if = tuple(frozenset(self._words(words)[0]) for words in fact.yes_if)
        contexts.append((set().union(*no_if, *yes_if), 1.0))
        numbers = (
            fact.numbers
            | _years(fact.origin)
            | {word for word in fact.say.get("en", "").replace(",", " ").replace(".", " ").split() if word.isdigit()}
        )
        relations = self._relations(entry, fact.entries, {*mentioned, *told, *asked} - {entry.id})
        if fact.id == "summary" and not fact.ask:
            relations = {
                key: strength
                for key, strength in relations.items()
                if strength == DIRECT or key in self.within[entry.id]
            }
        return Statement(
            f"{entry.id}.{fact.id}",
            entry.id,
            None,
            fact,
            None,
            cues,
            self._explained(cues, *contexts, told=fact.explains),
            relations,
            frozenset(self._words(fact.never)[0]),
            frozenset(numbers),
            fact.origin,
            (),
            yes_if,
            no_if,
        )


def _years(origin: Origin) -> frozenset[str]:
    """Return the year that statements are dated by: a question may name it."""
    return frozenset(word for word in origin.dated.split() if word.isdigit())
