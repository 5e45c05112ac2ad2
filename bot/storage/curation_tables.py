"""Tables of what curators work with: gaps in groups, revisions, notices; see ``migrations`` for their history."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import UtcDateTime, metadata

groups = sa.Table(
    "groups",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("wishes", sa.JSON, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("first_seen", UtcDateTime, nullable=False),
    sa.Column("last_seen", UtcDateTime, nullable=False),
    sa.Column("assigned", sa.Text),
    sa.Column("snoozed_until", UtcDateTime),
    sa.Column("merged_into", sa.Integer),
    sa.Column("closed_by", sa.Integer),
    sa.Column("ignored", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("groups_queue", "state", "people", "times", "last_seen"),
)

group_keys = sa.Table(
    "group_keys",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("group_id", sa.Integer, sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("group_keys_group", "group_id"),
)

gaps = sa.Table(
    "gaps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("group_id", sa.Integer, sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("update_id", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("person", sa.Text),
    sa.Column("event", sa.Text),
    sa.Column("offered", sa.JSON, nullable=False),
    sa.Column("why", sa.JSON, nullable=False),
    sa.Column("candidates", sa.JSON, nullable=False),
    sa.Column("wish", sa.JSON, nullable=False),
    sa.UniqueConstraint("channel", "update_id", name="gaps_delivery"),
    sa.Index("gaps_group", "group_id", "asked_at"),
    sa.Index("gaps_person", "person"),
    sa.Index("gaps_event", "event"),
)

comments = sa.Table(
    "comments",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("group_id", sa.Integer, sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("written_at", UtcDateTime, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("comments_group", "group_id"),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("published_at", UtcDateTime, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Column("edits", sa.JSON, nullable=False),
    sa.Column("closed", sa.JSON, nullable=False),
    sa.Column("undoes", sa.Integer),
    sa.Column("exported_at", UtcDateTime),
    # One revision is undone once; two curators at the same moment cannot both do it.
    sa.UniqueConstraint("undoes", name="revisions_undoes"),
    sa.Index("revisions_entry", "entry"),
)

golden = sa.Table(
    "golden",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
    sa.Column("ask", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Index("golden_revision", "revision"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("drafted_at", UtcDateTime, nullable=False),
    sa.Column("group_id", sa.Integer),
    sa.Column("group_version", sa.Integer),
    sa.Column("change", sa.JSON, nullable=False),
    sa.Column("after", sa.Integer, nullable=False),
    sa.Column("closes", sa.JSON, nullable=False),
)

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("group_id", sa.Integer, sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("update_id", sa.Text, nullable=False),
    sa.Column("address", sa.JSON, nullable=False),
    sa.Column("person", sa.Text),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("claimed_until", UtcDateTime),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.UniqueConstraint("channel", "update_id", name="notices_delivery"),
    sa.Index("notices_state", "state", "claimed_until"),
    sa.Index("notices_group", "group_id"),
    sa.Index("notices_person", "person"),
)
"""Those who want to be told: the address of a chat stands here only, and only until it was told or the time is up."""
