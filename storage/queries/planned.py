"""Checks planned for later: due, changed, cancelled, started. Each step is a compare-and-set on their state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.vocabulary import CheckKind, CheckState
from storage.models import check_units, checks
from storage.queries import roll


def due(connection: Connection, now: datetime) -> Sequence[int]:
    """Planned checks whose moment has come, the longest overdue first: one indexed query."""
    waiting = select(checks.c.id).where(checks.c.state == CheckState.SCHEDULED, checks.c.starts_at <= now)
    return connection.execute(waiting.order_by(checks.c.starts_at, checks.c.id)).scalars().all()


def next_to_start(connection: Connection, at_most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Planned checks, the next first."""
    waiting = select(checks).where(checks.c.state == CheckState.SCHEDULED)
    return connection.execute(waiting.order_by(checks.c.starts_at, checks.c.id).limit(at_most)).all()


def if_due(connection: Connection, check_id: int, now: datetime) -> Row[*tuple[Any, ...]] | None:
    """The planned check, its row locked; None where it is planned no more, or for later meanwhile."""
    waiting = select(checks).where(
        checks.c.id == check_id, checks.c.state == CheckState.SCHEDULED, checks.c.starts_at <= now
    )
    return connection.execute(waiting.with_for_update()).first()


def change(connection: Connection, check_id: int, **values: Any) -> bool:
    """False where it is planned no more: it has started, or was cancelled."""
    changed = update(checks).where(checks.c.id == check_id, checks.c.state == CheckState.SCHEDULED).values(values)
    return connection.execute(changed).rowcount == 1


def replace_units(connection: Connection, check_id: int, unit_ids: Iterable[int]) -> None:
    connection.execute(delete(check_units).where(check_units.c.check_id == check_id))
    rows = [{"check_id": check_id, "unit_id": unit_id} for unit_id in unit_ids]
    if rows:
        connection.execute(insert(check_units), rows)


def units_of(connection: Connection, check_id: int) -> tuple[int, ...]:
    chosen = select(check_units.c.unit_id).where(check_units.c.check_id == check_id).order_by(check_units.c.unit_id)
    return tuple(connection.execute(chosen).scalars())


def unstart(connection: Connection, check_id: int, reason: str) -> None:
    """Begun in this transaction, and nobody was there to ask."""
    back = {"state": CheckState.CANCELLED, "cancel_reason": reason, "started_at": None, "outbox_after": None}
    connection.execute(update(checks).where(checks.c.id == check_id).values(back))


def real_check_among(connection: Connection, unit_ids: Sequence[int] | None) -> bool:
    """A real check is active that asks somebody of these units."""
    return roll.similar_active(connection, CheckKind.REAL, unit_ids) is not None
