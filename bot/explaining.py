"""Why an answer is what it is: which words were explained by what, the parts of the score, the rule applied."""

from __future__ import annotations

from bot.phrases import Phrases
from knowledge.scoring import Scored
from knowledge.span import Span
from knowledge.understanding import Understanding

MOST_CANDIDATES = 3
"""Candidates shown."""


def explanation(understanding: Understanding, phrases: Phrases, language: str) -> tuple[str, ...]:
    """Return how a message was understood, line by line."""
    lines: list[str] = []
    for part in understanding.parts:
        understood = [f"{s.text} = {meaning(s)}" for s in part.query.spans if meaning(s)]
        unknown = [s.text for s in part.query.spans if not s.meanings and s.how == "unknown"]
        if understood:
            lines.append(phrases.say(language, "why.understood", words="; ".join(understood)))
        if unknown:
            lines.append(phrases.say(language, "why.unexplained", words=", ".join(unknown)))
        if part.how:
            lines.append(phrases.say(language, "why.carried", how=part.how))
        lines.append(phrases.say(language, "why.rule", rule=part.finding.rule))
        if part.finding.guesses:
            guesses = ", ".join(f"{guess.intent} {guess.share:.0%}" for guess in part.finding.guesses)
            lines.append(phrases.say(language, "why.learned", guesses=guesses))
        for place, scored in enumerate(part.finding.ranked[:MOST_CANDIDATES], 1):
            lines.append(_candidate(place, scored, phrases, language))
    return tuple(lines)


def _candidate(place: int, scored: Scored, phrases: Phrases, language: str) -> str:
    """Return one candidate with the parts of its score."""
    score = phrases.say(
        language,
        "why.score",
        score=f"{scored.score:.2f}",
        explained=f"{scored.explained:.0%}",
        asked=f"{scored.asked:.0%}",
        about=f"{scored.about:.0%}",
    )
    return phrases.say(language, "why.candidate", place=place, statement=scored.statement.id, score=score)


def meaning(span: Span) -> str:
    """Return what a span was taken for, and how where it was not spelt so; empty for function and unknown words."""
    ids = sorted(i.removeprefix("e:").removeprefix("c:") for i in span.ids if i != "skip")
    if not ids:
        return ""
    how = "" if span.how in {"exact", "ending"} else f" ({span.how})"
    return f"{'/'.join(ids)}{how}"


def pieces(understanding: Understanding) -> tuple[tuple[str, str], ...]:
    """Return the message cut up, each piece with what explained it."""
    return tuple((span.text, meaning(span)) for span in understanding.spans)
