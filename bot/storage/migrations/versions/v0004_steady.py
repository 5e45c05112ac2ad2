"""What has arrived and what was said, so that the bot can fall and get up again, and several can share the work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat", sa.BigInteger),
        sa.Column("payload", sa.Text),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Text),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("answering", sa.Boolean, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
    )
    op.create_index("inbox_waiting", "inbox", ["done_at", "chat", "id"])
    op.create_index("inbox_received", "inbox", ["chat", "received_at"])
    op.create_table(
        "conversations",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("turns", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("conversations_touched", "conversations", ["touched_at"])
    op.create_index("conversations_person", "conversations", ["person"])
    op.create_table(
        "shown_replies",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("update_id", sa.Text, nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("question", sa.BigInteger),
        sa.Column("messages", sa.JSON, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("offered", sa.JSON, nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("shown_replies_question", "shown_replies", ["chat", "question"])
    op.create_index("shown_replies_person", "shown_replies", ["person"])
    op.create_index("shown_replies_shown", "shown_replies", ["shown_at"])
    op.create_table(
        "typed_texts",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("typing", sa.JSON, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
