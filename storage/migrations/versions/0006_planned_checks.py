"""checks planned for later, and those no longer shown as current"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: on SQLite that would make the table anew, whose rows others point to.
    op.add_column("checks", sa.Column("starts_at", Instant(), nullable=True))
    op.add_column("checks", sa.Column("cancel_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("checks", sa.Column("cleared_at", Instant(), nullable=True))
    op.create_index("ix_checks_state_starts_at", "checks", ["state", "starts_at"])
