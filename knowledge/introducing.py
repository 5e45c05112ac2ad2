"""How a knowledge base introduces itself: its subject and a few questions, put into the fixed words of the bot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from knowledge.models import KnowledgeBase, Texts

FALLBACK = "en"
"""Language that stands in where another one has no text."""

SHOWN = 3
"""Questions that a greeting shows."""

SUBJECT, EXAMPLE, EXAMPLES = "subject", "example", "examples"
"""Placeholders of fixed words that are filled in once and for all: the subject, one question, some questions."""

FILLED_IN = frozenset({SUBJECT, EXAMPLE, EXAMPLES})
"""All of them; any text may hold them."""


def title_of(given: str | Mapping[str, str], knowledge: KnowledgeBase) -> Texts:
    """Return the subject of a knowledge base by language: as its files say, else what its first kind is called."""
    if given:
        return {FALLBACK: given} if isinstance(given, str) else dict(given)
    kind = next(iter(knowledge.kinds), "")
    named = {code: texts.get(f"kind.{kind}.other", "") for code, texts in knowledge.phrases.items()}
    return {code: name for code, name in named.items() if name}


def introduced(knowledge: KnowledgeBase, examples: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """Return the fixed words by language, with the subject and examples filled in.

    Args:
        knowledge: the knowledge base, its title known.
        examples: questions to show by language; what is missing is made of fields and entries.
    """
    return {code: _filled(texts, code, knowledge, examples) for code, texts in knowledge.phrases.items()}


def _filled(
    texts: Mapping[str, str], code: str, knowledge: KnowledgeBase, examples: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    shown = tuple(examples.get(code) or islice(_questions(knowledge, code), SHOWN))
    values = {
        SUBJECT: knowledge.title.get(code) or knowledge.title.get(FALLBACK, ""),
        EXAMPLE: shown[0] if shown else "",
        EXAMPLES: "\n".join(f"• {question}" for question in shown),
    }
    return {key: _with(text, values) if "{" in text else text for key, text in texts.items()}


def _with(text: str, values: Mapping[str, str]) -> str:
    """Fill in what is known here, and leave all other placeholders for later."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value.replace("{", "{{").replace("}", "}}"))
    return text


def _questions(knowledge: KnowledgeBase, code: str) -> Iterator[str]:
    """Yield questions that can be answered, each about another field, and another entry where there is one."""
    asked: set[str] = set()
    # Kinds stand in the order in which they matter.
    order = {kind: position for position, kind in enumerate(knowledge.kinds)}
    for entry in sorted(knowledge.entries.values(), key=lambda entry: order[entry.kind]):
        for name in knowledge.kinds[entry.kind].fields:
            item = knowledge.fields.get(name)
            if item is None or name not in entry.values or name in asked or not item.ask:
                continue
            asked.add(name)
            named = entry.title.get(code) or entry.title[FALLBACK]
            question = (item.question.get(code) or item.question[FALLBACK]).format(name=named)
            yield question[:1].upper() + question[1:]
            break
    for entry in knowledge.entries.values():
        named = entry.title.get(code) or entry.title[FALLBACK]
        what_is = knowledge.phrases.get(code, {}).get("reply.what_is", "{name}")
        yield what_is.format(name=named)
