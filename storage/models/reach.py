"""What keeps people reachable: the history of contacts, sign-in links, account links, the directory, alarms."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, text

from storage.models.base import metadata
from storage.types import Id, Instant, Json

#: Append-only: what became of each contact, when, why and by whom. A contact that was removed keeps its history.
contact_changes = Table(
    "contact_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # added, changed, removed, or the state it has had since.
    Column("what", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    # Who did it; empty with `actor` naming the door: the platform, the command line, a link.
    Column("by_person_id", Id, ForeignKey("people.id")),
    Column("actor", Text, nullable=False, server_default=""),
    Index("ix_contact_changes_person_id_at", "person_id", "at"),
)

#: Mailed links that sign in once; only a hash of the token is kept.
sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

#: LINE's account link: who stands behind a nonce handed to LINE; only its hash is kept.
line_nonces = Table(
    "line_nonces",
    metadata,
    Column("nonce_hash", Text, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    # The only LINE account it links: a nonce somebody else has seen is worth nothing to them.
    Column("user_id", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

#: The last reading of the Slack directory, for what is left to a manager: new people, leavers.
directory_entries = Table(
    "directory_entries",
    metadata,
    Column("slack_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    # matched, new, ignored, left
    Column("state", Text, nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("seen_at", Instant, nullable=False),
    Index("ix_directory_entries_state", "state"),
)

#: Replies by mail that say nothing certain: for a manager to read.
unclear_replies = Table(
    "unclear_replies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("check_id", Id, ForeignKey("checks.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("received_at", Instant, nullable=False),
    # Their own words above the quoted question; empty where none could be told from it.
    Column("text", Text, nullable=False),
    Column("settled_at", Instant),
    Index("ix_unclear_replies_check_id", "check_id"),
)

#: What an administrator must look at: a sender's fault that keeps mail from arriving, and the like.
alarms = Table(
    "alarms",
    metadata,
    Column("id", Id, primary_key=True),
    # One open alarm for each code and what it is about.
    Column("code", Text, nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    Column("details", Json),
    Column("raised_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index("ix_alarms_code_about", "code", "about"),
    Index(
        "uq_alarms_open",
        "code",
        "about",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

#: One asking of many people to prove their contacts, each through its own channel.
campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("started_by", Id, ForeignKey("people.id")),
    Column("whole_company", Boolean, nullable=False),
    # The last person whose messages are written; NULL once all are.
    Column("outbox_after", Id),
)

campaign_units = Table(
    "campaign_units",
    metadata,
    Column("campaign_id", Id, ForeignKey("campaigns.id"), primary_key=True),
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True),
)
