"""What in a question a statement explains, added up word by word, until something rules the statement out.

A question is scored against dozens of statements. What each of its words counts, and whether it rules out what does not
explain it, is the same for all of them, and worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.facts import BEYOND, DIRECT, VALUE, WITHIN, Statement
from knowledge.models import FieldType
from knowledge.query import OUT_OF_THE_WAY, SURE_NAME, UNKNOWN_RARE, Item, Query, Sort

ABOUT = ((DIRECT, 1.0), (VALUE, 0.97), (WITHIN, 0.94), (BEYOND, 0.86), (0.0, 0.82))
"""What a name in the question is worth; the last line is for no name at all."""

UNEXPLAINED_CONCEPT = 1.6
"""A concept that is known and not explained counts more than a word that is not known: it asks for something else."""

LEAST_EXPLAINED_NAME = 0.3
"""Below this a statement has nothing to do with a name."""

MEANT_OTHERWISE = 0.7
"""From here on a name's word is explained by what else it can mean."""

NAMED_ASIDE = 0.6
"""What a name counts that stands before the question itself and is not explained."""

HALF_MEANT = 0.5
"""From here on a word before the question itself is explained."""

OPERATORS = frozenset(
    {"when", "why", "who", "where", "how_much", "names", "content", "count", "first", "most", "least"}
)
"""What a statement cannot answer that gives no date, reason, person, place, sum, names, figure or one of several."""


@dataclass(slots=True)
class Word:
    """A word of a question, with all that is the same whatever statement it is held against."""

    item: Item
    """The word."""
    ids: tuple[str, ...]
    """What it can mean."""
    named: bool
    """It is a name, or leads to one."""
    figure: bool
    """It is a figure."""
    optional: bool
    """It may be left unexplained."""
    least: float
    """How strongly it must speak for a statement, being a name, to have to do with it."""
    weight: float
    """What it counts where it is explained."""
    nearly: float
    """What it counts where it is hardly explained."""
    missed: float
    """What it counts where it is not explained at all."""
    strange: bool
    """It rules everything out."""
    decisive: bool
    """It rules out what does not explain it."""
    particular: bool
    """It may rule out what says something of another sort."""
    strict: bool
    """It may rule out for any of these three reasons."""
    only: str
    """The one thing that it can mean, which nearly all words have; empty where there are several, or none."""


class Explained(NamedTuple):
    """What a statement explains of a question."""

    gained: float
    """What was explained."""
    wanted: float
    """What wanted to be explained."""
    worth: float
    """What the names explained are worth together."""
    names: int
    """How many names are explained."""
    refused: str
    """The word that rules the statement out, or empty."""


class Tallier:
    """Adds up what statements explain of one question."""

    def __init__(self, query: Query) -> None:
        """Work out what each word counts."""
        self.query = query
        self._words = tuple(_word(item, query) for item in query.strictest_first)
        self._elsewhere = next((i.text for i in query.items if i.sort is Sort.ENTITY), "")
        self._hinted = next((i.text for i in query.items if i.sort is Sort.HINT), "")

    def explained(self, statement: Statement) -> Explained:
        """Return what a statement explains, up to the first word that rules it out."""
        gained = wanted = worth = strongest = 0.0
        names = 0
        concepts, relations, never = statement.concepts, statement.relations, statement.never
        for word in self._words:
            if word.named:
                ruled_out = word.item.wanted and _only_what(statement)
                strength = relations.get(word.only, 0.0) if word.only else strongest_of(word.ids, relations)
                if strength >= word.least:
                    names += 1
                    strongest = max(strongest, strength)
                    worth += _worth(strength)
                    gained += word.weight
                    wanted += word.weight
                elif strongest_of(word.item.concepts, concepts) < MEANT_OTHERWISE:
                    wanted += word.missed
                    ruled_out = ruled_out or _decides(word.item, statement)
            else:
                if word.figure:
                    meant = 0.0 if word.item.ids.isdisjoint(statement.numbers) else 1.0
                else:
                    meant = concepts.get(word.only, 0.0) if word.only else strongest_of(word.ids, concepts)
                ruled_out = bool(never) and not word.item.ids.isdisjoint(never)
                ruled_out = ruled_out or (word.strict and self._ruled_out(word, statement, meant))
                weight = word.weight if meant >= HALF_MEANT else word.nearly if meant else word.missed
                gained += weight * meant
                wanted += weight * meant if word.optional else weight
            if ruled_out:
                return Explained(gained, wanted, worth, names, word.item.text)
        # Everything named may have next to nothing to do with it.
        aside = strongest < WITHIN and self.query.entities
        return Explained(
            gained, wanted, worth, names, self._elsewhere or (self._hinted if names else "") if aside else ""
        )

    def _ruled_out(self, word: Word, statement: Statement, meant: float) -> bool:
        """Tell whether a strict word that is no name rules a statement out, whatever the statement says it never is."""
        if word.strange or (word.decisive and not meant):
            return True
        return word.particular and self._says_else(word.item, statement)

    def _says_else(self, item: Item, statement: Statement) -> bool:
        """Tell whether a statement says something of another sort than a word asks for."""
        if item.sort is Sort.UNKNOWN:
            # "Who is the … of X?" asks for somebody, not for what X is.
            if item.of_name and (statement.field is not None or silent_on(item, statement)):
                return True
            return item.wanted or (self.query.asks_somebody and not item.aside and _only_what(statement))
        if item.of_name and silent_on(item, statement):
            return True
        return says_how_many(item, statement) or (item.counted and counts_else(self.query, statement))


