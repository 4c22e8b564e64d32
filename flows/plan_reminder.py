"""When the next reminder is due; what speaks against one is stored with its reason (invariant 13)."""

from __future__ import annotations

from datetime import datetime

from bot.schedule import ReminderPlan, next_reminder, wished_reminder
from flows.audit import note
from flows.work import Work

QUIET_HOURS = "quiet_hours"
BUDGET = "budget"
NOBODY_SILENT = "nobody_silent"


def plan_reminder(work: Work, check_id: int, plan: ReminderPlan, sent: int) -> datetime | None:
    """After a round that has begun now. None: `sent` is all there may be."""
    due_at = next_reminder(plan, sent, work.now, work.policy.zone)
    if due_at is not None and due_at != wished_reminder(plan, sent, work.now):
        note_put_off(work, check_id, due_at)
    return due_at


def note_put_off(work: Work, check_id: int, until: datetime) -> None:
    """A reminder that falls into quiet hours waits for their end."""
    note(work, "reminder_put_off", check_id=check_id, reason=QUIET_HOURS, until=until.isoformat())


def note_no_more(work: Work, check_id: int, reason: str) -> None:
    """No further reminder goes out by itself."""
    note(work, "reminders_ended", check_id=check_id, reason=reason)
