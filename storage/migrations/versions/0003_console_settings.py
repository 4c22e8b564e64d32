"""what is set in the console: the words of messages, kept settings; when a contact was last asked to prove itself"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "message_texts",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_message_texts_changed_by_people")),
        sa.PrimaryKeyConstraint("kind", "locale", name=op.f("pk_message_texts")),
    )
    op.create_table(
        "kept_settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_kept_settings_changed_by_people")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_settings")),
    )
    # Not in a batch: on SQLite that would make the table anew, whose rows others point to.
    op.add_column("contacts", sa.Column("proof_asked_at", Instant(), nullable=True))
    for column in ("person_id", "subject_person_id"):
        op.create_index(f"ix_audit_{column}_at_action", "audit", [column, "at", "action"])
    for column in ("check_id", "action"):
        op.create_index(f"ix_audit_{column}_at", "audit", [column, "at"])
    # Two processes could open the same alarm: the oldest of them stays open.
    op.execute(
        "UPDATE alarms SET closed_at = last_at WHERE closed_at IS NULL AND id NOT IN"
        " (SELECT min(id) FROM alarms WHERE closed_at IS NULL GROUP BY code, about)"
    )
    is_written = sa.text("outbox_after IS NOT NULL")
    op.create_index(
        "ix_checks_outbox_after", "checks", ["outbox_after"], sqlite_where=is_written, postgresql_where=is_written
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_alarms_open", "alarms", ["code", "about"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
