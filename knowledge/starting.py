"""A first knowledge base of somebody's own, as the texts of its files: small, commented, and working as it stands."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.entry_schema import EntryModel
from knowledge.models import FieldType
from knowledge.text import words

SOURCE = "own-source"
"""Id of the entry that stands for where all of it is known from."""

_FIGURE = re.compile(r"\d{1,15}(?:\.\d{1,15})?$")
_ADDRESSES = ("http://", "https://")


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
    """What a first knowledge base is made of; texts are in English, or stand in for it."""

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


def files_of(start: Start) -> dict[str, str]:
    """Return the files of a first knowledge base by name."""
    taken: set[str] = {SOURCE}
    ids = [_id(entry.name, taken) for entry in start.entries]
    topic = _slug(start.other) or "entries"
    return {
        "kinds.yaml": _kinds(start),
        f"entries/{topic}.yaml": _entries(start, ids),
        "vocabulary/en.yaml": _vocabulary(start, ids[0]),
        f"golden/{topic}.yaml": _golden(start, ids),
    }


def type_of(values: Sequence[str]) -> FieldType:
    """Return what a field holds, by what it is to hold: figures, addresses or a few words."""
    told = [value for value in values if value]
    if told and all(_FIGURE.match(value.rpartition(" ")[2]) for value in told):
        return FieldType.NUMBER
    return FieldType.URL if told and all(value.startswith(_ADDRESSES) for value in told) else FieldType.TEXT


def _slug(text: str) -> str:
    """Return the letters and digits of a text as an id may hold them; empty where it has none of those."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")


def _id(text: str, taken: set[str]) -> str:
    base = _slug(text) or "entry"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _name(text: str, reserved: Sequence[str]) -> str:
    """Return the id of a kind or field."""
    name = _slug(text).replace("-", "_")
    name = name if name[:1].isalpha() else f"the_{name}".strip("_")
    return f"{name}_of" if name in reserved else name


def _kind_of(start: Start) -> str:
    return _name(start.one, ["source", "facts"])


def _field_of(start: Start) -> str:
    return _name(start.field, [*EntryModel.model_fields, "facts", _kind_of(start)])


def _text(text: str) -> str:
    """Return a text in quotes that YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _kinds(start: Start) -> str:
    sort = type_of([entry.value for entry in start.entries])
    what, field = start.field, _field_of(start)
    asked = start.ask[0] if "_" in start.ask[0] else f"{start.ask[0]} _"
    question = asked.replace("{", "").replace("}", "").replace("_", "{name}").rstrip("?") + "?"
    question = question[:1].upper() + question[1:]
    plain = what.replace("{", "").replace("}", "")
    say = {
        FieldType.NUMBER: f"{{name}} has {{value}} {plain}.",
        FieldType.URL: "{name}: {value}",
    }.get(sort, f"{{name}}: {plain}: {{value}}")
    return f"""\
# What there are, and what is recorded of each. docs/knowledge.md describes all that can stand here.
title: {_text(start.title)}  # what all of this is about; greetings say it
languages: [en]  # add de, fr, it, es … once names and ways to ask are there in them

kinds:
  # A kind of entry. People ask for it by what it is called: "which {_comment(start.other)} are there?"
  {_kind_of(start)}:
    called:
      en: {{one: {_text(start.one)}, other: {_text(start.other)}{_shorter(start)}}}
    fields: [{field}, facts]  # in the order in which they are worth saying
  # Where things are known from: it stands below every answer.
  source:
    called:
      en: {{one: source, other: sources}}
    fields: [facts]

fields:
  {field}:
    type: {sort.value}  # number, year, text, url, entry (the id of one other entry) or entries
{_size(sort)}    # Ways to ask; _ stands for the name. Words that the bot does not know yet become words for this field.
    ask:
      en: [{", ".join(map(_text, start.ask))}]
    say: {{en: {_text(say)}}}
    question: {{en: {_text(question)}}}  # as the bot offers it, and shows it as an example
