"""level and action of checks and bulletins, and which version of a check's words holds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: on SQLite that would make the table anew, whose rows others point to.
    for table in ("checks", "bulletins"):
        op.add_column(table, sa.Column("level", sa.Integer(), server_default="0", nullable=False))
        op.add_column(table, sa.Column("action", sa.Text(), server_default="", nullable=False))
    op.add_column("bulletins", sa.Column("action_en", sa.Text(), server_default="", nullable=False))
    op.add_column("checks", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
