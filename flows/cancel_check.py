"""Call off a check that was a mistake: false report, wrong units, meant as a drill; or one that is only planned."""

from __future__ import annotations

from dataclasses import dataclass

from bot.plain import COMMENT_AT_MOST, one_line
from bot.vocabulary import CheckState, MessageKind
from flows.audit import note
from flows.correct_check import keep, running_check, words_of
from flows.errors import InvalidError
from flows.find_check import check_of_manager, require_check
from flows.once import is_repeat
from flows.plan_check import cancel_planned
from flows.webhooks.events import tell_closed
from flows.who import require_manager
from flows.work import Work
from storage.queries import corrections as queries
from storage.queries import outbox
from storage.queries.board import mark_dirty

#: Characters of the reason: one line on a phone's page.
REASON_AT_MOST = min(200, COMMENT_AT_MOST)


@dataclass(frozen=True, slots=True)
class CancelCheck:
    """`reason`: one line for those who were asked, or empty."""

    check_id: int
    reason: str = ""
    event_key: str | None = None


@dataclass(frozen=True, slots=True)
class CheckCancelled:
    """`had_started`: who was asked is told. `already`: this very press has been carried out before."""

    check_id: int
    had_started: bool
    already: bool = False


def cancel_check(work: Work, request: CancelCheck) -> CheckCancelled:
    """Lane FANOUT. Who was asked is told, in the place of the notice that it is closed.

    It is closed, with the reason that it was called off (docs/adr/0020): answers are still heard, and are late; calls
    for help stay open, and a planned check just does not start. A check that is over cannot be called off any more.
    RefusedError(unknown_person, not_a_manager, outside_units), NotFoundError(no_check), InvalidError(not_started,
    already_closed, corrected_meanwhile).
    """
    repeat = is_repeat(work, request.event_key)
    who = require_manager(work)
    check = require_check(work, request.check_id)
    if check.state == CheckState.SCHEDULED:
        cancel_planned(work, check.id)
        return CheckCancelled(check.id, had_started=False)
    if repeat:
        check_of_manager(work, who, "cancel", check.id)
        return CheckCancelled(check.id, had_started=True, already=True)
    check = running_check(work, who, "cancel", check.id)
    if not queries.call_off(work.connection, check.id, check.version, who.person_id, work.now):
        is_over = require_check(work, check.id).state != CheckState.ACTIVE
        raise InvalidError("already_closed" if is_over else "corrected_meanwhile")
    outbox.skip_questions(work.connection, check.id, "closed")
    keep(work, who, check, MessageKind.CANCELLATION, words_of(check), one_line(request.reason, REASON_AT_MOST))
    mark_dirty(work.connection, check.id)
    tell_closed(work, check.id)
    note(work, "check_called_off", check_id=check.id)
    return CheckCancelled(check.id, had_started=True)
