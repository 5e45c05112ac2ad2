"""Answers to choose from while somebody still types, as cards: pure, without a conversation and without the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.events.starters import starter_questions
from bot.messages import Outcome, Reply
from bot.replies import Composer
from knowledge.context import Context
from knowledge.facts import Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.text import fold, tokens
from knowledge.understanding import Understander
from knowledge.understood import Understanding, Understood

LONGEST_QUERY = 256
"""Characters of a query that are looked at, as many as Telegram carries."""

LEAST_TYPED = 3
"""Letters that have to be typed before entries are looked up by how their names begin."""

TELLING = 2
"""Words that have to speak for another language than the person's: "nanotech veneto" is said in any."""

NEAR = 0.5
"""Least score of something found nearby, beside the answer."""


@dataclass(frozen=True, slots=True)
class Card:
    """One answer to choose."""

    id: str
    """Short name of what it tells; the same whenever the same is told in the same language."""
    title: str
    """What it answers."""
    reply: Reply
    """The answer."""


class Dealer:
    """Deals the cards of one knowledge base.

    Args:
        understander: Finds what there is to tell.
        composer: Words it.
    """

    def __init__(self, understander: Understander, composer: Composer) -> None:
        self._understander = understander
        self._composer = composer
        self._starters: dict[str, tuple[Card, ...]] = {}

    def cards(self, text: str, language: str | None, most: int) -> tuple[Card, ...]:
        """Return cards for a text: what it asks for, then what is known nearby; none where nothing fits.

        Args:
            text: What was typed so far; nothing for questions to begin with.
            language: Language of the person; the text itself wins.
            most: How many.
        """
        typed = text[:LONGEST_QUERY].strip()
        if not typed:
            return self._to_begin_with(self._composer.phrases.language(language), most)
        understanding = self._understander.understand(typed, language=_base(language))
        if understanding.smalltalk is not None:
            return ()
        dealt: dict[str, Card] = {}
        said: set[tuple[str, ...]] = set()
        for card in self._dealt(typed, understanding, self._spoken(typed, understanding.language, language)):
            what = (card.reply.lead, *card.reply.items)
            if card.reply.outcome is Outcome.ANSWERED and what not in said:
                said.add(what)
                dealt.setdefault(card.id, card)
            if len(dealt) == most:
                break
        return tuple(dealt.values())

    def _spoken(self, typed: str, found: str, language: str | None) -> str:
        """Return the language of the cards: that of the text where it surely has one, else the person's."""
        phrases = self._composer.phrases
        if not language:
            return phrases.language(found)
        tell, own = self._understander.linker.language, _base(language)
        telling = sum(tell([token], own) == found for token in tokens(typed))
        return phrases.language(found if telling >= TELLING else language)

    def _dealt(self, typed: str, understanding: Understanding, language: str) -> Iterator[Card]:
        """Yield cards, best first, some perhaps twice."""
        parts = understanding.parts
        for part in parts:
            if part.finding.answered:
                yield self._answer(part, understanding, language)
            elif part.finding.shape is Shape.OPTIONS:
                yield from self._options(part, language)
        for part in parts:
            for scored in part.finding.ranked:
                if scored.score >= NEAR and not self._only_points(scored.statement.entry):
                    yield self._statement(scored.statement, language)
        # Of what is named the summary first.
        for entry in (*(e for part in parts for e in part.query.entities), *self._begins_so(typed)):
            told = self._understander.index.about.get(entry, ())
            for statement in sorted(told, key=lambda one: not one.is_summary):
                yield self._statement(statement, language)

    def _answer(self, part: Understood, understanding: Understanding, language: str) -> Card:
        finding = part.finding
        reply = self._composer.reply(replace(understanding, parts=(part,), language=language))
        if len(finding.statements) == 1 and finding.shape is Shape.FACT:
            title = self._title(finding.statements[0], language)
        else:
            title = reply.lead.rstrip(" :") if reply.items else " · ".join(self._names(finding, language))
        return _card(title, reply, *(s.id for s in finding.statements), *finding.entries)

    def _options(self, part: Understood, language: str) -> Iterator[Card]:
        """Yield what each of the readings offered would be answered by."""
        choices = part.finding.facet or tuple(s.id for s in part.finding.statements)
        offered = self._composer.options(part.finding, language)
        for choice, option in zip(choices, offered, strict=False):
            finding = self._understander.chosen(choice, Context(query=part.query, language=language))
            if finding.answered:
                yield _card(option.label, self._composer.chosen(finding, language), choice, part.finding.kind)

    def _statement(self, statement: Statement, language: str) -> Card:
        finding = Finding(Shape.FACT, Rule.CHOSEN, 1.0, (statement,))
        return _card(self._title(statement, language), self._composer.chosen(finding, language), statement.id)

    def _title(self, statement: Statement, language: str) -> str:
        wording = self._composer.wording
        if statement.is_summary:
            return wording.what_is(statement.entry, language)
        return wording.question(statement, language) or wording.title(statement.entry, language)

    def _names(self, finding: Finding, language: str) -> list[str]:
        wording = self._composer.wording
        return list(dict.fromkeys(wording.title(s.entry, language) for s in finding.statements))

    def _begins_so(self, typed: str) -> Iterator[str]:
        """Yield the entries with a name that begins as what was typed: nobody types to the end."""
        wanted = fold(typed).strip()
        if len(wanted) < LEAST_TYPED:
            return
        for entry in self._understander.knowledge.entries.values():
            names = [*entry.title.values(), *(name for names in entry.names.values() for name in names)]
            if any(fold(name).startswith(wanted) for name in names) and not self._only_points(entry.id):
                yield entry.id

    def _only_points(self, entry: str) -> bool:
        """Tell whether an entry is but a pointer, such as a line in a list of references: it goes by an address."""
        names = [name for names in self._understander.knowledge.entries[entry].names.values() for name in names]
        return bool(names) and all("." in name and " " not in name for name in names)

    def _to_begin_with(self, language: str, most: int) -> tuple[Card, ...]:
        """Return questions to begin with, each with its answer; worked out once."""
        if language not in self._starters:
            questions = starter_questions(self._understander, self._composer.wording, language, most=most)
            cards = []
            for question in questions:
                reply = self._composer.reply(self._understander.understand(question, language=language))
                cards.append(_card(question, reply, question))
            self._starters[language] = tuple(cards)
        return self._starters[language][:most]


def _card(title: str, reply: Reply, *what: str) -> Card:
    name = hashlib.sha256("\x1f".join([reply.language, *what]).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return Card(name, title[:1].upper() + title[1:], reply)


def _base(tag: str | None) -> str | None:
    return (tag or "").split("-")[0].lower() or None
