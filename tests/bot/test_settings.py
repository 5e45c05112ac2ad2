from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import CHECKOUT, WANTED, Settings, load_settings


def load(needs: tuple[str, ...] = (), **options: object) -> Settings:
    return load_settings(needs=needs, env_files=[Path(".env")], **options)


@pytest.mark.usefixtures("clean_environment")
class TestWithoutAnything:
    def test_defaults_need_nothing(self) -> None:
        settings = load()
        assert settings.telegram_bot_token is None
        assert settings.knowledge_dir == CHECKOUT / "knowledge" / "data"
        assert settings.database_path == CHECKOUT / "var" / "bot.sqlite3"
        assert settings.curator_ids == frozenset()

    def test_options_win_over_the_file(self) -> None:
        Path(".env").write_text("KNOWLEDGE_DIR=a\nWEB_PORT=99\n", encoding="utf-8")
        settings = load(knowledge_dir=Path("b"), database_url=None)
        assert (settings.knowledge_dir, settings.web_port) == (Path("b"), 99)

    def test_a_file_may_hold_other_names_and_empty_values(self) -> None:
        Path(".env").write_text("OTHER=1\nTELEGRAM_BOT_TOKEN=\n", encoding="utf-8")
        assert load().telegram_bot_token is None

    def test_a_file_that_is_not_utf8_is_said(self) -> None:
        Path(".env").write_bytes(b"SECRET_KEY=\xff\xfe")
        with pytest.raises(SettingsError, match=r"\.env cannot be read"):
            load()

    def test_a_missing_token_is_one_line(self) -> None:
        with pytest.raises(SettingsError) as caught:
            load(("telegram_bot_token",))
        assert caught.value.exit_code == 2
        assert str(caught.value).startswith("TELEGRAM_BOT_TOKEN is missing: ")
        assert "\n" not in str(caught.value)


def test_all_problems_are_told_at_once(clean_environment: pytest.MonkeyPatch) -> None:
    bad = {
        "CURATOR_IDS": "12,anna",
        "DATABASE_URL": "mysql://me:secret@host/db",
        "WEBHOOK_URL": "ftp://x",
        "WEB_PORT": "0",
        "WEBHOOK_PORT": "many",
        "SECRET_KEY": "short",
        "TELEGRAM_API_URL": "http://[",
        "WEBHOOK_SECRET": "with space",
    }
    for name, value in bad.items():
        clean_environment.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load(("telegram_bot_token",))
    named = [problem.split(" ", 1)[0] for problem in caught.value.problems]
    assert sorted(named) == sorted([*bad, "TELEGRAM_BOT_TOKEN"])
    assert all("\n" not in problem for problem in caught.value.problems)
    assert "secret@" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8081", "http://127.0.0.1:8081/", "https://api.example/robot"])
def test_an_address_that_the_token_cannot_follow_is_refused(clean_environment: pytest.MonkeyPatch, url: str) -> None:
    clean_environment.setenv("TELEGRAM_API_URL", url)
    clean_environment.setenv("TELEGRAM_BOT_TOKEN", "123:AbC-d_e")
    with pytest.raises(SettingsError, match=r"TELEGRAM_API_URL .* must end in /bot") as caught:
        load(("telegram_bot_token",))
    assert "AbC" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WEB_PORT", "0", "is '0', and should be 1 or more"),
        ("METRICS_PORT", "70000", "is '70000', and should be 65535 or less"),
        ("RETENTION_DAYS", "a year", "is 'a year', and should be a whole number in digits"),
        ("LOG_FORMAT", "xml", "is 'xml', and should be 'text' or 'json'"),
        ("WEBHOOK_URL", "https://bot.example:9443/hook", "443, 80, 88 and 8443 only"),
        ("WEBHOOK_URL", "https://bot.example:many/hook", "is no web address"),
        ("WEBHOOK_URL", "http://bot.example/hook", "must begin with https://"),
    ],
)
def test_a_bad_value_is_told_with_what_it_should_be(
    clean_environment: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    clean_environment.setenv(name, value)
    clean_environment.setenv("WEBHOOK_SECRET", "s")
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(f"{name} ")
    assert told in str(caught.value)


def test_a_server_of_ones_own_sends_updates_anywhere(clean_environment: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/bot",
        "WEBHOOK_URL": "http://127.0.0.1:9443/hook",
        "WEBHOOK_SECRET": "s",
    }.items():
        clean_environment.setenv(name, value)
    assert load().webhook_url == "http://127.0.0.1:9443/hook"


def test_good_values_are_understood(clean_environment: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TELEGRAM_BOT_TOKEN": "123:AbC-d_e",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/bot/",
        "CURATOR_IDS": "1, 22,",
        "DATABASE_URL": "postgres://u:p@host/db",
        "SECRET_KEY": "x" * 16,
        "WEBHOOK_URL": "https://bot.example/hook",
        "WEBHOOK_SECRET": "s",
    }.items():
        clean_environment.setenv(name, value)
    settings = load(("telegram_bot_token",))
    assert settings.telegram_api_url == "http://127.0.0.1:8081/bot"
    assert settings.curator_ids == {1, 22}
    assert settings.database_url == "postgresql+asyncpg://u:p@host/db"
    assert settings.database_path is None
    assert "AbC" not in repr(settings)
    assert "u:p" not in repr(settings)


def test_a_webhook_without_a_secret_and_postgresql_without_a_key_are_refused(
    clean_environment: pytest.MonkeyPatch,
) -> None:
    clean_environment.setenv("WEBHOOK_URL", "https://bot.example/hook")
    clean_environment.setenv("DATABASE_URL", "postgresql://h/db")
    with pytest.raises(SettingsError) as caught:
        load()
    assert [problem.split(" ", 1)[0] for problem in caught.value.problems] == ["SECRET_KEY", "WEBHOOK_SECRET"]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///some/where.db", Path("some/where.db")),
        ("sqlite+aiosqlite:////some/where.db?timeout=3", Path("/some/where.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
    ],
)
@pytest.mark.usefixtures("clean_environment")
def test_the_file_of_an_sqlite_database(url: str, path: Path | None) -> None:
    settings = load(database_url=url)
    assert settings.database_path == path
    assert settings.database_url.startswith("sqlite+aiosqlite://")


def test_whatever_can_be_needed_is_a_setting() -> None:
    assert set(WANTED) <= set(Settings.model_fields)
