"""Why an answer is what it is: which words were explained by what, the parts of the score, the rule applied."""

from __future__ import annotations

from bot.wording import Wording
from knowledge.context import Carried
from knowledge.findings import Finding
from knowledge.scoring import Scored
from knowledge.span import MISSPELT, Match, Span
from knowledge.understood import Understanding

MOST_CANDIDATES = 3
"""Candidates shown."""


def explanation(understanding: Understanding, wording: Wording, language: str) -> tuple[str, ...]:
    """Return how a message was understood, line by line."""
    phrases = wording.phrases
    lines: list[str] = []
    for part in understanding.parts:
        meant = [(s.text, meaning(s, wording, language)) for s in part.query.spans]
        understood = [f"{text} = {found}" for text, found in meant if found]
        unknown = [s.text for s in part.query.spans if not s.meanings and s.how is Match.UNKNOWN]
        if understood:
            lines.append(phrases.say(language, "why.understood", words="; ".join(understood)))
        if unknown:
            lines.append(phrases.say(language, "why.unexplained", words=", ".join(unknown)))
        if part.carried:
            lines.append(phrases.say(language, "why.carried", how=_carried(part.carried, wording, language)))
        lines.append(rule(part.finding, wording, language))
        if part.finding.guesses:
            guesses = ", ".join(f"{guess.intent} {guess.share:.0%}" for guess in part.finding.guesses)
            lines.append(phrases.say(language, "why.learned", guesses=guesses))
        for place, scored in enumerate(part.finding.ranked[:MOST_CANDIDATES], 1):
            lines.append(_candidate(place, scored, wording, language))
    return tuple(lines)


def rule(finding: Finding, wording: Wording, language: str) -> str:
    """Return the line with the rule that decided."""
    best = finding.ranked[0] if finding.ranked else None
    words = wording.phrases.say(
        language,
        f"rule.{finding.rule}",
        word=best.refused if best else "",
        share=f"{best.explained if best else 0:.0%}",
    )
    return wording.phrases.say(language, "why.rule", rule=words)


def _carried(carried: Carried, wording: Wording, language: str) -> str:
    """Return what was carried over from before, in words."""
    names = ", ".join(wording.title(entry, language) for entry in carried.entries)
    return wording.phrases.say(language, f"carried.{carried.how}", names=names, line=carried.line, place=carried.place)


def _candidate(place: int, scored: Scored, wording: Wording, language: str) -> str:
    """Return one candidate with the parts of its score."""
    score = wording.phrases.say(
        language,
        "why.score",
        score=f"{scored.score:.2f}",
        explained=f"{scored.explained:.0%}",
        asked=f"{scored.asked:.0%}",
        about=f"{scored.about:.0%}",
    )
    return wording.phrases.say(language, "why.candidate", place=place, statement=scored.statement.id, score=score)


def meaning(span: Span, wording: Wording, language: str) -> str:
    """Return what a span was taken for, and how where it was not spelt so; empty for function and unknown words."""
    if span.meant and span.how in MISSPELT:
        return f"{span.meant} ({wording.phrases.say(language, f'match.{span.how}')})"
    return span.meant


def pieces(understanding: Understanding, wording: Wording, language: str) -> tuple[tuple[str, str], ...]:
    """Return the message cut up, each piece with what explained it."""
    return tuple((span.text, meaning(span, wording, language)) for span in understanding.spans)
