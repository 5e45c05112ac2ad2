"""Read by Alembic: runs the steps on the connection it is handed, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes little of a table in place; Alembic copies the table then.
    render_as_batch=True,
)
context.run_migrations()
