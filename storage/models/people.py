"""Who there is and how to reach them: units, sites, people, contacts."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from storage.models.base import metadata
from storage.types import Id, Instant

sites = Table(
    "sites",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False, server_default=""),
    # Where people gather, and where it is on the map, if somebody has said so.
    Column("meeting_point", Text, nullable=False, server_default=""),
    Column("lat", Float),
    Column("lon", Float),
)

units = Table(
    "units",
    metadata,
    Column("id", Id, primary_key=True),
    Column("parent_id", Id, ForeignKey("units.id"), index=True),
    Column("name", Text, nullable=False),
    # 本社/開発部/基盤課
    Column("path", Text, nullable=False, unique=True),
    Column("depth", Integer, nullable=False),
)

#: Every unit with itself and all units above it: "this unit and all below" is one join.
unit_closure = Table(
    "unit_closure",
    metadata,
    Column("ancestor_id", Id, ForeignKey("units.id"), primary_key=True),
    Column("descendant_id", Id, ForeignKey("units.id"), primary_key=True),
    Index("ix_unit_closure_descendant_id_ancestor_id", "descendant_id", "ancestor_id"),
)

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("employee_no", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kana", Text, nullable=False, server_default=""),
    Column("site_id", Id, ForeignKey("sites.id"), index=True),
    Column("locale", Text, nullable=False, server_default="ja"),
    # The profile address; sent to in an emergency only where a mail contact says so.
    Column("email", Text, nullable=False, server_default=""),
    Column("role", Text, nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default=true()),
    # On leave from the first day to the last (none: until further notice): asked only if wanted.
    Column("leave_from", Date),
    Column("leave_until", Date),
    Column("asked_on_leave", Boolean, nullable=False, server_default=false()),
    # Grows by one when they sign out everywhere: what was signed in before is worth nothing.
    Column("session_epoch", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_people_email", "email"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True),
    Index("ix_memberships_unit_id_person_id", "unit_id", "person_id"),
)

#: The units given to a unit manager; all units below are theirs as well.
managed_units = Table(
    "managed_units",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True),
    Index("ix_managed_units_unit_id_person_id", "unit_id", "person_id"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    # The order in which the person wants to be reached, from 1.
    Column("position", Integer, nullable=False, server_default="1"),
    Column("label", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="unverified"),
    Column("state_reason", Text, nullable=False, server_default=""),
    Column("state_since", Instant, nullable=False),
    # When its owner last proved it by a press.
    Column("confirmed_at", Instant),
    # When it was last asked to be proven.
    Column("proof_asked_at", Instant),
    # The owner's wish for mail: plain text without links, to be answered by reply.
    Column("plain", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("person_id", "channel", "address"),
    Index("ix_contacts_channel_address", "channel", "address"),
    Index("ix_contacts_person_id_position", "person_id", "position"),
)

#: One-time codes to link a LINE account; only a hash of the code is kept.
link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

#: LINE accounts that are friends of the bot, linked to a person or not yet.
line_friends = Table(
    "line_friends",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("failed_tries", Integer, nullable=False, server_default="0"),
    Column("tries_since", Instant),
    # The person asked for details in this chat: the next typed line is the comment.
    Column("awaiting_comment_check_id", Id),
    Column("awaiting_until", Instant),
)
