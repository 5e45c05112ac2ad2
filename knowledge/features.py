"""Spans → features: what a phrasing and a question are compared by when intents are learned.

Concepts and entries are the same in every language, and spelt right; so they carry most. Beside them stand the first
letters of each word, which catch what the vocabulary lacks, neighbours, and pairs of concepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise
from math import sqrt

from knowledge.describing import Describer
from knowledge.lexicon import SKIP
from knowledge.models import KnowledgeBase
from knowledge.query import INCLUSIVE, Query, Sort
from knowledge.span import Match, Span

Features = dict[str, float]
"""Strength by feature; the first letter of a feature says of what sort it is."""

ENTRY, KIND, WITHIN, HINT, CONCEPT, WORD, NEIGHBOURS, TOGETHER = "ekwhcsbp"
"""Sorts of features: an entry named, its kind, what it lies in, an entry hinted at, a concept, the beginning of a word,
two neighbours, two concepts or entries of one question."""

WEIGHTS = {ENTRY: 1.6, KIND: 0.8, WITHIN: 0.6, HINT: 1.0, CONCEPT: 1.3, WORD: 0.6, NEIGHBOURS: 0.5, TOGETHER: 0.7}
"""What a feature of a sort counts against others."""

BY_LANGUAGE = frozenset({WORD, NEIGHBOURS})
"""Sorts of features that only say something in the language of the phrasing."""

BEGINNING = 5
"""Letters of a word that count: most endings say nothing about what is meant."""

MOST_TOGETHER = 14
"""Concepts and entries of a question that are paired."""

MOST_MEANINGS = 3
"""Entries that an ambiguous name is taken for."""


class FeatureMaker:
    """Makes the features of texts about one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, within: Mapping[str, Iterable[str]], describer: Describer) -> None:
        """Keep what is said about entries.

        Args:
            knowledge: the entries and their kinds.
            within: what each entry lies in.
            describer: finds entries that are described.
        """
        self._describer = describer
        self._kinds = {entry.id: entry.kind for entry in knowledge.entries.values()}
        self._within = {entry: tuple(sorted(around)) for entry, around in within.items()}

    def of_query(self, query: Query) -> Features:
        """Return the features of a question, with those of words that it takes over from the conversation."""
        found, named = self._of(query.spans)
        said = {span.text for span in query.spans}
        for item in query.items:
            if item.sort is Sort.ENTITY and item.ids.isdisjoint(named):
                self._name(found, sorted(item.ids)[:MOST_MEANINGS])
            elif item.sort in {Sort.CONCEPT, Sort.OPTIONAL} and item.text not in said:
                self._concepts(found, sorted(item.ids))
        return found

    def of_spans(self, spans: Iterable[Span]) -> Features:
        """Return the features of a text."""
        return self._of(spans)[0]

    def _of(self, spans: Iterable[Span]) -> tuple[Features, set[str]]:
        found: Features = {}
        row = ["^"]
        together: set[str] = set()
        named: set[str] = set()
        groups: list[frozenset[str]] = []
        for span in spans:
            groups.append(frozenset(m.id[2:] for m in span.meanings if m.id.startswith("e:")))
            if span.how is Match.END:
                row.append("|")
                continue
            entries = sorted({m.id[2:] for m in span.meanings if m.name})[:MOST_MEANINGS]
            if entries:
                self._name(found, entries)
                named.update(entries)
                together.update(ENTRY + e for e in entries)
                row.append(f"<{self._kinds[entries[0]]}>")
                continue
            row.append(self._word(found, span, together))
        described = self._describer.entry(groups)
        if described:
            self._name(found, [described])
            together.add(ENTRY + described)
        row.append("$")
        for pair in pairwise(row):
            _add(found, NEIGHBOURS + "_".join(pair), 1.0)
        for one, other in combinations(sorted(together)[:MOST_TOGETHER], 2):
            _add(found, f"{TOGETHER}{one}&{other}", 1.0)
        return found, named

    def _name(self, found: Features, entries: list[str]) -> None:
        """Add a name; of several entries that it may mean each counts its share."""
        share = 1 / len(entries)
        for entry in entries:
            _add(found, ENTRY + entry, share)
            _add(found, KIND + self._kinds[entry], share)
            for around in self._within.get(entry, ()):
                _add(found, WITHIN + around, share / 2)

    @staticmethod
    def _concepts(found: Features, concepts: list[str]) -> None:
        """Add the concepts that a word can mean."""
        for concept in concepts:
            _add(found, CONCEPT + concept, 1 / sqrt(len(concepts)))

    @staticmethod
    def _word(found: Features, span: Span, together: set[str]) -> str:
        """Add a word that is no name; return what stands for it among its neighbours."""
        hints = sorted({m.id[2:] for m in span.meanings if m.id.startswith("e:")})
        concepts = sorted({i[2:] for i in span.ids if i.startswith("c:")} - INCLUSIVE)
        for hint in hints:
            _add(found, HINT + hint, 0.7 / len(hints))
        if hints:
            _add(found, KIND + "hint", 0.3)
        FeatureMaker._concepts(found, concepts)
        if concepts:
            together.add(CONCEPT + concepts[0])
        for word in span.text.split():
            _add(found, WORD + word[:BEGINNING], 1.0)
        return concepts[0] if concepts and SKIP not in span.ids else span.text[:BEGINNING]


def _add(found: Features, feature: str, strength: float) -> None:
    found[feature] = min(found.get(feature, 0.0) + strength, 2.0)
