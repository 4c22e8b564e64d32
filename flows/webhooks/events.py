"""What the company's other systems are told of: ids, numbers and statuses, never a person's words.

That a check was started or closed is written in the transaction in which it happens. Answers and calls for help are
found afterwards in what stands for ever, by a number up to which each system has been told: whoever answers pays
nothing for it, and nothing that was committed is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from bot.api_words import HookEvent
from flows.work import Work
from storage.models import answers, help_cases
from storage.queries import roll, rounds, webhooks
from storage.queries import webhook_events as queries
from storage.queries.corrections import CALLED_OFF

#: A transaction that began earlier may be committing still: younger answers wait for the next turn.
SETTLE = timedelta(seconds=2)
#: Few at a time: on SQLite answers wait as long as a page takes.
PAGE = 200

#: Calls for help go first, and answers, of which there may be many, last.
PRIORITY = {
    HookEvent.HELP: 0,
    HookEvent.STARTED: 1,
    HookEvent.CLOSED: 1,
    HookEvent.TEST: 2,
    HookEvent.ANSWER: 3,
}

AnyRow = Row[*tuple[Any, ...]]


def tell_started(work: Work, check_id: int) -> None:
    """In the transaction in which the check starts, once its roll is fixed."""
    if told := _told_of(work, HookEvent.STARTED):
        check = _check(work, check_id)
        asked, unreachable = roll.size_of(work.connection, check_id)
        facts = {"check": _facts(check), "roll": asked, "unreachable": unreachable}
        _tell(work, told, HookEvent.STARTED, f"{HookEvent.STARTED}:{check_id}", facts)


def tell_closed(work: Work, check_id: int) -> None:
    """In the transaction in which the check is closed; opened again and closed again it is told once more."""
    if told := _told_of(work, HookEvent.CLOSED):
        check = _check(work, check_id)
        facts = {"check": _facts(check), "silent": roll.silent_on(work.connection, check_id)}
        _tell(work, told, HookEvent.CLOSED, f"{HookEvent.CLOSED}:{check_id}:{moment(work.now)}", facts)


def _told_of(work: Work, event: HookEvent) -> list[int]:
    return [row.id for row in webhooks.active(work.connection) if event in row.events]


def _check(work: Work, check_id: int) -> AnyRow:
    check = rounds.find(work.connection, check_id)
    assert check is not None, "it is started or closed in this transaction"
    return check


def _tell(work: Work, told: Iterable[int], event: HookEvent, source: str, facts: dict[str, Any]) -> None:
    queries.add(work.connection, [_row(work, webhook_id, event, source, facts) for webhook_id in told])
    work.wakes_cycle = True


def queue_for(work: Work, webhook_id: int, event: HookEvent, source: str, facts: dict[str, Any]) -> None:
    """For one system alone."""
    queries.add(work.connection, [_row(work, webhook_id, event, source, facts)])
    work.wakes_cycle = True


def anything_to_gather(work: Work) -> bool:
    """Lane READ: whether `gather` has anything to do. One small query where no system is told of anything."""
    rows = webhooks.active(work.connection)
    return any(_upto(work, row, how) > how.seen(row) for row in rows for how in _wanted(row))


def gather(work: Work) -> bool:
    """Cycle step: one page of answers and of calls for help for each system. True: there may be more."""
    more = False
    for row in webhooks.active(work.connection):
        for how in _wanted(row):
            more = _gather(work, row, how) or more
    return more


class _Found:
    """A kind of event that is found in a table which only grows."""

    def __init__(
        self,
        event: HookEvent,
        between: Callable[[Connection, int, int, int], Sequence[AnyRow]],
        facts: Callable[[AnyRow], dict[str, Any] | None],
    ) -> None:
        self.event = event
        self.between = between
        self.facts = facts
        is_help = event is HookEvent.HELP
        self.table, self.moment = (help_cases, "opened_at") if is_help else (answers, "received_at")
        self.column = "help_seen" if is_help else "answers_seen"

    def seen(self, row: AnyRow) -> int:
        return int(getattr(row, self.column))


def _wanted(row: AnyRow) -> Iterable[_Found]:
    return (how for how in _FOUND if how.event in row.events)


def _upto(work: Work, row: AnyRow, how: _Found) -> int:
    return queries.settled(work.connection, how.table, how.moment, how.seen(row), work.now, SETTLE)


def _gather(work: Work, row: AnyRow, how: _Found) -> bool:
    seen, upto = how.seen(row), _upto(work, row, how)
    if upto <= seen:
        return False
    found = how.between(work.connection, seen, upto, PAGE)
    told = [(one.id, facts) for one in found if (facts := how.facts(one)) is not None]
    queries.add(
        work.connection, [_row(work, row.id, how.event, f"{how.event}:{number}", facts) for number, facts in told]
    )
    is_full = len(found) == PAGE
    webhooks.change(work.connection, row.id, **{how.column: found[-1].id if is_full else upto})
    return is_full


def _row(work: Work, webhook_id: int, event: HookEvent, source: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "webhook_id": webhook_id,
        "event": event,
        "source": source,
        "priority": PRIORITY[event],
        "facts": facts,
        "state": "queued",
        "created_at": work.now,
        "due_at": work.now,
    }


def moment(at: datetime) -> str:
    """As JSON has it: `2026-11-20T05:03:00Z`."""
    return at.isoformat().replace("+00:00", "Z")


def _facts(check: AnyRow) -> dict[str, Any]:
    moments = {"started_at": check.started_at, "closed_at": check.closed_at}
    return {
        **_named(check.id, check.kind, check.title),
        "state": check.state,
        **{name: at and moment(at) for name, at in moments.items()},
        "called_off": check.cancel_reason == CALLED_OFF,
    }


def _named(check_id: int, kind: str, title: str) -> dict[str, Any]:
    return {"id": check_id, "kind": kind, "title": title}


def _person(row: AnyRow) -> dict[str, Any] | None:
    """None: a guest the company does not know."""
    return None if row.person_id is None else {"id": row.person_id, "employee_no": row.employee_no}


def _answer(row: AnyRow) -> dict[str, Any] | None:
    """None: only details were added."""
    if not row.status:
        return None
    return {
        "check": _named(row.check_id, row.kind, row.title),
        "person": _person(row),
        "is_guest": row.guest_id is not None,
        "answer": {
            "id": row.id,
            "status": row.status,
            "by": row.by,
            "via": row.via,
            "round": row.round,
            "given_at": moment(row.given_at),
            "late": row.late,
        },
    }


def _help(row: AnyRow) -> dict[str, Any] | None:
    return {
        "check": _named(row.check_id, row.kind, row.title),
        "person": _person(row),
        "is_guest": row.guest_id is not None,
        "help_case": {"id": row.id, "opened_at": moment(row.opened_at)},
    }


_FOUND = (
    _Found(HookEvent.HELP, queries.help_between, _help),
    _Found(HookEvent.ANSWER, queries.answers_between, _answer),
)
