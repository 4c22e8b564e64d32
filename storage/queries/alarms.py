"""What an administrator must look at: one open alarm for each code and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, func, select, update

from storage.models import alarms
from storage.upsert import AnyInsert, Upsert

_IS_OPEN = alarms.c.closed_at.is_(None)


def open_ones(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """By the moment they came up last, the newest first."""
    found = select(alarms).where(_IS_OPEN)
    return connection.execute(found.order_by(alarms.c.last_at.desc(), alarms.c.id)).all()


def count_open(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(alarms).where(_IS_OPEN)).scalar_one()


def _once_more(start: AnyInsert) -> Executable:
    new = start.excluded
    return start.on_conflict_do_update(
        index_elements=["code", "about"],
        index_where=_IS_OPEN,
        set_={"last_at": new.last_at, "details": new.details},
    )


_PUT = Upsert(alarms, _once_more)


def put(connection: Connection, code: str, about: str, details: dict[str, Any], now: datetime) -> None:
    """A new one, or the open one once more: of two processes at the same instant one opens it."""
    row = {"code": code, "about": about, "details": details, "raised_at": now, "last_at": now}
    connection.execute(_PUT.on(connection), row)


def close(connection: Connection, alarm_id: int, now: datetime) -> Row[str, str] | None:
    """Its code and what it was about; None where no such alarm is open."""
    closed = update(alarms).where(alarms.c.id == alarm_id, _IS_OPEN).values(closed_at=now)
    return connection.execute(closed.returning(alarms.c.code, alarms.c.about)).first()


def close_about(connection: Connection, code: str, about: str, now: datetime) -> None:
    """The open one of this code about this, if there is one."""
    closed = update(alarms).where(alarms.c.code == code, alarms.c.about == about, _IS_OPEN)
    connection.execute(closed.values(closed_at=now))


def close_silent(connection: Connection, before: datetime, now: datetime) -> None:
    """Those that have not come up since `before`."""
    connection.execute(update(alarms).where(_IS_OPEN, alarms.c.last_at < before).values(closed_at=now))
