"""the menu of the chat in LINE, and whose chat has which"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_menus",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("rich_menu_id", "name", "mark")),
        sa.Column("installed_at", Instant(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("rich_menu_id", name=op.f("pk_line_menus")),
    )
    op.create_table(
        "line_menu_links",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("user_id", "rich_menu_id")),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_line_menu_links")),
    )
    op.create_index("ix_line_menu_links_rich_menu_id", "line_menu_links", ["rich_menu_id"])
