"""Spans → a query: what is asked, of what, with which words left to explain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from knowledge.lexicon import SKIP
from knowledge.span import Match, Span

OUT_OF_THE_WAY = 0.15
"""What an unexplained word counts that stands before the question itself: "I'm new here and my boss wants …"."""


UNKNOWN_COMMON, UNKNOWN_RARE, UNKNOWN_SHORT = 0.45, 0.9, 0.2
"""What an unknown word counts: a common one of the language, a rare one or a name, one of up to three letters."""


SURE_NAME = 0.75
"""Likeness from which a misspelt name rules out what has nothing to do with it."""

OVER_AND_OVER = 3
"""How often a word stands in a text that says it over and over."""

SHORT_HINT = 2
"""Words up to which an everyday word stands for what it leads to: "heat pumps"."""


SHORT_OPEN = 5
"""Words up to which a question with a pronoun does not say by itself what it means."""

INCLUSIVE = frozenset({"at_least", "at_most"})
"""Concepts that stand beside those by which figures are compared where the figure named is meant, too."""


def is_year(figure: str) -> bool:
    """Tell whether a figure as it is typed is most likely a year."""
    return len(figure) == 4 and figure.isdigit() and "1000" <= figure < "2100"


class Sort(StrEnum):
    """What an item of a query is."""

    ENTITY = "entity"
    """An entry, by name."""
    HINT = "hint"
    """An entry, by an everyday word: a sawmill is a hint at timber."""
    CONCEPT = "concept"
    """A concept that needs a statement about it."""
    OPTIONAL = "optional"
    """A concept that may be left unexplained."""
    NUMBER = "number"
    """A figure."""
    UNKNOWN = "unknown"
    """A word in no list."""
    PLACE = "place"
    """An unknown word where a place is expected."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a question that wants to be explained."""

    sort: Sort
    """What it is."""
    ids: frozenset[str]
    """Ids of entries or concepts it can mean; the figure, for a number."""
    weight: float
    """What it counts."""
    text: str
    """The words, as folded."""
    aside: bool = False
    """Stands before the question itself."""
    similarity: float = 1.0
    """How sure the recognition is."""
    concepts: frozenset[str] = frozenset()
    """Concepts that an entity's word can mean as well."""
    wanted: bool = False
    """Names what is asked for: "which films", "which sector", not "we make films"."""
    listed: bool = False
    """Things whose names are asked for, not how many there are: "which universities", "name the companies"."""
    counted: bool = False
    """What is counted: "how many clusters"."""
    of_name: bool = False
    """Asked of something named: "the vision of KAIT-SI", "Nanovalley's customers"."""
    qualifies: bool = False
    """Says which of a kind is meant: "a toy cluster", "clusters for toys"."""
    spelt_as_name: bool = False
    """An unknown word with a capital letter inside a sentence, in a language that writes only names so."""
    called: bool = False
    """Goes on after a name as part of another one, which is not known: "the Karlsruhe Music Forum"."""


_STRICTNESS = {Sort.PLACE: 0, Sort.ENTITY: 0, Sort.NUMBER: 1, Sort.CONCEPT: 1, Sort.OPTIONAL: 3}
# In this order; everything else between.


