"""Tables that let the bot fall and get up again, and several of it share the work: what has arrived, what was said."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import UtcDateTime, metadata

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat", sa.BigInteger),
    sa.Column("payload", sa.Text),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("claimed_by", sa.Text),
    sa.Column("claimed_until", UtcDateTime),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("answering", sa.Boolean, nullable=False),
    sa.Column("done_at", UtcDateTime),
    sa.Column("saying", sa.Text),
    sa.Column("interrupted", sa.Text),
    sa.Index("inbox_waiting", "done_at", "chat", "id"),
    sa.Index("inbox_received", "chat", "received_at"),
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("turns", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("person", sa.Text),
    sa.Column("touched_at", UtcDateTime, nullable=False),
    sa.Index("conversations_touched", "touched_at"),
    sa.Index("conversations_person", "person"),
)

shown_replies = sa.Table(
    "shown_replies",
    metadata,
    sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("conversation", sa.Text, nullable=False),
    sa.Column("update_id", sa.Text, nullable=False),
    sa.Column("person", sa.BigInteger),
    sa.Column("question", sa.BigInteger),
    sa.Column("messages", sa.JSON, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("offered", sa.JSON, nullable=False),
    sa.Column("shown_at", UtcDateTime, nullable=False),
    sa.Column("held", sa.JSON(none_as_null=True)),
    sa.Index("shown_replies_code", "code"),
    sa.Index("shown_replies_question", "chat", "question"),
    sa.Index("shown_replies_person", "person"),
    sa.Index("shown_replies_shown", "shown_at"),
)

typed_texts = sa.Table(
    "typed_texts",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("typing", sa.JSON, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
)
