from __future__ import annotations

import ast
import string

import pytest

from bot.errors import PhraseError
from bot.phrases import Phrases
from tests.conftest import ROOT, bundled_understander

LANGUAGES = ("de", "en", "es", "fr", "it")

TEXTS = {"en": {"a": "Hello {name}", "b": "only English"}, "de": {"a": "Hallo {name}"}}


def test_the_language_is_found_from_its_tag() -> None:
    phrases = Phrases(TEXTS)
    tags = ["de", "de-AT", "de_DE", "DE", "xx", "", None]
    assert [phrases.language(tag) for tag in tags] == ["de", "de", "de", "de", "en", "en", "en"]


def test_texts_are_said_in_the_language_or_in_the_fallback() -> None:
    phrases = Phrases(TEXTS)
    assert phrases.say("de-AT", "a", name="Anna") == "Hallo Anna"
    assert phrases.say("de", "b") == phrases.say(None, "b") == "only English"


@pytest.mark.parametrize(("key", "values"), [("missing", {}), ("a", {})])
def test_a_missing_text_or_value_is_an_error(key: str, values: dict[str, str]) -> None:
    with pytest.raises(PhraseError, match=key):
        Phrases(TEXTS).say("de", key, **values)


def test_every_language_has_every_text_with_the_same_placeholders() -> None:
    texts = bundled_understander().knowledge.phrases
    assert tuple(sorted(texts)) == LANGUAGES
    for language, own in texts.items():
        assert set(own) == set(texts["en"]), language
        for key, text in own.items():
            assert placeholders(text) == placeholders(texts["en"][key]), (language, key)
            assert text == text.strip(), (language, key)


def test_every_text_that_the_screens_say_exists_and_none_is_left_over() -> None:
    said = set()
    for file in (ROOT / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("screen."):
                said.add(node.value)
    texts = bundled_understander().knowledge.phrases["en"]
    assert said == {key for key in texts if key.startswith("screen.")}


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
