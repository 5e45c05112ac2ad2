"""A choice among the options last offered: by number, by place, by name, or none of them."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Conversation
from bot.messages import Question, Reply
from bot.replies import Composer
from knowledge.findings import Finding
from knowledge.span import Match
from knowledge.text import fold, words
from knowledge.understanding import Understander

MOST_WORDS_OF_A_CHOICE = 4
"""Words of the longest way to pick an option by its place: "the second one please"."""


class Choices:
    """Answers choices.

    Args:
        understander: Knows what was offered.
        composer: Puts the answer into words.
    """

    def __init__(self, understander: Understander, composer: Composer) -> None:
        self.understander = understander
        self.composer = composer

    def chosen(self, question: Question, conversation: Conversation) -> Reply | None:
        """Answer a choice among the options last offered; None where the text is no such choice."""
        context, offered = conversation.context, conversation.offered
        if not context.options or not offered:
            return None
        language = context.language
        key = " ".join(words(question.text))
        for position, option in enumerate(offered):
            if key in {" ".join(words(option.label)), " ".join(words(option.ask)), str(position + 1)}:
                return self._taken(position, conversation)
        leaning = self.understander.reader.leaning
        if any(leaning.get(code, {}).get(key) == "none_of_these" for code in {language, "en"}):
            return self._taken(len(context.options), conversation)
        ordinal = self.understander.reader.ordinal(key) if len(key.split()) <= MOST_WORDS_OF_A_CHOICE else 0
        if 0 < ordinal <= len(context.options):
            return self._taken(ordinal - 1, conversation)
        if any(leaning.get(code, {}).get(key) == "last" for code in {language, "en"}):
            return self._taken(len(context.options) - 1, conversation)
        return self._named(question.text, conversation)

    def _named(self, text: str, conversation: Conversation) -> Reply | None:
        """Take the one option that a short text names: "the energy one"."""
        if len(fold(text)) > 60:
            return None
        spans, _ = self.understander.linker.link(text, conversation.context.language)
        query = self.understander.reader.read(
            [], [s for s in spans if s.how is not Match.END], conversation.context.language, ""
        )
        if query.topics or not query.entities:
            return None
        hits = []
        for position, choice in enumerate(conversation.context.options):
            statement = self.understander.statement(choice)
            entry = statement.entry if statement else choice
            if entry in query.entities:
                return self._taken(position, conversation)
            if set(query.entities) & self.understander.index.within.get(entry, frozenset()):
                hits.append(position)
        return self._taken(hits[0], conversation) if len(hits) == 1 else None

    def _taken(self, position: int, conversation: Conversation) -> Reply:
        """Answer the option at a position; the one after the last is "none of these"."""
        context = conversation.context
        conversation.offered = ()
        if position >= len(context.options):
            conversation.context = replace(context, options=())
            return self.composer.none_taken(context.language)
        finding: Finding = self.understander.chosen(context.options[position], context)
        subjects = finding.entries or tuple(dict.fromkeys(s.entry for s in finding.statements))
        query = context.query
        if query is not None and context.options[position] in self.understander.knowledge.entries:
            query = self.understander.follow_ups.edit.narrowed(query, context.options[position])
        offered = tuple(dict.fromkeys(option.partition(".")[0] for option in context.options))
        conversation.context = replace(
            context,
            query=query,
            options=(),
            subjects=subjects,
            listed=finding.entries if len(finding.entries) > 1 else offered,  # "and the first one?" means those
            told=finding.statements[0].id if len(finding.statements) == 1 else "",
        )
        return self.composer.chosen(finding, context.language)
