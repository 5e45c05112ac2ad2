"""What in a question rules a statement out, however likely it is that phrasings like the question ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.facts import Statement
from knowledge.leaving_out import is_left_out
from knowledge.models import FieldType
from knowledge.query import SURE_NAME, UNKNOWN_COMMON, Item, Query, Sort
from knowledge.repeating import repeats, seeks_other
from knowledge.tallying import (
    LEAST_EXPLAINED_NAME,
    OPERATORS,
    counts_else,
    says_how_many,
    says_when,
    silent_on,
    strongest_of,
    unheard_of,
)

ASKS_SOMETHING = frozenset({"when", "how_much", "first"})
"""A date, a sum or the first of several is asked for: only statements that give one answer it."""

CERTAIN, MUCH_UNHEARD = 0.95, 1.4
"""Share of a guess from which unknown words do not count, and weight of unknown words from which they do."""

HALF = 0.5
"""What a word counts that stands before the question itself."""

LIKELY = 0.6
"""Least share of a guess that outweighs an everyday word that leads elsewhere."""


SURE_OF_ASKED = 0.9
"""Least share of a guess that tells what says nothing about the kind of thing asked for."""


def allowed(statement: Statement, query: Query, share: float, within: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether nothing in a query rules a statement out.

    That does another name, place or year; a figure of something unheard of; a date asked for where none is given; a
    word that the statement lists under ``never``; and, where the guess is not likely, an everyday word that leads
    elsewhere.
    """
    if is_left_out(statement, query) or not well_known(query, share) or _judges(query):
        return False
    if seeks_other(query) and repeats(statement, query, within):
        return False
    if statement.is_summary and not _asks_what(query, share):
        return False
    if share < LIKELY and not statement.is_summary and any(_leads_elsewhere(i, statement) for i in query.items):
        return False
    if share < SURE_OF_ASKED and any(_asks_else(i, statement) for i in query.topics):
        return False
    return not any(_rules_out(i, statement, query) or _asks_of_it(i, statement) for i in query.items)


def names_beside(query: Query, told: Sequence[Statement]) -> bool:
    """Tell whether something is named that none of the statements has to do with: what they say is not said of that."""
    about = frozenset[str]().union(*({s.entry, *s.relations} for s in told))
    return any(i.sort is Sort.ENTITY and i.ids.isdisjoint(about) for i in query.items)


def related(statement: Statement, query: Query) -> bool:
    """Tell whether a statement has to do with everything that is surely named."""
    return not any(_strange(item, statement) for item in query.surely_named)


def well_known(query: Query, share: float) -> bool:
    """Tell whether enough of a question is known for a guess; among words unheard of it must be all but certain."""
    unheard = sum(_counted(i) * i.weight for i in query.unheard)
    heard = {i.ids or frozenset({i.text}): _counted(i) for i in query.items if _is_heard(i, query)}
    named = any(i.sort is Sort.ENTITY for i in query.items)
    enough = unheard < MUCH_UNHEARD or sum(heard.values()) >= 2 * unheard
    if not named and share < LIKELY and query.strange_name:
        return False
    return enough and (named or len(heard) > 1 or share >= CERTAIN)


def _is_heard(item: Item, query: Query) -> bool:
    return item.sort in {Sort.CONCEPT, Sort.ENTITY, Sort.HINT} or item.text in query.heard


def _counted(item: Item) -> float:
    return HALF if item.aside else 1.0


def carried(query: Query) -> bool:
    """Tell whether a query takes a name over from the conversation."""
    said = {span.text for span in query.spans}
    return any(item.sort is Sort.ENTITY and item.text not in said for item in query.items)


def _asks_what(query: Query, share: float) -> bool:
    """Tell whether what something is may answer a question: nothing particular is asked, nor anything unheard of."""
    particular = any(i.ids & OPERATORS - {"where", "who"} for i in query.topics)
    known = not query.strange or share >= CERTAIN - 0.1
    return not particular and not query.unrecorded_asked and known


def _judges(query: Query) -> bool:
    """Tell whether it is asked if a single word that is not known is true of something named: "is Porter handsome?"."""
    if not query.yes_no or query.kind or query.topics or query.has("define"):
        return False
    named = any(i.sort is Sort.ENTITY for i in query.items)
    strange = [i for i in query.items if i.sort in {Sort.UNKNOWN, Sort.PLACE} and not i.aside]
    return named and len(strange) == 1 and strange[0].weight >= UNKNOWN_COMMON


def _leads_elsewhere(item: Item, statement: Statement) -> bool:
    return item.sort is Sort.HINT and not item.aside and _strange(item, statement)


def _asks_else(item: Item, statement: Statement) -> bool:
    """Tell whether something of a kind is asked for, "in which sector", that a statement says nothing about."""
    return item.wanted and item.ids.isdisjoint(statement.concepts)


def _strange(item: Item, statement: Statement) -> bool:
    """Tell whether a statement has nothing to do with a name."""
    return strongest_of(item.ids, statement.relations) < LEAST_EXPLAINED_NAME


def _asks_of_it(item: Item, statement: Statement) -> bool:
    """Tell whether something of a thing is asked for, and a statement says only what the thing is."""
    return item.of_name and not item.aside and silent_on(item, statement)


def _rules_out(item: Item, statement: Statement, query: Query) -> bool:
    if item.sort is Sort.ENTITY or item.sort is Sort.HINT:
        return not item.aside and _names_else(item, statement)
    if item.sort is Sort.PLACE:
        return not query.placed
    if item.sort is Sort.NUMBER:
        return (_is_particular(item) or says_when(item, query)) and not item.ids & statement.numbers
    if item.sort is Sort.UNKNOWN:
        # "How many hours" is not "how many members", and who is the … of something not what it is.
        counted = item.wanted and statement.field is not None
        somebody = statement.is_summary and not statement.cues and query.has("who") and query.asks_somebody
        return counted or (not item.aside and (somebody or unheard_of(item, query)))
    if item.sort is not Sort.CONCEPT or item.aside:
        return False
    unsaid = item.ids <= ASKS_SOMETHING and not any(statement.concepts.get(c) for c in item.ids)
    beside = statement.field is not None and not item.ids.isdisjoint(statement.field.also)
    counted = item.counted and not beside and counts_else(query, statement)
    return unsaid or counted or says_how_many(item, statement) or bool(item.ids & statement.never)


def _names_else(item: Item, statement: Statement) -> bool:
    """Tell whether a name, or an everyday word that asks for something or says which, is that of something else."""
    if item.sort is Sort.HINT and item.wanted and statement.is_summary:
        return True  # "what software do they use" is not what they are
    figure = statement.field is not None and statement.field.type is FieldType.NUMBER
    named = item.sort is Sort.ENTITY or item.qualifies or figure
    return named and item.similarity >= SURE_NAME and _strange(item, statement)


def _is_particular(item: Item) -> bool:
    """Tell a year or the number of a section from a figure that may be about right."""
    return any("." in figure or (len(figure) == 4 and figure[:2] in {"19", "20"}) for figure in item.ids)
