"""The rules of the house, checked by walking the imports."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("knowledge", "bot", "handlers", "run_bot")
"""From the inside out: each may import itself and what stands before it."""

OWNERS = {
    "telegram": "handlers/telegram/",
    "starlette": "handlers/",
    "uvicorn": "handlers/",
    "jinja2": "handlers/",
    "sqlalchemy": "bot/storage/",
    "alembic": "bot/storage/",
    "aiosqlite": "bot/storage/",
    "asyncpg": "bot/storage/",
    "pydantic_settings": "bot/settings.py",
    "sqlite3": "bot/storage/",
    "ruamel": "bot/curation/layout.py",
    "fpdf": "handlers/paper/",
    "segno": "handlers/paper/",
    "PIL": "handlers/paper/",
    "fontTools": "handlers/paper/",
    "prometheus_client": "handlers/metrics.py",
    "httpx": "handlers/",
    "click": ("run_bot.py", "handlers/commands/"),
}
"""Library → where alone it may be imported."""

IMPURE = {"asyncio", "datetime", "httpx", "logging", "os", "random", "requests", "secrets", "socket", "subprocess",
          "sys", "threading", "time", "urllib"}  # fmt: skip
"""What ``knowledge`` has no use for: clock, network, chance, environment. Its loader may read files."""

WORST_NAMES = re.compile(r"(manager|service|engine|util|utils|helper|helpers|misc|core|common)", re.IGNORECASE)


def sources() -> list[Path]:
    files = [ROOT / "run_bot.py"]
    for package in ("knowledge", "bot", "handlers"):
        files += sorted((ROOT / package).rglob("*.py"))
    return files


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(file: Path) -> Iterator[str]:
    """Yield the modules that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)}: relative import"
            yield node.module or ""


SOURCES = sources()


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
class TestEachFile:
    def test_imports_point_inwards(self, file: Path) -> None:
        own = LAYERS.index(file.relative_to(ROOT).parts[0].removesuffix(".py"))
        for module in imports(file):
            top = module.partition(".")[0]
            if top in LAYERS:
                assert LAYERS.index(top) <= own, f"{name_of(file)} imports {module}"
            assert top != "tests", f"{name_of(file)} imports {module}"

    def test_each_library_has_its_room(self, file: Path) -> None:
        for module in imports(file):
            room = OWNERS.get(module.partition(".")[0])
            assert room is None or name_of(file).startswith(room), f"{name_of(file)} imports {module}"

    def test_only_the_settings_read_the_environment(self, file: Path) -> None:
        if name_of(file) == "bot/settings.py":
            return
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            assert name not in {"environ", "environb", "getenv", "putenv"}, f"{name_of(file)}:{node.lineno}"

    def test_it_says_what_it_is_for_and_stays_small(self, file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), f"{name_of(file)} has no docstring"
        assert len(text.splitlines()) < 300, f"{name_of(file)} is too long"
        assert not WORST_NAMES.fullmatch(file.stem), f"{name_of(file)} says nothing by its name"


@pytest.mark.parametrize("file", sorted((ROOT / "knowledge").rglob("*.py")), ids=name_of)
def test_the_knowledge_is_pure(file: Path) -> None:
    for module in imports(file):
        top = module.partition(".")[0]
        assert top not in IMPURE, f"{name_of(file)} imports {module}"
        assert top != "yaml" or file.name in {"loader.py", "yaml_tree.py"}, f"{name_of(file)} reads YAML"


def test_the_terminal_and_the_batch_know_nothing_of_telegram_or_databases() -> None:
    for name in ("terminal.py", "batch.py", "screen.py", "spinner.py"):
        for module in imports(ROOT / "handlers" / name):
            assert not module.startswith(("telegram", "handlers.telegram", "bot.storage")), f"{name} imports {module}"


def test_every_package_is_listed_for_whoever_builds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {".".join(file.parent.relative_to(ROOT).parts) for file in SOURCES if file.name == "__init__.py"}
    assert set(project["tool"]["setuptools"]["packages"]) == packages
    for file in SOURCES:
        assert file.parent == ROOT or (file.parent / "__init__.py").exists(), f"{name_of(file)} is in no package"


def test_everything_needed_is_pinned_and_no_host_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {canonical(re.split(r"[\[<>=~! ]", line, maxsplit=1)[0]) for line in wanted}
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin) for pin in pins)
    assert names <= {canonical(pin.partition("==")[0]) for pin in pins}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
