"""The company's other systems: what they show to be let in, what they were answered, where they are told of events."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, true

from storage.models.base import metadata
from storage.types import Id, Instant, Json

#: Bearer tokens; only a hash of each is kept. `scopes`: a list of `bot.api_words.Scope`.
api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    # Its last letters, to be told apart in a list.
    Column("hint", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id")),
    Column("expires_at", Instant),
    # To within a minute.
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
)

#: What a POST with an Idempotency-Key was answered: asked again with the same key it is not done again.
api_replies = Table(
    "api_replies",
    metadata,
    Column("token_id", Id, ForeignKey("api_tokens.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    # Of the method, the path and the body.
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_api_replies_created_at", "created_at"),
)

#: Systems that are told. `secret` is encrypted; `events`: a list of `bot.api_words.HookEvent`.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("events", Json, nullable=False),
    Column("secret", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id")),
    # Answers and calls for help up to these ids are told or are none of its business.
    Column("answers_seen", Id, nullable=False, server_default="0"),
    Column("help_seen", Id, nullable=False, server_default="0"),
    # In a row, since when, and until when nothing is tried.
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failing_since", Instant),
    Column("next_try_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("lease_token", Text, nullable=False, server_default=""),
)

#: One row for each event a system is told of: at least once. `source` names what happened, once for each system.
webhook_events = Table(
    "webhook_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("webhook_id", Id, ForeignKey("webhooks.id"), nullable=False),
    Column("event", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    # What the body says besides its id: ids, numbers and statuses, no words of a person.
    Column("facts", Json, nullable=False),
    # queued, delivered, failed.
    Column("state", Text, nullable=False),
    # Why the last try failed; its HTTP status, 0 where there was none.
    Column("reason", Text, nullable=False, server_default=""),
    Column("status", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("tried_at", Instant),
    UniqueConstraint("webhook_id", "source"),
    Index("ix_webhook_events_webhook_id_state_priority_id", "webhook_id", "state", "priority", "id"),
    Index("ix_webhook_events_state_tried_at", "state", "tried_at"),
)
