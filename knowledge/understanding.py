"""Text and context in, finding out: the whole way from words to what can be told, on one page.

text ─ normalise ─ link ─ parse ─ find ─ decide
text.py  linking.py  query.py  finding.py (scoring.py)   with follow_up.py between parse and find
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.advising import Advising
from knowledge.compiling import build_lexicon
from knowledge.context import EMPTY, Context
from knowledge.conversing import Conversing
from knowledge.cutting import Cutter
from knowledge.deciding import Decider
from knowledge.describing import Describer
from knowledge.exemplars import exemplars_of
from knowledge.facts import Index, Statement
from knowledge.features import FeatureMaker
from knowledge.finding import Finder
from knowledge.findings import Finding, Rule, Shape, Thresholds
from knowledge.follow_up import FollowUps
from knowledge.guessing import Guesser
from knowledge.indexing import build_index
from knowledge.intents import SMALLTALK
from knowledge.lexicon import Lexicon
from knowledge.linking import Linker
from knowledge.making_reader import build_reader
from knowledge.models import KnowledgeBase, Role
from knowledge.pairing import Pairs
from knowledge.query import Query
from knowledge.reading import says_something
from knowledge.remembering import remembered
from knowledge.smalltalk import Chatter, Smalltalk
from knowledge.span import Match, Span
from knowledge.text import is_prose
from knowledge.understood import Understanding, Understood, merged, rather
from knowledge.wish_reading import WishReader
from knowledge.wishes import Wish

if TYPE_CHECKING:
    from knowledge.phrased.finding import Phrased

MOST_CLAUSES = 6
"""Clauses of a message that are searched for a question."""

CHAT_WITH_UNHEARD = 0.75
"""Least share of the guesses that take a message with a word unheard of for small talk."""

SURE = 0.7
"""Least score of an answer to something that was not put as a question."""


class Understander:
    """Understands messages about one knowledge base. Immutable once built; safe to share between conversations."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        lexicon: Lexicon | None = None,
        index: Index | None = None,
        guesser: Guesser | None = None,
        themes: Guesser | None = None,
        phrased: Phrased | None = None,
        chatter: Chatter | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> None:
        """Build the lexicon, the index of statements, what guesses and what reads queries.

        Args:
            knowledge: what there is to know.
            lexicon: its lexicon, where it was built before.
            index: its index, where it was built before.
            guesser: what was learned from its phrasings, where that was done before.
            themes: what was learned from its themes, where that was done before.
            phrased: what was learned from phrasings of entries found by them alone, where that was done before.
            chatter: what recognises its small talk, where that was put together before.
            progress: is told the share of that which is done, from 0 to 1.
        """
        self.knowledge = knowledge
        self.lexicon = lexicon or build_lexicon(knowledge)
        self.linker = Linker(self.lexicon)
        self.index = index or build_index(knowledge, self.linker)
        self.reader = build_reader(knowledge)
        self.cutter = Cutter(knowledge, self.reader)
        describer = Describer(knowledge, self.index.within, self.index.places)
        maker = FeatureMaker(knowledge, self.index.within, describer)
        if guesser is None or themes is None:
            from knowledge.learning import learn_all  # noqa: PLC0415 - slow to import, and only needed once

            guesser, themes, phrased = learn_all(knowledge, self.linker, self.index, maker, progress)
        self.phrased, self.guesser, self.themes = phrased, guesser, themes
        self.home = phrased.language_of(knowledge) if phrased else None
        self.wishes = WishReader(knowledge, self.index, describer, maker, themes)
        self.decider = Decider(Finder(knowledge, self.index), self.guesser, maker, describer)
        self.advising = Advising(knowledge, self.decider.finder.lister)
        self.pairs = Pairs(knowledge, self.index, self._find)
        self.follow_ups = FollowUps(knowledge, self.index, self.decider.finder.numbering)
        self.conversing = Conversing(knowledge, self.index, self.follow_ups, self._find)
        self.chatter = chatter or Chatter(knowledge)
        self.exemplars = exemplars_of(knowledge, self.index.by_id, self._alone)

    def __reduce__(
        self,
    ) -> tuple[type[Understander], tuple[KnowledgeBase, Lexicon, Index, Guesser, Guesser, Phrased | None, Chatter]]:
        """Pickle what is slow to build; the rest is built again."""
        learned = (self.guesser, self.themes, self.phrased)
        return type(self), (self.knowledge, self.lexicon, self.index, *learned, self.chatter)

    def deciding_by(self, decision: Mapping[str, float]) -> Understander:
        """Return one that knows the same and decides by other thresholds.

        Args:
            decision: thresholds by their names, 0 to 1; those that are missing stay.
        """
        known = replace(self.knowledge, decision={**self.knowledge.decision, **decision})
        learned = (self.guesser, self.themes, self.phrased)
        return Understander(known, self.lexicon, self.index, *learned, self.chatter)

    @property
    def thresholds(self) -> Thresholds:
        """Return the thresholds of the decision."""
        return self.decider.finder.thresholds

    def understand(self, text: str, context: Context = EMPTY, language: str | None = None) -> Understanding:
        """Understand a message.

        Args:
            text: what was typed; any text at all.
            context: what the conversation keeps.
            language: language the screen reports, where the text does not tell.
        """
        told = self.exemplars.of_text(text)
        alike = self.phrased.ranker.rank(text) if self.phrased and not told else ()
        chats = not told and not (self.phrased and self.phrased.over_small_talk(alike))
        language = language or context.language or self.home
        smalltalk = self.chatter.find(text, language) if chats else None
        spans, spoken = self.linker.link(text, language)
        asks = smalltalk is not None and smalltalk.language != spoken and says_something(spans)
        asks |= context.query is not None and self.reader.goes_on(spans, spoken)
        if smalltalk is not None and not asks:
            return Understanding(smalltalk, (), smalltalk.language, ())
        if told:
            return Understanding(None, (self._whole(spans, spoken, self._as_it_stands(told)),), spoken, tuple(spans))
        by_phrasings = self.phrased.found(text, alike, self.index, self.thresholds.phrased) if self.phrased else None
        if by_phrasings and self.phrased and self.phrased.only:
            spoken = self.phrased.spoken(spoken, by_phrasings, self.home, self.knowledge)
            return Understanding(None, (self._whole(spans, spoken, by_phrasings),), spoken, tuple(spans))
        parts: list[Understood] = []
        running = context
        for earlier, clause in self.cutter.questions(spans, spoken):
            running = self.remember(parts[-1], running) if parts else running
            before, corrected = self._put_right(earlier, spoken, running)
            query = self._read(before, clause, spoken)
            if corrected is None:
                part = self.conversing.answered(query, running)
            elif "correction" in query.leaning:
                part = corrected  # "oh, wrong name! I meant X": asks for nothing else
            else:
                part = self.conversing.answered(query, self.remember(corrected, running))
            parts += self.pairs.answered(part) or [part]
        if len(parts) == 1 and self.advising.may_help(parts[0].finding, spans):
            parts = [self._advised(query, parts[0], spans, spoken) or parts[0]]
        if len(parts) == 1 and not parts[0].finding.answered:
            parts = [self._said_before(spans, spoken, self.remember(parts[0], running)) or parts[0]]
        if by_phrasings and rather(by_phrasings, parts):
            parts = [self._whole(spans, spoken, by_phrasings)]
        chat = self._chat(parts, spoken) if is_prose(text) else None
        return Understanding(chat, () if chat else merged(parts), spoken, tuple(spans))

    def wish(self, understanding: Understanding) -> Wish | None:
        """Return what a message wants, of several questions the first that went unanswered; None for small talk."""
        parts = [part for part in understanding.parts if not part.finding.answered] or list(understanding.parts)
        return self.wishes.of(parts[0].query) if parts else None

    def _chat(self, parts: list[Understood], language: str) -> Smalltalk | None:
        """Return the small talk that a message is like which asks for nothing that is known."""
        finding = parts[0].finding if len(parts) == 1 else None
        if finding is None or finding.answered or not finding.guesses or parts[0].query.entities:
            return None
        if any(self.knowledge.concepts[c].role is Role.OUTSIDE for item in parts[0].query.topics for c in item.ids):
            return None  # "phone?" asks for something, however like "no probs" it sounds
        what, _, kind = finding.guesses[0].intent.partition(".")
        together = sum(guess.share for guess in finding.guesses if guess.intent.startswith(SMALLTALK))
        doubtful = parts[0].query.strange or parts[0].query.names_unknown
        needed = CHAT_WITH_UNHEARD if doubtful else self.thresholds.chat
        return Smalltalk(kind, language) if what == SMALLTALK and together >= needed else None

    def _whole(self, spans: list[Span], language: str, finding: Finding) -> Understood:
        """Return a message, taken for one question, with what is told for it."""
        return Understood(self._read([], [span for span in spans if span.how is not Match.END], language), finding)

    def _read(self, before: list[list[Span]], clause: list[Span], language: str) -> Query:
        """Read one question."""
        return self.reader.read(before, clause, language, " ".join(span.text for span in clause))

    def _advised(self, asked: Query, part: Understood, spans: list[Span], language: str) -> Understood | None:
        """Look for what suits a trade that is told of in one sentence, where the question is another."""
        message = self._read([], [span for span in spans if span.how is not Match.END], language)
        found = self.advising.finding(message, asked, part.finding)
        return Understood(message, found) if found is not None and found.answered else None

    def _put_right(
        self, before: list[list[Span]], language: str, context: Context
    ) -> tuple[list[list[Span]], Understood | None]:
        """Take up a correction that stands beside a question: "no, I meant the German one. How many members?"."""
        for position, clause in enumerate(before) if context.query else ():
            corrected = self.conversing.corrected(self._read([], clause, language), context)
            if corrected is not None:
                return before[:position] + before[position + 1 :], corrected
        return before, None

    def _said_before(self, spans: list[Span], language: str, context: Context) -> Understood | None:
        """Look for the question in another clause: "I need the number of mentors. Could you help me with that?"."""
        clauses = [clause for clause, _ in self.reader.clauses(spans)]
        for position in range(len(clauses) - 1, -1, -1) if 1 < len(clauses) <= MOST_CLAUSES else ():
            if not any(m.id.startswith(("c:", "e:")) for span in clauses[position] for m in span.meanings):
                continue
            before = clauses[:position] + clauses[position + 1 :]
            part = self.conversing.best(self._read(before, clauses[position], language), context)
            itself = part.query.topics and part.finding.rule is not Rule.LEARNED  # not by what the whole is like
            if part.finding.answered and part.finding.score >= SURE and itself:
                return part
        return None

    def _find(self, query: Query) -> Finding:
        """Tell what a curator has said that a question asks for, else what is found."""
        told = None if query.pointed or query.like else self.exemplars.of_query(query)
        return self._as_it_stands(told) if told else self.decider.find(query)

    def _as_it_stands(self, told: str) -> Finding:
        return Finding(Shape.FACT, Rule.EXEMPLAR, 1.0, (self.index.by_id[told],))

    def _alone(self, text: str) -> Query | None:
        """Read a text of the knowledge itself that is one question; None where it is several."""
        spans, spoken = self.linker.link(text)
        questions = self.cutter.questions(spans, spoken)
        return self._read(*questions[0], spoken) if len(questions) == 1 else None

    def remember(self, part: Understood, context: Context) -> Context:
        """Return the context after a question was answered, or went unanswered."""
        return remembered(part.query, part.finding, context, self.knowledge)

    def chosen(self, choice: str, context: Context) -> Finding:
        """Return the finding for an option that was chosen.

        Args:
            choice: id of a statement, or of an entry to narrow the last question down by.
            context: the conversation that offered it.
        """
        statement = self.index.by_id.get(choice)
        if statement is not None:
            return Finding(Shape.FACT, Rule.CHOSEN, 1.0, (statement,))
        query = context.query
        if query is None or choice not in self.knowledge.entries:
            return Finding(Shape.NOTHING, Rule.GONE)
        narrowed = self.follow_ups.edit.narrowed(query, choice)
        return self.decider.find(narrowed)

    def statement(self, statement_id: str) -> Statement | None:
        """Return a statement by its id."""
        return self.index.by_id.get(statement_id)
