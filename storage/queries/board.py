"""Board messages: dirty where `version` is ahead of `shown_version`, claimed under a lease with a token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    update,
)

from storage.models import boards

#: First key of PostgreSQL's two-part advisory locks that stand for "something about this check is being written".
_LOCKS = 0x0A4B
_LOCK_KEYS = 0x7FFFFFFF

_MARK_DIRTY = (
    update(boards)
    .where(boards.c.check_id == bindparam("of_check"), boards.c.version == boards.c.shown_version)
    .values(version=boards.c.version + 1)
)


def sharing_lock(check_id: ColumnElement[int] | int) -> ColumnElement[Any]:
    """PostgreSQL: holds claimants of this check's boards back until the transaction ends."""
    key = check_id & _LOCK_KEYS if isinstance(check_id, int) else cast(check_id.op("&")(_LOCK_KEYS), Integer)
    return func.pg_advisory_xact_lock_shared(_LOCKS, key)


def mark_dirty(connection: Connection, check_id: int, is_locked: bool = False) -> bool:
    """The boards of this check no longer show what is so. To be called after the change, in its transaction.

    True where one of them was clean until now: the cycle should be woken.

    Only a clean board is written to: no row that every answer updates. On PostgreSQL that alone would lose an answer
    that found the board dirty and commits just after a claimant has read: for the shared lock the claimant waits.
    `is_locked`: an earlier statement of this transaction took it (`sharing_lock`).
    """
    if connection.dialect.name == "postgresql" and not is_locked:
        connection.execute(select(sharing_lock(check_id)))
    return connection.execute(_MARK_DIRTY, {"of_check": check_id}).rowcount > 0


def checks_with_due_boards(connection: Connection, now: datetime, limit: int) -> tuple[int, ...]:
    """One indexed query; empty on a turn with nothing to do."""
    due = select(boards.c.check_id).where(_is_due(now)).order_by(boards.c.next_edit_at, boards.c.id).limit(limit)
    return tuple(sorted(set(connection.execute(due).scalars())))


def wait_for_writers(connection: Connection, check_ids: Sequence[int]) -> None:
    """Until every transaction that has called `mark_dirty` for these checks has ended; others wait for this one.

    Ascending ids, so that two claimants never wait for each other. SQLite's writers come one after another anyway.
    """
    if connection.dialect.name == "postgresql":
        for check_id in sorted(check_ids):
            connection.execute(select(func.pg_advisory_xact_lock(_LOCKS, check_id & _LOCK_KEYS)))


def claim(
    connection: Connection,
    check_ids: Sequence[int],
    now: datetime,
    token: str,
    lease: timedelta,
    edit_every: timedelta,
    limit: int,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Due boards of these checks, from now on leased under `token` and counted as shown."""
    wanted: Select[int] = (
        select(boards.c.id)
        .where(_is_due(now), boards.c.check_id.in_(check_ids))
        .order_by(boards.c.next_edit_at, boards.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(boards)
        .where(boards.c.id.in_(wanted))
        .values(
            shown_version=boards.c.version,
            next_edit_at=now + edit_every,
            lease_until=now + lease,
            lease_token=token,
        )
        .returning(boards.c.id, boards.c.check_id, boards.c.audience, boards.c.slack_channel, boards.c.ts)
    )
    return connection.execute(taken).all()


def settle(connection: Connection, board_id: int, token: str, **values: Any) -> bool:
    """Ends the lease and writes `values`; False where the lease has passed to somebody else and nothing was written."""
    settled = (
        update(boards)
        .where(boards.c.id == board_id, boards.c.lease_token == token)
        .values(lease_until=None, lease_token="", **values)
    )
    return connection.execute(settled).rowcount == 1


def settle_failed(
    connection: Connection,
    board_id: int,
    token: str,
    reason: str,
    next_edit_at: datetime | ColumnElement[datetime],
    is_dirty: bool,
    **values: Any,
) -> bool:
    """As `settle`: one more failure, not tried before `next_edit_at`, and then only if dirty."""
    return settle(
        connection,
        board_id,
        token,
        failures=boards.c.failures + 1,
        last_error=reason,
        next_edit_at=next_edit_at,
        version=boards.c.version + (1 if is_dirty else 0),
        **values,
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Moved on and free, or left behind by a claimant whose lease is over."""
    is_dirty = and_(boards.c.version > boards.c.shown_version, boards.c.lease_until.is_(None))
    is_abandoned = boards.c.lease_until <= now
    return and_(boards.c.next_edit_at <= now, or_(is_dirty, is_abandoned))
