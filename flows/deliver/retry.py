"""Attempts that are due again: the same bytes to the same members, or an end with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.vocabulary import MessageKind, MessageState
from flows.deliver.drop import follow_up
from flows.ports import Attempt, Channel, Member
from flows.work import Work
from storage.queries import attempts, outbox

#: LINE keeps a retry key for 24 hours; a question older than that is not worth repeating on any channel.
GIVEN_UP_AFTER = timedelta(hours=24)
#: An open attempt whose reason begins so may have reached its platform.
UNKNOWN = "unknown:"
#: Its process died while it had the attempt, which may not even have been begun.
CRASHED = UNKNOWN + "crash"
#: What outlives so many processes may be what kills them.
CRASHES_AT_MOST = 20

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Retries:
    attempts: tuple[Attempt, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class _End:
    """Why an attempt is not sent again."""

    state: MessageState
    reason: str


def may_have_arrived(reason: str) -> bool:
    return reason.startswith(UNKNOWN)


def was_lost_sight_of(reason: str) -> bool:
    """A call was made and nobody knows what became of it.

    A crash alone is not that: most of what a dead process held it had not begun, and somebody whose message is held by
    two dying processes, one after the other, must not go unasked for it.
    """
    return may_have_arrived(reason) and reason != CRASHED


def claim_retries(work: Work, channel: Channel, limit: int, token: str, lease_until: datetime) -> Retries:
    """At most `limit` attempts to send again. Answered, closed and hopeless ones are ended here."""
    found = attempts.claim(work.connection, channel.kind, limit, work.now, token, lease_until)
    if not found:
        return Retries((), 0)
    crashed = {row.id for row in found if row.lease_until is not None}
    rows = attempts.read(work.connection, [row.id for row in found])
    members = defaultdict(list)
    for member in attempts.members(work.connection, [row.id for row in found]):
        members[member.attempt_id].append(member)
    ends = {row.id: _end_of(work, channel, row, members[row.id], row.id in crashed) for row in rows}
    for ended in sorted({end for end in ends.values() if end}, key=lambda end: (end.state, end.reason)):
        ids = [attempt_id for attempt_id, end in ends.items() if end == ended]
        attempts.settle(work.connection, ids, ended.state, ended.reason, work.now)
        outbox.settle_attempted(work.connection, ids, ended.state, ended.reason)
        follow_up(work, {member.id: ended.reason for attempt_id in ids for member in members[attempt_id]})
    if not channel.retries_safely:
        _count_crashes(work, [row for row in rows if row.id in crashed and not ends[row.id]])
    kept = [row for row in rows if not ends[row.id]]
    return Retries(tuple(_attempt(row, members[row.id]) for row in kept), len(rows) - len(kept))


def _end_of(work: Work, channel: Channel, row: AnyRow, members: Sequence[AnyRow], crashed: bool) -> _End | None:
    arrived = may_have_arrived(row.reason) or crashed
    if not members:
        return _End(MessageState.SKIPPED, "empty")
    pointless = [member.pointless or ("superseded" if member.superseded else "") for member in members]
    if all(pointless):
        return _End(MessageState.UNKNOWN if arrived else MessageState.SKIPPED, pointless[0])
    if row.created_at + GIVEN_UP_AFTER <= work.now:
        why = row.reason.removeprefix(UNKNOWN) or "expired"
        return _End(MessageState.UNKNOWN if arrived else MessageState.FAILED, why)
    if crashed and not channel.retries_safely and row.tries >= CRASHES_AT_MOST:
        return _End(MessageState.UNKNOWN, CRASHED.removeprefix(UNKNOWN))
    return None


def _count_crashes(work: Work, rows: Sequence[AnyRow]) -> None:
    """Their process died while it had them: they may have gone out, and go out once more after each crash."""
    again = [row.id for row in rows if not was_lost_sight_of(row.reason)]
    attempts.mark(work.connection, again, CRASHED)


def _attempt(row: AnyRow, members: Sequence[AnyRow]) -> Attempt:
    return Attempt(
        id=row.id,
        kind=MessageKind(members[0].kind),
        key=row.key,
        body=row.content,
        members=tuple(Member(member.id, member.address) for member in members),
        tries=row.tries,
    )
