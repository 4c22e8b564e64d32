"""the console's board: a page of people without sorting the roll, and when each round began"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPENED = sa.text("opened_at IS NOT NULL AND standing = 'silent'")


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("check_id", _ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["checks.id"], name=op.f("fk_rounds_check_id_checks")),
        sa.PrimaryKeyConstraint("check_id", "round", name=op.f("pk_rounds")),
    )
    # Of earlier checks only the newest round is known.
    op.execute(
        "INSERT INTO rounds (check_id, round, began_at)"
        " SELECT id, round, round_began_at FROM checks WHERE round_began_at IS NOT NULL"
    )
    columns = ["check_id", "standing", "person_id", "reachable"]
    op.create_index("ix_roll_check_id_standing_person_id", "roll", columns)
    op.drop_index("ix_roll_check_id_standing_reachable", "roll")
    columns = ["check_id", "standing", "person_id"]
    op.create_index("ix_roll_opened", "roll", columns, sqlite_where=_OPENED, postgresql_where=_OPENED)
    op.create_index("ix_help_cases_check_id", "help_cases", ["check_id"])
