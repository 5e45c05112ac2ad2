"""What a conversation keeps of an answer, so that the next question can lean on it."""

from __future__ import annotations

from dataclasses import replace

from knowledge.context import Context
from knowledge.findings import Finding, Shape, told_entries
from knowledge.models import KnowledgeBase
from knowledge.query import Query

MOST_MENTIONED = 2
"""Entries that an answer mentions besides its subject to which "it" may point."""


def remembered(query: Query, finding: Finding, context: Context, knowledge: KnowledgeBase) -> Context:
    """Return the context after a question; where it went unanswered, what it names is talked about from here on.

    Args:
        query: the question.
        finding: what was told.
        context: the context before.
        knowledge: for the kinds of entries.
    """
    if not finding.answered:
        asked = query.entities[:1]
        if not asked:
            return context
        before = _before(asked, context)
        # "What does the fifth cover?" leaves the list where it is.
        listed = context.listed if set(asked) <= set(context.listed) else ()
        return replace(context, query=query, subjects=asked, before=before, told="", listed=listed, items=())
    subjects = _subjects(query, finding, knowledge)
    fact = finding.shape is Shape.FACT
    # What the subject is part of anyway is no news of it: "who is in charge of it?" means the project.
    held = {
        v for s in subjects for value in knowledge.entries[s].values.values() if isinstance(value, tuple) for v in value
    }
    mentioned = (*(e for e in told_entries(finding) if e not in held), *query.entities) if fact else ()
    mentioned += tuple(v for s in finding.statements if isinstance(s.value, tuple) for v in s.value)
    return replace(
        context,
        query=query,
        subjects=subjects,
        before=_before(subjects, context),
        listed=_listed(finding, subjects, context),
        mentioned=tuple(e for e in dict.fromkeys(mentioned) if e not in subjects)[:MOST_MENTIONED],
        told=finding.statements[0].id if fact and len(finding.statements) == 1 else "",
        items=tuple(i["en"] for s in finding.statements if s.fact for i in s.fact.items),
        options=(),
        language=query.language,
    )


def _subjects(query: Query, finding: Finding, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return what was told about; where one of several was asked for, the entry that a fact names."""
    if finding.entries:
        return finding.entries
    named = [e for s in finding.statements if s.fact for e in s.fact.entries]
    asked = tuple(e for e in named if e in knowledge.entries and knowledge.entries[e].kind == query.kind)
    if not asked and len(named) == 1 and (_says_kind_of(named[0], query, knowledge) or _asks_which(query)):
        asked = tuple(named)
    if finding.shape is Shape.FACT and asked:
        return asked  # "which project …": the project is talked about from here on
    return tuple(dict.fromkeys(s.entry for s in finding.statements))


def _asks_which(query: Query) -> bool:
    return query.has("which") and not query.has("define")


def _says_kind_of(entry: str, query: Query, knowledge: KnowledgeBase) -> bool:
    """Tell whether a question says of what kind an entry is, other than what all is about: "and a project …?"."""
    kind = knowledge.entries[entry].kind if entry in knowledge.entries else ""
    return kind not in {"", knowledge.main} and query.has(knowledge.kinds[kind].word)


def _before(subjects: tuple[str, ...], context: Context) -> str:
    """Return what was talked about before what is talked about now, where both were talked about by themselves."""
    if len(subjects) != 1 or len(context.subjects) != 1:
        return ""
    return context.before if subjects == context.subjects else context.subjects[0]


def _listed(finding: Finding, subjects: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Return the entries of the list that "the second one" now means."""
    listed = finding.entries
    if not listed and len(finding.statements) == 1:
        value = finding.statements[0].value
        listed = value if isinstance(value, tuple) and len(value) > 1 else ()
    if not listed and len(subjects) > 1:
        listed = subjects
    if not finding.entries and set(subjects) <= set(context.listed):
        listed = context.listed  # one of a list was looked at: "and the second one?" still means that list
    return listed
