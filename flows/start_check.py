"""Start a check: fix the roll, write the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.plain import MESSAGE_AT_MOST, clean, one_line
from bot.schedule import ReminderPlan
from bot.short_form import ACTION_AT_MOST, ShortForm
from bot.vocabulary import ChannelKind, CheckKind, Reach
from flows.audit import note
from flows.begin_asking import Asking, begin_asking
from flows.errors import InvalidError
from flows.judge_message import Words, note_findings, require_level
from flows.once import is_repeat
from flows.units_to_ask import units_to_ask
from flows.who import Who, require_manager
from flows.work import Work
from storage.queries import fanout, roll, rounds

#: What `/safety start` and the form take; longer titles are cut.
TITLE_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class StartCheck:
    kind: CheckKind
    title: str
    message: str = ""
    #: The short form (`bot.short_form`): a warning level or 0, what to do in a few words.
    level: int = 0
    action: str = ""
    #: Chosen units, each with all below; empty means everything the actor may ask.
    unit_ids: tuple[int, ...] = ()
    reach: Reach = Reach.ALL
    #: None: the company's default for this kind.
    plan: ReminderPlan | None = None
    closes_after: timedelta | None = None
    #: The Slack channel of the command, or empty.
    slack_channel: str = ""
    #: True: the actor was told that a similar check is active and starts all the same.
    confirmed: bool = False
    #: Exactly-once key of the event that asked for it, or None.
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class CheckStarted:
    check_id: int
    kind: CheckKind
    title: str
    started_at: datetime
    #: How many people are asked.
    roll: int
    #: How many of them have no working contact (invariant 12).
    unreachable: int
    #: Messages written per channel so far; for a large roll the cycle writes the rest (docs/adr/0005).
    messages: dict[ChannelKind, int] = field(default_factory=dict)
    #: The event had been carried out before; nothing was started now.
    is_repeat: bool = False
    #: How many were left out because they are on leave; of a repeat it is not told.
    on_leave: int = 0


@dataclass(frozen=True, slots=True)
class SimilarActive:
    """Nothing was started: a check of the same kind that asks some of the same people is active."""

    check_id: int
    title: str
    started_at: datetime
    silent: int


def start_check(work: Work, request: StartCheck) -> CheckStarted | SimilarActive:
    """Roll and outbox in set-based SQL, in one transaction (lane FANOUT).

    The roll is complete when this returns; so are the messages of the first people, the cycle writes the others'.
    Who is on leave is not asked (`flows.set_leave`); how many that are stands in the audit log.
    What the guide would say against its words stops nothing; that it was started all the same is in the audit log.
    Raises RefusedError (not_a_manager, outside_units, unknown_person) and InvalidError (empty_title, no_such_level,
    no_units, nobody_to_ask in the units chosen, nobody_registered where none was chosen).
    A repeated `event_key` gives the CheckStarted of the first time.
    """
    who = require_manager(work)
    title = title_of(request)
    unit_ids = units_to_ask(work, who, request.unit_ids)
    roll.serialise_starts(work.connection)
    if is_repeat(work, request.event_key) and (started := _started_before(work, who, request.event_key)):
        return started
    similar = None if request.confirmed else roll.similar_active(work.connection, request.kind, unit_ids)
    if similar is not None:
        silent = roll.silent_on(work.connection, similar.id)
        return SimilarActive(similar.id, similar.title, similar.started_at, silent)
    check_id = _write_check(work, request, who, title, unit_ids)
    plan = request.plan or work.policy.plans[request.kind]
    asked = begin_asking(work, Asking(check_id, plan, unit_ids, request.slack_channel))
    if not asked.roll and request.unit_ids:
        raise InvalidError("nobody_to_ask")
    if not asked.roll:
        raise InvalidError("nobody_registered")
    note(work, "check_started", check_id=check_id, kind=request.kind, roll=asked.roll, on_leave=asked.on_leave)
    note_findings(work, written_of(request, title), work.now, check_id=check_id)
    return replace(_facts(work, check_id, is_repeat=False), on_leave=asked.on_leave)


def written_of(request: StartCheck, title: str) -> Words:
    """What is held against the guide."""
    return Words(ShortForm(title, request.level, request.action), request.message, request.kind)


def title_of(request: StartCheck) -> str:
    """On one line. InvalidError(empty_title)."""
    title = one_line(request.title, TITLE_AT_MOST)
    if not title:
        raise InvalidError("empty_title")
    return title


def _started_before(work: Work, who: Who, event_key: str | None) -> CheckStarted | None:
    check_id = rounds.started_by_event(work.connection, event_key or "", who.person_id)
    return None if check_id is None else _facts(work, check_id, is_repeat=True)


def _write_check(work: Work, request: StartCheck, who: Who, title: str, unit_ids: tuple[int, ...] | None) -> int:
    check_id = rounds.add(
        work.connection,
        **facts_to_keep(work, request, title, unit_ids, work.now),
        created_at=work.now,
        started_at=work.now,
        started_by=who.person_id,
        slack_channel=request.slack_channel,
        outbox_after=0,
    )
    rounds.add_units(work.connection, check_id, unit_ids or ())
    return check_id


def facts_to_keep(
    work: Work, request: StartCheck, title: str, unit_ids: tuple[int, ...] | None, starts_at: datetime
) -> dict[str, Any]:
    """What was asked for, as columns of the check; the closing time is counted from its start.

    InvalidError(no_such_level).
    """
    require_level(request.level)
    plan = request.plan or work.policy.plans[request.kind]
    return {
        "kind": request.kind,
        "title": title,
        "message": clean(request.message, MESSAGE_AT_MOST),
        "level": request.level,
        "action": one_line(request.action, ACTION_AT_MOST),
        "reach": request.reach,
        "reminder_plan": plan.as_json(),
        "closes_at": None if request.closes_after is None else starts_at + request.closes_after,
        "whole_company": unit_ids is None,
    }


def _facts(work: Work, check_id: int, is_repeat: bool) -> CheckStarted:
    check = rounds.find(work.connection, check_id)
    assert check is not None, "written in this transaction or before"
    asked, unreachable = roll.size_of(work.connection, check_id)
    return CheckStarted(
        check_id=check_id,
        kind=CheckKind(check.kind),
        title=check.title,
        started_at=check.started_at,
        roll=asked,
        unreachable=unreachable,
        messages=fanout.written_per_channel(work.connection, check_id),
        is_repeat=is_repeat,
    )
