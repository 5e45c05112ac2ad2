"""The words of ``/why`` against what the code can want to say, in every language that is answered in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assistant import Assistant
from bot.messages import Question
from bot.storage import NoQuestionLog
from knowledge.context import Carry
from knowledge.findings import Rule
from knowledge.span import MISSPELT
from tests.conftest import bundled_understander

PHRASES = bundled_understander().knowledge.phrases
SECTIONS = {"rule": set(Rule), "carried": set(Carry), "match": set(MISSPELT)}
CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("why_by_language.yaml").read_text(encoding="utf-8")
)

DATA = re.compile(r"= [^;(\n]*|: [a-z.-]+ \d+%.*|^\d+\. \S+", re.MULTILINE)
"""What stands in ``/why`` under its own name in every language: concepts, what phrasings ask for, candidates."""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    """The bundled knowledge behind an assistant that stores nothing; built once."""
    return Assistant(bundled_understander(), log=NoQuestionLog())


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es"])
def test_each_key_has_words_and_no_words_are_left_over(language: str, section: str) -> None:
    texts = {key: text for key, text in PHRASES[language].items() if key.startswith(f"{section}.")}
    assert texts.keys() == {f"{section}.{key}" for key in SECTIONS[section]}
    assert all(texts.values())


@pytest.mark.parametrize("language", ["de", "fr", "it", "es"])
def test_no_words_are_taken_over_from_english(language: str) -> None:
    keys = {f"{section}.{key}" for section, names in SECTIONS.items() for key in names}
    assert [key for key in sorted(keys) if PHRASES[language][key] == PHRASES["en"][key]] == []


@pytest.mark.parametrize(
    ("language", "case"),
    [(language, case) for language in CASES for case in CASES[language]],
    ids=lambda value: value if isinstance(value, str) else " › ".join(value["ask"]),
)
async def test_what_is_explained(assistant: Assistant, language: str, case: dict[str, list[str]]) -> None:
    conversation = f"why {language} {case['ask']}"
    for text in case["ask"]:
        reply = await assistant.ask(Question(text=text, conversation=conversation, language=language))
        assert reply.language == language
    said = assistant.why(conversation).lead
    assert [text for text in case["says"] if text not in said] == [], said
    assert english_in(said, language, assistant) == [], said


def words_of(language: str) -> set[str]:
    """Return what ``/why`` can say in a language, cut at what is filled in."""
    frames = [t for key, t in PHRASES[language].items() if key.startswith(("why.", *(f"{s}." for s in SECTIONS)))]
    return {piece.strip(" .:;,“”") for text in frames for piece in re.split(r"\{\w*\}", text)}


def english_in(said: str, language: str, assistant: Assistant) -> list[str]:
    """Return the texts of ``/why`` in English, and the English titles, that stand in what was said."""
    pieces = words_of("en") - words_of(language)
    titles = {
        entry.title["en"]
        for entry in assistant.knowledge.entries.values()
        if entry.title.get(language, entry.title["en"]) != entry.title["en"]
    }
    left = DATA.sub("", said)
    return [text for text in sorted(pieces | titles) if len(text) > 3 and re.search(rf"\b{re.escape(text)}\b", left)]


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es"])
def test_nothing_to_explain_is_said_in_the_persons_language(assistant: Assistant, language: str) -> None:
    assert assistant.why(f"nothing {language}", language).lead == PHRASES[language]["why.nothing"]
