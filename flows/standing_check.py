"""Every contact is proven at least every N days: each working day a few are asked, by nobody's press.

First those that were proven or asked longest ago. In the middle of the day, and not while a real check is active: it
must be what people look at. Of a day that is left out the next ones make up for.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.vocabulary import ChannelKind, CheckKind
from flows.audit import note
from flows.once import is_repeat
from flows.who import require_safety_admin
from flows.work import Work
from storage.queries import checks, events, proofs

#: The hours for it, on the company's clock.
FROM, UNTIL = time(10), time(16)
#: A contact is left alone for so long after it was registered: its owner has just typed or linked it.
NEW = timedelta(days=14)
#: Asked and not confirmed for so long: its manager is shown that.
UNANSWERED = timedelta(days=14)
#: `ANPI_PROOF_DAYS`, where it is not 0: in fewer days a share of the company would be no few.
DAYS_AT_LEAST = 30
#: Contacts a day and channel, however small the company is.
_A_FEW = 3
#: Of seven days five are working days; the rest up to this is for days that are left out.
_USED_OF_THREE_DAYS = 2
#: So many messages to each LINE account are not touched of what is left of a month: a check with two reminders.
_KEPT_FOR_CHECKS = 3
#: `messages.reason`: their channel must save what is left of its month.
SAVED_FOR_CHECKS = "saved_for_checks"


@dataclass(frozen=True, slots=True)
class AskedToday:
    asked: int
    #: Whose turn it was, and whose channel must save its messages for a check.
    held_back: int = 0
    #: A real check is active: nobody is asked today.
    gave_way: bool = False


def is_standing_check_due(work: Work) -> bool:
    """Lane READ: whether it is the hour, and today nobody has been asked yet."""
    return _is_the_hour(work) and not events.is_known(work.connection, _key(work))


def ask_few(work: Work, left: Mapping[ChannelKind, int | None]) -> AskedToday | None:
    """Lane FANOUT, by the cycle. None: not the hour, or another process was first. In the audit log.

    `left`: how many messages those channels that count them still take this month; None where there is no limit.
    RefusedError.
    """
    require_safety_admin(work)
    if not _is_the_hour(work) or is_repeat(work, _key(work)):
        return None
    if checks.is_any_active(work.connection, CheckKind.REAL):
        note(work, "standing_check", reason="real_check")
        return AskedToday(0, gave_way=True)
    working = proofs.count_working(work.connection, work.policy.channels)
    asked, held_back = 0, 0
    for channel, contacts in sorted(working.items()):
        turn = _whose_turn(work, channel, contacts)
        most = len(turn) if (spare := left.get(channel)) is None else _of_today(spare, contacts, _today(work))
        proofs.ask(work.connection, turn[:most], work.now)
        proofs.hold_back(work.connection, turn[most:], SAVED_FOR_CHECKS, work.now)
        asked += len(turn[:most])
        held_back += len(turn[most:])
    if asked or held_back:
        note(work, "standing_check", asked=asked, held_back=held_back)
        work.wakes_cycle = True
    return AskedToday(asked, held_back)


def unanswered_before(now: datetime) -> datetime:
    """Asked before that moment and not proven since."""
    return now - UNANSWERED


def _whose_turn(work: Work, channel: ChannelKind, contacts: int) -> Sequence[int]:
    days = work.policy.proof_days
    share = max(math.ceil(contacts * 3 / (days * _USED_OF_THREE_DAYS)), _A_FEW)
    before = work.now - timedelta(days=days)
    return proofs.longest_unproven(work.connection, channel, before, work.now - NEW, _today(work), share)


def _of_today(left: int, contacts: int, today: date) -> int:
    """How many of the messages left of the month may be used today."""
    days_left = calendar.monthrange(today.year, today.month)[1] - today.day + 1
    return max(left - _KEPT_FOR_CHECKS * contacts, 0) // days_left


def _is_the_hour(work: Work) -> bool:
    local = work.now.astimezone(work.policy.zone)
    return work.policy.proof_days > 0 and local.isoweekday() <= 5 and FROM <= local.time() < UNTIL


def _today(work: Work) -> date:
    return work.now.astimezone(work.policy.zone).date()


def _key(work: Work) -> str:
    return f"standing_check:{_today(work).isoformat()}"
