"""Understanding → reply: the fact first, then source and date, then what is worth asking next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.composed import Composed, in_a_row, run_on
from bot.explaining import explanation, pieces, rule
from bot.messages import Candidate, Option, Outcome, Reply
from bot.phrases import Phrases
from bot.wording import Wording, capital, pick
from knowledge.facts import Statement
from knowledge.findings import Finding, Shape, candidates, told_entries
from knowledge.models import KnowledgeBase, Number
from knowledge.understood import Understanding, Understood

MOST_ITEMS = 20
"""Lines of a list that are shown."""

MOST_FOLLOW_UPS = 3
"""Questions offered below an answer."""


class Composer:
    """Composes the replies of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, phrases: Phrases, *, noted: bool) -> None:
        """Keep the words.

        Args:
            knowledge: what is told.
            phrases: fixed words.
            noted: whether unanswered questions are kept, so that the bot may say so.
        """
        self.knowledge = knowledge
        self.phrases = phrases
        self.noted = noted
        self.wording = Wording(knowledge, phrases)
        self.about: dict[str, list[Statement]] = {}

    def use(self, about: dict[str, list[Statement]]) -> None:
        """Take the statements by entry, to offer what is worth asking next."""
        self.about = about

    def smalltalk(self, kind: str, language: str) -> Reply:
        """Return the reply to small talk."""
        spoken = self.phrases.language(language)
        return Reply(
            Outcome.SMALLTALK,
            self.phrases.say(spoken, f"smalltalk.{kind}"),
            language=spoken,
            labels=self._labels(spoken),
        )

    def reply(self, understanding: Understanding) -> Reply:
        """Return the reply to a message that is no small talk."""
        spoken = self.phrases.language(understanding.language)
        parts = understanding.parts
        answered = [p for p in parts if p.finding.answered]
        offering = [p for p in parts if p.finding.shape is Shape.OPTIONS]
        why = explanation(understanding, self.wording, spoken)
        spans = pieces(understanding, self.wording, spoken)
        if answered:
            return self._answered(answered, missing=len(parts) > len(answered), spoken=spoken, why=why, spans=spans)
        if offering:
            return self._offered(offering[0], spoken, why, spans)
        return self._unanswered(parts[0] if parts else None, spoken, why, spans)

    def chosen(self, finding: Finding, language: str) -> Reply:
        """Return the reply to an option that was chosen."""
        spoken = self.phrases.language(language)
        why = (rule(finding, self.wording, spoken),)
        if finding.answered:
            return self._told([finding], spoken, why, ())
        return Reply(
            Outcome.UNANSWERED,
            self._dont_know("unanswered", spoken),
            language=spoken,
            why=why,
            labels=self._labels(spoken),
        )

    def none_taken(self, language: str) -> Reply:
        """Return the reply to "none of these"."""
        spoken = self.phrases.language(language)
        key = "none_taken" if self.noted else "unanswered_unlogged"
        return Reply(
            Outcome.UNANSWERED, self.phrases.say(spoken, f"reply.{key}"), language=spoken, labels=self._labels(spoken)
        )

    def _labels(self, language: str) -> dict[str, str]:
        return {"none_of_these": self.phrases.say(language, "reply.none_of_these")}

    def _dont_know(self, key: str, language: str) -> str:
        return self.phrases.say(language, f"reply.{key}" if self.noted else f"reply.{key}_unlogged")

    def _answered(
        self,
        answered: Sequence[Understood],
        *,
        missing: bool,
        spoken: str,
        why: tuple[str, ...],
        spans: tuple[tuple[str, str], ...],
    ) -> Reply:
        reply = self._told([p.finding for p in answered], spoken, why, spans)
        if not missing:
            return reply
        lead = reply.lead if reply.items else run_on((reply.lead, self._dont_know("also_unanswered", spoken)))
        return replace(reply, lead=lead)

    def _told(
        self, findings: Sequence[Finding], spoken: str, why: tuple[str, ...], spans: tuple[tuple[str, str], ...]
    ) -> Reply:
        composed = [self._composed(f, spoken) for f in findings]
        statements = [s for f in findings for s in f.statements]
        entries = tuple(dict.fromkeys(e for f in findings for e in told_entries(f)))
        figure = any(isinstance(s.value, Number) for s in statements)
        origins = [s.origin for s in statements] or [self.knowledge.entries[e].origin for e in entries]
        note, sources = self.wording.note(origins, spoken, figure=figure)
        lead, items = in_a_row(composed, counted=all(f.shape is Shape.COUNT for f in findings))
        ranked = [r for f in findings for r in f.ranked]
        score = min(f.score for f in findings)
        first = dict.fromkeys(entries[:5], score)
        return Reply(
            Outcome.ANSWERED,
            lead,
            items,
            note,
            follow_ups=self._follow_ups(findings, spoken),
            entries=entries,
            sources=sources,
            candidates=tuple(
                Candidate(e, s)
                for e, s in list((first | {k: v for k, v in candidates(ranked).items() if k not in first}).items())[:5]
            ),
            score=score,
            language=spoken,
            why=why,
            spans=spans,
            labels=self._labels(spoken),
        )

    def _composed(self, finding: Finding, language: str) -> Composed:
        """Word one finding."""
        statements = finding.statements
        if finding.shape in {Shape.LIST, Shape.COUNT}:
            return self._list(finding, language)
        if finding.shape is Shape.MOST:
            first = statements[0]
            sentence = " ".join(self.wording.sentence(s, language) for s in statements)
            return Composed(
                self.phrases.say(language, "reply.most", name=self.wording.title(first.entry, language), fact=sentence)
            )
        if finding.shape in {Shape.COMPARE, Shape.SEVERAL} and len(statements) > 1:
            sentences = tuple(dict.fromkeys(self.wording.sentence(s, language) for s in statements))
            if len(sentences) == 2:
                return Composed(self._verdict(finding, run_on(sentences), language))
            key = "reply.compare" if finding.shape is Shape.COMPARE else "reply.several"
            return Composed(self.phrases.say(language, key), sentences)
        lead = " ".join(dict.fromkeys(self.wording.sentence(s, language) for s in statements))
        items = tuple(i for s in statements for i in self.wording.items(s, language))
        return Composed(self._verdict(finding, lead, language), items)

    def _verdict(self, finding: Finding, fact: str, language: str) -> str:
        """Put yes or no before a sentence that settles a yes/no question."""
        if not finding.verdict or fact.startswith(self.phrases.say(language, "reply.yes", fact="").strip(" :")):
            return fact
        return self.phrases.say(language, f"reply.{finding.verdict}", fact=fact)

    def _list(self, finding: Finding, language: str) -> Composed:
        """Word a list or a count."""
        entries = [self.knowledge.entries[e] for e in finding.entries]
        kind = self.wording.counted(f"kind.{finding.kind}", len(entries), language)
        filters = [f for f in finding.filters if f not in finding.entries]
        if filters:
            names = ", ".join(self.wording.title(f, language) for f in filters)
            lead = self.phrases.say(language, "reply.list", count=len(entries), kind=kind, filters=names)
        else:
            lead = self.phrases.say(language, "reply.list_all", count=len(entries), kind=kind)
        owners: dict[str, list[str]] = {}
        for statement in finding.statements:
            for target in statement.value if isinstance(statement.value, tuple) else ():
                owners.setdefault(target, []).append(self.wording.title(statement.entry, language))
        lines = []
        for entry in entries[:MOST_ITEMS]:
            if entry.id in owners:
                title = capital(pick(entry.title, language))
                lines.append(f"{title} ({', '.join(dict.fromkeys(owners[entry.id]))})")
            else:
                lines.append(self.wording.line(entry, language, finding.filters))
        if len(entries) > MOST_ITEMS:
            lines.append(self.phrases.say(language, "reply.more", count=len(entries) - MOST_ITEMS))
        return Composed(lead, tuple(lines))

    def _follow_ups(self, findings: Sequence[Finding], language: str) -> tuple[Option, ...]:
        """Offer other things known about what was told, or what the entries listed are."""
        told = {s.id for f in findings for s in f.statements}
        last = findings[-1]
        subjects = last.entries or tuple(dict.fromkeys(s.entry for s in last.statements))
        questions: Iterator[str]
        if len(subjects) > 1:
            questions = (self.wording.what_is(entry, language) for entry in subjects)
        else:
            others = (s for subject in subjects for s in self.about.get(subject, ()) if s.id not in told)
            questions = filter(None, (self.wording.question(s, language) for s in others))
        return tuple(Option(question, question) for question in islice(questions, MOST_FOLLOW_UPS))

    def _offered(
        self, part: Understood, spoken: str, why: tuple[str, ...], spans: tuple[tuple[str, str], ...]
    ) -> Reply:
        """Offer readings to choose from."""
        options = self.options(part.finding, spoken)
        none = self.phrases.say(spoken, "reply.none_of_these")
        names = [o.label.strip("¿? ") for o in options]  # those of a table are questions themselves
        lead = "reply.which_one" if len(names) > 1 else "reply.this_one"
        best = candidates(part.finding.ranked)
        return Reply(
            Outcome.SUGGESTED,
            self.phrases.say(spoken, lead, options=self.wording.joined(names, spoken, "or")),
            options=(*(replace(o, label=capital(o.label)) for o in options), Option(none, none)),
            candidates=tuple(Candidate(e, s) for e, s in best.items()),
            score=part.finding.score,
            language=spoken,
            why=why,
            spans=spans,
            labels=self._labels(spoken),
        )

    def options(self, finding: Finding, language: str) -> tuple[Option, ...]:
        """Return the readings that a finding offers, in order."""
        if finding.facet:
            kind = self.wording.counted(f"kind.{finding.kind}", 2, language) if finding.kind else ""
            titles = [self.wording.title(e, language) for e in finding.facet]
            return tuple(
                Option(t, self.phrases.say(language, "reply.narrowed", kind=kind, name=t) if kind else t)
                for t in titles
            )
        entries = [s.entry for s in finding.statements]
        found: list[Option] = []
        for statement in finding.statements:
            title = self.wording.title(statement.entry, language)
            question = self.wording.question(statement, language) or self.wording.what_is(statement.entry, language)
            found.append(Option(title if entries.count(statement.entry) == 1 else question, question))
        return tuple(found)

    def _unanswered(
        self, part: Understood | None, spoken: str, why: tuple[str, ...], spans: tuple[tuple[str, str], ...]
    ) -> Reply:
        """Say so, and offer what is known about the things named."""
        lead = self._dont_know("unanswered", spoken)
        follow_ups: list[Option] = []
        best: dict[str, float] = {}
        if part is not None:
            best = dict(candidates(part.finding.ranked))
            near = [(s, asked) for s in part.finding.statements if (asked := self.wording.question(s, spoken))]
            follow_ups = [Option(asked, asked) for _, asked in near]
            if near:
                name = self.wording.title(near[0][0].entry, spoken)
                lead += " " + capital(self.phrases.say(spoken, "reply.nearby", name=name))
        return Reply(
            Outcome.UNANSWERED,
            lead,
            follow_ups=tuple(follow_ups[:MOST_FOLLOW_UPS]),
            candidates=tuple(Candidate(e, s) for e, s in best.items()),
            score=part.finding.score if part else 0.0,
            language=spoken,
            why=why,
            spans=spans,
            labels=self._labels(spoken),
        )