def _only_what(statement: Statement) -> bool:
    """Tell whether a statement says what an entry is, which does not say which films it makes."""
    return statement.is_summary or (statement.field is not None and statement.field.within)


def _worth(strength: float) -> float:
    """Return what a name is worth that speaks so strongly for a statement."""
    for least, worth in ABOUT:
        if strength >= least:
            return worth
    return 0.0


def _word(item: Item, query: Query) -> Word:
    """Work out what a word counts."""
    aside, optional = item.aside, item.sort is Sort.OPTIONAL
    named = item.sort is Sort.ENTITY or item.sort is Sort.HINT
    missed = item.weight * UNEXPLAINED_CONCEPT if item.sort is Sort.CONCEPT else item.weight
    if aside and not optional:
        missed *= NAMED_ASIDE if named else OUT_OF_THE_WAY
    strange = item.sort is Sort.PLACE and (not aside or not query.placed)
    decisive = _decisive(item, query)
    particular = item.of_name or item.listed or item.wanted or item.counted or item.sort is Sort.UNKNOWN
    ids = tuple(item.ids)
    return Word(
        item,
        ids,
        named=named,
        figure=item.sort is Sort.NUMBER,
        optional=optional,
        least=WITHIN if item.qualifies else LEAST_EXPLAINED_NAME,
        weight=item.weight,
        nearly=item.weight * OUT_OF_THE_WAY if aside and not optional else item.weight,
        missed=missed,
        strange=strange,
        decisive=decisive,
        particular=particular,
        strict=strange or decisive or particular,
        only=ids[0] if len(ids) == 1 else "",
    )


def unheard_of(item: Item, query: Query) -> bool:
    """Tell whether a word that is in no list, nor in phrasings, says which of a kind is meant: "a toy cluster"."""
    return item.called or (item.qualifies and item.text not in query.heard)


def silent_on(item: Item, statement: Statement) -> bool:
    """Tell whether a statement says what something is, and nothing of what is asked of it: "the vision of it"."""
    return statement.is_summary and not statement.cues and item.ids.isdisjoint(statement.concepts)


def says_how_many(item: Item, statement: Statement) -> bool:
    """Tell whether a statement gives no more than a number of things whose names are asked for."""
    if not (item.listed or item.wanted) or item.sort is not Sort.CONCEPT or item.aside:
        return False
    told = statement.field
    if told is not None and told.type is FieldType.NUMBER:
        # "On which floor is it?" is answered by a number all the same.
        numbered = any("which" in cue.all and not item.ids.isdisjoint(cue.all) for cue in statement.cues)
        return item.listed and told.unit in item.ids and not numbered
    return (item.listed and statement.is_summary) or "names" in statement.never


def counts_else(query: Query, statement: Statement) -> bool:
    """Tell whether a field says how many there are of something else than what is counted."""
    if not query.counted or statement.field is None:
        return False
    counting = [cue for cue in statement.cues if "count" in cue.all]
    known = statement.field.type is FieldType.NUMBER or query.counts_kind
    return known and all(query.counted.isdisjoint(cue.all) and query.counted.isdisjoint(cue.near) for cue in counting)


def _decides(item: Item, statement: Statement) -> bool:
    """Tell whether a name, or a word that says which is meant, rules out what it has nothing to do with."""
    if item.aside or item.similarity < SURE_NAME:
        return False
    if item.sort is Sort.ENTITY or item.qualifies or statement.is_summary:
        return True
    # "How many of the poles are about health?", "a good restaurant in Veneto"
    return statement.field is not None and statement.field.type is FieldType.NUMBER


def _decisive(item: Item, query: Query) -> bool:
    """Tell whether an unexplained item rules a statement out: a year, an operator, a thing that nobody recorded."""
    if item.sort is Sort.NUMBER:
        return says_when(item, query) or any(len(n) == 4 and n[:2] in {"19", "20"} for n in item.ids)
    if item.sort is Sort.UNKNOWN:
        # "Is Nokia a member?", "a toy cluster"
        return not item.aside and (unheard_of(item, query) or (query.yes_no and item.weight >= UNKNOWN_RARE))
    if item.sort is not Sort.CONCEPT or item.aside or item.similarity <= 0.9:
        return False
    return item.ids <= OPERATORS or item.ids <= query.unrecorded


def says_when(item: Item, query: Query) -> bool:
    """Tell whether a figure stands after what is counted, with what it counts: "how many in the last 12 months"."""
    at = query.items.index(item)
    counts = any(i.ids == {"count"} and not i.aside for i in query.items[:at])
    unit = any(i.sort is Sort.UNKNOWN for i in query.items[at + 1 : at + 2])
    return counts and unit and not query.has("more_than", "less_than", "at_least", "at_most")


def strongest_of(ids: Iterable[str], strengths: dict[str, float]) -> float:
    """Return the greatest of the strengths of some ids, 0 where none has any."""
    best = 0.0
    for key in ids:
        strength = strengths.get(key, 0.0)
        if strength > best:  # noqa: PLR1730 - max() takes thrice as long, a hundred times a question
            best = strength
    return best
