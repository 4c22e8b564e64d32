"""Whether a turn of the cycle has a check to remind or to close."""

from __future__ import annotations

from flows.work import Work
from storage.queries import rounds


def reminders_or_closing_due(work: Work) -> bool:
    """Lane READ: two indexed queries, and nothing is written on a quiet turn."""
    return bool(rounds.overdue(work.connection, work.now) or rounds.with_due_reminder(work.connection, work.now))
