"""Entries → statements, and the index by which they are found. Built once from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from knowledge.asked_for import asked_for
from knowledge.cues import WEIGHTS, Readings, word_cue
from knowledge.facts import BEYOND, DIRECT, VALUE, WITHIN, Cue, Index, Statement
from knowledge.linking import Linker
from knowledge.models import (
    HELD,
    Entry,
    Fact,
    Field,
    FieldType,
    KnowledgeBase,
    Number,
    Origin,
    Role,
    Value,
    own_concept,
)
from knowledge.relations import lies_in, links, places

NEAR = 0.7
"""How much a concept near to the one asked for explains it."""

IN_PASSING = 0.6
"""How much a word of the statement itself explains, against a cue or a context word."""


BY_WAY_OF_ANOTHER = 0.35
"""How strongly a place speaks for an entry without a place of its own that is linked to others there."""

OPERATORS_OF: Mapping[FieldType, set[str]] = {
    FieldType.NUMBER: {"count"},
    FieldType.YEAR: {"when"},
    FieldType.URL: {"where"},
    FieldType.TEXT: set(),
}
"""Operators that a field of a type answers; the name of somebody or something answers who."""

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
        self.read = Readings(knowledge, linker)
        self.within = {entry.id: frozenset(lies_in(knowledge, entry)) for entry in knowledge.entries.values()}
        self.linked = links(knowledge)
        self.operators = {c.id for c in knowledge.concepts.values() if c.role in {Role.OPERATOR, Role.OUTSIDE}}
        self.looked_for = self._looked_for()
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

    def _looked_for(self) -> dict[str, set[str]]:
        """Return the kinds of entry that are looked for by “who”, as others are run by them, and by “where”.

        What a text says of one of them tells who does something, and where it is done.
        """
        found: dict[str, set[str]] = {"who": set(), "where": set()}
        for item in self.knowledge.fields.values():
            asked = {
                c
                for text, code in item.ask
                for s in self.linker.link_known(text.replace("_", " "), code)
                for c in s.ids
            }
            if "c:who" in asked:
                found["who"].update(item.of)
            if "c:where" in asked:
                found["where"].update(k.id for k in self.knowledge.kinds.values() if item.id in k.fields)
        return found

    def _found_by(self, statement: Statement) -> set[str]:
        """Return the concepts that lead to a statement: those that weigh in its cues, and those near to them."""
        found: set[str] = set()
        for cue in statement.cues:
            for ids, weight in cue.keys:
                if weight >= WEIGHTS[Role.OPERATOR] or cue.total < WEIGHTS[Role.OPERATOR]:
                    found |= ids
                    if weight >= WEIGHTS[Role.TOPIC]:
                        found |= {near for c in ids for near in self.read.near(c)}
        return found

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
            for near in self.read.near(concept) - self.operators:
                explained[near] = max(explained.get(near, 0), NEAR * strength)
        return explained

    def _describing(self, entry: Entry) -> set[str]:
        """Return the concepts that describe an entry: its kind, and what the data says of it."""
        kind = self.knowledge.kinds[entry.kind]
        concepts, _ = self.read.words((*entry.also, *kind.also))
        return concepts | {kind.word}

    def _field(self, entry: Entry, item: Field, value: Value | None, parts: tuple[str, ...] = ()) -> Statement:
        targets = [t for t in value if t in self.knowledge.entries] if isinstance(value, tuple) else []
        cues = self.read.cues(item.ask, goes_without=self.knowledge.kinds[entry.kind].word, own=own_concept(item.id))
        also, mentioned = self.read.words(item.also)
        held = self.read.held(value) if item.type is FieldType.TEXT and isinstance(value, str) else frozenset[str]()
        cues += tuple(word_cue(concept) for concept in sorted(held) if concept.startswith(HELD))
        kinds = {self.knowledge.kinds[self.knowledge.entries[t].kind].word for t in targets}
        described = set().union(*(self._describing(self.knowledge.entries[t]) for t in targets)) if targets else set()
        operators = OPERATORS_OF.get(item.type, {"who"})
        if item.type is FieldType.TEXT:
            operators = {word for word, kinds in self.looked_for.items() if entry.kind in kinds}
        shown = set(
            self.read.linked(" ".join(item.say.get("en", "").replace("{name}", "").replace("{value}", "").split()))[0]
        )
        explained = self._explained(
            cues,
            (also, 1.0),
            (kinds, 1.0),
            (held, 1.0),
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

    def _questions(self, entry: Entry, fact: Fact) -> Iterator[tuple[str, str]]:
        """Yield the question of a fact, and its translations of which as much is understood.

        Of a translation whose words are not all known there may be no more left than a "who".
        """
        own = own_concept(entry.id, fact.id)
        first = fact.question.get("en", "")
        least = sum(cue.total for cue in self.read.cues(((first, "en"),), fact.explains, own=own))
        for language, text in fact.question.items():
            if language == "en" or any(c.total >= least for c in self.read.cues(((text, language),), own=own)):
                yield text, language

    def _fact(self, entry: Entry, fact: Fact) -> Statement:
        own = own_concept(entry.id, fact.id)
        cues = self.read.cues((*fact.ask, *self._questions(entry, fact)), fact.explains, own=own)
        also, mentioned = self.read.words(fact.also)
        said, told = self.read.linked(fact.say.get("en", ""))
        titled, _ = self.read.linked(entry.title.get("en", ""))
        asked = (
            set().union(*(self.read.linked(phrase.replace("_", " "))[1] for phrase, _ in fact.ask))
            if fact.ask
            else set()
        )
        contexts: list[tuple[Iterable[str], float]] = [(also, 1.0), (self._describing(entry), 1.0), (titled, 1.0)]
        if fact.id == "summary":
            contexts.append((said, IN_PASSING if not fact.ask else 1.0))
            contexts.append((_OF_A_SUMMARY, 1.0))
        else:
            contexts.append((said, 0.85))
        no_if = tuple(frozenset(self.read.words(words)[0]) for words in fact.no_if)
        yes_if = tuple(frozenset(self.read.words(words)[0]) for words in fact.yes_if)
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
            frozenset(self.read.words(fact.never)[0]),
            frozenset(numbers),
            fact.origin,
            (),
            yes_if,
            no_if,
        )


def _years(origin: Origin) -> frozenset[str]:
    """Return the year that statements are dated by: a question may name it."""
    return frozenset(word for word in origin.dated.split() if word.isdigit())
