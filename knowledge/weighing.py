"""Spans → items: what each word of a question is, and what it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from knowledge.lexicon import ANY, SKIP, Meaning
from knowledge.models import KnowledgeBase, Role
from knowledge.query import UNKNOWN_COMMON, UNKNOWN_RARE, UNKNOWN_SHORT, Item, Sort, is_year
from knowledge.span import Match, Span

NAME_WEIGHT = 1.0
"""What a name counts."""

HINT_WEIGHT = 0.8
"""What an everyday word that leads to an entry counts."""

SCRAP, LONG_SCRAP = 3, 5
"""Letters up to which a word of another language need not be explained; of what nobody recorded."""

FIGURE_WEIGHT = 0.4
"""What a figure in words counts: it more often describes than asks."""

OPERATOR_WEIGHT, OPTIONAL_WEIGHT = 0.8, 0.3
"""What a word counts that only asks for a kind of answer, and one that need not be explained."""

FARTHEST_OF = 3
"""Words between something and the name that it is asked of: "vision of the"."""

INSTRUCTIONS = frozenset({"instructions"})
"""What tells the bot how to behave; it counts wherever it stands: "ignore the guide and …"."""

_NAMING = frozenset({"c:which", "c:list", "c:names"})
# After these, things are asked for by name.

_EXTREMES = frozenset({"most", "least"})
# By these the first or last of several is asked for.

_RELATIVE = frozenset({"who", "where", "when", "why"})
# After a noun these begin a relative clause: "a cluster where I live".


@dataclass(slots=True)
class Weigher:
    """Weighs the words of questions to one knowledge base."""

    knowledge: KnowledgeBase
    """Concepts and languages."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """Words for figures, in any language."""
    prepositions: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By language: words after which a place is named."""
    linking: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By language: words that link a kind to what it is for: "clusters for toys"."""
    genitive: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By language: words that link what is asked for to the name it is asked of: "the vision of X"."""
    kind_words: frozenset[str] = frozenset()
    """Concepts that name kinds."""
    faceted: Collection[str] = ()
    """Those that name kinds with a facet: what all of the knowledge is about."""
    units: frozenset[str] = frozenset()
    """Concepts that are counted: members, companies."""
    countable: frozenset[str] = frozenset()
    """Concepts near to those: start-ups."""
    bounding: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language: words that compare before a figure, with the concept by which they do: "über 50"."""
    dating: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """By language: words that compare before a year, with the concepts by which they do: "since 1998"."""

    def items(self, spans: Iterable[Span], language: str, *, aside: bool, opens: bool = True) -> list[Item]:
        """Weigh the words of a run of spans.

        Args:
            spans: the run.
            language: of the text.
            aside: they only set the scene.
            opens: a clause begins with them.
        """
        items: list[Item] = []
        previous: Span | None = None
        counting = naming = goes_on = False
        run = list(spans)
        for position, span in enumerate(run):
            item = self._item(span, language, previous.text if previous else "", aside=aside)
            if item is not None and item.sort is Sort.HINT and previous is not None and "c:which" in previous.ids:
                after = run[position + 1].ids if position + 1 < len(run) else frozenset[str]()
                kind = any(i.startswith("c:") and i[2:] in self.kind_words for i in after)
                item = item if kind else replace(item, wanted=True)
            if item is not None and item.sort is Sort.UNKNOWN and counting:
                item = replace(item, wanted=True)
            if item is not None and self._qualifies(run, position, item, language):
                called = _is_rare(item) and self._goes_on_a_name(run, position, language)
                item = replace(item, qualifies=True, called=called)
            if item is not None and position and not span.meanings and self._is_spelt_as_name(span, language):
                item = self._as_name(run, position, item, language)
            if item is not None and self._of_name(run, position, item, language):
                item = replace(item, of_name=True)
            if item is not None and item.sort is Sort.CONCEPT and naming:
                wanted = bool(item.ids & (self.kind_words | self.countable))
                item = replace(item, listed=bool(item.ids & self.units), wanted=wanted)
            if item is not None and (counting or goes_on) and (item.sort is Sort.CONCEPT or self._is_kind((span,))):
                item = replace(item, counted=True)
            if item is not None or span.meanings:
                counting = "c:count" in span.ids or (counting and SKIP in span.ids)
                goes_on = item is not None and item.counted and item.sort is Sort.CONCEPT
            if item is None or item.sort is not Sort.NUMBER:
                passed = naming and (span.ids == {SKIP} or span.named or self._says_which(run, position, item))
                naming = _names(span, first=opens and position <= 1) or passed
            if item is not None:
                follows = previous is not None and bool(previous.meanings) and SKIP not in previous.ids
                items.append(_relative(item) if follows else item)
            previous = span
        return items

    def comparing(self, clause: list[Span], language: str) -> Iterator[Span]:
        """Yield the words of a clause, with a preposition before a figure as a comparison: "unter 50 Euro"."""
        known, dating = self.bounding.get(language, {}), self.dating.get(language, {})
        for position, span in enumerate(clause):
            following = next((s for s in clause[position + 1 :] if s.ids != {SKIP}), None)
            figure = following is not None and following.how is Match.NUMBER
            if figure and span.text in known:
                yield replace(span, meanings=(Meaning(f"c:{known[span.text]}", language),))
            elif figure and span.text in dating and is_year(following.text if following else ""):
                yield replace(span, meanings=tuple(Meaning(f"c:{c}", language) for c in dating[span.text]))
            else:
                yield span

    def counted(self, words: Iterable[Span]) -> Iterator[Span]:
        """Yield the words of a clause, with "how much" before something that is counted as "how many"."""
        clause = list(words)
        for position, span in enumerate(clause):
            after = clause[position + 1].ids if position + 1 < len(clause) else frozenset[str]()
            if "c:how_much" in span.ids and "c:cost" not in span.ids and any(i[2:] in self.units for i in after):
                yield replace(span, meanings=tuple(m._replace(id="c:count") for m in span.meanings))
            else:
                yield span

    def _says_which(self, run: list[Span], position: int, item: Item | None) -> bool:
        """Tell whether a word between says which of those are meant whose names are asked: "which software firms"."""
        if item is None or item.sort is not Sort.HINT or run[position].how is Match.APART:
            return False
        counted = self.units | self.countable
        return any(i[2:] in counted for span in run[position + 1 : position + 2] for i in span.ids)

    def _qualifies(self, run: list[Span], position: int, item: Item, language: str) -> bool:
        """Tell whether a word says which of a kind is meant: an everyday or a rare one beside it, any after "for"."""
        if item.sort not in {Sort.UNKNOWN, Sort.HINT}:
            return False
        rare = _is_rare(item)
        if self._goes_on_a_name(run, position, language) and (rare or item.sort is Sort.HINT):
            return True  # "le pôle Systematic" is one of those that are named so, and none that is known
        if (rare or item.sort is Sort.HINT) and self._is_kind(run[position + 1 : position + 2]):
            return True
        if item.sort is Sort.HINT and self._is_kind(run[max(position - 1, 0) : position]):
            return True
        at = position - 1
        while at >= 0 and run[at].text in self.linking.get(language, ()):
            at -= 1
        return 0 <= at < position - 1 and self._is_kind(run[at : at + 1])

    def _goes_on_a_name(self, run: list[Span], position: int, language: str) -> bool:
        """Tell whether a word with a capital letter goes on after a name, in a language that writes only names so."""
        return position > 0 and self._is_spelt_as_name(run[position], language) and run[position - 1].named

    def _as_name(self, run: list[Span], position: int, item: Item, language: str) -> Item:
        """Take a rare word with a capital letter for a name, or for the beginning of one: "the Acme Energy cluster"."""
        if item.weight < UNKNOWN_RARE:
            return item
        after = run[position + 1 : position + 2]
        begins = item.sort is Sort.UNKNOWN and any(s.named and self._is_spelt_as_name(s, language) for s in after)
        return replace(item, spelt_as_name=True, called=item.called or begins)

    def _is_spelt_as_name(self, span: Span, language: str) -> bool:
        return span.capital and not self.knowledge.languages[language].capital_nouns

    def _of_name(self, run: list[Span], position: int, item: Item, language: str) -> bool:
        """Tell whether a word is asked of a name: it stands before "of" and the name, or after the name's "s"."""
        if item.sort is not Sort.CONCEPT and item.sort is not Sort.UNKNOWN:
            return False
        if position and run[position - 1].text.endswith(" s") and run[position - 1].named:
            return True
        linked, at = False, position + 1
        while at < len(run) and run[at].ids <= {SKIP} and at - position <= FARTHEST_OF:
            linked |= run[at].text in self.genitive.get(language, ())
            at += 1
        return linked and at < len(run) and run[at].named

    def _is_kind(self, spans: Iterable[Span]) -> bool:
        """Tell whether a word names the kind that everything is about."""
        return any(i.removeprefix("c:") in self.faceted for span in spans for i in span.ids)

    def _item(self, span: Span, language: str, previous: str, *, aside: bool) -> Item | None:
        """Say what a span wants explained; None for a function word."""
        ids = span.ids
        if span.how is Match.NUMBER:
            return Item(Sort.NUMBER, frozenset({span.text}), 1.0, span.text, aside)
        if span.text in self.figures and not span.meanings:
            return Item(Sort.NUMBER, frozenset({self.figures[span.text]}), FIGURE_WEIGHT, span.text, aside)
        if not span.meanings:
            return self._unknown(span, language, previous, aside=aside)
        concepts = frozenset(i[2:] for i in ids if i.startswith("c:"))
        aside = aside and concepts != INSTRUCTIONS
        named = frozenset(m.id[2:] for m in span.meanings if m.name)
        hinted = frozenset(m.id[2:] for m in span.meanings if m.id.startswith("e:") and not m.name)
        if named or hinted:
            sort, weight = (Sort.ENTITY, NAME_WEIGHT) if named else (Sort.HINT, HINT_WEIGHT)
            return Item(sort, named or hinted, weight, span.text, aside, span.similarity, concepts)
        return self._said(span, concepts, language, previous, aside=aside) if concepts else None

    def _said(self, span: Span, concepts: frozenset[str], language: str, previous: str, *, aside: bool) -> Item:
        """Weigh a word that is no name; one of another language for what nobody recorded is hardly meant."""
        foreign = not any(m.language in {language, "en", ANY} for m in span.meanings)
        outside = foreign and self._roles(concepts) == {Role.OUTSIDE}
        if outside and len(span.text) > LONG_SCRAP:
            return self._unknown(span, language, previous, aside=aside)
        scrap = outside or (foreign and len(span.text) <= SCRAP)
        return self._concept(span, concepts, scrap=scrap, aside=aside)

    def _roles(self, concepts: Iterable[str]) -> set[Role]:
        return {self.knowledge.concepts[c].role for c in concepts if c in self.knowledge.concepts}

    def _concept(self, span: Span, concepts: frozenset[str], *, scrap: bool, aside: bool) -> Item:
        """Weigh a word of the vocabulary by the roles of what it can mean."""
        if concepts & _EXTREMES:
            concepts -= {"size"}  # how large something is does not say which is the largest
        roles = self._roles(concepts)
        # Three letters that mean something in another language only are more likely a misspelt word of this one.
        if SKIP in span.ids or roles & {Role.SOFT, Role.LIGHT} or (scrap and roles <= {Role.TOPIC, Role.OUTSIDE}):
            return Item(Sort.OPTIONAL, concepts, OPTIONAL_WEIGHT, span.text, aside, span.similarity)
        weight = OPERATOR_WEIGHT if roles == {Role.OPERATOR} else 1.0
        if span.how in {Match.TYPO, Match.SOUND}:
            weight *= span.similarity
        return Item(Sort.CONCEPT, concepts, weight, span.text, aside, span.similarity)

    def _unknown(self, span: Span, language: str, previous: str, *, aside: bool) -> Item:
        """Weigh an unknown word: a name counts more than a common word, a place most."""
        common = any(
            span.text in self.knowledge.languages[code].common
            for code in {language, "en"} & self.knowledge.languages.keys()
        )
        # Two small letters are what is left of a word: "in th 90s".
        torso = len(span.text) < SCRAP and not span.capital
        if torso or (len(span.text) <= SCRAP and not span.capital and (common or not span.text.isalpha())):
            weight = UNKNOWN_SHORT
        else:
            name = span.capital and not self.knowledge.languages[language].capital_nouns
            weight = UNKNOWN_COMMON if common and not name else UNKNOWN_RARE
        place = previous in self.prepositions.get(language, ()) and (span.capital or not common) and not torso
        return Item(Sort.PLACE if place else Sort.UNKNOWN, frozenset(), weight, span.text, aside)


