"""The documentation against the code: nothing that exists is missing in it, and nothing in it is wrong."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
import yaml
from pydantic import BaseModel, RootModel

import run_bot
from bot import questions
from bot.assistant import Assistant
from bot.confusions import SHARES
from bot.conversation import FORGOTTEN_AFTER, MOST_CONVERSATIONS
from bot.curation import grouping_files
from bot.messages import Outcome
from bot.settings import CHECKOUT, POSTGRESQL, SQLITE, Settings
from bot.storage import NoQuestionLog, backup  # noqa: F401 - so that the metadata knows all tables
from bot.storage import tables as storage
from handlers.batch import describe
from handlers.telegram import application
from handlers.telegram.shown import CHATS, REPLIES_A_CHAT
from knowledge import entry_schema, schema, vocabulary_schema
from knowledge.lint.reach import ABOUT
from knowledge.lint.rules import RULES
from knowledge.places import COMMON
from tests.conftest import ROOT
from tests.formats import SECTIONS, with_tables
from tests.pages import README, TEXTS, section
from tests.transcripts import PAGES

DATA = ROOT / "knowledge" / "data"
DOCS = ROOT / "docs"

BASES = {schema.Strict, questions.Strict, questions.Checked}
"""Models that are no part of a file by themselves."""


def rows(text: str) -> dict[str, list[str]]:
    """Return the rows of tables by what their first cell names."""
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| `")]
    return {name: [cell.strip() for cell in row] for row in cells for name in re.findall(r"`([^`]+)`", row[0])}


class TestFormats:
    def test_each_model_is_described(self) -> None:
        found = {
            model
            for module in (entry_schema, schema, vocabulary_schema, questions, grouping_files)
            for _, model in inspect.getmembers(module, inspect.isclass)
            if issubclass(model, BaseModel) and not issubclass(model, RootModel) and model.__module__ == module.__name__
        }
        assert found - BASES == SECTIONS.keys()

    @pytest.mark.parametrize("model", SECTIONS, ids=lambda model: model.__name__)
    def test_each_field_is_described_and_no_other(self, model: type[BaseModel]) -> None:
        described = rows(section(*SECTIONS[model]))
        wanted = {field.alias or name: field.is_required() for name, field in model.model_fields.items()}
        assert {name: row[1] == "yes" for name, row in described.items()} == wanted

    @pytest.mark.parametrize("page", sorted({page for page, _ in SECTIONS.values()}))
    def test_tables_say_what_the_models_say(self, page: str) -> None:
        assert TEXTS[page] == with_tables(page, TEXTS[page]), ".venv/bin/python -m tests.formats puts it right"

    @pytest.mark.parametrize("model", SECTIONS, ids=lambda model: model.__name__)
    def test_each_choice_is_named(self, model: type[BaseModel]) -> None:
        for name, field in model.model_fields.items():
            choices = [choice for choice in get_args(field.annotation) if isinstance(choice, str)]
            around = TEXTS[SECTIONS[model][0]]
            assert not [choice for choice in choices if f"`{choice}`" not in around], name

    def test_each_file_of_the_bundled_knowledge_has_its_place(self) -> None:
        places = "\n".join(rows(TEXTS["knowledge.md"]))
        for root in (DATA, COMMON):
            for path in root.rglob("*.*"):
                folder = path.relative_to(root).parts[0]
                assert f"{folder}/" in places or folder in places, path

    def test_each_section_of_the_locale_is_described(self) -> None:
        files = [path for folder in (COMMON, DATA) for path in (folder / "locale").glob("en*.yaml")]
        texts = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
        sections = {name for text in texts for name in text}
        assert rows(section("knowledge.md", "What the bot says")).keys() == sections

    def test_thresholds_have_their_defaults(self) -> None:
        described = rows(section("knowledge.md", "decision.yaml"))
        for name, field in schema.DecisionFile.model_fields.items():
            default = r"\bchosen\b" if field.default is None else rf"\b{field.default}\b"
            assert re.search(default, described[name][2]), name

    def test_the_word_lists_carry_their_credit(self) -> None:
        text = section("knowledge.md", "words/")
        assert all(word in text for word in ("wordfreq", "3.1.1", "Robyn Speer", "CC BY-SA 4.0"))
        for path in (COMMON / "words").glob("*.txt"):
            assert "CC BY-SA 4.0" in path.read_text(encoding="utf-8")[:400], path


def commands(command: click.Command, path: str = "run_bot.py") -> Iterator[tuple[str, click.Command]]:
    """Yield each command of the command line with the way to call it."""
    for name, sub in getattr(command, "commands", {}).items():
        yield from commands(sub, f"{path} {name}")
        yield f"{path} {name}", sub


COMMANDS = dict(commands(run_bot.main))


class TestCommands:
    @pytest.mark.parametrize("call", COMMANDS)
    def test_each_command_is_described(self, call: str) -> None:
        assert f"`{call}" in README + TEXTS["commands.md"]

    @pytest.mark.parametrize("call", COMMANDS)
    def test_each_option_is_described(self, call: str) -> None:
        text = README + TEXTS["commands.md"]
        options = [opt for parameter in COMMANDS[call].params for opt in parameter.opts if opt.startswith("--")]
        assert not [option for option in options if not re.search(rf"{option}\b", text)]

    def test_no_other_option_is_described(self) -> None:
        known = {opt for command in COMMANDS.values() for parameter in command.params for opt in parameter.opts}
        assert set(re.findall(r"(?<=`)--[a-z-]+", TEXTS["commands.md"])) <= known | {"--help"}

    def test_each_rule_of_the_check_is_described(self) -> None:
        described = rows(section("commands.md", "Looking after the knowledge"))
        for rule in RULES:
            assert described[rule.name][1:] == [str(rule.level), rule.about]
        for name, about in ABOUT.items():
            assert described[name][1:] == ["warning", f"with `--ask`: {about}"]

    def test_each_share_of_an_evaluation_is_described(self) -> None:
        assert rows(section("questions.md", "Shares")).keys() == SHARES.keys()

    def test_each_make_target_exists(self) -> None:
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", "\n".join(TEXTS.values()), re.MULTILINE))
        assert named <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
        assert {"chat", "test", "install"} <= named

    def test_each_telegram_command_is_described(self) -> None:
        registered = set(re.findall(r'CommandHandler\("([a-z]+)"', inspect.getsource(application)))
        described = rows(section("commands.md", "Telegram"))
        assert {name.split()[0].removeprefix("/") for name in described} == registered

    def test_each_key_of_the_batch_format_is_described(self, assistant: Assistant) -> None:
        answer = describe("c1", assistant.topics("en"), {})
        assert rows(section("commands.md", "Batch")).keys() == answer.keys()
        assert all(f"`{outcome}`" in section("commands.md", "Batch") for outcome in Outcome)


class TestSettings:
    def test_each_setting_is_described_with_its_default(self) -> None:
        described = {name: row[1].strip("`") for name, row in rows(TEXTS["settings.md"]).items()}
        assert described == {name.upper(): shown(field.default) for name, field in Settings.model_fields.items()}

    def test_the_example_file_has_them_all(self) -> None:
        example = (ROOT / ".env.example").read_text(encoding="utf-8")
        # NO_COLOR belongs to the terminal, not to the bot, and the password to compose.yaml.
        wanted = {name.upper() for name in Settings.model_fields} - {"NO_COLOR"} | {"POSTGRES_PASSWORD"}
        assert set(re.findall(r"^([A-Z_]+)=$", example, re.MULTILINE)) == wanted


def shown(default: object) -> str:
    """Return a default as the documentation shows it."""
    if default is None or default == frozenset():
        return "–"
    text = str(default).replace(f"{CHECKOUT}/", "")
    return text.replace(SQLITE, "sqlite").replace(POSTGRESQL, "postgresql")


class TestPrivacy:
    def test_each_column_is_described(self) -> None:
        columns = {column.name for column in storage.questions.columns}
        assert rows(section("privacy.md", "The log")).keys() == columns

    def test_nothing_is_stored_anywhere_else(self) -> None:
        described = rows(section("privacy.md", "What curators work with")).keys()
        assert set(storage.metadata.tables) - {"questions"} == described, "describe the new table in docs/privacy.md"

    def test_figures_are_those_of_the_code(self) -> None:
        text = TEXTS["privacy.md"]
        minutes = int(FORGOTTEN_AFTER.total_seconds() / 60)
        assert f"{minutes} minutes" in text
        assert f"{minutes} minutes" in TEXTS["understanding.md"]
        for figure in (MOST_CONVERSATIONS, CHATS, REPLIES_A_CHAT):
            assert re.search(rf"\b{figure:,}\b", text), figure


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_links_and_paths_lead_somewhere(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8")
        links = [link for link in re.findall(r"\]\(([^)#]+)", text) if not link.startswith("http")]
        assert not [link for link in links if not (page.parent / link).exists()]
        named = re.findall(r"`((?:bot|handlers|knowledge|tests|docs)/[\w/.-]*)`", text)
        assert not [path for path in named if not (ROOT / path).exists()]

    def test_each_test_that_is_named_exists(self) -> None:
        named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8"))}
        there = {
            name
            for path in (ROOT / "tests").rglob("test_*.py")
            for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
        }
        assert named
        assert named <= there

    def test_every_page_is_linked_from_the_readme(self) -> None:
        assert not [page.name for page in DOCS.glob("*.md") if f"docs/{page.name}" not in README]
