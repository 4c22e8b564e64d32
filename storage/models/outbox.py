"""What is to be said to whom (messages), each frozen try (attempts), and what keeps sending within limits."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from storage.models.base import metadata
from storage.types import Id, Instant, Json

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("check_id", Id, ForeignKey("checks.id")),
    # The campaign it belongs to. No foreign key: SQLite would have to copy the table to get one.
    Column("campaign_id", Id),
    # The sending of a bulletin it belongs to.
    Column("bulletin_push_id", Id),
    # The correction of a check it tells of, and the message whose words were wrong.
    Column("correction_id", Id),
    Column("corrects_id", Id),
    Column("round", Integer, nullable=False, server_default="0"),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("contact_id", Id, ForeignKey("contacts.id")),
    # Whom the message is about, where that is not the receiver.
    Column("help_case_id", Id, ForeignKey("help_cases.id")),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    # Interleaves receivers: a mail domain, else empty.
    Column("lane", Text, nullable=False, server_default=""),
    Column("locale", Text, nullable=False),
    # What the wording needs and no other row holds (a link code's sealed text, the word that closed a case …).
    Column("params", Json),
    Column("priority", Integer, nullable=False),
    Column("state", Text, nullable=False, server_default="queued"),
    # Why it was skipped or failed: a code such as answered, closed, suppressed, user_not_found.
    Column("reason", Text, nullable=False, server_default=""),
    Column("due_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("lease_token", Text, nullable=False, server_default=""),
    Column("attempt_id", Id, ForeignKey("attempts.id"), index=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    # What the platform calls it (Slack: channel and ts; mail: Message-ID), for later edits.
    Column("platform_ref", Text, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("accepted_at", Instant),
    Index("ix_messages_due", "channel", "state", "priority", "due_at", "id"),
    Index("ix_messages_check_id_state_kind", "check_id", "state", "kind"),
    Index("ix_messages_person_id_check_id", "person_id", "check_id"),
    # Few messages have one: the fan-out writes nothing into it.
    Index(
        "ix_messages_campaign_id",
        "campaign_id",
        "id",
        sqlite_where=text("campaign_id IS NOT NULL"),
        postgresql_where=text("campaign_id IS NOT NULL"),
    ),
    Index(
        "ix_messages_bulletin_push_id",
        "bulletin_push_id",
        "state",
        sqlite_where=text("bulletin_push_id IS NOT NULL"),
        postgresql_where=text("bulletin_push_id IS NOT NULL"),
    ),
    Index(
        "ix_messages_correction_id",
        "correction_id",
        "state",
        sqlite_where=text("correction_id IS NOT NULL"),
        postgresql_where=text("correction_id IS NOT NULL"),
    ),
)

#: One try at sending, frozen before the network is touched: a retry sends these bytes to these members again.
attempts = Table(
    "attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", Text, nullable=False),
    # LINE: X-Line-Retry-Key. Mail: Message-ID. Slack has none.
    Column("key", Text, nullable=False),
    Column("body_id", Id, ForeignKey("bodies.id"), index=True),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("priority", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("lease_token", Text, nullable=False, server_default=""),
    Column("first_sent_at", Instant),
    Column("finished_at", Instant),
    Column("created_at", Instant, nullable=False),
    # Which version of its check's words the bytes say; NULL where they say none, or are older than versions are.
    Column("check_version", Integer),
    Index("ix_attempts_due", "channel", "state", "priority", "due_at", "id"),
)

#: Rendered bytes. A body shared by many attempts stands once (`share_key`); a personal one goes when it is settled.
bodies = Table(
    "bodies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("share_key", Text, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)

#: Token buckets shared by all processes. A crash loses tokens, never gains them.
rate_limits = Table(
    "rate_limits",
    metadata,
    Column("team", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("refilled_at", Instant, nullable=False),
    Column("blocked_until", Instant),
    # Why nothing goes out through the channel (a code such as token_revoked); empty while it works.
    Column("reason", Text, nullable=False, server_default=""),
)

#: Inbound events whose effect stands: a conflicting key means done.
inbound_events = Table(
    "inbound_events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
)

#: A named lease that at most one process holds (`socket_mode`, `housekeeping`).
leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Instant, nullable=False),
)