def _is_rare(item: Item) -> bool:
    return item.sort is Sort.UNKNOWN and item.weight >= UNKNOWN_RARE and len(item.text) > SCRAP


def _names(span: Span, *, first: bool) -> bool:
    """Tell whether what follows is asked for by name; "all the members" asks so at the beginning only."""
    names = not span.ids.isdisjoint(_NAMING) and "c:define" not in span.ids
    return names and (first or not span.ids <= {"c:list", SKIP})


def forward(item: Item) -> Item:
    """Bring a name before the word that asks into the question: "a French pole joins up what?"."""
    return replace(item, aside=False) if item.sort is Sort.ENTITY else item


def loose(item: Item) -> Item:
    """Let "more" and "over" go unexplained where there is no figure to be more than."""
    return (
        replace(item, sort=Sort.OPTIONAL, weight=OPTIONAL_WEIGHT)
        if item.sort is Sort.CONCEPT and item.ids <= {"more_than", "less_than", "at_least", "at_most"}
        else item
    )


def conjunction(item: Item) -> Item:
    """Let "when" go unexplained that asks for no date: "when Porter speaks of partners, whom does he mean?"."""
    return (
        replace(item, sort=Sort.OPTIONAL, weight=OPTIONAL_WEIGHT)
        if item.sort is Sort.CONCEPT and item.ids <= {"when"}
        else item
    )


def _relative(item: Item) -> Item:
    """Let "who" and "where" inside a question go unexplained: "a cluster where I live"."""
    return (
        replace(item, sort=Sort.OPTIONAL, weight=OPTIONAL_WEIGHT)
        if item.sort is Sort.CONCEPT and item.ids <= _RELATIVE
        else item
    )
