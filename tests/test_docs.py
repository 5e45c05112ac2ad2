"""The documentation against the code: nothing that exists is missing in it, and nothing in it is wrong."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import yaml
from click.testing import CliRunner
from pydantic import BaseModel, RootModel

import knowledge
import run_bot
from bot import questions
from bot.assistant import Assistant
from bot.confusions import SHARES
from bot.conversation import FORGOTTEN_AFTER, MOST_CONVERSATIONS
from bot.curation import grouping_files
from bot.evaluation import evaluate
from bot.messages import Outcome, Question
from bot.settings import CHECKOUT, POSTGRESQL, SQLITE, Settings
from bot.storage import NoQuestionLog, backup  # noqa: F401 - so that the metadata knows all tables
from bot.storage import tables as storage
from handlers.batch import describe, parse_line
from handlers.telegram import application
from handlers.telegram.shown import CHATS, REPLIES_A_CHAT
from knowledge import entry_schema, schema, scoring, vocabulary_schema
from knowledge.lint.reach import ABOUT
from knowledge.lint.rules import RULES
from knowledge.places import COMMON
from knowledge.text import tokens
from tests.conftest import ROOT, bundled_understander
from tests.formats import SECTIONS, with_tables
from tests.transcripts import PAGES, held, typed, written

DATA = ROOT / "knowledge" / "data"
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}

BASES = {schema.Strict, questions.Strict, questions.Checked}
"""Models that are no part of a file by themselves."""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(bundled_understander(), log=NoQuestionLog())


def section(page: str, heading: str) -> str:
    """Return what stands below a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", TEXTS[page], re.DOTALL | re.MULTILINE)
    assert found, f"{page} has no heading {heading!r}"
    return found[1]


