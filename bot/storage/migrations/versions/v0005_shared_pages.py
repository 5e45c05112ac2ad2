"""What instances of the pages and of the bot share: the visitors' conversations, how much somebody may ask, links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shown_replies", sa.Column("held", sa.JSON))
    op.create_index("shown_replies_code", "shown_replies", ["code"])
    op.create_table(
        "exchanges",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("update_id", sa.Text, primary_key=True),
        sa.Column("said", sa.JSON, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("exchanges_said", "exchanges", ["said_at"])
    op.create_table(
        "budgets",
        sa.Column("budget", sa.Text, primary_key=True),
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("left", sa.Float, nullable=False),
        sa.Column("counted_at", sa.Float, nullable=False),
        sa.Column("allowed", sa.Boolean, nullable=False),
    )
