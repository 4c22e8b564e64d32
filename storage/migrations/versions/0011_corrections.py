"""what a check said before it was corrected or called off, and which of its versions bytes say"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant, Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _index(name: str, table: str, columns: list[str]) -> None:
    """Of the few rows in which the first column says something."""
    few = sa.text(f"{columns[0]} IS NOT NULL")
    op.create_index(name, table, columns, unique=False, sqlite_where=few, postgresql_where=few)


def upgrade() -> None:
    op.create_table(
        "check_corrections",
        *(sa.Column(name, _ID, nullable=False) for name in ("id", "check_id")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, Json(), nullable=False) for name in ("wrong_words", "right_words")),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        *(sa.Column(name, _ID, nullable=True) for name in ("written_by", "outbox_after")),
        sa.ForeignKeyConstraint(["check_id"], ["checks.id"], name=op.f("fk_check_corrections_check_id_checks")),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("fk_check_corrections_written_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_corrections")),
    )
    of_check = ["check_id", "version"]
    op.create_index("uq_check_corrections_check_id_version", "check_corrections", of_check, unique=True)
    _index("ix_check_corrections_outbox_after", "check_corrections", ["outbox_after"])
    # Not in a batch: on SQLite that would make the tables anew.
    for name in ("correction_id", "corrects_id"):
        op.add_column("messages", sa.Column(name, _ID, nullable=True))
    _index("ix_messages_correction_id", "messages", ["correction_id", "state"])
    op.add_column("attempts", sa.Column("check_version", sa.Integer(), nullable=True))
