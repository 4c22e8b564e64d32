"""who takes care of somebody silent"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "claims",
        *(sa.Column(name, _ID, nullable=False) for name in ("check_id", "person_id", "claimed_by")),
        sa.Column("claimed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["checks.id"], name=op.f("fk_claims_check_id_checks")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_claims_person_id_people")),
        sa.ForeignKeyConstraint(["claimed_by"], ["people.id"], name=op.f("fk_claims_claimed_by_people")),
        sa.PrimaryKeyConstraint("check_id", "person_id", name=op.f("pk_claims")),
    )
