"""Close a check: nobody is asked any more; answers go on being accepted and are marked late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import CheckKind
from flows.audit import note
from flows.errors import NotFoundError
from flows.find_check import check_of_manager
from flows.once import is_repeat
from flows.webhooks.events import tell_closed
from flows.who import require_manager
from flows.work import Work
from storage.queries import outbox, roll, rounds
from storage.queries.board import mark_dirty


@dataclass(frozen=True, slots=True)
class CloseCheck:
    #: None: the only active check the actor is responsible for.
    check_id: int | None = None
    event_key: str | None = None
    #: Where no number is given: only a check of this kind.
    kind: CheckKind | None = None
    #: Everybody who was asked is told that it is over, once.
    tell: bool = False


@dataclass(frozen=True, slots=True)
class CheckClosed:
    check_id: int
    title: str
    closed_at: datetime
    #: It had been closed before; nothing was changed.
    already: bool = False
    silent: int = 0
    kind: CheckKind = CheckKind.REAL


def close_check(work: Work, request: CloseCheck) -> CheckClosed:
    """Open help cases stay open.

    RefusedError, NotFoundError(no_check, no_active_check), InvalidError(several_checks, not_started).
    """
    who = require_manager(work)
    repeat = is_repeat(work, request.event_key)
    if repeat and request.check_id is None:
        # Said again: the check it meant is the one closed last.
        return _facts(work, rounds.newest_closed_by(work.connection, who.person_id), already=True)
    check = check_of_manager(work, who, "close", request.check_id, request.kind)
    closed = not repeat and _close(work, check.id, who.person_id, request.tell)
    return _facts(work, check.id, already=not closed)


def close_overdue(work: Work) -> int:
    """Cycle step: close checks whose closing time has come; how many."""
    return sum(_close(work, check_id, None) for check_id in rounds.overdue(work.connection, work.now))


def _close(work: Work, check_id: int, closed_by: int | None, tell: bool = False) -> bool:
    """False where somebody else was first."""
    if not rounds.close(work.connection, check_id, closed_by, work.now, tell):
        return False
    outbox.skip_questions(work.connection, check_id, "closed")
    mark_dirty(work.connection, check_id)
    tell_closed(work, check_id)
    if tell:
        note(work, "check_closed", check_id=check_id, told=True)
    else:
        note(work, "check_closed", check_id=check_id)
    work.wakes_cycle = True
    return True


def _facts(work: Work, check_id: int | None, already: bool) -> CheckClosed:
    if check_id is None:
        raise NotFoundError("no_active_check")
    check = rounds.find(work.connection, check_id)
    assert check is not None, "found a moment ago, in this transaction"
    return CheckClosed(
        check_id=check_id,
        title=check.title,
        closed_at=check.closed_at or work.now,
        already=already,
        silent=roll.silent_on(work.connection, check_id),
        kind=CheckKind(check.kind),
    )
