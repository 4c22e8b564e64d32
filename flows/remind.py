"""Ask the silent again, by themselves or by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from bot.schedule import ReminderPlan, out_of_quiet_hours
from bot.vocabulary import CheckKind, CheckState
from flows.audit import note
from flows.errors import InvalidError
from flows.fan_out import write_messages
from flows.find_check import check_of_manager
from flows.once import is_repeat
from flows.plan_reminder import BUDGET, NOBODY_SILENT, note_no_more, note_put_off, plan_reminder
from flows.who import require_manager
from flows.work import Work
from storage.queries import roll, rounds
from storage.queries.board import mark_dirty

#: Two managers, or one who is impatient: the silent are not asked twice within this time by hand.
JUST_NOW = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class RemindNow:
    #: None: the only active check the actor is responsible for.
    check_id: int | None = None
    event_key: str | None = None
    #: Where no number is given: only a check of this kind.
    kind: CheckKind | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    check_id: int
    title: str
    round: int
    people: int
    #: Silent too, and no contact of theirs works: nothing was sent to them.
    out_of_reach: int = 0
    #: The event had come before, or the round before is still being written; nothing was changed.
    already: bool = False
    kind: CheckKind = CheckKind.REAL
    #: A reminder went out less than a minute ago; nothing was changed.
    just_before: bool = False


def remind_now(work: Work, request: RemindNow) -> Reminded:
    """By hand; a new round, not counted against the budget, from which the plan goes on.

    Within a minute of the round before nothing is sent, and the result says so.
    RefusedError, NotFoundError(no_check, no_active_check), InvalidError(nobody_silent, nobody_reachable,
    already_closed, several_checks, not_started).
    """
    who = require_manager(work)
    repeat = is_repeat(work, request.event_key)
    check = check_of_manager(work, who, "remind", request.check_id, request.kind)
    if check.state != CheckState.ACTIVE:
        raise InvalidError("already_closed")
    silent, out_of_reach = roll.silent_by_reach(work.connection, check.id)
    kind = CheckKind(check.kind)
    before = Reminded(check.id, check.title, check.round, silent, out_of_reach, already=True, kind=kind)
    if repeat:
        return before
    if not silent:
        raise InvalidError("nobody_reachable" if out_of_reach else "nobody_silent", people=out_of_reach)
    if _went_out_just_now(work, check):
        return replace(before, just_before=True)
    if not _ask_again(work, check, counted=0):
        return before
    note(work, "check_reminded", check_id=check.id, round=check.round + 1, people=silent)
    return replace(before, round=check.round + 1, already=False)


def _went_out_just_now(work: Work, check: Row[*tuple[Any, ...]]) -> bool:
    began_at = check.round_began_at
    return began_at is not None and timedelta(0) <= work.now - began_at < JUST_NOW


def remind_due(work: Work) -> tuple[Reminded, ...]:
    """Cycle step: every active check whose reminder is due; compare-and-set on its round: only one process does it.

    One indexed query where nothing is due.
    """
    reminded = (_remind_if_due(work, check) for check in rounds.with_due_reminder(work.connection, work.now))
    return tuple(one for one in reminded if one is not None)


def _remind_if_due(work: Work, check: Row[*tuple[Any, ...]]) -> Reminded | None:
    plan = ReminderPlan.from_json(check.reminder_plan)
    awake_at = out_of_quiet_hours(plan, work.now, work.policy.zone)
    if awake_at > work.now:
        if rounds.put_off_reminder(work.connection, check, awake_at):
            note_put_off(work, check.id, awake_at)
        return None
    silent, out_of_reach = roll.silent_by_reach(work.connection, check.id)
    if not silent and not out_of_reach:
        if rounds.put_off_reminder(work.connection, check, None):
            note_no_more(work, check.id, NOBODY_SILENT)
        return None
    if not _ask_again(work, check, counted=1):
        return None
    return Reminded(check.id, check.title, check.round + 1, silent, out_of_reach, kind=CheckKind(check.kind))


def _ask_again(work: Work, check: Row[*tuple[Any, ...]], counted: int) -> bool:
    """Begins the next round and writes its first messages. False where another process has, or is still writing one."""
    if not rounds.begin_round(work.connection, check, counted, work.now):
        return False
    plan = ReminderPlan.from_json(check.reminder_plan)
    following = plan_reminder(work, check.id, plan, check.reminders_sent + counted)
    is_last = bool(counted) and following is None
    rounds.plan_next(work.connection, check.id, following, is_last)
    if is_last:
        note_no_more(work, check.id, BUDGET)
    write_messages(work, check.id)
    mark_dirty(work.connection, check.id)
    work.wakes_cycle = True
    return True
