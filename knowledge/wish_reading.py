"""A message as it was understood → the wish in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from knowledge.describing import Describer
from knowledge.facts import Index
from knowledge.features import BEGINNING, CONCEPT, HINT, NEIGHBOURS, WORD, FeatureMaker, Features
from knowledge.guessing import Guesser
from knowledge.intents import subjects
from knowledge.models import KnowledgeBase, Role
from knowledge.query import UNKNOWN_SHORT, Item, Query, Sort
from knowledge.span import Match
from knowledge.text import words
from knowledge.wishes import HINTED, MOST_LISTED, MOST_TEXT, NAME, OPERATOR, Wish, heard

MOST_THEMES = 3
"""Themes of a wish that are kept."""

LEAST = 0.08
"""Least share of a theme that is kept."""

OF_WHAT_IS_ASKED = frozenset({CONCEPT, WORD, NEIGHBOURS, HINT})
"""Sorts of features that say what is asked, whatever it is asked of."""

ELSEWHERE = frozenset({"elsewhere"})
"""The concept of places and firms that the knowledge does not speak of: its words are names."""

INDUSTRY = frozenset({"other_industry"})
"""The concept of industries that no cluster is in: each of its words is one by itself."""

_OUTSIDE = {Role.OUTSIDE}
_KINDS = re.compile("<[^>]*>")
# What stands for a name among its neighbours.


class WishReader:
    """Reads wishes for one knowledge base.

    Args:
        knowledge: Its concepts and entries.
        index: What there is to tell.
        describer: Finds entries that are described.
        maker: Makes the features of questions.
        themes: Guesses what is asked; guesses nothing where the knowledge has no themes.
    """

    def __init__(
        self, knowledge: KnowledgeBase, index: Index, describer: Describer, maker: FeatureMaker, themes: Guesser
    ) -> None:
        self._roles = {concept.id: concept.role for concept in knowledge.concepts.values()}
        self._within = index.within
        self._kinds = {entry.id: entry.kind for entry in knowledge.entries.values()}
        self._around = {self._kinds[entry] for entry in describer.around}
        self._describer = describer
        self._maker = maker
        self._themes = themes
        self._general = _named_after_a_kind(knowledge)

    def of(self, query: Query) -> Wish:
        """Return the wish of one question."""
        themes = self._themes.guesses(asked(self._maker.of_query(query)))
        items = [item for item in query.items if not item.aside]
        names = {NAME + heard(item.text) for item in items if item.sort is Sort.PLACE or item.ids == ELSEWHERE}
        hints = {HINTED + entry for item in items if item.sort is Sort.HINT for entry in item.ids}
        hints |= {HINTED + heard(item.text) for item in items if item.ids == INDUSTRY}
        told = {concept for item in items for concept in self._concepts(item)}
        about = self._about(query)
        found = (about - self._general if names | hints else about) | names
        strange = {heard(word) for item in items for word in self._strange(item, named=bool(found))}
        return Wish(
            subjects=tuple(sorted(found)),
            themes=tuple((t, round(share, 3)) for t, share in themes.items() if share >= LEAST)[:MOST_THEMES],
            concepts=tuple(sorted(told | hints)[:MOST_LISTED]),
            words=tuple(sorted(strange)[:MOST_LISTED]),
            numbers=tuple(sorted(set(query.numbers))),
            text=" ".join(span.text for span in query.spans if span.how is not Match.END)[:MOST_TEXT],
        )

    def _about(self, query: Query) -> set[str]:
        """Return the entries that a question is about.

        An everyday word describes none: a cluster for fish is not the food cluster, if it is one that is missing. Where
        nothing but places and sectors is named in the question itself, what is named beside it counts too. What merely
        says "a business cluster" is no subject where anything else is.
        """
        plain = replace(query, items=tuple(item for item in query.items if item.sort is not Sort.HINT))
        found = set(subjects(plain, self._within, self._describer))
        if all(self._kinds[entry] in self._around for entry in found):
            beside = {entry for item in query.items if item.sort is Sort.ENTITY for entry in item.ids}
            found |= {entry for entry in beside if self._kinds[entry] not in self._around}
        return found - self._general or found

    def _concepts(self, item: Item) -> Iterable[str]:
        """Yield the concepts that an item names, those marked that only ask for a number, a date, a person."""
        for concept in item.ids if item.sort in {Sort.CONCEPT, Sort.OPTIONAL} else ():
            role = self._roles.get(concept, Role.TOPIC)
            if {concept} in (ELSEWHERE, INDUSTRY):
                continue
            if role is Role.OPERATOR:
                yield OPERATOR + concept
            elif item.sort is Sort.CONCEPT or role is Role.OUTSIDE:
                yield concept

    def _strange(self, item: Item, *, named: bool) -> list[str]:
        """Return the words of an item that tell wishes apart, those left out that themes are known by.

        They are those in no list and, where nothing is named, those for what lies outside: "Sachertorte".
        """
        outside = item.sort in {Sort.CONCEPT, Sort.OPTIONAL} and {self._roles.get(c) for c in item.ids} == _OUTSIDE
        if (item.sort is Sort.UNKNOWN and item.weight > UNKNOWN_SHORT) or (outside and not named):
            known = self._themes.features
            return [word for word in item.text.split() if WORD + word[:BEGINNING] not in known]
        return []


def asked(found: Features) -> Features:
    """Return the features that say what is asked, whatever it is asked of."""
    kept: Features = {}
    for feature, strength in found.items():
        if feature[0] in OF_WHAT_IS_ASKED:
            name = _KINDS.sub("<>", feature)
            kept[name] = max(kept.get(name, 0.0), strength)
    return kept


def _named_after_a_kind(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the entries that are called what entries of another kind are: "business cluster"."""
    forms: Mapping[str, set[str]] = {
        kind.id: {
            word
            for language in knowledge.languages.values()
            for form in language.concepts.get(kind.word, ())
            for word in words(form.rstrip("*"))
        }
        for kind in knowledge.kinds.values()
        if kind.facet
    }
    return frozenset(
        entry.id
        for entry in knowledge.entries.values()
        for kind, called in forms.items()
        if entry.kind != kind
        and not knowledge.kinds[entry.kind].facet
        and knowledge.kinds[entry.kind].fields == ("facts",)
        and entry.names.get("any")
        and all(called & set(words(name)) for name in entry.names["any"])
    )
