"""A lexicon that was extended is the one that would have been built."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from knowledge.compiling import build_lexicon
from knowledge.extending import extended
from knowledge.models import KnowledgeBase
from tests.conftest import bundled_understander


def named(knowledge: KnowledgeBase, entry: str, language: str, *names: str) -> KnowledgeBase:
    held = knowledge.entries[entry]
    more = {**held.names, language: (*held.names.get(language, ()), *names)}
    return replace(knowledge, entries={**knowledge.entries, entry: replace(held, names=more)})


def ordered(value: object) -> object:
    """Return a part of a lexicon so that the order in which forms were found plays no part."""
    if isinstance(value, dict):
        return {key: sorted(found) if isinstance(found, tuple) else found for key, found in value.items()}
    return value


@pytest.mark.parametrize(
    ("entry", "language", "names"),
    [
        ("cyberforum", "any", ("Softclubbo",)),
        ("cyberforum", "any", ("Software Club of the Upper Rhine Valley and Beyond", "SCUR")),
        ("cyberforum", "de", ("Großer Söftwärekreis",)),
        ("nanovalley", "any", ("Forum",)),
        ("nanovalley", "en", ("tiny things 4 you",)),
        ("kit", "ru", ("Технологический институт",)),
        ("kit", "any", ("?!",)),
    ],
)
def test_it_is_the_one_that_would_have_been_built(entry: str, language: str, names: tuple[str, ...]) -> None:
    before = bundled_understander()
    after = named(before.knowledge, entry, language, *names)
    found = extended(before.lexicon, before.knowledge, after)
    built = build_lexicon(after)
    assert found is not None
    for field in fields(built):
        assert ordered(getattr(found, field.name)) == ordered(getattr(built, field.name)), field.name


def test_what_was_given_stays_as_it_is() -> None:
    before = bundled_understander()
    extended(before.lexicon, before.knowledge, named(before.knowledge, "kit", "any", "Softclubbo"))
    assert "softclubbo" not in before.lexicon.exact


def test_what_is_more_than_a_few_whole_forms_is_built_anew() -> None:
    before = bundled_understander()
    starred = named(before.knowledge, "kit", "any", "softclub*")
    assert extended(before.lexicon, before.knowledge, starred) is None
    assert extended(before.lexicon, starred, before.knowledge) is None