def rows(text: str) -> dict[str, list[str]]:
    """Return the rows of tables by what their first cell names."""
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| `")]
    return {name: [cell.strip() for cell in row] for row in cells for name in re.findall(r"`([^`]+)`", row[0])}


def blocks(language: str, text: str = README) -> list[str]:
    """Return the blocks of a language, without the indentation of the list they stand in."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


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


class TestTranscripts:
    @pytest.mark.parametrize(
        ("page", "block"), [pytest.param(*found, id=f"{found[0].name}: {typed(found[1])[0]}") for found in written()]
    )
    def test_the_bot_says_so_now(self, page: Path, block: str, assistant: Assistant) -> None:
        now = held(assistant, typed(block))
        # Scores move with every word of the data; what is said must not.
        told, says = (re.sub(r"(?<=Score ).*", "…", text) for text in (block, now))
        assert told == says, f"{page.name} differs: .venv/bin/python -m tests.transcripts puts it right"

    def test_the_readme_shows_what_matters(self, assistant: Assistant) -> None:
        asked = [line for block in blocks("transcript") for line in typed(block)]
        said = "\n".join(blocks("transcript"))
        spoken = {assistant.understander.linker.language(tokens(line), "en") for line in asked}
        assert {"en", "de", "fr"} <= spoken
        assert "I don't know that yet." in said
        assert "Which one do you mean" in said

    def test_the_batch_example(self, assistant: Assistant) -> None:
        commanded = {
            block for page in ("README.md", "commands.md") for block in blocks("sh", TEXTS[page]) if "echo" in block
        }
        assert len(commanded) == 1
        line = parse_line(commanded.pop().split("'")[1].encode())
        answer = json.loads(blocks("json", TEXTS["commands.md"])[0])
        with asyncio.Runner() as runner:
            now = describe(line.conversation, runner.run(assistant.ask(Question(line.text, "docs:batch"))), {})
        # Who else comes into question, and how close, moves with the data.
        for moving in ("score", "candidates"):
            assert now.pop(moving)
            assert answer.pop(moving)
        assert answer == now

    def test_the_score_is_made_as_described(self) -> None:
        formula = f"explained × ({scoring.BASE:g} + {scoring.ASKED:g} × asked + {scoring.FIT:g} × fit) × about"
        assert f"score = {formula}" in TEXTS["understanding.md"]


class TestExamples:
    def test_the_entry_shown_is_a_real_one(self) -> None:
        shown_entry = yaml.safe_load(blocks("yaml")[0])[0]
        files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DATA / "entries").glob("*.yaml")]
        real = next(entry for file in files for entry in file["entries"] if entry["id"] == shown_entry["id"])
        assert holds(real, shown_entry)

    def test_adding_a_cluster_works_word_by_word(self, tmp_path: Path) -> None:
        """Do what the README says, in a copy; then with the mistake it names."""
        shutil.copytree(DATA, tmp_path / "knowledge" / "data")
        shutil.copytree(ROOT / "tests" / "questions", tmp_path / "tests" / "questions")
        added = {}
        for block in blocks("yaml"):
            first, _, text = block.partition("\n")
            if not first.startswith("# at the end of knowledge/data/"):
                continue
            file = tmp_path / first.removeprefix("# at the end of ")
            added[file] = text
            # Whoever tries the steps in this very tree has it there already.
            file.write_text(file.read_text(encoding="utf-8").replace(text, "") + text, encoding="utf-8")
        entries, asked = added
        grown = Assistant(knowledge.load(tmp_path / "knowledge" / "data"), log=NoQuestionLog())
        cases = [case for case in questions.read_questions([asked]) if "robot" in case.name.lower()]
        assert sum(len(case.turns) for case in cases) >= 3

        async def failures() -> list[str]:
            return [str(answer.faults) async for r in evaluate(grown, cases) for answer in r.answers if answer.faults]

        with asyncio.Runner() as runner:
            assert runner.run(failures()) == []

        message = next(block for block in blocks("text") if "linzz" in block)
        text = entries.read_text(encoding="utf-8")
        entries.write_text(text.replace(added[entries], added[entries].replace("linz\n", "linzz\n")), encoding="utf-8")
        with pytest.raises(knowledge.KnowledgeProblems) as caught:
            knowledge.load(tmp_path / "knowledge" / "data")
        assert [problem.text for problem in caught.value.problems] == [message.split(": ", maxsplit=1)[1].strip()]

    def test_your_own_knowledge_works_word_by_word(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Do what the README says, in an empty folder; the virtual environment aside."""
        lines = [
            line for block in blocks("sh", section("README.md", "Your own knowledge")) for line in block.splitlines()
        ]
        calls = [line.removeprefix(".venv/bin/python run_bot.py ").split() for line in lines if "run_bot.py" in line]
        assert [call[:2] for call in calls] == [
            ["knowledge", "new"],
            ["knowledge", "check"],
            ["--knowledge", "my-knowledge"],
        ]
        assert "make chat KNOWLEDGE=my-knowledge" in lines
        monkeypatch.chdir(tmp_path)

        def run(*call: str) -> Any:
            return CliRunner().invoke(run_bot.main, ["--no-log", *call])

        def said(question: str) -> str:
            return str(run("--knowledge", "my-knowledge", "ask", question).output)

        assert run(*calls[0]).exit_code == 0
        assert "2 technology parks" in said("which parks are there?")
        assert "12 tenants" in said("how many tenants does Riverside Park have?")
        (block,) = (block for block in blocks("yaml") if block.startswith("# at the end of my-knowledge/"))
        first, _, text = block.partition("\n")
        file = tmp_path / first.removeprefix("# at the end of ")
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
        assert run(*calls[1]).exit_code == 0
        tried = run(*calls[2])
        assert tried.exit_code == 1
        assert "lacks /2/" in tried.output
        assert "85 tenants" in said("how many tenants does Old Dock have?")
        assert "Old Dock" in said("which park is the largest?")


def holds(real: Any, part: Any) -> bool:
    """Tell whether a value is part of another: mappings and lists may be shortened, nothing may differ."""
    if isinstance(part, dict):
        return all(key in real and holds(real[key], value) for key, value in part.items())
    if isinstance(part, list):
        return all(any(holds(other, value) for other in real) for value in part)
    return bool(real == part)


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
