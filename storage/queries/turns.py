"""When the cycle turned last, for whoever asks from another process: rows among the leases nobody competes for."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from storage.models import leases
from storage.types import Instant
from storage.upsert import Upsert

_PREFIX = "turn:"
_KEPT = timedelta(days=1)

_NOTE = Upsert(
    leases,
    lambda start: start.on_conflict_do_update(index_elements=["name"], set_={"until": start.excluded.until}),
)


def note_turn(connection: Connection, process: str, now: datetime) -> None:
    """One row per process, so that none waits for another's; rows of processes long gone are dropped."""
    connection.execute(delete(leases).where(leases.c.name.startswith(_PREFIX), leases.c.until < now - _KEPT))
    connection.execute(_NOTE.on(connection), {"name": _PREFIX + process, "holder": process, "until": now})


def last_turn(connection: Connection) -> datetime | None:
    newest = func.max(leases.c.until, type_=Instant())
    return connection.execute(select(newest).where(leases.c.name.startswith(_PREFIX))).scalar()
