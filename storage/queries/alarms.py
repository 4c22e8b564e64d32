"""What an administrator must look at: one open alarm for each code and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from storage.models import alarms


def open_ones(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """By the moment they came up last, the newest first."""
    found = select(alarms).where(alarms.c.closed_at.is_(None))
    return connection.execute(found.order_by(alarms.c.last_at.desc(), alarms.c.id)).all()


def put(connection: Connection, code: str, about: str, details: dict[str, Any], now: datetime) -> None:
    """A new one, or the open one once more."""
    again = (
        update(alarms)
        .where(alarms.c.code == code, alarms.c.about == about, alarms.c.closed_at.is_(None))
        .values(last_at=now, details=details)
    )
    if connection.execute(again).rowcount == 0:
        row = {"code": code, "about": about, "details": details, "raised_at": now, "last_at": now}
        connection.execute(insert(alarms).values(row))


def close_silent(connection: Connection, before: datetime, now: datetime) -> None:
    """Those that have not come up since `before`."""
    silent = (alarms.c.closed_at.is_(None), alarms.c.last_at < before)
    connection.execute(update(alarms).where(*silent).values(closed_at=now))
