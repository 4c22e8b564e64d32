"""What administrators have set in the console, and who did what."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from storage.models.base import metadata
from storage.types import Id, Instant, Json

#: The company's own words for a message, where they are not ours any more.
message_texts = Table(
    "message_texts",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", Id, ForeignKey("people.id")),
)

#: Settings made in the console: they win over the environment. Secret ones are encrypted.
kept_settings = Table(
    "kept_settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", Id, ForeignKey("people.id")),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    # A person, or empty with `actor` naming the command line or a rule.
    Column("person_id", Id, ForeignKey("people.id")),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("check_id", Id),
    Column("subject_person_id", Id),
    Column("details", Json),
    Index("ix_audit_at", "at"),
    # One for each way of looking through millions of rows, always the newest first.
    Index("ix_audit_person_id_at_action", "person_id", "at", "action"),
    Index("ix_audit_subject_person_id_at_action", "subject_person_id", "at", "action"),
    Index("ix_audit_check_id_at", "check_id", "at"),
    Index("ix_audit_action_at", "action", "at"),
)
