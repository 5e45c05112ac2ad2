"""Files as read → the knowledge base: shapes checked by ``schema.py``, references by ``validation.py``.

The files of a folder are laid over the common ones (``knowledge/common``): they add to them, and where both say
something about one thing, the folder's word counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from knowledge import schema
from knowledge.entry_reading import EntryReader
from knowledge.errors import Problem
from knowledge.introducing import introduced, title_of
from knowledge.layer import Layer
from knowledge.misfits import Model, read_model
from knowledge.models import Entry, Field, FieldType, Kind, KnowledgeBase, Phrasing, Role, Withheld
from knowledge.places import EXPORTED, Source
from knowledge.text import fold
from knowledge.validation import check
from knowledge.ways_to_ask import give_own_words, singular_forms, ways

Value = TypeVar("Value")

FALLBACK = "en"
"""Language whose texts stand in where another one lacks them."""

KINDS = "kinds.yaml"
"""The one file that a knowledge folder cannot do without."""


def common_layer(sources: Iterable[Source], words: Mapping[str, frozenset[str]], problems: list[Problem]) -> Layer:
    """Read the common files.

    Args:
        sources: the files.
        words: common words by language code.
        problems: list to append to what is wrong.
    """
    return _Builder(problems, Layer()).read(sources, words)


def build(
    sources: Iterable[Source], words: Mapping[str, frozenset[str]], problems: list[Problem], common: Layer
) -> KnowledgeBase:
    """Assemble a knowledge base; append what is wrong to ``problems``.

    Args:
        sources: the files of the knowledge folder.
        words: common words by language code, those of the folder.
        problems: list to append to.
        common: what they are laid over.

    Returns:
        The knowledge base, as far as the files allow; of use only where there are no problems.
    """
    builder = _Builder(problems, common.over())
    builder.read(sources, words)
    return builder.built()


def without_subject(common: Layer) -> KnowledgeBase:
    """Return what is common as a knowledge base without entries: the words of each language, and what the bot says."""
    return _Builder([], common.over()).known({})


class _Builder:
    """Assembles one knowledge base and keeps what is wrong on the way."""

    def __init__(self, problems: list[Problem], layer: Layer) -> None:
        self.problems = problems
        self.layer = layer

    def read(self, sources: Iterable[Source], words: Mapping[str, frozenset[str]]) -> Layer:
        """Read files, entries aside, and add what they hold to the layer."""
        listed = tuple(sources)
        for source in listed:
            self._file(source, words)
        self.layer.vocabulary.add_word_lists(words)
        self.layer.sources += listed
        return self.layer

    def built(self) -> KnowledgeBase:
        """Return the knowledge base."""
        layer, vocabulary = self.layer, self.layer.vocabulary
        own = [source for source in layer.sources if not source.common]
        if not any(source.name == KINDS for source in own):
            self.problems.append(Problem(KINDS, 0, "is missing; see docs/knowledge.md for what it holds"))
        if layer.subject is not None:
            self._call(layer.subject)
        # After all others: entries lean on kinds, and on the names that languages add.
        reader, entries = EntryReader(layer.kinds, layer.fields, vocabulary.extra, self.problems), dict[str, Entry]()
        for source in own:
            if source.name.startswith("entries/"):
                reader.read(source, entries)
        if layer.subject is not None:
            give_own_words(layer.subject, layer.fields, entries, vocabulary)
        if not entries and not self.problems:
            self.problems.append(Problem("entries", 0, "holds no entry; add one"))
        knowledge = self.known(entries)
        self.problems += check(knowledge, layer.sources, self._spoken())
        if self.problems or layer.subject is None:
            return knowledge
        named = replace(knowledge, title=title_of(layer.subject.title, knowledge))
        return replace(named, phrases=introduced(named, layer.subject.examples))

    def known(self, entries: Mapping[str, Entry]) -> KnowledgeBase:
        """Return entries with all that the layer holds for them, before it is checked."""
        layer, vocabulary, spoken = self.layer, self.layer.vocabulary, self._spoken()
        return KnowledgeBase(
            title={},
            kinds=layer.kinds,
            fields=layer.fields,
            concepts=vocabulary.concepts(),
            entries=entries,
            languages=_only(vocabulary.languages, spoken),
            phrases=_only(layer.phrases, spoken),
            phrasings=tuple(p for p in layer.phrasings if not spoken or p.language in spoken),
            themes=tuple(p for p in layer.themes if not spoken or p.language in spoken),
            exported=layer.exported,
            withheld=layer.withheld,
            decision=layer.decision,
        )

    def _spoken(self) -> frozenset[str]:
        """Return the languages that the subject is asked about in; none where it takes all of them."""
        return frozenset(self.layer.subject.languages) if self.layer.subject else frozenset()

    def _call(self, subject: schema.KindsFile) -> None:
        """Let what kinds are called be said, and asked for."""
        given: dict[str, dict[str, list[str]]] = {}
        for key, kind in subject.kinds.items():
            word = self.layer.kinds[key].word
            if kind.word is None:
                self.layer.vocabulary.roles.setdefault(word, Role.TOPIC)
            for code, called in kind.called.items():
                said = self.layer.phrases.setdefault(code, {})
                said |= {f"kind.{key}.one": called.one, f"kind.{key}.other": called.other}
                for form in (called.one, called.other, *called.also):
                    given.setdefault(code, {}).setdefault(form, []).append(word)
        for code, forms in given.items():
            self.layer.vocabulary.give(code, forms)

    def _file(self, source: Source, words: Mapping[str, frozenset[str]]) -> None:
        """Read one file by its place, unless it holds entries."""
        folder, _, _ = source.name.rpartition("/")
        vocabulary = self.layer.vocabulary
        if source.name == KINDS:
            self._kinds(source)
        elif source.name == "decision.yaml":
            self._decision(source)
        elif source.name == "wishes.yaml":
            self._wishes(source)
        elif source.name == "board.yaml":
            self._board(source)
        elif source.name == EXPORTED:
            exported = self._read(schema.ExportedFile, source)
            self.layer.exported = exported.until if exported else ""
        elif source.name == "vocabulary/concepts.yaml":
            vocabulary.read_concepts(source, self.problems)
        elif folder == "vocabulary":
            vocabulary.read_language(source, words, self.problems)
        elif folder == "locale":
            self._locale(source)
        elif folder == "phrasings":
            self._phrasings(source)
        elif folder != "entries":
            text = "is not read from here; move it to entries/, phrasings/, vocabulary/ or locale/"
            self.problems.append(Problem(source.file, 0, text))

    def _read(self, model: type[Model], source: Source) -> Model | None:
        """Check a file against its model; every misfit is a problem with its line."""
        return read_model(model, source.file, source.tree, self.problems)

    def _kinds(self, source: Source) -> None:
        file = self._read(schema.KindsFile, source)
        if file is None:
            return
        self.layer.subject = None if source.common else file
        for key, kind in file.kinds.items():
            singular = (*kind.singular, *(form for called in kind.called.values() for form in singular_forms(called)))
            self.layer.kinds[key] = Kind(
                key, kind.word or key, tuple(kind.fields), kind.facet or "", tuple(kind.also), singular, kind.phrased
            )
        for key, item in file.fields.items():
            self.layer.fields[key] = Field(
                id=key,
                type=FieldType(item.type),
                of=tuple(item.of),
                within=item.within,
                ask=ways(item.ask),
                also=tuple(item.also),
                unit=item.unit or "",
                parts=tuple(item.parts),
                size=item.size,
                say=item.say,
                question=item.question,
                listed=item.listed,
            )

    def _phrasings(self, source: Source) -> None:
        file = self._read(schema.PhrasingsFile, source)
        if file is not None:
            self.layer.phrasings += [
                Phrasing(intent, text, file.language, file.exact, source.common)
                for intent, texts in file.phrasings.items()
                for text in texts
            ]

    def _wishes(self, source: Source) -> None:
        file = self._read(schema.WishesFile, source)
        if file is not None:
            self.layer.themes += [
                Phrasing(theme, text, language)
                for theme, by_language in file.themes.items()
                for language, texts in by_language.items()
                for text in texts
            ]

    def _board(self, source: Source) -> None:
        file = self._read(schema.BoardFile, source)
        if file is not None:
            before = self.layer.withheld
            self.layer.withheld = Withheld(
                words=_with_words(before.words, file.words),
                before_names=_with_words(before.before_names, file.before_names),
                names=before.names | frozenset(_separate(file.names)),
            )

    def _decision(self, source: Source) -> None:
        file = self._read(schema.DecisionFile, source)
        if file is not None:
            held = file.model_dump(exclude_unset=bool(self.layer.decision), exclude_none=True)
            self.layer.decision |= {key: value / 100 for key, value in held.items()}

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
        self.layer.phrases.setdefault(language, {}).update(flat)


def _separate(listed: Iterable[str]) -> Iterator[str]:
    """Yield the words of texts that hold several with commas between, folded."""
    for text in listed:
        for word in text.split(","):
            yield fold(word).strip()


def _with_words(before: Mapping[str, tuple[str, ...]], listed: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return words by language, those of both."""
    return {**before, **{code: (*before.get(code, ()), *_separate(texts)) for code, texts in listed.items()}}


def _only(held: Mapping[str, Value], codes: frozenset[str]) -> Mapping[str, Value]:
    """Return what is held by languages that are spoken; English, which stands in for others, always is."""
    return {code: value for code, value in held.items() if not codes or code in codes or code == FALLBACK}