@dataclass(frozen=True)
class Query:
    """A question, understood."""

    items: tuple[Item, ...]
    """What wants to be explained."""
    concepts: frozenset[str]
    """All concepts named, optional ones too."""
    entities: tuple[str, ...]
    """Entries named, in order; the surest reading of each."""
    kind: str = ""
    """Kind of entry asked for: ``cluster`` in "which cluster …"."""
    direct: bool = False
    """The word for the kind follows the word that asks: "which clusters", not "what role do clusters"."""
    many: bool = False
    """Asks for a list."""
    yes_no: bool = False
    """Can be answered with yes or no."""
    numbers: tuple[str, ...] = ()
    """Figures named."""
    language: str = "en"
    """Language of the text."""
    spans: tuple[Span, ...] = ()
    """The text, cut up."""
    scene: int = 0
    """How many of these, at the beginning, only set the scene."""
    leaning: frozenset[str] = frozenset()
    """How it leans on what was said before: by a pronoun, by “and”, as a correction …"""
    ordinal: int = 0
    """"The second one": 2; -1 for the last; 0 for none."""
    near: frozenset[str] = frozenset()
    """Concepts near to those named."""
    unrecorded: frozenset[str] = frozenset()
    """Concepts that no statement at all explains."""
    placed: bool = True
    """Names a known place, or no place at all."""
    heard: frozenset[str] = frozenset()
    """Words that are in no list, but in phrasings."""
    exclude: frozenset[str] = frozenset()
    """Entries that are not meant."""
    among: frozenset[str] = frozenset()
    """Entries one or some of which are meant: "which of those"; empty for any."""
    pointed: bool = False
    """Points at something said before, by its place or as a correction: its words say nothing else."""
    like: str = ""
    """Statement last told, where the same is asked of another entry."""

    def has(self, *concepts: str) -> bool:
        """Tell whether any of the concepts is named."""
        return any(concept in self.concepts for concept in concepts)

    @cached_property
    def topics(self) -> tuple[Item, ...]:
        """Concepts that need a statement about them, in the question itself."""
        return tuple(i for i in self.items if i.sort is Sort.CONCEPT and not i.aside)

    @cached_property
    def surely_named(self) -> tuple[Item, ...]:
        """The names in the question itself that are spelt so, or nearly."""
        return tuple(i for i in self.items if i.sort is Sort.ENTITY and not i.aside and i.similarity >= SURE_NAME)

    @cached_property
    def strictest_first(self) -> tuple[Item, ...]:
        """The items, those that rule most statements out first."""
        return tuple(sorted(self.items, key=lambda i: _STRICTNESS.get(i.sort, 2)))

    @cached_property
    def touched(self) -> frozenset[str]:
        """The concepts named and those near to them."""
        return self.concepts | self.near

    @cached_property
    def topic_weight(self) -> float:
        """What the topics count together."""
        return sum(i.weight for i in self.topics)

    def topics_but(self, *concepts: str) -> tuple[Item, ...]:
        """Return the topics that are none of these concepts."""
        return tuple(i for i in self.topics if not i.ids <= set(concepts))

    @cached_property
    def unrecorded_asked(self) -> bool:
        """Tell whether the question itself has a word for something that nobody recorded."""
        return any(i.ids <= self.unrecorded and i.similarity > 0.9 for i in self.topics)

    @cached_property
    def bare(self) -> bool:
        """Tell whether the text says nothing but names: "And Nanovalley?"."""
        return all(s.how is Match.END or s.named or s.ids <= {SKIP} for s in self.spans)

    @cached_property
    def strange(self) -> bool:
        """Tell whether the question itself has a word that is not known: it may turn a yes into a no."""
        return any(not i.aside and i.weight >= UNKNOWN_COMMON for i in self.unheard)

    @cached_property
    def asks_somebody(self) -> bool:
        """Tell whether somebody is asked for by a word that is not known: "who is the … of it?", or "is it any …?"."""
        strange = (i.weight >= UNKNOWN_COMMON for i in self.items if i.sort is Sort.UNKNOWN and not i.aside)
        return ("who" in self.concepts or (self.yes_no and "define" not in self.concepts)) and any(strange)

    @cached_property
    def counted(self) -> frozenset[str]:
        """What is counted."""
        return frozenset(c for i in self.items if i.counted and not i.aside for c in i.ids)

    @cached_property
    def counts_kind(self) -> bool:
        """Tell whether what all of the knowledge is about is counted: "how many clusters"."""
        return any(i.counted and i.sort is Sort.OPTIONAL for i in self.items)

    @cached_property
    def only_hints(self) -> bool:
        """Tell whether a sentence says nothing but everyday words that lead somewhere: "my dog ate chocolate"."""
        said = {i.sort for i in self.items}
        return Sort.HINT in said and len(self.spans) > SHORT_HINT and said <= {Sort.HINT, Sort.OPTIONAL, Sort.UNKNOWN}

    @cached_property
    def only_names(self) -> bool:
        """Tell whether nothing but names needs explaining: "is there an X in Y?"."""
        return all(item.sort in {Sort.ENTITY, Sort.OPTIONAL} for item in self.items)

    @cached_property
    def says_next_to_nothing(self) -> bool:
        """Tell whether all words are such that need no explaining: nothing particular is asked of anything."""
        return len(self.spans) > SHORT_HINT and all(item.sort is Sort.OPTIONAL for item in self.items)

    @cached_property
    def leaves_open(self) -> bool:
        """Tell whether a short question leaves open what it is about: "when did it start?"."""
        return "pronoun" in self.leaning and not self.entities and len(self.spans) <= SHORT_OPEN

    @cached_property
    def babbles(self) -> bool:
        """Tell whether a text says nothing, or the same over and over: "x", "la la la cluster"."""
        said = [span.text for span in self.spans if span.how is not Match.END]
        again = any(said.count(text) >= OVER_AND_OVER for text in said) and self.says_next_to_nothing
        return again or not (self.items or self.leaning or self.ordinal or len(said) > 1)

    @cached_property
    def strange_name(self) -> bool:
        """Tell whether the question itself has a rare word that is not known: most often the name of something else."""
        return any(not i.aside and i.weight >= UNKNOWN_RARE for i in self.unheard)

    @cached_property
    def names_unknown(self) -> bool:
        """Tell whether the question itself has a name that is not known, by the looks of it."""
        return any(i.spelt_as_name and not i.aside for i in self.items)

    @cached_property
    def unheard(self) -> tuple[Item, ...]:
        """Words that are neither in a list nor in phrasings."""
        return tuple(i for i in self.items if i.sort is Sort.UNKNOWN and i.text not in self.heard)

    def excludes(self, entry: str, around: frozenset[str]) -> bool:
        """Tell whether an entry is not meant, or lies in what is not: "outside Germany".

        Args:
            entry: its id.
            around: what it lies in.
        """
        # A correction takes back one thing, and nothing else that lies there.
        return entry in self.exclude or (not self.pointed and not self.exclude.isdisjoint(around))

    def asks_only(self, *concepts: str) -> bool:
        """Tell whether a query says nothing but these concepts."""
        return all(i.ids and i.ids <= set(concepts) for i in self.items)

    @property
    def asks_nothing(self) -> bool:
        """Names at most entries: "and of CLOE?"."""
        return not any(i.sort in {Sort.CONCEPT, Sort.NUMBER, Sort.UNKNOWN, Sort.PLACE} for i in self.items)
