"""A first knowledge base of somebody's own, as the texts of its files: small, commented, and working as it stands."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from knowledge.build import FALLBACK
from knowledge.entry_schema import EntryModel
from knowledge.models import FieldType
from knowledge.starting import Start
from knowledge.text import words

SOURCE = "own-source"
"""Id of the entry that stands for where all of it is known from."""

Say = Callable[..., str]
"""Says a text in the language of the knowledge base: by its key, with what stands for its placeholders."""

_FIGURE = re.compile(r"\d{1,15}(?:\.\d{1,15})?$")
_ADDRESSES = ("http://", "https://")


def files_of(start: Start, say: Say) -> dict[str, str]:
    """Return the files of a first knowledge base by name.

    Args:
        start: what it is made of.
        say: says the sections ``new_file`` and ``new_said`` of the common texts in its language.
    """
    taken: set[str] = {SOURCE}
    ids = [_id(entry.name, taken) for entry in start.entries]
    topic = _slug(start.other) or "entries"
    return {
        "kinds.yaml": _kinds(start, say),
        f"entries/{topic}.yaml": _entries(start, ids, say),
        f"vocabulary/{start.language}.yaml": _vocabulary(start, ids[0], say),
        f"golden/{topic}.yaml": _golden(start, ids, say),
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


def _kinds(start: Start, say: Say) -> str:
    sort = type_of([entry.value for entry in start.entries])
    field, language = _field_of(start), start.language
    asked = start.ask[0] if "_" in start.ask[0] else f"{start.ask[0]} _"
    question = say("new_said.asked", text=_plain(asked).replace("_", "{name}").strip("?¿ "))
    start_of = next(place for place, sign in enumerate(question) if sign.isalnum() or sign == "{")
    question = question[:start_of] + question[start_of : start_of + 1].upper() + question[start_of + 1 :]
    frames = {FieldType.NUMBER: "new_said.number", FieldType.URL: "new_said.url"}
    sentence = say(frames.get(sort, "new_said.text"), field=_plain(start.field))
    source = f"{{one: {_text(say('new_said.source_one'))}, other: {_text(say('new_said.source_other'))}}}"
    called = f"{{one: {_text(start.one)}, other: {_text(start.other)}"
    own = language != FALLBACK
    return f"""\
{_comment(say("new_file.kinds"))}
title: {_text(start.title)}  # {say("new_file.title")}
languages: [{language}]  # {say("new_file.languages")}
{_comment(say("new_file.fallback")) + chr(10) if own else ""}
kinds:
  # {say("new_file.kind", other=_on_a_line(start.other))}
  {_kind_of(start)}:
    called:
      {f"{FALLBACK}: {called}}}" + chr(10) + "      " if own else ""}{language}: {called}{_shorter(start, say)}}}
    fields: [{field}, facts]  # {say("new_file.order")}
  # {say("new_file.source_kind")}
  source:
    called:
      {f"{FALLBACK}: {source}" + chr(10) + "      " if own else ""}{language}: {source}
    fields: [facts]

fields:
  {field}:
    type: {sort.value}  # {say("new_file.types")}
{_size(sort, say)}    # {say("new_file.ask")}
    ask:
      {language}: [{", ".join(map(_text, start.ask))}]
    say: {{{FALLBACK}: {_text(sentence)}}}
    question: {{{FALLBACK}: {_text(question)}}}  # {say("new_file.question")}
"""


def _size(sort: FieldType, say: Say) -> str:
    """Return the line that makes a figure the size of an entry."""
    return f"    size: true  # {say('new_file.size')}\n" if sort is FieldType.NUMBER else ""


def _shorter(start: Start, say: Say) -> str:
    """Return what entries are called in a word, where that is several: parks for technology parks."""
    place = 0 if say("new_example.head") == "first" else -1
    short = [text.split()[place] for text in (start.one, start.other) if len(text.split()) > 1]
    short = [word for word in dict.fromkeys(short) if words(word)]
    return f", also: [{', '.join(map(_text, short))}]" if short else ""


def _entries(start: Start, ids: Sequence[str], say: Say) -> str:
    field, sort = _field_of(start), type_of([entry.value for entry in start.entries])
    text = f"""\
{_comment(say("new_file.entries"))}
source: {SOURCE}  # {say("new_file.source")}
heading: {_text(start.title)}
dated: {_text(start.dated)}  # {say("new_file.dated")}

entries:
"""
    for entry, name in zip(start.entries, ids, strict=True):
        text += f"""\
- id: {name}
  kind: {_kind_of(start)}
  title: {_text(entry.name)}
  names: {{any: [{_text(entry.name)}]}}  # {say("new_file.names")}
  summary: {_text(entry.summary)}
"""
        if entry.value:
            whole = sort is FieldType.NUMBER and entry.value.isdigit()
            text += f"  {field}: {int(entry.value) if whole else _text(entry.value)}\n"
        else:
            text += f"  # {say('new_file.unknown', field=field)}\n"
        text += "\n"
    return (
        text
        + f"""\
- id: {SOURCE}
  kind: source
  title: {_text(start.source)}
  short: {_text(start.source)}
  summary: {_text(say("new_said.origin", source=start.source))}
"""
    )


def _vocabulary(start: Start, first: str, say: Say) -> str:
    return f"""\
{_comment(say("new_file.vocabulary"))}
language: {start.language}

{_comment(say("new_file.concepts"))}
concepts:
  link: [{_text(say("new_said.link"))}]

{_comment(say("new_file.further"))}
entries:
  {first}:
    names: [{_text(say("new_said.nickname", name=start.entries[0].name))}]
"""


def _golden(start: Start, ids: Sequence[str], say: Say) -> str:
    """Return questions that must be answered from now on."""
    text = f"{_comment(say('new_file.golden'))}\n"
    for entry, name in zip(start.entries, ids, strict=True):
        text += _question(name, "what", [say("new_said.what", name=entry.name), entry.name], "answered", [])
        asked = [(way if "_" in way else f"{way} _").replace("_", entry.name) for way in start.ask]
        expected = "answered" if entry.value else "unanswered"
        says = [re.escape(_spoken(entry.value))] if entry.value else []
        text += _question(name if entry.value else "", start.field, asked, expected, says)
    count = [str(len(start.entries))]
    text += _question("", "list", [say("new_said.list", other=start.other)], "answered", [])
    text += _question("", "count", [say("new_said.count", other=start.other)], "answered", count)
    missing = say("new_said.missing", name=start.entries[0].name)
    return text + _question("", "unknown", [missing], "unanswered", [])


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


def _plain(text: str) -> str:
    """Return a text without signs that would be placeholders."""
    return text.replace("{", "").replace("}", "")


def _on_a_line(text: str) -> str:
    return " ".join(text.split())


def _comment(text: str) -> str:
    """Return a text as the lines of a comment."""
    return "\n".join(f"# {line}" for line in text.splitlines())