"""


def _size(sort: FieldType) -> str:
    """Return the line that makes a figure the size of an entry."""
    line = "    size: true  # the largest is the one with most of these; remove this where that is not so\n"
    return line if sort is FieldType.NUMBER else ""


def _shorter(start: Start) -> str:
    """Return the last words of what entries are called as further words for them: parks for technology parks."""
    last = [text.split()[-1] for text in (start.one, start.other) if len(text.split()) > 1]
    last = [word for word in dict.fromkeys(last) if words(word)]
    return f", also: [{', '.join(map(_text, last))}]" if last else ""


def _entries(start: Start, ids: Sequence[str]) -> str:
    field, sort = _field_of(start), type_of([entry.value for entry in start.entries])
    text = f"""\
# What is known, from one source. Another source goes into another file.
source: {SOURCE}  # the entry at the end
heading: {_text(start.title)}
dated: {_text(start.dated)}  # when it was so; stands below every answer

entries:
"""
    for entry, name in zip(start.entries, ids, strict=True):
        text += f"""\
- id: {name}
  kind: {_kind_of(start)}
  title: {_text(entry.name)}
  names: {{any: [{_text(entry.name)}]}}  # all it is called by; spelling, case and accents do not matter
  summary: {_text(entry.summary)}
"""
        if entry.value:
            whole = sort is FieldType.NUMBER and entry.value.isdigit()
            text += f"  {field}: {int(entry.value) if whole else _text(entry.value)}\n"
        else:
            text += f"  # {field}: not known yet; the bot says so, and curators see that somebody asked\n"
        text += "\n"
    return (
        text
        + f"""\
- id: {SOURCE}
  kind: source
  title: {_text(start.source)}
  short: {_text(start.source)}
  summary: {_text(f"{start.source}: where all of this is from.")}
"""
    )


def _vocabulary(start: Start, first: str) -> str:
    return f"""\
# Words of this subject, in English; a file de.yaml adds German ones. Everyday words (how many, where, the largest …)
# the bot knows already.
language: en

# Words for things that the bot knows a word for: "firms" are companies. A star stands for any ending.
concepts:
  link: [web presence]

# Further names of entries, and everyday words that lead to them.
entries:
  {first}:
    names: [{_text(_nickname(start))}]
"""


def _nickname(start: Start) -> str:
    """Return another name for the first entry."""
    return f"the {start.entries[0].name}"


def _golden(start: Start, ids: Sequence[str]) -> str:
    """Return questions that must be answered from now on."""
    text = """\
# Questions, as people type them, and what must come back. `run_bot.py eval` asks them; nothing that curators change
# later may break them. Write one for each thing that people really ask. See docs/questions.md.
"""
    for entry, name in zip(start.entries, ids, strict=True):
        text += _question(name, "what", [f"What is {entry.name}?", entry.name], "answered", [])
        asked = [(way if "_" in way else f"{way} _").replace("_", entry.name) for way in start.ask]
        expected = "answered" if entry.value else "unanswered"
        says = [re.escape(_spoken(entry.value))] if entry.value else []
        text += _question(name if entry.value else "", start.field, asked, expected, says)
    text += _question("", "list", [f"Which {start.other} are there?"], "answered", [])
    text += _question("", "count", [f"How many {start.other} are there?"], "answered", [str(len(start.entries))])
    return text + _question("", "unknown", [f"What is the phone number of {start.entries[0].name}?"], "unanswered", [])


def _spoken(value: str) -> str:
    """Return the part of a value that a reply shows as it stands."""
    return value.rpartition(" ")[2] if _FIGURE.match(value.rpartition(" ")[2]) else value


def _question(entry: str, kind: str, asked: Sequence[str], expected: str, says: Sequence[str]) -> str:
    lines: Mapping[str, str] = {
        **({"entry": entry} if entry else {}),
        "kind": _text(kind),
        "ask": f"[{', '.join(map(_text, dict.fromkeys(asked)))}]",
        "expect": expected,
        **({"says": f"[{', '.join(map(_text, says))}]"} if says else {}),
    }
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in lines.items()) + "\n"


def _comment(text: str) -> str:
    return " ".join(text.split())
