"""Files as read → the knowledge base: shapes checked by ``schema.py``, references by ``validation.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from knowledge import schema
from knowledge.entry_reading import EntryReader
from knowledge.errors import Problem
from knowledge.misfits import Model, read_model
from knowledge.models import Concept, Entry, Field, FieldType, Kind, KnowledgeBase, Language, Phrasing, Role, Withheld
from knowledge.places import EXPORTED, Source
from knowledge.text import fold
from knowledge.validation import check

_REQUIRED = {
    "kinds.yaml": "see docs/knowledge.md for what it holds",
    "vocabulary/concepts.yaml": "see docs/knowledge.md for what it holds",
    "locale/en.yaml": "copy it from knowledge/data/locale",
}
"""Files that no knowledge base can do without, and where to get them from."""


def build(sources: list[Source], words: Mapping[str, frozenset[str]], problems: list[Problem]) -> KnowledgeBase:
    """Assemble a knowledge base; append what is wrong to ``problems``.

    Args:
        sources: the files.
        words: common words by language code.
        problems: list to append to.

    Returns:
        The knowledge base, as far as the files allow; of use only where there are no problems.
    """
    return _Builder(problems).build(sources, words)


class _Builder:
    """Assembles one knowledge base and keeps what is wrong on the way."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.kinds: dict[str, Kind] = {}
        self.fields: dict[str, Field] = {}
        self.concepts: dict[str, Concept] = {}
        self.entries: dict[str, Entry] = {}
        self.languages: dict[str, Language] = {}
        self.phrases: dict[str, dict[str, str]] = {}
        self.phrasings: list[Phrasing] = []
        self.decision: dict[str, float] = {}
        self.themes: list[Phrasing] = []
        self.exported = ""
        self.withheld = Withheld()
        self.extra: dict[str, dict[str, schema.EntryWords]] = {}
        self.title = ""

    def build(self, sources: list[Source], words: Mapping[str, frozenset[str]]) -> KnowledgeBase:
        """Read the files in the order in which they lean on each other."""
        named = {source.name: source for source in sources}
        self.problems += [
            Problem(name, 0, f"is missing; {why}") for name, why in _REQUIRED.items() if name not in named
        ]
        for source in sources:
            self._file(source, words)
        # After all others: entries lean on kinds, and on the names that languages add.
        reader = EntryReader(self.kinds, self.fields, self.extra, self.problems)
        for source in sources:
            if source.name.startswith("entries/"):
                reader.read(source, self.entries)
        if not self.entries and not self.problems:
            self.problems.append(Problem("entries", 0, "holds no entry; add one"))
        knowledge = KnowledgeBase(
            title=self.title,
            kinds=self.kinds,
            fields=self.fields,
            concepts=self.concepts,
            entries=self.entries,
            languages=self.languages,
            phrases=self.phrases,
            phrasings=tuple(self.phrasings),
            themes=tuple(self.themes),
            exported=self.exported,
            withheld=self.withheld,
            decision=self.decision,
        )
        self.problems += check(knowledge, named)
        return knowledge

    def _file(self, source: Source, words: Mapping[str, frozenset[str]]) -> None:
        """Read one file by its place, unless it holds entries."""
        folder, _, _ = source.name.rpartition("/")
        if source.name == "kinds.yaml":
            self._kinds(source)
        elif source.name == "decision.yaml":
            self._decision(source)
        elif source.name == "wishes.yaml":
            self._wishes(source)
        elif source.name == "board.yaml":
            self._board(source)
        elif source.name == EXPORTED:
            exported = self._read(schema.ExportedFile, source)
            self.exported = exported.until if exported else ""
        elif source.name == "vocabulary/concepts.yaml":
            self._concepts(source)
        elif folder == "vocabulary":
            self._language(source, words)
        elif folder == "locale":
            self._locale(source)
        elif folder == "phrasings":
            self._phrasings(source)
        elif folder != "entries":
            text = "is not read from here; move it to entries/, phrasings/, vocabulary/ or locale/"
            self.problems.append(Problem(source.name, 0, text))

    def _read(self, model: type[Model], source: Source) -> Model | None:
        """Check a file against its model; every misfit is a problem with its line."""
        return read_model(model, source.name, source.tree, self.problems)

    def _kinds(self, source: Source) -> None:
        file = self._read(schema.KindsFile, source)
        if file is None:
            return
        self.title = file.title
        for key, kind in file.kinds.items():
            self.kinds[key] = Kind(
                key, kind.word, tuple(kind.fields), kind.facet or "", tuple(kind.also), tuple(kind.singular)
            )
        for key, item in file.fields.items():
            self.fields[key] = Field(
                id=key,
                type=FieldType(item.type),
                of=tuple(item.of),
                within=item.within,
                ask=tuple(item.ask),
                also=tuple(item.also),
                unit=item.unit or "",
                parts=tuple(item.parts),
                size=item.size,
                say=item.say,
                question=item.question,
            )

    def _phrasings(self, source: Source) -> None:
        file = self._read(schema.PhrasingsFile, source)
        if file is not None:
            self.phrasings += [
                Phrasing(intent, text, file.language, file.exact)
                for intent, texts in file.phrasings.items()
                for text in texts
            ]

    def _wishes(self, source: Source) -> None:
        file = self._read(schema.WishesFile, source)
        if file is not None:
            self.themes += [
                Phrasing(theme, text, language)
                for theme, by_language in file.themes.items()
                for language, texts in by_language.items()
                for text in texts
            ]

    def _board(self, source: Source) -> None:
        file = self._read(schema.BoardFile, source)
        if file is not None:
            self.withheld = Withheld(
                words={code: tuple(_separate(listed)) for code, listed in file.words.items()},
                before_names={code: tuple(_separate(listed)) for code, listed in file.before_names.items()},
                names=frozenset(_separate(file.names)),
            )

    def _decision(self, source: Source) -> None:
        file = self._read(schema.DecisionFile, source)
        if file is not None:
            self.decision = {key: value / 100 for key, value in file.model_dump().items()}

    def _concepts(self, source: Source) -> None:
        file = self._read(schema.ConceptsFile, source)
        if file is None:
            return
        near: dict[str, set[str]] = {key: set(item.near) for key, item in file.concepts.items()}
        for key, item in file.concepts.items():
            for other in item.near:
                near.setdefault(other, set()).add(key)  # near is mutual, whichever side says so
        for key, item in file.concepts.items():
            self.concepts[key] = Concept(key, Role(item.role), frozenset(near[key]), frozenset(item.yields))

    def _language(self, source: Source, words: Mapping[str, frozenset[str]]) -> None:
        file = self._read(schema.LanguageFile, source)
        if file is None:
            return
        skip = tuple(file.skip.split()) if isinstance(file.skip, str) else tuple(file.skip)
        stem = source.name.removeprefix("vocabulary/").removesuffix(".yaml")
        if file.language != stem:
            text = f"language is {file.language} in a file named {stem}; make them the same"
            self.problems.append(source.problem(("language",), text))
        leaning = {key: tuple(value) for key, value in file.follow_up.model_dump(by_alias=True).items()}
        del leaning["ordinals"]
        self.languages[file.language] = Language(
            code=file.language,
            name=file.name,
            skip=skip,
            shorthand=file.shorthand,
            concepts={key: tuple(value) for key, value in file.concepts.items()},
            smalltalk={key: tuple(value) for key, value in file.smalltalk.items()},
            follow_up=leaning,
            ordinals=tuple(map(tuple, file.follow_up.ordinals)),
            capital_nouns=file.capital_nouns,
            common=_folded(words.get(file.language, frozenset())),
        )
        self.extra[file.language] = {
            key: item if isinstance(item, schema.EntryWords) else schema.EntryWords(names=item)
            for key, item in file.entries.items()
        }

    def _locale(self, source: Source) -> None:
        language = source.name.removeprefix("locale/").split(".", maxsplit=1)[0]
        if not isinstance(source.tree.value, dict):
            self.problems.append(source.problem((), "must be a mapping of sections, each with key: text pairs"))
            return
        flat: dict[str, str] = {}
        for section, keys in source.tree.value.items():
            if not isinstance(keys, dict):
                self.problems.append(source.problem((section,), f"{section} must hold key: text pairs"))
                continue
            for key, text in keys.items():
                if isinstance(text, str):
                    flat[f"{section}.{key}"] = text
                elif isinstance(text, dict) and all(isinstance(form, str) for form in text.values()):
                    flat |= {f"{section}.{key}.{form}": word for form, word in text.items()}
                else:
                    self.problems.append(source.problem((section, key), f"{key} must be text; put it in quotes"))
        self.phrases.setdefault(language, {}).update(flat)


def _separate(listed: Iterable[str]) -> Iterator[str]:
    """Yield the words of texts that hold several with commas between, folded."""
    for text in listed:
        for word in text.split(","):
            yield fold(word).strip()


@lru_cache(maxsize=32)
def _folded(words: frozenset[str]) -> frozenset[str]:
    """Fold the common words of a language; they are the same however often a base is built with other edits."""
    return frozenset(map(fold, words))
