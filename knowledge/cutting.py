"""A message → the questions in it, each with the clauses that set its scene."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.lexicon import SKIP
from knowledge.models import KnowledgeBase, Role
from knowledge.reading import Reader
from knowledge.span import Span
from knowledge.text import fold

MOST_QUESTIONS = 3
"""Questions in one message that are answered."""

MOST_KEYWORDS = 12
"""Words of a message without a word that asks in which the same may be asked of two names."""

PRONOUN_WITHIN = 4
"""First words of a question among which a pronoun says that it is about what was named: "est-ce qu'il"."""

# With these another question begins after a name, "what is"; "which" and "about" rather go on about it.
_BEGINNING = frozenset({"c:count", "c:who", "c:where", "c:why", "c:how_much"})
_ANNOUNCING = frozenset({SKIP, "c:number", "c:count", "c:two", "c:list", "c:need", "c:any"})
_DEFINING = frozenset({"c:define", "c:which", "c:who"})


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts messages to one knowledge base."""

    knowledge: KnowledgeBase
    """Its languages, for the words that join questions."""
    reader: Reader
    """Knows clauses and words that ask."""

    def questions(self, spans: list[Span], language: str) -> list[tuple[list[list[Span]], list[Span]]]:
        """Cut a message into questions, each with the clauses that set its scene."""
        clauses = self.reader.clauses(spans)
        marked = [ends and self.reader.asks(clause) for clause, ends in clauses]
        if not any(marked):
            marked = [ends and self.reader.asks_yes_no(clause, language) for clause, ends in clauses]
        asking = [
            n for n, (clause, _) in enumerate(clauses) if (marked[n] if any(marked) else self.reader.asks(clause))
        ]
        if asking and all(_announces(clauses[n][0]) for n in asking):
            # "Two numbers, please: members of X and mentors of X": what follows is asked.
            asking = [n for n, (clause, _) in enumerate(clauses) if _keywords(clause)] or asking
        if not asking:
            # "Techfortaste sector, BioNanonet sector" asks twice without a word that asks.
            asking = [n for n, (clause, _) in enumerate(clauses) if _keywords(clause)]
            asking = asking if len(asking) == len(clauses) else []
        if not asking and clauses:
            asking = [max(range(len(clauses)), key=lambda n: (clauses[n][1], len(clauses[n][0])))]
        found: list[tuple[list[list[Span]], list[Span]]] = []
        scene: list[list[Span]] = []
        for position, (clause, _) in enumerate(clauses):
            if position in asking:
                found += [(list(scene), piece) for piece in self._halves(clause, language)]
            else:
                scene.append(clause)
        if found and scene and not found[0][0] and len(found) == 1:
            found = [(scene, found[0][1])]
        return found[:MOST_QUESTIONS]

    def _halves(self, clause: list[Span], language: str) -> list[list[Span]]:
        """Cut a clause where "and" joins two questions: "how many … and who …"."""
        joins = self._forms("joins", language)
        clause = self._without_only(clause, language)
        asks = self.reader.asks(clause)
        for at in range(2, len(clause) - 1):
            if clause[at].text not in (joins or {"and"}):
                continue
            first, second = clause[:at], clause[at + 1 :]
            if _names(first) and self._asks_of_it(second, language) and self._asks_anything(first, language):
                return [first, second]
            twice = not asks and _keywords(first) and _keywords(second)
            if twice or (self._opens(second) and (self.reader.asks(first) or self._asks_unrecorded(first))):
                return [first + _names(second), second] if not _names(first) else [first, second]
        if asks:
            return list(self._in_a_row(clause, self._forms("relative", language)))
        return [clause] if len(clause) > MOST_KEYWORDS else _twice(clause) or [clause]

    def _without_only(self, clause: list[Span], language: str) -> list[Span]:
        """Leave out what is doubted to be all: "is there one for timber, or only for cars?" asks for timber."""
        either = self._forms("either", language)
        for at in range(2, len(clause) - 1):
            if clause[at].text in either and "c:only" in clause[at + 1].ids and _names(clause[:at]):
                return clause[:at]
        return clause

    def _forms(self, name: str, language: str) -> frozenset[str]:
        """Return the words of a language that lean in some way, folded."""
        known = self.knowledge.languages.get(language)
        return _folded(known.follow_up.get(name, ())) if known else frozenset()

    def _in_a_row(self, clause: list[Span], relative: Collection[str]) -> Iterator[list[Span]]:
        """Yield the questions of a clause that are strung together: "how many has X, what is Y, who funds Z?"."""
        begin = 0
        for at in range(2, len(clause) - 1):
            ids, first = clause[at].ids, clause[begin:at]
            if "c:count" in ids and "c:count" in _topics(first) and len(_topics(first)) > 1:
                # "Number of members, number of mentors at X" counts two things of one.
                yield first if _names(first) else [*first, *_names(clause[at:])]
                clause = [*clause[:at], *([] if _names(clause[at:]) else _names(first)), *clause[at:]]
                begin = at
                continue
            opens = not ids.isdisjoint(_BEGINNING) or ("c:define" in ids and ids <= _DEFINING)
            opens &= clause[at].text not in relative
            if not opens or not first[-1].named or not _names(clause[at:]):
                continue
            if self.reader.asks(first) and not _topics(first) <= {"c:which"}:
                yield first
                begin = at
        yield clause[begin:]

    def _asks_unrecorded(self, clause: list[Span]) -> bool:
        """Tell whether a clause asks by a word for what nobody recorded, "who founded", and of what."""
        known = self.knowledge.concepts
        return bool(_names(clause)) and any(
            i[2:] in known and known[i[2:]].role is Role.OUTSIDE for span in clause for i in span.ids
        )

    def _asks_anything(self, clause: list[Span], language: str) -> bool:
        return self.reader.asks(clause) or self.reader.asks_yes_no(clause, language)

    def _asks_of_it(self, clause: list[Span], language: str) -> bool:
        """Tell whether a clause asks of what was named before it whether something is so: "is it part of CLOE?".

        Without a pronoun it goes on about what is asked for: "which cluster has mentors and is in Karlsruhe?".
        """
        if not self.reader.asks_yes_no(clause, language):
            return False
        pronouns = self._forms("pronoun", language) | self._forms("pronoun_plural", language)
        begins = " ".join(span.text for span in clause[:PRONOUN_WITHIN]).split()[:PRONOUN_WITHIN]
        said = {" ".join(begins[at:end]) for end in range(2, len(begins) + 1) for at in range(end)}
        says = any(not span.ids <= {SKIP} for span in clause[1:])
        return says and not pronouns.isdisjoint(said)

    def _opens(self, clause: list[Span]) -> bool:
        """Tell whether a question begins here, perhaps after a preposition: "e di che paesi …"."""
        return self.reader.opens(clause) or (
            len(clause) > 1 and clause[0].ids <= {SKIP} and self.reader.opens(clause[1:])
        )


