"""What must hold for the fixed words of the bot: there in each language that is spoken, with the same placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from knowledge.context import Carry
from knowledge.errors import Problem
from knowledge.findings import Rule
from knowledge.introducing import FILLED_IN
from knowledge.models import KnowledgeBase
from knowledge.places import Places
from knowledge.span import MISSPELT

WHY = "knowledge/common/locale/en.why.yaml"

NEEDED = frozenset(
    [f"rule.{rule}" for rule in Rule] + [f"carried.{how}" for how in Carry] + [f"match.{how}" for how in MISSPELT]
)
"""Texts that ``/why`` says."""


def phrases(knowledge: KnowledgeBase, places: Places, spoken: frozenset[str]) -> Iterator[Problem]:
    """Each common text must stand in each language, with no other placeholders than in English.

    Those of a folder must stand in the languages that it names; in others the English text stands in.
    """
    english = knowledge.phrases.get("en", {})
    for key in sorted(NEEDED - english.keys()) if english else ():
        yield _phrase("en", key, f"{key} is missing, which /why needs; copy it from {WHY}", places)
    common = _common_keys(places)
    for code, texts in knowledge.phrases.items():
        wanted = english.keys() if code in spoken else common.get("en", set()) if code in common else set()
        for key in sorted(wanted - texts.keys()):
            if key.startswith("kind."):
                continue  # told of the kind
            yield _phrase(code, key, f"{key} is missing; translate it from {_file('en', key, places)}", places)
        for key in sorted(texts.keys() - english.keys()):
            yield _phrase(code, key, f"{key} is not in English; remove it or add it to locale/en.yaml", places)
        for key in sorted(texts.keys() & english.keys()):
            allowed = frozenset(name for _, name, _, _ in _pieces(english[key]) if name)
            wrong = placeholders(texts[key], allowed | FILLED_IN, told=allowed)
            if wrong:
                yield _phrase(code, key, f"{key}: {wrong}", places)


def _common_keys(places: Places) -> dict[str, set[str]]:
    """Return the keys of the texts that the common files hold, by language."""
    found: dict[str, set[str]] = {}
    for source in places.files:
        if source.common and source.name.startswith("locale/") and isinstance(source.tree.value, dict):
            keys = found.setdefault(source.name.removeprefix("locale/").split(".", maxsplit=1)[0], set())
            for section, held in source.tree.value.items():
                for key, text in held.items():
                    keys |= (
                        {f"{section}.{key}.{form}" for form in text} if isinstance(text, dict) else {f"{section}.{key}"}
                    )
    return found


def _file(code: str, key: str, places: Places) -> str:
    """Return the file of a language that holds a phrase, or would."""
    path = tuple(key.split("."))
    held = [source for source in places.files if source.name.startswith(f"locale/{code}.")]
    for part in (path, path[:2], path[:1]):
        for source in held:
            if part in source.tree.lines:
                return source.file
    return f"locale/{code}.yaml"


def _phrase(code: str, key: str, text: str, places: Places) -> Problem:
    file = _file(code, key, places)
    source = next((source for source in places.files if source.file == file), None)
    return source.problem(tuple(key.split(".")), text) if source else Problem(file, 0, text)


def _pieces(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Cut a text at its placeholders; one with a stray brace has none."""
    try:
        return list(Formatter().parse(text))
    except ValueError:
        return []


def placeholders(text: str, allowed: frozenset[str], told: frozenset[str] | None = None) -> str:
    """Return what is wrong with the placeholders of a text, or an empty string.

    Args:
        text: the text.
        allowed: placeholders that it may hold.
        told: those to name as known, where they are fewer.
    """
    if ("{" in text or "}" in text) and not _pieces(text):
        return "a brace stands alone; write {{ or }} for a brace"
    strange = [name for _, name, _, _ in _pieces(text) if name is not None and name not in allowed]
    known = ", ".join(f"{{{name}}}" for name in sorted(allowed if told is None else told)) or "none"
    return f"there is no {{{strange[0]}}} to fill in; known here: {known}" if strange else ""
