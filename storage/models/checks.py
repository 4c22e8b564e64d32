"""Checks, their roll, the answers and what follows from them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, text

from storage.models.base import metadata
from storage.types import Id, Instant, Json

checks = Table(
    "checks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("message", Text, nullable=False, server_default=""),
    # The short form (bot.short_form): a warning level or 0, what to do in a few words or empty.
    Column("level", Integer, nullable=False, server_default="0"),
    Column("action", Text, nullable=False, server_default=""),
    # Grows with every correction: what was said before is another message.
    Column("version", Integer, nullable=False, server_default="1"),
    Column("state", Text, nullable=False),
    Column("reach", Text, nullable=False),
    # Reminder settings of this check: see bot.schedule.ReminderPlan.
    Column("reminder_plan", Json, nullable=False),
    # The round last sent: 0 is the prompt.
    Column("round", Integer, nullable=False, server_default="0"),
    Column("reminders_sent", Integer, nullable=False, server_default="0"),
    # When `round` began; empty for the question itself.
    Column("round_began_at", Instant),
    # The round with which the reminders by themselves ended: the one that may call itself the last.
    Column("last_round", Integer),
    # The messages of `round`, or of a closed check the notices, are written for people up to this id; NULL: for
    # everybody (docs/adr/0005).
    Column("outbox_after", Id),
    Column("next_reminder_at", Instant),
    Column("created_at", Instant, nullable=False),
    # Of a check planned for later: when it is to start. `closes_at` is counted from then until it has started.
    Column("starts_at", Instant),
    Column("started_at", Instant),
    # Who started it, or planned it.
    Column("started_by", Id, ForeignKey("people.id")),
    Column("closes_at", Instant),
    Column("closed_at", Instant),
    Column("closed_by", Id, ForeignKey("people.id")),
    # The Slack channel of the command, or empty.
    Column("slack_channel", Text, nullable=False, server_default=""),
    # True where the whole company is asked; otherwise check_units says which.
    Column("whole_company", Boolean, nullable=False, server_default=false()),
    # Why a planned check was not started, where it was not cancelled by hand: real_check_active, nobody_to_ask; or
    # that a check which had started was a mistake and was closed for it: called_off.
    Column("cancel_reason", Text, nullable=False, server_default=""),
    # No longer shown as current; nothing is deleted (invariant 15).
    Column("cleared_at", Instant),
    # When retention began to delete what was said: from then on the projections cannot be rebuilt.
    Column("data_deleted_at", Instant),
    Index("ix_checks_state_next_reminder_at", "state", "next_reminder_at"),
    Index("ix_checks_state_closes_at", "state", "closes_at"),
    Index("ix_checks_state_starts_at", "state", "starts_at"),
    # Few checks are being written at any time.
    Index(
        "ix_checks_outbox_after",
        "outbox_after",
        sqlite_where=text("outbox_after IS NOT NULL"),
        postgresql_where=text("outbox_after IS NOT NULL"),
    ),
)

#: What a check had said before it was put right, or called off, and who did so. `version`: of the check's words since.
check_corrections = Table(
    "check_corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("check_id", Id, ForeignKey("checks.id"), nullable=False),
    # correction or cancellation, as the messages it brings.
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # Title, message, level and action before and since.
    Column("wrong_words", Json, nullable=False),
    Column("right_words", Json, nullable=False),
    # Of a cancellation: why, in the manager's words, or empty.
    Column("reason", Text, nullable=False, server_default=""),
    Column("written_at", Instant, nullable=False),
    Column("written_by", Id, ForeignKey("people.id")),
    # The last person whose messages are written; NULL once everybody's are (docs/adr/0005).
    Column("outbox_after", Id),
    Index("uq_check_corrections_check_id_version", "check_id", "version", unique=True),
    Index(
        "ix_check_corrections_outbox_after",
        "outbox_after",
        sqlite_where=text("outbox_after IS NOT NULL"),
        postgresql_where=text("outbox_after IS NOT NULL"),
    ),
)

check_units = Table(
    "check_units",
    metadata,
    Column("check_id", Id, ForeignKey("checks.id"), primary_key=True),
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True),
)

#: When each reminder and re-asking began; the question itself began with the check.
rounds = Table(
    "rounds",
    metadata,
    Column("check_id", Id, ForeignKey("checks.id"), primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("began_at", Instant, nullable=False),
)

#: One row per person asked. `standing` is a projection of the answers and help cases: it can be rebuilt.
roll = Table(
    "roll",
    metadata,
    # No foreign keys: checking them row by row takes longer than writing 100,000 rows (docs/adr/0005). One statement
    # writes the roll and reads the people in the same breath, and nobody deletes people or checks but retention.
    Column("check_id", Id, primary_key=True, autoincrement=False),
    Column("person_id", Id, primary_key=True, autoincrement=False),
    # help, injured, silent, away, safe: what the board counts. `help` while a help case is open.
    Column("standing", Text, nullable=False, server_default="silent"),
    # The newest status said, which may differ from `standing` while a help case is open; empty when silent.
    Column("said", Text, nullable=False, server_default=""),
    Column("said_by", Text, nullable=False, server_default=""),
    Column("said_via", Text, nullable=False, server_default=""),
    Column("said_at", Instant),
    Column("first_answered_at", Instant),
    Column("comment", Text, nullable=False, server_default=""),
    Column("comment_at", Instant),
    Column("can_work", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("opened_at", Instant),
    # False: no working contact when the roll was fixed.
    Column("reachable", Boolean, nullable=False),
    # All that counting and a page of people read of the roll.
    Index("ix_roll_check_id_standing_person_id", "check_id", "standing", "person_id", "reachable"),
    # Silent people to whom the answer page was shown: few at any time.
    Index(
        "ix_roll_opened",
        "check_id",
        # Always the same; SQLite takes the index only so.
        "standing",
        "person_id",
        sqlite_where=text("opened_at IS NOT NULL AND standing = 'silent'"),
        postgresql_where=text("opened_at IS NOT NULL AND standing = 'silent'"),
    ),
)

#: Append-only: everything ever said. `status` is empty where only details were added.
answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("check_id", Id, ForeignKey("checks.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("guest_id", Id, ForeignKey("guests.id")),
    Column("round", Integer, nullable=False),
    Column("status", Text, nullable=False, server_default=""),
    Column("comment", Text, nullable=False, server_default=""),
    Column("can_work", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False),
    Column("by_person_id", Id, ForeignKey("people.id")),
    Column("via", Text, nullable=False),
    # When it was given (the platform's own time) and when it reached us.
    Column("given_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("late", Boolean, nullable=False, server_default=false()),
    Index("ix_answers_check_id_person_id", "check_id", "person_id"),
)

#: Somebody who answered without being on the roll, known to the company (person_id) or not.
guests = Table(
    "guests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("check_id", Id, ForeignKey("checks.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("standing", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("comment", Text, nullable=False, server_default=""),
    Column("comment_at", Instant),
    Index("ix_guests_check_id_channel_address", "check_id", "channel", "address", unique=True),
)

help_cases = Table(
    "help_cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("check_id", Id, ForeignKey("checks.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("guest_id", Id, ForeignKey("guests.id")),
    Column("opened_at", Instant, nullable=False),
    Column("taken_at", Instant),
    Column("taken_by", Id, ForeignKey("people.id")),
    Column("closed_at", Instant),
    Column("closed_by", Id, ForeignKey("people.id")),
    Column("closing_word", Text, nullable=False, server_default=""),
    Index("ix_help_cases_check_id", "check_id"),
    Index(
        "uq_help_cases_open_person",
        "check_id",
        "person_id",
        unique=True,
        sqlite_where=text("closed_at IS NULL AND person_id IS NOT NULL"),
        postgresql_where=text("closed_at IS NULL AND person_id IS NOT NULL"),
    ),
    Index(
        "uq_help_cases_open_guest",
        "check_id",
        "guest_id",
        unique=True,
        sqlite_where=text("closed_at IS NULL AND guest_id IS NOT NULL"),
        postgresql_where=text("closed_at IS NULL AND guest_id IS NOT NULL"),
    ),
)

#: Who takes care of somebody silent; of somebody who calls for help the case says it.
claims = Table(
    "claims",
    metadata,
    Column("check_id", Id, ForeignKey("checks.id"), primary_key=True, autoincrement=False),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("claimed_by", Id, ForeignKey("people.id"), nullable=False),
    Column("claimed_at", Instant, nullable=False),
)

#: One row per board message. Dirty where version > shown_version.
boards = Table(
    "boards",
    metadata,
    Column("id", Id, primary_key=True),
    Column("check_id", Id, ForeignKey("checks.id"), nullable=False),
    # `public` shows counts only; `managers` names as well.
    Column("audience", Text, nullable=False),
    Column("slack_channel", Text, nullable=False),
    # The message's ts once it has been posted, else empty.
    Column("ts", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("shown_version", Integer, nullable=False, server_default="0"),
    Column("next_edit_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("lease_token", Text, nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_error", Text, nullable=False, server_default=""),
    # Posts nobody knows the fate of: so many boards may stand in the channel besides this one.
    Column("lost_posts", Integer, nullable=False, server_default="0"),
    Index("ix_boards_check_id", "check_id"),
    Index("ix_boards_next_edit_at", "next_edit_at"),
)
