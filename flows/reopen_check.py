"""Take back the closing of a check that was closed by mistake: the silent are asked again by its plan.

What was said meanwhile stays marked as late, and what was not sent because of the closing stays unsent: the next
reminder, or one by hand, asks whoever is still silent.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.schedule import ReminderPlan
from bot.vocabulary import CheckState
from flows.audit import note
from flows.errors import InvalidError
from flows.find_check import check_of_manager
from flows.plan_reminder import plan_reminder
from flows.who import require_manager
from flows.work import Work
from storage.queries import reopening, rounds
from storage.queries.board import mark_dirty
from storage.queries.corrections import CALLED_OFF


@dataclass(frozen=True, slots=True)
class CheckReopened:
    """`already`: it was running; nothing was changed."""

    check_id: int
    title: str
    already: bool = False


def reopen_check(work: Work, check_id: int) -> CheckReopened:
    """Who may close it may take that back. It no longer closes by itself, and is shown as current again.

    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check), InvalidError(not_started,
    not_closed): what was said in it has been deleted; (was_called_off): people have been told so.
    """
    who = require_manager(work)
    check = check_of_manager(work, who, "reopen", check_id)
    if check.state == CheckState.ACTIVE:
        return CheckReopened(check.id, check.title, already=True)
    if check.state != CheckState.CLOSED or check.data_deleted_at is not None:
        raise InvalidError("not_closed")
    if check.cancel_reason == CALLED_OFF:
        raise InvalidError("was_called_off")
    if not reopening.reopen(work.connection, check.id):
        return CheckReopened(check.id, check.title, already=True)
    plan = ReminderPlan.from_json(check.reminder_plan)
    rounds.plan_next(work.connection, check.id, plan_reminder(work, check.id, plan, check.reminders_sent))
    mark_dirty(work.connection, check.id)
    note(work, "check_reopened", check_id=check.id)
    work.wakes_cycle = True
    return CheckReopened(check.id, check.title)
