"""What was about to be said of an update, and that a fall came between: whoever asked is told so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("saying", sa.Text))
    op.add_column("inbox", sa.Column("interrupted", sa.Text))
