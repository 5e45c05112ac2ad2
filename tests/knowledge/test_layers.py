"""A folder is laid over what every folder shares: what it says of its own stands, and the rest is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import knowledge
from knowledge.loader import read_common
from knowledge.places import COMMON
from tests.knowledge.small import FILES, SMALLEST, problems, write


class TestLayers:
    """A folder is laid over ``knowledge/common``."""

    def test_two_files_are_enough(self, tmp_path: Path) -> None:
        known = knowledge.load(write(tmp_path, SMALLEST))
        assert known.kinds["harbour"].word == "harbour"
        assert {"en", "de", "ru"} <= known.languages.keys()
        assert "how many" in known.languages["en"].concepts["count"]
        assert known.phrases["en"]["kind.harbour.other"] == "harbours"
        assert known.phrases["de"]["reply.unanswered"]

    def test_greetings_speak_of_the_subject(self, tmp_path: Path) -> None:
        said = knowledge.load(write(tmp_path, SMALLEST)).phrases
        assert "harbours" in said["en"]["smalltalk.greeting"]
        assert "How many berths does Rook Bay have?" in said["en"]["screen.start"]
        assert not any("{subject}" in text or "{example" in text for texts in said.values() for text in texts.values())
        # Where a language has no words of the subject, the English ones stand in.
        assert "How many berths does Rook Bay have?" in said["fr"]["screen.start"]

    def test_examples_of_its_own_are_shown(self, tmp_path: Path) -> None:
        kinds = SMALLEST["kinds.yaml"] + 'examples: {en: ["Any room in {Rook} Bay?"]}\n'
        said = knowledge.load(write(tmp_path, {**SMALLEST, "kinds.yaml": kinds})).phrases["en"]
        assert "Any room in {Rook} Bay?" in said["screen.welcome_terminal"].format()

    def test_what_a_folder_says_stands_instead_of_what_is_common(self, tmp_path: Path) -> None:
        own = {
            "locale/en.yaml": "smalltalk:\n  greeting: Ahoy!\n",
            "vocabulary/en.yaml": "language: en\nskip: ahoy\nconcepts: {link: [pigeon]}\n",
            "vocabulary/concepts.yaml": "concepts:\n  weather: {role: topic}\n  tide: {near: [weather]}\n",
            "decision.yaml": "answer: 61\n",
            "words/en.txt": "yonder\n",
        }
        plain, known = (
            knowledge.load(write(tmp_path / name, {**SMALLEST, **more})) for name, more in (("a", {}), ("b", own))
        )
        assert known.phrases["en"]["smalltalk.greeting"] == "Ahoy!"
        assert known.phrases["en"]["smalltalk.thanks"] == plain.phrases["en"]["smalltalk.thanks"]
        assert set(known.languages["en"].concepts["link"]) == {*plain.languages["en"].concepts["link"], "pigeon"}
        assert set(known.languages["en"].skip) == {*plain.languages["en"].skip, "ahoy"}
        assert known.languages["en"].common == plain.languages["en"].common | {"yonder"}
        assert (plain.concepts["weather"].role, known.concepts["weather"].role) == ("outside", "topic")
        assert "tide" in known.concepts["weather"].near
        assert known.decision == {**plain.decision, "answer": 0.61}

    def test_what_its_things_are_called_means_nothing_else(self, tmp_path: Path) -> None:
        kinds = SMALLEST["kinds.yaml"].replace("one: harbour, other: harbours", "one: record, other: records")
        english = knowledge.load(write(tmp_path, {**SMALLEST, "kinds.yaml": kinds})).languages["en"]
        assert [concept for concept, forms in english.concepts.items() if "record" in forms] == ["harbour"]

    def test_only_the_languages_that_it_names(self, tmp_path: Path) -> None:
        kinds = "languages: [en, de]\n" + SMALLEST["kinds.yaml"]
        found = problems(tmp_path / "a", dict.fromkeys(FILES) | {**SMALLEST, "kinds.yaml": kinds})
        assert found == [
            f"kinds.yaml:{line}: kind {kind} has no name in de; add de: {{one: …, other: …}} to what it is called"
            for line, kind in ((4, "harbour"), (7, "source"))
        ]
        known = knowledge.load(write(tmp_path / "b", {**SMALLEST, "kinds.yaml": kinds.replace("[en, de]", "[en]")}))
        assert list(known.languages) == list(known.phrases) == ["en"]
        assert {phrasing.language for phrasing in (*known.phrasings, *known.themes)} == {"en"}

    @pytest.mark.parametrize(
        ("languages", "files", "expected"),
        [
            (
                "[en, xx]",
                {},
                "kinds.yaml:1: xx is no language that there is; add vocabulary/xx.yaml and locale/xx.yaml",
            ),
            (
                "[en]",
                {"vocabulary/de.yaml": "language: de\n"},
                "vocabulary/de.yaml:1: de is not among the languages of kinds.yaml; add it there or delete this file",
            ),
        ],
    )
    def test_languages_and_files_that_do_not_agree(
        self, tmp_path: Path, languages: str, files: dict[str, str], expected: str
    ) -> None:
        kinds = f"languages: {languages}\n" + SMALLEST["kinds.yaml"]
        found = problems(tmp_path, dict.fromkeys(FILES) | {**SMALLEST, **files, "kinds.yaml": kinds})
        assert any(line.startswith(expected) for line in found), found

    def test_a_new_language_needs_a_name(self, tmp_path: Path) -> None:
        found = problems(tmp_path, {"vocabulary/pl.yaml": "language: pl\n"})
        assert found == [
            "vocabulary/pl.yaml:1: name is missing; add what pl is called in itself, since it is a new language"
        ]

    def test_a_broken_common_file_is_named_by_where_it_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        common = tmp_path / "common"
        shutil.copytree(COMMON, common)
        (common / "locale" / "de.why.yaml").write_text("rule: [a]\n", encoding="utf-8")
        monkeypatch.setattr("knowledge.places.COMMON", common)
        monkeypatch.setattr("knowledge.loader.COMMON", common)
        read_common.cache_clear()
        try:
            with pytest.raises(knowledge.KnowledgeProblems) as caught:
                knowledge.load(write(tmp_path / "own", SMALLEST))
        finally:
            monkeypatch.undo()
            read_common.cache_clear()
        (found,) = caught.value.problems
        expected = f"{common}/locale/de.why.yaml:1: rule must hold key: text pairs"
        assert str(found) == found.within(tmp_path / "own") == expected
