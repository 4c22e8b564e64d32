"""Several checks side by side: each number of all of them in one query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Connection, case, func, select, type_coerce, update

from bot.vocabulary import CheckState
from storage.models import checks, roll
from storage.types import MICROSECOND


def count_all(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(checks)).scalar_one()


def standings_of(connection: Connection, check_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Check -> standing -> people; standings nobody has are missing."""
    counted = (
        select(roll.c.check_id, roll.c.standing, func.count())
        .where(roll.c.check_id.in_(check_ids))
        .group_by(roll.c.check_id, roll.c.standing)
    )
    found: dict[int, dict[str, int]] = {}
    for check_id, standing, people in connection.execute(counted):
        found.setdefault(check_id, {})[standing] = people
    return found


def answered_within(
    connection: Connection, check_ids: Sequence[int], lengths: Sequence[timedelta]
) -> dict[int, tuple[int, ...]]:
    """Check -> how many of its roll had answered for the first time so long after the start, or sooner."""
    took = _plain(roll.c.first_answered_at) - _plain(checks.c.started_at)
    counts = [func.sum(case((took <= length // MICROSECOND, 1), else_=0)) for length in lengths]
    counted = (
        select(checks.c.id, *counts)
        .join(roll, roll.c.check_id == checks.c.id)
        .where(checks.c.id.in_(check_ids), roll.c.first_answered_at.is_not(None))
        .group_by(checks.c.id)
    )
    return {check_id: tuple(int(count) for count in counts) for check_id, *counts in connection.execute(counted)}


def _plain(instant: ColumnElement[datetime]) -> ColumnElement[int]:
    return type_coerce(instant, BigInteger)


def clear(connection: Connection, check_id: int, at: datetime | None) -> bool:
    """None: shown as current again. False where it was so already, or the check is not over."""
    is_so = checks.c.cleared_at.is_(None) if at is None else checks.c.cleared_at.is_not(None)
    cleared = (
        update(checks)
        .where(checks.c.id == check_id, checks.c.state.in_((CheckState.CLOSED, CheckState.CANCELLED)), ~is_so)
        .values(cleared_at=at)
    )
    return connection.execute(cleared).rowcount == 1
