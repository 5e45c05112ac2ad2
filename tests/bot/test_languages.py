"""Replies in other languages than English: the titles and frames are theirs, and no article meets a preposition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.assistant import Assistant
from bot.messages import Question
from bot.storage import NoQuestionLog
from knowledge.facts import Statement
from tests.conftest import bundled_understander

CASES = yaml.safe_load(Path(__file__).with_name("replies_by_language.yaml").read_text(encoding="utf-8"))
LANGUAGES = sorted(CASES)

CLASHES = {
    "de": r"\b(an|aus|bei|mit|von|zu|hinter) (der|das|die) [A-ZÄÖÜ]",
    "fr": r"\b(de|à) les?\b|\ben (le|la|les)\b|\b(de|que) [AEÉIOUaeéiou]\w",
    "it": r"\b(di|a|da|in|su) (il|lo|la|gli|le|i|l')",
    "es": r"\b(de|a) el\b",
}
"""A preposition before an article with which it would merge, or which it would change."""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    """The bundled knowledge behind an assistant that stores nothing; built once."""
    return Assistant(bundled_understander(), log=NoQuestionLog())


def worded(assistant: Assistant, language: str) -> Iterator[tuple[Statement, str]]:
    """Yield what is said about every field of every entry, and the question for it."""
    wording = assistant.composer.wording
    for statements in assistant.composer.about.values():
        for statement in statements:
            if statement.fact is None:
                lines = (wording.sentence(statement, language), *wording.items(statement, language))
                yield statement, "\n".join((*lines, wording.question(statement, language)))


@pytest.mark.parametrize(
    ("language", "case"),
    [(language, case) for language in LANGUAGES for case in CASES[language]],
    ids=lambda value: value if isinstance(value, str) else value["ask"],
)
async def test_what_is_said(assistant: Assistant, language: str, case: dict[str, list[str]]) -> None:
    question = Question(text=case["ask"], conversation=f"{language} {case['ask']}", language=language)
    reply = await assistant.ask(question)
    said = reply.plain()
    assert reply.language == language
    assert [text for text in case["says"] if text not in said] == [], said
    assert [text for text in case.get("never", []) if text in said] == [], said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_localised_title_is_never_said_in_english(assistant: Assistant, language: str) -> None:
    entries = assistant.knowledge.entries.values()
    own = sorted({e.title.get(language, e.title["en"]).casefold() for e in entries}, key=len, reverse=True)
    foreign = {e.title["en"].casefold() for e in entries} - set(own)
    assert len(foreign) > len(entries) / 2
    shown = re.compile("|".join([r"http\S+", *map(re.escape, own)]))
    rest = [(text, shown.sub("", text.casefold())) for _, text in worded(assistant, language)]
    assert [(title, text) for text, left in rest for title in foreign if title in left] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_frame_exists_in_the_language(assistant: Assistant, language: str) -> None:
    fields = assistant.knowledge.fields.values()
    assert [f.id for f in fields if f.ask and f.id != "url" and language not in f.say] == []
    assert [f.id for f in fields if f.ask and language not in f.question] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_article_clashes_with_a_preposition(assistant: Assistant, language: str) -> None:
    clashes = re.compile(CLASHES[language])
    assert [text for _, text in worded(assistant, language) if clashes.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_and_buttons_begin_with_a_capital(assistant: Assistant, language: str) -> None:
    lines = [line for _, text in worded(assistant, language) for line in text.splitlines()]
    assert [line for line in lines if line[0].islower()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_told_in_the_language(assistant: Assistant, language: str) -> None:
    facts = [s for statements in assistant.composer.about.values() for s in statements if s.fact is not None]
    assert len(facts) > 100
    assert [s.id for s in facts if s.fact is not None and language not in s.fact.say] == []
    lines = [line for s in facts if s.fact is not None for line in s.fact.items]
    assert [line for line in lines if language not in line] == []


@pytest.mark.parametrize("text", ["KAIT-SI?", "n techfortaste?", "pole de competitivite objectives", "decarte"])
async def test_names_do_not_change_the_language(assistant: Assistant, text: str) -> None:
    await assistant.ask(Question(text="How many members does Cyberforum have?", conversation=text))
    assert (await assistant.ask(Question(text=text, conversation=text))).language == "en"


async def test_a_conversation_stays_in_its_language(assistant: Assistant) -> None:
    await assistant.ask(Question(text="Wie viele Mitglieder hat Cyberforum?", conversation="bleibt"))
    reply = await assistant.ask(Question(text="Nanovalley?", conversation="bleibt"))
    assert reply.language == "de"
    assert "Unternehmen" in reply.plain()
