"""What a first knowledge base of somebody's own is made of, and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.text import words


@dataclass(frozen=True, slots=True)
class FirstEntry:
    """One entry to begin with."""

    name: str
    """What it is called."""
    summary: str
    """What it is, in a sentence."""
    value: str = ""
    """What the field holds for it; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a first knowledge base is made of."""

    language: str
    """ISO 639-1 code of the language of all texts."""
    title: str
    """What all of it is about: ``technology parks``."""
    one: str
    """What one entry is called."""
    other: str
    """What several entries are called."""
    entries: tuple[FirstEntry, ...]
    """Entries to begin with."""
    source: str
    """Where they are known from."""
    dated: str
    """Date of that, in words: ``as of 2026``."""
    field: str
    """What people ask of an entry: ``tenants``."""
    ask: tuple[str, ...]
    """Ways to ask for that, ``_`` for the name."""


def wrong_with(start: Start) -> list[str]:
    """Return what is wrong with the beginnings of a knowledge base, a sentence each; nothing where all is well."""
    named = {
        "the title": start.title,
        "what one is called": start.one,
        "what several are called": start.other,
        "the source": start.source,
        "the field": start.field,
        **{f"the name {entry.name!r}": entry.name for entry in start.entries},
    }
    found = [f"{what} has no letters or digits; write it in words" for what, text in named.items() if not words(text)]
    texts = [*named.values(), start.dated, *start.ask]
    for entry in start.entries:
        texts += [entry.summary, entry.value]
        if not entry.summary:
            found.append(f"{entry.name} has no summary; say in a sentence what it is")
    found += [f"{text!r} holds a sign that cannot be printed; write it anew" for text in texts if not _fits(text)]
    if not start.dated:
        found.append("the date is empty; write for example: as of 2026")
    keys = [" ".join(words(entry.name)) for entry in start.entries]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    found += [f"two entries are called {name!r}; give them different names" for name in twice]
    if " ".join(words(start.one)) == " ".join(words(start.field)):
        found.append(f"the field cannot be called {start.field!r} as the entries are; give it another name")
    if not any(words(text.replace("_", " ")) for text in start.ask):
        found.append("there is no way to ask for the field; write one, with _ for the name")
    return found


def _fits(text: str) -> bool:
    """Tell whether a text can stand on a line of a file."""
    return text.isprintable() and not any("\ud800" <= sign <= "\udfff" for sign in text)
