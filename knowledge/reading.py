"""Spans → a query: which clause asks, what it asks for, and which words are left to explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from knowledge.kind_asked import ASKS_WHICH, KindFinder
from knowledge.leaving_out import Besides
from knowledge.lexicon import SKIP
from knowledge.models import KnowledgeBase
from knowledge.query import SHORT_HINT, Item, Query, Sort
from knowledge.span import Match, Span
from knowledge.weighing import Weigher, conjunction, forward, loose

LONG_OPENING = 5
"""Spans before the word that asks from which they only set the scene."""


LATEST = "latest"
"""Leaning of a question for the last to do something, which no list tells."""

LONGEST_LEANING = 6
"""Words of the longest expression that leans on what was said before."""

LONGEST_TAG = 4
"""Words, as spans, of the longest expression that makes a question of a statement."""


@dataclass(slots=True)
class Reader:
    """Turns spans into queries for one knowledge base."""

    knowledge: KnowledgeBase
    """Kinds and concepts."""
    weigher: Weigher
    """Weighs its words."""
    kinds: KindFinder
    """Finds the kind asked for."""
    leaning: dict[str, dict[str, str]] = field(default_factory=dict)
    """By language and folded form: how it leans."""
    closing: dict[str, frozenset[str]] = field(default_factory=dict)
    """By language: what adds something to what was asked at the end, “too”."""
    ordinals: dict[str, int] = field(default_factory=dict)
    """Words for positions, in any language."""
    besides: dict[str, Besides] = field(default_factory=dict)
    """By language: what leaves a name out."""
    tags: dict[str, frozenset[str]] = field(default_factory=dict)
    """By language: what makes a question of a statement before it, “right?”."""
    beginnings: dict[str, int] = field(default_factory=dict)
    """Words of the longest of all these expressions, by its first word."""

    def __post_init__(self) -> None:
        """Find how the expressions begin."""
        for form in chain(self.ordinals, *self.leaning.values()):
            first, *rest = form.split(" ")
            size = min(len(rest) + 1, LONGEST_LEANING)
            self.beginnings[first] = max(self.beginnings.get(first, 0), size)

    def clauses(self, spans: Iterable[Span]) -> list[tuple[list[Span], bool]]:
        """Cut spans into clauses.

        Returns:
            Each clause, with whether a question mark ends it.
        """
        found: list[tuple[list[Span], bool]] = []
        clause: list[Span] = []
        for span in spans:
            if span.how is Match.END:
                if clause:
                    found.append((clause, span.text == "?"))
                    clause = []
                elif found and span.text == "?":
                    found[-1] = (found[-1][0], True)
            else:
                clause.append(span)
        if clause:
            found.append((clause, False))
        return found

    def asks(self, clause: list[Span]) -> bool:
        """Tell whether a clause has a word that asks; "list", "compare" and "explain" ask at its beginning only."""
        return any(self._asks(span) and (n <= 1 or not span.ids <= _ASKING_FIRST) for n, span in enumerate(clause))

    def opens(self, clause: list[Span]) -> bool:
        """Tell whether a clause begins with a word that asks, or with a verb that asks for yes or no."""
        return bool(clause) and self._asks(clause[0]) and "c:list" not in clause[0].ids

    def _asks(self, span: Span) -> bool:
        return any(i in _ASKING for i in span.ids)

    def read(self, before: list[list[Span]], clause: list[Span], language: str, text: str) -> Query:
        """Read one question.

        Args:
            before: clauses that only set the scene.
            clause: the clause with the question.
            language: of the text.
            text: the folded clause, for words that lean.
        """
        clause, tagged = self._untagged(clause, language)
        clause = list(self.weigher.counted(self.weigher.comparing(clause, language)))
        first = next((n for n, span in enumerate(clause) if self._asks(span)), 0)
        if first and self._starts_yes_no(clause, language):
            first = 0
        items: list[Item] = []
        spans: list[Span] = []
        for earlier in before:
            spans += earlier
            items += self.weigher.items(earlier, language, aside=True)
        opening = self.weigher.items(clause[:first], language, aside=first >= LONG_OPENING)
        asked_of = self.weigher.items(clause[first:], language, aside=False, opens=not first)
        # Who asks may be named first: "I'm new at X and want to know how many members Y has".
        named = any(i.sort is Sort.ENTITY for i in asked_of)
        items += [i if named else forward(i) for i in opening] + asked_of
        spans += clause
        besides = self.besides.get(language, Besides())
        others = besides.left_out(spans)
        if others:
            items = [i for i in items if not (besides.says_beside(i) or (i.ids and i.ids <= others))]
        joins = self._only_joins(clause)
        if joins:
            items = [conjunction(i) for i in items]
        concepts = frozenset(i[2:] for span in clause[joins:] for i in span.ids if i.startswith("c:"))
        items = [i for i in items if not self._gives_way(i, concepts)]
        if not any(i.sort is Sort.NUMBER for i in items):
            items = [loose(i) for i in items]
        scene = frozenset(c for i in items if i.aside for c in i.ids if i.sort is Sort.CONCEPT)
        asked = self.kinds.find(clause, concepts)
        numbers = tuple(next(iter(i.ids)) for i in items if i.sort is Sort.NUMBER)
        leaning, ordinal = self._leaning(text, language)
        leaning |= {LATEST} if self._latest(clause, language) else set()
        if ordinal > 0 and concepts & {"most", "least"}:
            items = [i for i in items if i.text not in self.ordinals or i.ids & {"most", "least"}]
        return Query(
            items=tuple(items),
            concepts=concepts,
            entities=_entities(items),
            kind=asked.kind,
            many=asked.many,
            direct=asked.direct,
            yes_no=(tagged or self._starts_yes_no(clause, language))
            and not concepts & {"which", "how", "who", "count"},
            numbers=numbers,
            language=language,
            spans=tuple(spans),
            scene=len(spans) - len(clause),
            leaning=leaning,
            ordinal=ordinal,
            near=self.near(concepts) | scene,
            exclude=others,
        )

    def _untagged(self, clause: list[Span], language: str) -> tuple[list[Span], bool]:
        """Return a clause without what makes a question of it at its end, and whether it was a statement."""
        tags = self.tags.get(language, frozenset())
        for size in range(LONGEST_TAG, 0, -1):
            said, tag = clause[:-size], clause[-size:]
            if len(said) > SHORT_HINT and " ".join(span.text for span in tag) in tags:
                return said, not any(self._asks(span) for span in said)
        return clause, False

    def _gives_way(self, item: Item, concepts: frozenset[str]) -> bool:
        """Tell whether a word means nothing beside others of the question: "the address of the website"."""
        known = self.knowledge.concepts
        return item.sort is Sort.CONCEPT and all(c in known and known[c].yields & concepts for c in item.ids)

    def _only_joins(self, clause: list[Span]) -> bool:
        """Tell whether "when" at the beginning joins a clause to the question, rather than asks."""
        return bool(clause) and "c:when" in clause[0].ids and any(self._asks(s) for s in clause[3:])

    def near(self, concepts: Iterable[str]) -> frozenset[str]:
        """Return the concepts near to any of these."""
        return frozenset(n for c in concepts if c in self.knowledge.concepts for n in self.knowledge.concepts[c].near)

    def asks_yes_no(self, clause: list[Span], language: str) -> bool:
        """Tell whether a clause that a question mark ends asks something by itself that yes or no answers."""
        return len(clause) > SHORT_HINT and self._starts_yes_no(clause, language)

    def _starts_yes_no(self, clause: list[Span], language: str) -> bool:
        """Tell whether a clause begins as a yes/no question does."""
        if not clause:
            return False
        forms, first = self.leaning.get(language, {}), clause[0].text
        how = forms.get(first)
        if how in {None, "exists"}:
            how = forms.get(first.split(" ")[0])
        return how == "yes_no" and not any(i in (ASKS_WHICH - {"c:any"}) for i in clause[0].ids)

    def goes_on(self, spans: list[Span], language: str) -> bool:
        """Tell whether a message begins as one that goes on from what was said before: "and later?" is no farewell."""
        begins = bool(spans) and self.leaning.get(language, {}).get(spans[0].text) == "and"
        return begins and len(spans) > 1 and says_something(spans[1:])

    def _leaning(self, text: str, language: str) -> tuple[frozenset[str], int]:
        """Find the words that lean on what was said before, in the language and in English."""
        found = {"and"} if any(self._closes(text, code) for code in {language, "en"}) else set()
        forms = [self.leaning.get(code, {}) for code in {language, "en"}]
        places: list[str] = []
        there: set[int] = set()
        exists: set[int] = set()
        for start, run in _runs(text, self.beginnings):
            if run in self.ordinals:
                places.append(run)
            for known in forms:
                how = known.get(run)
                if how in {"exists", "place_pronoun"}:
                    (exists if how == "exists" else there).update(range(start, start + run.count(" ") + 1))
                elif how is not None and (how != "and" or start == 0):
                    found |= {how, "pronoun"} if how == "pronoun_plural" else {how}
        if there - exists:
            found.add("place_pronoun")  # "are there any?" asks for no place
        return frozenset(found), -1 if "last" in found else self._place(places)

    def _closes(self, text: str, language: str) -> bool:
        """Tell whether a folded text ends as one that adds something to what was asked: "…, too"."""
        return any(text.endswith(f" {form}") for form in self.closing.get(language, ()))

    def _latest(self, clause: list[Span], language: str) -> bool:
        """Tell whether "last" says when something was done, not which of a list is meant: "who joined it last?"."""
        forms = self.leaning.get(language, {})
        for position, span in enumerate(clause[2:], 2):
            after = clause[position + 1].ids if position + 1 < len(clause) else {SKIP}
            if forms.get(span.text) == "last" and clause[position - 1].ids != {SKIP} and after == {SKIP}:
                return True
        return False

    def ordinal(self, text: str) -> int:
        """Return the place that a folded text names, "the second one", from 1; 0 for none."""
        return self._place([run for _, run in _runs(text, self.beginnings) if run in self.ordinals])

    def _place(self, named: list[str]) -> int:
        return self.ordinals[max(named, key=len)] if named else 0


_ASKING = {
    f"c:{c}"
    for c in (
        "count",
        "where",
        "when",
        "who",
        "why",
        "should",
        "which",
        "how",
        "list",
        "define",
        "any",
        "how_much",
        "compare",
    )
}
_ASKING_FIRST = {f"c:{c}" for c in ("list", "define", "any", "compare")} | {SKIP}


def _entities(items: Iterable[Item]) -> tuple[str, ...]:
    """Return the entries named, each once, in order."""
    found: dict[str, None] = {}
    for item in items:
        if item.sort in {Sort.ENTITY, Sort.HINT}:
            for entry in sorted(item.ids):
                found.setdefault(entry)
    return tuple(found)


def _runs(text: str, beginnings: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Yield each run of words of a text that an expression can be, with the place of its first word.

    Args:
        text: folded.
        beginnings: words of the longest expression, by its first word.
    """
    cut = text.split(" ")
    for start, word in enumerate(cut):
        for size in range(1, min(beginnings.get(word, 0), len(cut) - start) + 1):
            yield start, " ".join(cut[start : start + size])


def says_something(spans: Iterable[Span]) -> bool:
    """Tell whether every word is one for something: "hours?" is no Swedish goodbye."""
    return all(any(m.id.startswith("c:") for m in span.meanings) for span in spans if span.how is not Match.END)
