"""Token buckets all processes share: how many calls may be made now, and when again.

A process takes about one second of tokens in one update. A crash loses tokens, never gains them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from flows.ports import RateLimit
from flows.work import Work
from storage.queries import limits

#: Part of a bucket worth waiting for: fewer, larger claims cost less than one transaction a token.
_WORTH = 0.25
#: Processes may disagree about the time by this much. A bucket filled later than that from now, with no block to
#: explain it, was filled by a clock that has been set back since.
_CLOCKS_DIFFER_BY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reserved:
    """`granted` calls may be made. `next_at`: when to ask again, where fewer were granted than wanted."""

    granted: int
    next_at: datetime | None = None


def unlimited(team: str) -> RateLimit:
    """For a channel without a limit of its own: its bucket is never empty, but it can be blocked."""
    return RateLimit(team, "", math.inf)


def reserve(work: Work, limit: RateLimit, want: int) -> Reserved:
    """Takes up to `want` tokens. None are granted while the method is blocked."""
    full = _full(limit)
    row = limits.bucket(work.connection, _key(limit), full, work.now)
    if row.blocked_until is not None and row.blocked_until > work.now:
        return Reserved(0, row.blocked_until)
    if math.isinf(limit.per_second):
        return Reserved(want)
    filled_at = _filled_at(work, row)
    elapsed = max((work.now - filled_at).total_seconds(), 0.0)
    tokens = min(full, row.tokens + elapsed * limit.per_second)
    granted = min(want, math.floor(tokens + 1e-9)) if tokens >= 1 - 1e-9 else 0
    limits.write_bucket(
        work.connection,
        _key(limit),
        tokens=tokens - granted,
        refilled_at=max(work.now, filled_at),
    )
    if granted == want:
        return Reserved(granted)
    missing = min(want - granted, max(1.0, full * _WORTH)) - (tokens - granted)
    return Reserved(granted, work.now + timedelta(seconds=missing / limit.per_second))


def overdraw(work: Work, limit: RateLimit) -> datetime | None:
    """One call that waits for no token: the bucket may owe it. Until when it must wait all the same, being blocked."""
    row = limits.bucket(work.connection, _key(limit), _full(limit), work.now)
    blocked_until: datetime | None = row.blocked_until
    if blocked_until is not None and blocked_until > work.now:
        return blocked_until
    adjust(work, limit, -1)
    return None


def adjust(work: Work, limit: RateLimit, by: int) -> None:
    """Gives back what was not used (`by` > 0), or takes what was needed on top (`by` < 0): the bucket may owe."""
    if by and not math.isinf(limit.per_second):
        row = limits.bucket(work.connection, _key(limit), _full(limit), work.now)
        limits.write_bucket(work.connection, _key(limit), tokens=min(_full(limit), row.tokens + by))


def block(work: Work, limit: RateLimit, until: datetime) -> None:
    """The platform said no (429): nothing is granted until then. A later moment stands against an earlier one."""
    row = limits.bucket(work.connection, _key(limit), _full(limit), work.now)
    later = until if row.blocked_until is None else max(until, row.blocked_until)
    limits.write_bucket(
        work.connection, _key(limit), tokens=0.0, blocked_until=later, refilled_at=max(later, row.refilled_at)
    )


def stop(work: Work, limit: RateLimit, until: datetime, reason: str) -> bool:
    """As `block`, because the channel does not work. True where it did until now."""
    block(work, limit, until)
    return limits.stop(work.connection, _key(limit), reason)


def work_again(work: Work, limit: RateLimit) -> bool:
    """A call after the pause was answered. True where the channel was stopped until now."""
    return limits.work_again(work.connection, _key(limit), work.now)


def try_again(work: Work, limit: RateLimit, at: datetime) -> None:
    """What stopped the channel has been mended: it waits until then and no longer, with all that was put off for it."""
    limits.try_again(work.connection, _key(limit), at)


def _filled_at(work: Work, row: Row[*tuple[Any, ...]]) -> datetime:
    filled_at: datetime = row.refilled_at
    is_blocked = row.blocked_until is not None and row.blocked_until >= filled_at
    was_set_back = not is_blocked and filled_at > work.now + _CLOCKS_DIFFER_BY
    return work.now if was_set_back else filled_at


def _full(limit: RateLimit) -> float:
    return 0.0 if math.isinf(limit.per_second) else max(1.0, limit.per_second)


def _key(limit: RateLimit) -> tuple[str, str, str]:
    return limit.team, limit.method, limit.channel
