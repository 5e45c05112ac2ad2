"""Statements → sentences, in somebody's language: names, figures, lists, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.phrases import Phrases
from knowledge.facts import Statement
from knowledge.models import Entry, FieldType, KnowledgeBase, Number, Origin, Texts

_DATED = re.compile(r"(?P<how>about|as of) (?P<year>.+)$")


def pick(texts: Texts, language: str) -> str:
    """Return a text in a language, else in English."""
    return texts.get(language) or texts["en"]


def capital(text: str) -> str:
    """Return a text with a capital first letter: titles may begin with an article."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=64)
def plural(language: str, count: int) -> str:
    """Return the plural category of a count in a language (CLDR): ``one``, ``few``, ``many`` or ``other``."""
    from babel import Locale  # noqa: PLC0415 - slow to import, and only lists need it

    return str(Locale.parse(language).plural_form(count))


class Wording:
    """Words the statements of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, phrases: Phrases) -> None:
        """Keep the entries and the fixed words."""
        self.knowledge = knowledge
        self.phrases = phrases

    def title(self, entry: str, language: str) -> str:
        """Return the name of an entry to be shown."""
        return pick(self.knowledge.entries[entry].title, language)

    def sentence(self, statement: Statement, language: str) -> str:
        """Return a statement as a sentence, without the lines of a list."""
        name = self.title(statement.entry, language)
        if statement.fact is not None:
            return pick(statement.fact.say, language)
        if statement.parts:
            text = self.phrases.say(
                language,
                "reply.composed",
                name=name,
                parts=self.joined(map(str, self._parts(statement, language)), language),
            )
        else:
            item = statement.field
            if item is None:
                raise ValueError(f"{statement.id} is neither a fact nor a field")
            count = len(statement.value) if isinstance(statement.value, tuple) else 0
            text = pick(item.say, language).format(name=name, value=self.value(statement, language), count=count)
        return capital(text)

    def question(self, statement: Statement, language: str) -> str:
        """Return the question that a statement answers, or an empty string where none is written."""
        if statement.field is not None:
            name = self.title(statement.entry, language)
            return capital(pick(statement.field.question, language).format(name=name))
        if statement.fact is not None and statement.fact.question:
            return pick(statement.fact.question, language)
        return ""

    def what_is(self, entry: str, language: str) -> str:
        """Return the question what an entry is."""
        return capital(self.phrases.say(language, "reply.what_is", name=self.title(entry, language)))

    def _parts(self, statement: Statement, language: str) -> Iterable[str]:
        """Return the figures that stand in for one that is missing, each with what it counts."""
        entry = self.knowledge.entries[statement.entry]
        for name in statement.parts:
            value = entry.values[name]
            if isinstance(value, Number):
                unit = self.counted(f"unit.{self.knowledge.fields[name].unit}", int(value.value), language)
                yield f"{self.figure(value, language)} {unit}"

    def items(self, statement: Statement, language: str) -> tuple[str, ...]:
        """Return the lines below a statement: what its fact lists, or its field points to where that is long."""
        if statement.fact is not None:
            return tuple(pick(line, language) for line in statement.fact.items)
        if isinstance(statement.value, tuple) and "{value}" not in pick(
            statement.field.say if statement.field else {"en": ""}, language
        ):
            return tuple(self.line(self.knowledge.entries[e], language) for e in statement.value)
        return ()

    def value(self, statement: Statement, language: str) -> str:
        """Return what a field holds, in words."""
        if isinstance(statement.value, Number):
            year = statement.field is not None and statement.field.type is FieldType.YEAR
            return f"{statement.value.value:.0f}" if year else self.figure(statement.value, language)
        if isinstance(statement.value, tuple):
            return self.joined((self.title(e, language) for e in statement.value), language)
        return str(statement.value)

    def figure(self, number: Number, language: str) -> str:
        """Return a figure with its qualifier, digits grouped as the language does."""
        value = f"{number.value:g}" if number.value < 1000 else _grouped(number.value, language)
        key = f"about.{number.about.replace(' ', '_')}"
        if number.about and key in self.knowledge.phrases.get("en", {}):
            return self.phrases.say(language, key, value=value)
        return f"{number.about} {value}".strip()

    def counted(self, key: str, count: int, language: str) -> str:
        """Return a noun in the form that a count takes."""
        form = plural(language, count) if language in self.knowledge.phrases else plural("en", count)
        texts = self.knowledge.phrases.get(language, {})
        return texts.get(f"{key}.{form}") or texts.get(f"{key}.other") or self.phrases.say("en", f"{key}.other")

    def joined(self, words: Iterable[str], language: str, word: str = "and") -> str:
        """Join words as a sentence does: ``a, b and c``."""
        listed = list(words)
        if len(listed) < 2:
            return "".join(listed)
        return f"{', '.join(listed[:-1])} {self.phrases.say(language, f'reply.{word}')} {listed[-1]}"

    def line(self, entry: Entry, language: str, filters: Sequence[str] = ()) -> str:
        """Return an entry as a line of a list: its name, and what distinguishes it: address, sector or place."""
        name = capital(pick(entry.title, language))
        for key, address in entry.values.items():
            if isinstance(address, str) and key in self.knowledge.fields and self.knowledge.fields[key].listed:
                return f"{name}: {address}"
        details: list[str] = []
        for key, value in entry.values.items():
            item = self.knowledge.fields.get(key)
            if item is None or not item.within or not isinstance(value, tuple) or set(value) & set(filters):
                continue
            words = [self.title(e, language) for e in value]
            # A name that says its sector or place already needs no repetition.
            details += [w for w in words if w.casefold() not in name.casefold()]
        return f"{name} ({', '.join(details)})" if details and len(name) < 60 else name

    def note(self, origins: Iterable[Origin], language: str, *, figure: bool) -> tuple[str, tuple[str, ...]]:
        """Return the line with source and date, and the sources one by one."""
        lines: dict[str, str] = {}
        for origin in origins:
            source = self.knowledge.entries[origin.source]
            name = pick(source.short or source.title, language)
            key = "reply.note" if figure else "reply.note_text"
            line = self.phrases.say(
                language, key, source=name, heading=origin.heading, dated=self.dated(origin.dated, language)
            )
            lines.setdefault(line, f"{name}, {origin.heading}")
        return " · ".join(lines), tuple(lines.values())

    def dated(self, text: str, language: str) -> str:
        """Return a date such as ``about 2011`` or ``as of May 2026`` in a language."""
        match = _DATED.match(text)
        if match is None:
            return text
        return self.phrases.say(language, f"dated.{match['how'].replace(' ', '_')}", year=match["year"])


def _grouped(value: float, language: str) -> str:
    """Return a large figure with its digits grouped."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - slow to import, for large figures only

    return str(format_decimal(value, locale=language))
