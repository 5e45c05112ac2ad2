"""The whole flow of a question on one page: understand, find, compose, remember, log."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.at_event import said_so
from bot.cards import Card, Dealer
from bot.choosing import Choices
from bot.conversation import Conversation, Conversations
from bot.counting import Counts
from bot.curation.gaps import Cause, Gap
from bot.curation.missed import Asked, GapLog, gap_from, gap_of, missed
from bot.errors import BotError
from bot.messages import Outcome, Question, Reply
from bot.phrases import Phrases
from bot.recalling import KeptConversations, Recaller
from bot.replies import Composer
from bot.storage import NoQuestionLog, QuestionLog, logged_question
from bot.topics import topics
from knowledge.findings import Shape
from knowledge.models import KnowledgeBase
from knowledge.smalltalk import REPEAT
from knowledge.understanding import Understander

logger = logging.getLogger(__name__)


class Assistant:
    """Answers questions from one knowledge base, in any number of conversations at once."""

    def __init__(
        self,
        knowledge: KnowledgeBase | Understander,
        *,
        log: QuestionLog,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        hasher: Callable[[str], str] | None = None,
        gaps: GapLog | None = None,
        kept: KeptConversations | None = None,
        counts: Counts | None = None,
    ) -> None:
        """Get ready to answer.

        Args:
            knowledge: what there is to tell, or what understands questions about it.
            log: where questions are kept.
            clock: tells the time, with a time zone.
            hasher: keyed hash for people and conversations; without it nothing is logged.
            gaps: where curators find what went wrong; None where nobody looks.
            kept: where conversations are kept that are to outlive this process; None for memory alone.
            counts: where outcomes are counted; None where nobody looks.
        """
        self.log = log
        self.clock = clock
        self.hasher = hasher
        self.gaps = gaps
        self.counts = counts
        self.conversations = Conversations(clock)
        self.recaller = None
        if kept is not None and hasher is not None:
            self.recaller = Recaller(kept, self.conversations, hasher, clock)
        self.noted = hasher is not None and not isinstance(log, NoQuestionLog)
        self.use(knowledge if isinstance(knowledge, Understander) else Understander(knowledge))

    def use(self, understander: Understander) -> None:
        """Answer from another knowledge from now on; conversations go on."""
        self.understander = understander
        self.knowledge = understander.knowledge
        self.phrases = Phrases(self.knowledge.phrases)
        self.composer = Composer(self.knowledge, self.phrases, noted=self.noted)
        self.choices = Choices(understander, self.composer)
        self.composer.use({entry: list(found) for entry, found in understander.index.about.items()})
        self.dealer = Dealer(understander, self.composer)

    @property
    def rows(self) -> dict[str, str]:
        """Ids of entries in the table that they came from, by entry, where those are others."""
        return {entry.id: entry.row for entry in self.knowledge.entries.values() if entry.row}

    async def ask(self, question: Question) -> Reply:
        """Answer a question and log it. Never raises for what was typed, nor when the log fails."""
        if self.recaller is not None:
            await self.recaller.recall(question.conversation, self.answer, question.update)
        reply = self.answer(question)
        await self.record(question, reply)
        if self.recaller is not None:
            await self.recaller.keep(question, reply)
        return reply

    def answer(self, question: Question) -> Reply:
        """Answer a question without logging it: for a screen that shows the reply first and logs it then."""
        conversation = self.conversations.get(question.conversation)
        chosen = self.choices.chosen(question, conversation)
        reply = chosen or self._understood(question, conversation)
        if reply.outcome is not Outcome.SMALLTALK:
            now = Asked(question, reply)
            refused = chosen is not None and chosen.outcome is Outcome.UNANSWERED
            if chosen is None or refused:
                conversation.missed += missed(conversation.last, now, refused=refused)
            conversation.last = conversation.last if refused else now
        return reply

    def _understood(self, question: Question, conversation: Conversation) -> Reply:
        """Answer by understanding the text in its context."""
        language = (question.language or "").split("-")[0].lower() or None
        focus = question.at.focus if question.at else ""
        context = replace(conversation.context, focus=focus)
        understanding = self.understander.understand(question.text, context, language)
        if understanding.smalltalk is not None:
            kind, spoken = understanding.smalltalk.kind, understanding.smalltalk.language
            said_again = _again(conversation.last) if kind == REPEAT else None
            return said_again or self.composer.smalltalk(kind, spoken)
        reply = self.composer.reply(understanding)
        if question.at is not None:
            reply = said_so(reply, understanding, question.at, self.composer.wording)
        if self._may_be_missed(reply, conversation.last):
            reply = replace(reply, wish=self.understander.wish(understanding))
        conversation.offered = ()
        context = replace(context, options=(), language=understanding.language)
        for part in understanding.parts:
            finding = part.finding
            if finding.shape is Shape.OPTIONS and reply.outcome is Outcome.SUGGESTED:
                options = finding.facet or tuple(s.id for s in finding.statements)
                context = replace(context, query=part.query, options=options, listed=(), items=())
                conversation.offered = reply.options
            else:
                context = self.understander.remember(part, context)
        conversation.context = context
        return reply

    def _may_be_missed(self, reply: Reply, before: Asked | None) -> bool:
        """Tell whether a question, or the one before it, may turn out to be a gap: only then its wish is worked out."""
        offered = before is not None and before.reply.outcome is Outcome.SUGGESTED
        return self.gaps is not None and (offered or reply.outcome is not Outcome.ANSWERED)

    async def record(self, question: Question, reply: Reply) -> None:
        """Log a question, and what went wrong for curators; a log that fails costs nobody the answer."""
        if self.counts is not None:
            self.counts.question(question.channel, reply.outcome)
        if self.hasher is None:
            return
        conversation = self.conversations.get(question.conversation)
        gone_wrong, conversation.missed = conversation.missed, ()
        try:
            now = self.clock()
            logged = logged_question(question, reply, hasher=self.hasher, now=now)
            await self.log.record(logged)
            for asked, cause in gone_wrong if self.gaps is not None else ():
                if asked.question is question and asked.wish is not None:
                    gap: Gap | None = gap_from(logged, cause, asked.wish)  # the same delivery, also where it has no id
                else:
                    gap = gap_of(asked, cause, hasher=self.hasher, now=now)
                if gap is not None and self.gaps is not None:
                    await self.gaps.add(gap)
        except Exception as error:  # noqa: BLE001 - a log that fails costs nobody the answer
            # Our own errors say what to do; what others say might repeat what was typed.
            what = error if isinstance(error, BotError) else type(error).__name__
            logger.warning("a question could not be logged: %s", what)

    async def carry_over(self, conversation: str, other: str) -> bool:
        """Let another conversation go on where this one is; returns False where this one is forgotten."""
        if self.recaller is not None:
            await self.recaller.recall(conversation, self.answer)
        carried = self.conversations.copy(conversation, other)
        if carried and self.recaller is not None:
            await self.recaller.store(other)
        return carried

    async def forget_context(self, conversation: str) -> None:
        """Begin a conversation anew."""
        self.conversations.forget(conversation)
        if self.recaller is not None:
            with contextlib.suppress(BotError):
                await self.recaller.forget(conversation)

    async def forget_person(self, channel: str, person: str) -> None:
        """Begin every conversation anew in which somebody has asked.

        Raises:
            StorageError: The database fails.
        """
        self.conversations.forget_person(channel, person)
        if self.recaller is not None:
            await self.recaller.forget_person(channel, person)

    def last_delivery(self, conversation: str) -> str | None:
        """Return the delivery of the last question that was no choice: after "none of these", what was refused."""
        last = self.conversations.get(conversation).last
        return last.question.update if last else None

    def why(self, conversation: str, language: str | None = None) -> Reply:
        """Explain the last answer of a conversation.

        Args:
            conversation: key of the conversation.
            language: of the person, where nothing was answered yet.
        """
        last = self.conversations.get(conversation).last
        if last is None:
            spoken = self.phrases.language(language)
            return Reply(Outcome.SMALLTALK, self.phrases.say(spoken, "why.nothing"), language=spoken)
        return Reply(Outcome.SMALLTALK, "\n".join(last.reply.why), language=last.reply.language)

    def topics(self, language: str, path: tuple[str, ...] = ()) -> Reply:
        """Return what there is to browse below a path, as options."""
        return topics(self.understander, self.composer, language, path)

    def cards(self, text: str, language: str | None, most: int) -> tuple[Card, ...]:
        """Return answers to choose from while somebody still types: nothing is logged, no conversation is touched.

        Args:
            text: What stands there so far; nothing for questions to begin with.
            language: Language the screen reports for the person; the text itself wins.
            most: How many.
        """
        return self.dealer.cards(text, language, most)

    async def feedback(self, conversation: str, helpful: bool, update: str | None = None) -> None:
        """Take down whether a reply helped; of the last one where no delivery is named."""
        delivery = self._delivery(conversation, update)
        if delivery is None:
            return
        try:
            await self.log.rate(*delivery, helpful=helpful)
            if not helpful:
                await self._gone_wrong(delivery, Cause.UNHELPFUL)
        except Exception:
            logger.exception("what was said about a reply could not be logged")

    async def outdated(self, conversation: str, update: str | None = None) -> bool:
        """Pass on that a reply is out of date; of the last one where no delivery is named.

        Returns:
            Whether it was passed on.
        """
        delivery = self._delivery(conversation, update)
        if delivery is None:
            return False
        try:
            return await self._gone_wrong(delivery, Cause.OUTDATED)
        except Exception:
            logger.exception("that a reply is out of date could not be logged")
            return False

    def _delivery(self, conversation: str, update: str | None) -> tuple[str, str] | None:
        """Return channel and id of the delivery that was replied to."""
        last = self.conversations.get(conversation).last
        channel = last.question.channel if last else conversation.split(":", maxsplit=1)[0]
        found = update or (last.question.update if last else None)
        return (channel, found) if found else None

    async def _gone_wrong(self, delivery: tuple[str, str], cause: Cause) -> bool:
        """Pass a question of the log on to the curators."""
        logged = await self.log.find(*delivery)
        if logged is None or self.gaps is None:
            return False
        wish = self.understander.wish(self.understander.understand(logged.text))
        if wish is not None:
            await self.gaps.add(gap_from(logged, cause, wish))
        return wish is not None


def _again(last: Asked | None) -> Reply | None:
    """Return the last reply once more; one that there is no answer is no second gap."""
    if last is None:
        return None
    reply = last.reply
    return replace(reply, outcome=Outcome.SMALLTALK) if reply.outcome is Outcome.UNANSWERED else reply