@lru_cache(maxsize=256)
def _folded(forms: tuple[str, ...]) -> frozenset[str]:
    """Return the forms of a list folded; the same lists are asked for with every question."""
    return frozenset(map(fold, forms))


def _twice(clause: list[Span]) -> list[list[Span]] | None:
    """Cut where the same is asked of two names without a word that joins or asks: "X members Y members"."""
    for at in range(2, len(clause) - 1):
        first, second = clause[:at], clause[at:]
        if _keywords(first) and _topics(first) == _topics(second):
            return [first, second] if _keywords(second) else None
    return None


def _topics(clause: list[Span]) -> set[str]:
    """Return the concepts of a clause that are no names."""
    rest = [span for span in clause if not span.named]
    return {i for span in rest for i in span.ids if i.startswith("c:")}


def _keywords(clause: list[Span]) -> bool:
    """Tell whether a clause names something and says what is asked of it: "Techfortaste sector"."""
    return bool(_names(clause)) and bool(_topics(clause))


def _announces(clause: list[Span]) -> bool:
    """Tell whether a clause only says how much will be asked: "two numbers, please"."""
    says = {i for span in clause for i in span.ids}
    return not _names(clause) and says <= _ANNOUNCING and ("c:number" in says or says >= {"c:count", "c:two"})


def _names(clause: list[Span]) -> list[Span]:
    """Return the names of a clause, which hold for the one joined to it as well."""
    return [span for span in clause if span.named]
