"""Tables that several instances of the pages share: what was said to visitors, and how much anybody has asked for."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import UtcDateTime, metadata

exchanges = sa.Table(
    "exchanges",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("update_id", sa.Text, primary_key=True),
    sa.Column("said", sa.JSON, nullable=False),
    sa.Column("said_at", UtcDateTime, nullable=False),
    sa.Index("exchanges_said", "said_at"),
)

budgets = sa.Table(
    "budgets",
    metadata,
    sa.Column("budget", sa.Text, primary_key=True),
    sa.Column("who", sa.Text, primary_key=True),
    sa.Column("left", sa.Float, nullable=False),
    sa.Column("counted_at", sa.Float, nullable=False),
    sa.Column("allowed", sa.Boolean, nullable=False),
)
