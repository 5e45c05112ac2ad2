"""A knowledge base → what reads questions to it: the words of every language that lean, by their folded form."""

from __future__ import annotations

from knowledge.counted import near_units, units
from knowledge.kind_asked import KindFinder
from knowledge.leaving_out import Besides
from knowledge.models import KnowledgeBase
from knowledge.reading import Reader
from knowledge.text import words
from knowledge.weighing import Weigher

DATING: dict[str, tuple[str, ...]] = {
    "after": ("more_than",),
    "since": ("more_than", "at_least"),
    "before": ("less_than",),
}
"""Lists of words before a year, with the concepts by which they compare."""

_NOT_LEANING = frozenset(
    {
        "numbers",
        "figure_joins",
        "place_preposition",
        "kind_preposition",
        "of_preposition",
        "besides",
        "set_aside",
        "tag",
        "relative",
        "joins",
        "either",
        "refusal",
        "inside",
        "denial",
        "permission",
        "over",
        "under",
        "between",
        "up_to",
        *DATING,
    }
)
# Lists of words that say nothing about what was said before.


def build_reader(knowledge: KnowledgeBase) -> Reader:
    """Prepare a reader: the leaning words of every language by their folded form."""
    named = {e.kind for e in knowledge.entries.values() if e.names}
    kinds = KindFinder(
        knowledge,
        by_word={kind.word: kind.id for kind in knowledge.kinds.values()},
        near_words=frozenset(
            f"c:{near}"
            for kind in knowledge.kinds.values()
            if kind.word in knowledge.concepts
            for near in knowledge.concepts[kind.word].near
        ),
        singular=frozenset(" ".join(words(w)) for kind in knowledge.kinds.values() for w in kind.singular),
        nameless=frozenset(knowledge.kinds) - named,
    )
    leaning: dict[str, dict[str, str]] = {}
    closing: dict[str, frozenset[str]] = {}
    ordinals: dict[str, int] = {}
    figures: dict[str, str] = {}
    prepositions: dict[str, frozenset[str]] = {}
    linking: dict[str, frozenset[str]] = {}
    genitive: dict[str, frozenset[str]] = {}
    besides: dict[str, Besides] = {}
    tags: dict[str, frozenset[str]] = {}
    bounding: dict[str, dict[str, str]] = {}
    dating: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, language in knowledge.languages.items():
        forms = leaning.setdefault(code, {})
        for how, listed in language.follow_up.items():
            if how == "and_last":
                closing[code] = frozenset(" ".join(words(form)) for form in listed)
            elif how not in _NOT_LEANING:
                for form in listed:
                    forms.setdefault(" ".join(words(form)), how)
        for figure, word in enumerate(language.follow_up.get("numbers", ())):
            figures.setdefault(" ".join(words(word)), str(figure))
        prepositions[code] = language.forms("place_preposition")
        linking[code] = language.forms("kind_preposition")
        besides[code] = Besides(language.forms("besides"), language.forms("denial"), language.forms("set_aside"))
        tags[code] = language.forms("tag")
        genitive[code] = language.forms("of_preposition")
        bounding[code] = {
            form: concept
            for concept, key in (("more_than", "over"), ("less_than", "under"))
            for form in language.forms(key)
        }
        dating[code] = {form: concepts for key, concepts in DATING.items() for form in language.forms(key)}
        for position, places in enumerate(language.ordinals, 1):
            for form in places:
                ordinals.setdefault(" ".join(words(form)), position)
    faceted = frozenset(kind.word for kind in knowledge.kinds.values() if kind.facet)
    weigher = Weigher(
        knowledge,
        figures,
        prepositions,
        linking,
        genitive,
        frozenset(kinds.by_word),
        faceted,
        units(knowledge),
        near_units(knowledge),
        bounding,
        dating,
    )
    return Reader(knowledge, weigher, kinds, leaning, closing, ordinals, besides, tags)
