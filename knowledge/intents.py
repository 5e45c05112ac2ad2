"""What a phrasing can ask for, its *intent*, and which statements that leads to in a query.

=================  =================================================================================================
``styria.agency``  a fact of an entry; ``styria.country`` its field
``field.members``  a field, of whichever entry is named
``summary``        what the entry named is
``list.cluster``   entries of a kind: which there are, which have something, which one fits
``count.cluster``  how many entries of a kind; ``count`` how many of anything else
``compare``        things against each other
``most``           the largest or smallest; ``more_than`` those above or below a figure
``smalltalk.help`` nothing but small talk, of a kind that the vocabulary has
``unknown``        nothing that is recorded
=================  =================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.describing import Describer
from knowledge.facts import Index, Statement
from knowledge.models import Entry, KnowledgeBase
from knowledge.query import Query, Sort

FIELD, LIST, COUNT, SMALLTALK = "field", "list", "count", "smalltalk"
"""First parts of intents that no entry may be called."""

SUMMARY, UNKNOWN, COMPARE, MOST, MORE_THAN = "summary", "unknown", "compare", "most", "more_than"
"""Intents that are about no entry of their own."""

RESERVED = frozenset({FIELD, LIST, COUNT, SMALLTALK, SUMMARY, UNKNOWN, COMPARE, MOST, MORE_THAN})
"""Ids that no entry may have."""


def intents(knowledge: KnowledgeBase) -> dict[str, str]:
    """Return every name of an intent that phrasings may stand under, and the intent that it means.

    What an entry with names of its own is, is one intent for all such entries; a summary that is a fact word for word
    is that fact.
    """
    found = {name: name for name in (COUNT, SUMMARY, UNKNOWN, COMPARE, MOST, MORE_THAN)}
    found |= {f"{what}.{kind}": f"{what}.{kind}" for what in (LIST, COUNT) for kind in knowledge.kinds}
    found |= {f"{FIELD}.{name}": f"{FIELD}.{name}" for name in knowledge.fields}
    chat = {kind for language in knowledge.languages.values() for kind in language.smalltalk}
    found |= {f"{SMALLTALK}.{kind}": f"{SMALLTALK}.{kind}" for kind in chat}
    for entry in knowledge.entries.values():
        for fact in entry.facts:
            found[f"{entry.id}.{fact.id}"] = f"{entry.id}.{fact.id}"
        for name in entry.values:
            if name in knowledge.fields:
                found.setdefault(f"{entry.id}.{name}", f"{FIELD}.{name}")
        found[f"{entry.id}.summary"] = _of_summary(entry)
    return found


def _of_summary(entry: Entry) -> str:
    same = next((f.id for f in entry.facts[1:] if f.say == entry.facts[0].say), "")
    if same:
        return f"{entry.id}.{same}"
    return SUMMARY if entry.names else f"{entry.id}.summary"


def intent_of(statement: Statement, knowledge: KnowledgeBase) -> str:
    """Return the intent that a statement answers."""
    if statement.field is not None:
        return f"{FIELD}.{statement.field.id}"
    return _of_summary(knowledge.entries[statement.entry]) if statement.is_summary else statement.id


def subjects(query: Query, within: Mapping[str, Iterable[str]], describer: Describer) -> tuple[str, ...]:
    """Return the entries that a query is about: one described, or those named that no other of them lies in."""
    described = describer.entry(i.ids for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT})
    if described:
        return (described,)
    named = [i.ids for i in query.items if i.sort is Sort.ENTITY and not i.aside]
    named = named or [i.ids for i in query.items if i.sort is Sort.ENTITY]
    ids = dict.fromkeys(e for found in named for e in sorted(found))
    around = {place for e in ids for place in within.get(e, ()) if place != e}
    return tuple(e for e in ids if e not in around) or tuple(ids)


def statements(intent: str, query: Query, index: Index, describer: Describer) -> tuple[Statement, ...]:
    """Return the statements that answer an intent in a query, those about its subjects; none for lists and the like."""
    by_id = index.by_id
    if intent in by_id:
        return (by_id[intent],)
    what, _, name = intent.partition(".")
    if what not in {FIELD, SUMMARY}:
        return ()
    about = subjects(query, index.within, describer)
    if what == SUMMARY:
        # "The car cluster" is no sector, whatever the word for it.
        whole = len(about) == 1 and (not query.kind or about[0] not in describer.around)
        return (by_id[f"{about[0]}.summary"],) if whole else ()
    return tuple(by_id[f"{e}.{name}"] for e in about if f"{e}.{name}" in by_id)
