"""Whether a field of one thing named holds another thing named: "is Cyberforum in Styria?", "is it published by …?"."""

from __future__ import annotations

from knowledge.facts import Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.lexicon import SKIP
from knowledge.models import FieldType
from knowledge.query import Item, Query, Sort
from knowledge.ranking import Ranker
from knowledge.tallying import strongest_of

ALL = 0.99
"""How well a statement must explain each word that needs it."""

OTHER_COUNTRY, COUNTRY = "other_country", "country"
"""Concepts of countries that nothing is known of, and of the kind whose entries are countries."""

SCORE = 0.9
"""Score of such an answer."""


class Checker:
    """Checks what fields hold in one knowledge base."""

    def __init__(self, ranker: Ranker) -> None:
        """Keep what ranks, and the words before a place by language."""
        self.ranker = ranker
        languages = ranker.knowledge.languages.items()
        self._inside = {code: language.forms("inside") for code, language in languages}
        self._asks = {code: language.forms("yes_no") for code, language in languages}
        self._before = {code: language.forms("place_preposition") for code, language in languages}

    def checked(self, query: Query) -> Finding | None:
        """Answer whether something lies in a place, or whether a field of one thing named points to another one."""
        return self._placed(query) or self._held(query) or self._described(query)

    def _described(self, query: Query) -> Finding | None:
        """Answer whether something is the one of its kind that has to do with others: "is Linz the German region?"."""
        named = [item for item in query.items if item.sort is Sort.ENTITY]
        if not query.yes_no or not query.kind or query.numbers or query.strange or len(named) < 2:
            return None
        knowledge = self.ranker.knowledge
        word = knowledge.kinds[query.kind].word
        if any(item.aside or len(item.ids) != 1 for item in named) or any(t.ids != {word} for t in query.topics):
            return None
        entries = [next(iter(item.ids)) for item in named]
        such = [entry for entry in entries if knowledge.entries[entry].kind == query.kind]
        if len(such) != 1:
            return None
        checked = [self._checked_field(such[0], other) for other in entries if other != such[0]]
        known = [found for found in checked if found is not None]
        # What fails outright comes first, then what is all that is known, then what holds.
        known.sort(key=lambda found: ("no", "", "yes").index(found[1]))
        if len(known) < len(checked):
            return None
        told, verdict = known[0]
        return Finding(Shape.FACT, Rule.CHECKED, SCORE, (told,), verdict=verdict)

    def _checked_field(self, subject: str, other: str) -> tuple[Statement, str] | None:
        """Return the one field of a thing that can point to another, and yes, no, or nothing where it settles neither.

        A field that points to several says nothing of what it leaves out. None where there is no such field.
        """
        kind = self.ranker.knowledge.entries[other].kind
        found = [s for s in self.ranker.index.about[subject] if s.field is not None and kind in s.field.of]
        holding = [statement for statement in found if self._holds(statement, other)]
        if holding:
            return holding[0], "yes"
        if len(found) != 1:
            return None
        single = found[0].field is not None and found[0].field.type is FieldType.ENTRY
        return found[0], "no" if single else ""

    def _held(self, query: Query) -> Finding | None:
        """Answer a yes/no question about two things, where one field of the first is asked for and points to such.

        A field that points to one thing settles both ways; one that points to several says nothing of what it leaves
        out.
        """
        named = [item for item in query.items if item.sort is Sort.ENTITY]
        if not query.yes_no or len(named) != 2 or query.kind or query.numbers or query.strange:
            return None
        if any(item.aside or len(item.ids) != 1 for item in named) or any(
            item.sort in {Sort.UNKNOWN, Sort.PLACE, Sort.HINT} for item in query.items
        ):
            return None
        (subject,), (other,) = (item.ids for item in named)
        found = [statement for statement in self.ranker.index.about[subject] if self._asked(statement, other, query)]
        lies = [statement for statement in found if statement.field and statement.field.within]
        if len(found) > 1 and len(lies) == 1 and query.only_names:
            # "Is X in France?" asks where X lies, and of what else there is in France it is only told beside that.
            beside = [s for s in found if s not in lies and isinstance(s.value, tuple) and other in s.value]
            if beside and not self._holds(lies[0], other):
                return Finding(Shape.SEVERAL, Rule.CHECKED, SCORE, (lies[0], *beside))
            found = lies
        if len(found) != 1:
            return None
        (statement,) = found
        holds = self._holds(statement, other)
        if not holds and statement.field and statement.field.type is not FieldType.ENTRY:
            return None
        return Finding(Shape.FACT, Rule.CHECKED, SCORE, (statement,), verdict="yes" if holds else "no")

    def _holds(self, statement: Statement, other: str) -> bool:
        """Tell whether a field holds something, or what lies in it."""
        values = statement.value if isinstance(statement.value, tuple) else ()
        return other in values or any(other in self.ranker.index.within[value] for value in values)

    def _placed(self, query: Query) -> Finding | None:
        """Answer whether something lies in a country that nothing is known of, "is it in Norway?": its own is told."""
        named = [item for item in query.items if item.sort is Sort.ENTITY]
        if len(named) != 1 or len(named[0].ids) != 1 or query.kind or query.strange:
            return None
        rest = [item for item in query.items if item not in named and item.sort is not Sort.OPTIONAL]
        if len(rest) != 1 or OTHER_COUNTRY not in rest[0].ids:
            return None
        said = [span.text for span in query.spans]
        if named[0].text not in said or rest[0].text not in said:
            return None  # one of them was said before
        if not (query.yes_no or self._goes_on(query, named[0])) or not self._lies_in(query, named[0], rest[0]):
            return None
        (subject,) = named[0].ids
        known = self.ranker.knowledge
        told = [
            statement
            for statement in self.ranker.index.about.get(subject, ())
            if statement.field is not None and any(known.kinds[kind].word == COUNTRY for kind in statement.field.of)
        ]
        if len(told) != 1 or told[0].field is None or told[0].field.type is not FieldType.ENTRY:
            return None  # what has members in several countries may lie in others, too
        return Finding(Shape.FACT, Rule.LIES_ELSEWHERE, SCORE, (told[0],), verdict="no")

    def _goes_on(self, query: Query, subject: Item) -> bool:
        """Tell whether a yes/no question begins after a name, "X, is it in Norway?", or with a word of two meanings."""
        texts = [span.text for span in query.spans]
        after = texts[texts.index(subject.text) + 1 :]
        return any(word in self._asks.get(query.language, ()) for word in (texts[0], *after[:1]))

    def _lies_in(self, query: Query, subject: Item, country: Item) -> bool:
        """Tell whether it is asked if something lies in a country, or a place is taken for it: "X, is that Norway?"."""
        texts = [span.text for span in query.spans]
        at, begins = texts.index(country.text), texts.index(subject.text)
        if at < begins or at < 1:
            return False
        inside = self._inside.get(query.language, frozenset())
        before = {text for text in texts[begins + 1 : at] if text in self._before.get(query.language, ())}
        if before:
            return before <= inside
        between = query.spans[begins + 1 : at]
        plain = all(span.ids <= {SKIP} or "c:define" in span.ids for span in between)
        return subject.ids <= self.ranker.index.places and plain

    def _asked(self, statement: Statement, other: str, query: Query) -> bool:
        """Tell whether a statement is that of a field which may point to a thing, and explains all that is asked."""
        item = statement.field
        if item is None or self.ranker.knowledge.entries[other].kind not in item.of:
            return False
        return all(strongest_of(topic.ids, statement.concepts) >= ALL for topic in query.topics)
