from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.secret_key import key_beside, random_key


def test_a_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    database = tmp_path / "new" / "bot.sqlite3"
    key = key_beside(database)
    assert key_beside(database) == key
    file = tmp_path / "new" / "bot.sqlite3.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_two_databases_have_different_keys(tmp_path: Path) -> None:
    assert len({key_beside(tmp_path / "a"), key_beside(tmp_path / "b"), random_key(), random_key()}) == 4


def test_whoever_starts_together_gets_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(key_beside, [tmp_path / "bot.sqlite3"] * 32))
    assert len(keys) == 1


@pytest.mark.parametrize("content", [b"nonsense", b"", b"abcd", b"\xff\xfe"])
def test_a_spoilt_key_is_never_taken_silently(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bot.sqlite3.key").write_bytes(content)
    with pytest.raises(StorageError, match="SECRET_KEY"):
        key_beside(tmp_path / "bot.sqlite3")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot keep a key"):
        key_beside(tmp_path / "file" / "bot.sqlite3")
