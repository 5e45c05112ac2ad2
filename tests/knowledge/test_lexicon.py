"""Every form a name or word can take, and what it can mean."""

from __future__ import annotations

import pytest

from knowledge.compiling import build_lexicon
from knowledge.lexicon import Lexicon, Meaning, skeleton
from knowledge.models import KnowledgeBase
from knowledge.text import words
from knowledge.understanding import Understander


@pytest.fixture(scope="module")
def lexicon(understander: Understander) -> Lexicon:
    return understander.lexicon


def ids(meanings: tuple[Meaning, ...]) -> set[str]:
    return {meaning.id for meaning in meanings}


def test_every_name_of_every_entry_leads_to_it(bundled: KnowledgeBase, lexicon: Lexicon) -> None:
    lost = [
        (entry.id, name)
        for entry in bundled.entries.values()
        for names in entry.names.values()
        for name in names
        if "*" not in name and f"e:{entry.id}" not in ids(lexicon.exact.get(" ".join(words(name)), ()))
    ]
    assert lost == []


def test_an_everyday_word_leads_to_its_sector_but_is_no_name(lexicon: Lexicon) -> None:
    found = {meaning for meaning in lexicon.stems["sawmill"] if meaning.id == "e:timber"}
    assert found == {Meaning("e:timber", "en", name=False)}


def test_umlauts_are_found_both_ways(lexicon: Lexicon) -> None:
    assert "e:austria" in ids(lexicon.exact["osterreich"])
    assert "e:austria" in ids(lexicon.exact["oesterreich"])


def test_a_name_is_found_without_its_spaces(lexicon: Lexicon) -> None:
    assert "e:eco-world-styria" in ids(lexicon.solid["ecoworldstyria"])


def test_function_words_mean_nothing(lexicon: Lexicon) -> None:
    assert "skip" in ids(lexicon.exact["the"])
    assert "skip" in ids(lexicon.exact["der"])


def test_a_word_of_several_languages_keeps_them_apart(lexicon: Lexicon) -> None:
    assert {"de", "sv"} & {meaning.language for meaning in lexicon.exact["in"]}


def test_it_is_the_same_every_time(bundled: KnowledgeBase, lexicon: Lexicon) -> None:
    again = build_lexicon(bundled)
    assert again == lexicon
    assert list(again.exact) == list(lexicon.exact)


@pytest.mark.parametrize(
    ("word", "bones"),
    [("many", "mny"), ("mny", "mny"), ("eve", "ev"), ("aeiou", "a"), ("", ""), ("strength", "strngth")],
)
def test_the_skeleton_of_a_word(word: str, bones: str) -> None:
    assert skeleton(word) == bones
