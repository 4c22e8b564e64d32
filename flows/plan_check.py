"""A check planned for later: written down, changed or cancelled before, started by the cycle at its moment, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.schedule import ReminderPlan
from bot.vocabulary import CheckKind, CheckState, Reach
from flows.audit import note
from flows.begin_asking import Asking, begin_asking
from flows.errors import InvalidError, RefusedError
from flows.find_check import AnyRow, is_responsible_for, require_check
from flows.judge_message import note_findings
from flows.once import is_repeat
from flows.start_check import StartCheck, facts_to_keep, title_of, written_of
from flows.units_to_ask import units_to_ask
from flows.who import require_manager
from flows.work import Work
from storage.queries import planned, roll, rounds

#: A date further away is a mistyped year.
PLANNED_AT_MOST = timedelta(days=366)
#: Why a planned check was not started, as kept in `checks.cancel_reason`.
REAL_CHECK_ACTIVE = "real_check_active"
NOBODY_TO_ASK = "nobody_to_ask"


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """`check.closes_after` is counted from the start. `check_id`: the planned check that is changed to this."""

    check: StartCheck
    starts_at: datetime
    check_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """As it is kept. `unit_ids` empty: everybody."""

    check_id: int
    kind: CheckKind
    title: str
    message: str
    level: int
    action: str
    unit_ids: tuple[int, ...]
    reach: Reach
    plan: ReminderPlan
    closes_after: timedelta | None
    starts_at: datetime


def plan_check(work: Work, request: PlanCheck) -> PlannedCheck:
    """Lane FANOUT. Nobody is looked up yet: who is on the roll is decided when it starts.

    Whoever planned it first stays its starter, however often it is changed, and it starts even where they have no role
    any more by then: a check that quietly does not happen is the worse mistake, and every safety admin sees it planned
    and may cancel it.
    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check), InvalidError(empty_title,
    no_such_level, no_units, start_in_the_past, start_too_far, not_planned).
    """
    who = require_manager(work)
    title = title_of(request.check)
    unit_ids = units_to_ask(work, who, request.check.unit_ids)
    if request.starts_at <= work.now:
        raise InvalidError("start_in_the_past")
    if request.starts_at > work.now + PLANNED_AT_MOST:
        raise InvalidError("start_too_far")
    roll.serialise_starts(work.connection)
    if is_repeat(work, request.check.event_key):
        before = rounds.started_by_event(work.connection, request.check.event_key or "", who.person_id)
        if before is not None:
            return _planned(work, require_check(work, before))
    facts = facts_to_keep(work, request.check, title, unit_ids, request.starts_at)
    if request.check_id is None:
        check_id = rounds.add(
            work.connection,
            CheckState.SCHEDULED,
            **facts,
            created_at=work.now,
            starts_at=request.starts_at,
            started_by=who.person_id,
            slack_channel=request.check.slack_channel,
        )
        note(work, "check_planned", check_id=check_id, kind=request.check.kind, starts_at=request.starts_at.isoformat())
    else:
        check_id = _of_manager(work, request.check_id).id
        if not planned.change(work.connection, check_id, **facts, starts_at=request.starts_at):
            raise InvalidError("not_planned")
        note(work, "plan_changed", check_id=check_id, kind=request.check.kind, starts_at=request.starts_at.isoformat())
    planned.replace_units(work.connection, check_id, unit_ids or ())
    note_findings(work, written_of(request.check, title), request.starts_at, check_id=check_id)
    return _planned(work, require_check(work, check_id))


def planned_check(work: Work, check_id: int) -> PlannedCheck:
    """Lane READ. For changing it. RefusedError, NotFoundError(no_check), InvalidError(not_planned)."""
    check = _of_manager(work, check_id)
    if check.state != CheckState.SCHEDULED:
        raise InvalidError("not_planned")
    return _planned(work, check)


def cancel_planned(work: Work, check_id: int) -> None:
    """It will not start; it stays on the list. RefusedError, NotFoundError(no_check), InvalidError(not_planned)."""
    check = _of_manager(work, check_id)
    if not planned.change(work.connection, check.id, state=CheckState.CANCELLED):
        raise InvalidError("not_planned")
    note(work, "plan_cancelled", check_id=check.id)


def planned_due(work: Work) -> tuple[int, ...]:
    """Cycle step, lane READ: one indexed query."""
    return tuple(planned.due(work.connection, work.now))


def start_planned(work: Work, check_id: int) -> bool:
    """Cycle step, lane FANOUT: whoever comes second finds nothing to do. False where it is not started.

    However late: a process that was down asks when it is up again, and the closing time moves by as much. A drill
    among people who are just being asked in earnest is cancelled, and so is a check with nobody to ask.
    """
    roll.serialise_starts(work.connection)
    check = planned.if_due(work.connection, check_id, work.now)
    if check is None:
        return False
    unit_ids = None if check.whole_company else planned.units_of(work.connection, check_id)
    if check.kind == CheckKind.DRILL and planned.real_check_among(work.connection, unit_ids):
        planned.change(work.connection, check_id, state=CheckState.CANCELLED, cancel_reason=REAL_CHECK_ACTIVE)
        note(work, "check_not_started", check_id=check_id, reason=REAL_CHECK_ACTIVE)
        return False
    closes_at = None if check.closes_at is None else work.now + (check.closes_at - check.starts_at)
    begun = {"state": CheckState.ACTIVE, "started_at": work.now, "closes_at": closes_at, "outbox_after": 0}
    planned.change(work.connection, check_id, **begun)
    plan = ReminderPlan.from_json(check.reminder_plan)
    asked = begin_asking(work, Asking(check_id, plan, unit_ids, check.slack_channel))
    if not asked.roll:
        planned.unstart(work.connection, check_id, NOBODY_TO_ASK)
        note(work, "check_not_started", check_id=check_id, reason=NOBODY_TO_ASK)
        return False
    note(work, "check_started", check_id=check_id, kind=check.kind, roll=asked.roll, on_leave=asked.on_leave)
    return True


def _of_manager(work: Work, check_id: int) -> AnyRow:
    """RefusedError(outside_units) where it would ask other people as well."""
    who = require_manager(work)
    check = require_check(work, check_id)
    if not is_responsible_for(work, who, check):
        raise RefusedError("outside_units")
    return check


def _planned(work: Work, check: AnyRow) -> PlannedCheck:
    return PlannedCheck(
        check_id=check.id,
        kind=CheckKind(check.kind),
        title=check.title,
        message=check.message,
        level=check.level,
        action=check.action,
        unit_ids=() if check.whole_company else planned.units_of(work.connection, check.id),
        reach=Reach(check.reach),
        plan=ReminderPlan.from_json(check.reminder_plan),
        closes_after=None if check.closes_at is None else check.closes_at - check.starts_at,
        starts_at=check.starts_at,
    )
