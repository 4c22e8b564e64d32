"""information for the day: bulletins and their sendings, pages, places, ways home; what belongs to a site"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _what_belongs_to_a_site()
    _bulletins()
    op.create_table(
        "info_pages",
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("page", name=op.f("pk_info_pages")),
    )
    op.create_table(
        "places",
        sa.Column("id", _ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("city", "name", "address")),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("lat", "lon")),
        sa.Column("hazards", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index("ix_places_city", "places", ["city"])
    op.create_index("ix_places_lat_lon", "places", ["lat", "lon"])
    op.create_table(
        "ways_home",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("map", sa.Text(), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ways_home_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_ways_home")),
    )


def _what_belongs_to_a_site() -> None:
    # Not in a batch: on SQLite that would make the table anew, whose rows others point to.
    op.add_column("sites", sa.Column("meeting_point", sa.Text(), server_default="", nullable=False))
    for column in ("lat", "lon"):
        op.add_column("sites", sa.Column(column, sa.Float(), nullable=True))
    for table in ("emergency_contacts", "info_links", "routes"):
        op.add_column(table, sa.Column("site_id", _ID, nullable=True))
    op.add_column("info_links", sa.Column("page", sa.Text(), server_default="day", nullable=False))
    op.add_column("routes", sa.Column("map", sa.Text(), server_default="google", nullable=False))
    for column in ("hazards", "start_address", "destination_address"):
        op.add_column("routes", sa.Column(column, sa.Text(), server_default="", nullable=False))
    # In a batch: a few rows, to which nothing points.
    with op.batch_alter_table("routes") as routes:
        for column in ("destination_lat", "destination_lon"):
            routes.alter_column(column, existing_type=sa.Float(), nullable=True)


def _bulletins() -> None:
    op.create_table(
        "bulletins",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), server_default="", nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("site_id", _ID, nullable=True),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("written_by", _ID, nullable=True),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_bulletins_site_id_sites")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_bulletins_unit_id_units")),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("fk_bulletins_written_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletins")),
    )
    op.create_index("ix_bulletins_written_at", "bulletins", ["written_at"])
    op.create_table(
        "bulletin_pushes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("bulletin_id", _ID, nullable=False),
        sa.Column("pushed_at", Instant(), nullable=False),
        sa.Column("pushed_by", _ID, nullable=True),
        sa.Column("whole_company", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("outbox_after", _ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletins.id"], name=op.f("fk_bulletin_pushes_bulletin_id_bulletins")
        ),
        sa.ForeignKeyConstraint(["pushed_by"], ["people.id"], name=op.f("fk_bulletin_pushes_pushed_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_pushes")),
    )
    op.create_index("ix_bulletin_pushes_bulletin_id", "bulletin_pushes", ["bulletin_id"])
    op.create_table(
        "bulletin_push_units",
        sa.Column("push_id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["push_id"], ["bulletin_pushes.id"], name=op.f("fk_bulletin_push_units_push_id_bulletin_pushes")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_bulletin_push_units_unit_id_units")),
        sa.PrimaryKeyConstraint("push_id", "unit_id", name=op.f("pk_bulletin_push_units")),
    )
    op.add_column("messages", sa.Column("bulletin_push_id", _ID, nullable=True))
    is_of_one = sa.text("bulletin_push_id IS NOT NULL")
    op.create_index(
        "ix_messages_bulletin_push_id",
        "messages",
        ["bulletin_push_id", "state"],
        sqlite_where=is_of_one,
        postgresql_where=is_of_one,
    )
